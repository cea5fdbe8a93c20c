/**
 * String patterns that the typed reader decides itself: V8's own engine of regular expressions says the same of every
 * text. The corpus is also that of `crates/gati-validator/tests/reader_languages.rs`.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CompiledType, ReaderSource } from '../../src-ts/manifest/compiled.js';
import { compileType } from '../../src-ts/native/index.js';
import { openReader } from '../../src-ts/reader/thread.js';
import { pick, seeded, type Random } from './generate.js';
import { evaluate } from './validator-source.js';

interface Corpus {
  readonly languages: readonly string[];
  readonly others: readonly string[];
  readonly pieces: readonly string[];
}

const corpus = JSON.parse(readFileSync(new URL('patterns.json', import.meta.url), 'utf8')) as Corpus;

function verdictOf(pattern: string): (text: string) => number {
  const root = { kind: 'refined', base: { kind: 'string' }, constraints: { patterns: [pattern] } };
  const source = compileType(
    JSON.stringify({ gtype: 1, root }),
    JSON.stringify({ unknownKeys: 'strip', format: 'function', readers: 'bodies' }),
  );
  const { reader } = evaluate(source) as CompiledType & { readonly reader: ReaderSource };
  const { verify } = openReader(reader);
  return (text) => verify(Buffer.from(`"${text}"`));
}

function textOf(random: Random): string {
  const alphabet = corpus.pieces.slice(0, 1 + random(corpus.pieces.length));
  return Array.from({ length: random(8) }, () => pick(random, alphabet)).join('');
}

test.each(corpus.languages)('/%s/u is decided as V8 decides it', (pattern) => {
  const random = seeded(pattern.length);
  const verdict = verdictOf(pattern);
  const expression = new RegExp(pattern, 'u');
  for (let round = 0; round < 2000; round += 1) {
    const text = textOf(random);
    const plain = JSON.stringify(text) === `"${text}"`;
    expect(verdict(text) === 1, JSON.stringify(text)).toBe(plain && expression.test(text));
  }
});

test.each(corpus.others)('/%s/u is left to V8', (pattern) => {
  expect(() => new RegExp(pattern, 'u')).not.toThrow();
  expect(verdictOf(pattern)('ab')).toBe(0);
});
