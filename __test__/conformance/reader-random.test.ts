/**
 * The typed reader against `JSON.parse` and the written check: generated types and texts, the same verdict and the
 * same value, whatever the order of members, the white space and the spelling of characters. `GATI_LONG` runs more.
 */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { CompiledType, ReaderSource } from '../../src-ts/manifest/compiled.js';
import { compileType } from '../../src-ts/native/index.js';
import { handedOver } from '../../src-ts/reader/handed-over.js';
import { readerOf } from '../../src-ts/reader/reader.js';
import { openReader } from '../../src-ts/reader/thread.js';
import { pick, seeded, type, value, type Node, type Random } from './generate.js';
import { spellings } from './json-spellings.js';
import { evaluate, type Mode } from './validator-source.js';

const TYPES = process.env['GATI_LONG'] === undefined ? 400 : 20_000;
const VALUES = 25;

describe.each<Mode>(['strip', 'strict', 'open'])('%s', (mode) => {
  test(`${TYPES} types with ${VALUES} texts each are read as they are parsed and checked`, { timeout: 600_000 }, () => {
    const figures = { fit: 0, native: 0 };
    for (let seed = 1; seed <= TYPES; seed += 1) {
      const random = seeded(seed * 37 + mode.length);
      const root = type(random, 3);
      // Every third one stands in a type that mentions itself.
      const recursive = seed % 3 === 0;
      const { validate, opened, read, verify } = recursive
        ? reading({ kind: 'ref', id: 'Self' }, mode, { Self: { type: recursiveType(root) } })
        : reading(root, mode);
      for (let round = 0; round < VALUES; round += 1) {
        const item = recursive ? recursiveValue(random, root, 3) : value(random, root, 4, true);
        if (JSON.stringify(item) === undefined) continue;
        const bytes = Buffer.from(pick(random, spellings)(random, item));
        const label = (): string => `seed ${seed}: ${JSON.stringify(root)}\ntext ${bytes.toString()}`;
        const wanted = parsed(bytes.toString());
        const result = read(bytes);
        const native = opened.read(bytes) !== handedOver;
        const verdict = verify(bytes);
        if (verdict.ok !== result.ok || (!result.ok && !isDeepStrictEqual(verdict.issues, result.issues))) {
          expect.fail(`the verdict is ${JSON.stringify(verdict)}\n${label()}`);
        }
        if (wanted === undefined) {
          if (result.ok || result.issues[0]?.code !== 'json.syntax') expect.fail(`no JSON, and not said\n${label()}`);
          continue;
        }
        const expected = validate(wanted.value);
        if (result.ok !== expected.ok) expect.fail(`expected ${expected.ok}, native ${native}\n${label()}`);
        if (!expected.ok) {
          if (!isDeepStrictEqual(result, expected)) expect.fail(`other issues\n${label()}`);
          continue;
        }
        if (!result.ok || !isDeepStrictEqual(result.value, expected.value)) {
          expect.fail(`${JSON.stringify(result)}\nexpected ${JSON.stringify(expected)}\n${label()}`);
        }
        figures.fit += 1;
        if (native) figures.native += 1;
      }
    }
    // Members twice, escapes where characters matter, undeclared members that are kept: the rest is read natively.
    expect(figures.native / figures.fit).toBeGreaterThan(0.75);
  });
});

/** `type Self = { own: …; next?: Self; all?: Self[]; either?: Self | null }` */
function recursiveType(own: Node): unknown {
  const self = { kind: 'ref', id: 'Self' };
  const all = { kind: 'array', items: self };
  const either = { kind: 'union', members: [{ kind: 'null' }, self] };
  return {
    kind: 'object',
    properties: [
      { name: 'own', type: own },
      ...Object.entries({ next: self, all, either }).map(([name, inner]) => ({ name, type: inner, optional: true })),
    ],
  };
}

function recursiveValue(random: Random, own: Node, depth: number): unknown {
  const inner = (): unknown => recursiveValue(random, own, depth - 1);
  return {
    own: value(random, own, 3, true),
    ...(depth > 0 && random(2) === 0 ? { next: inner() } : {}),
    ...(depth > 0 && random(2) === 0 ? { all: Array.from({ length: random(3) }, inner) } : {}),
    ...(random(3) === 0 ? { either: depth > 0 && random(2) === 0 ? inner() : null } : {}),
  };
}

function reading(root: unknown, unknownKeys: Mode, types: object = {}) {
  const source = compileType(
    JSON.stringify({ gtype: 1, root, types }),
    JSON.stringify({ unknownKeys, format: 'function', readers: 'bodies' }),
  );
  const { reader, validate } = evaluate(source) as CompiledType & { readonly reader: ReaderSource };
  return { validate, opened: openReader(reader), ...readerOf(reader, validate) };
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
