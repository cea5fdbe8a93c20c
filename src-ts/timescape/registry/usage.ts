/** Who uses which release: counted in memory, handed to the registry in batches, never looked at by a request. */

import { momentAt } from './ids.js';

/** How a request came to its release. */
export type Asked = 'id' | 'timestamp' | 'semver' | 'label' | 'principal' | 'none';

/** The ways of asking that name one release for ever, so that whoever does so depends on that one. */
export const pinning: readonly Asked[] = ['id', 'timestamp', 'principal'];

/** So many requests of one kind on one day. */
export interface UsageCount {
  readonly release: string;
  readonly asked: Asked;
  /** `GET /users/:id`. */
  readonly route: string;
  /** Who called, where the application says so; otherwise empty. */
  readonly principal: string;
  /** The first product of `User-Agent`, or empty. */
  readonly agent: string;
  /** The day in UTC: `2026-01-10`. */
  readonly day: string;
  readonly count: number;
  /** When the newest of them came. */
  readonly last: string;
}

/** Which counters to give. */
export interface UsageQuery {
  readonly release?: string;
  /** The first day. */
  readonly since?: string;
}

/** One request, as far as it is counted. */
export interface UsageNote {
  readonly release: string;
  readonly asked: Asked;
  readonly route: string;
  readonly principal?: string | undefined;
  readonly agent?: string | undefined;
}

/** Texts of clients are cut, so that none of them makes the counters large. */
const longest = 100;

/** The counters of this process since they were last handed over. */
export class UsageBuffer {
  readonly #limit: number;
  #counts = new Map<string, { row: UsageCount; count: number; last: number }>();

  /** Beyond `limit` different callers the others are counted without their names. */
  constructor(limit: number = 2000) {
    this.#limit = limit;
  }

  /** How many rows there are to hand over. */
  get size(): number {
    return this.#counts.size;
  }

  /** Counts a request. */
  note(note: UsageNote, now: number): void {
    const { release, asked, route } = note;
    const principal = cut(note.principal);
    const agent = cut(productOf(note.agent));
    const day = new Date(now).toISOString().slice(0, 10);
    const row = { release, asked, route, principal, agent, day, count: 0, last: '' };
    if (this.#counts.size >= this.#limit && !this.#counts.has(keyOf(row))) {
      this.#add({ ...row, principal: '', agent: '' }, 1, now);
      return;
    }
    this.#add(row, 1, now);
  }

  /** Takes every row out. */
  drain(): readonly UsageCount[] {
    const drained = this.#counts;
    this.#counts = new Map();
    return [...drained.values()].map(({ row, count, last }) => ({ ...row, count, last: momentAt(last) }));
  }

  /** Puts rows back that could not be handed over. */
  restore(rows: readonly UsageCount[]): void {
    for (const row of rows) this.#add(row, row.count, Date.parse(row.last));
  }

  #add(row: UsageCount, count: number, last: number): void {
    const key = keyOf(row);
    const found = this.#counts.get(key);
    if (found === undefined) {
      this.#counts.set(key, { row, count, last });
      return;
    }
    found.count += count;
    found.last = Math.max(found.last, last);
  }
}

/** What makes two rows the same counter. */
export function keyOf({ release, asked, route, principal, agent, day }: UsageCount): string {
  return JSON.stringify([release, asked, route, principal, agent, day]);
}

/** Rows with those of the same counter added up, ascending by release, day and route. */
export function summed(rows: Iterable<UsageCount>): UsageCount[] {
  const sums = new Map<string, UsageCount>();
  for (const row of rows) {
    const key = keyOf(row);
    const found = sums.get(key);
    const last = found === undefined || row.last > found.last ? row.last : found.last;
    sums.set(key, { ...row, count: row.count + (found?.count ?? 0), last });
  }
  const order = ({ release, day, route, principal, agent, asked }: UsageCount): string =>
    [release, day, route, principal, agent, asked].join('\n');
  return [...sums.values()].sort((left, right) => (order(left) < order(right) ? -1 : 1));
}

/** Whether a row is asked for. */
export function matches(row: UsageCount, { release, since }: UsageQuery = {}): boolean {
  return (release === undefined || row.release === release) && (since === undefined || row.day >= since);
}

/** `node-fetch/3.3.2` of `node-fetch/3.3.2 (+https://…)`: enough to recognize a program, and few enough of them. */
function productOf(agent: string | undefined): string | undefined {
  return agent?.split(/[\s(;]/, 1)[0];
}

function cut(text: string | undefined): string {
  return text === undefined ? '' : text.slice(0, longest);
}
