#!/usr/bin/env node
import module from 'node:module';

// Node 22.8 and newer keep what they compiled; older ones have no such function.
module.enableCompileCache?.();

// Who reads may stop reading, as in `gatic routes | head`. What is left to print is then nobody's business.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const { main } = await import('../dist/main.js');
await main(process.argv.slice(2));
