/** What a disk holds besides sources: links in circles, links to nowhere, folders and bytes under the name of a source. */

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { NativeAnalyzer } from '../../src-ts/native/index.js';
import { readAnalysis } from '../../src-ts/project/analysis.js';

const root = mkdtempSync(join(tmpdir(), 'gati-odd-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const handlers = join(root, 'src/handlers');
const good = 'export const handler = () => ({ made: true });\n';

test('a folder of odd files gives its good ones, and names the others', () => {
  mkdirSync(join(handlers, 'folder.ts/inner'), { recursive: true });
  writeFileSync(join(handlers, 'good.ts'), good);
  writeFileSync(join(handlers, 'folder.ts/inner/deep.ts'), good);
  writeFileSync(join(handlers, 'marked.ts'), `\u{FEFF}${good.replaceAll('\n', '\r\n')}`);
  writeFileSync(join(handlers, 'bytes.ts'), Buffer.from([0x65, 0xff, 0xfe, 0x00, 0xc3]));
  writeFileSync(join(handlers, 'nothing.ts'), '');
  const linked = tryLink(() => {
    symlinkSync(handlers, join(handlers, 'circle'), 'dir');
    symlinkSync(join(handlers, 'round.ts'), join(handlers, 'round.ts'), 'file');
    symlinkSync(join(root, 'nowhere.ts'), join(handlers, 'dangling.ts'), 'file');
  });
  const analyzer = new NativeAnalyzer(JSON.stringify({ root, handlers: 'src/handlers', modules: 'src/modules' }));
  const { manifest, diagnostics } = readAnalysis(analyzer.analyze());
  const ids = manifest.handlers.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['GET /folder.ts/inner/deep', 'GET /good', 'GET /marked']));
  expect(ids, linked ? 'links in a circle are followed once' : 'without links').toHaveLength(3);
  const found = diagnostics.map(({ code, file }) => `${code} ${file}`);
  expect(found).toContain('GT1002 src/handlers/bytes.ts');
  expect(found).toContain('GT1106 src/handlers/nothing.ts');
  expect(found).toHaveLength(2);
});

/** Whether the system lets this user make links. */
function tryLink(link: () => void): boolean {
  try {
    link();
    return true;
  } catch {
    return false;
  }
}
