/** Checks a project again with every edit. Prints nothing: each look at the project is a report. */

import { basename, relative, sep } from 'node:path';

import { createProject, type Inspected, type Project } from '@gati-framework/core/tooling';

import type { Asked } from './check.js';
import { typescriptAsking } from './typescript-asking.js';
import { statesOf, untilWritten, watchProject, type Changes, type Watch } from './watch.js';

/** One look at the project. */
export type CheckReport = {
  /** The files that changed, relative to the root; none in the first report. */
  readonly changed: readonly string[];
  /** How long the look took, from the moment the edit was noticed. */
  readonly milliseconds: number;
} & ({ readonly inspected: Inspected } | { readonly thrown: unknown });

/** Something that goes on until it is closed. */
export interface CheckWatch {
  /** Resolves when the report that is being made is made. */
  readonly close: () => Promise<void>;
}

/** How often files that change while they are read are read. */
const maximumReads = 4;

/** Reports on the project now and after every edit, one look after the other. Resolves after the first report. */
export async function watchCheck(
  root: string,
  onReport: (report: CheckReport) => void,
  asked: Asked = { typescript: typescriptAsking() },
): Promise<CheckWatch> {
  const newProject = (): Project => createProject({ root, mode: 'production', ...asked });
  let project = newProject();
  let queue: Promise<void> = Promise.resolve();
  let waiting: Changes | undefined;
  let isClosed = false;

  const look = async (changes: Changes | undefined, started: number): Promise<void> => {
    const changed = (changes?.files ?? []).map((path) => relative(root, path).split(sep).join('/'));
    let outcome: { inspected: Inspected } | { thrown: unknown };
    try {
      if (changes?.files.some(movesEverything)) project = newProject();
      outcome = { inspected: changes === undefined ? await project.inspect() : await settled(project, changes) };
    } catch (thrown) {
      outcome = { thrown };
    }
    if (!isClosed) onReport({ changed, milliseconds: performance.now() - started, ...outcome });
  };
  const enqueue = (changes: Changes): void => {
    // What comes while a look is under way is looked at together.
    const isAlone = waiting === undefined;
    waiting = joined(waiting, changes);
    if (!isAlone) return;
    const started = performance.now();
    queue = queue.then(async () => {
      const all = waiting!;
      waiting = undefined;
      if (!isClosed) await look(all, started);
    });
  };

  // Watching first: an edit during the first look leads to a second.
  const watching: Watch = await watchProject(root, enqueue);
  queue = queue.then(() => look(undefined, performance.now()));
  await queue;
  return {
    close: async () => {
      isClosed = true;
      await watching.close();
      await queue;
    },
  };
}

/** What is read once for a whole project. */
function movesEverything(path: string): boolean {
  return /^(?:tsconfig.*|package)\.json$/u.test(basename(path));
}

/** A look at files that nobody was writing while they were read. */
async function settled(project: Project, { files, structural }: Changes): Promise<Inspected> {
  for (let attempt = 1; ; attempt += 1) {
    await untilWritten(files);
    const before = statesOf(files);
    const inspected = await project.inspectAgain(files, structural);
    if (attempt === maximumReads || statesOf(files) === before) return inspected;
  }
}

function joined(first: Changes | undefined, second: Changes): Changes {
  if (first === undefined) return second;
  return {
    files: [...new Set([...first.files, ...second.files])],
    structural: first.structural || second.structural,
    environment: [...new Set([...first.environment, ...second.environment])],
    tsconfig: first.tsconfig || second.tsconfig,
  };
}
