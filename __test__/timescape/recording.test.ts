/** What is taken out of recorded traffic before it is written. */

import { describe, expect, test } from 'vitest';

import type { Manifest } from '../../src-ts/manifest/manifest.js';
import { secretMembers, Secrets } from '../../src-ts/timescape/recording/secrets.js';

const secrets = new Secrets(['date-of-birth']);

const telling =
  'password passwordHash new_password PWD api-key apiKey X-Api-Key accessToken csrf_token clientSecret Authorization ' +
  'set-cookie sessionId pin cvv iban dateOfBirth card_number';

test.each(telling.split(' '))('%s is secret', (name) => {
  expect(secrets.has(name)).toBe(true);
});

test.each(['name', 'pinned', 'opinion', 'author', 'sessions', 'birthday', 'passenger', 'key', 'description'])(
  '%s is not',
  (name) => {
    expect(secrets.has(name)).toBe(false);
  },
);

describe('a URL', () => {
  test.each([
    ['/users?sort=name', '/users', '/users?sort=name'],
    ['/users?token=abc&a=1&token=d', '/users', '/users?token=redacted&a=1&token=redacted'],
    ['/users?access%5Ftoken=abc', '/users', '/users?access%5Ftoken=redacted'],
    ['/users?a=%zz&&token', '/users', '/users?a=%zz&&token=redacted'],
    ['/api/reset/abc/now', '/reset/:token/now', '/api/reset/redacted/now'],
    ['/users/7', '/users/:id', '/users/7'],
    ['/files/a/b', '/files/*secret', '/files/redacted'],
  ])('%s of %s is written as %s', (url, pattern, written) => {
    expect(secrets.ofUrl(url, pattern)).toBe(written);
  });
});

describe('a body', () => {
  const long = '{"id":12345678901234567890,"a":1.0}';
  test.each<[string, unknown, string[]]>([
    [long, long, []],
    ['{"user":{"password":"x","name":"Ann"}}', { user: { password: 'redacted', name: 'Ann' } }, ['/user/password']],
    ['[{"pin":1},{"pin":null}]', [{ pin: 0 }, { pin: null }], ['/*/pin']],
    [
      '{"tokens":["a"],"secret":{"a":1},"has_token":true}',
      { tokens: [], secret: {}, has_token: false },
      ['/tokens', '/secret', '/has_token'],
    ],
    ['{"a/b":{"token":"x"}}', { 'a/b': { token: 'redacted' } }, ['/a~1b/token']],
    ['"password"', '"password"', []],
  ])('%s', (text, body, places) => {
    expect(secrets.ofBody(text)).toEqual({ body, places });
  });

  test('that is no JSON is none', () => {
    expect(() => secrets.ofBody('password=x')).toThrow(SyntaxError);
  });
});

test('members are secret whose types say so', () => {
  const text = { kind: 'string' } as const;
  const branded = { kind: 'refined', base: text, brands: ['PasswordString'] } as const;
  const property = (name: string, type: object): object => ({ name, type });
  const manifest = {
    types: {
      Login: {
        type: {
          kind: 'object',
          properties: [property('phrase', { kind: 'ref', id: 'Phrase' }), property('user', text)],
        },
      },
      Phrase: { type: branded },
    },
    handlers: [
      {
        contract: {
          body: {
            kind: 'object',
            properties: [property('word', { kind: 'union', members: [branded, { kind: 'null' }] })],
          },
          responses: [],
        },
      },
    ],
  } as unknown as Manifest;
  expect([...secretMembers(manifest)].sort()).toEqual(['phrase', 'word']);
});
