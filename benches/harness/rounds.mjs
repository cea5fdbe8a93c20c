/** Rounds: every contender once, each in a process of its own, in an order that turns from round to round. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const benches = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a worker with one JSON argument, and gives back what it printed as its last line.
 *
 * @param {string} worker relative to `benches/`
 * @param {object} argument
 * @param {{ nodeOptions?: readonly string[], env?: Record<string, string> }} [options]
 */
export async function runWorker(worker, argument, { nodeOptions = [], env = {} } = {}) {
  const child = spawn(process.execPath, [...nodeOptions, worker, JSON.stringify(argument)], {
    cwd: benches,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
    child[name].setEncoding('utf8').on('data', (text) => (output[name] += text));
  }
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const last = output.stdout.trim().split('\n').at(-1) ?? '';
  if (status !== 0 || last === '') {
    throw new Error(`${worker} ${JSON.stringify(argument)} ended with ${status}\n${output.stderr.slice(0, 4000)}`);
  }
  return JSON.parse(last);
}

/**
 * Calls `once` for every contender in every round. The order turns by one each round, so that nobody always runs
 * first, last, or behind the same neighbour.
 *
 * @template Contender, Measured
 * @param {readonly Contender[]} contenders
 * @param {number} rounds
 * @param {(contender: Contender, round: number) => Promise<Measured>} once
 * @returns {Promise<Map<Contender, Measured[]>>}
 */
export async function alternate(contenders, rounds, once) {
  const measured = new Map(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let index = 0; index < contenders.length; index += 1) {
      const contender = contenders[(index + round) % contenders.length];
      measured.get(contender).push(await once(contender, round));
    }
  }
  return measured;
}

/**
 * Shows that something is going on, on a terminal only.
 * @param {string} text
 */
export function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`);
}
