/** A member may be called as the written code calls its own variables. */
import { expect, test } from 'vitest';
import { compileType } from '../../src-ts/native/index.js';
import { compile, type Mode } from './validator-source.js';

/** Types around one member, one for each way of writing code for an object. */
const shapes: readonly ((name: string) => { type: unknown; value: unknown })[] = [
  ...[
    { type: { kind: 'string' }, value: 'a' },
    { type: { kind: 'number' }, value: 1 },
    { type: { kind: 'bigint' }, value: '1' },
    { type: { kind: 'date' }, value: '2026-01-01T00:00:00.000Z' },
    { type: { kind: 'array', items: { kind: 'number' } }, value: [1] },
    { type: { kind: 'set', items: { kind: 'bigint' } }, value: ['1'] },
    {
      type: { kind: 'tuple', elements: [{ type: { kind: 'number' } }, { type: { kind: 'date' }, rest: true }] },
      value: [1],
    },
    { type: { kind: 'map', key: { kind: 'string' }, value: { kind: 'bigint' } }, value: { a: '1' } },
    { type: { kind: 'object', properties: [{ name: 'a', type: { kind: 'bigint' } }] }, value: { a: '1' } },
    { type: { kind: 'union', members: [{ kind: 'number' }, { kind: 'array', items: { kind: 'string' } }] }, value: 1 },
    {
      type: { kind: 'refined', base: { kind: 'string' }, constraints: { transforms: ['trim'], minLength: 1 } },
      value: 'a',
    },
  ].flatMap((member) =>
    [{}, { optional: true }].map((more) => (name: string) => ({
      type: { kind: 'object', properties: [{ name, type: member.type, ...more }], ...indexed(more) },
      value: { [name]: member.value },
    })),
  ),
  (name) => ({
    type: {
      kind: 'union',
      members: ['a', 'b'].map((tag) => ({
        kind: 'object',
        properties: [
          { name, type: { kind: 'literal', value: tag } },
          { name: `of_${tag}`, type: { kind: 'bigint' } },
        ],
      })),
      discriminant: name,
    },
    value: { [name]: 'a', of_a: '1' },
  }),
];

function indexed(more: object): object {
  return 'optional' in more ? { index: [{ key: { kind: 'string' }, value: { kind: 'unknown' } }] } : {};
}

const modes: readonly Mode[] = ['strip', 'strict', 'open'];

/** Every name that the code of these types declares. */
function declared(): Set<string> {
  const names = new Set<string>();
  for (const shape of shapes) {
    for (const unknownKeys of modes) {
      const options = JSON.stringify({ unknownKeys, format: 'module' });
      const source = compileType(JSON.stringify({ gtype: 1, root: shape('zzz').type }), options);
      for (const [, name] of source.matchAll(/\b(?:const|let|var|function|catch \()\s*([A-Za-z_$][\w$]*)/gu))
        names.add(name!);
      for (const [, parameters] of source.matchAll(/function [\w$]*\(([^)]*)\)/gu))
        for (const name of parameters!.split(',')) names.add(name.trim());
    }
  }
  names.delete('');
  return names;
}

test('members called as variables of the code', { timeout: 120_000 }, () => {
  const names = declared();
  expect([...names]).toEqual(expect.arrayContaining(['value', 'made', 'key', 'item', 'list']));
  for (const [index, name] of [...names].entries()) {
    for (const [turn, shape] of shapes.entries()) {
      const { type, value } = shape(name);
      // Each way of writing meets each mode under some name.
      const mode = modes[(index + turn) % modes.length]!;
      const told = JSON.stringify({ name, type, mode });
      const compiled = compile({ root: type, types: {} }, mode);
      const result = compiled.validate(structuredClone(value));
      if (!result.ok) expect.fail(`${told}: ${JSON.stringify(result.issues)}`);
      expect(JSON.parse(compiled.stringify(result.value)), told).toEqual(value);
      expect(compiled.coerce(structuredClone(value)).ok, told).toBe(true);
    }
  }
});
