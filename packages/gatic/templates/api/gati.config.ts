import { defineConfig } from '@gati-framework/core';

// Nothing is required here. PORT and HOST are read from the environment.
export default defineConfig({});
