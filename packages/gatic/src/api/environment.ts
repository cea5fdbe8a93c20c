/** The variables of a project's `.env` files, put into this process and taken out again when the files change. */

import { readEnvFiles, type Mode } from '@gati-framework/core/tooling';

/** Variables that were put into `process.env`. */
export interface Environment {
  /** Reads the files again, and answers with the names of variables that differ. */
  readonly reload: () => readonly string[];
  /** Whether a variable has its value from a file, so that an edit can change it. */
  readonly isFromFile: (name: string) => boolean;
  /** Puts `process.env` back as it was. */
  readonly restore: () => void;
}

/** Loads the files of a mode. What the process had before wins over them, and `overrides` win over everything. */
export function loadEnvironment(root: string, mode: Mode, overrides: Readonly<Record<string, string>>): Environment {
  const original = { ...process.env };
  let current: Readonly<Record<string, string>> = {};
  const apply = (): readonly string[] => {
    const next: Record<string, string> = {};
    for (const [name, value] of Object.entries(readEnvFiles(root, mode).values)) {
      if (original[name] === undefined) next[name] = value;
    }
    Object.assign(next, overrides);
    const names = new Set([...Object.keys(current), ...Object.keys(next)]);
    const changed = [...names].filter((name) => current[name] !== next[name]);
    for (const name of changed) setVariable(name, next[name] ?? original[name]);
    current = next;
    return changed;
  };
  apply();
  return {
    reload: apply,
    isFromFile: (name) => current[name] !== undefined && overrides[name] === undefined,
    restore: () => {
      for (const name of Object.keys(current)) setVariable(name, original[name]);
      current = {};
    },
  };
}

/** Assigning `undefined` to a variable would make it the text "undefined". */
function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
