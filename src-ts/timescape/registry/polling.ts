/** Watching by looking again and again. */

import type { WatchOptions } from './registry.js';

/** How it is looked. */
export interface PollingOptions extends WatchOptions {
  /** A cheaper look that may spare the other one. */
  readonly unchanged?: () => Promise<boolean>;
}

/** A watch, and a way to look at once. */
export interface Polling {
  readonly stop: () => void;
  /** Looks now, because somebody said that there is something to see. */
  readonly look: () => void;
}

const everySecond = 1000;

/**
 * Tells of each growth from now on. The first look is over when this answers, so that nothing recorded afterwards is
 * missed. Looks never overlap, and keep no process alive.
 */
export async function watchByPolling(revision: () => Promise<number>, options: PollingOptions): Promise<Polling> {
  const { onRevision, onError, unchanged, pollMilliseconds = everySecond } = options;
  await unchanged?.();
  let last = await revision();
  let isStopped = false;
  let isLooking = false;
  let isAsked = false;
  let isMissed = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    if (isLooking || isStopped) {
      isAsked = true;
      return;
    }
    isLooking = true;
    clearTimeout(timer);
    try {
      do {
        isAsked = false;
        if ((await unchanged?.()) === true && !isMissed) continue;
        isMissed = true;
        const found = await revision();
        isMissed = false;
        if (found > last && !isStopped) {
          last = found;
          onRevision(found);
        }
      } while (isAsked);
    } catch (error) {
      if (!isStopped) onError?.(error);
    }
    isLooking = false;
    if (!isStopped) wait();
  };
  const wait = (): void => {
    timer = setTimeout(() => void look(), pollMilliseconds);
    timer.unref();
  };
  wait();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
    look: () => void look(),
  };
}
