/** How an answer differs from the one that was recorded, as facts about the contract and not about one value. */

import type { Answer } from './recordings.js';

/** A difference. */
export interface Difference {
  /** `status`, `type`, or a JSON Pointer into the body, in which `*` is every item of a list. */
  readonly at: string;
  /** What differs: `missing`, `added`, `string became number`, `value`. */
  readonly fact: string;
  readonly was: unknown;
  readonly is: unknown;
}

/** What is no difference. */
export interface Ignored {
  /** Places that differ each time. */
  readonly places: readonly string[];
  /** Places whose values were not recorded: they have to be there, as values of the same kind. */
  readonly redacted: readonly string[];
}

/** Every difference, but those that are to be ignored. */
export function differences(was: Answer, is: Answer, { places, redacted }: Ignored): Difference[] {
  const found: Difference[] = [];
  if (was.status !== is.status) found.push({ at: 'status', fact: 'value', was: was.status, is: is.status });
  if (was.type !== is.type) found.push({ at: 'type', fact: 'value', was: was.type, is: is.type });
  const [before, now] = [bodyOf(was), bodyOf(is)];
  compare(before, now, '', found);
  // A request has another id each time.
  const isId = (at: string): boolean => at === '/requestId' && was.type === 'application/problem+json';
  const isHidden = ({ at, fact }: Difference): boolean =>
    redacted.some((place) => at.startsWith(`${place}/`) || (at === place && (fact === 'value' || fact === 'length')));
  return found.filter((one) => !places.includes(one.at) && !isId(one.at) && !isHidden(one));
}

/** A body that says it is JSON and is, as its value; any other one as its text. */
function bodyOf({ type, text }: Answer): unknown {
  if (!/^application\/(json|.*\+json)$/.test(type)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function compare(was: unknown, is: unknown, at: string, found: Difference[]): void {
  const [before, now] = [kindOf(was), kindOf(is)];
  if (before !== now) {
    found.push({ at, fact: `${before} became ${now}`, was, is });
    return;
  }
  if (Array.isArray(was) && Array.isArray(is)) {
    if (was.length !== is.length) found.push({ at, fact: 'length', was: was.length, is: is.length });
    for (let index = 0; index < Math.min(was.length, is.length); index += 1)
      compare(was[index], is[index], `${at}/*`, found);
    return;
  }
  if (before !== 'object') {
    if (was !== is) found.push({ at, fact: 'value', was, is });
    return;
  }
  const [left, right] = [was, is] as Record<string, unknown>[];
  for (const [name, value] of Object.entries(left!)) {
    const place = `${at}/${escaped(name)}`;
    if (Object.hasOwn(right!, name)) compare(value, right![name], place, found);
    else found.push({ at: place, fact: 'missing', was: value, is: undefined });
  }
  for (const [name, value] of Object.entries(right!)) {
    if (!Object.hasOwn(left!, name))
      found.push({ at: `${at}/${escaped(name)}`, fact: 'added', was: undefined, is: value });
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** RFC 6901. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
