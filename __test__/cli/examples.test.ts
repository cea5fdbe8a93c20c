import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { freePort, gatic, repository, run, startGatic } from './harness.js';

const examples = (await readdir(join(repository, 'examples'), { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(examples)('examples/%s', (name) => {
  const root = join(repository, 'examples', name);

  test('has no errors, and no type errors', async () => {
    const checked = await gatic(['check', '--root', root]);
    expect(checked.code, checked.stdout + checked.stderr).toBe(0);
    const types = await run(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '--noEmit'], {
      cwd: root,
    });
    expect(types.stdout).toBe('');
  });

  test('passes its own tests', async () => {
    const { stdout, code } = await gatic(['test', '--root', root, '--reporter', 'tap']);
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/# pass [1-9]/);
  }, 60_000);

  test('is served with a first screen whose curl line works', async () => {
    const dev = startGatic(['dev', '--root', root], { env: { PORT: String(await freePort()) } });
    const [, url] = await dev.waitFor(/curl (\S+)/);
    expect((await fetch(url!)).status).toBe(200);
    expect(await dev.stop()).toBe(0);
  });
});

test('the shop is written in every spelling of a route', async () => {
  const { stdout } = await gatic(['routes', '--json', '--root', join(repository, 'examples/shop')]);
  const { routes } = JSON.parse(stdout) as { routes: { id: string }[] };
  expect(routes.map((route) => route.id).sort()).toEqual([
    'DELETE /products/:sku',
    'GET /',
    'GET /files/*path',
    'GET /orders/:id',
    'GET /products',
    'GET /products/:sku',
    'GET /reports/stock',
    'PATCH /products/:sku',
    'POST /orders',
    'POST /payments/:id/capture',
    'POST /products',
  ]);
});
