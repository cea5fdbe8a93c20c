/** Parts of requests and answers of older clients: partial documents, ranges of bytes, entity tags, and days that come. */

import { expect, onTestFinished, test, vi } from 'vitest';

import type { Files } from './harness.js';
import { createTestApp } from './twelve-releases/native.js';
import { released } from './twelve-releases/project.js';

const as = (version: string): Record<string, string> => ({ 'x-api-version': version });

const users = (name: string, more: string = ''): Files => ({
  'src/handlers/users/[id].ts': `import type { Handler } from '@gati-framework/core';

export interface Changes {
  ${name}?: string;
  /** @default "none" */
  nick?: string;
  ${more}
}
export const PATCH: Handler<{ params: { id: string }; query: { /** @default "short" */ form?: string }; body: Changes; response: { members: string } }> = ({
  body,
  query,
}) => ({ members: [query.form ?? '', ...Object.keys(body)].join() });
`,
});

test('what a partial document leaves out is left out, whatever is its default', async () => {
  const root = await released(
    users('name'),
    {
      ...users('fullName'),
      'timescape/changes/patch.users._id.after-1.0.0.json': JSON.stringify({
        renames: [{ at: 'Changes#', from: 'name', to: 'fullName' }],
      }),
    },
    users('fullName', '/** @default 5 */ level?: number;'),
  );
  await using app = await createTestApp({ root });
  const patch = async (json: object): Promise<unknown> =>
    (await app.request('PATCH', '/users/7', { headers: as('1.0.0'), json })).json<{ members: string }>().members;
  expect(await patch({})).toBe('short');
  expect(await patch({ name: 'Ada' })).toBe('short,fullName');
  expect(await patch({ nick: 'A' })).toBe('short,nick');
});

const report = (member: string): Files => ({
  'src/handlers/report.ts': `import type { Handler } from '@gati-framework/core';

// Answers as one that knows ranges and tags does.
export const GET: Handler<{ response: { ${member}: string } }> = (req, res) => {
  res.header('etag', '"v1"').header('accept-ranges', 'bytes');
  if (req.headers['if-none-match'] === '"v1"') return res.status(304).end() as never;
  if (req.headers.range !== undefined) return res.status(206).header('content-range', 'bytes 0-1/9').send('{"') as never;
  return { ${member}: 'whole' };
};
`,
});

test('no part of another text is sent, and no tag of one is taken', async () => {
  const root = await released(report('text'), {
    ...report('content'),
    'timescape/changes/get.report.after-1.0.0.json': JSON.stringify({
      renames: [{ at: 'responses/200#', from: 'text', to: 'content' }],
    }),
  });
  await using app = await createTestApp({ root });
  const get = async (version: string, headers: Record<string, string> = {}) =>
    app.request('GET', '/report', { headers: { ...as(version), ...headers } });
  const whole = await get('1.0.0', { range: 'bytes=0-1', 'if-range': '"v1"' });
  expect([whole.status, whole.text, whole.headers['accept-ranges']]).toEqual([200, '{"text":"whole"}', 'none']);
  // What the handler says of its own text holds for its own clients.
  const part = await get('2.0.0', { range: 'bytes=0-1' });
  expect([part.status, part.text, part.headers['accept-ranges']]).toEqual([206, '{"', 'bytes']);
  const tags = { old: String(whole.headers['etag']), today: String(part.headers['etag']) };
  expect(tags.today).toBe('"v1"');
  expect(tags.old).not.toBe(tags.today);
  const known = async (version: string, tag: string): Promise<number> =>
    (await get(version, { 'if-none-match': tag })).status;
  expect([await known('1.0.0', tags.old), await known('2.0.0', tags.today)]).toEqual([304, 304]);
  expect([await known('1.0.0', tags.today), await known('2.0.0', tags.old)]).toEqual([200, 200]);
});

const notes = (rule: string): Files => ({
  'src/handlers/notes.ts': `import type { Handler, MaxLen } from '@gati-framework/core';

export const most: MaxLen<1> | undefined = undefined;
export const POST: Handler<{ body: { text: string${rule} }; response: { text: string } }> = ({ body }) => body;
`,
});

test('a rule holds from its day on, in an application that runs', async () => {
  const root = await released(notes(''), {
    ...notes(' & MaxLen<3>'),
    'timescape/changes/post.notes.after-1.0.0.json': JSON.stringify({
      narrowed: [{ at: 'body#/text', choice: 'reject', from: '2026-03-01', guide: 'three characters' }],
    }),
  });
  vi.useFakeTimers({ now: Date.parse('2026-02-01'), toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  await using app = await createTestApp({ root });
  const at = async (day: string, text: string): Promise<[number, unknown, unknown]> => {
    vi.setSystemTime(day);
    const answer = await app.request('POST', '/notes', { headers: as('1.0.0'), json: { text } });
    return [answer.status, answer.headers['sunset'], answer.json<{ code?: string }>().code];
  };
  expect(await at('2026-02-28T23:59:59Z', 'long')).toEqual([200, 'Sun, 01 Mar 2026 00:00:00 GMT', undefined]);
  expect(await at('2026-02-28T23:59:59Z', 'abc')).toEqual([200, undefined, undefined]);
  expect(await at('2026-03-01T00:00:00Z', 'long')).toEqual([422, undefined, 'GATI_RULE_IN_FORCE']);
  expect(await at('2026-03-01T00:00:00Z', 'abc')).toEqual([200, undefined, undefined]);
});
