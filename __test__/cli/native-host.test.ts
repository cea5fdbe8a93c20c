/** Applications on the native host, as they are built, started, edited and stopped. */

import { once } from 'node:events';
import { copyFile, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';

import { describe, expect, onTestFinished, test } from 'vitest';

import {
  answering,
  freePort,
  gatic,
  getJson,
  makeProject,
  run,
  startDev,
  startProgram,
  until,
  untilServing,
  writeFiles,
} from './harness.js';

const hello = 'src/handlers/hello.ts';
const config =
  "import { defineConfig } from '@gati-framework/core';\nexport default defineConfig({ server: 'native', logging: { level: 'warn' } });\n";
const secure = config
  .replace("'native'", "{ type: 'native', tls: { cert: 'own.pem', key: 'own.key' } }")
  .replace('warn', 'info');
const certificates = join(import.meta.dirname, '../certificates');
/** Says which host serves: Node's own objects are Fastify's. */
const which = `import type { Handler } from '@gati-framework/core';
export const handler: Handler = (req) => {
  try {
    return { raw: typeof req.raw };
  } catch (error) {
    return { raw: (error as { code?: string }).code };
  }
};
`;
const slow = `import type { Handler } from '@gati-framework/core';
declare const setTimeout: (run: (value: unknown) => void, milliseconds: number) => void;
export const handler: Handler<{ query: { n: number } }> = async (req) => {
  await new Promise((resolve) => setTimeout(resolve, 300));
  return { n: req.query.n };
};
`;

function status(url: string, agent: Agent): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    }).on('error', reject);
  });
}

describe('a built application', () => {
  /** Builds one, and says where its entry is. */
  const build = async (settings = config): Promise<string> => {
    const files = {
      [hello]: answering({ n: 1 }),
      'src/handlers/which.ts': which,
      'src/handlers/slow.ts': slow,
      'gati.config.ts': settings,
    };
    const root = await makeProject(files);
    const { code, stdout, stderr } = await gatic(['build', '--root', root]);
    expect([code, stdout + stderr]).toEqual([
      0,
      expect.stringMatching(/src\/handlers\/which\.ts:4:[\s\S]*GT1401|GT1401[\s\S]*src\/handlers\/which\.ts:4:/),
    ]);
    return join(root, 'dist/index.js');
  };

  test.each([
    ['native by its configuration', {}, 'GATI_RAW_MISSING'],
    ['Fastify by the environment', { GATI_SERVER: 'fastify' }, 'object'],
  ])('is served by %s', async (_name, env, raw) => {
    const port = await freePort();
    const served = startProgram(process.execPath, [await build()], {
      env: { ...env, PORT: String(port), HOST: '127.0.0.1' },
    });
    await untilServing(`http://127.0.0.1:${port}/health`);
    expect(await getJson(`http://127.0.0.1:${port}/which`)).toEqual({ raw });
    expect(await served.stop('SIGTERM')).toBe(0);
  });

  test('finishes what is under way when it is told to stop, and takes nothing new', async () => {
    const port = await freePort();
    const served = startProgram(process.execPath, [await build()], { env: { PORT: String(port), HOST: '127.0.0.1' } });
    await untilServing(`http://127.0.0.1:${port}/health`);
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    let sent = 0;
    const all = Promise.all(
      Array.from({ length: 40 }, (_, n) => {
        sent += 1;
        return status(`http://127.0.0.1:${port}/slow?n=${n}`, agent);
      }),
    );
    await status(`http://127.0.0.1:${port}/hello`, agent);
    const stopped = served.stop('SIGTERM');
    expect((await all).map(({ text }, n) => text === `{"n":${n}}`)).toEqual(Array.from({ length: sent }, () => true));
    expect(await stopped).toBe(0);
    await expect(status(`http://127.0.0.1:${port}/hello`, agent)).rejects.toThrow();
  });

  test.each(['native', 'fastify'])('reads its certificates again on SIGHUP, by %s', async (server) => {
    const index = await build(secure);
    const root = join(index, '../..');
    const port = await freePort();
    const put = async (name: string): Promise<void> => {
      for (const kind of ['pem', 'key'])
        await copyFile(join(certificates, `${name}.${kind}`), join(root, `own.${kind}`));
    };
    await put('server');
    const env = { GATI_SERVER: server, PORT: String(port), HOST: '127.0.0.1' };
    // Paths are the project's, wherever it is started.
    const served = startProgram(process.execPath, [index], { env, cwd: certificates });
    await served.waitFor(/^ready on https:\/\/localhost:\d+ \(3 routes/mu);
    const shown = async (): Promise<unknown> => {
      const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      const { subject } = socket.getPeerCertificate();
      socket.destroy();
      return subject.CN;
    };
    expect(await shown()).toBe('server');
    await put('renewed');
    served.child.kill('SIGHUP');
    await served.waitFor(/certificates were read again; who connects/u);
    expect(await shown()).toBe('renewed server');
    expect(await served.stop('SIGTERM')).toBe(0);
  });

  test('says what keeps it from serving, and does not wait', async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const index = await build();
    const cases: readonly (readonly [Record<string, string>, RegExp])[] = [
      [{}, /port \d+ on 127\.0\.0\.1 is in use/],
      [{ HOST: 'nowhere.invalid' }, /nowhere\.invalid/],
      [{ HOST: '192.0.2.1' }, /192\.0\.2\.1/],
      [{ PORT: '0', GATI_NATIVE_PATH: '/nowhere/gati.node' }, /\/nowhere\/gati\.node/],
    ];
    for (const [env, said] of cases) {
      const { code, stdout, stderr } = await run(process.execPath, [index], {
        env: { PORT: String(port), HOST: '127.0.0.1', ...env },
      });
      expect([code, stdout + stderr]).toEqual([1, expect.stringMatching(said)]);
    }
  });
});

test('gatic dev serves edits on the same socket', async () => {
  const root = await makeProject({
    [hello]: answering({ n: 1 }),
    'src/handlers/which.ts': which,
    'gati.config.ts': config,
  });
  const { url, stop } = await startDev(root);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  expect((await status(`${url}/which`, agent)).text).toBe('{"raw":"GATI_RAW_MISSING"}');
  expect((await status(`${url}/hello`, agent)).text).toBe('{"n":1}');
  await writeFiles(root, { [hello]: answering({ n: 2 }), 'src/handlers/more.ts': answering({ m: 1 }) });
  await until(async () => (await status(`${url}/hello`, agent)).text === '{"n":2}');
  await until(async () => (await status(`${url}/more`, agent)).text === '{"m":1}');
  await rm(join(root, 'src/handlers/more.ts'));
  await until(async () => (await status(`${url}/more`, agent)).status === 404);
  expect(await stop('SIGINT')).toBe(0);
});
