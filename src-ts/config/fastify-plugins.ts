/** Plugins of Fastify where an application has middleware, hooks and modules: none of these registers them. */

import type { AppDefinition } from '../definition.js';
import { GatiError } from '../errors/gati-error.js';

/** What `fastify-plugin` and Fastify's own documentation have plugins say of themselves. */
const marks = ['skip-override', 'plugin-meta', 'fastify.display-name'].map((name) => Symbol.for(name));

/** Throws where a plugin of Fastify stands in the place of something else. */
export function refuseFastifyPlugins({ config, modules }: AppDefinition): void {
  const { use, useError, hooks } = config;
  const lists = {
    use,
    useError,
    'hooks.before': hooks?.before,
    'hooks.after': hooks?.after,
    'hooks.catch': hooks?.catch,
  };
  for (const [name, list] of Object.entries(lists))
    if (Array.isArray(list)) list.forEach((one, index) => refuse(one, `${name}[${index}] (gati.config.ts)`));
  refuse(config.modules, 'modules (gati.config.ts)');
  for (const { name, file, value } of modules) refuse(value, `the module ${name} (${file})`);
}

function refuse(value: unknown, what: string): void {
  if (typeof value !== 'function' || !marks.some((mark) => Object.hasOwn(value, mark))) return;
  throw new GatiError('GATI_FASTIFY_PLUGIN', { values: { what } });
}
