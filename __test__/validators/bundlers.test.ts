/** The plug-in in real builds: what each bundler writes runs, its maps lead home, and its errors show the place. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { build as esbuildBuild, transform } from 'esbuild';
import { rolldown } from 'rolldown';
import { rollup, watch, type Plugin, type RollupWatcherEvent } from 'rollup';
import { build as viteBuild } from 'vite';
import { describe, expect, onTestFinished, test } from 'vitest';
import webpack from 'webpack';

import * as gati from '../../packages/unplugin/dist/index.js';
import { makeProject, run } from '../cli/harness.js';

const files = {
  'src/types.ts': 'export interface User { name: string; age: number }\n',
  'src/main.ts': `import { validate } from '@gati-framework/core/validate';
import { tags } from './tags.js';
import type { User } from '~/types';

const users = validate<User[]>();
export function check(value: unknown): boolean { return users.is(value); }
console.log(check([{ name: 'a', age: 1 }]), check([{ name: 'a' }]), tags.is(['x']), tags.is([1]));
function fail(): never { const user = validate<User>(); throw new Error(typeof user); }
fail();
`,
  'src/tags.ts': `import * as core from '@gati-framework/core/validate';
export const tags = core.validate<string[]>();
`,
  'tsconfig.json': JSON.stringify({ compilerOptions: { paths: { '~/*': ['./src/*'] } } }),
};

/** TypeScript to JavaScript, for the bundlers that leave it to plug-ins. */
const typescript: Plugin = {
  name: 'typescript',
  resolveId: (source, importer) =>
    source.startsWith('./') && importer !== undefined ? join(importer, '..', source.replace(/\.js$/, '.ts')) : null,
  transform: async (code, id) => {
    const { code: javascript, map } = await transform(code, { loader: 'ts', sourcefile: id, sourcemap: true });
    return { code: javascript, map };
  },
};

const external = [/^@gati-framework\/core/];

/** Builds `src/main.ts` of a project into `out/main.mjs`. */
type Build = (root: string) => Promise<unknown>;

const bundlers: Readonly<Record<string, Build>> = {
  vite: (root) =>
    viteBuild({
      root,
      configFile: false,
      logLevel: 'silent',
      plugins: [gati.vite()],
      build: {
        ssr: 'src/main.ts',
        outDir: 'out',
        sourcemap: true,
        minify: false,
        rollupOptions: { output: { entryFileNames: 'main.mjs' }, external },
      },
    }),
  rollup: async (root) => {
    const bundle = await rollup({
      input: join(root, 'src/main.ts'),
      external,
      plugins: [gati.rollup(), typescript],
    });
    await bundle.write({ file: join(root, 'out/main.mjs'), sourcemap: true });
    await bundle.close();
  },
  rolldown: async (root) => {
    const bundle = await rolldown({
      input: join(root, 'src/main.ts'),
      cwd: root,
      external,
      plugins: [gati.rolldown()],
    });
    await bundle.write({ file: join(root, 'out/main.mjs'), sourcemap: true });
    await bundle.close();
  },
  esbuild: (root) =>
    esbuildBuild({
      entryPoints: [join(root, 'src/main.ts')],
      outfile: join(root, 'out/main.mjs'),
      absWorkingDir: root,
      bundle: true,
      format: 'esm',
      sourcemap: true,
      external: ['@gati-framework/core'],
      logLevel: 'silent',
      plugins: [gati.esbuild()],
    }),
  webpack: (root) =>
    new Promise((done, fail) => {
      writeFileSync(
        join(root, 'typescript.cjs'),
        `const { transform } = require(${JSON.stringify(createRequire(import.meta.url).resolve('esbuild'))});
module.exports = function (code, map) {
  const given = map ? '\\n//# sourceMappingURL=data:application/json;base64,' + Buffer.from(JSON.stringify(map)).toString('base64') : '';
  transform(code + given, { loader: 'ts', sourcefile: this.resourcePath, sourcemap: true }).then(
    (made) => this.callback(null, made.code, JSON.parse(made.map)), this.async());
};`,
      );
      const compiler = webpack({
        context: root,
        mode: 'development',
        devtool: 'source-map',
        entry: './src/main.ts',
        target: 'node20',
        experiments: { outputModule: true },
        output: { path: join(root, 'out'), filename: 'main.mjs', module: true, chunkFormat: 'module' },
        externals: [/^@gati-framework\/core/],
        externalsType: 'module',
        resolve: { extensionAlias: { '.js': ['.ts'] } },
        module: { rules: [{ test: /\.ts$/, use: join(root, 'typescript.cjs') }] },
        plugins: [gati.webpack()],
      });
      compiler.run((error, stats) => {
        const message = error?.message ?? stats?.compilation.errors[0]?.message;
        compiler.close(() => (message === undefined ? done(undefined) : fail(new Error(message))));
      });
    }),
};

describe.each(Object.entries(bundlers))('%s', (_name, build) => {
  test('writes a program whose calls are compiled, with maps to the sources', async () => {
    const root = await makeProject(files);
    await build(root);
    const { stdout, stderr } = await run(process.execPath, ['--enable-source-maps', 'out/main.mjs'], { cwd: root });
    expect(stdout).toBe('true false true false\n');
    expect(stderr).toMatch(/src\/main\.ts:8:63/);
    const written = readFileSync(join(root, 'out/main.mjs'), 'utf8');
    expect(written).not.toMatch(/validate\(\)/);
  }, 60_000);

  test('fails with the place of a type that cannot be found out', async () => {
    const root = await makeProject({
      ...files,
      'src/tags.ts': `import { validate } from '@gati-framework/core/validate';
export const tags = validate<Tgas>();
`,
    });
    const error = await build(root).then(
      () => undefined,
      (thrown: Error) => thrown.message,
    );
    expect(error).toContain('GT2001');
    expect(error).toContain('src/tags.ts:2:30');
  }, 60_000);
});

test('an edit of a file of types builds again what is made of them', async () => {
  const root = await makeProject({
    'src/types.ts': 'export interface User { name: string }\n',
    'src/main.ts': `import { validate } from '@gati-framework/core/validate';
import type { User } from './types.js';
console.log(validate<User>().is({ name: 'a' }));
`,
  });
  const watcher = watch({
    input: join(root, 'src/main.ts'),
    external,
    output: { file: join(root, 'out/main.mjs') },
    plugins: [gati.rollup(), typescript],
  });
  onTestFinished(() => watcher.close());
  const built = (): Promise<void> =>
    new Promise((done, fail) => {
      const hear = (event: RollupWatcherEvent): void => {
        if (event.code === 'ERROR') fail(event.error);
        if (event.code !== 'END') return;
        watcher.off('event', hear);
        done();
      };
      watcher.on('event', hear);
    });
  await built();
  const start = async (): Promise<string> => (await run(process.execPath, ['out/main.mjs'], { cwd: root })).stdout;
  expect(await start()).toBe('true\n');
  const again = built();
  writeFileSync(join(root, 'src/types.ts'), 'export interface User { name: string; age: number }\n');
  await again;
  expect(await start()).toBe('false\n');
}, 60_000);
