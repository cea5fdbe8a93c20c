/** Rules that clients of older releases are held to: at once, or from a day on. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { freePort, gatic, makeProject, startProgram, until, untilServing, writeFiles } from './harness.js';

interface Members {
  readonly name: string;
  readonly rules?: boolean;
  readonly secret: boolean;
}

/** A handler that gives back more than its type says, as rows of a database do. */
function users({ name, rules = false, secret }: Members): Record<string, string> {
  const max = (most: number): string => (rules ? ` & MaxLen<${most}>` : '');
  return {
    'src/handlers/users/index.ts': `import type { Handler, MaxLen } from '@gati-framework/core';

export interface NewUser {
  ${name}: string${max(5)};
  nick?: string${max(3)};
  code?: string${max(2)};
  note?: string${max(4)};
  tags?: { label: string${max(6)} }[];
}
export interface User extends Omit<NewUser, 'tags'> {
  id: string;
  ${secret ? 'secret?: string;' : ''}
}
export const unused: MaxLen<1> | undefined = undefined;

export const POST: Handler<{ body: NewUser; response: User }> = ({ body }) => {
  const { tags, ...row } = body;
  return Object.assign({ id: String(tags?.length ?? 0) }, row, { secret: 'hash' });
};
`,
  };
}

const config = `import { defineConfig, Forbidden } from '@gati-framework/core';

// Who may do what is asked of the request as the handler has it, whatever the client calls it.
export default defineConfig({
  hooks: {
    before: [
      (req) => {
        if ((req.body as { displayName?: string } | undefined)?.displayName === 'root') throw new Forbidden('not you');
      },
    ],
  },
});
`;

const rename = (from: string, to: string): string =>
  JSON.stringify({
    renames: [
      { at: 'NewUser', from, to },
      { at: 'User', from, to },
    ],
  });

const decisions = {
  applies: 'all',
  reason: 'long names break the label printer',
  narrowed: [
    { at: 'body#/nick', choice: 'reject', from: '2020-01-01', guide: 'send at most three characters' },
    { at: 'body#/code', choice: 'reject', from: '2999-03-01' },
    { at: 'body#/note', choice: 'grandfather' },
  ],
};

async function release(root: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await gatic(['release', ...args], { cwd: root });
  expect(code, stdout + stderr).toBe(0);
  return stdout;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

test('rules apply to all, or from a day on, and nobody else is refused', async () => {
  const root = await makeProject({ ...users({ name: 'name', secret: true }), 'gati.config.ts': config });
  await release(root);
  await writeFiles(root, {
    ...users({ name: 'fullName', secret: true }),
    'timescape/changes/post.users.after-1.0.0.json': rename('name', 'fullName'),
  });
  await release(root);
  await writeFiles(root, users({ name: 'fullName', rules: true, secret: false }));
  const file = 'timescape/changes/post.users.after-2.0.0.json';
  await writeFiles(root, { [file]: JSON.stringify(decisions) });
  const made = await release(root);
  expect(made).toContain('Released as 3.0.0');
  expect(made).toContain('holds for clients of every release: long names break the label printer');
  expect(made).toContain('refused to clients of every release from 2020-01-01 on: send at most three characters');
  await writeFiles(root, {
    ...users({ name: 'displayName', rules: true, secret: false }),
    'timescape/changes/post.users.after-3.0.0.json': rename('fullName', 'displayName'),
  });
  await release(root);
  const names = (await readdir(join(root, 'timescape/releases'))).sort();
  const third = JSON.parse(await readFile(join(root, 'timescape/releases', names[2]!), 'utf8')) as {
    readonly id: string;
    readonly changes: readonly { readonly path: string; readonly applies?: string; readonly rejects?: object }[];
  };
  const about = (path: string): unknown => third.changes.find((change) => change.path === path);
  expect(about('/body/fullName')).toMatchObject({ applies: 'all', reason: decisions.reason });
  expect(about('/responses/200/body/secret')).toMatchObject({ applies: 'all' });
  expect(about('/body/nick')).toMatchObject({
    rejects: { from: '2020-01-01', guide: 'send at most three characters' },
  });
  expect(about('/body/note')).not.toHaveProperty('applies');

  const built = await gatic(['build'], { cwd: root });
  expect(built.code, built.stdout + built.stderr).toBe(0);
  const document = await readFile(join(root, 'dist/timescape/openapi', names[2]!), 'utf8');
  expect(JSON.parse(document)).toMatchObject({
    components: { parameters: { ApiVersion: { name: 'X-API-Version', example: third.id } } },
  });
  const port = await freePort();
  const served = startProgram(process.execPath, ['dist/index.js'], {
    cwd: root,
    env: { PORT: String(port), HOST: '127.0.0.1' },
  });
  await untilServing(`http://127.0.0.1:${port}/health`);
  const post = async (version: string, body: object): Promise<Answer> => {
    const answer = await fetch(`http://127.0.0.1:${port}/users`, {
      method: 'POST',
      headers: { 'x-api-version': version, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer['body'] };
  };
  await until(async () => (await post('4.0.0', { displayName: 'Ada' })).status === 200);

  const old: readonly (readonly [version: string, name: string])[] = [
    ['1.0.0', 'name'],
    ['2.0.0', 'fullName'],
  ];
  for (const [version, name] of old) {
    // What fits all rules, and what may still be as it was, is served; nothing of the row leaks.
    const fine = await post(version, { [name]: 'Ada', note: 'long enough', tags: [{ label: 'short' }] });
    expect([fine.status, fine.body]).toEqual([200, { id: '1', [name]: 'Ada', note: 'long enough' }]);
    expect(fine.headers.get('sunset')).toBeNull();
    // The rule speaks of what the client sent.
    const long = await post(version, { [name]: 'Lovelace' });
    expect([long.status, long.body]).toMatchObject([
      422,
      { code: 'GATI_VALIDATION_FAILED', errors: [{ in: 'body', pointer: `/${name}`, code: 'string.max' }] },
    ]);
    const deep = await post(version, { [name]: 'Ada', tags: [{ label: 'fits' }, { label: 'does not fit' }] });
    expect([deep.status, deep.body]).toMatchObject([422, { errors: [{ pointer: '/tags/1/label' }] }]);
    // Its own contract speaks first.
    const wrong = await post(version, { [name]: 5, nick: 'Countess' });
    expect([wrong.status, wrong.body['errors']]).toMatchObject([422, [{ pointer: `/${name}`, code: 'type' }]]);
    const rejected = await post(version, { [name]: 'Ada', nick: 'Countess' });
    expect([rejected.status, rejected.body]).toMatchObject([
      422,
      {
        type: 'https://gati.dev/problems/rule-in-force',
        code: 'GATI_RULE_IN_FORCE',
        rule: expect.stringContaining('nick') as string,
        since: '2020-01-01T00:00:00Z',
        release: third.id,
        guide: 'send at most three characters',
        errors: [{ in: 'body', pointer: '/nick' }],
      },
    ]);
    // The day has not come: it is told to those whom it will be about.
    const warned = await post(version, { [name]: 'Ada', code: 'long' });
    expect([warned.status, warned.body]).toEqual([200, { id: '0', [name]: 'Ada', code: 'long' }]);
    expect(warned.headers.get('sunset')).toBe('Fri, 01 Mar 2999 00:00:00 GMT');
    expect(warned.headers.get('deprecation')).toBe(`@${Date.parse(third.id) / 1000}`);
    // Who may do what is asked of the handler's request.
    expect((await post(version, { [name]: 'root' })).status).toBe(403);
  }
  const told = (await (await fetch(`http://127.0.0.1:${port}/versions/3.0.0`)).json()) as typeof third;
  expect(told.changes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ path: '/body/fullName', applies: 'all', reason: decisions.reason }),
      expect.objectContaining({ path: '/body/code', rejects: { from: '2999-03-01' } }),
    ]),
  );
  expect(await served.stop('SIGTERM')).toBe(0);
}, 60_000);
