/** Calls of `validate<T>()` compiled by hand: what comes out runs, keeps its lines, and follows edits. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ValidatorCalls } from '../../src-ts/tooling.js';

const root = mkdtempSync(join(tmpdir(), 'gati-calls-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const core = "import { validate } from '@gati-framework/core/validate';\n";

function compile(text: string, name = 'main.ts') {
  return new ValidatorCalls({ root }).compileNow(join(root, name), text);
}

describe('a compiled file', () => {
  test('has the functions of each type once, behind its last line', () => {
    const source = `${core}interface User { id: number }\nexport const a = validate<User>(), b = validate<User>(), c = validate<User[]>();\n`;
    const { code, diagnostics } = compile(source);
    expect(diagnostics).toEqual([]);
    const lines = code.split('\n');
    expect(lines[2]).toBe(
      'export const a = validate<User>($gatiUser, $gatiUserSchema), b = validate<User>($gatiUser, $gatiUserSchema), ' +
        'c = validate<User[]>($gatiUser2, $gatiUser2Schema);',
    );
    expect(code.match(/^function \$gati\w+\(\)/gm)).toEqual([
      'function $gatiUser()',
      'function $gatiUserSchema()',
      'function $gatiUser2()',
      'function $gatiUser2Schema()',
      'function $gatiTypes()',
    ]);
    expect(code.startsWith(core)).toBe(true);
  });

  test('is left as it is where nothing is called', () => {
    for (const source of [
      'export const a = 1;',
      "import { validate } from './mine.js'; validate<1>();",
      `${core}export { validate };`,
    ]) {
      const compiled = compile(source);
      expect(compiled).toMatchObject({ code: source, map: undefined, insertions: [], diagnostics: [] });
    }
  });

  test('says at the place what is wrong, and is not compiled', () => {
    const source = `${core}export const a = validate<Usr>();\nexport const b = validate<string>();\n`;
    const { code, diagnostics } = compile(source);
    expect(code).toBe(source);
    expect(diagnostics.map(({ code: known, file, line, column }) => [known, file, line, column])).toEqual([
      ['GT2001', 'main.ts', 2, 27],
    ]);
    expect(diagnostics[0]!.frame).toContain('export const a = validate<Usr>();');
  });

  test('has names that the file does not have', () => {
    const { code } = compile(`${core}const $gatiA = 1;\ntype A = 1;\nexport const a = [validate<A>(), $gatiA];\n`);
    expect(code).toContain('validate<A>($gatiA2, $gatiA2Schema)');
  });

  test('has a map that leads back to every word', () => {
    const source = `${core}type é = 1;\nexport const a = [validate<é>(), validate<é>(), last];\n`;
    const { code, map } = compile(source);
    expect(map!.sourcesContent).toEqual([source]);
    const at = code.split('\n')[2]!.indexOf('last');
    const segments = decodeLine(map!.mappings, 2);
    const found = segments.filter(([column]) => column! <= at).at(-1)!;
    expect([found[0], found[2], found[3]]).toEqual([at, 2, source.split('\n')[2]!.indexOf('last')]);
  });
});

describe('edits', () => {
  test('of an imported type are seen once they are told, and its file is named', () => {
    const user = write('user.ts', 'export interface User { id: number }\n');
    const source = `${core}import type { User } from './user.js';\nexport const a = validate<User>();\n`;
    const path = write('edited.ts', source);
    const calls = new ValidatorCalls({ root });
    const before = calls.compileNow(path, source);
    expect(before.files).toEqual([path, user].sort());
    expect(before.code).toContain('is$User');
    writeFileSync(user, 'export interface User { id: number; name: string }\n');
    calls.invalidate([user]);
    const after = calls.compileNow(path, source);
    expect(after.code).toContain('name');
    expect(before.code).not.toContain('name:');
  });

  test('of a text that is not on the disk are what counts', async () => {
    const path = write('held.ts', 'export {};\n');
    const calls = new ValidatorCalls({ root });
    for (const type of ['"first"', '"second"']) {
      const { code } = await calls.compile(path, `${core}export const a = validate<${type}>();\n`);
      expect(code).toContain(`value === ${type}`);
    }
    const nowhere = await calls.compile(join(root, 'never-written.ts'), `${core}export const a = validate<1>();\n`);
    expect(nowhere.insertions).toHaveLength(1);
  });
});

/** The segments of a line of mappings, as absolute numbers. */
function decodeLine(mappings: string, wanted: number): number[][] {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const state = [0, 0, 0, 0];
  return mappings.split(';').map((line) => {
    state[0] = 0;
    return (line === '' ? [] : line.split(',')).map((segment) => {
      let [value, shift, field] = [0, 0, 0];
      for (const digit of segment) {
        const bits = digits.indexOf(digit);
        value |= (bits & 31) << shift;
        shift += 5;
        if ((bits & 32) !== 0) continue;
        state[field]! += (value & 1) === 1 ? -(value >> 1) : value >> 1;
        [value, shift, field] = [0, 0, field + 1];
      }
      return [...state];
    });
  })[wanted]!;
}
