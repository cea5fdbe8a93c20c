/** The plug-in itself, before it takes the shape of a bundler. */

import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

import {
  renderDiagnostic,
  ValidatorCalls,
  type Diagnostic,
  type ValidatorCallsOptions,
} from '@gati-framework/core/tooling';
import type { UnpluginOptions } from 'unplugin';

/** How calls of `validate<T>()` are compiled. */
export interface ValidatorsOptions extends ValidatorCallsOptions {
  /**
   * The project; otherwise the nearest folder above each file with a `tsconfig.json` or a `package.json`, so that each
   * package of a monorepo is read by its own.
   */
  readonly root?: string;
}

/** TypeScript, and the script of a component file (`App.vue?vue&type=script&lang.ts`). */
const isTypeScript = /\.[cm]?tsx?$|[?&]lang[.=]tsx?(?:&|$)/u;

/** The plug-in, for `createUnplugin`. */
export function validatorsPlugin(options: ValidatorsOptions = {}): UnpluginOptions {
  const projects = new Map<string, ValidatorCalls>();
  const callsOf = (path: string): ValidatorCalls => {
    const root = options.root === undefined ? projectOf(dirname(path)) : resolve(options.root);
    let calls = projects.get(root);
    if (calls === undefined) projects.set(root, (calls = new ValidatorCalls({ ...options, root })));
    return calls;
  };
  const changed = (path: string): void => {
    for (const calls of projects.values()) calls.invalidate([path]);
  };
  const close = async (): Promise<void> => {
    const open = [...projects.values()];
    projects.clear();
    await Promise.all(open.map((calls) => calls.close()));
  };
  return {
    name: 'gati:validators',
    // The types have to be there still.
    enforce: 'pre',
    transform: {
      filter: { id: { include: isTypeScript, exclude: /[\\/]node_modules[\\/]/u }, code: 'validate' },
      async handler(code, id) {
        const path = fileOf(id);
        if (path === undefined) return undefined;
        const compiled = await callsOf(path).compile(path, code);
        for (const file of compiled.files) if (file !== path && existsSync(file)) this.addWatchFile(file);
        report(compiled.diagnostics, {
          error: (message) => this.error(message),
          warn: (message) => this.warn(message),
        });
        if (compiled.map === undefined) return undefined;
        const { version, sources, sourcesContent, names, mappings } = compiled.map;
        return {
          code: compiled.code,
          map: { version, sources: [...sources], sourcesContent: [...sourcesContent], names: [...names], mappings },
        };
      },
    },
    async buildStart() {
      // Files may have changed since the last build without anybody saying so.
      await close();
    },
    async buildEnd() {
      await close();
    },
    watchChange(id) {
      changed(id.replace(/[?#].*$/u, ''));
    },
    vite: {
      // Vite asks for what imports an edited file; a file of types is imported by nothing that runs.
      handleHotUpdate({ file }) {
        changed(file);
      },
    },
  };
}

/** The file that a module is read from or would be: the script of a component stands beside its file. */
function fileOf(id: string): string | undefined {
  const [path = '', query] = id.split(/[?#]/u, 2);
  if (!isAbsolute(path)) return undefined;
  if (/\.[cm]?tsx?$/u.test(path)) return path.endsWith('.d.ts') ? undefined : path;
  return query === undefined ? undefined : `${path}.script.${/lang[.=]tsx/u.test(query) ? 'tsx' : 'ts'}`;
}

function report(
  diagnostics: readonly Diagnostic[],
  to: { readonly error: (message: string) => void; readonly warn: (message: string) => void },
): void {
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity === 'warning') to.warn(renderDiagnostic(diagnostic));
  }
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) to.error(errors.map((diagnostic) => renderDiagnostic(diagnostic)).join('\n\n'));
}

function projectOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'tsconfig.json')) || existsSync(join(at, 'package.json'))) return at;
    if (dirname(at) === at) return folder;
  }
}
