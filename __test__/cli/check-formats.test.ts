/** What `gatic check` prints in each of its formats, and the code it leaves with. */

import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import type { Diagnostic } from '../../src-ts/tooling.js';
import { answering, gatic, makeProject, run, gaticBin, type Finished } from './harness.js';

const importHandler = "import type { Handler } from '@gati-framework/core';\n";
/** An error with a fix, in a model that two handlers use. */
const broken = {
  'src/models.ts': 'export interface User {\n  name: strng;\n}\n',
  'src/handlers/a.ts': `${importHandler}import type { User } from '../models.js';\nexport const POST: Handler<{ body: { users: User[] } }> = () => ({ a: 1 });\n`,
  'src/handlers/b.ts': `${importHandler}import type { User } from '../models.js';\nexport const POST: Handler<{ body: User }> = () => ({ b: 1 });\n`,
};
/** A warning, and nothing else. */
const doubtful = {
  'src/handlers/c.ts': `${importHandler}interface Size {\n  /** @minimum lots */\n  width: number;\n}\nexport const POST: Handler<{ body: Size }> = () => ({ c: 1 });\n`,
};

interface CheckDocument {
  readonly version: number;
  readonly errors: number;
  readonly warnings: number;
  readonly handlers: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly fixes: readonly object[];
}

async function checked(files: Readonly<Record<string, string>>, ...flags: string[]): Promise<Finished> {
  return gatic(['check', '--root', await makeProject(files), ...flags]);
}

describe('text', () => {
  test('is the frames, the count and where to read on', async () => {
    const { stdout, code } = await checked(broken);
    expect(stdout).toBe(
      [
        'error GT2001: nothing is called `strng` (in `body.users[].name`)',
        '   ╭─[src/models.ts:2:9]',
        ' 1 │ export interface User {',
        ' 2 │   name: strng;',
        '   ·         ──┬──',
        '   ·           ╰── no type of this name is in sight',
        '   ╰────',
        '  note: used by POST /a and POST /b',
        '  help: did you mean `string`?',
        '',
        '2 handlers, 0 modules: 1 error',
        'one of them can be fixed: gatic check --fix',
        'more about a code: gatic explain GT2001',
        '',
      ].join('\n'),
    );
    expect(code).toBe(1);
  });

  test('has colours only where they are wanted', async () => {
    const root = await makeProject(broken);
    const escape = String.fromCodePoint(27);
    const plain = await gatic(['check', '--root', root]);
    expect(plain.stdout).not.toContain(escape);
    const forced = await gatic(['check', '--root', root], { env: { FORCE_COLOR: '1' } });
    expect(forced.stdout, 'NO_COLOR wins').not.toContain(escape);
    const coloured = await run('env', [
      '-u',
      'NO_COLOR',
      'FORCE_COLOR=1',
      process.execPath,
      gaticBin,
      'check',
      '--root',
      root,
    ]);
    expect(coloured.stdout).toContain(escape);
  });
});

describe('exit codes', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[], number])[] = [
    ['nothing is wrong', { 'src/handlers/d.ts': answering({ d: 1 }) }, [], 0],
    ['an error', broken, [], 1],
    ['only warnings', doubtful, [], 0],
    ['as many warnings as allowed', doubtful, ['--max-warnings', '1'], 0],
    ['too many warnings', doubtful, ['--max-warnings', '0'], 1],
    ['quiet warnings count', doubtful, ['--max-warnings', '0', '--quiet'], 1],
    ['no count', doubtful, ['--max-warnings', 'some'], 2],
    ['watch and fix', doubtful, ['--watch', '--fix'], 2],
    ['watch for GitHub', doubtful, ['--watch', '--format', 'github'], 2],
  ];
  test.each(cases)('%s', async (_name, files, flags, expected) => {
    const { code, stderr } = await checked(files, ...flags);
    expect(code, stderr).toBe(expected);
  });

  test('too many warnings are said on stderr, so that JSON stays JSON', async () => {
    const { stdout, stderr } = await checked(doubtful, '--max-warnings', '0', '--format', 'json');
    expect(stderr).toContain('1 warning found, and --max-warnings allows 0');
    expect((JSON.parse(stdout) as CheckDocument).warnings).toBe(1);
  });
});

describe('--quiet', () => {
  test('prints nothing about a project with warnings only', async () => {
    expect((await checked(doubtful, '--quiet')).stdout).toBe('');
  });

  test('prints errors without warnings', async () => {
    const { stdout } = await checked({ ...broken, ...doubtful }, '--quiet');
    expect(stdout).toContain('GT2001');
    expect(stdout).not.toContain('GT2012');
  });
});

describe('JSON', () => {
  test('is one document with a version', async () => {
    const { stdout } = await checked({ ...broken, ...doubtful }, '--format', 'json');
    const document = JSON.parse(stdout) as CheckDocument;
    expect(document).toMatchObject({ version: 1, errors: 1, warnings: 1, handlers: 3, modules: 0, fixes: [] });
    expect(document.diagnostics.map(({ code }) => code)).toEqual(['GT2012', 'GT2001']);
  });

  test('places are lines, UTF-16 columns and offsets that cut the same text', async () => {
    const model = '// 😀 字\r\nexport interface User {\r\n\t/* 😀 */ name: strng;\r\n}\r\n';
    const files = { ...broken, 'src/models.ts': model };
    const { stdout } = await checked(files, '--format', 'json');
    const [found] = (JSON.parse(stdout) as CheckDocument).diagnostics;
    expect(found).toMatchObject({
      path: 'body.users[].name',
      line: 3,
      column: 17,
      endLine: 3,
      endColumn: 22,
      usedBy: ['POST /a', 'POST /b'],
      docs: 'docs/diagnostics/GT2001.md',
    });
    expect(model.slice(found!.offset, found!.endOffset)).toBe('strng');
    const line = model.split('\n')[found!.line - 1]!;
    expect(line.slice(found!.column - 1, found!.endColumn! - 1)).toBe('strng');
    expect(found!.fix).toMatchObject({ edits: [{ file: 'src/models.ts', text: 'string', offset: found!.offset }] });
  });
});

describe('GitHub', () => {
  test('gets one workflow command for each diagnostic, escaped as it asks for', async () => {
    const files = {
      'src/handlers/a,b:c%.ts': `${importHandler}export const route = 'GET /50%';\nexport const handler: Handler = () => ({ a: 1 });\n`,
    };
    const { stdout } = await checked(files, '--format', 'github');
    const [command] = stdout.trimEnd().split('\n');
    expect(command).toMatch(
      /^::error file=src\/handlers\/a%2Cb%3Ac%25\.ts,line=2,col=22,endLine=2,endColumn=32,title=GT1102::[^:]*\/50%25/,
    );
    expect(command).toContain('%0Ahelp: ');
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  test('gets nothing where nothing is wrong', async () => {
    expect((await checked({ 'src/handlers/d.ts': answering({ d: 1 }) }, '--format', 'github')).stdout).toBe('');
  });
});

describe('--fix', () => {
  test('writes what is known, says so, and reports what is left', async () => {
    const root = await makeProject({
      ...broken,
      'src/handlers/d.ts': `${importHandler}export const POST: Handler<{ bdy: { id: Uuid } }> = () => ({ d: 1 });\n`,
      'src/handlers/e.ts': `${importHandler}export const POST: Handler<{ body: Nowhere }> = () => ({ e: 1 });\n`,
    });
    const { stdout, code } = await gatic(['check', '--fix', '--root', root]);
    expect(stdout).toContain('fixed src/models.ts:2:9 GT2001 replace `strng` with `string`\n');
    expect(stdout).toContain('fixed src/handlers/d.ts:2:30 GT1204 replace `bdy` with `body`\n');
    // The type of the body is only looked at once there is a body.
    expect(stdout).toMatch(/fixed src\/handlers\/d\.ts:2:\d+ GT2001 import `Uuid`\n/);
    expect(stdout).toContain('nothing is called `Nowhere`');
    expect(stdout).toContain('5 handlers, 0 modules: 1 error'.replace('5', '4'));
    expect(code).toBe(1);
    expect(await readFile(join(root, 'src/models.ts'), 'utf8')).toBe('export interface User {\n  name: string;\n}\n');
    expect(await readFile(join(root, 'src/handlers/d.ts'), 'utf8')).toContain('Handler<{ body: { id: Uuid } }>');
    const again = await gatic(['check', '--fix', '--format', 'json', '--root', root]);
    expect((JSON.parse(again.stdout) as CheckDocument).fixes).toEqual([]);
  });

  test('an imported name is corrected wherever the file mentions it', async () => {
    const handler = (name: string): string =>
      `${importHandler}import type { ${name} } from '../models.js';\nexport const POST: Handler<{ body: ${name}[]; response: ${name} }> = (req) => req.body[0]!;\n`;
    const root = await makeProject({
      'src/models.ts': 'export interface User {\n  name: string;\n}\n',
      'src/handlers/a.ts': handler('Usr'),
    });
    const { stdout, code } = await gatic(['check', '--fix', '--root', root]);
    expect(code, stdout).toBe(0);
    expect(await readFile(join(root, 'src/handlers/a.ts'), 'utf8')).toBe(handler('User'));
  });

  test('a link stays a link, and nothing is left lying about', async () => {
    const root = await makeProject({ 'src/handlers/a.ts': broken['src/handlers/a.ts'] });
    await mkdir(join(root, 'real'));
    await writeFile(join(root, 'real/models.ts'), broken['src/models.ts'], { mode: 0o640 });
    await symlink(join(root, 'real/models.ts'), join(root, 'src/models.ts'));
    const { code, stdout } = await gatic(['check', '--fix', '--root', root]);
    expect(code, stdout).toBe(0);
    const { stdout: listed } = await run('ls', ['-lA', join(root, 'src'), join(root, 'real')]);
    expect(listed).toMatch(/models\.ts -> .*real\/models\.ts/);
    expect(listed).toMatch(/^-rw-r-----.* models\.ts$/m);
    expect(listed).not.toContain('.tmp');
  });
});

describe('explain', () => {
  test('prints the page about a code', async () => {
    const { stdout, code } = await gatic(['explain', 'gt2001']);
    expect(stdout).toMatch(/^GT2001: /);
    expect(stdout).toContain('How to mend it');
    expect(stdout).not.toContain('```');
    expect(code).toBe(0);
  });

  test('lists every code, and knows no other', async () => {
    const { stdout } = await gatic(['explain']);
    expect(stdout).toMatch(/^GT1001 {2}\S/m);
    const unknown = await gatic(['explain', 'GT9999']);
    expect(unknown.stderr).toContain('there is no diagnostic GT9999');
    expect(unknown.code).toBe(1);
  });
});
