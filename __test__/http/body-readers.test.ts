/**
 * Bodies read natively and bodies parsed and checked: the same application over sockets, with the addon and with
 * `GATI_NATIVE=off`, answers the same, whatever was sent.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createApp, type GatiApp } from '../../src-ts/app.js';
import type { GatiConfig } from '../../src-ts/api/config.js';
import type { Request } from '../../src-ts/api/request.js';
import type { AppDefinition } from '../../src-ts/definition.js';
import type { CompiledContracts } from '../../src-ts/manifest/compiled.js';
import type { NamedTypesJson, NodeJson } from '../../src-ts/manifest/gtype.js';
import { compileContracts } from '../../src-ts/native/index.js';
import { evaluate } from '../conformance/validator-source.js';
import { define, memoryLogger } from './definition.js';

const optional = (name: string, type: NodeJson): object => ({ name, type, optional: true });
const types = {
  Tree: { type: { kind: 'object', properties: [{ name: 'down', type: { kind: 'ref', id: 'Tree' }, optional: true }] } },
} as unknown as NamedTypesJson;
const bodies: Readonly<Record<string, NodeJson>> = {
  '/users': {
    kind: 'object',
    properties: [
      {
        name: 'name',
        type: { kind: 'refined', base: { kind: 'string' }, constraints: { minLength: 1, maxLength: 5 } },
      },
      { name: 'age', type: { kind: 'number' } },
      optional('email', { kind: 'refined', base: { kind: 'string' }, constraints: { format: 'email' } }),
      optional('code', { kind: 'refined', base: { kind: 'string' }, constraints: { patterns: ['^[A-Z]+$'] } }),
      optional('tags', { kind: 'array', items: { kind: 'string' } }),
      optional('born', { kind: 'date' }),
      optional('more', { kind: 'unknown' }),
      optional('counts', {
        kind: 'object',
        properties: [],
        index: [{ key: { kind: 'string' }, value: { kind: 'number' } }],
      } as unknown as NodeJson),
    ],
  } as unknown as NodeJson,
  '/trees': { kind: 'ref', id: 'Tree' },
  '/texts': { kind: 'string' },
  '/any': { kind: 'unknown' },
};

/** The application, whose handlers say what they were given. */
function definition(config: GatiConfig): AppDefinition {
  const given = {
    handler: (req: Request) => ({ kind: typeof req.body, shown: show(req.body) }),
    contract: { responses: { 200: (value: unknown) => JSON.stringify(value) } },
  };
  const made = define({
    routes: Object.fromEntries(
      Object.entries(bodies).map(([path, body]) => [`POST ${path}`, { ...given, types: { body } }]),
    ),
    config: { port: 0, bodyLimit: 4_000_000, ...config },
  });
  const manifest = { ...made.manifest, types };
  const options = { unknownKeys: config.unknownKeys ?? 'strip', format: 'function', readers: 'bodies' };
  const source = compileContracts(JSON.stringify(manifest), JSON.stringify(options));
  const { contracts } = evaluate(source) as unknown as { readonly contracts: CompiledContracts };
  const written = Object.entries(contracts).map(
    ([id, contract]) => [id, { ...contract, responses: given.contract.responses }] as const,
  );
  return { ...made, manifest, contracts: Object.fromEntries(written) };
}

/** A value with what JSON would hide, and members in one order. */
function show(value: unknown): unknown {
  if (Object.is(value, -0)) return '-0';
  if (value instanceof Date) return `date ${value.toISOString()}`;
  if (typeof value === 'string')
    return Array.from(value.slice(0, 40), (one) => one.codePointAt(0)?.toString(16)).join(' ');
  if (Array.isArray(value)) return value.length > 50 ? `${value.length} items` : value.map(show);
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    prototype: Object.getPrototypeOf(value) === Object.prototype,
    members: members.map(([key, own]) => [key, show(own)]),
  };
}

const deep = (levels: number, inner: string = '1'): string => '{"down":'.repeat(levels) + inner + '}'.repeat(levels);
const lists = (levels: number, inner: string = ''): string => '['.repeat(levels) + inner + ']'.repeat(levels);
const user = (more: string): string => `{"name":"a","age":1,${more}}`;
const json = 'application/json';

/** Paths and bodies; the last ones with another type. */
const table: readonly (readonly [path: string, body: string | Uint8Array, contentType?: string])[] = [
  ['/users', user('"tags":["x","y"]')],
  ['/users', '{"age":1,"name":"a"}'],
  ['/users', ' \r\n\t{ "name" : "a" , "age" : 1.5e0 } \n'],
  ['/users', user('"email":"a@b.example","code":"AB","born":"2026-02-28T10:00:00Z","counts":{"a":1,"b":-0}')],
  ['/users', user('"email":"a@"')],
  ['/users', user('"code":"ab"')],
  ['/users', user('"born":"2026-02-30T10:00:00Z"')],
  ['/users', user('"counts":{"a":"1"}')],
  ['/users', user('"counts":{"__proto__":1}')],
  ['/users', user('"counts":{"toString":1,"valueOf":2,"hasOwnProperty":3}')],
  ['/users', '{"name":"a"}'],
  ['/users', '{"name":"","age":1}'],
  ['/users', '{"name":"aaaaaa","age":1}'],
  ['/users', '{"name":"é🙂日本語","age":1}'],
  ['/users', '{"name":"éé🙂日本語","age":1}'],
  ['/users', '{"name":"\\u00e9\\ud83d\\ude42","age":1}'],
  ['/users', '{"name":"\\ud800","age":1}'],
  ['/users', Buffer.from([...Buffer.from('{"name":"'), 0xed, 0xa0, 0x80, ...Buffer.from('","age":1}')])],
  ['/users', Buffer.from('{"name":"é","age":1}', 'latin1')],
  ['/users', '{"name":"\ufffd","age":1}'],
  ['/users', '\ufeff{"name":"a","age":1}'],
  ['/users', '{"name":"a","age":1}\ufeff'],
  ['/users', '{"name":"a","age":1,"age":2}'],
  ['/users', '{"name":"a","age":"1","age":2}'],
  ['/users', '{"name":"a","age":1,"age":"2"}'],
  ['/users', '{"name":"a","a\\u0067e":1}'],
  ['/users', user('"__proto__":{"a":1}')],
  ['/users', user('"\\u005f_proto__":{"a":1}')],
  ['/users', user('"more":{"__proto__":1}')],
  ['/users', user('"more":{"a":[{"constructor":{"prototype":{}}}]}')],
  ['/users', user('"constructor":1')],
  ['/users', user('"undeclared":{"constructor":{"prototype":1}}')],
  ['/users', user('"undeclared":[[[{"x":"\\n"}]]]')],
  ['/users', user(`"undeclared":${lists(100)}`)],
  ['/users', user(`"more":${lists(63)}`)],
  ['/users', user(`"more":${lists(64)}`)],
  ['/users', user(`"more":${lists(62, '{}')}`)],
  ['/users', user(`"more":${lists(63, '{}')}`)],
  ['/users', user(`"more":${lists(100_000)}`)],
  ...['1e999', '-1e999', '-0', '-0.0', '9007199254740993', '0.1e-400', '1E+2', '123456789012345678901234567890'].map(
    (number) => ['/users', `{"name":"a","age":${number}}`] as const,
  ),
  ...['01', '1.', '.5', '+1', '0x1', 'NaN', 'Infinity', '1e', '--1', 'true', 'null', '"1"', '[1]', '{}'].map(
    (value) => ['/users', `{"name":"a","age":${value}}`] as const,
  ),
  ...[
    '',
    ' ',
    '{',
    '{"name"',
    '{"name":"a","age":1',
    '{"name":"a","age":1}}',
    '{"name":"a" "age":1}',
    "{'name':1}",
  ].map((text) => ['/users', text] as const),
  ...['null', '[]', '1', '"text"', 'true'].map((text) => ['/users', text] as const),
  ['/users', '{"name":"a\u0000","age":1}'],
  ['/users', '{"name":"a\n","age":1}'],
  ['/users', user(`"more":"${'x'.repeat(100_000)}"`)],
  ['/users', user(`"tags":[${'"é",'.repeat(70_000)}"ü"]`)],
  ['/users', user(`"tags":[${'"日",'.repeat(200_000)}"本"]`)],
  ['/users', user(`"tags":[${'"x",'.repeat(200_000)}1]`)],
  ['/users', user(`"tags":[${'"x",'.repeat(200_000)}`)],
  ['/trees', deep(0, '{}')],
  ['/trees', deep(63, '{}')],
  ['/trees', deep(64, '{}')],
  ['/trees', deep(400, '{}')],
  ['/trees', deep(600, '{}')],
  ['/trees', deep(3)],
  ['/any', '1e999'],
  ['/any', '{"b":1,"a":[{"c":null}]}'],
  ['/any', lists(64)],
  ['/any', lists(65)],
  ['/any', '{"__proto__":1}'],
  ['/any', '{"constructor":{"prototype":1}}'],
  ['/any', '{"constructor":1}'],
  ['/texts', '"a\\u0000é"'],
  ['/texts', 'plain', 'text/plain'],
  ['/users', '{"name":"a","age":1}', 'application/vnd.api+json; charset=UTF-8'],
  ['/users', '{"name":"a","age":1}', 'application/json; charset=latin1'],
  ['/users', 'name=a&age=1', 'application/x-www-form-urlencoded'],
  ['/users', '{"name":"a","age":1}', 'application/octet-stream'],
];

describe.each([{}, { unknownKeys: 'strict' }, { unknownKeys: 'open' }, { limits: { depth: 3 } }] as const)(
  '%o',
  (config: GatiConfig) => {
    const apps: GatiApp[] = [];
    const logs = [memoryLogger(), memoryLogger()] as const;
    let ports: number[] = [];
    beforeAll(async () => {
      for (const [index, env] of [{}, { GATI_NATIVE: 'off' }].entries()) {
        apps.push(createApp(definition(config), { env, logger: logs[index]!.logger }));
      }
      ports = (await Promise.all(apps.map((app) => app.listen()))).map(({ port }) => port);
    });
    afterAll(() => Promise.all(apps.map((app) => app.close())));

    const send = async (port: number, path: string, body: string | Uint8Array, contentType: string) => {
      const sent = { method: 'POST', body: Buffer.from(body), headers: { 'content-type': contentType } };
      const response = await fetch(`http://127.0.0.1:${port}${path}`, sent);
      const answer = (await response.json()) as Record<string, unknown>;
      delete answer['requestId'];
      return { status: response.status, answer };
    };

    test('every body has the same answer', async () => {
      const accepted = { native: 0 };
      for (const [path, body, contentType = json] of table) {
        const [native, parsed] = await Promise.all(ports.map((port) => send(port, path, body, contentType)));
        expect(native, `${path} ${Buffer.from(body).toString().slice(0, 200)}`).toEqual(parsed);
        if (native!.status === 200) accepted.native += 1;
      }
      expect(accepted.native).toBeGreaterThan(10);
    });

    test('who reads is said once, where details are asked for', () => {
      const said = logs.map(({ lines }) =>
        lines.flatMap(({ engine, level }) => (engine === undefined ? [] : [[engine, level]])),
      );
      expect(said).toEqual([[['native', 20]], [['JSON.parse', 20]]]);
    });
  },
);

test('what is read natively has its members in the order of the type', async () => {
  const orders = await Promise.all(
    [{}, { GATI_NATIVE: 'off' }].map(async (env) => {
      const made = definition({});
      const app = createApp(
        { ...made, handlers: { ...made.handlers, 'POST /users': (req: Request) => Object.keys(req.body as object) } },
        { env, logger: memoryLogger().logger },
      );
      const { body } = await app.inject({
        method: 'POST',
        url: '/users',
        headers: { 'content-type': json },
        payload: '{"age":1,"name":"a"}',
      });
      await app.close();
      return body;
    }),
  );
  expect(orders).toEqual(['["name","age"]', '["age","name"]']);
});
