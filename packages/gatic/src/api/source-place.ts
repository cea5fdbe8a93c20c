/**
 * `import.meta.url`, `.dirname` and `.filename` mean the source file after a build as they do under `gatic dev`, although
 * the bundle puts the code elsewhere. A file that reads a template beside itself therefore works in both, as long as
 * the sources are there.
 */

import { readFile } from 'node:fs/promises';
import { dirname, extname, relative, sep } from 'node:path';

import { exposing, renderDiagnostic, ValidatorCalls, type SourceMap } from '@gati-framework/core/tooling';
import type { Loader, Plugin } from 'esbuild';

/** How a source asks for the project's root; each output file gets its own relative path in this place. */
export const environmentSpecifier = 'gati:environment';

/** What the bundler writes instead of `import.meta`. */
export const sourcePlaceNames: Readonly<Record<string, string>> = {
  'import.meta.url': 'gatiSourceUrl',
  'import.meta.dirname': 'gatiSourceDirectory',
  'import.meta.filename': 'gatiSourceFile',
};

/**
 * Compiles the calls of `validate<T>()`, declares those names at the top of every project file that mentions `import.meta`, and exports the constants that
 * requests are validated with from the files that keep them to themselves.
 */
export function sourcePlacePlugin(root: string, exposed: ReadonlyMap<string, readonly string[]>): Plugin {
  return {
    name: 'gati-source-place',
    setup(build) {
      const calls = new ValidatorCalls({ root });
      build.onEnd(() => calls.close());
      build.onResolve({ filter: /^gati:environment$/ }, ({ path }) => ({ path, external: true }));
      build.onLoad({ filter: /\.[mc]?[jt]sx?$/ }, async ({ path }) => {
        if (path.split(sep).includes('node_modules')) return undefined;
        const written = await readFile(path, 'utf8');
        const { code: source, map, diagnostics } = await calls.compile(path, written);
        const errors = diagnostics.filter(({ severity }) => severity === 'error');
        if (errors.length > 0) return { errors: errors.map((one) => ({ text: renderDiagnostic(one) })) };
        const file = relative(root, path).split(sep).join('/');
        const constants = exposed.get(file);
        const placed = source.includes('import.meta');
        if (!placed && constants === undefined && map === undefined) return undefined;
        // On the first line and behind the last, so that the lines of the source map stay what they are.
        return {
          contents: (placed ? declarations(file) : '') + source + exposing(constants ?? []) + inlineMap(map),
          loader: loaderOf(path),
          resolveDir: dirname(path),
        };
      });
    },
  };
}

function inlineMap(map: SourceMap | undefined): string {
  if (map === undefined) return '';
  const encoded = Buffer.from(JSON.stringify(map)).toString('base64');
  return `\n//# sourceMappingURL=data:application/json;base64,${encoded}\n`;
}

function declarations(file: string): string {
  const place = JSON.stringify(file.split('/').map(encodeURIComponent).join('/'));
  return [
    `import { root as gatiRoot } from '${environmentSpecifier}';`,
    "import { dirname as gatiDirname } from 'node:path';",
    "import { fileURLToPath as gatiPathOf, pathToFileURL as gatiUrlOf } from 'node:url';",
    `const gatiSourceUrl = new URL(${place}, gatiUrlOf(gatiRoot)).href;`,
    'const gatiSourceFile = gatiPathOf(gatiSourceUrl), gatiSourceDirectory = gatiDirname(gatiSourceFile);',
  ].join(' ');
}

function loaderOf(path: string): Loader {
  const extension = extname(path);
  if (extension === '.tsx' || extension === '.jsx') return extension.slice(1) as Loader;
  return extension.endsWith('ts') ? 'ts' : 'js';
}

/** The text of an output file with the specifier replaced by the way from there to `environment.js`. */
export function placeEnvironment(text: string, outputFile: string, outDir: string): string {
  if (!text.includes(environmentSpecifier)) return text;
  const way = relative(dirname(outputFile), outDir).split(sep).join('/');
  return text.replaceAll(
    /(["'])gati:environment\1/g,
    (_match, quote: string) => `${quote}${way === '' ? '.' : way}/environment.js${quote}`,
  );
}
