/** Recorded requests of every release, sent again: to the project as it is, or to a server that runs. */

import { createTestApp } from '@gati-framework/core/testing';
import { releaseNamed, type ReleaseFile } from '@gati-framework/core/tooling';

import { environmentFailure } from '../../failure.js';
import { differences, type Difference } from './differences.js';
import type { Timescape } from './open.js';
import { typeOf, type Answer, type Exchange } from './recordings.js';
import { handlerAt } from './routes.js';

/** What is sent again, and where to. */
export interface ReplayOptions {
  /** The address of a server that runs; otherwise the project is loaded and its handlers run here. */
  readonly against?: string | undefined;
  /** Whether requests are sent that change something. */
  readonly unsafe: boolean;
  /** Places that differ each time. */
  readonly ignored: readonly string[];
}

/** One fact, and how often it was seen. */
export interface ReplayedDifference extends Difference {
  readonly release: string;
  /** The handler of the release, or method and path where it has none. */
  readonly call: string;
  readonly status: number;
  readonly times: number;
  /** Where the first one was recorded. */
  readonly first: string;
}

/** What came of it. */
export interface Replayed {
  readonly sent: number;
  /** How many of them got another answer. */
  readonly differing: number;
  /** Left out because they change something. */
  readonly skipped: number;
  /** Left out because nobody knows of which release they are. */
  readonly unversioned: number;
  readonly differences: readonly ReplayedDifference[];
}

/** The same of recordings in files. */
export interface ReplayedFiles extends Replayed {
  /** Lines whose writer was stopped. */
  readonly torn: number;
}

const safe: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Headers that belong to a connection, or that follow from what is sent. */
const ofConnection =
  /^(:.*|host|connection|content-length|transfer-encoding|accept-encoding|keep-alive|te|upgrade|expect)$/;

type Send = (exchange: Exchange, headers: Readonly<Record<string, string>>) => Promise<Answer>;

/** Sends every exchange again, one after the other, as they were recorded. */
export async function replay(
  timescape: Timescape,
  exchanges: readonly Exchange[],
  options: ReplayOptions,
): Promise<Replayed> {
  const header = (timescape.settings.headers[0] ?? 'x-api-version').toLowerCase();
  const counts = { sent: 0, differing: 0, skipped: 0, unversioned: 0 };
  const facts = new Map<string, ReplayedDifference>();
  const { send, close } = await sender(timescape.root, options.against);
  try {
    for (const exchange of exchanges) {
      if (exchange.release === undefined) counts.unversioned += 1;
      else if (!options.unsafe && !safe.includes(exchange.method)) counts.skipped += 1;
      else {
        const { id } = releaseNamed(timescape.state, resolved(timescape, exchange.release), timescape.moment);
        const answer = await send(exchange, headersOf(exchange, header, exchange.release));
        const found = differences(exchange.answer, answer, { places: options.ignored, redacted: exchange.redacted });
        counts.sent += 1;
        if (found.length > 0) counts.differing += 1;
        for (const difference of found) note(facts, difference, exchange, id, timescape.files);
      }
    }
  } finally {
    await close();
  }
  return { ...counts, differences: [...facts.values()] };
}

/** A time leads to the release that was current then; every other name is one. */
function resolved({ state }: Timescape, asked: string): string {
  if (state.releases.some(({ id }) => id === asked)) return asked;
  return state.timeline.findLast(({ at }) => at <= asked && /^\d{4}-\d{2}-\d{2}T/.test(asked))?.release ?? asked;
}

function headersOf(exchange: Exchange, header: string, release: string): Record<string, string> {
  const kept = Object.entries(exchange.headers).filter(([name]) => !ofConnection.test(name));
  return { ...Object.fromEntries(kept), [header]: release };
}

async function sender(root: string, against: string | undefined): Promise<{ send: Send; close: () => Promise<void> }> {
  if (against === undefined) {
    const app = await createTestApp({ root });
    const send: Send = async ({ method, url, body }, headers) => {
      const answer = await app.request(method, url, { headers, ...(body === undefined ? {} : { body }) });
      const type = answer.headers['content-type'];
      return {
        status: answer.status,
        type: typeOf(type === undefined ? undefined : String(type), answer.text),
        text: answer.text,
      };
    };
    return { send, close: () => app.close() };
  }
  const send: Send = async ({ method, url, body }, headers) => {
    const target = new URL(url, against);
    const request = { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) } as const;
    const answer = await fetch(target, request).catch((error: unknown) => {
      const { cause } = error as { cause?: unknown };
      const reason = cause instanceof Error ? cause.message : String(error);
      throw environmentFailure(`${target.origin} does not answer: ${reason}`);
    });
    const text = await answer.text();
    return { status: answer.status, type: typeOf(answer.headers.get('content-type') ?? undefined, text), text };
  };
  return { send, close: () => Promise.resolve() };
}

/** The same fact of the same call is one fact, however often it was seen. */
function note(
  facts: Map<string, ReplayedDifference>,
  difference: Difference,
  exchange: Exchange,
  release: string,
  files: readonly ReleaseFile[],
): void {
  const { method, url, place, answer } = exchange;
  const path = url.split('?', 1)[0]!;
  const file = files.find(({ id }) => id === release);
  const call = (file === undefined ? undefined : handlerAt(file, method, path)) ?? `${method} ${path}`;
  const key = JSON.stringify([release, call, answer.status, difference.at, difference.fact]);
  const known = facts.get(key);
  const first = { ...difference, release, call, status: answer.status, times: 1, first: place };
  facts.set(key, known === undefined ? first : { ...known, times: known.times + 1 });
}
