/**
 * The rules of the house that are checked and not remembered. ARCHITECTURE.md says why they are there; a failure names
 * the place and the rule.
 */
import { describe, expect, test } from 'vitest';
import { checkEdges, checkHermetic, readCrates } from './architecture/crates.js';
import { checkDocuments, documents } from './architecture/documents.js';
import { checkImports } from './architecture/imports.js';
import { checkFileNames, checkSizes, checkTypeNames } from './architecture/names.js';
import { listFiles, readFiles, told, type Violation } from './architecture/tree.js';

const paths = listFiles();
const generated = /(^|\/)fixtures\/|^src-ts\/native\/binding\./;
const sources = readFiles(paths, /\.(rs|[cm]?[jt]sx?)$/).filter(({ path }) => !generated.test(path));
const typescript = sources.filter(({ path }) => !path.endsWith('.rs'));

describe('the house', () => {
  test('crate edges point down', () => {
    expect(told(checkEdges(readCrates()))).toBe('');
  });

  test('levels 0 and 1 touch nothing outside', () => {
    expect(told(checkHermetic(sources))).toBe('');
  });

  test('imports stay in their rooms', () => {
    expect(told(checkImports(typescript))).toBe('');
  });

  test('files are short or say why not', () => {
    expect(told(checkSizes(sources))).toBe('');
  });

  test('files are named after what is in them', () => {
    expect(told(checkFileNames(paths))).toBe('');
  });

  test('types are named after what they are', () => {
    expect(told(checkTypeNames(sources))).toBe('');
  });

  test('documents name only paths that exist', () => {
    expect(told(checkDocuments(readFiles(paths, documents), paths))).toBe('');
  });
});

/** Each rule is shown something it has to refuse, so that none is switched off by a mistake in it. */
const refused: readonly [name: string, violations: () => readonly Violation[], place: string][] = [
  ['a sideways edge', () => edge('gati-analyzer', 'gati-validator'), 'gati-analyzer -> gati-validator'],
  ['an upward edge', () => edge('gati-router', 'gati-analyzer'), 'gati-router -> gati-analyzer'],
  ['an edge between leaves', () => edge('gati-router', 'gati-types'), 'gati-router -> gati-types'],
  ['napi below the binding', () => edge('gati-types', 'napi-derive'), 'gati-types -> napi-derive'],
  ['a runtime', () => edge('gati-host', 'tokio', null, ['net']), 'gati-host -> tokio'],
  ['the traits of a runtime elsewhere', () => edge('gati-router', 'tokio'), 'gati-router -> tokio'],
  ['a crate without a level', () => edge('gati-new', 'serde'), 'gati-new'],
  [
    'a clock',
    () => checkHermetic([rust('use std::time;\nfn f() { time::SystemTime::now() }')]),
    'crates/gati-types/src/x.rs:2',
  ],
  ['a file', () => checkHermetic([rust('use std::{fmt, fs};')]), 'crates/gati-types/src/x.rs:1'],
  [
    'Fastify in the pipeline',
    () => from('src-ts/pipeline/x.ts', "import type { A } from 'fastify';"),
    'src-ts/pipeline/x.ts:1',
  ],
  ['Fastify re-exported', () => from('src-ts/fastify.ts', "export { a } from 'fastify';"), 'src-ts/fastify.ts:1'],
  [
    'Fastify imported late',
    () => from('packages/gatic/src/x.ts', "await import('fastify');"),
    'packages/gatic/src/x.ts:1',
  ],
  ['the addon', () => from('src-ts/project/x.ts', "import { a } from '../native/addon.js';"), 'src-ts/project/x.ts:1'],
  [
    'the door in the run half',
    () => from('src-ts/pipeline/x.ts', "import { a } from '../native/index.js';"),
    'src-ts/pipeline/x.ts:1',
  ],
  ['pg imported', () => from('src-ts/timescape/x.ts', "await import('pg');"), 'src-ts/timescape/x.ts:1'],
  [
    'a deep import',
    () => from('packages/gatic/src/x.ts', "import '@gati-framework/core/dist/a.js';"),
    'packages/gatic/src/x.ts:1',
  ],
  [
    'a way around',
    () => from('packages/gatic/src/x.ts', "import '../../../src-ts/index.js';"),
    'packages/gatic/src/x.ts:1',
  ],
  [
    'Node in a validator',
    () => from('src-ts/validators/x.ts', "import { a } from 'node:buffer';"),
    'src-ts/validators/x.ts:1',
  ],
  ['a test', () => from('src-ts/api/x.ts', "import { test } from 'vitest';"), 'src-ts/api/x.ts:1'],
  ['a very long file', () => checkSizes([rust('\n'.repeat(801) + 'x')]), 'crates/gati-types/src/x.rs (802 lines)'],
  [
    'a long silent file',
    () => checkSizes([rust('//! Things.\n' + '\n'.repeat(401) + 'x')]),
    'crates/gati-types/src/x.rs',
  ],
  ['a drawer', () => checkFileNames(['src-ts/utils/a.ts']), 'src-ts/utils/a.ts'],
  ['camelCase', () => checkFileNames(['src-ts/aB.ts']), 'src-ts/aB.ts'],
  ['a dynamic name in the core', () => checkFileNames(['src-ts/[id].ts']), 'src-ts/[id].ts'],
  [
    'a doer in Rust',
    () => checkTypeNames([rust('pub struct RouteManager;')]),
    'crates/gati-types/src/x.rs:1 RouteManager',
  ],
  [
    'a doer in TypeScript',
    () => checkTypeNames([{ path: 'a.ts', text: 'export class AService {}' }]),
    'a.ts:1 AService',
  ],
  [
    'a lost path',
    () => checkDocuments([{ path: 'README.md', text: 'See `crates/none/`.' }], ['README.md']),
    'README.md:1',
  ],
  ['a lost link', () => checkDocuments([{ path: 'docs/a.md', text: '[b](b.md)' }], ['docs/a.md']), 'docs/a.md:1'],
];

test.each(refused)('refused: %s', (_name, violations, place) => {
  const found = violations();
  expect(found).toHaveLength(1);
  expect(found[0]?.place.startsWith(place)).toBe(true);
});

const accepted: readonly [name: string, violations: () => readonly Violation[]][] = [
  ['a test that needs a neighbour', () => edge('gati-analyzer', 'gati-validator', 'dev')],
  ['the traits of a runtime', () => edge('gati-host', 'tokio')],
  [
    'a clock in a test module',
    () => checkHermetic([rust('#[cfg(test)]\nmod tests {\n  fn f() { SystemTime::now() }\n}')]),
  ],
  ['a clock in a sentence', () => checkHermetic([rust('/// Never calls `SystemTime::now`.')])],
  ['an entry point', () => from('packages/gatic/src/x.ts', "import { a } from '@gati-framework/core/tooling';")],
  ['a dynamic handler', () => checkFileNames(['examples/shop/src/handlers/[id].ts'])],
  [
    'a pattern that fits',
    () => checkDocuments([{ path: 'README.md', text: '`npm/<triple>/`' }], ['npm/linux-x64-gnu/README.md']),
  ],
];

test.each(accepted)('accepted: %s', (_name, violations) => {
  expect(told(violations())).toBe('');
});

function edge(
  name: string,
  target: string,
  kind: string | null = null,
  features: readonly string[] = [],
): readonly Violation[] {
  return checkEdges([{ name, dependencies: [{ name: target, kind, features }] }]);
}

function from(path: string, text: string): readonly Violation[] {
  return checkImports([{ path, text }]);
}

function rust(text: string): { path: string; text: string } {
  return { path: 'crates/gati-types/src/x.rs', text };
}
