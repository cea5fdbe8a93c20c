/** Types of every kind, and values that nearly fit, by a seeded generator: what issues are found in. */
import { pick, type Random } from './generate.js';

type Node = Readonly<Record<string, unknown>> & { readonly kind: string };

/** A type and the named ones it mentions. */
export interface Made {
  readonly root: Node;
  readonly types: Readonly<Record<string, { readonly type: Node; readonly docs?: object }>>;
}

const KEYS = [
  'name',
  'kind',
  'id',
  'password',
  'apiKey',
  'pin',
  'a/b',
  'c~d',
  '1',
  '10',
  'toString',
  'items',
  'né',
  'x',
];
const FORMATS = [
  'date',
  'date-time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'json',
  'time',
  'uri',
  'url',
  'uuid',
];
const NAMES = ['First', 'Second', 'Third'];
const MESSAGES = [
  { '*': 'is not what we want' },
  { 'key.missing': 'please fill this in', 'string.min': 'a little longer "please"' },
  { type: 'must be of the right kind 😀', enum: 'choose one', 'array.min': 'more', const: 'no' },
];
/** Texts that fit some types, and hardly any. */
export const TEXTS = [
  '',
  'a',
  'ab',
  'abc',
  ' Abc ',
  'a long text that goes on and on, so that it is cut off where sixty-four units end, and here',
  'sixty-one plain characters and then a pair: 0123456789 012345 😀😀😀',
  `${'x'.repeat(63)}😀`,
  `${'"'.repeat(40)}`,
  `${'é'.repeat(61)}😀z`,
  'tab\t"quote"\\ \u2028 \u007f \u0001',
  '😀😀',
  '\ud800',
  'ÀÉ',
  'straße',
  'İŉǰ',
  '\u00a0\ufeffé\u2003',
  '\u0085a\u200b',
  'ΑΣ',
  'null',
  '12',
  '-0',
  '123456789012345678901234567890',
  'aGVsbG8=',
  'aGVsbG8',
  '2026-02-28',
  '2026-02-30',
  '2026-02-28T10:00:00Z',
  '2026-02-28 10:00:00Z',
  '10:00:00Z',
  'P1DT12H',
  'P1Y1D',
  'a@example.com',
  'a@b@c',
  'example.com',
  '-example.com',
  '192.168.0.1',
  '256.1.1.1',
  '::1',
  '1::2::3',
  '{"a":1}',
  '{a:1}',
  'urn:isbn:0',
  'no uri',
  'https://example.com/a?b#c',
  'https://1.2.3.4',
  'https://exa mple.com',
  'http://',
  '01234567-89ab-cdef-0123-456789abcdef',
  '01234567-89ab-cdef-0123-456789abcdeg',
  'user-1',
  'user-x',
];
const NUMBERS = [
  0,
  -0,
  1,
  -1,
  2,
  3,
  7,
  10,
  100,
  1.5,
  0.1,
  0.3,
  1e21,
  1.5e-7,
  5e-324,
  123456789.125,
  2 ** 53 + 2,
  1e300,
];

function named(random: Random): Node {
  return { kind: 'ref', id: pick(random, NAMES) };
}

function refined(base: string, constraints: object): Node {
  return { kind: 'refined', base: { kind: base }, constraints };
}

/** A type whose values have no parts. */
export function scalar(random: Random): Node {
  switch (random(18)) {
    case 0:
      return { kind: 'boolean' };
    case 1:
      return { kind: 'null' };
    case 2:
      return { kind: 'number' };
    case 3:
      return { kind: 'literal', value: pick(random, ['a', 'abc', 1, -0, true]) };
    case 4:
      return refined('string', { minLength: random(4), maxLength: 3 + random(60) });
    case 5:
    case 6:
      return refined('string', { format: pick(random, FORMATS), ...(random(3) === 0 ? { maxLength: 12 } : {}) });
    case 7:
      return refined('string', { patterns: [pick(random, ['^a', '^[a-z]+$', '\\d{2}', '^(?=.*\\d)', 'é'])] });
    case 8:
      return refined('number', { integer: true, minimum: random(3), maximum: 3 + random(100) });
    case 9:
      return refined(
        'number',
        pick(random, [{ exclusiveMinimum: 1.5 }, { exclusiveMaximum: 1e21 }, { minimum: -1e-7 }]),
      );
    case 10:
      return refined('number', {
        multipleOf: [pick(random, [2, 0.1, 1e-3])],
        ...(random(2) === 0 ? { maximum: 9 } : {}),
      });
    case 11:
      return { kind: 'template', parts: ['user-', { kind: 'number' }] };
    case 12:
      return {
        kind: pick(random, [
          'date',
          'bytes',
          'url',
          'bigint',
          'nonPrimitive',
          'never',
          'symbol',
          'function',
          'file',
          'regexp',
        ]),
      };
    case 13:
      return refined('string', {
        transforms: [pick(random, ['trim', 'lowercase', 'uppercase'])],
        minLength: 2,
        patterns: ['^[A-Z]'],
      });
    case 14:
      return refined('bigint', { minimum: 5 });
    case 15:
      return { kind: 'unknown' };
    default:
      return { kind: 'string' };
  }
}

/** One of a few values. */
export function literals(random: Random): Node {
  const values = pick(random, [
    ['a', 'b', 'c'],
    ['user', 'admin'],
    [1, 2, 'a'],
    [true, 'x'],
    ['a', 'é', '😀'],
  ]);
  const members: Node[] = values.map((value) => ({ kind: 'literal', value }));
  if (random(4) === 0) members.push({ kind: 'null' });
  return { kind: 'union', members };
}

function node(random: Random, depth: number): Node {
  if (depth <= 0 || random(4) === 0) return random(5) === 0 ? literals(random) : scalar(random);
  const below = (): Node => (random(6) === 0 ? named(random) : node(random, depth - 1));
  switch (random(14)) {
    case 0:
      return { kind: 'array', items: below() };
    case 1: {
      const sizes = { minItems: random(3), maxItems: 2 + random(3), ...(random(2) === 0 ? { uniqueItems: true } : {}) };
      return {
        kind: 'refined',
        base: { kind: pick(random, ['array', 'array', 'set']), items: below() },
        constraints: sizes,
      };
    }
    case 2: {
      const before = Array.from({ length: random(3) }, () => ({ type: below() }));
      if (random(2) === 0) return { kind: 'tuple', elements: [...before, { type: below(), optional: true }] };
      const after = Array.from({ length: random(2) }, () => ({ type: below() }));
      return { kind: 'tuple', elements: [...before, { type: below(), rest: true }, ...after] };
    }
    case 3:
      return { kind: 'union', members: Array.from({ length: 2 + random(2) }, below) };
    case 4:
      return { kind: 'union', members: [below(), { kind: pick(random, ['null', 'null', 'undefined']) }] };
    case 5: {
      const tag = pick(random, ['kind', 'password', 'a/b']);
      const member = (value: unknown): Node => {
        const object = objectType(random, depth - 1);
        const others = (object['properties'] as { readonly name: string }[]).filter(({ name }) => name !== tag);
        return { ...object, properties: [{ name: tag, type: { kind: 'literal', value } }, ...others] };
      };
      const scalars = pick<readonly Node[]>(random, [[], [], [{ kind: 'null' }], [{ kind: 'string' }]]);
      return { kind: 'union', members: [member('a'), member(pick(random, ['b', 1, true])), ...scalars] };
    }
    case 6: {
      const key = pick<Node>(random, [
        { kind: 'string' },
        { kind: 'number' },
        refined('string', { patterns: ['^[a-n]'] }),
        {
          kind: 'union',
          members: [
            { kind: 'literal', value: 'name' },
            { kind: 'literal', value: 1 },
          ],
        },
      ]);
      return { ...objectType(random, 0), index: [{ key, value: below() }] };
    }
    case 7:
      return {
        kind: 'map',
        key: pick<Node>(random, [{ kind: 'string' }, { kind: 'number' }, scalar(random)]),
        value: below(),
      };
    case 8:
      return literals(random);
    default:
      return objectType(random, depth);
  }
}

function docs(random: Random): object {
  return random(12) === 0 ? { docs: { messages: pick(random, MESSAGES) } } : {};
}

function objectType(random: Random, depth: number): Node {
  const properties = KEYS.filter(() => random(4) === 0).map((name) => ({
    name,
    type: random(8) === 0 ? named(random) : node(random, depth - 1),
    ...(random(3) === 0 ? { optional: true } : {}),
    ...docs(random),
  }));
  const mode = random(3) === 0 ? { unknownKeys: pick(random, ['strip', 'strict', 'open']) } : {};
  return { kind: 'object', properties, ...mode };
}

/** A type with three named ones, some of which mention themselves. */
export function made(random: Random): Made {
  const types = Object.fromEntries(
    NAMES.map((name) => {
      const inner = random(3) === 0 ? node(random, 1) : objectType(random, 2);
      return [name, { type: inner.kind === 'ref' ? scalar(random) : inner, ...docs(random) }];
    }),
  );
  return { root: random(5) === 0 ? named(random) : node(random, 3), types };
}

/** A value that nearly fits, in which so many of a hundred parts are something else. */
export function nearly(random: Random, { types }: Made, of: Node, spoil: number): unknown {
  let left = 60;
  const go = (gtype: Node): unknown => {
    left -= 1;
    if (left < 0 || random(100) < spoil) return anything(random, 2);
    switch (gtype.kind) {
      case 'ref':
        return go((types[gtype['id'] as string] as { readonly type: Node }).type);
      case 'refined':
        return go(gtype['base'] as Node);
      case 'boolean':
        return random(2) === 0;
      case 'null':
        return null;
      case 'number':
        return pick(random, NUMBERS);
      case 'literal':
        return gtype['value'];
      case 'array':
      case 'set':
        return Array.from({ length: random(5) }, () => go(gtype['items'] as Node));
      case 'tuple': {
        const elements = gtype['elements'] as readonly { type: Node; optional?: true; rest?: true }[];
        return elements.flatMap(({ type, optional, rest }) => {
          if (rest === true) return Array.from({ length: random(3) }, () => go(type));
          return optional === true && random(2) === 0 ? [] : [go(type)];
        });
      }
      case 'union':
        return go(pick(random, gtype['members'] as readonly Node[]));
      case 'map': {
        const pairs = Array.from({ length: random(3) }, () => [go(gtype['key'] as Node), go(gtype['value'] as Node)]);
        if (random(2) === 0) return pairs;
        return Object.fromEntries(pairs.map(([key, inner]) => [typeof key === 'string' ? key : '7', inner]));
      }
      case 'object':
        return objectValue(random, gtype, go);
      default:
        return pick(random, TEXTS);
    }
  };
  return go(of);
}

function objectValue(random: Random, gtype: Node, go: (of: Node) => unknown): unknown {
  const entries: [string, unknown][] = [];
  const properties = gtype['properties'] as readonly {
    readonly name: string;
    readonly type: Node;
    readonly optional?: true;
  }[];
  for (const { name, type, optional } of properties) {
    if ((optional === true && random(2) === 0) || random(15) === 0) continue;
    entries.push([random(25) === 0 ? misspelled(random, name) : name, go(type)]);
  }
  for (const { value } of (gtype['index'] ?? []) as readonly { readonly value: Node }[]) {
    for (const key of KEYS) if (random(5) === 0) entries.push([key, go(value)]);
  }
  if (random(6) === 0)
    entries.push([
      pick(random, [...KEYS, 'Name', 'tokens', '02', '4294967295', '4294967294', 'ЁЖ', 'NÉ', 'nē', '名']),
      anything(random, 1),
    ]);
  return Object.fromEntries(entries);
}

function misspelled(random: Random, name: string): string {
  const at = random(name.length + 1);
  return name.slice(0, at) + pick(random, ['', 'x', 'X']) + name.slice(at + random(2));
}

/** Any value. */
export function anything(random: Random, depth: number): unknown {
  if (depth > 0 && random(3) === 0) {
    return random(2) === 0
      ? Array.from({ length: random(4) }, () => anything(random, depth - 1))
      : Object.fromEntries(KEYS.filter(() => random(6) === 0).map((key) => [key, anything(random, depth - 1)]));
  }
  return pick<unknown>(random, [
    null,
    true,
    false,
    pick(random, NUMBERS),
    pick(random, TEXTS),
    pick(random, TEXTS),
    [],
    {},
  ]);
}
