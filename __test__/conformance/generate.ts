/** Types and values by a seeded generator, for tests that compare two ways to the same answer. */
import type { Random } from '../../src-ts/project/transform/values.js';

export { seeded, type Random } from '../../src-ts/project/transform/values.js';

export type Node = Readonly<Record<string, unknown>> & { readonly kind: string };

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[random(list.length)] as T;
}

const KEYS = ['a', 'b', 'c', 'id', 'type', 'constructor', 'a-b', 'toString'];
const STRINGS = [
  '',
  'a',
  'b',
  'abc',
  '1',
  'true',
  ' a ',
  '😀😀',
  '\u2028"\\',
  '\ud800',
  '2026-02-28T10:00:00Z',
  'user-1',
];
const NUMBERS = [0, -0, 1, -1, 1.5, 10, 100, 1e21, NaN, Infinity];

/** Which kinds a generated type may have. */
export interface Limits {
  /** Only what JSON Schema says in the same words. */
  readonly schema?: boolean;
}

export function type(random: Random, depth: number, limits: Limits = {}): Node {
  const leaf = depth <= 0 || random(3) === 0;
  if (leaf) return scalar(random, limits);
  const below = (): Node => type(random, depth - 1, limits);
  switch (random(8)) {
    case 0:
      return { kind: 'array', items: below() };
    case 1:
      return {
        kind: 'refined',
        base: { kind: 'array', items: below() },
        constraints: {
          minItems: random(2),
          maxItems: 2 + random(2),
          ...(random(3) === 0 ? { uniqueItems: true } : {}),
        },
      };
    case 2: {
      const required = random(3);
      const elements = Array.from({ length: 3 }, (_, index) => ({
        type: below(),
        ...(index < required ? {} : { optional: true }),
      }));
      return {
        kind: 'tuple',
        elements: random(2) === 0 ? elements : [...elements.slice(0, required), { type: below(), rest: true }],
      };
    }
    case 3:
      return { kind: 'union', members: Array.from({ length: 2 + random(2) }, below) };
    case 4: {
      const member = (tag: string): Node => {
        const object = objectType(random, depth - 1, limits);
        const others = (object['properties'] as { readonly name: string }[]).filter(({ name }) => name !== 'type');
        return { ...object, properties: [{ name: 'type', type: { kind: 'literal', value: tag } }, ...others] };
      };
      return {
        kind: 'union',
        members: [member('a'), member('b'), ...(random(2) === 0 ? [{ kind: 'null' }] : [])],
        discriminant: 'type',
      };
    }
    case 5:
      return {
        kind: 'object',
        properties: [],
        index: [{ key: { kind: 'string' }, value: below() }],
        ...closed(limits),
      };
    default:
      return objectType(random, depth, limits);
  }
}

/** A type that mentions itself, with the table it is in. */
export function recursive(random: Random, depth: number): { readonly root: Node; readonly types: object } {
  const inner = objectType(random, depth, {});
  const again: Node = { kind: 'ref', id: 'Again' };
  const type = pick<Node>(random, [
    again,
    { kind: 'array', items: again },
    { kind: 'union', members: [again, { kind: 'null' }] },
  ]);
  const properties = [...(inner['properties'] as object[]), { name: 'again', type, optional: true }];
  const node: Node = { ...inner, properties };
  // What a name stands for is known to who walks the type, and not written with it.
  Object.defineProperty(again, 'target', { value: node });
  return { root: again, types: { Again: { type: node } } };
}

function closed(limits: Limits): object {
  return limits.schema === true ? { unknownKeys: 'strict' } : {};
}

function objectType(random: Random, depth: number, limits: Limits): Node {
  const names = KEYS.filter(() => random(3) === 0);
  const properties = names.map((name) => ({
    name,
    type: type(random, depth - 1, limits),
    ...(random(3) === 0 ? { optional: true } : {}),
  }));
  const mode = random(6) === 0 ? { unknownKeys: pick(random, ['strip', 'strict', 'open']) } : {};
  return { kind: 'object', properties, ...(limits.schema === true ? closed(limits) : mode) };
}

function scalar(random: Random, limits: Limits): Node {
  const scalars: readonly Node[] = [
    { kind: 'string' },
    { kind: 'number' },
    { kind: 'boolean' },
    { kind: 'null' },
    { kind: 'literal', value: pick(random, ['a', 'b', 1, true]) },
    { kind: 'refined', base: { kind: 'string' }, constraints: { minLength: random(3), maxLength: 2 + random(2) } },
    { kind: 'refined', base: { kind: 'string' }, constraints: { patterns: ['^a'] } },
    { kind: 'refined', base: { kind: 'number' }, constraints: { integer: true, minimum: 0, exclusiveMaximum: 100 } },
    { kind: 'template', parts: ['user-', { kind: 'number' }] },
    { kind: 'unknown' },
    { kind: 'date' },
    { kind: 'refined', base: { kind: 'string' }, constraints: { transforms: ['trim'], minLength: 1 } },
  ];
  return scalars[random(limits.schema === true ? scalars.length - 2 : scalars.length)] as Node;
}

/** A value that often fits `node`, and sometimes has something wrong in one place. */
export function value(random: Random, node: Node, spoil: number, json = false): unknown {
  if (random(100) < spoil) return anything(random, 1, json);
  const below = (inner: unknown): unknown => value(random, inner as Node, spoil, json);
  switch (node.kind) {
    case 'string':
      return pick(random, STRINGS);
    case 'number':
      return pick(random, json ? NUMBERS.slice(0, -2) : NUMBERS);
    case 'boolean':
      return random(2) === 0;
    case 'null':
      return null;
    case 'literal':
      return node['value'];
    case 'template':
      return `user-${pick(random, ['1', '-2.5', 'x', ''])}`;
    case 'date':
      return random(2) === 0 ? '2026-02-28T10:00:00Z' : new Date(random(1e9));
    case 'ref':
      return below(node['target']);
    case 'refined':
      return below(node['base']);
    case 'array':
      return Array.from({ length: random(4) }, () => below(node['items']));
    case 'tuple': {
      const elements = node['elements'] as readonly {
        readonly type: Node;
        readonly optional?: true;
        readonly rest?: true;
      }[];
      return elements.flatMap(({ type: inner, optional, rest }) => {
        if (rest === true) return Array.from({ length: random(3) }, () => below(inner));
        return optional === true && random(2) === 0 ? [] : [below(inner)];
      });
    }
    case 'union':
      return below(pick(random, node['members'] as readonly Node[]));
    case 'object':
      return object(random, node, below, json);
    default:
      return anything(random, 1, json);
  }
}

function object(random: Random, node: Node, below: (inner: unknown) => unknown, json: boolean): unknown {
  const made: Record<string, unknown> = {};
  for (const property of node['properties'] as readonly {
    readonly name: string;
    readonly type: Node;
    readonly optional?: true;
  }[]) {
    if (property.optional === true && random(2) === 0) {
      if (!json && random(4) === 0) made[property.name] = undefined;
      continue;
    }
    if (random(40) !== 0) made[property.name] = below(property.type);
  }
  for (const signature of (node['index'] ?? []) as readonly { readonly value: Node }[]) {
    for (const key of KEYS.slice(0, 2)) if (random(2) === 0) made[key] = below(signature.value);
  }
  if (random(6) === 0) made['extra'] = anything(random, 1, json);
  return made;
}

function anything(random: Random, depth: number, json: boolean): unknown {
  const leaves: unknown[] = [null, true, false, 0, 1.5, -1, 'a', '', 'abc', '2026-02-30T10:00:00Z', [], {}];
  if (!json) leaves.push(undefined, NaN, Infinity);
  if (depth > 0 && random(4) === 0) {
    return random(2) === 0 ? [anything(random, depth - 1, json)] : { a: anything(random, depth - 1, json) };
  }
  return pick(random, leaves);
}
