import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['__test__/**/*.test.ts', 'packages/*/test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/.gati/**', '**/fixtures/**'],
    // A test that starts processes or builds an application says so with a timeout of its own.
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
