import { defineConfig } from '@gati-framework/core';

// The other servers of the benchmark log nothing; everything else is as it comes.
export default defineConfig({ logging: false });
