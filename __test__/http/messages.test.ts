/** What clients are told of what does not fit, and in which language. */

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { MessagesConfig } from '../../src-ts/api/config.js';
import type { Request } from '../../src-ts/api/request.js';
import { createTestApp, type TestApp } from '../../src-ts/testing.js';
import { compile } from '../../src-ts/tooling.js';
import { define, memoryLogger } from './definition.js';
import { serverEnv } from './server-env.js';

const { validate } = compile({
  gtype: 1,
  root: {
    kind: 'object',
    properties: [
      { name: 'name', type: { kind: 'refined', base: { kind: 'string' }, constraints: { minLength: 3 } } },
      { name: 'age', type: { kind: 'number' }, optional: true, docs: { messages: { '*': 'How old are you?' } } },
    ],
  },
});

const tables: MessagesConfig = {
  de: {
    'key.missing': '{name} fehlt',
    'string.min': 'mindestens {min} Zeichen, nicht {received}; {unknown}',
    'How old are you?': 'Wie alt sind Sie?',
  },
  'pt-BR': { 'key.missing': (issue) => `falta ${issue.pointer}`, type: 'não é {expected}' },
};

const starred: MessagesConfig = { ...tables, '*': { 'key.missing': '{name}?' } };

const asked: MessagesConfig = ({ code, params }, languages) =>
  code === 'string.min' ? `${code} ${JSON.stringify(params)} ${languages.join(' ')}` : undefined;

const apps = new Map<unknown, TestApp>();

beforeAll(async () => {
  for (const messages of [undefined, tables, starred, asked]) {
    const definition = define({
      routes: { 'POST /users': { handler: (req: Request) => req.body, contract: { body: validate } } },
      config: messages === undefined ? {} : { messages },
    });
    apps.set(messages, await createTestApp({ definition, logger: memoryLogger().logger, env: serverEnv }));
  }
});

afterAll(async () => {
  for (const app of apps.values()) await app.close();
});

test.each<readonly [MessagesConfig | undefined, string | undefined, unknown, readonly string[], string | undefined]>([
  [undefined, 'de', {}, ['is required'], undefined],
  [tables, undefined, {}, ['is required'], undefined],
  [tables, 'de', {}, ['name fehlt'], 'de'],
  [tables, 'DE-ch;q=0.5, fr', {}, ['name fehlt'], 'de'],
  [tables, 'en;q=0.4, de;q=0.5', {}, ['name fehlt'], 'de'],
  [tables, 'de;q=0', {}, ['is required'], undefined],
  [tables, 'pt', {}, ['is required'], undefined],
  [tables, 'pt-br', {}, ['falta /name'], 'pt-BR'],
  [tables, 'fr, *', {}, ['is required'], undefined],
  [tables, ';;=,,"', {}, ['is required'], undefined],
  [tables, 'de,'.repeat(1000), {}, ['is required'], undefined],
  [tables, 'de', { name: 'a' }, ['mindestens 3 Zeichen, nicht string (1 characters); {unknown}'], 'de'],
  [tables, 'de', { name: 'abc', age: 'x' }, ['Wie alt sind Sie?'], 'de'],
  [tables, 'pt-BR', { name: 1, age: 'x' }, ['não é string & MinLen<3>', 'não é number'], 'pt-BR'],
  [tables, 'constructor', {}, ['is required'], undefined],
  [starred, undefined, {}, ['name?'], undefined],
  [starred, 'fr', { name: 1 }, ['expected string & MinLen<3>, received 1'], undefined],
  [starred, 'de', {}, ['name fehlt'], 'de'],
  [asked, 'de-CH, de;q=0.9, en;q=0.8', { name: 'a' }, ['string.min {"min":3} de-CH de en'], undefined],
  [asked, 'de', {}, ['is required'], undefined],
])('%#: who asks for %2$s', async (messages, language, json, expected, inLanguage) => {
  const headers: Record<string, string> = language === undefined ? {} : { 'accept-language': language };
  const answer = await apps.get(messages)!.request('POST', '/users', { json, headers });
  expect(answer.status).toBe(422);
  expect(answer.json<{ errors: { message: string }[] }>().errors.map(({ message }) => message)).toEqual(expected);
  expect(answer.headers['content-language']).toBe(inLanguage);
  expect(answer.headers['vary']).toBe(messages === undefined ? undefined : 'Accept-Language');
});

test('the document has what a client needs to say it itself', async () => {
  const answer = await apps.get(undefined)!.request('POST', '/users', { json: { name: 'a' } });
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.json()).toMatchObject({
    type: 'about:blank',
    status: 422,
    detail: 'the request does not fit the contract: 1 issue',
    code: 'GATI_VALIDATION_FAILED',
    errors: [
      {
        in: 'body',
        pointer: '/name',
        code: 'string.min',
        expected: 'string & MinLen<3>',
        received: 'string (1 characters)',
        message: 'must have at least 3 characters',
        params: { min: 3 },
      },
    ],
  });
});
