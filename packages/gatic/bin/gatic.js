#!/usr/bin/env node
import module from 'node:module';

// Node 22.8 and newer keep what they compiled; older ones have no such function.
module.enableCompileCache?.();

const { main } = await import('../dist/main.js');
await main(process.argv.slice(2));
