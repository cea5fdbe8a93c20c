/** What a worker and its parent say to each other, and how a worker knows that it is one. */

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
  | { readonly gati: 'refused' };

/** All that a worker is told. */
export interface ToWorker {
  readonly gati: 'stop';
}

/** Whether something that came over the channel is Gati's; applications may use the same channel. */
export function isGatis(message: unknown): message is FromWorker | ToWorker {
  return typeof message === 'object' && message !== null && 'gati' in message;
}
