/** A stream taken through releases: clients of each get the elements that they know, one by one, and problems in their words. */

import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

import { expect, test } from 'vitest';

import { freePort, makeProject, startProgram, untilServing, writeFiles } from './harness.js';
import { createTestApp } from './twelve-releases/native.js';
import { command, nextRelease } from './twelve-releases/project.js';

const events = 'src/handlers/events.ts';
const numbers = 'src/handlers/numbers.ts';

const application = {
  [events]: `import { Conflict, type Handler, type Status } from '@gati-framework/core';

interface Said { type: 'said'; name: string }
interface Left { type: 'left'; who: string }
interface Closed { status: number; title: string; name: string }

const opened = 'Ada';
const name = opened;
const said = { type: 'said' as const, name };

export const GET: Handler<{ query: { of?: string }; response: AsyncIterable<Said | Left> | Status<409, Closed> }> =
  async function* ({ query }) {
    if (query.of === 'end') for (;;) yield said;
    if (query.of === 'start') throw new Conflict('closed', { extensions: { name } });
    yield said;
    yield { type: 'left', who: 'Bob' };
    if (query.of === 'middle') throw new Conflict('closed', { extensions: { name } });
  };
`,
  [numbers]: `import type { Handler } from '@gati-framework/core';

export const GET: Handler<{ response: number[] }> = () => [1, 2];
`,
};

const first = '2025-01-01T00:00:00Z';
const old = '{"type":"said","name":"Ada Lovelace"}\n{"type":"left","who":"Bob"}\n';

test('clients of older releases get the elements they know', { timeout: 60_000 }, async () => {
  const root = await makeProject(application);
  const made = await command(['release', '--root', root], first);
  expect([made.code, made.text]).toEqual([0, expect.stringContaining('Released as 1.0.0')]);

  await nextRelease(
    root,
    {
      what: 'a member is renamed',
      before: '1.0.0',
      semver: '2.0.0',
      edits: {
        [events]: [
          ['name: string', 'fullName: string; at?: number'],
          ['const name = opened;', 'const fullName = `${opened} Lovelace`;\nconst at = 1;'],
          ["'said' as const, name }", "'said' as const, fullName, at }"],
          ['extensions: { name }', 'extensions: { fullName, at }'],
        ],
      },
      decided: {
        'get.events': {
          json: {
            renames: [
              { at: 'responses/200#', from: 'name', to: 'fullName' },
              { at: 'responses/409#', from: 'name', to: 'fullName' },
            ],
          },
        },
      },
    },
    '2025-02-01T00:00:00Z',
  );

  await nextRelease(
    root,
    {
      what: 'a member is split',
      before: '2.0.0',
      semver: '3.0.0',
      edits: {
        [events]: [
          [
            "interface Said { type: 'said'; fullName: string;",
            "interface Said { type: 'said'; first: string; last: string;",
          ],
          ["'said' as const, fullName, at }", "'said' as const, first: opened, last: 'Lovelace', at }"],
        ],
      },
      decided: {
        'get.events': {
          json: { custom: [{ at: 'responses/200#', call: ['responses', '200'] }] },
          ts: `  responses: {
    200: (event) => (event.type === 'left' ? event : { type: 'said', fullName: \`\${event.first} \${event.last}\`, at: event.at }),
  },`,
        },
      },
    },
    '2025-03-01T00:00:00Z',
  );

  const app = await createTestApp({ root });
  const ask = async (version: string, url: string, accept = '*/*'): Promise<[number, string]> => {
    const { status, text } = await app.request('GET', url, { headers: { 'x-api-version': version, accept } });
    return [status, text];
  };
  const second = old.replace('"name"', '"fullName"').replace('Lovelace"', 'Lovelace","at":1');
  const third = '{"type":"said","first":"Ada","last":"Lovelace","at":1}\n{"type":"left","who":"Bob"}\n';
  expect(await ask('1.0.0', '/events')).toEqual([200, old]);
  expect(await ask('2.0.0', '/events')).toEqual([200, second]);
  expect(await ask('3.0.0', '/events')).toEqual([200, third]);
  expect(await ask('1.0.0', '/events', 'text/event-stream')).toEqual([
    200,
    'event: said\ndata: {"type":"said","name":"Ada Lovelace"}\n\nevent: left\ndata: {"type":"left","who":"Bob"}\n\n',
  ]);
  const [status, problem] = await ask('1.0.0', '/events?of=start');
  expect([status, JSON.parse(problem)]).toEqual([409, expect.objectContaining({ status: 409, name: 'Ada Lovelace' })]);
  const [, middle] = await ask('1.0.0', '/events?of=middle', 'text/event-stream');
  const last = JSON.parse(middle.slice(middle.lastIndexOf('data: ') + 6)) as object;
  expect(last).toEqual(expect.objectContaining({ status: 409, name: 'Ada Lovelace' }));
  expect(middle).not.toContain('fullName');
  await app.close();

  // One value that becomes a stream is another answer, and nobody can say how to wait for it.
  const list = application[numbers]!;
  await writeFiles(root, {
    [numbers]: list
      .replace('number[]', 'AsyncIterable<number>')
      .replace('() => [1, 2]', 'async function* () { yield 1; }'),
  });
  const diff = await command(['diff', '--root', root]);
  expect(diff.text).toMatch(/^major: /);
  const refused = await command(['release', '--root', root], '2025-04-01T00:00:00Z');
  expect([refused.code, refused.text]).toEqual([1, expect.stringContaining('is a stream of elements now')]);
  await writeFiles(root, { [numbers]: list });

  const built = await command(['build', '--root', root]);
  expect([built.code, built.text], built.text).toEqual([0, expect.any(String)]);
  const port = await freePort();
  const served = startProgram(process.execPath, ['dist/index.js'], {
    cwd: root,
    env: { PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'error' },
  });
  const origin = `http://127.0.0.1:${port}`;
  await untilServing(`${origin}/health`);
  const headers = { 'x-api-version': first };
  expect(await (await fetch(`${origin}/events`, { headers })).text()).toBe(old);
  // A stream without an end is answered as it comes, and ends when the client leaves.
  const [endless] = (await once(get(`${origin}/events?of=end`, { headers }), 'response')) as [IncomingMessage];
  const [chunk] = (await once(endless, 'data')) as [Buffer];
  expect(chunk.toString().startsWith('{"type":"said","name":"Ada Lovelace"}\n')).toBe(true);
  endless.destroy();
  expect(await served.stop('SIGTERM')).toBe(0);
});
