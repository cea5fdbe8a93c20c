/** A stand-alone application: what is served, and its life from the first start to the last request. */

import type { GlobalContext, Logger } from './api/contexts.js';
import { Composition, checkDefinition } from './composition.js';
import { loadEnvFiles } from './config/env-files.js';
import type { ResolvedConfig } from './config/resolve.js';
import type { AppDefinition } from './definition.js';
import { GatiError } from './errors/gati-error.js';
import type { InjectOptions, InjectResponse } from './api/inject.js';
import { hostMakerOf } from './hosts/choose.js';
import type { Host } from './hosts/host.js';
import type { Observation } from './observe/observation.js';

/** What can be replaced around an application. */
export interface AppOptions {
  /** Used instead of the logger of the configuration. */
  readonly logger?: Logger;
  /** Read instead of the environment of the process; `.env` files are not loaded then. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A stand-alone application. */
export interface GatiApp {
  /** Starts the modules, without listening. `listen` and `inject` do it by themselves. */
  start(): Promise<void>;
  /** Starts and listens. */
  listen(): Promise<{ readonly url: string; readonly port: number; readonly host: string }>;
  /** Finishes what is under way, stops the modules in reverse order, and closes. */
  close(): Promise<void>;
  /** Sends a request through the whole pipeline without a network. */
  inject(options: InjectOptions): Promise<InjectResponse>;
  /** Serves another definition on the same socket. Modules that are the same object keep running. */
  replace(definition: AppDefinition): Promise<void>;
  readonly gctx: GlobalContext;
}

/** What the configuration of an application came to. */
export function configOf(app: GatiApp): ResolvedConfig {
  return (app as StandAloneApp).config;
}

/** What is recorded of the requests of an application; nothing where nothing is. */
export function observationOf(app: GatiApp): Observation | undefined {
  return (app as StandAloneApp).observation;
}

/** Has an application that listens read its certificates again. */
export function renewCertificates(app: GatiApp): Promise<void> {
  return (app as StandAloneApp).renewCertificates();
}

type State = 'new' | 'running' | 'stopping' | 'stopped';

/** Makes an application. Problems of the definition and the configuration are thrown here, before anything starts. */
export function createApp(definition: AppDefinition, options: AppOptions = {}): GatiApp {
  checkDefinition(definition);
  if (options.env === undefined) loadEnvFiles(definition.root, definition.mode);
  return new StandAloneApp(definition, options);
}

class StandAloneApp implements GatiApp {
  readonly #parts: Composition;
  #host: Host | undefined;
  #definition: AppDefinition;
  #state: State = 'new';
  #starting: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #replacing: Promise<void> = Promise.resolve();

  constructor(definition: AppDefinition, options: AppOptions) {
    this.#definition = definition;
    this.#parts = new Composition(definition, {
      ...options,
      host: ({ server }) => hostMakerOf(server),
      bodies: 'bytes',
    });
  }

  get gctx(): GlobalContext {
    return this.#parts.gctx;
  }

  get observation(): Observation | undefined {
    return this.#parts.observation;
  }

  get config(): ResolvedConfig {
    return this.#parts.config;
  }

  start(): Promise<void> {
    return (this.#starting ??= this.#start());
  }

  async listen(): Promise<{ readonly url: string; readonly port: number; readonly host: string }> {
    await this.start();
    this.#mustRun('listen');
    let address;
    try {
      address = await this.#running().listen(this.#parts.config.server);
    } catch (error) {
      // An application that cannot be reached must not keep its modules running.
      await this.close();
      throw error;
    }
    if (this.#definition.mode === 'production') this.#parts.timescape.ready(this.#parts.gctx.instance.id);
    const { host, port } = address;
    const shown =
      host === '0.0.0.0' || host === '::' || host === '127.0.0.1' || host === '::1'
        ? 'localhost'
        : host.includes(':')
          ? `[${host}]`
          : host;
    const scheme = this.#parts.config.server.tls === undefined ? 'http' : 'https';
    return { url: `${scheme}://${shown}:${port}`, host, port };
  }

  async inject(options: InjectOptions): Promise<InjectResponse> {
    await this.start();
    this.#mustRun('inject');
    return this.#running().inject(options);
  }

  replace(definition: AppDefinition): Promise<void> {
    const next = this.#replacing.then(() => this.#replace(definition));
    this.#replacing = next.catch(() => undefined);
    return next;
  }

  async renewCertificates(): Promise<void> {
    await this.#host?.renewCertificates();
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #start(): Promise<void> {
    if (this.#state !== 'new') this.#mustRun('start');
    try {
      await this.#parts.timescape.start(this.#definition);
      // Routes first: a definition that cannot be served should not open a database.
      this.#host = await this.#makeHost();
      await this.#host.install(this.#definition);
      await this.#parts.startModules(this.#definition);
      await this.#parts.gctx.runStartup();
    } catch (error) {
      this.#state = 'stopped';
      await this.#host?.close();
      await this.#parts.stop();
      throw error;
    }
    // Closed while it was starting: `close` waits for this, and goes on.
    if (this.#state === 'new') this.#state = 'running';
  }

  #makeHost(): Promise<Host> {
    const { config, runtime, timescape } = this.#parts;
    const health = {
      ready: () => this.#parts.health(),
      watch: (changed: () => void) => this.#parts.watchHealth(changed),
    };
    return hostMakerOf(config.server).create(config, runtime, health, timescape);
  }

  /** The host of an application that has started. */
  #running(): Host {
    if (this.#host !== undefined) return this.#host;
    throw new GatiError('GATI_NOT_RUNNING', { values: { state: this.#state, action: 'serve' } });
  }

  async #replace(definition: AppDefinition): Promise<void> {
    checkDefinition(definition);
    await this.start();
    this.#mustRun('replace');
    await this.#parts.startModules(definition);
    await this.#parts.timescape.start(definition);
    await this.#running().install(definition);
    this.#definition = definition;
  }

  async #close(): Promise<void> {
    if (this.#state === 'stopped') return;
    const started = this.#starting !== undefined;
    await this.#starting?.catch(() => undefined);
    if ((this.#state as State) === 'stopped') return;
    this.#state = 'stopping';
    await this.#replacing;
    await this.#parts.gctx.runPreShutdown();
    await this.#host?.close();
    if (started) await this.#parts.stop();
    this.#state = 'stopped';
  }

  #mustRun(action: string): void {
    if (this.#state === 'running') return;
    throw new GatiError('GATI_NOT_RUNNING', { values: { state: this.#state, action } });
  }
}
