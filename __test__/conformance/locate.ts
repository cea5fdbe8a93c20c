/** Where a value does not fit, said slowly and plainly for the kinds that `generate.ts` makes: the pointers of the issues. */
import type { Node } from './generate.js';
import { fits } from './interpret.js';
import type { Mode } from './validator-source.js';

interface Member {
  readonly name: string;
  readonly type: Node;
  readonly optional?: true;
}

/** An issue, as far as it matters to who comes closest. */
interface Found {
  readonly pointer: string;
  /** Whether a constant is wrong, which says that another alternative was meant. */
  readonly constant?: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const below = (at: string, key: string | number): string =>
  `${at}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
const kindOf = (node: Node): string => (node.kind === 'refined' ? (node['base'] as Node).kind : node.kind);
const solid = new Set(['object', 'array', 'tuple', 'union']);
const isScalar = (node: Node): boolean => !solid.has(kindOf(node));

/** The pointers of everything that does not fit, in the order of the type. */
export function misfits(node: Node, value: unknown, mode: Mode): readonly string[] {
  return look(node, value, mode, '').map(({ pointer }) => pointer);
}

function look(node: Node, value: unknown, mode: Mode, at: string): readonly Found[] {
  if (node.kind === 'unknown') return [];
  if (node.kind === 'ref') return look(node['target'] as Node, value, mode, at);
  const here = [{ pointer: at, constant: node.kind === 'literal' }];
  switch (kindOf(node)) {
    case 'union':
      return fits(node, value, mode) ? [] : inUnion(flatten(node), value, mode, at);
    case 'object':
      return isObject(value) ? inObject(node, value, mode, at) : here;
    case 'array': {
      if (!Array.isArray(value)) return here;
      const items = (node.kind === 'refined' ? (node['base'] as Node) : node)['items'] as Node;
      const inside = value.flatMap((item, index) => look(items, item, mode, below(at, index)));
      return node.kind === 'refined' && !fits({ ...node, base: anything }, value, mode) ? [...here, ...inside] : inside;
    }
    case 'tuple':
      return Array.isArray(value) ? inTuple(node, value, mode, at) : here;
    default:
      return fits(node, value, mode) ? [] : here;
  }
}

const anything: Node = { kind: 'unknown' };

function inObject(node: Node, value: Fields, mode: Mode, at: string): readonly Found[] {
  const declared = node['properties'] as readonly Member[];
  const found = declared.flatMap(({ name, type, optional }) => {
    const item = Object.hasOwn(value, name) ? value[name] : undefined;
    if (item === undefined)
      return optional === true || fits(type, undefined, mode) ? [] : [{ pointer: below(at, name) }];
    return look(type, item, mode, below(at, name));
  });
  const others = Object.keys(value).filter((key) => !declared.some(({ name }) => name === key));
  const index = (node['index'] as readonly { readonly value: Node }[] | undefined)?.[0]?.value;
  if (index !== undefined) return [...found, ...others.flatMap((key) => look(index, value[key], mode, below(at, key)))];
  if (((node['unknownKeys'] as Mode | undefined) ?? mode) !== 'strict') return found;
  return [...found, ...others.map((key) => ({ pointer: below(at, key) }))];
}

function inTuple(node: Node, value: readonly unknown[], mode: Mode, at: string): readonly Found[] {
  const elements = node['elements'] as readonly {
    readonly type: Node;
    readonly optional?: true;
    readonly rest?: true;
  }[];
  const fixed = elements.filter(({ rest }) => rest !== true);
  const rest = elements.find((element) => element.rest === true);
  const least = fixed.filter(({ optional }) => optional !== true).length;
  if (value.length < least || (rest === undefined && value.length > fixed.length)) return [{ pointer: at }];
  return value.flatMap((item, index) => {
    const { type, optional } = fixed[index] ?? rest!;
    return item === undefined && optional === true ? [] : look(type, item, mode, below(at, index));
  });
}

function inUnion(members: readonly Node[], value: unknown, mode: Mode, at: string): readonly Found[] {
  if (members.every(({ kind }) => kind === 'literal' || kind === 'null')) return [{ pointer: at, constant: true }];
  const others = members.filter(({ kind }) => kind !== 'null');
  if (others.length === 1) return look(others[0]!, value, mode, at);
  const structured = members.filter((member) => !isScalar(member));
  const tag = tagOf(structured);
  if (tag !== undefined) {
    if (!isObject(value)) return [{ pointer: at }];
    const item = Object.hasOwn(value, tag) ? value[tag] : undefined;
    const meant = structured.find((member) => literals(typeOf(member, tag)!)!.includes(item));
    return meant === undefined ? [{ pointer: below(at, tag), constant: true }] : look(meant, value, mode, at);
  }
  let best: readonly Found[] | undefined;
  for (const member of structured) {
    const found = look(member, value, mode, at);
    if (found.length === 0 || found.some(({ pointer }) => pointer === at)) continue;
    if (best === undefined || compare(weigh(found), weigh(best)) < 0) best = found;
  }
  return best ?? [{ pointer: at }];
}

/** Fewer issues are closer, wrong constants counting for a hundred; then deeper ones. */
function weigh(found: readonly Found[]): readonly [number, number] {
  const constants = found.filter(({ constant }) => constant === true).length;
  return [found.length + 100 * constants, -Math.min(...found.map(({ pointer }) => pointer.split('/').length))];
}

function compare(left: readonly [number, number], right: readonly [number, number]): number {
  return left[0] - right[0] || left[1] - right[1];
}

/** The required member of all of `members` that has literals in each, none of them twice. */
function tagOf(members: readonly Node[]): string | undefined {
  if (members.length < 2 || members.some((member) => member.kind !== 'object')) return undefined;
  const names = (members[0]!['properties'] as readonly Member[]).map(({ name }) => name);
  return names.find((name) => {
    const all = members.map((member) => {
      const property = (member['properties'] as readonly Member[]).find((one) => one.name === name);
      return property === undefined || property.optional === true ? undefined : literals(property.type);
    });
    const flat = all.flatMap((one) => one ?? []);
    return all.every((one) => one !== undefined) && new Set(flat).size === flat.length;
  });
}

function typeOf(member: Node, name: string): Node | undefined {
  return (member['properties'] as readonly Member[]).find((one) => one.name === name)?.type;
}

function literals(node: Node): readonly unknown[] | undefined {
  if (node.kind === 'literal') return [node['value']];
  if (node.kind !== 'union') return undefined;
  const all = flatten(node).map(literals);
  return all.every((one) => one !== undefined) ? all.flat() : undefined;
}

/** The members, those of unions within included, each once, `never` left out. */
function flatten(node: Node): readonly Node[] {
  const flat = (node['members'] as readonly Node[]).flatMap((member) =>
    member.kind === 'union' ? flatten(member) : [member],
  );
  return flat.filter(
    (member, index) => flat.findIndex((one) => JSON.stringify(one) === JSON.stringify(member)) === index,
  );
}
