/** What request logs and metrics cost: the same servers with both and with neither, in one alternation. */
import { join } from 'node:path';

import { requests } from '../../contenders/http/requests.mjs';
import { withFiles, wrk } from '../../harness/load.mjs';
import { alternate, progress } from '../../harness/rounds.mjs';
import { startServer } from '../../harness/server.mjs';
import { median, spread } from '../../harness/stats.mjs';
import { figure, percent, ratio } from '../../harness/table.mjs';
import { baseline, contendersFolder, keys, native, ours, ourServer } from './servers.mjs';
import { cpu } from './tables.mjs';

const asked = ['hello', 'post1k'];
/** Of its requests a second, how much a server may lose. */
const most = 0.1;

/** @param {{ built: string | undefined, quick: boolean }} options */
export async function measureObserved({ built, quick }) {
  const nothing = { tables: [], targets: [], notes: [], raw: {}, summary: {} };
  if (built === undefined) return nothing;
  const pairs = {
    [native]: ourServer(built, 'native'),
    [ours]: ourServer(built, 'fastify'),
    [baseline]: { script: join(contendersFolder, 'fastify.mjs') },
  };
  const servers = new Map();
  try {
    for (const [name, { script, ...options }] of Object.entries(pairs)) {
      servers.set(name, await startServer(script, { ...options, output: 'dropped' }));
      const env = { ...options.env, OBSERVED: 'yes' };
      servers.set(observed(name), await startServer(script, { ...options, env, output: 'dropped' }));
    }
    const raw = {};
    for (const request of requests.filter(({ key }) => asked.includes(key)))
      raw[request.name] = await measure(servers, request, quick ? 1 : 5);
    return resultOf(raw, Object.keys(pairs));
  } catch (error) {
    return { ...nothing, notes: [`Logs and metrics were not measured: ${error.message.split('\n')[0]}.`] };
  } finally {
    for (const server of servers.values()) await server.stop();
  }
}

function observed(name) {
  return `${name}, with logs${name === baseline ? '' : ' and metrics'}`;
}

function measure(servers, request, rounds) {
  return withFiles(request, async (files) => {
    for (const { port } of servers.values()) await wrk(port, request, files, '1s');
    const measured = await alternate([...servers.keys()], rounds, async (name, round) => {
      progress(`http: logs and metrics: ${request.name}, round ${round + 1} of ${rounds}, ${name}`);
      const server = servers.get(name);
      const before = await server.usage();
      const { count, perSecond } = await wrk(server.port, request, files, '1s');
      const after = await server.usage();
      return {
        perSecond,
        user: (after.user - before.user) / count,
        system: (after.system - before.system) / count,
      };
    });
    return Object.fromEntries(measured);
  });
}

function resultOf(raw, names) {
  const lost = (measured, name, of) =>
    measured[observed(name)].map((round, index) => of(round) / of(measured[name][index]));
  const speed = ({ perSecond }) => perSecond;
  const tables = Object.entries(raw).map(([request, measured]) => ({
    title: `${request}, request logs and metrics off and on`,
    columns: ['server', 'requests/s off', 'requests/s on', 'on to off', '', 'CPU µs off', 'CPU µs on', 'on to off'],
    rows: names.map((name) => [
      name,
      figure(median(measured[name].map(speed))),
      figure(median(measured[observed(name)].map(speed))),
      ratio(median(lost(measured, name, speed))),
      percent(spread(lost(measured, name, speed))),
      figure(median(measured[name].map(cpu))),
      figure(median(measured[observed(name)].map(cpu))),
      ratio(median(lost(measured, name, cpu))),
    ]),
  }));
  const targets = Object.entries(raw).map(([request, measured]) => {
    const kept = median(lost(measured, native, speed));
    const target = `${request}: natively at least ${1 - most}× the requests/s with logs and metrics on`;
    return { target, figure: ratio(kept), met: kept >= 1 - most };
  });
  const notes = [
    'With logs and metrics: a line for each request on standard output, which is /dev/null here for both halves of a pair, and the metrics counted, not fetched. Fastify logs two lines for each, as it comes.',
  ];
  const figures = (measured) =>
    Object.fromEntries(names.map((name) => [keys[name], Math.round(median(measured[observed(name)].map(speed)))]));
  const summary = Object.fromEntries(
    asked.map((key) => [`${key}-observed`, figures(raw[requests.find((one) => one.key === key).name])]),
  );
  return { tables, targets, notes, raw: { observed: raw }, summary };
}
