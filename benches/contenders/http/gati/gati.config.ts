import { defineConfig } from '@gati-framework/core';

// The other servers of the benchmark log nothing, unless that is what is measured; everything else is as it comes.
const observed: object = { observability: { requests: true, metrics: true } };

export default defineConfig(process.env['OBSERVED'] === 'yes' ? observed : { logging: false });
