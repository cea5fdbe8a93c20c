import { describe, expect, test } from 'vitest';

import { Deadlines, type Waiting } from '../../src-ts/pipeline/deadlines.js';
import { writeCookie } from '../../src-ts/pipeline/cookies.js';
import { jsonErrorOffset } from '../../src-ts/reader/json-position.js';
import { parseTraceParent } from '../../src-ts/observe/trace-context.js';
import { acceptRequestId, nextRequestId } from '../../src-ts/pipeline/request-id.js';

function item(expired: string[], name: string, startTime = Date.now()): Waiting {
  return { startTime, previousWaiting: null, nextWaiting: null, waiting: false, expire: () => void expired.push(name) };
}

describe('deadlines', () => {
  test('those that are still there expire in order; those that left do not', async () => {
    const expired: string[] = [];
    const deadlines = new Deadlines(20);
    const items = ['a', 'b', 'c', 'd'].map((name) => item(expired, name));
    for (const one of items) deadlines.add(one);
    for (const index of [1, 3]) {
      const one = items[index];
      if (one !== undefined) deadlines.remove(one);
    }
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect([expired, deadlines.armed]).toEqual([['a', 'c'], false]);
  });

  test('one timer for all, and none once nothing waits', async () => {
    const deadlines = new Deadlines(10);
    for (let index = 0; index < 1000; index += 1) {
      const one = item([], 'x');
      deadlines.add(one);
      deadlines.remove(one);
      deadlines.remove(one);
    }
    expect(deadlines.armed).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(deadlines.armed).toBe(false);
  });

  test('0 is no limit', () => {
    const deadlines = new Deadlines(0);
    deadlines.add(item([], 'x', 0));
    expect(deadlines.armed).toBe(false);
  });
});

describe('where JSON ends', () => {
  test.each([
    ['', 0],
    ['  ', 2],
    ['{', 1],
    ['{"a"', 4],
    ['{"a":}', 5],
    ['{"a":1,}', 7],
    ['{a:1}', 1],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['[1}', 2],
    ['"a\nb"', 0],
    ['"\\x"', 0],
    ['01', 1],
    ['1 1', 2],
    ['nul', 0],
    ['NaN', 0],
    ['{"a":{"b":[1,{"c":tru}]}}', 18],
    [`${'['.repeat(100_000)}x`, 100_000],
    [`"${'a'.repeat(1_000_000)}`, 0],
  ])('%# at %i', (text, offset) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(jsonErrorOffset(text)).toBe(offset);
  });
});

describe('ids', () => {
  test('a thousand are different and pass as headers', () => {
    const ids = Array.from({ length: 1000 }, nextRequestId);
    expect(new Set(ids).size).toBe(1000);
    expect(ids.every((id) => acceptRequestId(id) === id)).toBe(true);
  });

  test.each(['', 'a\nb', 'ä', 'a'.repeat(129), '<script>'])('%j is not taken over', (id) => {
    expect(acceptRequestId(id)).toBeUndefined();
  });

  test.each([
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', true],
    ['01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more', true],
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more', false],
    ['ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', false],
    ['00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01', false],
    [`00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`, false],
    ['nonsense', false],
  ])('traceparent %s: %s', (header, good) => {
    expect(parseTraceParent(header) !== undefined).toBe(good);
  });
});

describe('cookies', () => {
  test.each<readonly [Parameters<typeof writeCookie>, string]>([
    [['a', 'b;c'], 'a=b%3Bc; Path=/'],
    [
      [
        'a',
        '',
        { maxAge: 1.5, sameSite: 'lax', secure: true, httpOnly: true, path: '/x', domain: 'e.org', partitioned: true },
      ],
      'a=; Max-Age=1; Domain=e.org; Path=/x; HttpOnly; Secure; Partitioned; SameSite=Lax',
    ],
  ])('%#', (input, wanted) => {
    expect(writeCookie(...input)).toBe(wanted);
  });

  test.each<Parameters<typeof writeCookie>>([
    ['a b', 'c'],
    ['a', 'b', { path: '/;x' }],
    ['a', 'b', { domain: 'x\r\n' }],
    ['a', 'b', { maxAge: Number.NaN }],
  ])('%j is refused', (...input) => {
    expect(() => writeCookie(...input)).toThrow(TypeError);
  });
});
