/**
 * Texts that are JSON and texts that are not, and values at the edges of JSON, against the native check of bytes and
 * against `JSON.parse`, which is what decides.
 */
import { describe, expect, test } from 'vitest';
import { openJsonSchema } from '../../src-ts/native/index.js';
import { compileJsonSchema } from '../../src-ts/tooling.js';

const bytesOf = (text: string | readonly number[]) => Buffer.from(text as string);

const json: readonly string[] = [
  '[]',
  '{}',
  'null',
  'true',
  'false',
  '""',
  '0',
  '-0',
  '-0.0',
  '1e5',
  '1E+5',
  '1e-05',
  '0.5e0',
  '-123.456e+7',
  '20e1',
  '123456789012345678901234567890',
  '5e-324',
  '1.7976931348623157e308',
  ' \t\n\r[ 1 , 2 ]\n',
  '{"a":{"b":[{}]}}',
  '{"a":1,"a":2}',
  '{"":0}',
  '{"__proto__":1,"constructor":2}',
  '{"\\u0061":1,"a":2}',
  '"\\"\\\\\\/\\b\\f\\n\\r\\t"',
  '"\\u00e9\\uD834\\udd1e\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\u2028\u2029\u007f"',
  '"é😀\uffff"',
  '[[[[[[[[[[]]]]]]]]]]',
  '1e999',
  '-1e999',
];

const noJson: readonly (string | readonly number[])[] = [
  '',
  ' ',
  '[',
  ']',
  '{',
  '[1,]',
  '[,1]',
  '[1 2]',
  '[1]]',
  '[1] x',
  '{"a":1,}',
  '{,}',
  '{"a"}',
  '{"a":}',
  '{"a" 1}',
  '{a:1}',
  "{'a':1}",
  '{"a":1 "b":2}',
  '{1:1}',
  '"',
  '"a',
  '"\\"',
  '"\\x"',
  '"\\u12"',
  '"\\u12g4"',
  '"\\U0041"',
  '"a\nb"',
  '"a\tb"',
  '"\u0000"',
  'nul',
  'nulll',
  'True',
  'NaN',
  'Infinity',
  '-Infinity',
  'undefined',
  '+1',
  '-',
  '--1',
  '01',
  '-01',
  '1.',
  '.5',
  '1e',
  '1e+',
  '1.e5',
  '0x1',
  '1_000',
  '/**/1',
  '1//',
  '\ufeff1',
  '[1\u00a0]',
  '\f1',
  '[1\u0000]',
  [0x22, 0xff, 0x22],
  [0x22, 0xc0, 0xaf, 0x22],
  [0x22, 0xed, 0xa0, 0x80, 0x22],
  [0x22, 0xe9, 0x22],
  [0x22, 0xf0, 0x9f, 0x98, 0x22],
  [0xff, 0xfe, 0x5b, 0x00, 0x5d, 0x00],
];

const anything = compileJsonSchema(true);
const native = openJsonSchema('true', '{}');

describe('texts', () => {
  test.each(json)('%j is JSON', (text) => {
    expect(anything.validateBytes(bytesOf(text))).toEqual({ ok: true, issues: [] });
    expect([1, -2]).toContain(native.check(bytesOf(text)));
  });

  test.each(noJson)('%j is no JSON', (text) => {
    const { ok, issues } = anything.validateBytes(bytesOf(text));
    expect([ok, issues.length]).toEqual([false, 1]);
    expect(issues[0]!.code).toMatch(/^json\./);
    expect(native.check(bytesOf(text))).toBe(-1);
  });

  test('brackets without end exhaust no stack', () => {
    for (const open of ['[', '{"a":', '[{"a":']) {
      const text = bytesOf(open.repeat(100_000));
      expect(anything.validateBytes(text).ok).toBe(false);
      expect([-1, -2]).toContain(native.check(text));
    }
    const deep = bytesOf('['.repeat(100_000) + ']'.repeat(100_000));
    expect(anything.validateBytes(deep).ok).toBe(true);
    expect(native.check(deep)).toBe(-2);
  });

  test('memory that other threads may write to is copied before it is looked at', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(2));
    shared.set(bytesOf('[]'));
    expect(anything.validateBytes(shared)).toEqual({ ok: true, issues: [] });
    shared.set(bytesOf('[,'));
    expect(anything.validateBytes(shared).ok).toBe(false);
  });
});

/** Values that engines like to tell apart, and the verdict both have to come to. */
const edges: readonly [schema: unknown, text: string, ok: boolean][] = [
  [{ type: 'integer' }, '1.0', true],
  [{ type: 'integer' }, '1e2', true],
  [{ type: 'integer' }, '1.0000000000000000001', true],
  [{ type: 'integer' }, '1.5', false],
  [{ type: 'number' }, '1e999', false],
  [{ const: 0 }, '-0', true],
  [{ const: 9007199254740992 }, '9007199254740993', true],
  [{ enum: [0.1] }, '0.1000000000000000055511151231257827', true],
  [{ multipleOf: 0.1 }, '0.3', true],
  [{ multipleOf: 0.01 }, '19.99', true],
  [{ multipleOf: 0.1 }, '0.35', false],
  [{ maxLength: 1 }, '"😀"', true],
  [{ minLength: 2 }, '"\\ud83d\\ude00"', false],
  [{ minLength: 2 }, '"\\ud83d"', false],
  [{ pattern: '^.$' }, '"\\ud83d\\ude00"', true],
  [{ pattern: '^\\p{Lu}$' }, '"É"', true],
  [{ properties: { a: { const: 2 } } }, '{"a":1,"a":2}', true],
  [{ properties: { a: { const: 1 } } }, '{"a":1,"\\u0061":2}', false],
  [{ maxProperties: 1 }, '{"a":1,"a":2}', true],
  [{ required: ['__proto__'] }, '{}', false],
  [{ required: ['__proto__'] }, '{"__proto__":null}', true],
  [{ required: ['constructor', 'toString'] }, '{}', false],
  [{ properties: { __proto__: {} }, additionalProperties: false }, '{"__proto__":1}', false],
  [{ properties: { ['__proto__']: { type: 'string' } } }, '{"__proto__":1}', false],
  [{ const: JSON.parse('{"__proto__":1}') as unknown }, '{"__proto__":1}', true],
  [{ const: JSON.parse('{"__proto__":1}') as unknown }, '{}', false],
  [{ uniqueItems: true }, '[1,true,"1",[1],{"a":1}]', true],
  [{ uniqueItems: true }, '[{"a":1,"b":2},{"b":2,"a":1}]', false],
  [{ uniqueItems: true }, '[0,-0]', false],
  [{ uniqueItems: true }, '[0,1,2,3,4,5,6,7,8,9,10,11,12,-0]', false],
  [{ uniqueItems: true }, '[[1],[1.0],2,3,4,5,6,7,8,9,10,11,12,13]', false],
  [{ patternProperties: { '["\u2028\\\\]': false } }, '{"\\u2028":1}', false],
  [{ patternProperties: { '["\u2028\\\\]': false } }, '{"\'`${}":1}', true],
];

test.each(edges)('%j and %s', (schema, text, ok) => {
  const { is, validateBytes } = compileJsonSchema(schema);
  const verdict = openJsonSchema(JSON.stringify(schema), '{}').check(bytesOf(text));
  expect([is(JSON.parse(text)), validateBytes(bytesOf(text)).ok]).toEqual([ok, ok]);
  if (verdict !== -2) expect(verdict).toBe(Number(ok));
});

test('members may be called as what is written is', () => {
  const names = ['value', 'at', 'out', 'depth', 'seen', 'outer', 'before', 'key', 'item', 'i', 'count', 'known', 'fits']
    .concat(['own', 'place', 'made', 'is', 'validate', 'matched', '_', 'this', 'let', 'Set', '$seen', 'undefined'])
    .concat(['</script>', '*/', '`${x}`', "'", '\u2028', '\\']);
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'integer', title: name }]));
  const right = Object.fromEntries(names.map((name) => [name, 1]));
  const open = { anyOf: [{ properties: { value: true } }, { patternProperties: { ['["\u2028]']: true } }] };
  for (const rest of [{ additionalProperties: false }, { ...open, unevaluatedProperties: false }]) {
    const { coerce, is, validate } = compileJsonSchema({ title: '*/ } x', $comment: '\u2028', properties, ...rest });
    expect(is(right)).toBe(true);
    for (const name of names) {
      const found = validate({ ...right, [name]: 'x' });
      expect(found.ok ? [] : found.issues.map((issue) => issue.received)).toEqual(['"x"']);
      expect(coerce({ ...right, [name]: '2' })).toEqual({ ok: true, value: { ...right, [name]: 2 } });
    }
    const found = validate({ ...right, other: 1 });
    expect(found.ok ? [] : found.issues.map((issue) => issue.pointer)).toEqual(['/other']);
  }
});

test('many members cost as many steps, not their square', () => {
  const names = Array.from({ length: 20_000 }, (_, i) => `member ${i}`);
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'integer' }]));
  const either = { anyOf: [{ properties: { 'member 1': true } }, { patternProperties: { '^member': true } }] };
  const value = Object.fromEntries(names.map((name, i) => [name, i]));
  const bytes = bytesOf(JSON.stringify(value));
  const schemas = [
    { properties, required: names, additionalProperties: false },
    { ...either, unevaluatedProperties: false },
    { allOf: [{ properties }], unevaluatedProperties: false },
  ];
  for (const schema of schemas) {
    const { is, validateBytes } = compileJsonSchema(schema);
    expect([is(value), validateBytes(bytes).ok, is({ ...value, other: 1 })]).toEqual([true, true, false]);
    expect(openJsonSchema(JSON.stringify(schema), '{}').check(bytes)).toBe(1);
  }
});

test.each([
  [{ properties: { a: { pattern: '(' } } }, '`pattern` at `/properties/a/pattern`'],
  [{ patternProperties: { '[': true } }, '`patternProperties` at `/patternProperties`'],
])('the pattern of %j is named with its place', (schema, place) => {
  expect(() => compileJsonSchema(schema)).toThrow(place);
});
