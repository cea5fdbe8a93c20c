/**
 * A strict reader of Prometheus' text format 0.0.4 and of OpenMetrics 1.0.0, written from their specifications: what they do not
 * allow is thrown.
 */

/** A value. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What is said of samples. */
export interface Family {
  type?: string;
  help?: string;
  unit?: string;
}

/** Reads a page. */
export function readMetrics(text: string): { readonly families: Map<string, Family>; readonly samples: Sample[] } {
  const isOpen = text.endsWith('# EOF\n');
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map<string, Family>();
  const samples: Sample[] = [];
  const seen = new Set<string>();
  let current = '';
  const lines = text.slice(0, -1).split('\n');
  for (const [index, line] of lines.entries()) {
    if (isOpen && index === lines.length - 1) break;
    const about = /^# (HELP|TYPE|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line);
    if (about !== null) {
      const [, word = '', name = '', rest = ''] = about;
      if (name !== current && families.has(name)) throw new Error(`the family ${name} is told of twice`);
      current = name;
      const family = families.get(name) ?? {};
      const key = word.toLowerCase() as keyof Family;
      if (family[key] !== undefined) throw new Error(`${name} has two ${word}s`);
      family[key] = rest;
      families.set(name, family);
      if (word === 'UNIT' && !name.endsWith(`_${rest}`)) throw new Error(`${name} does not end with its unit`);
      continue;
    }
    const found = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (NaN|[+-]Inf|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(line);
    if (found === null) throw new Error(`no sample: ${line}`);
    const [, name = '', inner = '', value = ''] = found;
    const labels = readLabels(inner);
    checkName(name, current, families.get(current), isOpen);
    const key = `${name} ${JSON.stringify(Object.entries(labels).sort())}`;
    if (seen.has(key)) throw new Error(`told twice: ${key}`);
    seen.add(key);
    samples.push({ name, labels, value: Number(value.replace('Inf', 'Infinity')) });
  }
  checkHistograms(samples);
  return { families, samples };
}

function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let rest = text;
  while (rest !== '') {
    const found = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/.exec(rest);
    if (found === null) throw new Error(`no labels: ${text}`);
    const [whole, name = '', value = ''] = found;
    if (Object.hasOwn(labels, name)) throw new Error(`two labels ${name}`);
    labels[name] = value.replace(/\\(.)/g, (_all, one: string) => (one === 'n' ? '\n' : one));
    rest = rest.slice(whole.length);
  }
  return labels;
}

/** The names of samples that a family of a type may have. */
function checkName(name: string, family: string, about: Family | undefined, isOpen: boolean): void {
  const suffixes: Readonly<Record<string, readonly string[]>> = {
    counter: isOpen ? ['_total', '_created'] : [''],
    gauge: [''],
    histogram: ['_bucket', '_sum', '_count', '_created'],
  };
  const allowed = suffixes[about?.type ?? ''] ?? [];
  if (!name.startsWith(family) || !allowed.includes(name.slice(family.length)))
    throw new Error(`${name} is no sample of ${family}, which is ${about?.type}`);
}

/** Buckets count what is below them, the last one everything, and that is the count. */
function checkHistograms(samples: readonly Sample[]): void {
  const totals = new Map<string, { at: number; count: number; isWhole: boolean }>();
  const keyOf = ({ labels: { le: _le, ...labels } }: Sample, family: string): string =>
    `${family} ${JSON.stringify(labels)}`;
  for (const sample of samples) {
    if (sample.name.endsWith('_bucket')) {
      const key = keyOf(sample, sample.name.slice(0, -'_bucket'.length));
      const bound = Number(sample.labels['le']?.replace('Inf', 'Infinity'));
      const before = totals.get(key) ?? { at: Number.NEGATIVE_INFINITY, count: 0, isWhole: false };
      if (!(bound > before.at) || sample.value < before.count) throw new Error(`buckets fall: ${key}`);
      totals.set(key, { at: bound, count: sample.value, isWhole: bound === Number.POSITIVE_INFINITY });
    } else if (sample.name.endsWith('_count')) {
      const key = keyOf(sample, sample.name.slice(0, -'_count'.length));
      const all = totals.get(key);
      if (all?.isWhole !== true || all.count !== sample.value)
        throw new Error(`the count is not that of the buckets: ${key}`);
    }
  }
}
