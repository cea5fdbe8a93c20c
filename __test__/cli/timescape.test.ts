/** `gatic timescape`: what becomes of releases. */

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { called, first, project, second, third } from './timescape-project.js';

describe('what there is', () => {
  test('is listed, newest first, with what is said of each', async () => {
    const { timescape, asked } = await project();
    const { stdout, code } = await timescape('list');
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.trimEnd()),
    ).toEqual([
      'RELEASE               VERSION  STATUS     LABELS    SUNSET  CODE  CHANGES',
      '2026-03-10T08:00:00Z  2.0.0    current                      hot   2 (major)',
      '2026-02-10T08:00:00Z  1.1.0    supported                    cold  1 (minor)',
      '2026-01-10T08:00:00Z  1.0.0    supported  baseline          hot   0 (none)',
    ]);
    const { releases: listed } = await asked('list');
    expect(listed).toMatchObject([
      { id: third, status: 'current', inProject: true },
      { id: second },
      { id: first, isBaseline: true },
    ]);
  });

  test('a project without releases says how to make one', async () => {
    const { timescape, asked, root } = await project();
    await rm(join(root, 'timescape'), { recursive: true });
    expect((await timescape('list')).stdout).toContain('`gatic release` makes the first one');
    expect(await asked('list')).toEqual({ releases: [] });
    expect(await asked('status')).toMatchObject({ current: null, baseline: null, pending: [], revision: 0 });
    const { code, stderr } = await timescape('show', 'current');
    expect([code, stderr]).toEqual([
      1,
      'error GATI_TIMESCAPE_RELEASE_UNKNOWN: there is no release current; there are none yet\n',
    ]);
  });

  test.each(['2.0.0', third, 'current'])('%s is shown with its changes and who calls it', async (name) => {
    const { timescape, asked, registry } = await project();
    await registry.count([
      called(third),
      called(third, { principal: '', route: 'GET /orders/:id', count: 2 }),
      called(first),
    ]);
    const { stdout } = await timescape('show', name);
    for (const part of [
      '2.0.0',
      'current',
      'Names are whole.',
      'GET /users: name is now fullName',
      'acme',
      'curl/8.0',
      '(not named)',
    ])
      expect(stdout).toContain(part);
    const shown = await asked('show', name);
    expect(shown).toMatchObject({ id: third, windows: [{ since: third, until: null }], handlers: 4 });
    expect(shown['callers']).toMatchObject([
      { principal: 'acme', count: 7 },
      { principal: '', count: 2 },
    ]);
  });

  test('a name nobody knows is an error that lists some', async () => {
    const { timescape } = await project();
    const { code, stderr } = await timescape('show', '9.9.9');
    expect(code).toBe(1);
    expect(stderr).toContain(`there is no release 9.9.9; there are ${first} (1.0.0)`);
  });

  test('what only the registry knows is listed, too', async () => {
    const { asked, registry } = await project();
    const unknown = '2026-04-01T00:00:00Z';
    await registry.append(0, [{ kind: 'registered', release: unknown, semver: '3.0.0', expects: 2 }]);
    await registry.append(1, [{ kind: 'ready', release: unknown, instance: 'a' }]);
    expect((await asked('list'))['releases']).toMatchObject([
      { id: unknown, status: 'pending', inProject: false },
      {},
      {},
      {},
    ]);
    const status = await asked('status');
    expect(status).toMatchObject({ current: third, pending: [{ id: unknown, waiting: { expects: 2, ready: ['a'] } }] });
  });
});

describe('label', () => {
  test('names a release, moves the name, takes it away, and is where it is', async () => {
    const { timescape, asked, events } = await project();
    const { stdout, code } = await timescape('label', 'stable', '1.1.0');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^stable is 2026-02-10T08:00:00Z\nrecorded as revision 1 in .*registry\.jsonl\n$/);
    expect(await asked('show', 'stable')).toMatchObject({ id: second, labels: ['stable'] });
    expect((await timescape('label', 'stable', second)).stdout).toBe('nothing to do: it is so already\n');
    await timescape('label', 'stable', 'current');
    expect(await asked('show', 'stable')).toMatchObject({ id: third });
    await timescape('label', 'stable', '--remove');
    await timescape('label', 'baseline', '1.1.0');
    expect(await asked('show', 'baseline')).toMatchObject({ id: second, isBaseline: true });
    expect(await events()).toEqual(['labelled', 'labelled', 'labelled', 'baseline']);
  });

  const refused: readonly [args: string[], code: number, message: RegExp][] = [
    [['latest', first], 1, /latest means something by itself/],
    [['2026', first], 1, /"2026" cannot be a label/],
    [['stable'], 2, /label needs the release/],
    [['stable', first, '--remove'], 2, /--remove takes the name away from whatever has it/],
    [['stable', '--remove'], 1, /there is no label stable/],
    [['baseline', '--remove'], 1, /there is always a baseline/],
    [['stable', '7.0.0'], 1, /there is no release 7\.0\.0/],
  ];
  test.each(refused)('%j is refused', async (args, code, message) => {
    const { timescape, events } = await project();
    const finished = await timescape('label', ...args);
    expect(finished.stderr).toMatch(message);
    expect(finished.code).toBe(code);
    expect(await events()).toEqual([]);
  });
});

describe('deprecate', () => {
  test('says when a release may end, changes what was said, and takes it back', async () => {
    const { timescape, asked } = await project();
    await timescape('deprecate', '1.0.0', '--at', '2026-04-01', '--sunset', '2030-07-01', '--guide', '/docs/2');
    const said = { at: '2026-04-01T00:00:00Z', sunset: '2030-07-01T00:00:00Z', successor: third, guide: '/docs/2' };
    expect(await asked('show', first)).toMatchObject({ status: 'deprecated', deprecation: said });
    await timescape('deprecate', '1.0.0', '--sunset', '2031-01-01T12:00:00+02:00', '--successor', '1.1.0');
    expect(await asked('show', first)).toMatchObject({
      deprecation: { ...said, sunset: '2031-01-01T10:00:00Z', successor: second },
    });
    expect((await timescape('status')).stdout).toContain(`ending    ${first}, Sunset 2031-01-01T10:00:00Z`);
    await timescape('deprecate', '1.0.0', '--undo');
    expect(await asked('show', first)).toMatchObject({ status: 'supported', deprecation: null });
  });

  test('says it of one route, also of the current release, and when it is not served', async () => {
    const { timescape, asked } = await project();
    const at = ['--at', '2026-04-01', '--sunset', '2030-07-01'];
    const spans = '2030-06-01T10:00:00Z/2030-06-01T10:15:00Z,2030-06-08/2030-06-09';
    await timescape('deprecate', 'current', '--route', 'GET /orders/{order}', ...at, '--brownout', spans);
    const said = {
      at: '2026-04-01T00:00:00Z',
      sunset: '2030-07-01T00:00:00Z',
      brownouts: [
        { from: '2030-06-01T10:00:00Z', to: '2030-06-01T10:15:00Z' },
        { from: '2030-06-08T00:00:00Z', to: '2030-06-09T00:00:00Z' },
      ],
    };
    expect(await asked('show', third)).toMatchObject({
      status: 'current',
      deprecation: null,
      deprecatedRoutes: { 'GET /orders/{}': said },
    });
    expect((await timescape('show', third)).stdout).toMatch(
      /GET \/orders\/\{\}: 2026-04-01.* not served from 2030-06-01/,
    );
    await timescape('deprecate', 'current', '--route', 'GET /orders/:id', '--undo');
    expect(await asked('show', third)).toMatchObject({ deprecatedRoutes: {} });
  });

  const refused: readonly [args: string[], code: number, message: RegExp][] = [
    [['current'], 1, /is the current release: nothing is there to move on to/],
    [['1.0.0', '--route', 'GET /nowhere'], 2, /has no route "GET \/nowhere"/],
    [['1.0.0', '--brownout', '2030-06-09/2030-06-08'], 2, /is no span of time/],
    [['1.0.0', '--at', '2030-01-02', '--brownout', '2030-01-01/2030-01-03'], 1, /is before the deprecation/],
    [['1.0.0', '--sunset', '2026-02-30'], 2, /--sunset "2026-02-30" is no time/],
    [['1.0.0', '--sunset', 'soon'], 2, /--sunset "soon" is no time/],
    [['1.0.0', '--sunset', '2026-07-01T12:00'], 2, /with its zone/],
    [['1.0.0', '--at', '2026-04-01', '--sunset', '2026-03-01'], 1, /Sunset 2026-03-01T00:00:00Z is before/],
    [['1.0.0', '--successor', '1.0.0'], 1, /cannot be its own successor/],
    [['1.0.0', '--undo'], 1, /is not deprecated/],
    [['1.0.0', '--undo', '--sunset', '2030-01-01'], 2, /leave the other flags out/],
  ];
  test.each(refused)('%j is refused', async (args, code, message) => {
    const { timescape, events } = await project();
    const finished = await timescape('deprecate', ...args);
    expect(finished.stderr).toMatch(message);
    expect(finished.code).toBe(code);
    expect(await events()).toEqual([]);
  });
});

describe('retire', () => {
  test('refuses with every reason and with who calls, until nobody does and the Sunset has passed', async () => {
    const { timescape, asked, registry, events } = await project();
    await timescape('label', 'baseline', '2.0.0');
    await registry.count([called(first), called(first, { principal: '', agent: 'node', count: 1, route: 'GET /old' })]);
    const refused = await timescape('retire', '1.0.0');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/never deprecated[^]*2 callers made 8 requests[^]*acme +curl\/8\.0 +7[^]*--force/);
    await timescape('deprecate', '1.0.0', '--at', '2026-04-01', '--sunset', '2030-01-01');
    expect((await timescape('retire', '1.0.0')).stderr).toContain('its Sunset is 2030-01-01T00:00:00Z');
    await timescape('deprecate', '1.0.0', '--sunset', '2026-05-01');
    const { stdout, code } = await timescape('retire', '1.0.0', '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([
      1,
      {
        recorded: false,
        refused: ['2 callers made 8 requests to it'],
        callers: [{ principal: 'acme' }, { agent: 'node' }],
      },
    ]);
    expect(await events()).toEqual(['baseline', 'deprecated', 'deprecated']);
    const forced = await timescape('retire', '1.0.0', '--force', '--reason', 'it leaks');
    expect(forced.stderr).toContain('acme');
    expect(forced.stdout).toContain(`${first} is retired, forced`);
    expect(await asked('show', first)).toMatchObject({
      status: 'retired',
      retirement: { forced: true, reason: 'it leaks', successor: third },
    });
    await timescape('retire', '1.0.0', '--undo');
    expect(await asked('show', first)).toMatchObject({ status: 'deprecated' });
  });

  test('does so where nothing is in the way, and records nothing in a dry run', async () => {
    const { timescape, asked, registry, events } = await project();
    await timescape('label', 'baseline', '2.0.0');
    await timescape('deprecate', '1.0.0', '--at', '2026-04-01', '--sunset', '2026-05-01');
    await registry.count([called(first, { day: '2026-05-02', last: '2026-05-02T00:00:00Z' })]);
    expect(await asked('status')).toMatchObject({ ending: [{ id: first, canRetire: true, callers: [] }] });
    expect((await timescape('retire', '1.0.0', '--dry-run')).stdout).toBe(`would be recorded: ${first} is retired\n`);
    expect((await events()).at(-1)).toBe('deprecated');
    expect((await timescape('retire', '1.0.0', '--days', '9999')).stderr).toContain('1 caller made 7 requests');
    expect((await timescape('retire', '1.0.0')).code).toBe(0);
    expect((await timescape('retire', '1.0.0')).stderr).toContain('is retired already');
  });

  const never: readonly [release: string, message: RegExp][] = [
    ['current', /is the current release/],
    ['1.0.0', /is the baseline, which requests get that name no release/],
  ];
  test.each(never)('%s is never retired, by force neither', async (release, message) => {
    const { timescape, events } = await project();
    const { code, stderr } = await timescape('retire', release, '--force');
    expect([code, await events()]).toEqual([1, []]);
    expect(stderr).toMatch(message);
  });

  test('what has a label is not retired before that is moved', async () => {
    const { timescape } = await project();
    await timescape('label', 'stable', '1.1.0');
    expect((await timescape('retire', '1.1.0', '--force')).stderr).toContain('has the label stable: move it first');
  });
});

describe('yank', () => {
  test('takes names away with the release, and is taken back', async () => {
    const { timescape, asked, events } = await project();
    await timescape('label', 'stable', '1.1.0');
    const { stdout } = await timescape('yank', '1.1.0', '--reason', 'totals are wrong', '--strict');
    expect(stdout).toContain('stable is no label any more\n2026-02-10T08:00:00Z is yanked: totals are wrong');
    expect(await asked('show', second)).toMatchObject({
      status: 'yanked',
      withdrawal: { reason: 'totals are wrong', strict: true },
    });
    await timescape('yank', '1.1.0', '--undo');
    expect(await asked('show', second)).toMatchObject({ status: 'supported', withdrawal: null });
    expect(await events()).toEqual(['labelled', 'labelled', 'yanked', 'restored']);
  });

  const refused: readonly [args: string[], code: number, message: RegExp][] = [
    [['1.1.0'], 2, /yank needs --reason/],
    [['current', '--reason', 'x'], 1, /roll it back instead/],
    [['1.0.0', '--reason', 'x'], 1, /is the baseline/],
    [['1.1.0', '--undo'], 1, /is not yanked/],
  ];
  test.each(refused)('%j is refused', async (args, code, message) => {
    const { timescape } = await project();
    const finished = await timescape('yank', ...args);
    expect(finished.stderr).toMatch(message);
    expect(finished.code).toBe(code);
  });
});

describe('rollback', () => {
  test('says what it means for whom, and activates the earlier release', async () => {
    const { timescape, asked, registry, events } = await project();
    await timescape('label', 'stable', '2.0.0');
    await registry.count([called(third), called(third, { asked: 'none', principal: '' }), called(first)]);
    const { stdout, code } = await timescape('rollback', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain(`${third} is withdrawn for ${second}`);
    expect(stdout).toMatch(/pinned to it +7 requests of 1 caller,/);
    expect(stdout).toMatch(/1 handler with the contract of/);
    expect(stdout).toMatch(/gone +GET \/new: 2026-02-10T08:00:00Z does not have it/);
    expect(stdout).toMatch(/would be recorded: .* is withdrawn/);
    expect(await events()).toEqual(['labelled']);
    const before = Date.now();
    const done = await asked('rollback', '--reason', 'totals are wrong');
    expect(done).toMatchObject({
      recorded: true,
      revision: 2,
      from: third,
      to: second,
      pinned: { requests: 7, callers: 1 },
    });
    expect(await asked('show', third)).toMatchObject({
      status: 'yanked',
      withdrawal: { to: second, reason: 'totals are wrong', strict: false },
      labels: [],
    });
    expect(await asked('show', 'stable')).toMatchObject({ id: second });
    const entries = await registry.read();
    const activated = entries.at(-1)?.events.at(-1);
    expect(activated).toMatchObject({ kind: 'activated', release: second });
    const at = activated?.kind === 'activated' ? Date.parse(activated.at) : 0;
    expect(at).toBeGreaterThanOrEqual(before + 2000);
    expect(at).toBeLessThan(Date.now() + 3001);
    // Times of before lead to what they led to.
    expect((await asked('show', first))['windows']).toEqual([{ since: first, until: second }]);
    const next = await timescape('rollback');
    expect(next.stdout).toContain(`${second} is withdrawn for ${first}`);
    const none = await timescape('rollback');
    expect([none.code, none.stderr]).toMatchObject([1, expect.stringContaining('there is nothing to go back to')]);
  });

  const refused: readonly [args: string[], message: RegExp][] = [
    [['--to', '2.0.0'], /is the current release already/],
    [['--to', '1.1.0'], /is yanked: it cannot be current again/],
  ];
  test.each(refused)('%j is refused', async (args, message) => {
    const { timescape, events } = await project();
    await timescape('yank', '1.1.0', '--reason', 'x');
    const { code, stderr } = await timescape('rollback', ...args);
    expect([code, await events()]).toEqual([1, ['yanked']]);
    expect(stderr).toMatch(message);
  });
});

describe('the registry', () => {
  test('is where the configuration says, with the environment of its files', async () => {
    const { root, timescape } = await project({
      'gati.config.ts': "export default { timescape: { registry: { file: process.env['REGISTRY']! } } };\n",
      '.env': 'REGISTRY=elsewhere/log.jsonl\n',
    });
    expect((await timescape('label', 'stable', '1.0.0')).code).toBe(0);
    expect(await readFile(join(root, 'elsewhere/log.jsonl'), 'utf8')).toContain('"label":"stable"');
  });

  const broken: readonly [name: string, config: string, code: number, message: RegExp][] = [
    [
      'a database that does not answer',
      "{ timescape: { registry: { postgres: 'postgres://ann:secret@127.0.0.1:1/shop' } } }",
      3,
      /REGISTRY_UNREACHABLE: the registry postgres:\/\/127\.0\.0\.1:1\/shop \(schema gati\) cannot be reached: .*ECONNREFUSED/,
    ],
    [
      'a variable that is not set',
      '{ timescape: { registry: { postgres: process.env.NOWHERE! } } }',
      1,
      /timescape\.registry\.postgres has to be a connection string .* is the variable of the environment set\?/,
    ],
    ['a setting that is none', "{ timescape: { registry: { redis: 'x' } } }", 1, /timescape\.registry has to be/],
    ['a configuration that does not compile', '{', 1, /gati\.config\.ts/],
  ];
  test.each(broken)('%s is an error, and no other registry is taken', async (_, config, code, message) => {
    const { timescape, events } = await project({ 'gati.config.ts': `export default ${config};\n` });
    const finished = await timescape('label', 'stable', '1.0.0');
    expect(finished.stderr).toMatch(message);
    expect(finished.stderr).not.toContain('secret');
    expect(finished.code).toBe(code);
    expect(await events()).toEqual([]);
  });

  test('that was torn is mended with a warning', async () => {
    const { root, timescape } = await project({ 'timescape/registry.jsonl': '{"revision":1,"at":"2026-' });
    const { code, stderr } = await timescape('label', 'stable', '1.0.0');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: .*registry\.jsonl ends in the middle of a line/);
    expect(await readFile(join(root, 'timescape/registry.jsonl'), 'utf8')).toMatch(/^\{"revision":1,.*"stable".*\}\n$/);
  });
});
