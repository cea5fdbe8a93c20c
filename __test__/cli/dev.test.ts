import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import {
  answering,
  freePort,
  gatic,
  getJson,
  makeProject,
  startDev,
  startGatic,
  until,
  writeFiles,
} from './harness.js';

const hello = 'src/handlers/hello.ts';

describe('an edit', () => {
  test('is served, and said in one line', async () => {
    const root = await makeProject({ [hello]: answering({ text: 'one' }) });
    const dev = await startDev(root);
    expect(await getJson(`${dev.url}/hello`)).toEqual({ text: 'one' });
    await writeFiles(root, { [hello]: answering({ text: 'two' }) });
    await dev.waitFor(/↻ hello\.ts \d+ ms \(1 route\)/);
    expect(await getJson(`${dev.url}/hello`)).toEqual({ text: 'two' });
  });

  test('of a file that handlers import reaches them, and leaves everything else running', async () => {
    const pool = 'export const pool = { id: Math.random() };\n';
    const root = await makeProject({
      'src/pool.ts': pool,
      'src/text.ts': "export const text = 'one';\n",
      'src/handlers/a.ts': `import type { Handler } from '@gati-framework/core';
import { pool } from '../pool.js';
import { text } from '../text.js';
export const handler: Handler = () => ({ pool: pool.id, text });
`,
    });
    const dev = await startDev(root);
    const before = (await getJson(`${dev.url}/a`)) as { pool: number };
    await writeFiles(root, { 'src/text.ts': "export const text = 'two';\n" });
    await dev.waitFor(/↻ src\/text\.ts/);
    expect(await getJson(`${dev.url}/a`)).toEqual({ pool: before.pool, text: 'two' });
  });

  test('of a handler leaves modules running; an edit of a module starts it anew', async () => {
    const module = (name: string): string => `import { defineModule } from '@gati-framework/core';
const born = Math.random();
export default defineModule({ name: 'clock', exports: { born, name: '${name}' } });
`;
    const handler = (mark: number): string => `import type { Handler } from '@gati-framework/core';
export const handler: Handler = (_req, _res, gctx) => ({ mark: ${mark}, clock: gctx.modules.clock });
`;
    const root = await makeProject({ 'src/modules/clock.ts': module('one'), 'src/handlers/time.ts': handler(1) });
    const dev = await startDev(root);
    type Time = { mark: number; clock: { born: number; name: string } };
    const first = (await getJson(`${dev.url}/time`)) as Time;
    await writeFiles(root, { 'src/handlers/time.ts': handler(2) });
    await dev.waitFor(/↻ time\.ts/);
    expect(await getJson(`${dev.url}/time`)).toEqual({ mark: 2, clock: first.clock });
    await writeFiles(root, { 'src/modules/clock.ts': module('two') });
    await dev.waitFor(/↻ src\/modules\/clock\.ts/);
    const last = (await getJson(`${dev.url}/time`)) as Time;
    expect(last.clock.name).toBe('two');
    expect(last.clock.born).not.toBe(first.clock.born);
  });

  test('that follows at once on another one is not lost', async () => {
    const root = await makeProject({ [hello]: answering({ n: 0 }) });
    const dev = await startDev(root);
    // A formatter writes the file again within a few milliseconds of the editor.
    for (let n = 1; n <= 20; n += 1) {
      const from = dev.text().length;
      await writeFiles(root, { [hello]: answering({ draft: n }) });
      await dev.waitFor(/↻/, from);
      const then = dev.text().length;
      await writeFiles(root, { [hello]: answering({ n }) });
      await dev.waitFor(/↻/, then);
      expect(await getJson(`${dev.url}/hello`)).toEqual({ n });
    }
  });

  test('that empties a file before it writes it is never served half', async () => {
    const root = await makeProject({ [hello]: answering({ n: 0 }) });
    const dev = await startDev(root);
    for (let n = 1; n <= 24; n += 1) {
      const from = dev.text().length;
      await writeFiles(root, { [hello]: answering({ draft: n }) });
      // The file is emptied at every moment of the reload that the first write has caused.
      await new Promise((done) => setTimeout(done, n % 12));
      const file = await open(join(root, hello), 'w');
      const emptied = performance.now();
      const statuses = [(await fetch(`${dev.url}/hello`)).status];
      await file.writeFile(answering({ n }));
      await file.close();
      // A machine that was busy for longer than an empty file is waited for has shown nothing.
      const isMeaningful = performance.now() - emptied < 40;
      let last: unknown;
      for (const end = Date.now() + 5000; Date.now() < end && (last as { n?: number } | undefined)?.n !== n;) {
        const response = await fetch(`${dev.url}/hello`);
        statuses.push(response.status);
        last = await response.json();
      }
      expect(last).toEqual({ n });
      if (isMeaningful)
        expect(new Set(statuses), `after ${n % 12} ms: ${dev.text().slice(from)}`).toEqual(new Set([200]));
    }
  }, 30_000);

  test('that empties a file for good removes its route', async () => {
    const root = await makeProject({ [hello]: answering({ n: 0 }), 'src/handlers/other.ts': answering({ n: 1 }) });
    const dev = await startDev(root);
    await writeFiles(root, { [hello]: '' });
    await dev.waitFor(/↻ hello\.ts|✘ hello\.ts/);
  });

  test('of what is served to older clients reaches them: a release that is made, and its change file', async () => {
    const handler = (member: string): string => `import type { Handler } from '@gati-framework/core';
export const GET: Handler<{ response: { ${member}: string } }> = () => ({ ${member}: 'Ada' });
`;
    const change = (mark: string): Record<string, string> => ({
      'timescape/changes/get.hello.after-1.0.0.ts': `import { change } from '@gati-framework/core/change';
type Answer<T> = { request: unknown; responses: { 200: T } };
export default change<Answer<{ name: string }>, Answer<{ whole: string }>>({
  responses: { 200: (answer) => ({ name: answer.whole + '${mark}' }) },
});
`,
    });
    const root = await makeProject({ [hello]: handler('name') });
    const dev = await startDev(root);
    await gatic(['release'], { cwd: root });
    await dev.waitFor(/↻ timescape \d+ ms/);
    expect((await fetch(`${dev.url}/hello`)).headers.has('x-api-version')).toBe(true);
    const decisions = { custom: [{ at: 'responses/200#', call: ['responses', '200'] }] };
    await writeFiles(root, {
      ...change('!'),
      'timescape/changes/get.hello.after-1.0.0.json': JSON.stringify(decisions),
      [hello]: handler('whole'),
    });
    await until(async () => (await (await fetch(`${dev.url}/hello`)).text()) === '{"name":"Ada!"}');
    await writeFiles(root, change('?'));
    await dev.waitFor(/↻ timescape\/changes\/get\.hello\.after-1\.0\.0\.ts \d+ ms/);
    expect(await getJson(`${dev.url}/hello`)).toEqual({ name: 'Ada?' });
  });

  test('that changes nothing is ignored', async () => {
    const root = await makeProject({ [hello]: answering({ n: 1 }) });
    const dev = await startDev(root);
    const from = dev.text().length;
    await writeFiles(root, { [hello]: answering({ n: 1 }), 'notes.md': 'x' });
    await writeFiles(root, { 'src/handlers/other.ts': answering({ n: 2 }) });
    await dev.waitFor(/↻/, from);
    expect(dev.text().slice(from)).not.toContain('hello.ts');
  });

  test('makes a new route, and removes one', async () => {
    const root = await makeProject({ [hello]: answering({ n: 1 }) });
    const dev = await startDev(root);
    expect((await fetch(`${dev.url}/users/7`)).status).toBe(404);
    await writeFiles(root, { 'src/handlers/users/[id].ts': answering({ n: 2 }) });
    await dev.waitFor(/↻ users\/\[id\]\.ts/);
    expect(await getJson(`${dev.url}/users/7`)).toEqual({ n: 2 });
    const from = dev.text().length;
    await rm(join(root, hello));
    await dev.waitFor(/↻ hello\.ts/, from);
    expect((await fetch(`${dev.url}/hello`)).status).toBe(404);
    expect((await fetch(`${dev.url}/users/7`)).status).toBe(200);
  });

  test('of a type changes what is accepted', async () => {
    const root = await makeProject({
      'src/types.ts': "import type { Min } from '@gati-framework/core';\nexport type Age = number & Min<18>;\n",
      'src/handlers/age.ts': `import type { Handler } from '@gati-framework/core';
import type { Age } from '../types.js';
export const handler: Handler<{ query: { age: Age } }> = (req) => ({ age: req.query.age });
`,
    });
    const dev = await startDev(root);
    expect((await fetch(`${dev.url}/age?age=17`)).status).toBe(422);
    await writeFiles(root, {
      'src/types.ts': "import type { Min } from '@gati-framework/core';\nexport type Age = number & Min<16>;\n",
    });
    await dev.waitFor(/↻ src\/types\.ts/);
    expect(await getJson(`${dev.url}/age?age=17`)).toEqual({ age: 17 });
  });
});

describe('a broken file', () => {
  test('that is renamed has its errors shown once', async () => {
    const root = await makeProject({ [hello]: answering({ n: 1 }), 'src/handlers/other.ts': answering({ n: 1 }) });
    const dev = await startDev(root);
    await writeFiles(root, { [hello]: 'export const handler = (;\n' });
    await dev.waitFor(/the last good version goes on serving/);
    const from = dev.text().length;
    await rename(join(root, hello), join(root, 'src/handlers/renamed.ts'));
    await dev.waitFor(/✘ [^\n]*renamed\.ts/, from);
    await writeFiles(root, { 'src/handlers/third.ts': answering({ n: 3 }) });
    await dev.waitFor(/✘ [^\n]*third\.ts/, from);
    expect(dev.text().slice(from).split('export const handler = (;')).toHaveLength(2);
  });

  test('that imports a package that is not installed is named with its line, and served once that is there', async () => {
    const root = await makeProject({
      [hello]: `import type { Handler } from '@gati-framework/core';
import words from 'words-of-nobody';
export const handler: Handler = () => ({ words });
`,
    });
    const dev = startGatic(['dev', '--root', root], { env: { PORT: String(await freePort()) } });
    await dev.waitFor(/waiting for an edit/);
    expect(dev.text()).toContain('src/handlers/hello.ts:2');
    expect(dev.text()).toContain('npm install words-of-nobody');
    expect(dev.text()).not.toMatch(/\.gati|node:internal/);
    const packageFile = join(root, 'package.json');
    await writeFiles(root, {
      'node_modules/words-of-nobody/package.json': '{ "name": "words-of-nobody", "main": "index.js" }',
      'node_modules/words-of-nobody/index.js': "module.exports = ['a'];\n",
      'package.json': (await readFile(packageFile, 'utf8')).replace('{', '{"dependencies":{"words-of-nobody":"1"},'),
    });
    const [, url] = await dev.waitFor(/(http:\/\/\S+)/);
    expect(await getJson(`${url}/hello`)).toEqual({ words: ['a'] });
  });

  test('that becomes what it was says that its errors are gone', async () => {
    const good = answering({ n: 1 });
    const root = await makeProject({ [hello]: good });
    const dev = await startDev(root);
    await writeFiles(root, { [hello]: 'export const handler = (;\n' });
    await dev.waitFor(/the last good version goes on serving/);
    await writeFiles(root, { [hello]: good });
    await dev.waitFor(/no errors any more/);
    expect(await getJson(`${dev.url}/hello`)).toEqual({ n: 1 });
  });

  test('is shown with its frame, every problem of it, while the last good version goes on serving', async () => {
    const root = await makeProject({ [hello]: answering({ n: 1 }), 'src/handlers/other.ts': answering({ n: 1 }) });
    const dev = await startDev(root);
    const from = dev.text().length;
    await writeFiles(root, {
      [hello]: 'export const handler = (;\n',
      'src/handlers/other.ts': "import './nothing.js';\nexport const handler = () => 1;\n",
    });
    await dev.waitFor(/the last good version goes on serving/, from);
    const said = dev.text().slice(from);
    expect(said).toContain('src/handlers/hello.ts:1:');
    expect(said).toContain('export const handler = (;');
    expect(said).toContain('nothing.js');
    expect(await getJson(`${dev.url}/hello`)).toEqual({ n: 1 });
    await writeFiles(root, { [hello]: answering({ n: 2 }), 'src/handlers/other.ts': answering({ n: 2 }) });
    await dev.waitFor(/↻/, from);
    expect(await getJson(`${dev.url}/hello`)).toEqual({ n: 2 });
  });

  test('that throws when it is loaded shows the line of the developer', async () => {
    const root = await makeProject({ [hello]: answering({ n: 1 }) });
    const dev = await startDev(root);
    await writeFiles(root, {
      [hello]: `interface Unused { a: 1 }\n\nthrow new Error('no luck');\n${answering({ n: 2 })}`,
    });
    await dev.waitFor(/the last good version goes on serving/);
    expect(dev.text()).toContain('no luck');
    expect(dev.text()).toMatch(/src\/handlers\/hello\.ts:3:7/);
    expect(await getJson(`${dev.url}/hello`)).toEqual({ n: 1 });
  });

  test('at the start is waited for', async () => {
    const root = await makeProject({ [hello]: 'export const handler = (;\n' });
    const dev = startGatic(['dev', '--root', root], { env: { PORT: String(await freePort()) } });
    await dev.waitFor(/waiting for an edit/);
    await writeFiles(root, { [hello]: answering({ n: 1 }) });
    const [, url] = await dev.waitFor(/(http:\/\/\S+)/);
    await dev.waitFor(/ready in \d/);
    expect(await getJson(`${url}/hello`)).toEqual({ n: 1 });
  });

  test('a module that cannot start is shown with its cause, and waited for', async () => {
    const module = (init: string): string => `import { defineModule } from '@gati-framework/core';
export default defineModule({ name: 'db', init() { ${init} }, exports: {} });
`;
    const root = await makeProject({
      [hello]: answering({ n: 1 }),
      'src/modules/db.ts': module("throw new Error('connection refused');"),
    });
    const dev = startGatic(['dev', '--root', root], { env: { PORT: String(await freePort()) } });
    await dev.waitFor(/waiting for an edit/);
    expect(dev.text()).toContain('connection refused');
    await writeFiles(root, { 'src/modules/db.ts': module('') });
    await dev.waitFor(/ready in \d/);
  });
});

describe('a restart', () => {
  test('names the configuration file that caused it, and stays on the same port', async () => {
    const config = (text: string): string =>
      `import { defineConfig } from '@gati-framework/core';\nexport default defineConfig({ app: { text: '${text}' } });\n`;
    const handler =
      "import type { Handler } from '@gati-framework/core';\nexport const handler: Handler = (_req, _res, gctx) => ({ text: gctx.config['text'] });\n";
    const root = await makeProject({ 'gati.config.ts': config('one'), [hello]: handler });
    const dev = await startDev(root);
    expect(await getJson(`${dev.url}/hello`)).toEqual({ text: 'one' });
    await writeFiles(root, { 'gati.config.ts': config('two') });
    const [line] = await dev.waitFor(/restarted because of .*/);
    expect(line).toContain('gati.config.ts');
    expect(line).toContain(dev.url);
    expect(await getJson(`${dev.url}/hello`)).toEqual({ text: 'two' });
  });

  test('names the variable of an .env file, and every module sees the new value', async () => {
    const handler =
      "import type { Handler } from '@gati-framework/core';\nconst token = process.env['TOKEN'];\nexport const handler: Handler = () => ({ token });\n";
    const root = await makeProject({ '.env': 'TOKEN=one\nOTHER=1\n', [hello]: handler });
    const dev = await startDev(root);
    expect(await getJson(`${dev.url}/hello`)).toEqual({ token: 'one' });
    await writeFiles(root, { '.env': 'TOKEN=two\nOTHER=1\n' });
    const [line] = await dev.waitFor(/restarted because of .*/);
    expect(line).toMatch(/\.env: TOKEN/);
    expect(line).not.toContain('OTHER');
    expect(await getJson(`${dev.url}/hello`)).toEqual({ token: 'two' });
  });

  test('with a broken configuration keeps the old one serving', async () => {
    const root = await makeProject({ 'gati.config.ts': 'export default {};\n', [hello]: answering({ n: 1 }) });
    const dev = await startDev(root);
    await writeFiles(root, { 'gati.config.ts': 'export default { prot: 1 };\n' });
    await dev.waitFor(/the last good version goes on serving/);
    expect(dev.text()).toContain('prot');
    expect(await getJson(`${dev.url}/hello`)).toEqual({ n: 1 });
    await writeFiles(root, { 'gati.config.ts': 'export default {};\n' });
    await dev.waitFor(/no errors any more/);
  });
});

describe('the first screen', () => {
  test('has the address, the routes with their files, and a curl line that works', async () => {
    const root = await makeProject({
      'src/handlers/users/[id].ts': answering({ n: 1 }),
      'src/handlers/search.ts':
        "import type { Handler } from '@gati-framework/core';\nexport const handler: Handler<{ query: { q: string } }> = (req) => req.query;\n",
      [hello]: answering({ n: 2 }),
    });
    const dev = await startDev(root);
    const [, target] = await dev.waitFor(/curl (\S+)/);
    expect(target).toBe(`${dev.url}/hello`);
    expect((await fetch(target!)).status).toBe(200);
    expect(dev.text()).toMatch(/GET +\/users\/:id +src\/handlers\/users\/\[id\]\.ts:2/);
    expect(dev.text()).not.toMatch(/\u001b\[/);
  });

  test('a stop by Ctrl-C or SIGTERM leaves with 0 and runs the shutdown of modules', async () => {
    const module = `import { defineModule } from '@gati-framework/core';
export default defineModule({ name: 'db', shutdown() { console.log('db closed'); }, exports: {} });
`;
    const root = await makeProject({ [hello]: answering({ n: 1 }), 'src/modules/db.ts': module });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const dev = await startDev(root);
      expect(await dev.stop(signal)).toBe(0);
      expect(dev.text()).toContain('db closed');
    }
  });

  test('it does not outlive whoever reads what it prints', async () => {
    const root = await makeProject({ [hello]: answering({ n: 1 }) });
    const dev = await startDev(root);
    dev.child.stdout?.destroy();
    dev.child.stderr?.destroy();
    await writeFiles(root, { [hello]: answering({ n: 2 }) });
    expect(await new Promise((done) => dev.child.once('exit', done))).toBe(0);
  });

  test('a stray rejection does not end the session', async () => {
    const stray =
      "import type { Handler } from '@gati-framework/core';\nexport const handler: Handler = () => { void Promise.reject(new Error('stray')); return { n: 1 }; };\n";
    const root = await makeProject({ [hello]: stray });
    const dev = await startDev(root);
    await fetch(`${dev.url}/hello`);
    await dev.waitFor(/stray/);
    expect(await getJson(`${dev.url}/hello`)).toEqual({ n: 1 });
  });
});
