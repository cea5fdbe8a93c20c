/**
 * One round: how long a module of a thousand validators takes to load, and how long the written code of `items` is beside
 * contenders/validator/by-hand.mjs. Prints one line of JSON.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { gtypeOf } from '../contenders/validator/libraries.mjs';
import * as byHand from '../contenders/validator/by-hand.mjs';
import {
  badValues,
  faultyValues,
  goodValues,
  payloads,
  valuesWithExtraKeys,
} from '../contenders/validator/payloads.mjs';
import { importTooling } from '../harness/ours.mjs';

const { compile, compileContracts } = await importTooling();

const folder = mkdtempSync(join(tmpdir(), 'gati-bench-'));
try {
  const source = compileContracts({ manifest: 1, types: {}, handlers: handlers(1000), modules: [] });
  const file = join(folder, 'contracts.mjs');
  writeFileSync(file, source);
  const started = performance.now();
  const { contracts } = await import(pathToFileURL(file).href);
  const loadMs = performance.now() - started;
  if (Object.keys(contracts).length !== 1000) throw new Error('validators are missing');
  const compiled = compile({ gtype: 1, root: gtypeOf(payloads.items.shape) });
  proveAlike(compiled);
  const written = compiled.source;
  const reference = readFileSync(new URL('../contenders/validator/by-hand.mjs', import.meta.url), 'utf8');
  console.log(
    JSON.stringify({
      loadMs,
      kilobytes: Math.round(source.length / 1024),
      written: withoutComments(written).length,
      byHand: withoutComments(reference).length,
    }),
  );
} finally {
  rmSync(folder, { recursive: true });
}

/** What is held against each other does the same. */
function proveAlike(compiled) {
  const good = goodValues('items', 4);
  const given = [...good, ...badValues('items'), ...valuesWithExtraKeys('items'), ...faultyValues('items')];
  for (const value of given) {
    deepStrictEqual(byHand.is(value), compiled.is(value));
    deepStrictEqual(byHand.validate(value), compiled.validate(value));
  }
  for (const value of [...good, ...valuesWithExtraKeys('items')]) {
    deepStrictEqual(byHand.stringify(value), compiled.stringify(value));
  }
  const query = { items: { ...good[0].items[0], id: '7', price: '1.5', active: 'true', tags: 'one' } };
  deepStrictEqual(byHand.coerce(query), compiled.coerce(query));
}

/** Handlers whose bodies are all different, of ten members each. */
function handlers(count) {
  return Array.from({ length: count }, (_, index) => ({
    id: `POST /things-${index}`,
    method: 'POST',
    path: `/things-${index}`,
    source: { file: 'src/handlers/things.ts', export: 'POST', line: 1, column: 1 },
    contract: { body: bodyOf(index), responses: [] },
  }));
}

function bodyOf(index) {
  const properties = Array.from({ length: 10 }, (_, at) => ({
    name: `member${(index * 7 + at * 13) % 997}`,
    type: [
      { kind: 'string' },
      { kind: 'number' },
      { kind: 'boolean' },
      { kind: 'array', items: { kind: 'string' } },
      { kind: 'refined', base: { kind: 'string' }, constraints: { minLength: 1 + (index % 9), maxLength: 100 } },
    ][at % 5],
  }));
  return { kind: 'object', properties };
}

/** Code as it counts: without comments and indentation. */
function withoutComments(source) {
  return source
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/^\s+/gm, '');
}
