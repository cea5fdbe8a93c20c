/** Metrics of several processes: sums of all, which never fall. */
import { describe, expect, test } from 'vitest';

import type { Numbers } from '../../src-ts/observe/exposition.js';
import { exposition } from '../../src-ts/observe/exposition.js';
import type { CrewNumbers } from '../../src-ts/observe/observation.js';
import { ProcessWatch } from '../../src-ts/observe/process-numbers.js';
import { CountRows } from '../../src-ts/observe/request-counts.js';
import { type Counting, CrewCounts } from '../../src-ts/workers/crew-numbers.js';
import { readMetrics } from '../http/prometheus-text.js';

const watch = new ProcessWatch();

/** What a worker says that has served so many requests. */
function numbersOf(worker: string, requests: number): Numbers {
  const rows = new CountRows();
  const row = rows.of({ method: 'GET', route: '/a', status: 200, version: '1.1', scheme: 'http', isGone: false });
  row.duration.counts[0] = requests;
  return { worker, requests: { rows: rows.all, active: { GET: 1 } }, process: watch.numbers(0) };
}

/** A crew whose workers have served so many requests each; nothing is a worker that does not answer. */
async function scraped(
  served: readonly (number | undefined)[],
  before: (counts: CrewCounts, workers: readonly Counting[]) => void = () => undefined,
): Promise<{ readonly total: number; readonly workers: number }> {
  const counts = new CrewCounts();
  let resolve: (numbers: CrewNumbers) => void = () => undefined;
  const told = new Promise<CrewNumbers>((done) => (resolve = done));
  const workers: Counting[] = served.map((requests, index) => ({
    send(message) {
      if (message.gati === 'scraped') resolve(message.numbers);
      if (message.gati !== 'count' || requests === undefined) return;
      const numbers = numbersOf(String(index + 1), requests);
      counts.take(workers[index] as Counting, { gati: 'numbers', id: message.id, numbers }, () => workers);
    },
  }));
  before(counts, workers);
  const alive = workers.filter((_one, index) => served[index] !== -1);
  counts.take(alive[0] as Counting, { gati: 'scrape', id: 7 }, () => alive);
  const { all, retired } = await told;
  const { samples } = readMetrics(exposition(all, retired, 'text'));
  const total = samples.find(({ name }) => name === 'http_server_request_duration_seconds_count')?.value ?? 0;
  const resident = samples.filter(({ name }) => name === 'process_resident_memory_bytes');
  return { total, workers: resident.length };
}

describe('metrics of a crew', () => {
  test('are those of all, and of each process by its number', async () => {
    expect(await scraped([3, 4, 5])).toEqual({ total: 12, workers: 3 });
  });

  test('do not wait for one that is stuck, and tell what it said last', async () => {
    const stuck = await scraped([3, undefined], (counts, [, second]) => {
      const numbers = numbersOf('2', 40);
      counts.take(second as Counting, { gati: 'numbers', id: 0, numbers }, () => []);
    });
    expect(stuck).toEqual({ total: 43, workers: 2 });
  });

  test('keep what those had counted that are gone', async () => {
    const gone = await scraped([3, -1], (counts, [, second]) => {
      counts.take(second as Counting, { gati: 'numbers', id: 0, numbers: numbersOf('2', 100) }, () => []);
      counts.ended(second as Counting);
    });
    expect(gone).toEqual({ total: 103, workers: 1 });
  });
});
