/** The application definition: what development and build hand to the runtime. Types only. */

import type { GatiConfig } from './api/config.js';
import type { HandlerFunction } from './api/handler.js';
import type { Module, ModuleFactory } from './api/module.js';
import type { CompiledContracts } from './manifest/compiled.js';
import type { Manifest, RouteTable } from './manifest/manifest.js';

/** How the application runs. */
export type Mode = 'development' | 'production' | 'test';

/** A module as its file exported it. Two definitions with the same `value` mean the same running module. */
export interface LoadedModule {
  /** From the manifest; a {@link Module} may have a `name` of its own, which then has to be the same. */
  readonly name: string;
  /** Relative to the root, for messages. */
  readonly file: string;
  readonly value: Module | ModuleFactory;
}

/** JSON Schemas of one handler, for `@fastify/swagger` and its kin. Nothing is compiled from them. */
export interface FastifySchemas {
  readonly params?: object;
  readonly querystring?: object;
  readonly headers?: object;
  readonly body?: object;
  readonly response?: Readonly<Record<string, object>>;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly tags?: readonly string[];
}

/** Everything an application is. */
export interface AppDefinition {
  readonly manifest: Manifest;
  readonly contracts: CompiledContracts;
  readonly routes: RouteTable;
  readonly handlers: Readonly<Record<string, HandlerFunction>>;
  readonly modules: readonly LoadedModule[];
  readonly config: GatiConfig;
  readonly schemas?: Readonly<Record<string, FastifySchemas>>;
  readonly mode: Mode;
  /** The folder of the project, for `.env` files and messages. */
  readonly root: string;
}
