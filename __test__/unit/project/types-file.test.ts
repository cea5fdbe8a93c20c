import { expect, test } from 'vitest';

import { typesFile } from '../../../src-ts/project/types-file.js';

const spellings: readonly (readonly [file: string, name: string, line: string])[] = [
  ['src/modules/db.ts', 'default', '"m": Provided<(typeof import("../src/modules/db.js"))["default"]>;'],
  ['src/modules/db.mts', 'module', '"m": Provided<(typeof import("../src/modules/db.mjs"))["module"]>;'],
  ['src/modules/db.js', 'default', '"m": Provided<(typeof import("../src/modules/db.js"))["default"]>;'],
];

test.each(spellings)('%s, export %s', (file, name, line) => {
  expect(typesFile([{ name: 'm', file, export: name, dependencies: [] }])).toContain(line);
});
