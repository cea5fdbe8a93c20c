/** The parent as a worker sees it: somebody who wants to know how things are, and says when to stop. */

import { aloneVariable, type FromWorker, isGatis, numberVariable, type Ready } from './talk.js';

/** The parent of a worker. */
export interface Parent {
  /** Does what the parent says from now on, which is to stop; so does the end of the parent. */
  follow(stop: () => void): void;
  ready(report: Omit<Ready, 'gati'>): void;
  /** Says that there will be nothing to serve, and ends the process. */
  refuse(): void;
}

/** The parent of this process, if it is a worker. */
export async function findParent(): Promise<Parent | undefined> {
  if (process.env[numberVariable] === undefined || process.send === undefined) return undefined;
  const { default: cluster } = await import('node:cluster');
  return {
    follow(stop) {
      // Children of the application are no workers.
      delete process.env[numberVariable];
      delete process.env[aloneVariable];
      process.on('message', (message) => {
        if (isGatis(message)) stop();
      });
      // What a lost terminal means, or a wish to reload, is the parent's to decide.
      process.on('SIGHUP', () => undefined);
      // Node would end a worker at once whose parent is gone; requests under way are finished instead.
      process.prependOnceListener('disconnect', () => {
        if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true;
        stop();
      });
      say({ gati: 'begun' });
    },
    ready: (report) => say({ gati: 'ready', ...report }),
    refuse: () => say({ gati: 'refused' }, () => process.exit(1)),
  };
}

function say(message: FromWorker, then: () => void = () => undefined): void {
  if (process.connected) process.send?.(message, undefined, undefined, then);
  else then();
}
