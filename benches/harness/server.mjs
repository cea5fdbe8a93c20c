/** Servers as child processes that are asked for their CPU time, and requests to them. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { fileURLToPath } from 'node:url';

const preload = new URL('../workers/report-usage.mjs', import.meta.url).href;

/** A port nobody listens on at this moment. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts a server script on a free port, and waits until it answers.
 * @param {string} script
 * @param {{ cwd?: string, probe?: string, env?: Record<string, string>, execPath?: string, execArgv?: readonly string[], args?: readonly string[], output?: 'kept' | 'dropped', reports?: boolean }} [options]
 * `execPath` names another runtime than this Node; its scripts load `workers/report-usage.mjs` themselves. What is
 * `dropped` goes to nobody: who measures what logging costs does not want to pay for reading it. One that does not
 * report is not asked for its `usage`: several processes have to be asked of the system.
 */
export async function startServer(
  script,
  {
    cwd = fileURLToPath(new URL('..', import.meta.url)),
    probe = '/hello',
    env = {},
    execPath,
    execArgv = [],
    args = [],
    output: fate = 'kept',
    reports = true,
  } = {},
) {
  const port = await freePort();
  const child = fork(script, args, {
    cwd,
    ...(execPath === undefined
      ? { execArgv: [...(reports ? ['--import', preload] : []), ...execArgv] }
      : { execPath, execArgv: [...execArgv] }),
    env: { ...process.env, NODE_ENV: 'production', HOST: '127.0.0.1', ...env, PORT: String(port) },
    stdio: ['ignore', fate === 'kept' ? 'pipe' : 'ignore', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-4000)));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const deadline = performance.now() + 30_000;
  while ((await send(port, { method: 'GET', path: probe }).catch(() => undefined)) === undefined) {
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${script} does not answer on port ${port}\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return {
    port,
    pid: child.pid,
    /** @returns {Promise<{ user: number, system: number, maxRSS: number }>} microseconds, and kilobytes */
    async usage() {
      child.send('usage');
      const [usage] = await once(child, 'message');
      return usage;
    },
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/**
 * @param {number} port
 * @param {{ method: string, path: string, body?: string, agent?: import('node:http').Agent }} options
 * @returns {Promise<{ status: number, text: string }>}
 */
export function send(port, { method, path, body, agent }) {
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.once('error', reject).once('end', () => resolve({ status: response.statusCode, text }));
    });
    request.once('error', reject);
    request.end(body);
  });
}
