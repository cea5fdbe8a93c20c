/** Reading settings: each problem is written down with the path of its key, so that all of them are reported at once. */

import { closest } from './closest.js';

/** A group of settings being read. */
export class Settings {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly problems: string[];

  /** `path` is what comes before the keys of this group: empty, or `server`. */
  constructor(values: unknown, path: string, known: readonly string[], problems: string[]) {
    this.#path = path;
    this.problems = problems;
    if (typeof values !== 'object' || values === null || Array.isArray(values)) {
      if (values !== undefined)
        problems.push(`${path === '' ? 'the configuration' : path} has to be an object, not ${spell(values)}`);
      this.#values = {};
      return;
    }
    this.#values = values as Record<string, unknown>;
    for (const key of Object.keys(values)) {
      if (known.includes(key)) continue;
      const near = closest(key, known);
      problems.push(`${this.at(key)} is not a setting${near === undefined ? '' : `; did you mean ${this.at(near)}?`}`);
    }
  }

  /** The full path of a key. */
  at(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }

  /** The value as it is. */
  raw(key: string): unknown {
    return this.#values[key];
  }

  /** Writes a problem with a key down. */
  wrong(key: string, wanted: string): void {
    this.problems.push(`${this.at(key)} has to be ${wanted}, not ${spell(this.raw(key))}`);
  }

  /** A whole number between two limits. */
  whole(key: string, least: number, most: number, otherwise: number): number {
    const value = this.raw(key);
    if (value === undefined) return otherwise;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    this.wrong(key, `a whole number from ${least} to ${most}`);
    return otherwise;
  }

  /** Text. */
  text<T extends string | undefined>(key: string, otherwise: T): string | T {
    const value = this.raw(key);
    if (value === undefined) return otherwise;
    if (typeof value === 'string' && value !== '') return value;
    this.wrong(key, 'text');
    return otherwise;
  }

  /** Yes or no. */
  flag(key: string, otherwise: boolean): boolean {
    const value = this.raw(key);
    if (value === undefined) return otherwise;
    if (typeof value === 'boolean') return value;
    this.wrong(key, 'true or false');
    return otherwise;
  }

  /** One of a few words. */
  word<T extends string, O extends T | undefined = T>(key: string, words: readonly T[], otherwise: O): T | O {
    const value = this.raw(key);
    if (value === undefined) return otherwise;
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    this.wrong(key, words.map((word) => JSON.stringify(word)).join(' or '));
    return otherwise;
  }

  /** A list of texts. */
  texts(key: string, otherwise: readonly string[]): readonly string[] {
    const value = this.raw(key);
    if (value === undefined) return otherwise;
    if (Array.isArray(value) && value.every((one): one is string => typeof one === 'string')) return value;
    this.wrong(key, 'a list of texts');
    return otherwise;
  }

  /** A list of functions. */
  functions<F>(key: string): readonly F[] {
    const value = this.raw(key);
    if (value === undefined) return [];
    if (Array.isArray(value) && value.every((one) => typeof one === 'function')) return value as F[];
    this.wrong(key, 'a list of functions');
    return [];
  }

  /** A group within this one. */
  group(key: string, known: readonly string[]): Settings {
    return new Settings(this.raw(key), this.at(key), known, this.problems);
  }
}

/** A value, short enough for a message. */
export function spell(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    return 'an object';
  }
  if (text === undefined) return String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
