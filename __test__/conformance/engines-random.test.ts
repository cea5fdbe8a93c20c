/**
 * Three engines that know nothing of each other: the JavaScript that Rust writes, the native reader of bytes, and the
 * plain interpreter. Generated types and values, valid ones and ones with a change at one place: the same verdict, the
 * same value, the same pointers. Where no code may be generated, what the JavaScript says is said word for word. `GATI_TEST_LONG` runs a million pairs.
 */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { interpret } from '../../src-ts/interpreter/interpret.js';
import type { CompiledType, ReaderSource } from '../../src-ts/manifest/compiled.js';
import { compileType } from '../../src-ts/native/index.js';
import { readerOf } from '../../src-ts/reader/reader.js';
import { pick, recursive, seeded, type, value, type Random } from './generate.js';
import { fits } from './interpret.js';
import { misfits } from './locate.js';
import { evaluate, type Mode } from './validator-source.js';

const [TYPES, VALUES] = process.env['GATI_TEST_LONG'] === undefined ? [250, 20] : [3_400, 100];

describe.each<Mode>(['strip', 'strict', 'open'])('%s', (mode) => {
  test(`${TYPES} types with ${VALUES} values each`, { timeout: 3_600_000 }, () => {
    const seen = { fit: 0, misfit: 0 };
    for (let seed = 1; seed <= TYPES; seed += 1) {
      const random = seeded(seed * 41 + mode.length);
      const { root, types } = seed % 5 === 0 ? recursive(random, 2) : { root: type(random, 3), types: {} };
      const source = compileType(
        JSON.stringify({ gtype: 1, root, types }),
        JSON.stringify({ unknownKeys: mode, format: 'function', readers: 'bodies' }),
      );
      const { reader, validate, is, coerce, stringify } = evaluate(source) as CompiledType & {
        readonly reader: ReaderSource;
      };
      const { read, verify } = readerOf(reader, validate);
      const interpreted = interpret(source) as CompiledType;
      for (let round = 0; round < VALUES; round += 1) {
        const whole = value(random, root, 0, true);
        const text = JSON.stringify(round % 2 === 0 ? whole : changed(random, whole));
        if (text === undefined) continue;
        const given: unknown = JSON.parse(text);
        const label = (): string => `seed ${seed}: ${JSON.stringify(root)}\nvalue ${text}`;
        const wanted = fits(root, given, mode);
        seen[wanted ? 'fit' : 'misfit'] += 1;
        if (is(given) !== wanted) expect.fail(`is: expected ${wanted}\n${label()}`);
        // A value that fits is handed on changed, and may be changed in place.
        const checked = validate(JSON.parse(text));
        const result = read(Buffer.from(text));
        const same = [
          interpreted.is(given),
          interpreted.validate(JSON.parse(text)),
          interpreted.coerce(JSON.parse(text)),
        ];
        if (!isDeepStrictEqual(same, [is(given), checked, coerce(JSON.parse(text))])) {
          expect.fail(`interpreted: ${JSON.stringify(same)}\n${label()}`);
        }
        if (wanted && outcome(() => interpreted.stringify(given)) !== outcome(() => stringify(given))) {
          expect.fail(`stringify differs where it is interpreted\n${label()}`);
        }
        if (checked.ok !== wanted) expect.fail(`validate: expected ${wanted}\n${label()}`);
        if (result.ok !== wanted) expect.fail(`read: expected ${wanted}\n${label()}`);
        if (!isDeepStrictEqual(result, checked)) expect.fail(`read and validate differ\n${label()}`);
        if (verify(Buffer.from(text)).ok !== wanted) expect.fail(`verify: expected ${wanted}\n${label()}`);
        if (checked.ok) continue;
        // After a hundred issues a last one says that there are more.
        const found = checked.issues.slice(0, 100).map(({ pointer }) => pointer);
        const expected = misfits(root, given, mode).slice(0, 100);
        if (!isDeepStrictEqual(found, expected)) {
          expect.fail(`pointers ${JSON.stringify(found)}\nexpected ${JSON.stringify(expected)}\n${label()}`);
        }
      }
    }
    expect(seen.fit).toBeGreaterThan((TYPES * VALUES) / 4);
    expect(seen.misfit).toBeGreaterThan((TYPES * VALUES) / 6);
  });
});

/** What comes of it, a throw too. */
function outcome(what: () => string): string {
  try {
    return what();
  } catch (thrown) {
    return String(thrown);
  }
}

/** `item` with one place replaced, added or left out. */
function changed(random: Random, item: unknown): unknown {
  const other = pick<unknown>(random, [null, true, 0, -1.5, 'other', '', [], {}, [null], { a: 1 }, 1e300]);
  if (typeof item !== 'object' || item === null || random(4) === 0) return other;
  if (Array.isArray(item)) {
    if (item.length === 0 || random(5) === 0) return [...(item as unknown[]), other];
    const at = random(item.length);
    return random(4) === 0
      ? item.filter((_, index) => index !== at)
      : item.map((one: unknown, index) => (index === at ? changed(random, one) : one));
  }
  const entries = Object.entries(item);
  if (entries.length === 0 || random(6) === 0) return { ...item, [pick(random, ['extra', 'type', 'b'])]: other };
  const at = random(entries.length);
  return random(4) === 0
    ? Object.fromEntries(entries.filter((_, index) => index !== at))
    : Object.fromEntries(entries.map(([key, one], index) => [key, index === at ? changed(random, one) : one]));
}
