/** What the generated functions mean, said slowly and plainly for the kinds that `generate.ts` makes. */
import { isDeepStrictEqual } from 'node:util';
import type { Node } from './generate.js';
import type { Mode } from './validator-source.js';

interface Property {
  readonly name: string;
  readonly type: Node;
  readonly optional?: true;
}

interface Element {
  readonly type: Node;
  readonly optional?: true;
  readonly rest?: true;
}

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const properties = (node: Node): readonly Property[] => node['properties'] as readonly Property[];
const members = (node: Node): readonly Node[] => node['members'] as readonly Node[];
const everyKey = (node: Node): Node | undefined =>
  (node['index'] as readonly { readonly value: Node }[] | undefined)?.[0]?.value;
const modeOf = (node: Node, mode: Mode): Mode => (node['unknownKeys'] as Mode | undefined) ?? mode;
const own = (value: Fields, name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);

/** The element of a tuple that says what stands at each place of `length`. */
function places(node: Node, length: number): readonly Node[] | undefined {
  const elements = node['elements'] as readonly Element[];
  const least = elements.filter(({ optional, rest }) => optional !== true && rest !== true).length;
  const rest = elements.find((element) => element.rest === true);
  if (length < least || (rest === undefined && length > elements.length)) return undefined;
  const fixed = elements.filter((element) => element.rest !== true);
  return Array.from({ length }, (_, index) => (fixed[index] ?? rest)?.type as Node);
}

function takesUndefined(node: Node): boolean {
  return node.kind === 'unknown' || (node.kind === 'union' && members(node).some(takesUndefined));
}

export function fits(node: Node, value: unknown, mode: Mode): boolean {
  switch (node.kind) {
    case 'ref':
      return fits(node['target'] as Node, value, mode);
    case 'unknown':
      return true;
    case 'null':
      return value === null;
    case 'literal':
      return value === node['value'];
    case 'string':
    case 'boolean':
      return typeof value === node.kind;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'template':
      return typeof value === 'string' && /^user--?(0|[1-9]\d*)(\.\d+)?$/.test(value);
    case 'date':
      if (typeof value === 'string') return isDateText(value);
      return value instanceof Date && !Number.isNaN(value.getTime());
    case 'union':
      return members(node).some((member) => fits(member, value, mode));
    case 'array':
      return Array.isArray(value) && value.every((item) => fits(node['items'] as Node, item, mode));
    case 'tuple': {
      const at = Array.isArray(value) ? places(node, value.length) : undefined;
      const optional = (node['elements'] as readonly Element[]).map((element) => element.optional === true);
      return (
        at !== undefined &&
        (value as unknown[]).every(
          (item, index) => (item === undefined && optional[index] === true) || fits(at[index] as Node, item, mode),
        )
      );
    }
    case 'refined':
      return fits(node['base'] as Node, value, mode) && meets(node['constraints'] as Fields, value);
    case 'object':
      return isObject(value) && fitsObject(node, value, mode);
    default:
      throw new Error(node.kind);
  }
}

/** A day there is, at a time there is, in UTC: more is not generated. */
function isDateText(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text)) return false;
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 19) === text.slice(0, 19);
}

function fitsObject(node: Node, value: Fields, mode: Mode): boolean {
  const declared = properties(node);
  for (const { name, type, optional } of declared) {
    const item = own(value, name);
    const absent = item === undefined && (optional === true || takesUndefined(type));
    if (!absent && !fits(type, item, mode)) return false;
  }
  const others = Object.keys(value).filter((key) => !declared.some(({ name }) => name === key));
  const rest = everyKey(node);
  if (rest !== undefined) return others.every((key) => fits(rest, value[key], mode));
  return modeOf(node, mode) !== 'strict' || others.length === 0;
}

function meets(constraints: Fields, value: unknown): boolean {
  const text = typeof value === 'string' && constraints['transforms'] !== undefined ? value.trim() : value;
  const size = typeof text === 'string' ? [...text].length : 0;
  const number = typeof value === 'number' ? value : 0;
  const items = Array.isArray(value) ? value : [];
  const least = (name: string, actual: number): boolean =>
    constraints[name] === undefined || actual >= Number(constraints[name]);
  const most = (name: string, actual: number): boolean =>
    constraints[name] === undefined || actual <= Number(constraints[name]);
  return (
    least('minLength', size) &&
    most('maxLength', size) &&
    least('minItems', items.length) &&
    most('maxItems', items.length) &&
    least('minimum', number) &&
    (constraints['exclusiveMaximum'] === undefined || number < Number(constraints['exclusiveMaximum'])) &&
    (constraints['integer'] !== true || Number.isInteger(value)) &&
    (constraints['patterns'] === undefined || String(text).startsWith('a')) &&
    (constraints['uniqueItems'] !== true ||
      items.every((item, index) => !items.slice(0, index).some((other) => sameJson(item, other))))
  );
}

function sameJson(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return left === right || (Number.isNaN(left) && Number.isNaN(right));
  }
  return isDeepStrictEqual(plain(left), plain(right));
}

function plain(value: object): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `${String(item)}n` : item)),
  );
}

/** What a value that fits is handed on as; with `wire`, the plain data that is written. */
export function handed(node: Node, value: unknown, mode: Mode, wire: boolean): unknown {
  switch (node.kind) {
    case 'date':
      if (wire) return value instanceof Date ? value.toISOString() : value;
      return typeof value === 'string' ? new Date(value) : value;
    case 'refined': {
      const base = node['base'] as Node;
      if (base.kind !== 'string') return handed(base, value, mode, wire);
      return !wire && (node['constraints'] as Fields)['transforms'] !== undefined ? (value as string).trim() : value;
    }
    case 'array':
      return (value as unknown[]).map((item) => handed(node['items'] as Node, item, mode, wire));
    case 'tuple': {
      const at = places(node, (value as unknown[]).length) ?? [];
      return (value as unknown[]).map((item, index) =>
        item === undefined ? item : handed(at[index] as Node, item, mode, wire),
      );
    }
    case 'union':
      return handedUnion(node, value, mode, wire);
    case 'object': {
      const fields = value as Fields;
      const made: [string, unknown][] = [];
      for (const { name, type } of properties(node)) {
        const item = own(fields, name);
        if (item !== undefined) made.push([name, handed(type, item, mode, wire)]);
        else if (Object.hasOwn(fields, name)) made.push([name, undefined]);
      }
      const rest = everyKey(node);
      const open = wire ? node['unknownKeys'] === 'open' : modeOf(node, mode) === 'open';
      for (const [key, item] of Object.entries(fields)) {
        if (made.some(([name]) => name === key)) continue;
        if (rest !== undefined) made.push([key, handed(rest, item, mode, wire)]);
        else if (open) made.push([key, item]);
      }
      return Object.fromEntries(made);
    }
    default:
      return value;
  }
}

/** The first alternative that changes nothing; else that of the value's kind, objects joined. */
function handedUnion(node: Node, value: unknown, mode: Mode, wire: boolean): unknown {
  const flat = flatten(node);
  if (wire && flat.some((member) => member.kind === 'unknown')) return value;
  const fitting = flat.filter((member) => fits(member, value, mode));
  if (!wire) {
    const same = fitting.find((member) => isDeepStrictEqual(handed(member, value, mode, wire), value));
    if (same !== undefined) return value;
  }
  if (value instanceof Date && wire) {
    return flat.some((member) => member.kind === 'date')
      ? value.toJSON()
      : handed(fitting[0] as Node, value, mode, wire);
  }
  const scalars = fitting.filter((member) => !['object', 'array', 'tuple'].includes(kindOf(member)));
  const first =
    scalars[0] ?? fitting.find((member) => kindOf(member) !== 'object' || (!wire && modeOf(member, mode) !== 'strip'));
  if (first !== undefined) return handed(first, value, mode, wire);
  return fitting
    .map((member) => handed(member, value, mode, wire))
    .reduce((left, right) => join(left as Fields, right as Fields));
}

const kindOf = (node: Node): string => (node.kind === 'refined' ? (node['base'] as Node).kind : node.kind);

function flatten(node: Node): readonly Node[] {
  return members(node).flatMap((member) => (member.kind === 'union' ? flatten(member) : [member]));
}

/** The members of both; what both have is joined likewise. */
function join(left: unknown, right: unknown): unknown {
  if (Array.isArray(left) && Array.isArray(right)) return left.map((item, index) => join(item, right[index]));
  if (!isObject(left) || !isObject(right) || left instanceof Date) return left;
  const made = { ...left };
  for (const key of Object.keys(right)) made[key] = Object.hasOwn(left, key) ? join(left[key], right[key]) : right[key];
  return made;
}
