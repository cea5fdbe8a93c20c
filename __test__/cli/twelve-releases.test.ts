/**
 * An application taken through twelve releases: at each of them a client of that release has a session, and all sessions are
 * had again with the last one. What they got once they get again, to the byte.
 */

import { expect, test } from 'vitest';

import { freePort, startProgram, untilServing } from './harness.js';
import { changes } from './twelve-releases/changes.js';
import { closedClient, headersOf, newRequests, reliedOn, type Ask, type Got } from './twelve-releases/clients.js';
import { createTestApp } from './twelve-releases/native.js';
import { command, firstRelease, nextRelease } from './twelve-releases/project.js';
import { requestsOf } from './twelve-releases/requests.js';

const versions = ['1.0.0', ...changes.map(({ semver }) => semver)];
const idOf = (release: number): string => `2025-${String(release).padStart(2, '0')}-01T00:00:00Z`;

type App = Awaited<ReturnType<typeof createTestApp>>;

/** Asks an application in this process. */
function asking(app: App): Ask {
  return async (version, sent, index) => {
    const { method, url, json } = sent;
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const answer = await app.request(method, url, { headers: headersOf(version, sent, index), ...body });
    return { status: answer.status, headers: reliedOn((name) => answer.headers[name]), body: answer.text };
  };
}

/** Asks a server. */
function fetching(origin: string): Ask {
  return async (version, sent, index) => {
    const { method, url, json } = sent;
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const answer = await fetch(origin + url, { method, headers: headersOf(version, sent, index), ...body });
    return { status: answer.status, headers: reliedOn((name) => answer.headers.get(name)), body: await answer.text() };
  };
}

/** A session of a client of the given release, which names it as `version`. */
async function session(ask: Ask, release: number, version: string): Promise<Got[]> {
  const got: Got[] = [];
  for (const [index, sent] of requestsOf(release).entries()) got.push(await ask(version, sent, index));
  return got;
}

/** What differs between a session of then and one of now, beside what was decided. */
function differing(release: number, then: readonly Got[], now: readonly Got[]): object[] {
  return requestsOf(release).flatMap(({ method, url, json, now: decided }, index) => {
    const [was, is] = [then[index]!, now[index]!];
    const wanted = decided === undefined ? was : { ...is, status: decided };
    return JSON.stringify(wanted) === JSON.stringify(is) ? [] : [{ release, request: { method, url, json }, was, is }];
  });
}

test(
  'clients of twelve releases get from the last one what they got from their own',
  { timeout: 120_000 },
  async () => {
    const root = await firstRelease();
    const recorded: Got[][] = [];
    const record = async (): Promise<void> => {
      const release = recorded.length + 1;
      const app = await createTestApp({ root });
      recorded.push(await session(asking(app), release, idOf(release)));
      await app.close();
    };
    await record();
    for (const [index, change] of changes.entries()) {
      await nextRelease(root, change, idOf(index + 2));
      await record();
    }
    const statuses = new Set(recorded.flat().map(({ status }) => status));
    expect([...statuses].sort()).toEqual([200, 201, 204, 404, 409, 422]);

    const app = await createTestApp({ root });
    const ask = asking(app);
    const found: object[] = [];
    for (const [index, then] of recorded.entries())
      found.push(...differing(index + 1, then, await session(ask, index + 1, idOf(index + 1))));
    expect(found).toEqual([]);

    const refused: unknown[] = [];
    for (const [index, id] of versions.map((_, at) => idOf(at + 1)).entries()) {
      const release = index + 1;
      const document = await app.request('GET', `/versions/${id}/openapi.json`);
      const client = closedClient(document.json());
      for (const [at, { method, url }] of requestsOf(release).entries()) {
        const got = recorded[index]![at]!;
        refused.push(client.refuses(method, url, got));
      }
      // What is sent for the first time is understood, too, and answered in the same words.
      let sentCount = 0;
      for (const sent of newRequests(root, release, 12)) {
        if (
          sent.json !== undefined &&
          !client.mayBeSent(sent.method, sent.url.split('?', 1)[0]!.replace(/\/(u1|o1)$/, '/{id}'), sent.json)
        )
          continue;
        const got = await ask(versions[index]!, sent, 0);
        sentCount += 1;
        // It was decided that its clients are left alone.
        if (got.status === 410 && sent.url === '/ping') continue;
        if (got.status >= 500 || got.status === 422 || got.status === 400) refused.push({ release, sent, got });
        refused.push(client.refuses(sent.method, sent.url, got));
      }
      expect(sentCount, `requests of ${id}`).toBeGreaterThan(40);
    }
    await app.close();
    expect(refused.filter((one) => one !== undefined)).toEqual([]);

    const built = await command(['build', '--root', root]);
    expect([built.code, built.text], built.text).toEqual([0, expect.any(String)]);
    const port = await freePort();
    const served = startProgram(process.execPath, ['dist/index.js'], {
      cwd: root,
      env: { PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'error' },
    });
    await untilServing(`http://127.0.0.1:${port}/health`);
    const over: object[] = [];
    for (const [index, then] of recorded.entries()) {
      const now = await session(fetching(`http://127.0.0.1:${port}`), index + 1, versions[index]!);
      over.push(...differing(index + 1, then, now));
    }
    expect(over).toEqual([]);
    expect(await served.stop('SIGTERM')).toBe(0);
  },
);
