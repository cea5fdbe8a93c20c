/** What a worker and its parent say to each other, and how a worker knows that it is one. */

import type { Numbers } from '../observe/exposition.js';
import type { CrewNumbers } from '../observe/observation.js';

/** The variable with the number of a worker. It is there until the application is made, and not for its children. */
export const numberVariable = 'GATI_WORKER';

/** Set for a worker beside which no other lives: a port that is taken is taken by somebody else then. */
export const aloneVariable = 'GATI_FIRST_WORKER';

/** What a worker says once it listens. */
export interface Ready {
  readonly gati: 'ready';
  readonly url: string;
  readonly port: number;
  /** The port that was asked for; 0 for any. */
  readonly asked: number;
  /** Who binds the port: the parent for all of them, or each worker by itself. */
  readonly binds: 'parent' | 'worker';
  readonly routes: number;
  /** How long it may take to stop, in milliseconds. */
  readonly patience: number;
}

/** All that a worker says. */
export type FromWorker =
  /** From here on it can be told to stop. */
  | { readonly gati: 'begun' }
  | Ready
  /** It cannot start, and has said why on standard error. */
  | { readonly gati: 'refused' }
  /** It was asked for the metrics of all. */
  | { readonly gati: 'scrape'; readonly id: number }
  /** What it has counted; the number of the question, and 0 where nobody asked. */
  | { readonly gati: 'numbers'; readonly id: number; readonly numbers: Numbers };

/** All that a worker is told. */
export type ToWorker =
  | { readonly gati: 'stop' }
  /** Say what you have counted. */
  | { readonly gati: 'count'; readonly id: number }
  /** What all have counted. */
  | { readonly gati: 'scraped'; readonly id: number; readonly numbers: CrewNumbers };

/** Whether something that came over the channel is Gati's; applications may use the same channel. */
export function isGatis(message: unknown): message is FromWorker | ToWorker {
  return typeof message === 'object' && message !== null && 'gati' in message;
}
