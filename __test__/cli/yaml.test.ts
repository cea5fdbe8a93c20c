import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { toYaml } from '../../packages/gatic/dist/output/yaml.js';
import { pick, seeded, type Random } from '../conformance/generate.js';

const texts = [
  ['', ' ', 'a', 'a b', ' a', 'a ', 'true', 'No', 'null', '~', 'y', '1', '1e3', '0x1f', '.5', '-1', '2026-01-01'],
  [
    '- a',
    '-',
    '? a',
    'a: b',
    'a #b',
    '#a',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '%a',
    '@a',
    '`a',
    '[a]',
    '{a}',
    'a, b',
    "'a'",
    '"a"',
  ],
  ['/users/{id}', '#/components/schemas/User', 'application/problem+json', '=', '<<', '---', '...', 'a:', ':a'],
  ['a\nb', 'a\n\nb', '\na', 'a\n', 'a \nb', '  a\nb', 'a\n  b', 'a\tb', 'a\t\nb', 'a\r\nb', '- a\n- b', '# a\nb: c'],
  ['\u0000', '\u007f', '\u0085', '\u2028', '\ufeff', '\ud800', '😀', 'größe', '\\', 'a\\nb', 'k'.repeat(2000)],
].flat();

function anything(random: Random, depth: number): unknown {
  const kind = depth === 0 ? 0 : random(4);
  if (kind === 1) return Array.from({ length: random(4) }, () => anything(random, depth - 1));
  if (kind >= 2) {
    const entries = Array.from(
      { length: random(4) },
      () => [pick(random, texts), anything(random, depth - 1)] as const,
    );
    return Object.fromEntries(entries);
  }
  return pick(random, [...texts, 0, -1, 1.5, 1e21, 1e-7, true, false, null]);
}

test('what is written is read as it was', () => {
  for (const text of texts) {
    expect(parse(toYaml(text)), JSON.stringify(text)).toBe(text);
    expect(parse(toYaml({ [text]: [text, { [text]: text }] }))).toEqual({ [text]: [text, { [text]: text }] });
  }
  for (let seed = 1; seed <= 500; seed += 1) {
    const value = anything(seeded(seed), 4);
    expect(parse(toYaml(value)), JSON.stringify(value)).toEqual(value);
  }
});
