/** Generated types and values: the written code against a plain interpreter. `GATI_LONG` runs more of them. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { seeded, type, value } from './generate.js';
import { fits, handed } from './interpret.js';
import { compile, type Mode } from './validator-source.js';

const TYPES = process.env['GATI_LONG'] === undefined ? 150 : 5_000;
const VALUES = 20;

describe.each<Mode>(['strip', 'strict', 'open'])('%s', (mode) => {
  test(`${TYPES} types with ${VALUES} values each mean what the interpreter says`, { timeout: 600_000 }, () => {
    for (let seed = 1; seed <= TYPES; seed += 1) {
      const random = seeded(seed * 31 + mode.length);
      const root = type(random, 3);
      const compiled = compile({ root, types: {} }, mode);
      for (let round = 0; round < VALUES; round += 1) {
        const given = value(random, root, 4);
        const label = (): string => `seed ${seed}: ${JSON.stringify(root)}\nvalue ${JSON.stringify(given, spell)}`;
        const expected = fits(root, given, mode);
        const wanted = expected ? handed(root, given, mode, false) : undefined;
        const text = expected ? (JSON.stringify(handed(root, given, mode, true)) ?? 'null') : undefined;
        if (compiled.is(given) !== expected) expect.fail(`is: expected ${expected}\n${label()}`);
        if (text !== undefined && compiled.stringify(given) !== text) {
          expect.fail(`stringify: ${compiled.stringify(given)}\nexpected  ${text}\n${label()}`);
        }
        const result = compiled.validate(given);
        if (result.ok !== expected) expect.fail(`validate: expected ${expected}\n${label()}`);
        if (result.ok && !isDeepStrictEqual(withoutUndefined(result.value), withoutUndefined(wanted))) {
          expect.fail(`validate: ${JSON.stringify(result.value)}\nexpected  ${JSON.stringify(wanted)}\n${label()}`);
        }
        if (!result.ok) {
          if (result.issues.length === 0) expect.fail(`no issue\n${label()}`);
          for (const issue of result.issues)
            if (!reaches(given, issue.pointer)) expect.fail(`${issue.pointer}\n${label()}`);
        }
      }
    }
  });
});

function spell(_: string, item: unknown): unknown {
  if (item === undefined) return '(undefined)';
  if (typeof item === 'bigint' || (typeof item === 'number' && !Number.isFinite(item))) return `(${String(item)})`;
  return item;
}

/** Members that are `undefined` count as missing. */
function withoutUndefined(item: unknown): unknown {
  if (Array.isArray(item)) return item.map(withoutUndefined);
  if (typeof item !== 'object' || item === null || item instanceof Date) return item;
  return Object.fromEntries(
    Object.entries(item)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, withoutUndefined(member)]),
  );
}

/** Whether the parent of what `pointer` names is there. */
function reaches(root: unknown, pointer: string): boolean {
  let at = root;
  for (const piece of pointer.split('/').slice(1, -1)) {
    if (typeof at !== 'object' || at === null) return false;
    at = (at as Record<string, unknown>)[piece.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return pointer === '' || (typeof at === 'object' && at !== null);
}
