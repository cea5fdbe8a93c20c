/**
 * What the addon is told of requests that come again: which release they get, which program reads their body, and what they
 * are answered with where that is always the same. It decides nothing; it remembers what was decided here, and it is told
 * to forget whenever that may not hold any more.
 */

import type { HeadPosition } from '../../manifest/compiled.js';
import type { BodyReader } from '../../pipeline/body-readers.js';
import type { Choice } from '../../timescape/edition.js';
import type { Fields } from './answers.js';

/** What takes lessons. */
export interface LessonSink {
  /** A lesson (JSON), and the program of an engine by which bodies are read. */
  teach(lesson: string, engine: object | undefined, program: number): void;
  forget(): void;
}

/** Requests that are alike: of one route, with the same text for the release they want. */
export interface Likeness {
  /** The position of the route. */
  readonly route: number;
  /** Nothing where they name no release. */
  readonly asked: string | undefined;
  /** How often everything had been forgotten when it was found out how they go on: what was found out earlier is not said. */
  readonly age: number;
}

/** What is known of them. */
export interface Known {
  /** How they go on at a route with releases. */
  readonly choice: Choice | undefined;
  /** What reads their bodies. */
  readonly reader: BodyReader | undefined;
  /** Whether their params, query and headers are looked at before they come here. */
  readonly watches?: boolean;
}

/** What the addon was told. */
export interface Lesson extends Known {
  readonly likeness: Likeness;
}

/** An answer that is always the same, but for the id of the request. */
export interface KnownAnswer {
  readonly status: number;
  readonly fields: readonly (readonly [string, string])[];
  readonly idPrefix: string;
  readonly before: string;
  readonly after: string;
}

/** An answer that is always the same, but for the id of the request and what does not fit in it. */
export interface KnownMisfits {
  readonly status: number;
  readonly fields: readonly (readonly [string, string])[];
  readonly idPrefix: string;
  /** The document: up to the number of issues, from there to the id, from there to the list of issues, and its end. */
  readonly pieces: readonly string[];
  /** One issue in words, and what follows the number of several. */
  readonly one: string;
  readonly many: string;
  /** What finds the issues of params, query and headers, in that order. */
  readonly parts: readonly (readonly [HeadPosition, string])[];
  /** What is said of bodies that no contract is asked about, where one is. */
  readonly refusals: KnownRefusals | undefined;
  /** Whether there has to be a body. */
  readonly asksBody: boolean;
  /** Whether these parts are looked at even where the body fits. */
  readonly watches: boolean;
}

/** Documents up to what is said of the body, from there to the id of the request, and from there on. */
export interface KnownRefusals {
  readonly status: number;
  readonly encoding: readonly string[];
  readonly syntax: readonly string[];
  readonly depth: readonly string[];
  readonly key: readonly string[];
}

/** As many are kept as the addon keeps. */
const most = 1000;
/** Texts that were met once: there is no end to what clients may send, and most of it comes once. */
const mostMet = 256;
const printable = /^[\x20-\x7e]{0,64}$/;

/** The lessons of one listener. */
export class Lessons {
  readonly #sink: LessonSink;
  readonly #byNumber = new Map<number, Lesson>();
  readonly #numbers = new Map<string, number>();
  readonly #met = new Set<string>();
  #next = 1;
  #age = 0;

  constructor(sink: LessonSink) {
    this.#sink = sink;
  }

  /** What the addon means by a number. */
  of(number: number): Lesson | undefined {
    return number === 0 ? undefined : this.#byNumber.get(number);
  }

  /** What requests are like that name a release by this text, or none, and go on as is found out now. */
  likeness(route: number, asked: string | undefined): Likeness {
    return { route, asked, age: this.#age };
  }

  /** Whether requests of a route that name no release are looked at before they come here. */
  watches(route: number): boolean {
    return this.of(this.#numbers.get(`${route}`) ?? 0)?.watches === true;
  }

  /** Says how requests like one that came go on, and what they are answered with: always, or where their body does not fit. */
  teach(likeness: Likeness, known: Known, answer?: KnownAnswer, misfits?: KnownMisfits): void {
    const { route, asked, age } = likeness;
    if (age !== this.#age) return;
    const key = asked === undefined ? `${route}` : `${route} ${asked}`;
    const earlier = this.of(this.#numbers.get(key) ?? 0);
    if (earlier !== undefined && isSame(earlier, known)) return;
    if (earlier === undefined && asked !== undefined && !this.#isMet(key, asked)) return;
    if (this.#byNumber.size >= most) {
      this.forget();
      return;
    }
    this.#byNumber.delete(this.#numbers.get(key) ?? 0);
    const number = this.#next;
    this.#next = (number % 0xffff_fff0) + 1;
    this.#byNumber.set(number, { ...known, likeness });
    this.#numbers.set(key, number);
    const program = known.reader?.program;
    // What a request that comes here has to be told of is how its body was read, and which release it gets.
    const told = known.choice === undefined && known.reader === undefined ? 0 : number;
    const lesson = JSON.stringify({ route, asked, number: told, answer, misfits });
    this.#sink.teach(lesson, program?.engine, program?.number ?? 0);
  }

  /** Nothing holds any more. */
  forget(): void {
    this.#byNumber.clear();
    this.#numbers.clear();
    this.#met.clear();
    this.#age += 1;
    this.#sink.forget();
  }

  #isMet(key: string, asked: string): boolean {
    if (!printable.test(asked)) return false;
    if (this.#met.delete(key)) return true;
    if (this.#met.size >= mostMet) this.#met.clear();
    this.#met.add(key);
    return false;
  }
}

function isSame(earlier: Known, { choice, reader, watches }: Known): boolean {
  return earlier.choice === choice && earlier.reader === reader && earlier.watches === watches;
}

/** A problem document as it will be given again; nothing where the id of the request is not in it exactly once. */
export function knownAnswer(
  status: number,
  contentType: string,
  fields: Fields | null,
  document: string,
  requestId: string,
  idPrefix: string,
): KnownAnswer | undefined {
  const place = `"requestId":${JSON.stringify(requestId)}`;
  const start = document.indexOf(place);
  if (start === -1 || document.includes(requestId, start + place.length)) return undefined;
  const end = start + place.length - 1;
  const all = Object.entries(fields ?? {}).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  return {
    status,
    fields: [['content-type', contentType], ...all],
    idPrefix,
    before: document.slice(0, end - requestId.length),
    after: document.slice(end),
  };
}
