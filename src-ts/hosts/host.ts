/** What a host is to the application: Fastify's, or another one. */

import type { InjectOptions, InjectResponse } from '../api/inject.js';
import type { AppDefinition } from '../definition.js';

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What `/health` and `/ready` say. */
export interface HealthSource {
  /** The body and whether all is well. */
  ready(): Promise<{ readonly ready: boolean; readonly document: object }>;
}

/** Speaks HTTP for an application of its own. */
export interface Host {
  /** Serves a definition from now on. */
  install(definition: AppDefinition): Promise<void>;
  listen(address: Address): Promise<Address>;
  inject(options: InjectOptions): Promise<InjectResponse>;
  /** Stops taking connections, finishes requests, closes. */
  close(): Promise<void>;
}
