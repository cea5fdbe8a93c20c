/** The machine instead of a core: the same servers in one process and in several. */
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';

import { requests } from '../../contenders/http/requests.mjs';
import { withFiles, wrk } from '../../harness/load.mjs';
import { family, isKnown, processorTime } from '../../harness/processes.mjs';
import { alternate, progress } from '../../harness/rounds.mjs';
import { startServer } from '../../harness/server.mjs';
import { median } from '../../harness/stats.mjs';
import { figure } from '../../harness/table.mjs';
import { bunPath, contendersFolder, native } from './servers.mjs';
import { cpu } from './tables.mjs';

const asked = ['hello', 'post1k'];
const counts = [1, 2];

/** @param {{ built: string | undefined, quick: boolean }} options */
export async function measureWorkers({ built, quick }) {
  if (!isKnown) {
    const notes = ['Several processes were not measured: this system does not say what a family of processes uses.'];
    return { tables: [], targets: [], notes, raw: {}, summary: {} };
  }
  const servers = new Map();
  try {
    for (const count of counts) {
      for (const [name, { key, script, args, ...options }] of Object.entries(contenders(built))) {
        const started = await startServer(script, { ...options, args: args(count), reports: false });
        servers.set(`${name} × ${count}`, { ...started, key: `${key}-${count}` });
      }
    }
    const raw = {};
    for (const request of requests.filter(({ key }) => asked.includes(key)))
      raw[request.name] = await measure(servers, request, quick ? 1 : 3);
    return resultOf(raw, servers);
  } finally {
    for (const server of servers.values()) await server.stop();
  }
}

function contenders(built) {
  const processes = join(contendersFolder, 'processes.mjs');
  const bun = bunPath();
  const own = {
    key: 'native',
    script: join(dirname(built ?? ''), 'workers.js'),
    args: (count) => [String(count)],
    cwd: dirname(dirname(built ?? '')),
    env: { GATI_SERVER: 'native' },
  };
  const fastify = join(contendersFolder, 'fastify.mjs');
  return {
    ...(built === undefined ? {} : { [`${native}, gatic start --workers`]: own }),
    'Fastify, node:cluster': {
      key: 'fastify',
      script: processes,
      args: (count) => ['cluster', fastify, String(count)],
    },
    ...(bun === undefined
      ? {}
      : {
          'Bun.serve, reusePort – no validation': {
            key: 'bun',
            script: processes,
            args: (count) => ['reusePort', join(contendersFolder, 'bun.mjs'), String(count), bun],
          },
        }),
  };
}

function measure(servers, request, rounds) {
  return withFiles(request, async (files) => {
    for (const { port } of servers.values()) await wrk(port, request, files, '1s');
    const measured = await alternate([...servers.keys()], rounds, async (name, round) => {
      progress(`http: processes: ${request.name}, round ${round + 1} of ${rounds}, ${name}`);
      const { port, pid } = servers.get(name);
      const pids = family(pid);
      const before = processorTime(pids);
      const { count, perSecond, latency } = await wrk(port, request, files, '1s');
      const after = processorTime(pids);
      const [user, system] = [(after.user - before.user) / count, (after.system - before.system) / count];
      return { perSecond, latency, user, system };
    });
    return Object.fromEntries(measured);
  });
}

function resultOf(raw, servers) {
  const tables = Object.entries(raw).map(([request, measured]) => ({
    title: `${request}, in one process and in two`,
    columns: ['server × processes', 'requests/s', 'p99 ms', 'CPU µs a request', 'requests a second of CPU'],
    rows: Object.entries(measured).map(([name, each]) => [
      name,
      figure(median(each.map(({ perSecond }) => perSecond))),
      figure(median(each.map(({ latency }) => latency))),
      figure(median(each.map(cpu))),
      figure(1e6 / median(each.map(cpu))),
    ]),
  }));
  const cores = availableParallelism();
  const notes = [
    `Several processes: the machine has ${cores} cores, and wrk takes one of them by itself as soon as the servers are fast. Two processes therefore share what is left with it: requests a second of CPU (all processes of a server together, as the system counts them) say what a core could do if nobody else were there, and the figures for two say little more than that nothing is lost by them.`,
  ];
  const summary = Object.fromEntries(
    asked.map((key) => {
      const measured = raw[requests.find((one) => one.key === key).name];
      const figures = Object.entries(measured).map(([name, each]) => [
        servers.get(name).key,
        Math.round(median(each.map(({ perSecond }) => perSecond))),
      ]);
      return [`${key}-workers`, Object.fromEntries(figures)];
    }),
  );
  return { tables, targets: [], notes, raw: { workers: raw }, summary };
}
