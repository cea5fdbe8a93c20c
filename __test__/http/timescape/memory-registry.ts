/** A registry of one process: everything the interface promises, and nothing on a disk. */
import { checkedEvents, type RegistryEntry, type TimescapeEvent } from '../../../src-ts/timescape/registry/events.js';
import { conflict, entryOf, type Registry } from '../../../src-ts/timescape/registry/registry.js';
import type { Begins } from '../../../src-ts/timescape/registry/state.js';
import { matches, summed, type UsageCount } from '../../../src-ts/timescape/registry/usage.js';

export interface MemoryRegistry extends Registry {
  /** Records events after whatever there is. */
  readonly record: (...events: TimescapeEvent[]) => Promise<RegistryEntry>;
  readonly entries: readonly RegistryEntry[];
  /** While it is set, nothing can be reached. */
  broken: Error | undefined;
}

export function memoryRegistry(clock: () => number = Date.now, begins: Begins = 'at-its-id'): MemoryRegistry {
  const entries: RegistryEntry[] = [];
  const watchers = new Set<(revision: number) => void>();
  const pins = new Map<string, string>();
  let counts: UsageCount[] = [];
  const reach = (): void => {
    if (registry.broken !== undefined) throw registry.broken;
  };
  const registry: MemoryRegistry = {
    place: 'memory',
    begins,
    entries,
    broken: undefined,
    async read(after = 0) {
      reach();
      return entries.slice(after);
    },
    async append(revision, events, options) {
      reach();
      if (revision !== entries.length) throw conflict(revision, entries.length);
      const entry = entryOf(revision + 1, checkedEvents(events), clock(), options);
      entries.push(entry);
      for (const tell of watchers) tell(entry.revision);
      return entry;
    },
    record: (...events) => registry.append(entries.length, events),
    async count(batch) {
      reach();
      counts = summed([...counts, ...batch]);
    },
    usage: async (query) => counts.filter((row) => matches(row, query)),
    async pin(principal, release) {
      reach();
      const held = pins.get(principal) ?? release;
      pins.set(principal, held);
      return held;
    },
    pinOf: async (principal) => pins.get(principal),
    async watch({ onRevision }) {
      watchers.add(onRevision);
      return { close: async () => void watchers.delete(onRevision) };
    },
    close: async () => undefined,
  };
  return registry;
}
