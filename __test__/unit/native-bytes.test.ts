/** `validateBytes` of validators whose program is followed natively: the same verdicts, and no value where they fit. */
import { describe, expect, test } from 'vitest';

import { compileTypes } from '../../src-ts/native/index.js';
import '../../src-ts/validate-native.js';
import { validatorOf, type ValidatorFunctions } from '../../src-ts/validate.js';
import { evaluate } from '../conformance/validator-source.js';

const point = {
  kind: 'object',
  properties: [
    { name: 'x', type: { kind: 'number' } },
    {
      name: 'name',
      optional: true,
      type: { kind: 'refined', base: { kind: 'string' }, constraints: { patterns: ['^[a-z]+$'] } },
    },
  ],
};

function functionsOf(readers: 'bodies' | 'none'): ValidatorFunctions {
  const types = JSON.stringify([{ name: 'point', gtype: { gtype: 1, root: point } }]);
  const body = compileTypes(types, JSON.stringify({ unknownKeys: 'strip', format: 'function', readers }));
  return (evaluate(body) as { readonly point: ValidatorFunctions }).point;
}

const texts: readonly (readonly [text: string, ok: boolean])[] = [
  ['{"x":1}', true],
  ['{ "name": "abc", "other": [], "x": -0.5 }', true],
  ['{"x":1,"name":"ABC"}', false],
  ['{"x":"1"}', false],
  ['{"x":"1","x":1}', true],
  ['{"\\u0078":1}', true],
  ['{"x":1', false],
  ['', false],
];

describe.each(['bodies', 'none'] as const)('a program: %s', (readers) => {
  const functions = functionsOf(readers);
  const { validateBytes } = validatorOf(
    () => functions,
    () => ({}),
  );

  test.each(texts)('%s', (text, ok) => {
    const found = validateBytes(new TextEncoder().encode(text));
    expect([found.ok, found.issues.length > 0]).toEqual([ok, !ok]);
  });

  test('bytes that are no UTF-8', () => {
    expect(validateBytes(Uint8Array.of(0x22, 0xff, 0x22)).ok).toBe(false);
  });
});

test('nothing is parsed of bytes that fit', () => {
  const asked: unknown[] = [];
  const functions = functionsOf('bodies');
  const validate: ValidatorFunctions['validate'] = (value) => {
    asked.push(value);
    return functions.validate(value);
  };
  const { validateBytes } = validatorOf(
    () => ({ ...functions, validate }),
    () => ({}),
  );
  expect([validateBytes(Buffer.from('{"x":1}')).ok, asked]).toEqual([true, []]);
  expect([validateBytes(Buffer.from('{"x":"a"}')).ok, asked]).toEqual([false, [{ x: 'a' }]]);
});

test('a program of another version is no fault', () => {
  const functions = { ...functionsOf('bodies'), program: '{"version":99}' };
  const { validateBytes } = validatorOf(
    () => functions,
    () => ({}),
  );
  expect(validateBytes(Buffer.from('{"x":1}')).ok).toBe(true);
});
