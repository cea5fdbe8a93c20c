/** Ranges of versions against the package of the same grammar: what is understood leads where `semver` leads. */
import { createRequire } from 'node:module';

import { expect, test } from 'vitest';

import {
  compareVersions,
  noRange,
  noVersion,
  RangedVersions,
  versionOf,
  type Version,
} from '../../src-ts/timescape/semver.js';

const oracle = createRequire(import.meta.url)('semver') as {
  readonly maxSatisfying: (versions: readonly string[], range: string) => string | null;
  readonly validRange: (range: string) => string | null;
};

/** A generator of its own for each seed (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

function versions(random: (below: number) => number): string[] {
  const made = Array.from({ length: random(40) }, () => `${random(4)}.${random(4)}.${random(3)}`);
  const parsed = [...new Set(made)].map((text): [string, Version] => [text, versionOf(text)!]);
  return parsed.sort(([, left], [, right]) => compareVersions(left, right)).map(([text]) => text);
}

/** A range as people write them. */
function range(random: (below: number) => number): string {
  const pick = <T>(all: readonly T[]): T => all[random(all.length)] as T;
  const part = (): string => pick(['0', '1', '2', '3', '4', 'x', 'X', '*']);
  const comparator = (): string => {
    const sign = pick(['', '', '^', '~', '>=', '<=', '>', '<', '=']);
    const major = String(random(5));
    const rest = pick(['', `.${part()}`, '.full']);
    if (rest !== '.full') return sign + major + rest;
    const minor = part();
    return `${sign}${major}.${minor}.${/\d/.test(minor) ? part() : pick(['x', 'X', '*'])}`;
  };
  const all = (): string => Array.from({ length: 1 + random(3) }, comparator).join(' '.repeat(1 + random(2)));
  return Array.from({ length: 1 + random(3) }, all).join(pick([' || ', '||', ' ||']));
}

/** The newest version that a range leads to here. */
function newest(known: readonly string[], text: string): string | null | typeof noRange {
  const place = new RangedVersions(known.map((version) => versionOf(version)!)).newest(text);
  return place === noRange ? noRange : place === noVersion ? null : (known[place] as string);
}

test.each([1, 2, 3, 4])('leads where semver leads, seed %i', (seed) => {
  const random = randomOf(seed);
  for (let round = 0; round < 2500; round += 1) {
    const known = versions(random);
    const text = range(random);
    expect(newest(known, text), `${text} of ${known.join(' ')}`).toBe(oracle.maxSatisfying(known, text));
  }
});

test.each([5, 6, 7, 8])('a range that was damaged is refused, or means what semver means, seed %i', (seed) => {
  const random = randomOf(seed);
  const odd = [...'0123456789.xX*^~<>=| \t-+vab,\0\u00a0é', '||', '999999', '1e3', '-1', ' - '];
  for (let round = 0; round < 2500; round += 1) {
    const known = versions(random);
    let text = range(random);
    for (let damage = 1 + random(3); damage > 0; damage -= 1) {
      const at = random(text.length + 1);
      text = text.slice(0, at) + (odd[random(odd.length)] as string) + text.slice(at + random(2));
    }
    const found = newest(known, text);
    if (found === noRange) continue;
    expect(oracle.validRange(text), JSON.stringify(text)).not.toBeNull();
    expect(found, `${JSON.stringify(text)} of ${known.join(' ')}`).toBe(oracle.maxSatisfying(known, text));
  }
});
