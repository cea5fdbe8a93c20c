/** What loading a project takes, and what it can lead to. */

import type { GatiConfig } from '../api/config.js';
import type { AppDefinition, Mode } from '../definition.js';
import type { Diagnostic, Manifest, RouteTable } from '../manifest/manifest.js';
import type { Asking } from './fallback/fallback-types.js';
import type { SchemaRuns } from './unknowns.js';

/** Which project, and how it will run. */
export interface ProjectOptions {
  readonly root: string;
  readonly mode?: Mode;
  /** The folder of handlers; wins over the configuration. `src/handlers` unless either says otherwise. */
  readonly handlers?: string;
  /** The folder of modules. `src/modules`. */
  readonly modules?: string;
  readonly tsconfig?: string;
  /** Whether TypeScript may be asked for types, where the configuration wants that. `locked`. */
  readonly typescript?: Asking;
  /** Whether files that declare schemas are run, to learn what these are. `run`. */
  readonly schemas?: SchemaRuns;
}

/** What loading led to. A project with errors gives no definition, and says everything that is wrong with it. */
export type Loaded =
  | {
      readonly ok: true;
      readonly definition: AppDefinition;
      /** Warnings. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | {
      readonly ok: false;
      readonly diagnostics: readonly Diagnostic[];
      /** What the project's own code threw while it was being imported. */
      readonly thrown?: unknown;
    };

/** What a reload led to: the same, and what it was about. */
export interface Reloaded {
  readonly loaded: Loaded;
  /** The files whose content differs, of those that were said to have changed. */
  readonly changedFiles: readonly string[];
  /** Handlers whose code, contract or route differs from the last good load, by id. */
  readonly changedHandlers: readonly string[];
  /** Whether anything at all differs. */
  readonly changed: boolean;
  /** Whether the configuration file, or something it imports, differs: the app has to start over. */
  readonly configChanged: boolean;
}

/** What is known about a project without running its handlers. */
export interface Inspected {
  readonly config: GatiConfig;
  readonly manifest: Manifest;
  readonly routes: RouteTable;
  readonly diagnostics: readonly Diagnostic[];
}
