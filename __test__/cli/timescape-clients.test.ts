/** `gatic timescape upgrade` and `replay`: what clients have to know, and what they would notice. */

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, onTestFinished, test } from 'vitest';

import { writeFiles } from './harness.js';
import { called, first, project, second, third } from './timescape-project.js';

describe('upgrade', () => {
  test('shows the changes of the calls that are made, and counts the others', async () => {
    const { timescape, asked } = await project();
    const { stdout, code } = await timescape(
      'upgrade',
      '--from',
      '1.0.0',
      '--routes',
      'GET /users, GET /orders/{order}',
    );
    expect(code).toBe(0);
    expect(stdout).toBe(`from 1.0.0 to 2.0.0: 2 of 2 calls change

2.0.0 (${third})
  major  GET /orders/:id: total is a text
  major  GET /users: name is now fullName

1 change concerns none of these calls
`);
    const found = await asked('upgrade', '--from', first, '--to', '1.1.0', '--routes', 'GET /users');
    expect(found).toMatchObject({
      from: { id: first },
      to: { id: second },
      calls: ['GET /users'],
      changes: [],
      others: 1,
    });
  });

  test('takes the calls from who was counted with them', async () => {
    const { asked, timescape, registry } = await project();
    await registry.count([
      called(second),
      called(second, { principal: 'other', agent: 'node/20', route: 'GET /orders/:id' }),
      called(first, { route: 'GET /orders/:id' }),
    ]);
    const of = async (...args: string[]): Promise<unknown> =>
      (await asked('upgrade', '--from', second, ...args))['calls'];
    expect(await of('--principal', 'acme')).toEqual(['GET /users']);
    expect(await of('--agent', 'node')).toEqual(['GET /orders/:id']);
    expect(await of()).toEqual(['GET /orders/:id', 'GET /users', 'POST /users']);
    const { code, stderr } = await timescape('upgrade', '--from', second, '--principal', 'nobody');
    expect([code, stderr]).toMatchObject([1, expect.stringContaining('no call of nobody')]);
  });

  test('follows a call to where its handler moved, and names one that was never there', async () => {
    const { root, asked, timescape } = await project();
    const path = `timescape/releases/${second.replaceAll(':', '-')}.json`;
    const { readFile } = await import('node:fs/promises');
    const release = JSON.parse(await readFile(`${root}/${path}`, 'utf8')) as Record<string, unknown>;
    await writeFiles(root, { [path]: JSON.stringify({ ...release, steps: { 'GET /old': { to: 'GET /users' } } }) });
    const found = await asked('upgrade', '--from', first, '--routes', 'GET /old');
    expect(found['changes']).toMatchObject([{ call: 'GET /old', semver: '2.0.0', text: 'name is now fullName' }]);
    const { stderr } = await timescape('upgrade', '--from', first, '--routes', 'GET /never');
    expect(stderr).toContain('1.0.0 has no GET /never');
  });

  const refused: readonly [args: string[], code: number, message: RegExp][] = [
    [[], 2, /upgrade needs --from/],
    [['--from', '2.0.0', '--to', '1.0.0'], 2, /1\.0\.0 is not later than 2\.0\.0/],
    [['--from', '1.0.0', '--routes', 'users'], 2, /"users" is no route/],
    [['--from', '1.0.0', '--routes', 'GET /users', '--principal', 'acme'], 2, /give one of them/],
    [['--from', '0.1.0'], 1, /there is no release 0\.1\.0/],
  ];
  test.each(refused)('%j is refused', async (args, code, message) => {
    const { timescape } = await project();
    const finished = await timescape('upgrade', ...args);
    expect(finished.stderr).toMatch(message);
    expect(finished.code).toBe(code);
  });
});

/** A server that answers as a function says, and remembers what it was asked. */
async function serving(answer: (url: string) => { status?: number; type?: string; body: string }): Promise<{
  readonly url: string;
  readonly heard: {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
  }[];
}> {
  const heard: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      heard.push({ method, url, headers, body });
      const { status = 200, type = 'application/json; charset=utf-8', body: text } = answer(url);
      response.writeHead(status, { 'content-type': type }).end(text);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => new Promise<void>((done) => void server.close(() => done())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

const line = (release: string | undefined, method: string, url: string, body: unknown, more: object = {}): string =>
  JSON.stringify({
    ...(release === undefined ? {} : { release }),
    request: { method, url, headers: { Accept: 'application/json', Host: 'recorded', ...more } },
    response: { status: 200, headers: { 'Content-Type': 'application/json' }, body },
  });

describe('replay', () => {
  test('sends each request with its release, and says what differs as facts, once each', async () => {
    const { root, timescape, asked } = await project();
    const { url, heard } = await serving((path) =>
      path.startsWith('/users')
        ? { body: '[{"id":1,"fullName":"Ann"},{"id":2,"fullName":"Bo"}]' }
        : { status: 404, type: 'application/problem+json', body: '{"total":"7","a/b":1}' },
    );
    await writeFiles(root, {
      'traffic.jsonl': [
        line('1.0.0', 'GET', '/users?page=1', [
          { id: 1, name: 'Ann' },
          { id: 2, name: 'Bo' },
        ]),
        '',
        line(
          undefined,
          'GET',
          '/users',
          [
            { id: 1, fullName: 'Ann' },
            { id: 2, fullName: 'Bo' },
          ],
          { 'X-API-Version': third },
        ),
        line(undefined, 'GET', '/users', []),
        line('1.0.0', 'GET', '/orders/7', { total: 7 }),
        line('1.0.0', 'POST', '/users', {}),
      ].join('\n'),
    });
    const replayed = await timescape('replay', 'traffic.jsonl', '--against', url);
    expect(replayed.code).toBe(1);
    expect(replayed.stdout).toBe(`differs  ${first}  GET /users 200: /*/name is missing
         2 times, first at traffic.jsonl:1
differs  ${first}  GET /users 200: /*/fullName was added
         2 times, first at traffic.jsonl:1
differs  ${first}  GET /orders/:id 200: status was 200 and is 404
         once, first at traffic.jsonl:5
differs  ${first}  GET /orders/:id 200: type was "application/json" and is "application/problem+json"
         once, first at traffic.jsonl:5
differs  ${first}  GET /orders/:id 200: /total: number became string
         once, first at traffic.jsonl:5
differs  ${first}  GET /orders/:id 200: /a~1b was added
         once, first at traffic.jsonl:5

3 sent again, 2 differ; 1 not sent because they change something (--unsafe sends them); 1 not sent because they name no release
`);
    expect(heard.map((one) => [one.method, one.url, one.headers['x-api-version']])).toEqual([
      ['GET', '/users?page=1', '1.0.0'],
      ['GET', '/users', third],
      ['GET', '/orders/7', '1.0.0'],
    ]);
    expect(heard[0]?.headers.host).not.toBe('recorded');
    const ignoring = ['--ignore', '/*/name,/*/fullName,status,type,/total,/a~1b'];
    expect(await asked('replay', 'traffic.jsonl', '--against', url, ...ignoring)).toMatchObject({
      sent: 3,
      differing: 0,
    });
    expect(await asked('replay', 'traffic.jsonl', '--against', url, '--unsafe')).toMatchObject({ sent: 4, skipped: 0 });
    expect(heard.at(-1)).toMatchObject({ method: 'POST', url: '/users' });
  });

  test('reads what browsers and proxies record', async () => {
    const { root, asked } = await project();
    const { url, heard } = await serving(() => ({ body: '{"id":1}' }));
    const entry = {
      request: {
        method: 'POST',
        url: 'https://shop.example.com/users?a=b',
        headers: [
          { name: 'content-type', value: 'application/json' },
          { name: ':authority', value: 'x' },
        ],
        postData: { mimeType: 'application/json', text: '{"name":"Ann"}' },
      },
      response: {
        status: 200,
        headers: [
          { name: 'X-API-Version', value: second },
          { name: 'Content-Type', value: 'application/json' },
        ],
        content: { text: Buffer.from('{"id":1}').toString('base64'), encoding: 'base64' },
      },
    };
    await writeFiles(root, { 'traffic.har': JSON.stringify({ log: { version: '1.2', entries: [entry] } }, null, 2) });
    const replayed = await asked('replay', 'traffic.har', '--against', url, '--unsafe');
    expect(replayed).toMatchObject({ sent: 1, differing: 0 });
    expect(heard).toMatchObject([
      {
        method: 'POST',
        url: '/users?a=b',
        body: '{"name":"Ann"}',
        headers: { 'x-api-version': second, 'content-type': 'application/json' },
      },
    ]);
  });

  const refused: readonly [name: string, text: string, args: string[], code: number, message: RegExp][] = [
    ['a file that is not there', '', ['none.jsonl'], 1, /there is no file .*none\.jsonl/],
    [
      'a line that is no JSON',
      'GET /',
      ['traffic.jsonl'],
      1,
      /traffic\.jsonl:1 is no recorded exchange: it has no request/,
    ],
    [
      'an exchange without a status',
      '{"request":{"method":"GET","url":"/"},"response":{}}',
      ['traffic.jsonl'],
      1,
      /response\.status/,
    ],
    ['an address that is none', '', ['traffic.jsonl', '--against', 'staging'], 2, /--against "staging" is no URL/],
    [
      'a release nobody knows',
      line('9.0.0', 'GET', '/', {}),
      ['traffic.jsonl', '--against', 'http://127.0.0.1:1'],
      1,
      /there is no release 9\.0\.0/,
    ],
    [
      'a server that is not there',
      line(third, 'GET', '/', {}),
      ['traffic.jsonl', '--against', 'http://127.0.0.1:1'],
      3,
      /http:\/\/127\.0\.0\.1:1 does not answer: ./,
    ],
  ];
  test.each(refused)('%s is refused', async (_, text, args, code, message) => {
    const { timescape } = await project({ 'traffic.jsonl': text });
    const finished = await timescape('replay', ...args);
    expect(finished.stderr).toMatch(message);
    expect(finished.code).toBe(code);
  });
});
