/** What connections cost that do nothing: each has had one answer and waits for the next request. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';

import { isKnown, memoryOf } from '../../harness/processes.mjs';
import { progress } from '../../harness/rounds.mjs';
import { startServer } from '../../harness/server.mjs';
import { figure } from '../../harness/table.mjs';
import { baseline, bunPath, contendersFolder, keys, native, ours, ourServer } from './servers.mjs';

const wanted = 10_000;
const most = 60e6;

/** @param {{ built: string | undefined, quick: boolean }} options */
export async function measureIdle({ built, quick }) {
  if (!isKnown) {
    const notes = ['Idle connections were not measured: this system does not say what a process has in memory.'];
    return { tables: [], targets: [], notes, raw: {}, summary: {} };
  }
  const count = quick ? 1000 : wanted;
  const bun = bunPath();
  const servers = {
    ...(built === undefined ? {} : { [native]: ourServer(built, 'native'), [ours]: ourServer(built, 'fastify') }),
    [baseline]: { script: join(contendersFolder, 'fastify.mjs') },
    'node:http': { script: join(contendersFolder, 'node-http.mjs') },
    ...(bun === undefined ? {} : { 'Bun.serve': { script: join(contendersFolder, 'bun.mjs'), execPath: bun } }),
  };
  const raw = {};
  const notes = [];
  for (const [name, { script, ...options }] of Object.entries(servers)) {
    progress(`http: ${count} idle connections: ${name}`);
    const server = await startServer(script, options);
    try {
      raw[name] = await hold(server, count);
    } catch (error) {
      notes.push(`Idle connections of ${name} were not measured: ${error.message}.`);
    } finally {
      await server.stop();
    }
  }
  return resultOf(raw, count, notes);
}

/** Opens that many, each with one request and its answer, and looks at the memory before and after. */
async function hold({ port, pid }, count) {
  const sockets = [];
  const before = memoryOf(pid);
  try {
    while (sockets.length < count) {
      const few = Array.from({ length: Math.min(200, count - sockets.length) }, () => ask(port));
      sockets.push(...(await Promise.all(few)));
    }
    // What the last ones left behind has a moment to be given back.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return { before, after: memoryOf(pid) };
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

async function ask(port) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  await once(socket, 'data');
  socket.on('error', () => undefined);
  return socket;
}

function resultOf(raw, count, notes) {
  const megabytes = (bytes) => figure(bytes / 1e6);
  const table = {
    title: `${count.toLocaleString('en-US')} idle connections`,
    columns: ['server', 'MB before', 'MB with them', 'MB they take', 'bytes each'],
    rows: Object.entries(raw).map(([name, { before, after }]) => [
      name,
      megabytes(before),
      megabytes(after),
      megabytes(after - before),
      Math.round((after - before) / count).toLocaleString('en-US'),
    ]),
  };
  const own = raw[native] && raw[native].after - raw[native].before;
  const target = {
    target: `${wanted.toLocaleString('en-US')} idle connections take less than ${most / 1e6} MB natively`,
    figure: own === undefined ? '–' : `${megabytes(own)} MB`,
    met: own === undefined || count < wanted ? null : own < most,
  };
  const taken = Object.entries(raw).map(([name, { before, after }]) => [
    keys[name],
    Math.round((after - before) / 1e4) / 100,
  ]);
  return {
    tables: [table],
    targets: [target],
    notes: [
      ...notes,
      'Idle connections: resident memory of the process (VmRSS), before any of them and with all of them, each after one request; what the kernel keeps for a socket is not in it.',
    ],
    raw: { idle: { count, servers: raw } },
    summary: { [`idle${count}-megabytes`]: Object.fromEntries(taken) },
  };
}
