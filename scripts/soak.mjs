/**
 * `node scripts/soak.mjs [seconds] [clients]` (600, 96): the native host on this machine at saturation, under churn: clients
 * that stay, pipeline, come for one request, leave in the middle of one or of an answer, send a byte at a time, and read slowly,
 * over HTTP/1.1 and HTTP/2; with answers at once, late, streamed and large, and bodies that are taken as they come, or sent
 * back meanwhile. `GATI_SERVER_THREAD=own` has the sockets on a thread of their own. Every answer has to carry its request's nonce. Checking costs more than
 * answering, so that wrk, where it is installed, asks beside them for as much as the server has left.
 *
 * The exit code is 1 if an answer was wrong or lost, or if memory or descriptors were not flat: the median of the last fifth of
 * the samples, each after a forced collection, may be above that of the fifth after the warm-up by at most `most`, and when
 * the clients are gone there are as many descriptors as before they came. Needs what `npm run build` makes, and Linux.
 */
import { spawn } from 'node:child_process';

import { drive } from './soak/clients.mjs';
import { startServer } from './soak/server.mjs';

/** Bytes that may come on top between the warm-up and the end: what allocators keep differs by that from moment to moment. */
const most = { rss: 32e6, heapUsed: 4e6 };
const every = 2000;

const seconds = Number(process.argv[2] ?? 600);
const clients = Number(process.argv[3] ?? 96);
const server = await startServer();
const before = await server.sample();
const began = Date.now();
const isOver = () => Date.now() - began > seconds * 1000;
const counts = { answers: 0, wrong: 0, lost: 0, left: 0 };
const samples = [];
const speaksTwo = (process.env.GATI_SERVER ?? 'native') === 'native';
const load = drive(server.port, { clients, counts, isOver, speaksTwo });
const wrk = spawn('wrk', ['-t1', '-c16', `-d${seconds}s`, `http://127.0.0.1:${server.port}/now/wrk`], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
wrk.on('error', () => console.log('wrk is not installed: the server is not saturated'));
let last = before;
while (!isOver()) {
  await new Promise((resolve) => setTimeout(resolve, every));
  const sample = await server.sample();
  samples.push(sample);
  const busy = ((sample.cpu - last.cpu) / (sample.time - last.time)).toFixed(2);
  if (samples.length % 5 === 0)
    console.log(
      `${Math.round((Date.now() - began) / 1000)} s: ${shown(sample)}, ${busy} of a core, ${JSON.stringify(counts)}`,
    );
  last = sample;
}
const wrong = await load;
// Sockets that were closed on this side are still told to the other.
let after = await server.sample();
for (let wait = 0; wait < 100 && after.descriptors > before.descriptors; wait += 1) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  after = await server.sample();
}
const isClosed = await server.stop();

const problems = [...wrong];
if (counts.wrong + counts.lost > 0) problems.push(`${counts.wrong} wrong answers, ${counts.lost} lost`);
if (after.descriptors > before.descriptors)
  problems.push(`${after.descriptors} descriptors instead of ${before.descriptors}`);
const fifth = Math.floor(samples.length / 5);
if (fifth < 3) problems.push('too short to say anything of memory');
for (const [name, bytes] of Object.entries(most)) {
  const [early, late] = [samples.slice(fifth, 2 * fifth), samples.slice(-fifth)].map((part) => median(part, name));
  console.log(`${name}: ${megabytes(early)} after the warm-up, ${megabytes(late)} at the end`);
  if (late - early > bytes) problems.push(`${name} grew by ${megabytes(late - early)}, more than ${megabytes(bytes)}`);
}
if (!isClosed) problems.push('the server did not end when it was asked to');
console.log(
  `${Math.round(counts.answers / seconds)} answers a second, checked one by one; before: ${shown(before)}, after: ${shown(after)}`,
);
console.log(JSON.stringify({ ...counts, problems }));
// Clients that did not end would keep the process.
process.exit(problems.length > 0 ? 1 : 0);

function median(part, name) {
  const sorted = part.map((sample) => sample[name]).toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function shown({ rss, heapUsed, descriptors }) {
  return `${megabytes(rss)}, heap ${megabytes(heapUsed)}, ${descriptors} descriptors`;
}
