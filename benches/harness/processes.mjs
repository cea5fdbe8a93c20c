/** What the system says of a process and its children (Linux). */
import { readFileSync, readdirSync } from 'node:fs';

/** Whether it says anything. */
export const isKnown = process.platform === 'linux';

/** Processor time is told in hundredths of a second. */
const tick = 10_000;

/** @param {number} pid */
function fieldsOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The name, in brackets, may have spaces.
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/**
 * A process, its children, theirs.
 * @param {number} pid
 * @returns {number[]}
 */
export function family(pid) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/u.test(entry))) {
    try {
      parents.set(Number(name), Number(fieldsOf(name)[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  const found = [pid];
  for (const parent of found) {
    for (const [child, its] of parents) if (its === parent) found.push(child);
  }
  return found;
}

/**
 * Microseconds that processes have used.
 * @param {readonly number[]} pids
 */
export function processorTime(pids) {
  let user = 0;
  let system = 0;
  for (const pid of pids) {
    const fields = fieldsOf(pid);
    user += Number(fields[11]) * tick;
    system += Number(fields[12]) * tick;
  }
  return { user, system };
}

/**
 * Bytes that a process has in memory.
 * @param {number} pid
 */
export function memoryOf(pid) {
  return Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
}
