/**
 * A sample of real traffic in files of the project, for `gatic timescape replay`. A request hands over what is there and goes
 * on; secrets are taken out and lines are written later. What cannot be kept up with is left out and counted.
 */

import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Logger } from '../../api/contexts.js';
import type { RecordSettings } from '../../config/resolve-timescape.js';
import type { Exchange, HostPort } from '../../pipeline/exchange.js';
import { isMissing } from '../registry/line-file.js';
import { routeFile } from '../route-key.js';
import type { Secrets } from './secrets.js';

/** What a recorder is made with. */
export interface RecorderOptions {
  readonly settings: RecordSettings;
  /** Where the files go. */
  readonly folder: string;
  /** The header by which answers say their release. */
  readonly header: string;
  readonly secrets: Secrets;
  readonly logger: Logger;
  /** Numbers from 0 to 1; those of `Math.random` unless given. */
  readonly chance?: () => number;
}

/** What is kept of an exchange until it is written. */
interface Taken {
  readonly release: string;
  readonly route: string;
  readonly path: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sent: Buffer | undefined;
  readonly status: number;
  readonly type: string | undefined;
  readonly got: string;
  readonly size: number;
}

/** Bodies that are longer are nobody's example. In bytes, roughly. */
const longest = 64 * 1024;

/** What may wait to be written. */
const mostWaiting = 256;
const mostBytes = 4 * 1024 * 1024;

/** How many are made into lines before others have their turn. */
const each = 8;

/** How long the first of them waits, in milliseconds. */
const pause = 200;

/** What a request is sent again with; credentials are not among it. */
const kept: readonly string[] = ['accept', 'accept-language', 'content-type', 'prefer', 'x-request-id'];

/** Writes recordings. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #headers: readonly string[];
  readonly #chance: () => number;
  /** Lines there are, by file. */
  readonly #counts = new Map<string, number>();
  readonly #full = new Set<string>();
  #waiting: Taken[] = [];
  #bytes = 0;
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: RecorderOptions) {
    this.#options = options;
    const { secrets, settings } = options;
    this.#headers = [...kept, ...settings.headers.map((name) => name.toLowerCase())].filter(
      (name) => !secrets.has(name),
    );
    this.#chance = options.chance ?? Math.random;
  }

  /** The same port, which hands answers over before it sends them. */
  listening(port: HostPort): HostPort {
    const { sample } = this.#options.settings;
    const send: HostPort['send'] = (exchange, status, contentType, payload) => {
      if (this.#chance() < sample) this.#take(exchange, status, contentType, payload);
      port.send(exchange, status, contentType, payload);
    };
    return Object.assign(Object.create(port) as HostPort, { send });
  }

  /** Writes what waits. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#flush();
  }

  #take(
    exchange: Exchange,
    status: number,
    contentType: string | undefined,
    payload: string | Uint8Array | null,
  ): void {
    const { res, req, arrival, plan } = exchange;
    const release = res.getHeader(this.#options.header);
    if (typeof release !== 'string' || release === 'head') return;
    if (this.#full.has(fileOf(release, plan.id))) return;
    const type = contentType ?? textOf(res.getHeader('content-type'));
    const isReadable = payload === null || (typeof payload === 'string' && (payload === '' || isJson(type)));
    const sent = req.rawBody?.length === 0 ? undefined : req.rawBody;
    const { 'content-length': length = '0', 'transfer-encoding': coding } = arrival.headers;
    // A host that parses bodies itself has no bytes of them.
    const isLost = sent === undefined && (coding !== undefined || length !== '0');
    const size = (sent?.length ?? 0) + (payload?.length ?? 0);
    if (
      isLost ||
      !isReadable ||
      size > longest ||
      this.#waiting.length >= mostWaiting ||
      this.#bytes + size > mostBytes
    ) {
      this.#dropped += 1;
      return;
    }
    const headers: Record<string, string> = {};
    for (const name of this.#headers) {
      const value = arrival.headers[name];
      if (typeof value === 'string') headers[name] = value;
    }
    const { method = 'GET', url = '/' } = arrival;
    const got = typeof payload === 'string' ? payload : '';
    const { id: route, path } = plan;
    this.#bytes += size;
    this.#waiting.push({ release, route, path, method, url, headers, sent, status, type, got, size });
    this.#timer ??= setTimeout(() => void this.#flush(), pause).unref();
  }

  #flush(): Promise<void> {
    this.#timer = undefined;
    const next = this.#writing.then(() => this.#drain());
    this.#writing = next.catch((err: unknown) => {
      this.#options.logger.warn({ err }, 'a recording could not be written; requests go on');
    });
    return this.#writing;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const some = this.#waiting.splice(0, each);
      const lines = new Map<string, string[]>();
      for (const taken of some) {
        this.#bytes -= taken.size;
        const line = this.#lineOf(taken);
        if (line === undefined) this.#dropped += 1;
        else {
          const file = fileOf(taken.release, taken.route);
          lines.set(file, [...(lines.get(file) ?? []), line]);
        }
      }
      for (const [file, texts] of lines) await this.#append(file, texts);
      await new Promise<void>((done) => setImmediate(done));
    }
    if (this.#dropped === 0) return;
    this.#options.logger.info({ dropped: this.#dropped }, 'requests were left out of the recordings');
    this.#dropped = 0;
  }

  async #append(name: string, lines: readonly string[]): Promise<void> {
    const { folder, settings } = this.#options;
    const file = join(folder, name);
    let count = this.#counts.get(name);
    let before = '';
    if (count === undefined) {
      const text = await existing(file);
      count = text.split('\n').filter((line) => line !== '').length;
      // Somebody was stopped in the middle of a line.
      if (text !== '' && !text.endsWith('\n')) before = '\n';
    }
    const room = lines.slice(0, Math.max(0, settings.perRoute - count));
    if (room.length > 0) {
      await mkdir(dirname(file), { recursive: true });
      // What people sent is not for everybody on the machine.
      await appendFile(file, before + room.map((line) => `${line}\n`).join(''), { mode: 0o600 });
    }
    this.#counts.set(name, count + room.length);
    if (count + room.length >= settings.perRoute) this.#full.add(name);
  }

  #lineOf({ release, route, path, method, url, headers, sent, status, type, got }: Taken): string | undefined {
    const { secrets } = this.#options;
    try {
      const request = sent === undefined ? undefined : secrets.ofBody(sent.toString('utf8'));
      const response = got === '' ? undefined : secrets.ofBody(got);
      return JSON.stringify({
        release,
        handler: route,
        request: {
          method,
          url: secrets.ofUrl(url, path),
          headers,
          ...(request === undefined ? {} : { body: request.body }),
        },
        response: {
          status,
          headers: type === undefined ? {} : { 'content-type': type },
          ...(response === undefined ? {} : { body: response.body }),
        },
        ...(response === undefined || response.places.length === 0 ? {} : { redacted: response.places }),
      });
    } catch {
      // No JSON, so that nobody can say what of it is secret.
      return undefined;
    }
  }
}

function fileOf(release: string, route: string): string {
  return `${release.replaceAll(':', '-')}/${routeFile(route)}.jsonl`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isJson(type: string | undefined): boolean {
  return type !== undefined && /^application\/(json|[^;]*\+json)\b/u.test(type);
}

async function existing(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}
