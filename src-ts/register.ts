/**
 * `node --import @gati-framework/core/register app.ts`: from here on Node runs the TypeScript of the program, in which
 * calls of `validate<T>()` are compiled, and `validateBytes` reads natively.
 */

import * as module from 'node:module';

import './validate-native.js';
import { load } from './project/validators/loader.js';

/** What releases of Node have that take hooks in the thread of the program. */
interface InThread {
  readonly registerHooks?: (hooks: { readonly load: typeof load }) => unknown;
}

const { registerHooks } = module as InThread;
if (registerHooks === undefined) module.register('./project/validators/loader.js', import.meta.url);
else registerHooks({ load });
process.setSourceMapsEnabled(true);
