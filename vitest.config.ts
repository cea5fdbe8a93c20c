import { defineConfig } from 'vitest/config';

/** What speaks HTTP to an application of its own: it runs on the native host as well. */
const onBothHosts = [
  'answers',
  'app-life',
  'bad-input',
  'messages',
  'observability',
  'request-errors',
  'request-life',
  'request-streams',
  'schema-validators',
  'streams',
  'test-app',
  'tls',
  'upgrades',
  'timescape/answers',
  'timescape/bodies',
  'timescape/life',
  'timescape/pages',
  'timescape/policy',
  'timescape/streams',
].map((name) => `__test__/http/${name}.test.ts`);

/** What depends on how requests cross to JavaScript: it runs with the sockets on a thread of their own as well. */
const onOwnThread =
  process.env['GATI_LONG'] === undefined
    ? ['request-life', 'streams', 'timescape/streams'].map((name) => `__test__/http/${name}.test.ts`)
    : onBothHosts;

const exclude = ['**/node_modules/**', '**/dist/**', '**/.gati/**', '**/fixtures/**'];

export default defineConfig({
  test: {
    // A test that starts processes or builds an application says so with a timeout of its own.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Many tests wait for processes they started, so that one worker less than cores leaves a core idle.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: { name: 'gati', include: ['__test__/**/*.test.ts', 'packages/*/test/**/*.test.ts'], exclude },
      },
      {
        extends: true,
        test: {
          name: 'native host',
          include: [...onBothHosts, '__test__/conformance/http1.test.ts'],
          exclude,
          env: { GATI_SERVER: 'native' },
        },
      },
      {
        extends: true,
        test: {
          name: 'own thread',
          include: [...onOwnThread, '__test__/conformance/http1.test.ts'],
          exclude,
          env: { GATI_SERVER: 'native', GATI_SERVER_THREAD: 'own' },
        },
      },
    ],
  },
});
