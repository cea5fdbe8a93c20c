import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import {
  commandGroups,
  commands,
  cliReference,
  completionScript,
  exitCodes,
  type CommandSpec,
} from '../../packages/gatic/dist/index.js';
import { gatic, repository, run, temporaryDirectory, writeFiles } from './harness.js';

const usedGroups = commandGroups.filter(({ name }) => commands.some((command) => command.name.startsWith(`${name} `)));

describe('the table', () => {
  test('every command can be loaded', async () => {
    for (const command of commands) expect(typeof (await command.load()).run, command.name).toBe('function');
  });

  test('no flag or command is listed twice', () => {
    expect(new Set(commands.map((command) => command.name)).size).toBe(commands.length);
    for (const command of commands) {
      const names = command.flags.flatMap((flag) => [flag.name, ...(flag.short ? [flag.short] : [])]);
      expect(new Set(names).size, command.name).toBe(names.length);
    }
  });

  test('every group has a command, and every command of two words a group', () => {
    expect(usedGroups).toEqual(commandGroups);
    for (const { name } of commands) {
      const [first, ...others] = name.split(' ');
      expect(others.length, name).toBeLessThan(2);
      expect(commandGroups.filter((group) => group.name === first).length, name).toBe(others.length);
    }
  });

  test('exit codes are distinct', () => {
    expect(new Set(exitCodes.map((row) => row.code)).size).toBe(exitCodes.length);
  });

  test('docs/cli.md is what the table says', async () => {
    await expect(cliReference(commands)).toMatchFileSnapshot(join(repository, 'docs/cli.md'));
  });
});

describe('help', () => {
  test('lists every command and every exit code', async () => {
    const { code, stdout } = await gatic(['--help']);
    expect(code).toBe(0);
    const oneLine = stdout.replaceAll(/\s+/g, ' ');
    for (const command of commands) if (!command.name.includes(' ')) expect(oneLine).toContain(command.summary);
    for (const group of usedGroups) expect(oneLine).toContain(group.summary);
    for (const row of exitCodes) expect(stdout).toContain(row.meaning);
  });

  test.each(commands.map((command) => [command.name, command] as const))(
    '%s --help shows its flags and examples',
    async (name, command) => {
      const { code, stdout } = await gatic([...name.split(' '), '--help']);
      expect(code).toBe(0);
      for (const flag of command.flags) expect(stdout).toContain(`--${flag.name}`);
      expect(command.examples.length).toBeGreaterThan(0);
      for (const example of command.examples) expect(stdout).toContain(example);
    },
  );

  test('the version is the package version', async () => {
    const { version } = JSON.parse(await readFile(join(repository, 'packages/gatic/package.json'), 'utf8')) as {
      version: string;
    };
    expect((await gatic(['--version'])).stdout.trim()).toBe(version);
  });
});

const misused: readonly (readonly [string[], RegExp])[] = [
  [['bild'], /Did you mean build\?/],
  [['dev', '--prot', '1'], /Did you mean --port\?/],
  [['dev', '--port', 'abc'], /whole number from 0 to 65535/],
  [['dev', '--port', '70000'], /whole number from 0 to 65535/],
  [['dev', '--port'], /argument missing/],
  [['dev', 'extra'], /too many arguments/],
  [['schema'], /missing required argument 'file'/],
  [['check', '--format', 'xml'], /Allowed choices are text, json, github/],
  [['generate'], /Usage: gatic generate/],
  [['generate', 'opnapi'], /Did you mean openapi\?/],
  [['generate', 'openapi', '--format', 'xml'], /Allowed choices are json, yaml/],
  [['generate', 'openapi', '--check'], /--check needs the file/],
  [['completion', 'tcsh'], /Allowed choices are bash, zsh, fish/],
  [['create', '--template', 'huge', 'x'], /Allowed choices are minimal, api/],
  [['create', '--yes'], /create needs a directory/],
];

describe('a command line that is not understood leaves with 2', () => {
  test.each(misused)('gatic %j', async (args, message) => {
    const { code, stderr } = await gatic(args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  test('nothing at all prints help', async () => {
    const { code, stdout } = await gatic([]);
    expect(stdout).toContain('Usage: gatic');
    expect(code).toBe(2);
  });

  test('a directory that is no project is named', async () => {
    const directory = await temporaryDirectory();
    const { code, stderr } = await gatic(['routes', '--root', directory]);
    expect(stderr).toContain(directory);
    expect(stderr).toContain('package.json');
    expect(code).toBe(1);
  });
});

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish'] as const)('%s knows every command and flag', async (shell) => {
    const { stdout, code } = await gatic(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout.trim()).toBe(completionScript(shell, commands).trim());
    for (const command of commands) {
      // Of a command in a group each word stands where it is typed.
      for (const word of command.name.split(' ')) expect(stdout).toContain(word);
      for (const flag of command.flags) expect(stdout).toContain(flag.name);
    }
  });

  test('bash completes commands, flags and values', async () => {
    const directory = await temporaryDirectory();
    await writeFiles(directory, {
      'complete.sh': `source gatic.bash
complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _gatic; echo "\${COMPREPLY[*]}"; }
complete_words gatic bu
complete_words gatic dev --po
complete_words gatic check --format gi
`,
      'gatic.bash': completionScript('bash', commands),
    });
    const { stdout } = await run('bash', ['complete.sh'], { cwd: directory });
    expect(stdout.trim().split('\n')).toEqual(['build', '--port', 'github']);
  });

  test('the second word of a group is completed, then the flags of its command', async () => {
    const table = ['generate tree', 'generate leaf'].map((name): CommandSpec => ({
      name,
      summary: name,
      arguments: [],
      flags: [{ name: name === 'generate tree' ? 'tall' : 'green', summary: 'A flag.' }],
      examples: [],
      load: () => Promise.reject(new Error('never loaded')),
    }));
    const directory = await temporaryDirectory();
    await writeFiles(directory, {
      'complete.sh': `source gatic.bash
complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _gatic; echo "\${COMPREPLY[*]}"; }
complete_words gatic ge
complete_words gatic generate tr
complete_words gatic generate leaf --gr
`,
      'gatic.bash': completionScript('bash', table),
    });
    const { stdout } = await run('bash', ['complete.sh'], { cwd: directory });
    expect(stdout.trim().split('\n')).toEqual(['generate', 'tree', '--green']);
    for (const shell of ['zsh', 'fish'] as const)
      for (const word of ['generate', 'tree', 'leaf', 'tall', 'green'])
        expect(completionScript(shell, table)).toContain(word);
  });
});
