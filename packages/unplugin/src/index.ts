/**
 * `@gati-framework/unplugin`: compiles `validate<T>()` while a bundler builds. One plug-in, in the shape of each bundler.
 */

import { createUnplugin, type UnpluginInstance } from 'unplugin';

import { validatorsPlugin, type ValidatorsOptions } from './plugin.js';

export type { ValidatorsOptions } from './plugin.js';

const unplugin: UnpluginInstance<ValidatorsOptions | undefined, false> = createUnplugin(validatorsPlugin);

/** What a bundler's configuration takes as a plug-in. */
type Of<Bundler extends keyof UnpluginInstance<ValidatorsOptions | undefined, false>> = UnpluginInstance<
  ValidatorsOptions | undefined,
  false
>[Bundler];

/** For Vite and Vitest. */
export const vite: Of<'vite'> = unplugin.vite;
/** For Rollup. */
export const rollup: Of<'rollup'> = unplugin.rollup;
/** For Rolldown. */
export const rolldown: Of<'rolldown'> = unplugin.rolldown;
/** For esbuild. */
export const esbuild: Of<'esbuild'> = unplugin.esbuild;
/** For webpack. */
export const webpack: Of<'webpack'> = unplugin.webpack;
/** For Rspack. */
export const rspack: Of<'rspack'> = unplugin.rspack;
/** For Bun's bundler. */
export const bun: Of<'bun'> = unplugin.bun;
