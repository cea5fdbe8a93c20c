/** HTTP over sockets: requests a second, and what each request costs the server. */
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { refused, requests } from '../contenders/http/requests.mjs';
import { buildApp, projectDirectory } from '../harness/gati-app.mjs';
import { missingParts } from '../harness/ours.mjs';
import { alternate, progress } from '../harness/rounds.mjs';
import { send, startServer } from '../harness/server.mjs';
import { median, minimum, spread } from '../harness/stats.mjs';
import { figure, percent, ratio } from '../harness/table.mjs';

const contendersFolder = fileURLToPath(new URL('../contenders/http/', import.meta.url));
const baseline = 'Fastify, schemas by hand';
const ours = 'Gati (built, Fastify host)';
const native = 'Gati (built, native host)';
const connections = 32;

/** What runs beside ours. `key` is what `--json` calls it. */
const rivals = {
  [baseline]: { key: 'fastify', file: 'fastify.mjs' },
  'node:http': { key: 'node', file: 'node-http.mjs' },
  'Hono (node-server), typebox compiled': { key: 'hono', file: 'hono.mjs' },
  'Bun.serve': { key: 'bun', file: 'bun.mjs', runtime: bunPath() },
  'Elysia on Bun, its schemas': { key: 'elysia', file: 'elysia.mjs', runtime: bunPath() },
  '@gati-framework/runtime 2.0.8': { key: 'gati-2', file: 'gati-runtime-2.mjs' },
};
const keys = {
  ...Object.fromEntries(Object.entries(rivals).map(([name, { key }]) => [name, key])),
  [ours]: 'gati-fastify',
  [native]: 'native',
};

/** Bun's executable, which its package for this platform brings; nothing where there is none. */
function bunPath() {
  try {
    return createRequire(import.meta.url).resolve(`@oven/bun-${process.platform}-${bunArchitecture()}/bin/bun`);
  } catch {
    return undefined;
  }
}

function bunArchitecture() {
  return process.arch === 'arm64' ? 'aarch64' : process.arch;
}

/** @param {{ quick: boolean }} options */
export async function run({ quick }) {
  if (spawnSync('wrk', ['--version']).error !== undefined) {
    return {
      tables: [],
      targets: [],
      notes: ['Nothing was measured: wrk is not installed (`apt-get install wrk`, or `brew install wrk`).'],
      raw: {},
    };
  }
  const generations = quick ? 1 : 2;
  const rounds = quick ? 3 : 4;
  const seconds = 1;
  const notes = [
    `wrk, 1 thread, ${connections} connections, ${seconds} s a window, ${generations} generations of new processes, ${rounds} alternating rounds in each, with every server running and one of them loaded; 2 s of the same load beforehand. Medians of the rounds; the ratio is the median of each round's own ratio, because neighbours in time share the noise; ± is half the distance between the quartiles of that ratio.`,
    'CPU is what the server process itself reports before and after the window (process.resourceUsage), divided by the requests wrk counted. It suffers much less from a busy machine than requests a second do: the target is about CPU.',
    'Every server first has to give the same answers, and those that validate to refuse the same bad requests with 4xx. Fastify runs with its defaults, which turn "3" into 3 in bodies too; Hono has no response schemas. Bun.serve, node:http and the published runtime validate nothing.',
    'Nobody logs requests. Gati keeps its other defaults: request ids, a 30 s limit on handlers, an AbortSignal, a depth limit on bodies.',
  ];
  const built = await buildOurs(notes);
  // Ours runs right beside the baseline in most rounds: the ratio of the two is what the target is about.
  const scripts = { [baseline]: undefined, ...(built === undefined ? {} : { [ours]: undefined, [native]: undefined }) };
  for (const [name, { file, runtime }] of Object.entries(rivals)) {
    if ('runtime' in rivals[name] && runtime === undefined)
      notes.push(`${name} was not measured: Bun has no package for this platform.`);
    else scripts[name] = { script: join(contendersFolder, file), runtime };
  }
  if (built !== undefined) {
    scripts[ours] = { script: built, cwd: dirname(dirname(built)) };
    scripts[native] = { ...scripts[ours], env: { GATI_SERVER: 'native' } };
  }

  const labels = new Map();
  const raw = Object.fromEntries(requests.map(({ name }) => [name, {}]));
  try {
    for (let generation = 0; generation < generations; generation += 1) {
      await measureGeneration(scripts, { rounds, seconds, labels, raw });
    }
  } finally {
    if (built !== undefined) rmSync(dirname(dirname(built)), { recursive: true, force: true });
  }
  return {
    tables: requests.map(({ name }) => tableOf(name, raw[name], labels)),
    targets: targetsOf(raw),
    notes,
    raw,
    summary: summaryOf(raw),
  };
}

/** Every server in a new process: what the compiler makes of a server differs from process to process. */
async function measureGeneration(scripts, { rounds, seconds, labels, raw }) {
  const servers = new Map();
  try {
    for (const [name, { script, cwd, runtime, env }] of Object.entries(scripts)) {
      servers.set(name, await startServer(script, { cwd, env, execPath: runtime }));
    }
    for (const [name, server] of servers) labels.set(name, await labelOf(name, server.port));
    for (const request of requests) {
      const measured = await load(servers, request, { rounds, seconds });
      for (const [name, each] of Object.entries(measured)) (raw[request.name][name] ??= []).push(...each);
    }
  } finally {
    for (const server of servers.values()) await server.stop();
  }
}

async function buildOurs(notes) {
  const missing = missingParts('tooling', 'cli', 'analyze', 'compileType');
  if (missing.length > 0) {
    notes.push(`Gati was not measured; missing: ${missing.join(', ')}.`);
    return undefined;
  }
  progress('http: building our app');
  return buildApp(projectDirectory(join(contendersFolder, 'gati')));
}

/** Proves that a server answers right, and says whether it validates. */
async function labelOf(name, port) {
  for (const request of requests) {
    const { status, text } = await send(port, request);
    if (status !== (request.status ?? 200) || (request.expected !== undefined && !sameJson(text, request.expected)))
      throw new Error(`${name} answers ${request.name} with ${status} ${text}`);
  }
  const accepted = [];
  for (const request of refused) {
    const { status } = await send(port, request);
    if (status < 400 || status >= 500) accepted.push(request.name);
  }
  if (accepted.length === 0) return name;
  if (name === ours || name === native || name === baseline)
    throw new Error(`${name} does not refuse: ${accepted.join(', ')}`);
  return `${name} – no validation`;
}

function sameJson(text, expected) {
  const sorted = (value) =>
    JSON.stringify(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
  return sorted(JSON.parse(text)) === sorted(expected);
}

async function load(servers, request, { rounds, seconds }) {
  const folder = mkdtempSync(join(tmpdir(), 'gati-bench-wrk-'));
  const script = join(folder, 'request.lua');
  writeFileSync(script, loadScript(request));
  try {
    for (const [name, { port }] of servers) {
      progress(`http: ${request.name}: warming ${name}`);
      await wrk(port, request, script, '2s');
    }
    const measured = await alternate([...servers.keys()], rounds, async (name, round) => {
      progress(`http: ${request.name}: round ${round + 1} of ${rounds}, ${name}`);
      const server = servers.get(name);
      const before = await server.usage();
      const { count, perSecond, latency } = await wrk(server.port, request, script, `${seconds}s`);
      const after = await server.usage();
      return {
        perSecond,
        latency,
        user: (after.user - before.user) / count,
        system: (after.system - before.system) / count,
        maxRSS: after.maxRSS,
      };
    });
    return Object.fromEntries(measured);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The program in Lua by which wrk makes its requests. */
function loadScript({ method, body, invalid }) {
  if (body === undefined) return `wrk.method = "${method}"\n`;
  const always = `wrk.method = "${method}"\nwrk.body = [==[${body}]==]\nwrk.headers["Content-Type"] = "application/json"\n`;
  if (invalid === undefined) return always;
  return `${always}local valid, invalid, count
function init()
  valid, invalid, count = wrk.format(), wrk.format(nil, nil, nil, [==[${invalid}]==]), 0
end
function request()
  count = count + 1
  return count % 100 == 0 and invalid or valid
end
`;
}

async function wrk(port, { path, status, invalid }, script, duration) {
  const args = [
    '-t1',
    `-c${connections}`,
    `-d${duration}`,
    '--latency',
    '-s',
    script,
    `http://127.0.0.1:${port}${path}`,
  ];
  const child = spawn('wrk', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const number = (pattern) => Number(pattern.exec(output)?.[1] ?? Number.NaN);
  const isRefusalExpected = status !== undefined || invalid !== undefined;
  if (/Socket errors: .*[1-9]/u.test(output) || (!isRefusalExpected && output.includes('Non-2xx')))
    throw new Error(`wrk saw errors:\n${output}`);
  return {
    count: number(/(\d+) requests in/u),
    perSecond: number(/Requests\/sec:\s+([\d.]+)/u),
    latency: milliseconds(/^\s+99%\s+(\S+)/mu.exec(output)?.[1] ?? ''),
  };
}

/** What wrk writes as `840.00us`, `3.20ms` or `1.02s`. */
function milliseconds(text) {
  const factors = { us: 0.001, ms: 1, s: 1000 };
  const [, value, unit] = /^([\d.]+)(us|ms|s)$/u.exec(text) ?? [];
  return unit === undefined ? Number.NaN : Number(value) * factors[unit];
}

/** Requests a second of everything that was measured, by the keys of `--json`. */
function summaryOf(raw) {
  const figures = (measured) =>
    Object.fromEntries(
      Object.entries(measured).map(([name, each]) => [
        keys[name],
        Math.round(median(each.map(({ perSecond }) => perSecond))),
      ]),
    );
  return Object.fromEntries(requests.map(({ key, name }) => [key, figures(raw[name])]));
}

function cpu({ user, system }) {
  return user + system;
}

/** The ratio to the baseline in each round. */
function ratiosOf(measured, contender) {
  return measured[contender].map((round, index) => cpu(round) / cpu(measured[baseline][index]));
}

function tableOf(name, measured, labels) {
  const order = [baseline, ours, native, 'node:http'];
  const rank = (contender) => (order.includes(contender) ? order.indexOf(contender) : order.length);
  const rows = Object.entries(measured).toSorted(([left], [right]) => rank(left) - rank(right));
  return {
    title: name,
    columns: [
      'server',
      'requests/s',
      'p99 ms',
      'user µs',
      'system µs',
      'CPU µs a request',
      'least',
      'CPU to Fastify',
      '',
    ],
    rows: rows.map(([contender, each]) => [
      labels.get(contender),
      figure(median(each.map(({ perSecond }) => perSecond))),
      figure(median(each.map(({ latency }) => latency))),
      figure(median(each.map(({ user }) => user))),
      figure(median(each.map(({ system }) => system))),
      figure(median(each.map(cpu))),
      figure(minimum(each.map(cpu))),
      ratio(median(ratiosOf(measured, contender))),
      percent(spread(ratiosOf(measured, contender))),
    ]),
  };
}

/** What a request may cost beside hand-written Fastify: a validated body, which is read natively, has to be cheaper. */
const shares = [
  { request: ({ name }) => !name.startsWith('POST'), most: 1.1, said: 'at most 1.1× the CPU of hand-written Fastify' },
  {
    request: ({ name }) => name.startsWith('POST'),
    most: 1 / 1.3,
    said: 'hand-written Fastify with ajv takes at least 1.3× the CPU (at most 0.77×)',
  },
];

/** What the native host owes its rivals: a share of their CPU, or so many times their requests. */
const owed = [
  ...['hello', 'params2'].flatMap((key) => [
    { key, rival: 'Bun.serve', of: cpu, most: 1, said: 'natively at most the CPU of Bun.serve' },
    { key, rival: baseline, of: perSecond, least: 2, said: 'natively at least 2× the requests/s of Fastify' },
  ]),
  {
    key: 'post1k',
    rival: baseline,
    of: perSecond,
    least: 3,
    said: 'natively at least 3× the requests/s of Fastify with ajv',
  },
  {
    key: 'post1k',
    rival: 'Elysia on Bun, its schemas',
    of: perSecond,
    least: 1.7,
    said: 'natively at least 1.7× the requests/s of Elysia',
  },
];

function perSecond(round) {
  return round.perSecond;
}

export function targetsOf(raw) {
  const shared = requests.map((request) => {
    const { name } = request;
    const { most, said } = shares.find((share) => share.request(request));
    const measured = ours in raw[name];
    const times = measured ? median(ratiosOf(raw[name], ours)) : Number.NaN;
    return { target: `${name}: ${said}`, figure: ratio(times), met: measured ? times <= most : null };
  });
  return [...shared, ...owed.map((one) => owedTarget(raw, one))];
}

function owedTarget(raw, { key, rival, of, most, least, said }) {
  const { name } = requests.find((request) => request.key === key);
  const { [native]: own, [rival]: theirs } = raw[name];
  const target = `${name}: ${said}`;
  if (own === undefined || theirs === undefined) return { target, figure: ratio(Number.NaN), met: null };
  // Each round beside its neighbour in time, as everywhere here.
  const times = median(own.map((round, index) => of(round) / of(theirs[index])));
  return { target, figure: ratio(times), met: least === undefined ? times <= most : times >= least };
}
