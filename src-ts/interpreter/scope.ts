/**
 * Where names stand while code is interpreted. A call has a frame: a list with the frame of the function around it
 * first, then a place for what is returned, then one for every name that is declared anywhere in the function.
 */

import type { Pattern, Statement } from './tree.js';

/** The names of one call. */
export type Frame = unknown[];

/** What an expression comes to. */
export type Evaluate = (frame: Frame) => unknown;

/** The place of the value that is returned. */
export const RETURNED = 1;

/** A name, found: so many functions outwards, and where in the frame; `undefined` for a name of the language. */
export type Place = { readonly hops: number; readonly index: number } | undefined;

/** Makes functions out of what they take and do; the frame of a call that makes one is the one around it. */
export type MakeFunction = (
  parameters: readonly Pattern[],
  body: readonly Statement[],
  around: Scope,
) => (frame: Frame) => (...given: unknown[]) => unknown;

/** The names that can be seen at one place of the text. */
export class Scope {
  /** How functions are made, which expressions cannot know: a function is statements, and those are expressions. */
  readonly makeFunction: MakeFunction;
  readonly #names = new Map<string, number>();
  readonly #around: Scope | undefined;
  /** The scope of the function it is in, which counts the names of all scopes in it. */
  readonly #whole: Scope;
  /** How long a frame is. */
  #size = RETURNED + 1;

  private constructor(makeFunction: MakeFunction, around: Scope | undefined, whole: Scope | undefined) {
    this.makeFunction = makeFunction;
    this.#around = around;
    this.#whole = whole ?? this;
  }

  /** The names of a text. */
  static outermost(makeFunction: MakeFunction): Scope {
    return new Scope(makeFunction, undefined, undefined);
  }

  /** The names of a function in it. */
  function(): Scope {
    return new Scope(this.makeFunction, this, undefined);
  }

  /** The names of a block in it. */
  block(): Scope {
    return new Scope(this.makeFunction, this, this.#whole);
  }

  /** How long a frame of the function is, once all of it was looked at. */
  get size(): number {
    return this.#whole.#size;
  }

  /** Gives a name a place; the same one where it is said twice. */
  declare(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const index = this.#whole.#size++;
    this.#names.set(name, index);
    return index;
  }

  /** Where a name stands. */
  find(name: string): Place {
    const index = this.#names.get(name);
    if (index !== undefined) return { hops: 0, index };
    const around = this.#around;
    const found = around?.find(name);
    if (around === undefined || found === undefined || around.#whole === this.#whole) return found;
    return { hops: found.hops + 1, index: found.index };
  }
}

/** The frame so many functions outwards. */
export function outwards(frame: Frame, hops: number): Frame {
  let found = frame;
  for (let left = hops; left > 0; left--) found = found[0] as Frame;
  return found;
}

/** The value that goes by a name. */
export function namedValue(name: string, scope: Scope): Evaluate {
  const place = scope.find(name);
  if (place === undefined) return ofTheLanguage(name);
  const { hops, index } = place;
  if (hops === 0) return (frame) => frame[index];
  if (hops === 1) return (frame) => (frame[0] as Frame)[index];
  return (frame) => outwards(frame, hops)[index];
}

/** What the language calls by a name; what makes code of text is not there. */
function ofTheLanguage(name: string): Evaluate {
  if (!(name in globalThis) || name === 'eval' || name === 'Function') {
    return () => {
      throw new ReferenceError(`${name} is not defined`);
    };
  }
  const value = (globalThis as Record<string, unknown>)[name];
  return () => value;
}
