/** The order modules start in. */

import { GatiError } from '../errors/gati-error.js';
import { closest } from '../config/closest.js';

/** What the order depends on. */
export interface Ordered {
  readonly name: string;
  readonly file: string;
  readonly dependencies: readonly string[];
}

/**
 * Every module after the ones it depends on, otherwise in the order given. Missing names and circles are errors that
 * name everybody involved.
 */
export function startOrder<M extends Ordered>(modules: readonly M[]): M[] {
  const byName = new Map<string, M>();
  for (const module of modules) {
    const earlier = byName.get(module.name);
    if (earlier !== undefined) {
      throw new GatiError('GATI_MODULE_DUPLICATE', {
        values: { module: module.name, first: earlier.file, second: module.file },
      });
    }
    byName.set(module.name, module);
  }
  const ordered: M[] = [];
  const done = new Set<M>();
  const path: M[] = [];
  const visit = (module: M): void => {
    if (done.has(module)) return;
    const from = path.indexOf(module);
    if (from !== -1) {
      const circle = [...path.slice(from), module].map(({ name }) => name).join(' → ');
      throw new GatiError('GATI_MODULE_CYCLE', { values: { path: circle } });
    }
    path.push(module);
    for (const wanted of module.dependencies) {
      const dependency = byName.get(wanted);
      if (dependency === undefined) throw missing(module, wanted, [...byName.keys()]);
      visit(dependency);
    }
    path.pop();
    done.add(module);
    ordered.push(module);
  };
  for (const module of modules) visit(module);
  return ordered;
}

function missing(module: Ordered, wanted: string, names: readonly string[]): GatiError {
  const near = closest(wanted, names);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  return new GatiError('GATI_MODULE_MISSING', { values: { wanted, module: module.name, file: module.file, hint } });
}
