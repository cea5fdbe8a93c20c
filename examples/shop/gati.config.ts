import { defineConfig } from '@gati-framework/core';

export default defineConfig({
  bodyLimit: '64kb',
  app: { currency: 'EUR' },
});
