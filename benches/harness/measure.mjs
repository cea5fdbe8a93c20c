/** Timing a function inside one process. */
import { compileFunction } from 'node:vm';

import { median, minimum, seededRandom } from './stats.mjs';

/** Every result is kept here, so that the compiler cannot leave out the work that makes it. */
const kept = Array.from({ length: 64 });

/**
 * Nanoseconds a call. Inputs are taken in turn; their number has to be a power of two.
 *
 * @param {(input: unknown) => unknown} call
 * @param {readonly unknown[]} inputs
 * @param {{ warmMs?: number, samples?: number, sampleMs?: number }} [options]
 */
export function nanosecondsPerCall(call, inputs, { warmMs = 120, samples = 12, sampleMs = 6 } = {}) {
  const mask = inputs.length - 1;
  if (inputs.length === 0 || (inputs.length & mask) !== 0 || inputs.length > kept.length) {
    throw new RangeError(`the number of inputs is a power of two up to ${kept.length}, not ${inputs.length}`);
  }
  const run = (count) => {
    const started = process.hrtime.bigint();
    for (let index = 0; index < count; index += 1) kept[index & mask] = call(inputs[index & mask]);
    return Number(process.hrtime.bigint() - started);
  };
  let count = inputs.length;
  let perCall = 1;
  for (let spent = 0; spent < warmMs * 1e6;) {
    const took = run(count);
    spent += took;
    perCall = Math.max(took / count, 0.1);
    if (took < 1e6) count *= 2;
  }
  const perSample = Math.max(inputs.length, Math.round((sampleMs * 1e6) / perCall));
  const taken = Array.from({ length: samples }, () => run(perSample) / perSample);
  return { min: minimum(taken), median: median(taken) };
}

/**
 * Moves code and objects to other addresses than they would have had: the same function text was measured at 5.8, 6.9
 * and 8.9 ns depending on nothing but what had been compiled before it. Each round asks for another layout.
 *
 * @param {number} seed
 */
export function disturbLayout(seed) {
  const random = seededRandom(seed);
  const ballast = Array.from({ length: Math.floor(random() * 2000) }, () =>
    Array.from({ length: Math.floor(random() * 64) }, random),
  );
  const functions = Array.from({ length: Math.floor(random() * 30) }, (_, index) => {
    const lines = Array.from(
      { length: 1 + Math.floor(random() * 20) },
      (_line, line) => `total += (n ^ ${line}) % ${index + 3};`,
    );
    return compileFunction(`let total = 0; ${lines.join(' ')} return total;`, ['n']);
  });
  let total = ballast.length;
  for (const compiled of functions) {
    for (let index = 0; index < 5000; index += 1) total += compiled(index);
  }
  // What was made stays reachable for as long as the process lives, or the collector would move things back.
  globalThis[Symbol.for('gati.benches.ballast')] = { ballast, functions, total };
}
