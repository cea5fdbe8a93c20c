/** What only a registry in a file can get wrong: torn lines, killed writers, locks that nobody holds any more. */

import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { withLock } from '../../src-ts/timescape/registry/file-lock.js';
import { fileRegistry, type FileRegistryOptions, type Registry, type TimescapeEvent } from '../../src-ts/tooling.js';
import { repository, run } from '../cli/harness.js';
import { label } from './operations.js';

async function place(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gati-file-registry-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'timescape/registry.jsonl');
}

function open(file: string, options: Partial<FileRegistryOptions> = {}): Registry & { readonly warnings: string[] } {
  const warnings: string[] = [];
  return { ...fileRegistry({ file, warn: (text) => warnings.push(text), ...options }), warnings };
}

async function filled(count: number): Promise<string> {
  const file = await place();
  const registry = open(file);
  for (let revision = 0; revision < count; revision += 1) await registry.append(revision, [label(`n${revision}`)]);
  return file;
}

const code = (text: string): object => expect.objectContaining({ code: text });
const names = (events: readonly TimescapeEvent[]): string[] =>
  events.map((event) => (event.kind === 'labelled' ? event.label : event.kind));

describe('a line that a power failure tore', () => {
  test('is left out with a warning, wherever it was torn, and the next entry takes its place', async () => {
    const file = await filled(2);
    const text = await readFile(file, 'utf8');
    const start = text.indexOf('\n') + 1;
    for (let length = start; length < text.length - 1; length += 1) {
      await writeFile(file, text);
      await truncate(file, length);
      const registry = open(file);
      expect(await registry.read()).toHaveLength(1);
      expect(registry.warnings).toHaveLength(length === start ? 0 : 1);
      await registry.append(1, [label('after')]);
      expect((await open(file).read()).flatMap(({ events }) => names(events))).toEqual(['n0', 'after']);
    }
  });

  test('may be zeros, as file systems leave them', async () => {
    for (const tail of ['\0'.repeat(100), '{"revision":3,\0\0\0\0', '{"revision":3,"at"\n']) {
      const file = await filled(2);
      await writeFile(file, `${await readFile(file, 'utf8')}${tail}`);
      const registry = open(file);
      expect(await registry.read()).toHaveLength(2);
      expect(registry.warnings[0]).toContain('ends in the middle of a line');
      await registry.append(2, [label('after')]);
      expect(await open(file).read()).toHaveLength(3);
    }
  });

  test('that only lacks its end is an entry', async () => {
    const file = await filled(2);
    await truncate(file, (await stat(file)).size - 1);
    const registry = open(file);
    expect(await registry.read()).toHaveLength(2);
    await registry.append(2, [label('after')]);
    expect(await registry.read()).toHaveLength(3);
    expect(registry.warnings).toEqual([]);
  });
});

describe('a file that somebody edited', () => {
  const broken: readonly [name: string, edit: (lines: string[]) => string[], reason: RegExp][] = [
    ['a line in the middle that is no JSON', ([a, , c]) => [a!, '<<<<<<< HEAD', c!], /line 2 is no JSON/],
    ['a line that is missing', ([a, , c]) => [a!, c!], /line 2: it is revision 3, where 2 has to be/],
    ['two branches that were merged', ([a, b, c]) => [a!, b!, c!, c!], /line 4: it is revision 3, where 4 has to be/],
    ['lines in another order', ([a, b, c]) => [b!, a!, c!], /line 1: it is revision 2/],
    ['a list', ([a, b]) => [a!, b!, '[]'], /line 3: it is revision nothing/],
    ['null', ([a]) => [a!, 'null'], /line 2: it is no entry/],
    ['an event of a later version', ([a]) => [a!.replace('labelled', 'merged')], /line 1: .* no kind "merged"/],
    ['a time that is none', ([a]) => [a!.replace(/"at":"[^"]*"/, '"at":"now"')], /line 1: at has to be a time/],
  ];
  test.each(broken)('%s is an error with its line, and nothing is written', async (_, edit, reason) => {
    const file = await filled(3);
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const text = `${edit(lines).join('\n')}\n`;
    await writeFile(file, text);
    await expect(open(file).read()).rejects.toThrow(reason);
    await expect(open(file).read()).rejects.toEqual(code('GATI_TIMESCAPE_REGISTRY_BROKEN'));
    await expect(open(file).append(3, [label('a')])).rejects.toEqual(code('GATI_TIMESCAPE_REGISTRY_BROKEN'));
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('with the line ends of Windows and empty lines is read', async () => {
    const file = await filled(3);
    await writeFile(file, `\n${(await readFile(file, 'utf8')).replaceAll('\n', '\r\n\r\n')}`);
    const registry = open(file);
    expect(await registry.read()).toHaveLength(3);
    await registry.append(3, [label('more')]);
    expect(await registry.read()).toHaveLength(4);
  });
});

describe('a writer that is killed', () => {
  test('loses nothing that was acknowledged, and holds nobody up', { timeout: 60_000 }, async () => {
    const file = await place();
    const script = join(repository, '__test__/timescape/deployer.mjs');
    let acknowledged = 0;
    for (let round = 0; round < 8; round += 1) {
      // Two writers, so that one is at times killed while it waits for the other or has just followed it.
      const writers = ['a', 'b'].map((name) => {
        const child = spawn(process.execPath, [script, file, `${name}${round}`, '1000000', 'appends'], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        let text = '';
        child.stdout.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          // A different number of entries each time, so that the end comes at another point of the work.
          if (text.split('\n').length > 3 + round) child.kill('SIGKILL');
        });
        return new Promise<number[]>((done) =>
          child.on('close', () => done(text.split('\n').slice(0, -1).map(Number))),
        );
      });
      const revisions = (await Promise.all(writers)).flat();
      const entries = await open(file).read();
      expect(new Set(revisions).size).toBe(revisions.length);
      expect(Math.max(...revisions)).toBeLessThanOrEqual(entries.length);
      for (const revision of revisions) expect(entries[revision - 1]?.revision).toBe(revision);
      acknowledged += revisions.length;
      // Every entry that was there stays the same.
      expect(entries.map(({ revision }) => revision)).toEqual(entries.map((_, index) => index + 1));
    }
    expect(acknowledged).toBeGreaterThan(50);
    expect((await readdir(dirname(file))).filter((name) => name.endsWith('.jsonl'))).toEqual(['registry.jsonl']);
  });
});

/** A process that has ended; nobody has its number again so soon. */
function endedProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

async function lockOf(file: string, holder: object): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const { boot } = JSON.parse(await ownLock(file)) as { boot: string };
  const whole = { nonce: 'n'.repeat(36), pid: 1, host: hostname(), boot, began: '', since: '2026-01-01T00:00:00Z' };
  await writeFile(`${file}.lock`, JSON.stringify({ ...whole, ...holder }));
}

/** What this process writes into a lock. */
async function ownLock(file: string): Promise<string> {
  return withLock(`${file}.other`, () => readFile(`${file}.other`, 'utf8'));
}

describe('a lock', () => {
  test('of a process that has ended is taken over, by one of many', { timeout: 30_000 }, async () => {
    const file = await place();
    await lockOf(file, { pid: endedProcess() });
    const script = join(repository, '__test__/timescape/deployer.mjs');
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((name) => run(process.execPath, [script, file, name, '5', 'updates'])),
    );
    for (const { stderr, code: exit } of answers) expect([stderr, exit]).toEqual(['', 0]);
    expect(await open(file).read()).toHaveLength(25);
    expect((await readdir(dirname(file))).sort()).toEqual(['.gitignore', 'registry.jsonl']);
  });

  test.each([
    ['of before the machine started', { boot: 'another' }],
    ['of an earlier process with the same number', { pid: process.pid, began: 'earlier' }],
  ])('%s is taken over', async (_, holder) => {
    const file = await place();
    await lockOf(file, holder);
    await open(file).append(0, [label('a')]);
    expect(await open(file).read()).toHaveLength(1);
  });

  test('that is being taken over by a process that ended as well is taken over', async () => {
    const file = await place();
    await lockOf(file, { pid: endedProcess() });
    const inner = `${file}.lock.of-${'n'.repeat(8)}`;
    await writeFile(
      inner,
      JSON.stringify({ ...JSON.parse(await readFile(`${file}.lock`, 'utf8')), nonce: 'm'.repeat(36) }),
    );
    await open(file).append(0, [label('a')]);
    expect((await readdir(dirname(file))).sort()).toEqual(['.gitignore', 'registry.jsonl']);
  });

  test('of a process that is there is waited for, then an error that names it', async () => {
    const file = await place();
    await mkdir(dirname(file), { recursive: true });
    let letGo = (): void => undefined;
    const held = withLock(`${file}.lock`, () => new Promise<void>((done) => (letGo = done)));
    const refusal = open(file, { lock: { patience: 100 } }).append(0, [label('a')]);
    await expect(refusal).rejects.toEqual(code('GATI_TIMESCAPE_REGISTRY_LOCKED'));
    await expect(refusal).rejects.toThrow(`held by process ${process.pid} on ${hostname()}`);
    // Reading needs no lock.
    expect(await open(file).read()).toEqual([]);
    const waiting = open(file).append(0, [label('a')]);
    letGo();
    await held;
    expect(await waiting).toMatchObject({ revision: 1 });
  });

  test.each([
    ['of another machine', JSON.stringify({ nonce: 'x', pid: 1, host: 'elsewhere', boot: '', began: '', since: '' })],
    ['without content', ''],
  ])('%s is passed over when nothing has happened for long', async (_, text) => {
    const file = await place();
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.lock`, text);
    await open(file, { lock: { patience: 0, foreignPatience: 100 } }).append(0, [label('a')]);
    expect(await open(file).read()).toHaveLength(1);
  });
});

describe('the folder', () => {
  test('that cannot be written to is an error with its reason, and reading goes on', async () => {
    const file = await filled(1);
    const folder = dirname(file);
    await chmod(dirname(folder), 0o755);
    await chmod(folder, 0o555);
    onTestFinished(() => chmod(folder, 0o755));
    const script = `
      const { fileRegistry } = await import(${JSON.stringify(join(repository, 'dist/tooling.js'))});
      const registry = fileRegistry({ file: ${JSON.stringify(file)} });
      console.log((await registry.read()).length);
      await registry.append(1, [{ kind: 'baseline', release: '2026-01-01T00:00:00Z' }]).catch((e) => console.log(e.code, e.message));`;
    const options = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], options);
    expect(stdout).toMatch(/^1\nGATI_TIMESCAPE_REGISTRY_UNREACHABLE .*registry\.jsonl cannot be reached: EACCES/);
  });

  test('says what is not committed, unless it says so already', async () => {
    const file = await filled(1);
    const ignore = join(dirname(file), '.gitignore');
    expect(await readFile(ignore, 'utf8')).toBe('*.lock*\nusage.jsonl*\npins.jsonl*\n');
    await writeFile(ignore, 'mine\n');
    await open(file).append(1, [label('a')]);
    expect(await readFile(ignore, 'utf8')).toBe('mine\n');
  });

  test('holds counters that are added up before they grow large', async () => {
    const file = await place();
    const registry = open(file);
    const batch = Array.from({ length: 100 }, (_, number) => ({
      release: '2026-01-01T00:00:00Z',
      asked: 'id' as const,
      route: `GET /${'long'.repeat(20)}`,
      principal: `p${number}`,
      agent: '',
      day: '2026-01-01',
      count: 1,
      last: '2026-01-01T00:00:00Z',
    }));
    for (let time = 0; time < 130; time += 1) await registry.count(batch);
    const rows = await registry.usage();
    expect(rows).toHaveLength(100);
    expect(rows.every(({ count }) => count === 130)).toBe(true);
    expect((await stat(join(dirname(file), 'usage.jsonl'))).size).toBeLessThan(1 << 20);
  });
});
