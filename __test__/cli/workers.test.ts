/** An application in several processes: `gatic start --workers` and `node dist/workers.js`. */

import { Agent, get, type IncomingMessage } from 'node:http';

import { describe, expect, test } from 'vitest';

import { readMetrics } from '../http/prometheus-text.js';
import { freePort, gatic, makeProject, type Running, startGatic, startProgram, until, writeFiles } from './harness.js';

const files = {
  'gati.config.ts': `export default {
  instance: { id: 'shop' },
  host: '127.0.0.1',
  logging: false,
  observability: { metrics: true },
};
`,
  'src/handlers/who.ts': `import type { Handler } from '@gati-framework/core';
export const handler: Handler = (_req, _res, gctx) => ({ id: gctx.instance.id, pid: process.pid, own: process.env['GATI_WORKER'] });
`,
  'src/handlers/slow.ts': `import type { Handler } from '@gati-framework/core';
export const handler: Handler = async () => {
  await new Promise((done) => setTimeout(done, 300));
  return { pid: process.pid };
};
`,
  // A release that cannot be loaded.
  'src/handlers/fragile.ts': `import { existsSync } from 'node:fs';
import type { Handler } from '@gati-framework/core';
if (existsSync('fragile')) process.exit(7);
export const handler: Handler = () => ({});
`,
};

interface Who {
  readonly id: string;
  readonly pid: number;
  readonly own?: string;
}

async function built(): Promise<string> {
  const root = await makeProject(files);
  const { code, stderr } = await gatic(['build', '--root', root, '--no-typecheck']);
  expect(code, stderr).toBe(0);
  return root;
}

/** One request, on a connection of its own. */
async function ask(port: number, path = '/who'): Promise<Who> {
  return JSON.parse(await textOf(port, path)) as Who;
}

/** How often all workers together were asked who they are, in the words of one of them, and who is told of. */
async function counted(port: number): Promise<{ readonly asked: number; readonly workers: Set<string | undefined> }> {
  const { samples } = readMetrics(await textOf(port, '/metrics'));
  const rows = samples.filter(
    ({ name, labels }) => name === 'http_server_request_duration_seconds_count' && labels['http_route'] === '/who',
  );
  const processes = samples.filter(({ name }) => name === 'process_cpu_seconds_total');
  return {
    asked: rows.reduce((sum, { value }) => sum + value, 0),
    workers: new Set(processes.map(({ labels }) => labels['worker'])),
  };
}

function textOf(port: number, path: string): Promise<string> {
  return new Promise((done, fail) => {
    const sent = get({ host: '127.0.0.1', port, path, agent: new Agent() }, (answer: IncomingMessage) => {
      let text = '';
      answer.on('data', (piece: Buffer) => (text += piece.toString()));
      answer.on('end', () => done(text));
      answer.on('error', fail);
    });
    sent.on('error', fail);
  });
}

/** Asks all the time, several at once, until it is told to stop; says what was lost and who answered. */
function load(port: number): { readonly stop: () => Promise<{ lost: string[]; pids: Set<number> }> } {
  let isOver = false;
  const lost: string[] = [];
  const pids = new Set<number>();
  const ask1 = async (): Promise<void> => {
    while (!isOver) {
      await ask(port).then(
        ({ pid }) => pids.add(pid),
        (error: unknown) => lost.push(String(error)),
      );
    }
  };
  const all = Promise.all(Array.from({ length: 6 }, ask1));
  return {
    async stop() {
      isOver = true;
      await all;
      return { lost, pids };
    },
  };
}

/** The workers of a crew, as they answer. */
async function everyone(port: number, count: number): Promise<Map<string, Who>> {
  const known = new Map<string, Who>();
  await until(async () => {
    // Together, so that the first of them is not always free.
    for (const one of await Promise.all(Array.from({ length: 8 }, () => ask(port)))) known.set(one.id, one);
    return known.size >= count;
  }, `there were not ${count} workers that answer`);
  return known;
}

async function listening(crew: Running): Promise<number> {
  const [, port] = await crew.waitFor(
    /^listening on http:\/\/localhost:(\d+) with \d+ workers? \(3 routes, \d+ ms\)\n/mu,
  );
  return Number(port);
}

/** Whether a process is there. */
function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe.each(['fastify', 'native'])('under the %s host', (server) => {
  test('workers share a port that was free; one that dies or is exchanged loses nobody else anything', async () => {
    const root = await built();
    const crew = startGatic(['start', '--root', root, '--workers', '2', '--port', '0'], {
      env: { GATI_SERVER: server },
    });
    const port = await listening(crew);
    await Promise.all(Array.from({ length: 20 }, () => ask(port)));
    // The last byte is counted a moment after it has been read.
    await until(async () => (await counted(port)).asked === 20, 'the workers did not count 20 requests together');
    expect((await counted(port)).workers).toEqual(new Set(['1', '2']));
    const first = await everyone(port, 2);
    expect([...first.keys()].sort()).toEqual(['shop-1', 'shop-2']);
    // What starts programs of its own starts no workers.
    for (const { own } of first.values()) expect(own).toBeUndefined();

    // Who is not of the family finds the port taken, and that is the end of it.
    const other = await gatic(['start', '--root', root, '--workers', '2', '--port', String(port)], {
      env: { GATI_SERVER: server },
    });
    expect([other.code, other.stdout]).toEqual([1, '']);
    expect(other.stderr.replace(/pid \d+/u, 'pid')).toMatch(
      new RegExp(
        `^error: GATI_PORT_TAKEN: port ${port} .*\\nerror: worker 1 \\(pid\\) ended with 1 before it listened; gave up\\n$`,
      ),
    );

    const [victim] = [...first.values()];
    process.kill(victim!.pid, 'SIGKILL');
    await crew.waitFor(new RegExp(`worker \\d \\(pid ${victim!.pid}\\) was ended by SIGKILL; another one starts in`));
    const afterDeath = load(port);
    await crew.waitFor(/^worker 3 \(pid \d+\) listens on /mu);
    expect((await afterDeath.stop()).lost).toEqual([]);

    const before = await everyone(port, 2);
    const duringReload = load(port);
    crew.child.kill('SIGHUP');
    await crew.waitFor(/^reloaded 2 workers in \d+ ms/mu);
    const { lost } = await duringReload.stop();
    expect(lost).toEqual([]);
    const after = await everyone(port, 2);
    expect((await counted(port)).asked).toBeGreaterThan(20);
    for (const { pid } of before.values()) expect([...after.values()].map((one) => one.pid)).not.toContain(pid);

    const underWay = Promise.all([ask(port, '/slow'), ask(port, '/slow')]);
    // They are under way once a later request has been answered by both.
    await everyone(port, 2);
    expect(await crew.stop('SIGTERM')).toBe(0);
    expect(await underWay).toHaveLength(2);
    expect(crew.text()).toMatch(/stopping on SIGTERM: 2 workers finish their requests\n$/u);
    for (const { pid } of after.values()) expect(lives(pid)).toBe(false);
  });
});

test('what cannot start is not served: a reload keeps those there are, and a start gives up', async () => {
  const root = await built();
  const port = await freePort();
  const options = { cwd: root, env: { PORT: String(port) } };
  const crew = startProgram(process.execPath, ['dist/workers.js', '2'], options);
  await listening(crew);
  const before = await everyone(port, 2);
  await writeFiles(root, { fragile: '' });
  crew.child.kill('SIGHUP');
  await crew.waitFor(/^error: worker 3 \(pid \d+\) did not start; the reload ends here, and 2 workers serve$/mu);
  expect(new Set((await everyone(port, 2)).keys())).toEqual(new Set(before.keys()));
  // Nobody would be left behind who serves without a parent.
  await crew.stop('SIGKILL');
  for (const { pid } of before.values())
    await until(async () => !lives(pid), `worker ${pid} goes on without its parent`);

  const hopeless = startProgram(process.execPath, ['dist/workers.js', '2'], options);
  expect(await hopeless.ended).toBe(1);
  const lines = hopeless.text().trimEnd().split('\n');
  expect(lines.map((line) => line.replaceAll(/pid \d+/gu, 'pid'))).toEqual([
    'worker 1 (pid) ended with 7 before it listened; another one starts in 100 ms',
    'worker 2 (pid) ended with 7 before it listened; another one starts in 200 ms',
    'worker 3 (pid) ended with 7 before it listened; another one starts in 400 ms',
    'worker 4 (pid) ended with 7 before it listened; another one starts in 800 ms',
    'error: worker 5 (pid) ended with 7 before it listened; gave up: 5 deaths one after the other',
  ]);
});

test.each(['0', 'all'])('--workers=%s is no number of workers', async (count) => {
  const { code, stderr } = await gatic(['start', `--workers=${count}`]);
  expect(code).toBe(2);
  expect(stderr).toContain('It is auto, or a whole number from 1 to 999.');
});
