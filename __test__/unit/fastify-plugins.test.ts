/** Plugins of Fastify in places where nothing registers them. */

import Fastify from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { describe, expect, test } from 'vitest';

import { createApp } from '../../src-ts/app.js';
import type { AppDefinition } from '../../src-ts/definition.js';
import { gati } from '../../src-ts/fastify.js';
import { define } from '../http/definition.js';

const plugin = fastifyPlugin(async () => undefined, { name: 'one' }) as never;
const plain = (() => undefined) as never;
const routes = { 'GET /a': () => 'a' };

const places: readonly (readonly [place: string, definitionWith: (one: never) => AppDefinition])[] = [
  ['use[1] (gati.config.ts)', (one) => define({ routes, config: { use: [plain, one] } })],
  ['useError[0] (gati.config.ts)', (one) => define({ routes, config: { useError: [one] } })],
  ['hooks.before[0] (gati.config.ts)', (one) => define({ routes, config: { hooks: { before: [one] } } })],
  ['hooks.after[0] (gati.config.ts)', (one) => define({ routes, config: { hooks: { after: [one] } } })],
  ['hooks.catch[0] (gati.config.ts)', (one) => define({ routes, config: { hooks: { catch: [one] } } })],
  ['modules (gati.config.ts)', (one) => define({ routes, config: { modules: one } })],
  [
    'the module m (src/modules/m.ts)',
    (one) => define({ routes, modules: [{ name: 'm', file: 'src/modules/m.ts', value: one }] }),
  ],
];

describe.each(['fastify', 'native'])('under %s', (server) => {
  test.each(places)('%s says what a plugin needs', (place, definitionWith) => {
    const make = (one: never) => createApp(definitionWith(one), { env: { GATI_SERVER: server } });
    expect(() => make(plugin)).toThrow(
      expect.objectContaining({
        code: 'GATI_FASTIFY_PLUGIN',
        message: expect.stringContaining(`${place} is a plugin`),
      }),
    );
    expect(() => make(plain)).not.toThrow();
  });
});

test.each(['native', { type: 'native' }] as const)(
  'a Fastify application is not served natively: %j',
  async (server) => {
    const app = Fastify();
    app.register(gati, { definition: define({ routes, config: { server } }) });
    await expect(app.ready()).rejects.toMatchObject({ code: 'GATI_SERVER_EMBEDDED' });
  },
);
