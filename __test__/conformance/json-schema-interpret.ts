/**
 * JSON Schema 2020-12 as slowly and as plainly as it can be said, to hold what is compiled against: what the
 * specification asserts, what it looks at, and which issues the house reports. References lead to `$defs` alone.
 */

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Keywords = Readonly<Record<string, never>> & Readonly<Record<string, unknown>>;
export type Schema = boolean | Readonly<Record<string, unknown>>;

/** One place that does not fit. What has a `decisive` code weighs more when alternatives are compared. */
interface Misfit {
  readonly pointer: string;
  readonly decisive: boolean;
}

/** What holding a value against a schema comes to. */
interface Outcome {
  readonly misfits: readonly Misfit[];
  /** Keys and indexes that were looked at; only of a value that fits. */
  readonly looked: ReadonlySet<string>;
}

/** The pointers of what does not fit, sorted; none where the value fits. */
export function interpret(schema: Schema, value: unknown): readonly string[] {
  const { misfits } = hold(schema, value as Json, '', schema as Keywords);
  return [...new Set(misfits.map((misfit) => misfit.pointer))].toSorted();
}

function hold(schema: Schema, value: Json, at: string, root: Keywords): Outcome {
  if (typeof schema === 'boolean') {
    return { misfits: schema ? [] : [{ pointer: at, decisive: false }], looked: new Set() };
  }
  const keywords = schema as Keywords;
  const misfits: Misfit[] = [];
  const looked = new Set<string>();
  const report = (pointer: string, decisive = false) => misfits.push({ pointer, decisive });
  const below = (key: string | number) => `${at}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const inner = (part: Schema, item: Json, key: string | number) =>
    misfits.push(...hold(part, item, below(key), root).misfits);
  const fits = (other: Schema, item: Json = value) => hold(other, item, at, root).misfits.length === 0;
  /** Holds the same value against `other`, and takes over what that looked at. */
  const inPlace = (other: Schema) => {
    const outcome = hold(other, value, at, root);
    misfits.push(...outcome.misfits);
    if (outcome.misfits.length === 0) outcome.looked.forEach((key) => looked.add(key));
  };
  const own = ownMisfit(keywords, value);
  if (own !== undefined) report(at, own === 'value');
  const kinds = keywords['type'] === undefined ? undefined : [keywords['type']].flat();
  if (Array.isArray(value) && (kinds === undefined || kinds.includes('array' as never))) {
    items(keywords, value as Json[], { report, inner, fits, looked, at });
  }
  if (isObject(value) && (kinds === undefined || kinds.includes('object' as never))) {
    members(keywords, value, { report, inner, fits, looked, at, below, inPlace });
  }
  const reference = keywords['$ref'] as string | undefined;
  if (reference !== undefined) inPlace((root['$defs'] as unknown as Record<string, Schema>)[reference.slice(8)]!);
  for (const one of list(keywords['allOf'])) inPlace(one);
  for (const word of ['anyOf', 'oneOf'] as const) {
    if (keywords[word] === undefined) continue;
    const outcomes = list(keywords[word]).map((one) => hold(one, value, at, root));
    const fitting = outcomes.filter((one) => one.misfits.length === 0);
    if (fitting.length === 0) misfits.push(...closest(outcomes, at));
    else if (word === 'oneOf' && fitting.length > 1) report(at);
    else fitting.forEach((one) => one.looked.forEach((key) => looked.add(key)));
  }
  if (keywords['not'] !== undefined && fits(keywords['not'])) report(at);
  if (keywords['if'] !== undefined) {
    const asked = hold(keywords['if'], value, at, root);
    if (asked.misfits.length === 0) asked.looked.forEach((key) => looked.add(key));
    const next = asked.misfits.length === 0 ? keywords['then'] : keywords['else'];
    if (next !== undefined) inPlace(next);
  }
  leftOver(keywords, value, misfits, looked, inner);
  return { misfits, looked };
}

/** Whether the schema itself refuses the value for what it is: by its kind or bounds, or by its value. */
function ownMisfit(keywords: Keywords, value: Json): 'kind' | 'value' | undefined {
  const is = (word: string, test: (bound: never) => boolean) => keywords[word] === undefined || test(keywords[word]);
  const kinds = [keywords['type'] ?? []].flat() as string[];
  if (keywords['type'] !== undefined && !kinds.some((kind) => isKind(kind, value))) return 'kind';
  if (!is('const', (one: Json) => same(one, value))) return 'value';
  if (!is('enum', (all: Json[]) => all.some((one) => same(one, value)))) return 'value';
  if (typeof value === 'number') {
    const holds =
      is('minimum', (bound) => value >= bound) &&
      is('exclusiveMinimum', (bound) => value > bound) &&
      is('maximum', (bound) => value <= bound) &&
      is('exclusiveMaximum', (bound) => value < bound) &&
      is('multipleOf', (bound) => Number.isInteger(value / bound));
    if (!holds) return 'kind';
  }
  if (typeof value === 'string') {
    const length = [...value].length;
    const holds =
      is('minLength', (bound) => length >= bound) &&
      is('maxLength', (bound) => length <= bound) &&
      is('pattern', (pattern: string) => new RegExp(pattern, 'u').test(value));
    if (!holds) return 'kind';
  }
  return undefined;
}

interface Tools {
  readonly report: (pointer: string) => void;
  readonly inner: (part: Schema, item: Json, key: string | number) => void;
  readonly fits: (schema: Schema, item?: Json) => boolean;
  readonly looked: Set<string>;
  readonly at: string;
}

function items(keywords: Keywords, value: readonly Json[], { report, inner, fits, looked, at }: Tools): void {
  const few = value.length < ((keywords['minItems'] as number | undefined) ?? 0);
  const many = value.length > ((keywords['maxItems'] as number | undefined) ?? Infinity);
  const twice =
    keywords['uniqueItems'] === true && value.some((one, i) => value.slice(0, i).some((it) => same(it, one)));
  if (few || many || twice) report(at);
  const prefix = list(keywords['prefixItems']);
  for (const [i, item] of value.entries()) {
    const schema = prefix[i] ?? (keywords['items'] as Schema | undefined);
    if (schema === undefined) continue;
    inner(schema, item, i);
    looked.add(String(i));
  }
  if (keywords['contains'] === undefined) return;
  const hits = value.flatMap((item, i) => (fits(keywords['contains']!, item) ? [String(i)] : []));
  const { minContains = 1, maxContains = Infinity } = keywords as { minContains?: number; maxContains?: number };
  if (hits.length < minContains || hits.length > maxContains) report(at);
  hits.forEach((i) => looked.add(i));
}

interface MemberTools extends Tools {
  readonly below: (key: string) => string;
  readonly inPlace: (schema: Schema) => void;
}

function members(keywords: Keywords, value: Readonly<Record<string, Json>>, tools: MemberTools): void {
  const { report, inner, fits, looked, at, below, inPlace } = tools;
  const keys = Object.keys(value);
  const properties = (keywords['properties'] ?? {}) as Record<string, Schema>;
  const patterns = Object.entries((keywords['patternProperties'] ?? {}) as Record<string, Schema>);
  for (const name of (keywords['required'] ?? []) as string[]) if (!Object.hasOwn(value, name)) report(below(name));
  if (keys.length < ((keywords['minProperties'] as number | undefined) ?? 0)) report(at);
  if (keys.length > ((keywords['maxProperties'] as number | undefined) ?? Infinity)) report(at);
  for (const [name, others] of Object.entries((keywords['dependentRequired'] ?? {}) as Record<string, string[]>)) {
    if (!Object.hasOwn(value, name)) continue;
    for (const other of others) if (!Object.hasOwn(value, other)) report(below(other));
  }
  for (const [name, schema] of Object.entries((keywords['dependentSchemas'] ?? {}) as Record<string, Schema>)) {
    if (Object.hasOwn(value, name)) inPlace(schema);
  }
  for (const key of keys) {
    if (keywords['propertyNames'] !== undefined && !fits(keywords['propertyNames'], key)) report(below(key));
    const schemas = patterns.filter(([pattern]) => new RegExp(pattern, 'u').test(key)).map(([, schema]) => schema);
    if (Object.hasOwn(properties, key)) schemas.push(properties[key]!);
    if (schemas.length === 0 && keywords['additionalProperties'] !== undefined) {
      schemas.push(keywords['additionalProperties']);
    }
    for (const schema of schemas) inner(schema, value[key]!, key);
    if (schemas.length > 0) looked.add(key);
  }
}

/** What nothing else has looked at; asked only where nothing else is wrong. */
function leftOver(
  keywords: Keywords,
  value: Json,
  misfits: readonly Misfit[],
  looked: Set<string>,
  inner: (part: Schema, item: Json, key: string | number) => void,
): void {
  const word = Array.isArray(value) ? 'unevaluatedItems' : 'unevaluatedProperties';
  const schema = keywords[word] as Schema | undefined;
  if (schema === undefined || typeof value !== 'object' || value === null || misfits.length > 0) return;
  for (const [key, item] of Object.entries(value as Record<string, Json>)) {
    if (looked.has(key)) continue;
    inner(schema, item, key);
    looked.add(key);
  }
}

/**
 * The misfits of the alternative that is of the value's kind and comes closest, of equals the one that lies deeper; one
 * misfit where there is none.
 */
function closest(outcomes: readonly Outcome[], at: string): readonly Misfit[] {
  let best: readonly Misfit[] = [{ pointer: at, decisive: false }];
  let least = Infinity;
  let deepest = -1;
  for (const { misfits } of outcomes) {
    if (misfits.some((misfit) => misfit.pointer === at)) continue;
    const weight = misfits.length + 100 * misfits.filter((misfit) => misfit.decisive).length;
    const depth = Math.min(...misfits.map((misfit) => misfit.pointer.split('/').length));
    if (weight > least || (weight === least && depth <= deepest)) continue;
    [best, least, deepest] = [misfits, weight, depth];
  }
  return best;
}

function list(value: unknown): readonly Schema[] {
  return (value ?? []) as readonly Schema[];
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isKind(kind: string, value: Json): boolean {
  if (kind === 'null') return value === null;
  if (kind === 'array') return Array.isArray(value);
  if (kind === 'object') return isObject(value);
  if (kind === 'integer') return Number.isInteger(value);
  return typeof value === kind;
}

function same(one: Json, other: Json): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [one, other] as [Record<string, Json>, Record<string, Json>];
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && same(left[key]!, right[key]!))
  );
}
