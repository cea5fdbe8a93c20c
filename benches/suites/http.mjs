/** HTTP over sockets: requests a second, how long each takes, and what it costs the server. */
import { dirname, join } from 'node:path';
import { rmSync } from 'node:fs';

import { requests } from '../contenders/http/requests.mjs';
import { buildApp, projectDirectory } from '../harness/gati-app.mjs';
import { buildSteady, connections, hasWrk, steady, withFiles, wrk } from '../harness/load.mjs';
import { missingParts } from '../harness/ours.mjs';
import { alternate, progress } from '../harness/rounds.mjs';
import { startServer } from '../harness/server.mjs';
import { median } from '../harness/stats.mjs';
import { measureIdle } from './http/idle.mjs';
import { measureObserved } from './http/observed.mjs';
import { baseline, contendersFolder, labelOf, native, serversOf } from './http/servers.mjs';
import { stallsOf, summaryOf, tableOf, targetsOf } from './http/tables.mjs';
import { measureWorkers } from './http/workers.mjs';

/** @param {{ quick: boolean }} options */
export async function run({ quick }) {
  if (!hasWrk()) {
    return {
      tables: [],
      targets: [],
      notes: ['Nothing was measured: wrk is not installed (`apt-get install wrk`, or `brew install wrk`).'],
      raw: {},
    };
  }
  const program = buildSteady();
  const plan = { generations: quick ? 1 : 2, rounds: quick ? 1 : 3, halves: quick ? 2 : 5, seconds: 1, program };
  const notes = notesOf(plan);
  const built = await buildOurs(notes);
  const servers = serversOf(built, notes);
  const labels = new Map();
  const raw = Object.fromEntries(requests.map(({ name }) => [name, {}]));
  const halves = structuredClone(raw);
  const levels = structuredClone(raw);
  const parts = [];
  try {
    for (let generation = 0; generation < plan.generations; generation += 1) {
      await measureGeneration(servers, { plan, labels, raw, halves, levels });
    }
    if (program !== undefined) notes.push(stallsOf(halves, plan.seconds));
    for (const measure of [measureObserved, measureWorkers, measureIdle]) parts.push(await measure({ built, quick }));
  } finally {
    if (built !== undefined) rmSync(dirname(dirname(built)), { recursive: true, force: true });
  }
  return {
    tables: [
      ...requests.map(({ name }) =>
        tableOf(name, { full: raw[name], half: halves[name], level: levels[name] }, labels),
      ),
      ...parts.flatMap(({ tables }) => tables),
    ],
    targets: [...targetsOf(raw, halves), ...parts.flatMap(({ targets }) => targets)],
    notes: [...notes, ...parts.flatMap((part) => part.notes)],
    raw: { ...raw, halves, levels, ...Object.assign({}, ...parts.map((part) => part.raw)) },
    summary: Object.assign(summaryOf(raw, halves), ...parts.map(({ summary }) => summary)),
  };
}

function notesOf({ generations, rounds, halves, seconds, program }) {
  return [
    `wrk, 1 thread, ${connections} connections, ${seconds} s a window, ${generations} generations of new processes, ${rounds} alternating rounds in each, with every server running and one of them loaded; ${seconds} s of the same load beforehand. Medians of the rounds; the ratio is the median of each round's own ratio, because neighbours in time share the noise; ± is half the distance between the quartiles of that ratio.`,
    'CPU is what the server process itself reports before and after the window (process.resourceUsage), divided by the requests wrk counted. It suffers much less from a busy machine than requests a second do: the target is about CPU.',
    program === undefined
      ? 'Nothing was measured at half load: there is no cargo to build `benches/load` with.'
      : `At half load requests are due at a constant rate, half of what the same server answered in the same generation, on ${connections} connections. Half of much is more than half of little: the native host gets several times the requests that Fastify gets, so that one column has it at Fastify's half, too. These two take turns in ${halves} rounds of ${seconds} s in each generation, the others have one window each; figures are medians of the windows' own, and none is left out. Times count from the moment at which a request was due, also where it had to wait for a free connection (no coordinated omission). The load comes from \`benches/load\`, which takes a core by itself, because wrk knows no rates: its \`delay()\` counts in whole milliseconds, and counts from the answer.`,
    'Every server first has to give the same answers, and those that validate to refuse the same bad requests with 4xx. Fastify runs with its defaults, which turn "3" into 3 in bodies too; Hono has no response schemas. Bun.serve, node:http and the published runtime validate nothing.',
    'Nobody logs requests, but in the table that is about it. Gati keeps its other defaults: request ids, a 30 s limit on handlers, an AbortSignal, a depth limit on bodies.',
    'The load comes from the same machine. What serves in one process has a core of its own as long as there are two.',
  ];
}

/** Every server in a new process: what the compiler makes of a server differs from process to process. */
async function measureGeneration(toStart, { plan, labels, raw, halves, levels }) {
  const servers = new Map();
  try {
    for (const [name, { script, ...options }] of Object.entries(toStart)) {
      servers.set(name, await startServer(script, options));
    }
    for (const [name, server] of servers) labels.set(name, await labelOf(name, server.port));
    for (const request of requests) {
      const { full, half, level } = await load(servers, request, plan);
      for (const [name, each] of full) (raw[request.name][name] ??= []).push(...each);
      for (const [name, each] of half) (halves[request.name][name] ??= []).push(...each);
      for (const [name, each] of level) (levels[request.name][name] ??= []).push(...each);
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

function load(servers, request, { rounds, halves, seconds, program }) {
  return withFiles(request, async (files) => {
    for (const [name, { port }] of servers) {
      progress(`http: ${request.name}: warming ${name}`);
      await wrk(port, request, files, `${seconds}s`);
    }
    const full = await alternate([...servers.keys()], rounds, async (name, round) => {
      progress(`http: ${request.name}: round ${round + 1} of ${rounds}, ${name}`);
      const server = servers.get(name);
      const before = await server.usage();
      const { count, perSecond, latency } = await wrk(server.port, request, files, `${seconds}s`);
      const after = await server.usage();
      return {
        perSecond,
        latency,
        user: (after.user - before.user) / count,
        system: (after.system - before.system) / count,
        maxRSS: after.maxRSS,
      };
    });
    if (program === undefined) return { full, half: new Map(), level: new Map() };
    return { full, ...(await loadHalf(servers, request, { full, files, halves, seconds, program })) };
  });
}

/**
 * Half of what each has answered; and the native host at Fastify's half. These two are compared, so they take turns.
 */
async function loadHalf(servers, request, { full, files, halves, seconds, program }) {
  const windowOf = async ({ name, like }, round) => {
    progress(`http: ${request.name}: half load, round ${round + 1}, ${name}`);
    const asked = median(full.get(like).map(({ perSecond }) => perSecond)) / 2;
    const { port } = servers.get(name);
    const { p50, p99, rate, unanswered, stalled } = await steady(program, port, request, files, asked, seconds);
    return { asked, reached: rate, unanswered, stalled, p50, p99 };
  };
  const isCompared = (name) => name === baseline || name === native;
  const windows = [...servers.keys()].map((name) => ({ name, like: name }));
  const level = servers.has(native) ? [{ name: native, like: baseline }] : [];
  const measure = async (some, rounds) => {
    const measured = await alternate(some, rounds, windowOf);
    return [...measured].map(([{ name, like }, each]) => ({ name, isLevel: like !== name, each }));
  };
  const measured = [
    ...(await measure(
      windows.filter(({ name }) => !isCompared(name)),
      1,
    )),
    ...(await measure([...windows.filter(({ name }) => isCompared(name)), ...level], halves)),
  ];
  const entries = (isWanted) => new Map(measured.filter(isWanted).map(({ name, each }) => [name, each]));
  return { half: entries(({ isLevel }) => !isLevel), level: entries(({ isLevel }) => isLevel) };
}
