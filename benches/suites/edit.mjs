/** From a saved edit to the answer that shows it, under `gatic dev` and under what people use instead. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { projectDirectory } from '../harness/gati-app.mjs';
import { cli, missingParts, repository } from '../harness/ours.mjs';
import { progress } from '../harness/rounds.mjs';
import { freePort, send } from '../harness/server.mjs';
import { median, percentile, seededRandom } from '../harness/stats.mjs';
import { figure, ratio } from '../harness/table.mjs';

const target = 50;
const readyTarget = 300;
const modules = fileURLToPath(new URL('../node_modules', import.meta.url));

/** @param {{ quick: boolean }} options */
export async function run({ quick }) {
  const edits = quick ? 10 : 50;
  const rounds = quick ? 1 : 2;
  const missing = missingParts('tooling', 'cli', 'analyze', 'compileType');
  const notes = [
    `${edits} edits of each kind in each of ${rounds} alternating rounds, each in a fresh copy and a fresh process, at moments that are not in step with any timer. The clock starts when the file is written and stops when the new answer has arrived; the server is asked again 1 ms after every answer, over one kept-alive socket.`,
    'The handler edit changes a text that is answered. The type edit changes a bound in a type that handlers in other files use, and is served when a request that was refused is accepted.',
    '`node --watch` restarts the process, and runs JavaScript: there is nothing to compile and nothing is checked.',
  ];
  if (missing.length > 0) notes.push(`Gati was not measured; missing: ${missing.join(', ')}.`);
  const cases = [watchCase(), ...(missing.length > 0 ? [] : [shopHandlerCase(), shopTypeCase()])];
  const raw = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const each of cases) {
      const { times, ready } = await measure(each, edits, round);
      raw[each.name] ??= { times: [], ready: [] };
      raw[each.name].times.push(...times);
      raw[each.name].ready.push(ready);
    }
  }
  return { tables: [tableOf(raw)], targets: targetsOf(raw, missing.length === 0), notes, raw };
}

function watchCase() {
  const file = 'server.mjs';
  const text = (edit) => `import Fastify from 'fastify';
const app = Fastify();
app.get('/', { schema: { response: { 200: { type: 'object', properties: { shop: { type: 'string' } } } } } }, async () => ({ shop: 'edit ${edit}' }));
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
`;
  return {
    name: 'Fastify under node --watch, handler edit',
    prepare() {
      const directory = mkdtempSync(join(tmpdir(), 'gati-bench-watch-'));
      symlinkSync(modules, join(directory, 'node_modules'));
      writeFileSync(join(directory, file), text(0));
      return directory;
    },
    command: (directory) => ['--watch', join(directory, file)],
    edit: (directory, edit) => writeFileSync(join(directory, file), text(edit)),
    request: () => ({ method: 'GET', path: '/' }),
    served: (edit, { text: answer }) => answer.includes(`"edit ${edit}"`),
  };
}

/** The shop, started with `gatic dev`. */
function shop(name, change) {
  return {
    name,
    prepare: () => projectDirectory(join(repository, 'examples/shop')),
    command: (directory) => [cli, 'dev', '--root', directory],
    ...change,
  };
}

function shopHandlerCase() {
  const file = 'src/handlers/index.ts';
  return shop('gatic dev, handler edit', {
    edit: (directory, edit) => replaceIn(join(directory, file), /shop: '[^']*'/u, `shop: 'edit ${edit}'`),
    request: () => ({ method: 'GET', path: '/' }),
    served: (edit, { text }) => text.includes(`"edit ${edit}"`),
  });
}

function shopTypeCase() {
  const file = 'src/types.ts';
  return shop('gatic dev, type edit', {
    edit: (directory, edit) => replaceIn(join(directory, file), /Max<\d+>(?=;\n\}\n)/u, `Max<${1000 + edit}>`),
    request: (edit) => ({ method: 'GET', path: `/products?limit=${1000 + edit}` }),
    served: (_edit, { status }) => status === 200,
  });
}

function replaceIn(file, pattern, replacement) {
  const before = readFileSync(file, 'utf8');
  const after = before.replace(pattern, replacement);
  if (after === before) throw new Error(`${file} has nothing that looks like ${pattern}`);
  writeFileSync(file, after);
}

async function measure(each, edits, round) {
  const directory = each.prepare();
  const port = await freePort();
  const random = seededRandom(round + 1);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const started = performance.now();
  const child = spawn(process.execPath, each.command(directory), {
    cwd: directory,
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-4000)));
  const ask = (edit) => send(port, { ...each.request(edit), agent }).catch(() => undefined);
  const until = async (done, seconds, what) => {
    const deadline = performance.now() + seconds * 1000;
    while (!(await done())) {
      if (child.exitCode !== null || performance.now() > deadline)
        throw new Error(`${each.name}: ${what} was not served\n${output}`);
      await pause(1);
    }
  };
  try {
    await until(async () => (await ask(-900)) !== undefined, 30, 'the first answer');
    const ready = performance.now() - started;
    await pause(1000);
    const times = [];
    for (let edit = 1; edit <= edits; edit += 1) {
      progress(`edit: ${each.name}, round ${round + 1}, edit ${edit} of ${edits}`);
      await pause(150 + random() * 100);
      const before = performance.now();
      each.edit(directory, edit);
      await until(
        async () => {
          const answer = await ask(edit);
          return answer !== undefined && each.served(edit, answer);
        },
        20,
        `edit ${edit}`,
      );
      times.push(performance.now() - before);
    }
    return { times, ready };
  } finally {
    agent.destroy();
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
    if (child.exitCode === null && child.signalCode === null)
      await new Promise((resolve) => child.once('exit', resolve));
    clearTimeout(timer);
    rmSync(directory, { recursive: true, force: true });
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function tableOf(raw) {
  const [first] = Object.values(raw);
  return {
    title: 'Save to served (ms)',
    columns: ['', 'p50', 'p95', 'slowest', 'p50 to node --watch', 'start to first answer'],
    rows: Object.entries(raw).map(([name, { times, ready }]) => [
      name,
      figure(median(times)),
      figure(percentile(times, 0.95)),
      figure(Math.max(...times)),
      ratio(median(times) / median(first.times)),
      figure(median(ready)),
    ]),
  };
}

function targetsOf(raw, measured) {
  const names = ['gatic dev, handler edit', 'gatic dev, type edit'];
  const lines = names.map((name) => {
    const p95 = measured ? percentile(raw[name].times, 0.95) : Number.NaN;
    return {
      target: `${name}: served within ${target} ms at p95`,
      figure: measured ? `${figure(p95)} ms` : '–',
      met: measured ? p95 <= target : null,
    };
  });
  const ready = measured ? median(names.flatMap((name) => raw[name].ready)) : Number.NaN;
  lines.push({
    target: `gatic dev: first answer within ${readyTarget} ms of node starting`,
    figure: measured ? `${figure(ready)} ms` : '–',
    met: measured ? ready <= readyTarget : null,
  });
  return lines;
}
