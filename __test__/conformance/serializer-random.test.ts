/**
 * `stringify` against `JSON.stringify` of the projection, which is said here in the plainest words: byte for byte, on types
 * and values that fit them as a handler has them in memory (dates, undefined, holes, -0, NaN, lone surrogates, `toJSON`,
 * inherited and undeclared members). Nothing that is not declared leaves, nothing that is declared is missing.
 */
import { expect, test } from 'vitest';
import type { CompiledType } from '../../src-ts/manifest/compiled.js';
import { compileType } from '../../src-ts/native/index.js';
import { pick, seeded, type Node, type Random } from './generate.js';

const ROUNDS = process.env['GATI_TEST_LONG'] === undefined ? 500 : 20_000;
const VALUES = 12;

const names = ['id', 'a b', '1', '"', '\u2028', 'toString', '__proto__', 'é', 'name', 'x'];
const strings = [
  '',
  'plain',
  '"',
  '\\',
  '\u0000',
  '\n\t\u001f',
  '\u007f',
  '\u2028\u2029',
  'é😀',
  '\ud800',
  'a\udc00b',
  '</script>',
  'x'.repeat(300),
];
const numbers = [0, -0, 1, -1.5, 1e21, 1e-7, 5e-324, 2 ** 53, NaN, Infinity, -Infinity];

interface Property {
  readonly name: string;
  readonly type: Node;
  readonly optional?: true;
}

function type(random: Random, depth: number): Node {
  const below = (): Node => type(random, depth - 1);
  switch (random(depth <= 0 ? 6 : 10)) {
    case 0:
    case 1:
      return { kind: 'string' };
    case 2:
      return { kind: 'number' };
    case 3:
      return { kind: 'boolean' };
    case 4:
      return { kind: 'date' };
    case 5:
      return pick<Node>(random, [
        { kind: 'null' },
        { kind: 'bigint' },
        { kind: 'union', members: [{ kind: 'string' }, { kind: 'null' }] },
      ]);
    case 6:
      return { kind: 'array', items: below() };
    case 7:
      return { kind: 'tuple', elements: [{ type: below() }, { type: below() }, { type: below(), rest: true }] };
    default: {
      const chosen = names.filter(() => random(3) === 0);
      const properties = chosen.map((name) => ({
        name,
        type: below(),
        ...(random(3) === 0 ? { optional: true } : {}),
      }));
      return { kind: 'object', properties };
    }
  }
}

/** A value that fits, with everything around it that must not be seen. */
function value(random: Random, node: Node): unknown {
  switch (node.kind) {
    case 'string':
      return pick(random, strings);
    case 'number':
      return pick(random, numbers);
    case 'boolean':
      return random(2) === 0;
    case 'date':
      return random(8) === 0 ? new Date(NaN) : new Date(random(2 ** 31) * 1000);
    case 'null':
      return null;
    case 'bigint':
      return BigInt(random(1000)) * 10n ** 20n;
    case 'union':
      return random(2) === 0 ? null : pick(random, strings);
    case 'array':
      return Array.from({ length: random(4) }, () => value(random, node['items'] as Node));
    case 'tuple': {
      const [first, second, rest] = (node['elements'] as readonly { readonly type: Node }[]).map((one) => one.type);
      return [
        value(random, first!),
        value(random, second!),
        ...Array.from({ length: random(3) }, () => value(random, rest!)),
      ];
    }
    default:
      return object(random, node);
  }
}

function object(random: Random, node: Node): object {
  const made: Record<string, unknown> = {};
  const put = (name: string, item: unknown): void => {
    Object.defineProperty(made, name, { value: item, enumerable: true, writable: true, configurable: true });
  };
  const declared = node['properties'] as readonly Property[];
  if (random(2) === 0) put('secret', 'leaks');
  for (const { name, type: inner, optional } of random(2) === 0 ? declared : declared.toReversed()) {
    if (optional === true && random(2) === 0) {
      if (random(2) === 0) put(name, undefined);
    } else put(name, value(random, inner));
  }
  if (random(3) === 0) put('secret2', { leaks: true });
  switch (random(8)) {
    case 0:
      // Members of a class instance that inherits some of them.
      return Object.create({ secret3: 'leaks' }, Object.getOwnPropertyDescriptors(made)) as object;
    case 1:
      return { secret4: 'leaks', toJSON: () => made };
    default:
      return made;
  }
}

/** What leaves: the declared members, in the order of the type. */
function projection(node: Node, item: unknown): unknown {
  if (item === undefined || item === null) return item;
  switch (node.kind) {
    case 'bigint':
      return String(item);
    case 'array':
      return (item as unknown[]).map((one) => projection(node['items'] as Node, one));
    case 'tuple': {
      const elements = node['elements'] as readonly { readonly type: Node }[];
      return (item as unknown[]).map((one, index) => projection(elements[Math.min(index, 2)]!.type, one));
    }
    case 'object': {
      const toJson = (item as { readonly toJSON?: unknown }).toJSON;
      const fields = (typeof toJson === 'function' ? (toJson as () => unknown).call(item) : item) as Record<
        string,
        unknown
      >;
      const declared = node['properties'] as readonly Property[];
      return Object.fromEntries(
        declared.map(({ name, type: inner }) => {
          // What every object inherits is no member of it.
          const own = Object.hasOwn(fields, name) || !(name in Object.prototype) ? fields[name] : undefined;
          return [name, projection(inner, own)];
        }),
      );
    }
    default:
      return item;
  }
}

function stringifier(root: Node, v8: string): (value: unknown) => string {
  const source = compileType(
    JSON.stringify({ gtype: 1, root }),
    JSON.stringify({ unknownKeys: 'strip', format: 'function' }),
  );
  // oxlint-disable-next-line no-new-func -- running written source is what is tested
  const make = new Function('globalThis', source) as (globals: unknown) => CompiledType;
  return make({ process: { versions: { v8 } } }).stringify;
}

test(
  `${ROUNDS} types with ${VALUES} values each are written as JSON.stringify writes their projection`,
  { timeout: 600_000 },
  () => {
    for (let seed = 1; seed <= ROUNDS; seed += 1) {
      const random = seeded(seed * 43);
      const root = type(random, seed % 2 === 0 ? 1 : 3);
      // V8 before 13.8 has small objects put together by hand.
      const engines = [stringifier(root, '11.3.244.8'), stringifier(root, '14.0.0')];
      for (let round = 0; round < VALUES; round += 1) {
        const given = value(random, root);
        const wanted = JSON.stringify(projection(root, given)) ?? 'null';
        for (const [index, stringify] of engines.entries()) {
          const written = stringify(given);
          const label = (): string =>
            `seed ${seed}, engine ${index}: ${JSON.stringify(root)}\nwritten  ${written}\nexpected ${wanted}`;
          if (!Buffer.from(written).equals(Buffer.from(wanted))) expect.fail(label());
          if (written.includes('leaks')) expect.fail(`it leaks\n${label()}`);
        }
      }
    }
  },
);
