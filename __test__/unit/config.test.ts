import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import type { GatiConfig } from '../../src-ts/api/config.js';
import { closest } from '../../src-ts/config/closest.js';
import { loadEnvFiles } from '../../src-ts/config/env-files.js';
import { resolveConfig, type ResolvedConfig } from '../../src-ts/config/resolve.js';

describe('problems of a configuration', () => {
  test.each<readonly [string, unknown, NodeJS.ProcessEnv, string]>([
    ['an unknown key', { prot: 1 }, {}, 'prot is not a setting; did you mean port?'],
    ['an unknown key within', { server: { hots: 'a' } }, {}, 'server.hots is not a setting; did you mean server.host?'],
    ['a key nobody could mean', { zzzzzz: 1 }, {}, 'zzzzzz is not a setting'],
    ['text for a number', { port: '3000' }, {}, 'port has to be a whole number from 0 to 65535, not "3000"'],
    [
      'a port that is none',
      { server: { port: 70_000 } },
      {},
      'server.port has to be a whole number from 0 to 65535, not 70000',
    ],
    [
      'TLS without a certificate',
      { server: { tls: { key: 'k.pem' } } },
      {},
      'server.tls.cert has to be PEM text, or the path of a file with it',
    ],
    [
      "TLS without a key, whose value is nobody's to see",
      { server: { tls: { cert: 'c.pem', key: 12_345 } } },
      {},
      'server.tls.key has to be PEM text, or the path of a file with it',
    ],
    [
      'certificates of clients without an authority',
      { server: { tls: { cert: 'c', key: 'k', requestCert: true } } },
      {},
      'server.tls.requestCert needs server.tls.ca, the authorities that sign certificates of clients',
    ],
    [
      'an authority that nobody asks',
      { server: { tls: { cert: 'c', key: 'k', ca: 'a' } } },
      {},
      'server.tls.ca is for certificates of clients: add server.tls.requestCert: true, or put certificates that lead to an authority behind the one in server.tls.cert',
    ],
    [
      'a version of TLS',
      { server: { tls: { cert: 'c', key: 'k', minVersion: 'TLSv1' } } },
      {},
      'server.tls.minVersion has to be "TLSv1.2" or "TLSv1.3", not "TLSv1"',
    ],
    [
      'HTTP/2 where it is not spoken',
      { server: { http2: true } },
      {},
      'server.http2 is spoken by the native host alone; set server.type to "native", or leave server.http2 out',
    ],
    ['two ports', { port: 1, server: { port: 2 } }, {}, 'port and server.port are both set'],
    ['PORT', {}, { PORT: 'eighty' }, 'PORT in the environment has to be a whole number from 0 to 65535, not "eighty"'],
    ['LOG_LEVEL', {}, { LOG_LEVEL: 'loud' }, 'LOG_LEVEL in the environment has to be one of'],
    [
      'a size',
      { bodyLimit: '1 elephant' },
      {},
      'bodyLimit has to be a number of bytes or a size such as "1mb", not "1 elephant"',
    ],
    ['a base path', { basePath: 'api' }, {}, 'basePath has to be a path such as "/api", not "api"'],
    ['a health path', { health: { live: 'x' } }, {}, 'health.live has to be a path such as "/health", not "x"'],
    ['a level', { logging: { level: 'loud' } }, {}, 'logging.level has to be "fatal" or'],
    ['middleware', { use: [1] }, {}, 'use has to be a list of functions, not [1]'],
    [
      'modules',
      { modules: './src/modules' },
      {},
      'modules has to be an object of modules or factories, a list of modules, or a function, not "./src/modules"',
    ],
    ['unknownKeys', { unknownKeys: 'drop' }, {}, 'unknownKeys has to be "strip" or "strict" or "open", not "drop"'],
    ['messages', { messages: 'de' }, {}, 'messages has to be a function, or texts by language'],
    [
      'a text that is none',
      { messages: { de: { type: 1 } } },
      {},
      'messages has to be a function, or texts by language',
    ],
    ['no language', { messages: { de_DE: {} } }, {}, 'messages has to be a function, or texts by language'],
    [
      'releases',
      { timescape: { mising: 'options' } },
      {},
      'timescape.mising is not a setting; did you mean timescape.missing?',
    ],
    [
      'a header that is none',
      { timescape: { header: 'X Version' } },
      {},
      'timescape.header has to be the name of a header',
    ],
    ['no header', { timescape: { header: [] } }, {}, 'timescape.header has to be the name of a header'],
    ['who is pinned', { timescape: { missing: 'pin-principal' } }, {}, 'which needs timescape.principal'],
    ['a policy', { timescape: { policy: '/a>b' } }, {}, 'timescape.policy has to be a URL or a path, percent-encoded'],
    ['a limit', { timescape: { limits: { time: -1 } } }, {}, 'timescape.limits.time has to be a whole number'],
    ['trustProxy', { trustProxy: 'everyone' }, {}, 'trustProxy has to be'],
    [
      'credentials for everybody',
      { cors: { origin: true, credentials: true } },
      {},
      'cors.credentials needs a list of origins',
    ],
    [
      'two ways to name a licence',
      { openapi: { info: { license: { name: 'MIT', identifier: 'MIT', url: 'https://a.example' } } } },
      {},
      'openapi.info.license.identifier and openapi.info.license.url are both set; keep one of them',
    ],
    [
      'a licence without a name',
      { openapi: { info: { license: {} } } },
      {},
      'openapi.info.license.name has to be text',
    ],
    ['not an object', 7, {}, 'the configuration has to be an object, not 7'],
    ['a negative time', { timeouts: { handler: -1 } }, {}, 'timeouts.handler has to be a whole number'],
  ])('%s', (_name, config, env, message) => {
    expect(() => resolveConfig(config as GatiConfig, env, 'development')).toThrow(message);
  });

  test('all of them at once', () => {
    expect(() => resolveConfig({ prot: 1, port: 'x' } as unknown as GatiConfig, {}, 'test')).toThrow(
      /2 problems: prot .*; port /,
    );
  });
});

describe('resolved', () => {
  test.each<readonly [string, GatiConfig, NodeJS.ProcessEnv, (config: ResolvedConfig) => unknown, unknown]>([
    ['port', { port: 1 }, {}, ({ server }) => server.port, 1],
    ['server.port', { server: { port: 2 } }, {}, ({ server }) => server.port, 2],
    ['PORT wins', { port: 1 }, { PORT: '3' }, ({ server }) => server.port, 3],
    ['an empty PORT is none', { port: 1 }, { PORT: '' }, ({ server }) => server.port, 1],
    [
      'HTTP/2 of the other host',
      { server: { type: 'native', http2: true } },
      { GATI_SERVER: 'fastify' },
      ({ server }) => server.type,
      'fastify',
    ],
    [
      'HTTP/2 by GATI_SERVER',
      { server: { http2: true } },
      { GATI_SERVER: 'native' },
      ({ server }) => server.http2,
      true,
    ],
    ['HOST wins', { host: 'a' }, { HOST: 'b' }, ({ server }) => server.host, 'b'],
    ['sizes', { bodyLimit: '1.5kb' }, {}, ({ limits }) => limits.body, 1536],
    ['timeout is timeouts.handler', { timeout: 5 }, {}, ({ times }) => times.handler, 5],
    ['basePath without its last slash', { basePath: '/a/b/' }, {}, ({ basePath }) => basePath, '/a/b'],
    ['basePath /', { basePath: '/' }, {}, ({ basePath }) => basePath, ''],
    ['no document', { openapi: false }, {}, ({ openapi }) => openapi.path, undefined],
    [
      'a document in development',
      {},
      {},
      ({ openapi }) => [openapi.path, openapi.production],
      ['/openapi.json', false],
    ],
    ['no health', { health: false }, {}, ({ health }) => health, undefined],
    ['no logging', { logging: false }, {}, ({ logging }) => logging.level, 'silent'],
    ['LOG_LEVEL wins', { logging: false }, { LOG_LEVEL: 'warn' }, ({ logging }) => logging.level, 'warn'],
  ])('%s', (_name, config, env, pick, wanted) => {
    expect(pick(resolveConfig(config, env, 'development'))).toEqual(wanted);
  });

  test('a server in production is reached from outside, one in development is not', () => {
    expect([resolveConfig({}, {}, 'production').server.host, resolveConfig({}, {}, 'development').server.host]).toEqual(
      ['0.0.0.0', '127.0.0.1'],
    );
  });
});

test.each([
  ['prot', 'port'],
  ['basepath', 'basePath'],
  ['timeuots', 'timeouts'],
  ['elephant', undefined],
])('closest to %s: %s', (word, wanted) => {
  expect(closest(word, ['port', 'host', 'basePath', 'timeouts'])).toBe(wanted);
});

test('env files: later ones win, the environment wins over all, tests read nothing local', () => {
  const root = mkdtempSync(join(tmpdir(), 'gati-env-'));
  try {
    writeFileSync(join(root, '.env'), 'A=1\nB=1\nC="one # two"\nD=1\n');
    writeFileSync(join(root, '.env.local'), 'B=2\nC=2\n');
    writeFileSync(join(root, '.env.production'), 'B=3\nC=3\n');
    writeFileSync(join(root, '.env.production.local'), 'C=4\n');
    const env: NodeJS.ProcessEnv = { D: 'kept' };
    expect(loadEnvFiles(root, 'production', env)).toEqual([
      '.env',
      '.env.local',
      '.env.production',
      '.env.production.local',
    ]);
    expect(env).toEqual({ A: '1', B: '3', C: '4', D: 'kept' });
    const test: NodeJS.ProcessEnv = {};
    expect(loadEnvFiles(root, 'test', test)).toEqual(['.env']);
    expect(test['C']).toBe('one # two');
  } finally {
    rmSync(root, { recursive: true });
  }
});
