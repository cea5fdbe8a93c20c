/** What an application is made of under every host: configuration, contexts, modules and the runtime of the pipeline. */

import { resolve } from 'node:path';

import type { GlobalContext, Logger } from './api/contexts.js';
import type { ModulesConfig } from './api/module.js';
import { refuseFastifyPlugins } from './config/fastify-plugins.js';
import { resolveConfig, type ResolvedConfig } from './config/resolve.js';
import type { AppDefinition } from './definition.js';
import { GatiError, reasonOf } from './errors/gati-error.js';
import type { HostWays } from './hosts/host.js';
import type { HostRuntime } from './hosts/runtime.js';
import { readManifest, readRouteTable } from './manifest/read.js';
import { collectModules } from './modules/collect.js';
import { RunningModules } from './modules/running.js';
import { Deadlines } from './pipeline/deadlines.js';
import { PipelineGlobalContext } from './pipeline/global-context.js';
import { createLogger, requestFrame } from './pipeline/logger.js';
import { type Observation, observationOf } from './observe/observation.js';
import { bodyReaders } from './reader/body-readers.js';
import { Recorder } from './timescape/recording/recorder.js';
import { secretMembers, Secrets } from './timescape/recording/secrets.js';
import { openRegistry } from './timescape/registry/open.js';
import { Timescape } from './timescape/timescape.js';

/** What a host brings, and what tests replace. */
export interface CompositionOptions {
  /** The ways between the host and the pipeline; who the host is may depend on the configuration. */
  readonly host: (config: ResolvedConfig) => HostWays;
  /** Whether the host gives bytes, which can be read natively, or values that the host has parsed. */
  readonly bodies: 'bytes' | 'values';
  /** Comes before every path outside of `basePath`, too. */
  readonly prefix?: string;
  readonly logger?: Logger;
  readonly env?: NodeJS.ProcessEnv;
}

/** The parts of an application. */
export class Composition {
  readonly config: ResolvedConfig;
  readonly gctx: PipelineGlobalContext;
  readonly runtime: HostRuntime;
  readonly timescape: Timescape;
  /** What is recorded of requests; nothing where nothing is. */
  readonly observation: Observation | undefined;
  readonly #modules: RunningModules;
  readonly #recorder: Recorder | undefined;
  #setUp: ModulesConfig | undefined;
  #changed: () => void = () => undefined;
  #areModulesChanging = false;

  /** Reads the definition. What is wrong with it, or with its configuration, is thrown here. */
  constructor(definition: AppDefinition, options: CompositionOptions) {
    checkDefinition(definition);
    const { prefix = '' } = options;
    const env = options.env ?? process.env;
    this.config = resolveConfig(definition.config, env, definition.mode);
    const { times, logging } = this.config;
    const logger = options.logger ?? createLogger(logging);
    this.gctx = new PipelineGlobalContext(this.config, definition.mode, logger);
    const { metrics } = this.config.observability;
    const observability = {
      ...this.config.observability,
      metrics: metrics === undefined ? undefined : prefix + metrics,
    };
    this.observation = observationOf(observability, logger, () =>
      options.logger === undefined ? requestFrame(logging, logger) : undefined,
    );
    this.#modules = new RunningModules(this.gctx, {
      init: times.moduleInit,
      shutdown: times.moduleShutdown,
      healthCheck: times.healthCheck,
    });
    this.#recorder = recorderFor(definition, this.config, this.gctx.logger);
    const { port, takeBody } = options.host(this.config);
    this.runtime = {
      gctx: this.gctx,
      deadlines: new Deadlines(times.handler),
      logger: this.gctx.logger,
      host: this.#recorder?.listening(port) ?? port,
      observation: this.observation,
      cors: corsFor(definition, this.config),
      readers: options.bodies === 'bytes' ? bodyReaders(definition.contracts, env, this.gctx.logger) : () => undefined,
      messages: this.config.messages,
      bodyLimit: this.config.limits.body,
      inFlight: 0,
      cleanups: new Set(),
      draining: false,
      takeBody,
    };
    const { timescape } = this.config;
    const settings = { ...timescape, path: timescape.path === undefined ? undefined : prefix + timescape.path };
    this.timescape = new Timescape({
      settings,
      logger: this.gctx.logger,
      registry: () =>
        openRegistry(settings.registry, { root: definition.root, warn: (message) => this.gctx.logger.warn(message) }),
    });
  }

  /** Starts the modules of a definition, or brings the running ones to what it says. */
  async startModules(definition: AppDefinition): Promise<void> {
    const { modules } = definition.config;
    this.#areModulesChanging = true;
    this.#changed();
    try {
      await this.#modules.apply(collectModules(definition.modules, modules));
    } finally {
      this.#areModulesChanging = false;
    }
    if (typeof modules === 'function' && modules !== this.#setUp) await this.#runSetUp(modules);
    this.#setUp = modules;
  }

  /** Whether `/ready` may say yes, and what it says. */
  async health(): Promise<{ readonly ready: boolean; readonly document: object; readonly holds: boolean }> {
    if (this.gctx.lifecycle.isShuttingDown()) return { ready: false, document: { status: 'stopping' }, holds: false };
    const reports = [...(await this.#modules.health()), ...(await this.gctx.health(this.config.times.healthCheck))];
    const ready = reports.every(({ healthy }) => healthy);
    for (const { name, healthy, reason } of reports)
      if (!healthy) this.gctx.logger.warn({ module: name, reason }, 'a health check failed');
    // The reason is for the log: it may name hosts and credentials.
    const checks = Object.fromEntries(reports.map(({ name, healthy }) => [name, healthy ? 'ok' : 'failed']));
    return {
      ready,
      document: { status: ready ? 'ok' : 'unavailable', checks },
      holds: reports.length === 0 && !this.#areModulesChanging,
    };
  }

  /** Calls when `health` may say something else though nobody was asked. */
  watchHealth(changed: () => void): void {
    this.#changed = changed;
    this.gctx.watchHealth(changed);
  }

  /** After the last request: cleanups, hooks, modules. */
  async stop(): Promise<void> {
    this.runtime.deadlines.stop();
    await this.timescape.stop();
    await this.#recorder?.stop();
    await this.observation?.stop();
    await Promise.allSettled(this.runtime.cleanups);
    await this.gctx.runShutdown();
    await this.#modules.stop();
  }

  /** The function form of the `modules` setting. What it returns joins the modules. */
  async #runSetUp(run: (gctx: GlobalContext) => unknown): Promise<void> {
    try {
      const made = await run(this.gctx);
      if (typeof made === 'object' && made !== null) Object.assign(this.gctx.modules, made);
    } catch (cause) {
      throw new GatiError('GATI_MODULE_INIT_FAILED', {
        values: { module: 'modules (gati.config.ts)', reason: reasonOf(cause) },
        cause,
      });
    }
  }
}

/** What records traffic: only that of real clients, and only where they are clients of a release. */
function recorderFor(definition: AppDefinition, { timescape }: ResolvedConfig, logger: Logger): Recorder | undefined {
  const { root, mode, manifest, timescape: releases } = definition;
  const { on, record: settings, headers } = timescape;
  if (mode !== 'production' || !on || releases === undefined || settings === undefined || settings.sample === 0)
    return undefined;
  const secrets = new Secrets([...settings.redact, ...secretMembers(manifest)]);
  const folder = resolve(root, settings.folder);
  return new Recorder({ settings, folder, header: headers[0] ?? 'X-API-Version', secrets, logger });
}

/** Browsers may ask for a version wherever they may send a header at all. */
function corsFor({ timescape: releases }: AppDefinition, { cors, timescape }: ResolvedConfig): ResolvedConfig['cors'] {
  if (cors === undefined || cors.allowedHeaders === '' || !timescape.on || releases === undefined) return cors;
  const known = new Set(cors.allowedHeaders.toLowerCase().split(/\s*,\s*/));
  const more = timescape.headers.filter((name) => !known.has(name.toLowerCase()));
  return { ...cors, allowedHeaders: [cors.allowedHeaders, ...more].join(', ') };
}

/** Checks the outline of a definition; the parts check themselves when they are used. */
export function checkDefinition(definition: AppDefinition): void {
  const refuse = (reason: string): never => {
    throw new GatiError('GATI_DEFINITION_INVALID', { values: { reason } });
  };
  if (typeof definition !== 'object' || definition === null) refuse('it is not an object');
  readManifest(definition.manifest);
  readRouteTable(definition.routes);
  for (const key of ['contracts', 'handlers', 'config'] as const) {
    if (typeof definition[key] !== 'object' || definition[key] === null) refuse(`${key} is not an object`);
  }
  if (!Array.isArray(definition.modules)) refuse('modules is not a list');
  if (!['development', 'production', 'test'].includes(definition.mode))
    refuse(`${JSON.stringify(definition.mode)} is not a mode`);
  refuseFastifyPlugins(definition);
}
