/** The parent as a worker sees it: somebody who wants to know how things are, and says when to stop. */

import type { CrewNumbers, Observation } from '../observe/observation.js';
import { aloneVariable, type FromWorker, isGatis, numberVariable, type Ready } from './talk.js';

/** The parent of a worker. */
export interface Parent {
  /** Does what the parent says from now on, which is to stop; so does the end of the parent. */
  follow(stop: () => void): void;
  ready(report: Omit<Ready, 'gati'>): void;
  /** Counts together with the other workers from now on. */
  countWith(observation: Observation): void;
  /** Says what was counted, for the last time. */
  countLast(observation: Observation): Promise<void>;
  /** Says that there will be nothing to serve, and ends the process. */
  refuse(): void;
}

/** The parent of this process, if it is a worker. */
export async function findParent(): Promise<Parent | undefined> {
  const worker = process.env[numberVariable];
  if (worker === undefined || process.send === undefined) return undefined;
  const { default: cluster } = await import('node:cluster');
  return {
    follow(stop) {
      // Children of the application are no workers.
      delete process.env[numberVariable];
      delete process.env[aloneVariable];
      process.on('message', (message) => {
        if (isGatis(message) && message.gati === 'stop') stop();
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
    countWith(observation) {
      const waiting = new Map<number, (numbers: CrewNumbers) => void>();
      let asked = 0;
      process.on('message', (message) => {
        if (!isGatis(message)) return;
        const { id } = message as { readonly id?: number };
        if (message.gati === 'count')
          void observation.numbers(worker).then((numbers) => say({ gati: 'numbers', id: id ?? 0, numbers }));
        if (message.gati !== 'scraped') return;
        waiting.get(message.id)?.(message.numbers);
        waiting.delete(message.id);
      });
      observation.partOf(async () => {
        // Nobody is left to ask.
        if (!process.connected) return { all: [await observation.numbers(worker)], retired: [] };
        asked += 1;
        const question = asked;
        return new Promise((resolve) => {
          waiting.set(question, resolve);
          say({ gati: 'scrape', id: question });
        });
      });
    },
    async countLast(observation) {
      const numbers = await observation.numbers(worker);
      await new Promise<void>((resolve) => say({ gati: 'numbers', id: 0, numbers }, resolve));
    },
    refuse: () => say({ gati: 'refused' }, () => process.exit(1)),
  };
}

function say(message: FromWorker, then: () => void = () => undefined): void {
  if (process.connected) process.send?.(message, undefined, undefined, then);
  else then();
}
