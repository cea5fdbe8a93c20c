import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

interface Entry {
  readonly name: string;
  readonly kind: 'brand' | 'constraint' | 'wrapper';
  readonly base: string | null;
  readonly brand?: string;
  readonly constraints?: { readonly patterns?: readonly string[] };
}

const table = JSON.parse(readFileSync(new URL('../conformance/brands.json', import.meta.url), 'utf8')) as {
  readonly entries: readonly Entry[];
};
const declarations = readFileSync(new URL('../../src-ts/api/brands.ts', import.meta.url), 'utf8');
const index = readFileSync(new URL('../../src-ts/index.ts', import.meta.url), 'utf8');

describe('the table of brands and constraints', () => {
  test('every entry is declared and exported, and nothing else is', () => {
    const declared = [...declarations.matchAll(/^export type (\w+)/gm)]
      .map(([, name]) => name)
      .filter((name) => name !== 'Unbranded');
    expect(declared.sort()).toEqual(table.entries.map(({ name }) => name).sort());
    for (const { name } of table.entries) expect(index, name).toMatch(new RegExp(`\\b${name}\\b`));
  });

  test('a brand is declared as the table says', () => {
    for (const { name, kind, base, brand } of table.entries) {
      if (kind !== 'brand') continue;
      const own = `export type ${name} = ${base} & Brand<'${brand}'>;`;
      const alias = `export type ${name} = ${brand};`;
      expect(declarations.includes(own) || declarations.includes(alias), name).toBe(true);
    }
  });

  const samples: Record<string, readonly [good: readonly string[], bad: readonly string[]]> = {
    Cuid: [
      ['cjld2cjxh0000qzrmn831i7rn', 'tz4a98xxat96iws9zmbrgj3a'],
      ['cjld2', '1z4a98xxat96iws9zmbrgj3a'],
    ],
    PhoneString: [['+4930123456'], ['030 123', '+0123456789', '+12345678901234567']],
    JWTString: [['a.b-_.c'], ['a.b', 'a.b.', 'a.b.c.d']],
    ObjectId: [['507f1f77bcf86cd799439011'], ['507f1f77bcf86cd79943901', 'z07f1f77bcf86cd799439011']],
    SlugString: [['a-b-2'], ['A', 'a--b', '-a', '']],
    HexString: [['0aF'], ['', '0x1']],
    Base64String: [
      ['', 'YQ==', 'YWI=', 'YWJj'],
      ['YQ', 'YQ=', 'Y==='],
    ],
    UsernameString: [['ann_b.c-d'], ['.ann', 'a b']],
    NameString: [
      ["Zoë O'Brien-Smith", 'Nguyễn'],
      ['1a', ' a', '<b>'],
    ],
    StrongPassword: [['aA1!aaaaaaaa'], ['aA1aaaaaaaaa', 'aaaaaaaaaaaa']],
  };

  test.each(Object.entries(samples))('patterns of %s', (name, [good, bad]) => {
    const patterns = table.entries.find((entry) => entry.name === name)?.constraints?.patterns ?? [];
    expect(patterns.length).toBeGreaterThan(0);
    const fits = (text: string): boolean => patterns.every((pattern) => new RegExp(pattern, 'u').test(text));
    expect([good.filter((text) => !fits(text)), bad.filter(fits)]).toEqual([[], []]);
  });
});
