/** A package that is not installed, said in terms of the project's own files. */

import { relative, sep } from 'node:path';

import { GatiError } from '../errors/gati-error.js';
import type { ModuleGraph } from './module-graph.js';

/**
 * What Node threw, or, where that is an import of the project's own files that leads to no package, an error that names
 * those files; Node itself names the compiled one. The files are tried again with the next build.
 */
export function nameMissingPackage(thrown: unknown, graph: ModuleGraph, root: string): unknown {
  const { code, message } = (thrown ?? {}) as { code?: unknown; message?: unknown };
  if (code !== 'ERR_MODULE_NOT_FOUND' || typeof message !== 'string') return thrown;
  const name = /^Cannot find package '([^']+)'/u.exec(message)?.[1];
  if (name === undefined) return thrown;
  const importers = graph.importersOf(name);
  if (importers.length === 0) return thrown;
  for (const { path } of importers) graph.retry(path);
  const places = importers.map(({ path, line }) => `${relative(root, path).split(sep).join('/')}:${line}`).join(', ');
  return new GatiError('GATI_PACKAGE_MISSING', { values: { package: name, places } });
}
