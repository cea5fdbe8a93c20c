/** From `node` to the first answer, with more and more routes. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { writeFastifyProject, writeGatiProject } from '../contenders/projects/startup-project.mjs';
import { buildApp, projectDirectory } from '../harness/gati-app.mjs';
import { missingParts } from '../harness/ours.mjs';
import { alternate, progress } from '../harness/rounds.mjs';
import { freePort, send } from '../harness/server.mjs';
import { median, spread } from '../harness/stats.mjs';
import { figure, percent, ratio } from '../harness/table.mjs';

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const ours = 'Gati (built)';
const oneFile = 'Fastify with schemas, one file';
const manyFiles = 'Fastify with schemas, a file for each route';
const bare = 'node:http';

/** The two limits of the issue. */
const limits = { 100: 150, 10000: 1500 };

/** @param {{ quick: boolean }} options */
export async function run({ quick }) {
  const sizes = quick ? [0, 100, 1000] : [0, 100, 1000, 10_000];
  const missing = missingParts('tooling', 'cli', 'analyze', 'compileType');
  const notes = [
    'From spawn of `node` to the last byte of the first 200, asked for again every millisecond until the port is open. One more route than the number, /hello, is the one that is asked for. Medians, alternating rounds, a new process each time.',
    'Half of the routes have a path parameter, half a body, all a response; property names differ in every route. The parameters, bodies and responses of Fastify have the same schemas, which it compiles at start-up; it is given everything in one file, the kindest layout, and one file a route, the usual one.',
  ];
  if (missing.length > 0) notes.push(`Gati was not measured; missing: ${missing.join(', ')}.`);
  const raw = {};
  for (const size of sizes) {
    const apps = await prepare(size, missing.length === 0, notes);
    try {
      const rounds = quick ? 3 : size > 1000 ? 3 : 7;
      const measured = await alternate(Object.keys(apps), rounds, (name, round) => {
        progress(`startup: ${size} routes, round ${round + 1} of ${rounds}, ${name}`);
        return startOnce(apps[name].script);
      });
      raw[size] = Object.fromEntries([...measured].map(([name, each]) => [name, summary(each)]));
    } finally {
      for (const { directory } of Object.values(apps))
        if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
    }
  }
  return {
    tables: Object.entries(raw).map(([size, rows]) => tableOf(size, rows)),
    targets: targetsOf(raw),
    notes,
    raw,
  };
}

async function prepare(size, withOurs, notes) {
  const apps = { [bare]: { script: fileURLToPath(new URL('../contenders/http/node-http.mjs', import.meta.url)) } };
  for (const [name, onePerFile] of [
    [oneFile, false],
    [manyFiles, true],
  ]) {
    const directory = mkdtempSync(join(tmpdir(), 'gati-bench-fastify-'));
    writeFastifyProject(directory, size, { onePerFile, modules });
    apps[name] = { script: join(directory, 'index.js'), directory };
  }
  if (!withOurs) return apps;
  progress(`startup: building our app with ${size} routes`);
  const directory = projectDirectory();
  writeGatiProject(directory, size);
  const started = performance.now();
  apps[ours] = { script: await buildApp(directory, ['--no-typecheck']), directory };
  notes.push(`gatic build --no-typecheck of ${size} routes took ${figure((performance.now() - started) / 1000)} s.`);
  return apps;
}

async function startOnce(script) {
  const port = await freePort();
  const env = { ...process.env, NODE_ENV: 'production', PORT: String(port), HOST: '127.0.0.1' };
  const started = performance.now();
  const child = spawn(process.execPath, [script], { cwd: dirname(script), env, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  try {
    while (!(await isOpen(port))) {
      if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode}\n${errors.slice(0, 2000)}`);
      if (performance.now() - started > 120_000) throw new Error(`${script} did not answer within two minutes`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const { status } = await send(port, { method: 'GET', path: '/hello' });
    const milliseconds = performance.now() - started;
    if (status !== 200) throw new Error(`${script} answers ${status}`);
    const resident = /VmRSS:\s+(\d+) kB/u.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
    return { milliseconds, megabytes: Number(resident) / 1024 };
  } finally {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null)
      await new Promise((resolve) => child.once('exit', resolve));
  }
}

function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket.destroy() !== undefined));
    socket.once('error', () => resolve(false));
  });
}

function summary(each) {
  const milliseconds = each.map((round) => round.milliseconds);
  return {
    milliseconds: median(milliseconds),
    spread: spread(milliseconds),
    megabytes: median(each.map((round) => round.megabytes)),
  };
}

function tableOf(size, rows) {
  const base = rows[oneFile].milliseconds;
  return {
    title: `${Number(size).toLocaleString('en-US')} routes`,
    columns: ['', 'first answer, ms', '', 'to Fastify in one file', 'memory then, MB'],
    rows: Object.entries(rows).map(([name, row]) => [
      name,
      figure(row.milliseconds),
      percent(row.spread),
      ratio(row.milliseconds / base),
      figure(row.megabytes),
    ]),
  };
}

function targetsOf(raw) {
  return Object.entries(limits)
    .filter(([size]) => size in raw)
    .map(([size, limit]) => {
      const own = raw[size][ours]?.milliseconds;
      return {
        target: `first answer at ${Number(size).toLocaleString('en-US')} routes under ${limit} ms`,
        figure: own === undefined ? '–' : `${figure(own)} ms`,
        met: own === undefined ? null : own < limit,
      };
    });
}
