/**
 * Types that the analyzer could not find out and that TypeScript may know. The analyzer names the positions; each is
 * answered from `gtypes.lock.json`, or, where that may be asked, by TypeScript, whose answer is locked.
 */

import { relative, resolve, sep } from 'node:path';

import type { NativeAnalyzer } from '../../native/index.js';
import { lockName, readLock, writeLock, type LockedType } from './lock.js';
import { originHash } from './origin-hash.js';
import type { Answer, Position } from './position.js';
import { askTypeScript } from './typescript.js';

/** Whether TypeScript may be asked for what is not locked, or no longer right. */
export type Asking = 'ask' | 'locked';

/** Where the types of a project come from. */
export interface FallbackOptions {
  readonly root: string;
  readonly tsconfig?: string | undefined;
  readonly asking: Asking;
}

/** A position with its name in the lock, and the hash of what its type depends on. */
interface Wanted extends Position {
  readonly key: string;
  readonly hash: string;
}

const refresh = '`gatic check`, with TypeScript 7 installed, writes it anew';

/** The types of a project that somebody else found out. */
export class FallbackTypes {
  readonly #options: FallbackOptions;
  readonly #tsconfig: string;
  /** What TypeScript had no answer for, by position: it is not asked again until something differs. */
  readonly #unanswered = new Map<string, { readonly hash: string; readonly unknown: string }>();
  #isGiven = false;

  constructor(options: FallbackOptions) {
    this.#options = options;
    this.#tsconfig = resolve(options.root, options.tsconfig ?? 'tsconfig.json');
  }

  /** Gives the analyzer what it asks for, as far as the project's configuration wants that. */
  async resolve(analyzer: NativeAnalyzer, setting: 'typescript' | undefined): Promise<void> {
    if (setting === undefined && !this.#isGiven) return;
    const positions = JSON.parse(analyzer.fallbackRequests()) as readonly Position[];
    const answers = setting === undefined ? new Map<string, Answer>() : await this.#answer(positions);
    const given = positions.map((position) => {
      const { file, export: name, position: place } = position;
      return { file, export: name, position: place, ...(answers.get(this.#keyOf(position)) ?? { unknown: '' }) };
    });
    this.#isGiven = setting !== undefined;
    analyzer.giveFallbacks(JSON.stringify(given));
  }

  async #answer(positions: readonly Position[]): Promise<ReadonlyMap<string, Answer>> {
    const { root, asking } = this.#options;
    const lock = readLock(root);
    const wanted = positions.map((position): Wanted => {
      const hash = originHash(root, this.#tsconfig, position.files);
      return { ...position, key: this.#keyOf(position), hash };
    });
    const answers = new Map<string, Answer>();
    for (const { key, hash } of wanted) {
      const locked = lock.get(key);
      if (locked?.hash === hash) answers.set(key, { type: locked.type });
      else answers.set(key, { unknown: whyNot(locked) });
    }
    if (asking === 'locked') return answers;
    const stale = wanted.filter(({ key, hash }) => lock.get(key)?.hash !== hash);
    if (!(await this.#ask(stale, answers))) return answers;
    const kept = wanted.flatMap(({ key, hash }): [string, LockedType][] => {
      const answer = answers.get(key)!;
      // What cannot be found out now may be so only here, where TypeScript is not installed.
      const locked = 'type' in answer ? { type: answer.type, hash } : lock.get(key);
      return locked === undefined ? [] : [[key, locked]];
    });
    writeLock(root, new Map(kept));
    return answers;
  }

  /** Adds what TypeScript says to the answers; tells whether it said any type. */
  async #ask(stale: readonly Wanted[], answers: Map<string, Answer>): Promise<boolean> {
    const open: Wanted[] = [];
    for (const position of stale) {
      const known = this.#unanswered.get(position.key);
      if (known?.hash === position.hash) answers.set(position.key, { unknown: known.unknown });
      else open.push(position);
    }
    if (open.length === 0) return false;
    const found = await askTypeScript(this.#options.root, this.#tsconfig, open);
    for (const [index, { key, hash }] of open.entries()) {
      const answer = found[index]!;
      answers.set(key, answer);
      if ('unknown' in answer) this.#unanswered.set(key, { hash, unknown: answer.unknown });
      else this.#unanswered.delete(key);
    }
    return found.some((answer) => 'type' in answer);
  }

  /** The name of a position in the lock, which no edit of the handler changes. */
  #keyOf({ file, export: name, position }: Position): string {
    const shown = relative(this.#options.root, file).split(sep).join('/');
    return `${shown} ${name} ${position}`;
  }
}

function whyNot(locked: LockedType | undefined): string {
  return locked === undefined
    ? `its type is not in ${lockName}: ${refresh}`
    : `its type in ${lockName} is that of other sources: ${refresh}`;
}
