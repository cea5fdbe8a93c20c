/**
 * Rules of a step that hold for clients who do not know them: what a contract takes no more, refused to everybody at once
 * or from a day on. Each becomes a type of its own that says nothing but the rule, so that what was decided otherwise
 * about other places stays as it was decided.
 */

import type { NamedTypesJson, NodeJson } from '../../manifest/gtype.js';
import type { NarrowedJson } from '../../manifest/transform.js';
import type { ReleaseChange } from '../../timescape/definition.js';
import { isPlain } from '../../timescape/plain-values.js';
import { routeKeyOf } from '../../timescape/route-key.js';
import { secondsOf } from '../../timescape/timestamps.js';
import type { FrozenContract, StepJson } from './release-file.js';

/** The places of a step whose rule holds for older clients. A rule that was released without a day never begins. */
export function rulesOf({ narrowed = [] }: StepJson): readonly NarrowedJson[] {
  return narrowed.filter(
    ({ choice, from = '' }) => choice === 'all' || (choice === 'reject' && !Number.isNaN(secondsOf(from))),
  );
}

/** Whether requests pass there that the next contract refuses: for good, or until a day comes. */
export function isSpared({ choice }: NarrowedJson): boolean {
  return choice === 'grandfather' || choice === 'reject';
}

/**
 * The rule at a place of a contract, as a type of `{ params, query, headers, body }` in which nothing else is said.
 * Where the place cannot be told from its surroundings (in one of several alternatives, in a type that mentions itself),
 * the rule is all of what surrounds it. `undefined` where there is no such place.
 */
export function ruleType({ contract, types = {} }: FrozenContract, place: string): NodeJson | undefined {
  const end = place.indexOf('#');
  const position = place.slice(0, end) as 'params' | 'query' | 'headers' | 'body';
  const root = end === -1 ? undefined : contract[position];
  if (root === undefined) return undefined;
  const names = place
    .slice(end + 1)
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  return only(position, narrowedTo(root, names, types));
}

/** An object of which one member is looked at, if it is there. */
function only(name: string, type: NodeJson): NodeJson {
  return { kind: 'object', properties: [{ name, type, optional: true }], unknownKeys: 'open' };
}

function narrowedTo(node: NodeJson, names: readonly string[], types: NamedTypesJson): NodeJson {
  const [name, ...rest] = names;
  if (name === undefined) return node;
  switch (node.kind) {
    case 'ref': {
      const named = Object.hasOwn(types, node.id) ? types[node.id] : undefined;
      // In a type that mentions itself the place is there on every level.
      return named === undefined || mentions(named.type, node.id, types, new Set())
        ? node
        : narrowedTo(named.type, names, types);
    }
    case 'refined':
      return narrowedTo(node.base, names, types);
    case 'array':
      return name === '*' ? { kind: 'array', items: narrowedTo(node.items, rest, types) } : node;
    case 'object': {
      const property = node.properties.find((one) => one.name === name);
      return property === undefined ? node : only(name, narrowedTo(property.type, rest, types));
    }
    case 'union': {
      const leading = node.members.filter((member) => leadsOn(member, types));
      const [one] = leading;
      if (one === undefined || leading.length > 1) return node;
      return {
        kind: 'union',
        members: node.members.map((member) => (member === one ? narrowedTo(member, names, types) : member)),
      };
    }
    default:
      return node;
  }
}

const ends: ReadonlySet<NodeJson['kind']> = new Set([
  'null',
  'undefined',
  'void',
  'boolean',
  'number',
  'string',
  'literal',
  'template',
]);

/** Whether a value of a node may have parts. */
function leadsOn(node: NodeJson, types: NamedTypesJson): boolean {
  if (node.kind === 'refined') return leadsOn(node.base, types);
  if (node.kind !== 'ref') return !ends.has(node.kind);
  const named = Object.hasOwn(types, node.id) ? types[node.id] : undefined;
  // A name for a name that comes back to itself has no value at all.
  return named === undefined || named.type.kind === 'ref' || leadsOn(named.type, types);
}

/** Whether a node reaches a named type. */
function mentions(node: NodeJson, id: string, types: NamedTypesJson, seen: Set<string>): boolean {
  let found = false;
  JSON.stringify(node, (_name, value: unknown) => {
    const next = value as NodeJson | null;
    if (found || typeof next !== 'object' || next?.kind !== 'ref' || typeof next.id !== 'string') return value;
    if (next.id === id) found = true;
    else if (!seen.has(next.id)) {
      seen.add(next.id);
      const named = Object.hasOwn(types, next.id) ? types[next.id] : undefined;
      found ||= named !== undefined && mentions(named.type, id, types, seen);
    }
    return value;
  });
  return found;
}

/** A rule with the named types it reaches under names of their own, to stand beside another contract. */
export function apart(
  rule: NodeJson,
  types: NamedTypesJson,
  mark: string,
): { readonly rule: NodeJson; readonly types: NamedTypesJson } {
  const renamed = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value), (_name, one: unknown) => {
      const node = one as NodeJson | null;
      const isRef = typeof node === 'object' && node?.kind === 'ref' && typeof node.id === 'string';
      return isRef ? { kind: 'ref', id: `${node.id}@${mark}` } : one;
    }) as T;
  return {
    rule: renamed(rule),
    types: Object.fromEntries(Object.entries(types).map(([id, named]) => [`${id}@${mark}`, renamed(named)])),
  };
}

/** What is wrong with the decisions of a step about clients who do not know its rules; one sentence each. */
export function objectionsTo(step: StepJson, after: FrozenContract): readonly string[] {
  const found: string[] = [];
  const { narrowed = [], applies, reason } = step;
  const isEmpty = narrowed.length === 0 && step.request === undefined && step.responses === undefined;
  if (applies === 'all' && isEmpty) found.push('it applies to all, and there is nothing that it would take away');
  if ((applies === 'all' || narrowed.some(({ choice }) => choice === 'all')) && (reason ?? '').trim() === '')
    found.push('what applies to all needs a note for those who will ask: say the "reason"');
  for (const { at, to = at, choice, from } of narrowed) {
    if (choice !== 'reject' && from !== undefined) found.push(`${at}: only "reject" has a day "from" which it holds`);
    if (choice === 'reject' && (from === undefined || Number.isNaN(secondsOf(from))))
      found.push(`${at}: say "from" which day requests are refused, such as 2026-03-01`);
    if (choice !== 'reject' && choice !== 'all') continue;
    const rule = ruleType(after, to);
    if (rule === undefined || !isPlain(rule, after.types ?? {}))
      found.push(
        `${at}: its values cannot be looked at a second time; choose "coerce", and throw an HttpError for those that are refused`,
      );
  }
  return found;
}

/** What a change of a release says about clients who do not know it. */
export type ChangePolicy = Pick<ReleaseChange, 'applies' | 'reason' | 'rejects' | 'text'>;

/** What is decided about each change of a step, by the places its rules are at. */
export function withPolicy(change: ReleaseChange, steps: readonly (readonly [string, StepJson])[]): ReleaseChange {
  const key = routeKeyOf(change.route);
  const step = steps.find(
    ([handler, { to }]) => routeKeyOf(handler) === key || (to !== null && routeKeyOf(to) === key),
  );
  if (step === undefined) return change;
  const [, { applies, reason }] = step;
  const rule = change.direction === 'request' && change.bump === 'major' ? ruleAt(change, step[1]) : undefined;
  const isTaken = change.direction === 'response' && /removed|narrowed/.test(change.id) && applies === 'all';
  if (rule?.choice === 'reject') {
    const { from = '', guide } = rule;
    const told = guide === undefined ? '' : `: ${guide}`;
    const rejects = { from, ...(guide === undefined ? {} : { guide }) };
    return { ...change, rejects, text: `${change.text}; refused to clients of every release from ${from} on${told}` };
  }
  if (rule === undefined && !isTaken) return change;
  const why = reason ?? '';
  return { ...change, applies: 'all', reason: why, text: `${change.text}; holds for clients of every release: ${why}` };
}

/** The rule that a change is about: at its place, or the only one there can be. */
function ruleAt({ path }: ReleaseChange, step: StepJson): NarrowedJson | undefined {
  const rules = rulesOf(step);
  const pathOf = (place: string): string => `/${place.replace('#', '')}`;
  const exact = rules.find(({ at, to = at }) => [at, to].some((place) => pathOf(place) === path));
  if (exact !== undefined) return exact;
  const near = rules.find(({ at, to = at }) =>
    [at, to].map(pathOf).some((place) => `${place}/`.startsWith(`${path}/`) || `${path}/`.startsWith(`${place}/`)),
  );
  return near ?? (rules.length === 1 && step.narrowed?.length === 1 ? rules[0] : undefined);
}

/** What a rule is called: the change it came with, or its place. */
export function ruleText(
  handler: string,
  step: StepJson,
  { at }: NarrowedJson,
  changes: readonly ReleaseChange[],
): string {
  const rule = rulesOf(step).find((one) => one.at === at);
  const found = changes.find(
    (change) =>
      change.direction === 'request' &&
      change.bump === 'major' &&
      routeKeyOf(change.route) === routeKeyOf(handler) &&
      ruleAt(change, step) === rule,
  );
  return found?.text ?? at.replace('#', '');
}
