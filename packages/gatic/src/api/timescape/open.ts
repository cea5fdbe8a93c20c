/** The releases of a project with what happened to them: what every command of `gatic timescape` begins with. */

import { hostname, userInfo } from 'node:os';

import {
  momentAt,
  openProjectRegistry,
  readTimescapeSettings,
  releaseNamed,
  readReleases,
  readState,
  update,
  type Decision,
  type KnownRelease,
  type Registry,
  type RegistryEntry,
  type ReleaseFile,
  type Releases,
  type TimescapeEvent,
  type TimescapeSettings,
  type TimescapeState,
  type UsageCount,
} from '@gati-framework/core/tooling';

/** What is known when a command begins. */
export interface Timescape {
  readonly root: string;
  readonly registry: Registry;
  readonly state: TimescapeState;
  readonly releases: Releases;
  /** Their files, ascending by id. */
  readonly files: readonly ReleaseFile[];
  readonly known: readonly KnownRelease[];
  readonly settings: TimescapeSettings;
  /** In milliseconds, the same for everything the command says. */
  readonly now: number;
  /** The same as text. */
  readonly moment: string;
}

/** What came of a decision. */
export interface Recorded {
  readonly events: readonly TimescapeEvent[];
  readonly state: TimescapeState;
  /** Absent where nothing was recorded: in a dry run, or because there was nothing to. */
  readonly entry?: RegistryEntry;
}

/** Opens the registry that the project names, lets `work` use it, and closes it. */
export async function withTimescape<T>(
  root: string,
  warn: (message: string) => void,
  work: (timescape: Timescape) => Promise<T>,
): Promise<T> {
  const releases = readReleases(root);
  const { files } = releases;
  const settings = await readTimescapeSettings(root);
  const registry = openProjectRegistry(root, settings, warn);
  try {
    const known = files.map(({ id, semver }): KnownRelease => ({ id, semver }));
    const now = Date.now();
    const state = asServed(await readState(registry, known), settings, momentAt(now));
    return await work({ root, registry, settings, state, releases, files, known, now, moment: momentAt(now) });
  } finally {
    await registry.close();
  }
}

/** The baseline that the configuration names goes before that of the registry. */
function asServed(state: TimescapeState, { baseline }: TimescapeSettings, moment: string): TimescapeState {
  if (baseline === undefined) return state;
  return { ...state, baseline: releaseNamed(state, baseline, moment).id };
}

/** Records what `decide` says; in a dry run it is only said. */
export async function decide(
  { registry, settings, known, now, moment, state }: Timescape,
  decision: (given: Decision) => readonly TimescapeEvent[],
  { dryRun }: { readonly dryRun: boolean },
): Promise<Recorded> {
  if (dryRun) return { events: decision({ state, now }), state };
  const asked = (given: Decision): readonly TimescapeEvent[] =>
    decision({ ...given, state: asServed(given.state, settings, moment) });
  const { entry, state: after } = await update(registry, asked, { known, by: nameOfUser() });
  return { events: entry?.events ?? [], state: after, ...(entry === undefined ? {} : { entry }) };
}

/** The counters of the last days, today included. */
export function usageOf({ registry, now }: Timescape, days: number, release?: string): Promise<readonly UsageCount[]> {
  const since = new Date(now - (days - 1) * 86_400_000).toISOString().slice(0, 10);
  return registry.usage({ since, ...(release === undefined ? {} : { release }) });
}

function nameOfUser(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A user without an entry in the system's list has no name.
    return `uid ${String(process.getuid?.() ?? '')}@${hostname()}`;
  }
}
