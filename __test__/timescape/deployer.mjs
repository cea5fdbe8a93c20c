/**
 * A process that writes to a registry, for tests that need several: `node deployer.mjs <registry> <name> <count> <how>`.
 * It prints the revision of each entry when that is acknowledged.
 */
import { writeSync } from 'node:fs';

import { fileRegistry, postgresRegistry, update } from '../../dist/tooling.js';

const [place, name, count, how] = process.argv.slice(2);
const registry = place.startsWith('postgres:')
  ? postgresRegistry({ connection: place })
  : fileRegistry({ file: place });
const event = (number) => ({ kind: 'labelled', label: `${name}-${number}`, release: '2026-01-01T00:00:00Z' });
// Written at once and not when the process finds the time, so that what was printed is what was acknowledged.
const acknowledge = (revision) => writeSync(1, `${revision}\n`);

if (how === 'updates') {
  for (let number = 0; number < Number(count); number += 1) {
    const { entry } = await update(registry, () => [event(number)], { by: name });
    acknowledge(entry.revision);
  }
} else {
  // Every process tries for every revision, until there are `count`.
  for (let revision = (await registry.read()).length; revision < Number(count);) {
    try {
      acknowledge((await registry.append(revision, [event(revision)], { by: name })).revision);
      revision += 1;
    } catch (error) {
      if (error.code !== 'GATI_TIMESCAPE_CONFLICT') throw error;
      revision = (await registry.read()).length;
    }
  }
}
await registry.close();
