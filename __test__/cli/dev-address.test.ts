/** Where `gatic dev` listens, and what makes it end instead of wait. */

import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import {
  answering,
  freePort,
  gatic,
  getJson,
  makeProject,
  makeReadOnly,
  startDev,
  startGatic,
  writeFiles,
} from './harness.js';

const hello = 'src/handlers/hello.ts';

describe('what no edit can mend ends it', () => {
  test.each([
    ['PORT', 'abc', 'PORT in the environment'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL'],
  ])('%s=%s', async (name, value, said) => {
    const root = await makeProject({ [hello]: answering({ n: 1 }) });
    const { code, stderr, stdout } = await gatic(['dev', '--root', root], { env: { [name]: value } });
    expect(code).toBe(1);
    expect(stderr).toContain(said);
    expect(stderr + stdout).not.toMatch(/\n +at |waiting/);
  });

  test('a setting in an .env file is waited for', async () => {
    const root = await makeProject({ '.env': 'PORT=abc\n', [hello]: answering({ n: 1 }) });
    const dev = startGatic(['dev', '--root', root]);
    await dev.waitFor(/waiting for an edit/);
    await writeFiles(root, { '.env': `PORT=${await freePort()}\n` });
    await dev.waitFor(/http:\/\/\S+/);
  });

  test('a project that cannot be written to', async () => {
    const root = await makeProject({ [hello]: answering({ n: 1 }) });
    const uid = await makeReadOnly(root);
    const { code, stderr } = await gatic(['dev', '--root', root], { uid, env: { PORT: String(await freePort()) } });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: cannot use \S+\.gati\S*: permission denied \(EACCES\)\nhelp: .*\n$/);
    expect(stderr).toContain(root);
  });
});

describe('where it listens', () => {
  test('a taken port is named, and nothing is served elsewhere', async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const root = await makeProject({ [hello]: answering({ n: 1 }) });
    const dev = startGatic(['dev', '--root', root, '--host', '127.0.0.1'], { env: { PORT: String(port) } });
    expect(await dev.ended).toBe(3);
    expect(dev.text()).toMatch(new RegExp(`^error GATI_PORT_TAKEN: port ${port} .*\\n$`));
    expect(dev.text()).not.toMatch(/ready in \d/);
  });

  test('--port wins over PORT, which wins over the configuration', async () => {
    const [inConfig, inEnvironment, inFlag] = [await freePort(), await freePort(), await freePort()];
    const root = await makeProject({
      'gati.config.ts': `export default { server: { port: ${inConfig} } };\n`,
      [hello]: answering({ n: 1 }),
    });
    const cases = [
      { args: ['--port', String(inFlag)], env: { PORT: String(inEnvironment) }, port: inFlag },
      { args: [], env: { PORT: String(inEnvironment) }, port: inEnvironment },
      { args: [], env: {}, port: inConfig },
      // A second start is on the same port as the first.
      { args: [], env: {}, port: inConfig },
    ];
    for (const { args, env, port } of cases) {
      const dev = startGatic(['dev', '--root', root, ...args], { env });
      await dev.waitFor(/ready in \d/);
      expect(dev.text()).toMatch(new RegExp(`http://\\S+:${port}\\b`));
      expect(await dev.stop()).toBe(0);
    }
  });

  test('a project without any handler serves health checks and says where handlers go', async () => {
    const root = await makeProject({});
    const dev = await startDev(root);
    expect(dev.text()).toContain('src/handlers');
    expect((await fetch(`${dev.url}/health`)).status).toBe(200);
  });
});

test('the address in the configuration is honoured before and after a change of it', async () => {
  const [first, second] = [await freePort(), await freePort()];
  const root = await makeProject({
    'gati.config.ts': `export default { port: ${first} };\n`,
    [hello]: answering({ n: 1 }),
  });
  const dev = startGatic(['dev', '--root', root]);
  await dev.waitFor(/ready in \d/);
  await writeFile(join(root, 'gati.config.ts'), `export default { port: ${second} };\n`);
  await dev.waitFor(/restarted because of gati\.config\.ts/);
  expect(await getJson(`http://127.0.0.1:${second}/hello`)).toEqual({ n: 1 });
});
