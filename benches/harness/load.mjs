/**
 * What drives servers: wrk as fast as they answer (a closed loop), and `benches/load` at a constant rate (an open loop),
 * which is built here and now.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Connections of both. */
export const connections = 32;

const crate = fileURLToPath(new URL('../load', import.meta.url));

export function hasWrk() {
  return spawnSync('wrk', ['--version']).error === undefined;
}

/**
 * The path of the program that sends at a constant rate, built if it has to be; nothing where there is no cargo.
 * @returns {string | undefined}
 */
export function buildSteady() {
  const args = ['build', '--release', '--locked', '--message-format=json'];
  const { status, stdout } = spawnSync('cargo', args, { cwd: crate, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) return undefined;
  for (const line of stdout.split('\n').filter((text) => text.includes('"executable"'))) {
    const { executable } = JSON.parse(line);
    if (executable) return executable;
  }
  return undefined;
}

/**
 * Calls with the files that a request is sent from, and removes them afterwards.
 * @param {{ method: string, path: string, body?: string, invalid?: string }} request
 */
export async function withFiles(request, call) {
  const folder = mkdtempSync(join(tmpdir(), 'gati-bench-load-'));
  const files = { script: join(folder, 'request.lua'), bytes: join(folder, 'request'), other: join(folder, 'other') };
  try {
    writeFileSync(files.script, loadScript(request));
    writeFileSync(files.bytes, bytesOf(request, request.body));
    writeFileSync(files.other, bytesOf(request, request.invalid));
    return await call(files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What wrk sends as well. */
function bytesOf({ method, path }, body) {
  const fields =
    body === undefined ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${fields}\r\n${body ?? ''}`;
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

/**
 * As many requests as the server answers.
 * @returns {Promise<{ count: number, perSecond: number, latency: number }>} `latency` is p99 in milliseconds
 */
export async function wrk(port, { path, status, invalid }, { script }, duration) {
  const args = [
    '-t1',
    `-c${connections}`,
    `-d${duration}`,
    '--latency',
    '-s',
    script,
    `http://127.0.0.1:${port}${path}`,
  ];
  const output = await outputOf('wrk', args);
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

/**
 * So many requests a second, by the clock.
 * @param {string} program what `buildSteady` gave
 * @returns {Promise<{ count: number, rate: number, p50: number | null, p99: number | null, unanswered: number, stalled: number }>}
 * milliseconds since each request was due, null where so many were never answered; and milliseconds in which the
 * system let the program that sends wait
 */
export async function steady(program, port, { invalid }, { bytes, other }, rate, seconds) {
  const args = [port, rate, seconds * 1000, connections, bytes, ...(invalid === undefined ? [] : [other, 100])];
  return JSON.parse(await outputOf(program, args.map(String)));
}

async function outputOf(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
  return output;
}

/** What wrk writes as `840.00us`, `3.20ms` or `1.02s`. */
function milliseconds(text) {
  const factors = { us: 0.001, ms: 1, s: 1000 };
  const [, value, unit] = /^([\d.]+)(us|ms|s)$/u.exec(text) ?? [];
  return unit === undefined ? Number.NaN : Number(value) * factors[unit];
}
