/** The servers that take part, by the names of the tables. `key` is what `--json` calls one. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { refused, requests } from '../../contenders/http/requests.mjs';
import { send } from '../../harness/server.mjs';

export const contendersFolder = fileURLToPath(new URL('../../contenders/http/', import.meta.url));
export const baseline = 'Fastify, schemas by hand';
export const ours = 'Gati (built, Fastify host)';
export const native = 'Gati (built, native host)';
export const elysia = 'Elysia on Bun, its schemas';

/** Bun's executable, which its package for this platform brings; nothing where there is none. */
export function bunPath() {
  const architecture = process.arch === 'arm64' ? 'aarch64' : process.arch;
  try {
    return createRequire(import.meta.url).resolve(`@oven/bun-${process.platform}-${architecture}/bin/bun`);
  } catch {
    return undefined;
  }
}

const rivals = {
  [baseline]: { key: 'fastify', file: 'fastify.mjs' },
  'node:http': { key: 'node', file: 'node-http.mjs' },
  'Hono (node-server), typebox compiled': { key: 'hono', file: 'hono.mjs' },
  'Bun.serve': { key: 'bun', file: 'bun.mjs', runtime: bunPath() },
  [elysia]: { key: 'elysia', file: 'elysia.mjs', runtime: bunPath() },
  '@gati-framework/runtime 2.0.8': { key: 'gati-2', file: 'gati-runtime-2.mjs' },
};

export const keys = {
  ...Object.fromEntries(Object.entries(rivals).map(([name, { key }]) => [name, key])),
  [ours]: 'gati-fastify',
  [native]: 'native',
};

/**
 * What each is started with. Ours run right beside the baseline: the ratio of the two is what the targets are about.
 * @param {string | undefined} built our built application
 * @param {string[]} notes
 */
export function serversOf(built, notes) {
  const own = built === undefined ? {} : { [ours]: ourServer(built, 'fastify'), [native]: ourServer(built, 'native') };
  const servers = { [baseline]: undefined, ...own };
  for (const [name, rival] of Object.entries(rivals)) {
    if ('runtime' in rival && rival.runtime === undefined)
      notes.push(`${name} was not measured: Bun has no package for this platform.`);
    else servers[name] = { script: join(contendersFolder, rival.file), execPath: rival.runtime };
  }
  return servers;
}

/** @param {string} built */
export function ourServer(built, server) {
  return { script: built, cwd: dirname(dirname(built)), env: { GATI_SERVER: server } };
}

/** Proves that a server answers right, and says whether it validates. */
export async function labelOf(name, port) {
  for (const request of requests) {
    const { status, text } = await send(port, request);
    if (status !== (request.status ?? 200) || (request.expected !== undefined && !sameJson(text, request.expected)))
      throw new Error(`${name} answers ${request.name} with ${status} ${text}`);
  }
  const accepted = [];
  for (const request of refused) {
    const { status } = await send(port, request);
    if (status < 400 || status >= 500) accepted.push(request.name);
  }
  if (accepted.length === 0) return name;
  if (name === ours || name === native || name === baseline)
    throw new Error(`${name} does not refuse: ${accepted.join(', ')}`);
  return `${name} – no validation`;
}

function sameJson(text, expected) {
  const sorted = (value) =>
    JSON.stringify(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
  return sorted(JSON.parse(text)) === sorted(expected);
}
