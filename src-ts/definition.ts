/** The application definition: what development and build hand to the runtime. Types only. */

import type { GatiConfig } from './api/config.js';
import type { HandlerFunction } from './api/handler.js';
import type { Module, ModuleFactory } from './api/module.js';
import type { CompiledContracts } from './manifest/compiled.js';
import type { Manifest, RouteTable } from './manifest/manifest.js';
import type { TimescapeDefinition } from './timescape/definition.js';

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

/** What a schema value of any library validates with: the interface of Standard Schema. */
export interface StandardSchema {
  readonly '~standard': {
    readonly validate: (value: unknown) => StandardResult | Promise<StandardResult>;
  };
}

/** What a schema value makes of a value, or what it objects to. */
export interface StandardResult {
  readonly value?: unknown;
  readonly issues?: readonly StandardIssue[] | undefined;
}

/** What a schema value objects to. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The schema values of a handler's positions. */
export interface PositionValidators {
  readonly params?: StandardSchema;
  readonly query?: StandardSchema;
  readonly headers?: StandardSchema;
  readonly body?: StandardSchema;
}

/** Everything an application is. */
export interface AppDefinition {
  readonly manifest: Manifest;
  readonly contracts: CompiledContracts;
  readonly routes: RouteTable;
  readonly handlers: Readonly<Record<string, HandlerFunction>>;
  readonly modules: readonly LoadedModule[];
  readonly config: GatiConfig;
  /** By handler id: the schema values of its positions that have the last word. */
  readonly validators?: Readonly<Record<string, PositionValidators>>;
  readonly schemas?: Readonly<Record<string, FastifySchemas>>;
  /** The text of the OpenAPI document; absent where it cannot be made, or was not asked for when building. */
  readonly openapi?: () => string;
  /** The releases of the API. Without them every client gets what the handlers have today. */
  readonly timescape?: TimescapeDefinition;
  readonly mode: Mode;
  /** The folder of the project, for `.env` files and messages. */
  readonly root: string;
}
