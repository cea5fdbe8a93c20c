/** What a module is: a named part of the application with a life of its own. */

import type { GlobalContext } from './contexts.js';

/**
 * A module, started before the first request in the order of its dependencies and stopped after the last one in
 * reverse. `gctx.modules.<name>` is its `exports`, or what `init` returned when there are none; handlers call it
 * directly, with nothing in between.
 */
export interface Module<Exports = unknown> {
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  /** Names of the modules that have to be started first. */
  readonly dependencies?: readonly string[];
  /** What handlers see. May be a getter, read once `init` has finished. */
  readonly exports?: Exports;
  /** Starts the module. A module without `exports` exports what this returns. */
  init?(gctx: GlobalContext): unknown;
  /** Stops the module. Runs even when a later module failed to start. */
  shutdown?(): void | Promise<void>;
  /** `false` or a rejection makes `/ready` answer 503. */
  healthCheck?(): boolean | Promise<boolean>;
}

/** Makes what handlers will see under a name: a plain value, or a whole {@link Module}. */
export type ModuleFactory = (gctx: GlobalContext) => unknown;

/** The `modules` setting of `gati.config.ts`, in its three spellings. */
export type ModulesConfig =
  | Readonly<Record<string, Module | ModuleFactory>>
  | readonly Module[]
  | ((
      gctx: GlobalContext,
    ) => void | Readonly<Record<string, unknown>> | Promise<void | Readonly<Record<string, unknown>>>);

/** Gives a module object its type without changing it. */
export function defineModule<const M extends Module>(module: M): M {
  return module;
}
