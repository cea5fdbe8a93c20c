/**
 * Types that the analyzer could not find out and that TypeScript may know. The analyzer says which; each is answered
 * from `gtypes.lock.json`, or, where that may be asked, by TypeScript, whose answer is locked.
 */

import { relative, resolve, sep } from 'node:path';

import type { NativeAnalyzer } from '../../native/index.js';
import { asking, type Steps } from '../steps.js';
import { lockName, readLock, writeLock, type Lock, type LockedType } from './lock.js';
import type { Answer, Position } from './position.js';
import { Versions } from './versions.js';

/** Whether TypeScript may be asked for what is not locked, or no longer right. */
export type Asking = 'ask' | 'locked';

/** Where the types of a project come from. */
export interface FallbackOptions {
  readonly root: string;
  readonly tsconfig?: string | undefined;
  readonly asking: Asking;
  /** What schemas are made of, where the types are not those that handlers need. */
  readonly schemasOf?: string | undefined;
}

/** A position with its name in the lock, and the hash of what its type depends on. */
interface Wanted {
  readonly position: Position;
  readonly key: string;
  readonly hash: string;
}

const refresh = '`gatic check`, with TypeScript 7 installed, writes it anew';

/** The types of a project that somebody else found out. */
export class FallbackTypes {
  readonly #options: FallbackOptions;
  /** What TypeScript had no answer for, by position: it is not asked again until something differs. */
  readonly #unanswered = new Map<string, { readonly hash: string; readonly unknown: string }>();
  #given = '[]';

  constructor(options: FallbackOptions) {
    this.#options = options;
  }

  /**
   * Gives the analyzer what it asks for, as far as the project's configuration wants that; ends with whether that is
   * news.
   */
  *resolve(analyzer: NativeAnalyzer, setting: 'typescript' | undefined): Steps<boolean> {
    if (setting === undefined && this.#given === '[]') return false;
    const positions = JSON.parse(analyzer.fallbackRequests()) as readonly Position[];
    if (positions.length === 0 && this.#given === '[]') return false;
    const answers = setting === undefined ? new Map<string, Answer>() : yield* this.#answer(positions);
    const given = positions.map((position) => {
      const { file, export: name, text } = position;
      return { file, export: name, text, answer: answers.get(this.#keyOf(position)) ?? { unknown: '' } };
    });
    const json = JSON.stringify(given);
    const isNews = json !== this.#given;
    this.#given = setting === undefined ? '[]' : json;
    if (isNews) analyzer.giveFallbacks(json);
    return isNews;
  }

  /** Forgets what was given: another analyzer asks. */
  clear(): void {
    this.#given = '[]';
  }

  *#answer(positions: readonly Position[]): Steps<ReadonlyMap<string, Answer>> {
    const { root, asking: mayAsk } = this.#options;
    const { lock, fault } = readLock(root);
    const versions = new Versions(root);
    const wanted = positions.map((position): Wanted => {
      const hash = versions.hash(position.origin, position.packages);
      return { position, key: this.#keyOf(position), hash };
    });
    const known = new Map(wanted.map(({ key, hash }) => [key, this.#lockedAs(lock, key, hash)]));
    const answers = new Map<string, Answer>();
    for (const { key, hash } of wanted) {
      const locked = known.get(key);
      answers.set(key, locked?.hash === hash ? { type: locked.type } : whyNot(locked, mayAsk, fault));
    }
    if (mayAsk === 'locked') return answers;
    const stale = wanted.filter(({ key, hash }) => known.get(key)?.hash !== hash);
    if (yield* this.#ask(stale, answers)) this.#keep(wanted, answers);
    return answers;
  }

  /** What is locked for a position: what still holds, wherever that stands, or what once did. */
  #lockedAs({ types, schemas }: Lock, key: string, hash: string): LockedType | undefined {
    const found = [types, ...schemas.values()].flatMap((own) => own.get(key) ?? []);
    return found.find((locked) => locked.hash === hash) ?? found[0];
  }

  /** Adds what TypeScript says to the answers; tells whether it said any type. */
  *#ask(stale: readonly Wanted[], answers: Map<string, Answer>): Steps<boolean> {
    const open: Wanted[] = [];
    for (const wanted of stale) {
      const known = this.#unanswered.get(wanted.key);
      if (known?.hash === wanted.hash) answers.set(wanted.key, { unknown: known.unknown });
      else open.push(wanted);
    }
    if (open.length === 0) return false;
    const found = yield* asking({ kind: 'ask', questions: open.map(({ position }) => position) });
    for (const [index, { key, hash }] of open.entries()) {
      const answer = found[index]!;
      answers.set(key, answer);
      if ('unknown' in answer) this.#unanswered.set(key, { hash, unknown: answer.unknown });
      else this.#unanswered.delete(key);
    }
    return found.some((answer) => 'type' in answer);
  }

  /** Writes the lock: what is wanted, and what was locked for others than these. */
  #keep(wanted: readonly Wanted[], answers: ReadonlyMap<string, Answer>): void {
    const { root, schemasOf } = this.#options;
    // Somebody may have written it while TypeScript was asked.
    const { lock } = readLock(root);
    const kept = new Map(
      wanted.flatMap(({ key, hash }): [string, LockedType][] => {
        const answer = answers.get(key)!;
        // What cannot be found out now may be so only here, where TypeScript is not installed.
        const locked = 'type' in answer ? { type: answer.type, hash } : this.#lockedAs(lock, key, hash);
        return locked === undefined ? [] : [[key, locked]];
      }),
    );
    if (schemasOf === undefined) return writeLock(root, { ...lock, types: kept });
    const own = [...kept].filter(([key, { hash }]) => lock.types.get(key)?.hash !== hash);
    const schemas = new Map(lock.schemas);
    if (own.length > 0) schemas.set(schemasOf, new Map(own));
    else schemas.delete(schemasOf);
    writeLock(root, { ...lock, schemas });
  }

  /** The name of a position in the lock. */
  #keyOf({ file, export: name, text }: Position): string {
    const shown = relative(this.#options.root, file).split(sep).join('/');
    return name === undefined ? `${shown}: ${text}` : `${shown} ${name} response`;
  }
}

/** The absolute path of a project's tsconfig. */
export function tsconfigOf(root: string, tsconfig: string | undefined): string {
  return resolve(root, tsconfig ?? 'tsconfig.json');
}

function whyNot(locked: LockedType | undefined, mayAsk: Asking, fault: string | undefined): Answer {
  if (fault !== undefined) return { stale: `${lockName} says nothing, because ${fault}: ${refresh}` };
  if (locked === undefined) return { unknown: `its type is not in ${lockName}: ${refresh}` };
  const stale = `its type in ${lockName} is that of other sources: ${refresh}`;
  return mayAsk === 'locked' ? { stale } : { unknown: stale };
}
