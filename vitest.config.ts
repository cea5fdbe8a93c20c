import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['__test__/**/*.test.ts', 'packages/*/test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/.gati/**', '**/fixtures/**'],
    // A test that starts processes or builds an application says so with a timeout of its own.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Many tests wait for processes they started, so that one worker less than cores leaves a core idle.
    maxWorkers: '100%',
  },
});
