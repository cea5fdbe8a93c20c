/** Reading what a registry kept: nothing is taken for an entry that is none. */

import { GatiError } from '../../errors/gati-error.js';
import { objectionTo, type RegistryEntry } from './events.js';
import { isMoment } from './ids.js';

/** The value as the entry of this revision. `where` names its place in the registry `place`. */
export function readEntry(value: unknown, revision: number, place: string, where: string): RegistryEntry {
  const reason = objection(value, revision);
  if (reason === undefined) return value as RegistryEntry;
  throw broken(place, `${where}: ${reason}`);
}

/** The error of a registry that cannot be read. */
export function broken(place: string, reason: string): GatiError {
  return new GatiError('GATI_TIMESCAPE_REGISTRY_BROKEN', { values: { place, reason } });
}

function objection(value: unknown, expected: number): string | undefined {
  if (typeof value !== 'object' || value === null) return 'it is no entry';
  const { revision, at, by, events } = value as Readonly<Record<string, unknown>>;
  if (revision !== expected)
    return `it is revision ${JSON.stringify(revision) ?? 'nothing'}, where ${expected} has to be`;
  if (!isMoment(at)) return `at has to be a time such as 2026-01-10T08:00:00Z`;
  if (by !== undefined && typeof by !== 'string') return 'by has to be text';
  if (!Array.isArray(events)) return 'events has to be a list';
  for (const event of events) {
    const reason = objectionTo(event);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
