/**
 * What the addon records of requests. It does the recording, of requests as well that JavaScript never sees; here it is told
 * what it cannot know, and what it has written is taken to where it belongs once the turn is over.
 */

import { randomBytes } from 'node:crypto';

import type { AccessRecord } from '../../observe/access-record.js';
import type { Observation } from '../../observe/observation.js';
import type { RequestNumbers } from '../../observe/request-counts.js';
import { lineLevels } from '../../observe/request-lines.js';
import { requestIdPrefix } from '../../pipeline/request-id.js';
import type { AnswerWriter } from './answers.js';
import { Recorded, RecordedWord } from './packed.js';
import type { PackedRequest } from './packed-request.js';
import type { Turn } from './turn.js';

/** What the addon is told of recording, once. */
export interface AccessOptions {
  readonly counts: boolean;
  readonly lines?: {
    readonly levels: readonly (string | null)[];
    readonly opening: string;
    readonly message: string;
  };
  readonly records: 'none' | 'sampled' | 'all';
  readonly sampling?: { readonly ratio: number; readonly asParent: boolean };
  readonly idPrefix: string;
  readonly seed: number;
}

/** The options of an observation. */
export function accessOptionsOf(
  { settings, lines, spans, sampling }: Observation,
  isEnabled: (level: string) => boolean,
): AccessOptions {
  const frame = lines?.frame;
  const isThroughLogger = lines !== undefined && frame === undefined;
  return {
    counts: settings.metrics !== undefined,
    ...(frame === undefined
      ? {}
      : {
          lines: {
            levels: lineLevels.map((level) => (isEnabled(level) ? frame.levels[level] : null)),
            opening: frame.opening,
            message: frame.message,
          },
        }),
    records: isThroughLogger ? 'all' : spans === undefined ? 'none' : 'sampled',
    ...(sampling === undefined ? {} : { sampling }),
    idPrefix: requestIdPrefix,
    seed: randomBytes(6).readUIntBE(0, 6),
  };
}

/** The recording of one listener. */
export class Recording {
  readonly #observation: Observation;
  readonly #writer: AnswerWriter;
  /** Whether it is a proxy's word where clients are. */
  readonly #hasProxies: boolean;
  readonly #ask: () => void;
  readonly #waiting: { readonly sort: number; readonly text: string }[] = [];
  #isScheduled = false;
  #counts = '';
  #counted:
    { readonly promise: Promise<RequestNumbers>; readonly resolve: (numbers: RequestNumbers) => void } | undefined;

  constructor(observation: Observation, writer: AnswerWriter, hasProxies: boolean, ask: () => void) {
    this.#observation = observation;
    this.#writer = writer;
    this.#hasProxies = hasProxies;
    this.#ask = ask;
  }

  /** Tells what the addon cannot know of a request. */
  tell(request: PackedRequest): void {
    const { entered } = request;
    if (entered === undefined || !this.#observation.isRecording) return;
    this.#writer.facts(request, entered, this.#hasProxies ? entered.ip() : '');
  }

  /** Takes what was recorded, as the turn has it. */
  take({ words, bytes }: Turn, base: number): void {
    const at = words[base + RecordedWord.at] as number;
    const end = at + (words[base + RecordedWord.length] as number);
    const sort = words[base + RecordedWord.sort] as number;
    if (sort === Recorded.lines) {
      // They are written by another thread, so that no answer waits for it.
      this.#observation.lines?.take(bytes.subarray(at, end));
      return;
    }
    this.#waiting.push({ sort, text: bytes.toString('utf8', at, end) });
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.deliver());
  }

  /** Hands on what was taken. */
  deliver(): void {
    this.#isScheduled = false;
    for (const { sort, text } of this.#waiting.splice(0)) {
      if (sort === Recorded.records) this.#note(text);
      else this.#count(text);
    }
  }

  /** What was counted until now. */
  async counts(): Promise<RequestNumbers> {
    if (this.#counted === undefined) {
      let resolve!: (numbers: RequestNumbers) => void;
      const promise = new Promise<RequestNumbers>((done) => (resolve = done));
      this.#counted = { promise, resolve };
      this.#ask();
    }
    return this.#counted.promise;
  }

  #note(text: string): void {
    const { lines, spans } = this.#observation;
    // Each record has a comma and a line feed behind it.
    const records = JSON.parse(`[${text.slice(0, -2)}]`) as readonly AccessRecord[];
    for (const record of records) {
      if (lines?.frame === undefined) lines?.write(record);
      spans?.add(record);
    }
  }

  #count(text: string): void {
    if (text !== '') {
      this.#counts += text;
      return;
    }
    const numbers = JSON.parse(this.#counts) as RequestNumbers;
    this.#counts = '';
    this.#counted?.resolve(numbers);
    this.#counted = undefined;
  }
}
