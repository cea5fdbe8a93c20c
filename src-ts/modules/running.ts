/** The modules of a running application: started in order, stopped in reverse, kept when nothing about them changed. */

import type { GlobalContext, HealthReport } from '../api/contexts.js';
import type { Module } from '../api/module.js';
import { GatiError, reasonOf } from '../errors/gati-error.js';
import { startOrder } from './order.js';
import type { ModulePlan } from './collect.js';
import { within } from './settle.js';

/** How long modules may take, in milliseconds. */
export interface ModuleLimits {
  readonly init: number;
  readonly shutdown: number;
  readonly healthCheck: number;
}

interface Started {
  readonly plan: ModulePlan;
  /** What `init` of a factory gave back may be a module itself, with its own end. */
  readonly module: Module;
  readonly exports: unknown;
}

/** What is running. */
export class RunningModules {
  readonly #gctx: GlobalContext;
  readonly #limits: ModuleLimits;
  #started: Started[] = [];

  constructor(gctx: GlobalContext, limits: ModuleLimits) {
    this.#gctx = gctx;
    this.#limits = limits;
  }

  /**
   * Starts what is new and stops what is gone or changed, together with everything that depends on it. When a start
   * fails, the modules started by this call are stopped again and the error has the cause.
   */
  async apply(plans: readonly ModulePlan[]): Promise<void> {
    const ordered = startOrder(plans);
    const kept = this.#unchanged(ordered);
    await this.#stop(this.#started.filter((one) => !kept.has(one.plan.name)));
    const before = this.#started.length;
    try {
      for (const plan of ordered) if (!kept.has(plan.name)) await this.#start(plan);
    } catch (error) {
      await this.#stop(this.#started.slice(before));
      throw error;
    }
    // Kept modules may stand elsewhere in the new order, and stopping goes by it.
    const position = new Map(ordered.map(({ name }, index) => [name, index]));
    this.#started.sort((a, b) => (position.get(a.plan.name) ?? 0) - (position.get(b.plan.name) ?? 0));
  }

  /** Stops everything, the last started first. */
  async stop(): Promise<void> {
    await this.#stop([...this.#started]);
  }

  /** Asks every module how it is. */
  async health(): Promise<HealthReport[]> {
    const asked = this.#started.filter(({ module }) => module.healthCheck !== undefined);
    return Promise.all(
      asked.map(({ plan, module }) =>
        checkHealth(plan.name, () => module.healthCheck?.() ?? true, this.#limits.healthCheck),
      ),
    );
  }

  #unchanged(ordered: readonly ModulePlan[]): Set<string> {
    const running = new Map(this.#started.map((one) => [one.plan.name, one.plan]));
    const kept = new Set<string>();
    for (const plan of ordered) {
      const earlier = running.get(plan.name);
      if (earlier?.identity === plan.identity && plan.dependencies.every((name) => kept.has(name))) kept.add(plan.name);
    }
    return kept;
  }

  async #start(plan: ModulePlan): Promise<void> {
    const { name, file } = plan;
    const limit = this.#limits.init;
    let made: unknown;
    try {
      made = await within(
        limit,
        () => plan.module.init?.(this.#gctx),
        () => new GatiError('GATI_MODULE_INIT_TIMEOUT', { values: { module: name, limit } }),
      );
    } catch (cause) {
      if (cause instanceof GatiError && cause.code === 'GATI_MODULE_INIT_TIMEOUT') throw cause;
      throw new GatiError('GATI_MODULE_INIT_FAILED', {
        values: { module: `${name} (${file})`, reason: reasonOf(cause) },
        cause,
      });
    }
    let { module } = plan;
    // A factory may make a whole module.
    if (typeof plan.identity === 'function' && isModule(made)) {
      module = made;
      made = await within(
        limit,
        () => module.init?.(this.#gctx),
        () => new GatiError('GATI_MODULE_INIT_TIMEOUT', { values: { module: name, limit } }),
      ).catch((cause: unknown) => {
        throw new GatiError('GATI_MODULE_INIT_FAILED', {
          values: { module: `${name} (${file})`, reason: reasonOf(cause) },
          cause,
        });
      });
    }
    const exports = 'exports' in module ? module.exports : made;
    this.#started.push({ plan, module, exports });
    registryOf(this.#gctx)[name] = exports;
  }

  async #stop(leaving: readonly Started[]): Promise<void> {
    for (const one of [...leaving].reverse()) {
      const { name } = one.plan;
      const limit = this.#limits.shutdown;
      try {
        await within(
          limit,
          () => one.module.shutdown?.(),
          () => new Error(`it did not stop within ${limit} ms`),
        );
      } catch (cause) {
        const err = new GatiError('GATI_MODULE_SHUTDOWN_FAILED', {
          values: { module: name, reason: reasonOf(cause) },
          cause,
        });
        this.#gctx.logger.error({ err }, err.message);
      }
      this.#started = this.#started.filter((other) => other !== one);
      delete registryOf(this.#gctx)[name];
    }
  }
}

/** The registry, as the one place that writes to it sees it. */
function registryOf(gctx: GlobalContext): Record<string, unknown> {
  return gctx.modules as unknown as Record<string, unknown>;
}

/** Runs one health check; a failure and a silence are answers too. */
export async function checkHealth(
  name: string,
  check: () => boolean | Promise<boolean>,
  limit: number,
): Promise<HealthReport> {
  try {
    const healthy = await within(limit, check, () => new Error(`no answer within ${limit} ms`));
    return healthy === false ? { name, healthy: false, reason: 'the check said no' } : { name, healthy: true };
  } catch (error) {
    return { name, healthy: false, reason: reasonOf(error) };
  }
}

/** Whether what a factory made is a module and not the value itself. */
function isModule(value: unknown): value is Module {
  if (typeof value !== 'object' || value === null) return false;
  const one = value as Record<string, unknown>;
  return (
    typeof one['name'] === 'string' &&
    ('exports' in one || typeof one['init'] === 'function') &&
    Object.keys(one).every((key) =>
      ['name', 'version', 'description', 'dependencies', 'exports', 'init', 'shutdown', 'healthCheck'].includes(key),
    )
  );
}
