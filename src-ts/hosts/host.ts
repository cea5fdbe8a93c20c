/** What a host is to the application: Fastify's, or another one. */

import type { InjectOptions, InjectResponse } from '../api/inject.js';
import type { ResolvedConfig } from '../config/resolve.js';
import type { AppDefinition } from '../definition.js';
import type { HostPort } from '../pipeline/exchange.js';
import type { Timescape } from '../timescape/timescape.js';
import type { HostRuntime } from './runtime.js';

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where a server is to listen. */
export interface ListenAddress extends Address {
  /** Whether other processes listen there, too; the first of them finds out whether the port is somebody else's. */
  readonly sharing: 'none' | 'first' | 'others';
}

/** What `/health` and `/ready` say. */
export interface HealthSource {
  /** The body and whether all is well; `holds` where that is so until something changes, because nobody has to be asked. */
  ready(): Promise<{ readonly ready: boolean; readonly document: object; readonly holds: boolean }>;
  /** Calls when what held may not hold any more. */
  watch(changed: () => void): void;
}

/** Speaks HTTP for an application of its own. */
export interface Host {
  /** Serves a definition from now on. */
  install(definition: AppDefinition): Promise<void>;
  listen(address: ListenAddress): Promise<Address>;
  /**
   * Reads the certificates again, for clients who connect from then on. Where they cannot be used, it says so in the log, and
   * those that are there stay.
   */
  renewCertificates(): Promise<void>;
  inject(options: InjectOptions): Promise<InjectResponse>;
  /** Stops taking connections, finishes requests, closes. */
  close(): Promise<void>;
}

/** The ways between a host and the pipeline. */
export interface HostWays {
  /** What answers leave through. */
  readonly port: HostPort;
  /** Gives a request what the host has read of its body. */
  readonly takeBody: HostRuntime['takeBody'];
}

/** Makes a host around the two ways between it and the pipeline, which are there first. */
export interface HostMaker extends HostWays {
  /** Nothing listens before `listen`, and nothing is served before `install`. */
  create(config: ResolvedConfig, runtime: HostRuntime, health: HealthSource, timescape: Timescape): Promise<Host>;
}
