/** The modules of a definition, from files and from the configuration, in one form. */

import type { GlobalContext } from '../api/contexts.js';
import type { Module, ModuleFactory, ModulesConfig } from '../api/module.js';
import { closest } from '../config/closest.js';
import type { LoadedModule } from '../definition.js';
import { GatiError } from '../errors/gati-error.js';

/** A module that can be started. */
export interface ModulePlan {
  readonly name: string;
  readonly file: string;
  readonly dependencies: readonly string[];
  /** What it was made from; the same object means the same module when an application is replaced. */
  readonly identity: unknown;
  readonly module: Module;
}

const members = new Set([
  'name',
  'version',
  'description',
  'dependencies',
  'exports',
  'init',
  'shutdown',
  'healthCheck',
]);
const configFile = 'gati.config.ts';

/** Every module of the definition. The function form of the setting becomes no module: it is run by the caller. */
export function collectModules(loaded: readonly LoadedModule[], config: ModulesConfig | undefined): ModulePlan[] {
  const plans = loaded.map(({ name, file, value }) => planModule(name, file, value));
  if (config === undefined || typeof config === 'function') return plans;
  if (Array.isArray(config)) {
    (config as readonly Module[]).forEach((module, index) => {
      const name = typeof module?.name === 'string' ? module.name : '';
      if (name === '') throw invalid(`modules[${index}]`, configFile, 'a module in a list needs a name');
      plans.push(planModule(name, configFile, module));
    });
    return plans;
  }
  for (const [name, value] of Object.entries(config)) plans.push(planModule(name, configFile, value));
  return plans;
}

function planModule(name: string, file: string, value: Module | ModuleFactory): ModulePlan {
  if (typeof value === 'function') {
    return {
      name,
      file,
      dependencies: [],
      identity: value,
      module: { name, init: (gctx: GlobalContext) => value(gctx) },
    };
  }
  if (typeof value !== 'object' || value === null) {
    throw invalid(
      name,
      file,
      `it exports ${value === null ? 'null' : `a ${typeof value}`}; export a module or a function that makes one`,
    );
  }
  checkModule(name, file, value);
  return { name, file, dependencies: value.dependencies ?? [], identity: value, module: value };
}

function checkModule(name: string, file: string, module: Module): void {
  if (module.name !== undefined && module.name !== name) {
    throw invalid(
      name,
      file,
      `its name is ${JSON.stringify(module.name)}, and it is registered as ${JSON.stringify(name)}`,
    );
  }
  for (const key of Object.keys(module)) {
    if (members.has(key)) continue;
    const near = closest(key, [...members]);
    throw invalid(
      name,
      file,
      `${JSON.stringify(key)} is not part of a module${near === undefined ? '' : `; did you mean ${near}?`}`,
    );
  }
  for (const key of ['init', 'shutdown', 'healthCheck'] as const) {
    if (module[key] !== undefined && typeof module[key] !== 'function')
      throw invalid(name, file, `${key} is not a function`);
  }
  const { dependencies } = module;
  if (
    dependencies !== undefined &&
    !(Array.isArray(dependencies) && dependencies.every((one) => typeof one === 'string'))
  ) {
    throw invalid(name, file, 'dependencies is not a list of names');
  }
}

function invalid(module: string, file: string, reason: string): GatiError {
  return new GatiError('GATI_MODULE_INVALID', { values: { module, file, reason } });
}
