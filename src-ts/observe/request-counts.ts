/** Requests, counted: what the metrics of a process are made of. A host that counts by itself gives the same rows. */

import { type AccessRecord, knownMethod } from './access-record.js';

/** Seconds: the boundaries that OpenTelemetry advises for `http.server.request.duration`. */
export const durationBounds: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/** Bytes of bodies. */
export const sizeBounds: readonly number[] = [
  256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216,
];

/** How often a value was at most a boundary and above the one before it; the last place is for all that are above. */
export interface Spread {
  readonly counts: number[];
  sum: number;
}

/** Requests of one kind. */
export interface CountRow {
  readonly method: string;
  readonly route: string | undefined;
  /** 0 where there was no answer. */
  readonly status: number;
  readonly version: string;
  readonly scheme: string;
  readonly isGone: boolean;
  /** Seconds. */
  readonly duration: Spread;
  readonly received: Spread;
  readonly sent: Spread;
}

/** What was counted until now. */
export interface RequestNumbers {
  readonly rows: readonly CountRow[];
  /** Requests under way, by method. */
  readonly active: Readonly<Record<string, number>>;
}

/** What tells rows apart. */
export type RowKind = Pick<CountRow, 'method' | 'route' | 'status' | 'version' | 'scheme' | 'isGone'>;

function keyOf({ method, route, status, version, scheme, isGone }: RowKind): string {
  return `${method} ${status} ${version} ${scheme} ${isGone ? 1 : 0} ${route ?? ''}`;
}

function emptySpread(bounds: readonly number[]): Spread {
  return { counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 };
}

/** Adds a value. */
function count({ counts }: Spread, bounds: readonly number[], value: number): void {
  let place = 0;
  while (place < bounds.length && value > (bounds[place] as number)) place += 1;
  counts[place] = (counts[place] as number) + 1;
}

/** Rows by what they count. */
export class CountRows {
  readonly #rows = new Map<string, CountRow>();

  /** The row of a kind, which is made where there is none. */
  of(kind: RowKind): CountRow {
    const key = keyOf(kind);
    let row = this.#rows.get(key);
    if (row === undefined) {
      const { method, route, status, version, scheme, isGone } = kind;
      row = {
        method,
        route,
        status,
        version,
        scheme,
        isGone,
        duration: emptySpread(durationBounds),
        received: emptySpread(sizeBounds),
        sent: emptySpread(sizeBounds),
      };
      this.#rows.set(key, row);
    }
    return row;
  }

  /** Adds everything that others have counted. */
  merge(rows: readonly CountRow[]): void {
    for (const row of rows) {
      const own = this.of(row);
      for (const name of ['duration', 'received', 'sent'] as const) {
        const to = own[name];
        row[name].counts.forEach((times, place) => (to.counts[place] = (to.counts[place] ?? 0) + times));
        to.sum += row[name].sum;
      }
    }
  }

  get all(): readonly CountRow[] {
    return [...this.#rows.values()];
  }
}

/** Counts the requests of a host that does not do it by itself. */
export class RequestCounts {
  readonly #rows = new CountRows();
  readonly #active = new Map<string, number>();

  began(method: string | undefined): void {
    const known = knownMethod(method);
    this.#active.set(known, (this.#active.get(known) ?? 0) + 1);
  }

  ended(record: AccessRecord): void {
    const row = this.#rows.of(record);
    const seconds = record.ended / 1e6;
    count(row.duration, durationBounds, seconds);
    row.duration.sum += seconds;
    count(row.received, sizeBounds, record.received);
    row.received.sum += record.received;
    count(row.sent, sizeBounds, record.sent);
    row.sent.sum += record.sent;
  }

  /** It is not under way any more. */
  left(method: string | undefined): void {
    const known = knownMethod(method);
    this.#active.set(known, (this.#active.get(known) ?? 1) - 1);
  }

  get numbers(): RequestNumbers {
    return { rows: this.#rows.all, active: Object.fromEntries(this.#active) };
  }
}
