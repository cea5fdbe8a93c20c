/** `gctx`: what all requests share, and the life of the application. */

import { hostname } from 'node:os';

import type {
  GlobalContext,
  GlobalLifecycle,
  HealthReport,
  InstanceInfo,
  Logger,
  ModuleRegistry,
} from '../api/contexts.js';
import type { ResolvedConfig } from '../config/resolve.js';
import type { Mode } from '../definition.js';
import { checkHealth } from '../modules/running.js';

type Run = () => void | Promise<void>;

/** Implements `GlobalContext`, and runs what was registered with it. */
export class PipelineGlobalContext implements GlobalContext {
  readonly modules: ModuleRegistry = Object.create(null) as ModuleRegistry;
  readonly config: GlobalContext['config'];
  readonly logger: Logger;
  readonly state: GlobalContext['state'] = {} as GlobalContext['state'];
  readonly lifecycle: GlobalLifecycle;
  readonly instance: InstanceInfo;
  readonly mode: Mode;
  readonly #startup: Run[] = [];
  readonly #preShutdown: Run[] = [];
  readonly #shutdown: Run[] = [];
  readonly #checks = new Map<string, () => boolean | Promise<boolean>>();
  #stopping = false;
  #changed: () => void = () => undefined;

  constructor(config: ResolvedConfig, mode: Mode, logger: Logger) {
    this.config = config.app as GlobalContext['config'];
    this.logger = logger;
    this.mode = mode;
    const { id, region, zone } = config.instance;
    this.instance = { id: id ?? `${hostname()}-${process.pid}`, region, zone, startedAt: Date.now() };
    this.lifecycle = {
      onStartup: (run) => void this.#startup.push(run),
      onHealthCheck: (name, check) => {
        this.#checks.set(name, check);
        this.#changed();
      },
      onPreShutdown: (run) => void this.#preShutdown.push(run),
      onShutdown: (run) => void this.#shutdown.push(run),
      isShuttingDown: () => this.#stopping,
    };
  }

  onShutdown(run: Run): void {
    this.lifecycle.onShutdown(run);
  }

  /** Runs the startup hooks; a failure stops the start. */
  async runStartup(): Promise<void> {
    for (const run of this.#startup.splice(0)) await run();
  }

  /** Stopping begins. */
  async runPreShutdown(): Promise<void> {
    this.#stopping = true;
    this.#changed();
    await this.#each(this.#preShutdown);
  }

  /** The last request is over. */
  async runShutdown(): Promise<void> {
    await this.#each([...this.#shutdown].reverse());
  }

  /** Calls when there is another check, and when stopping begins. */
  watchHealth(changed: () => void): void {
    this.#changed = changed;
  }

  /** Asks the registered health checks. */
  async health(limit: number): Promise<HealthReport[]> {
    return Promise.all([...this.#checks].map(([name, check]) => checkHealth(name, check, limit)));
  }

  /** Runs everything, whatever fails: stopping has to go on. */
  async #each(runs: readonly Run[]): Promise<void> {
    for (const run of runs) {
      try {
        await run();
      } catch (err) {
        this.logger.error({ err }, 'a shutdown hook failed');
      }
    }
  }
}
