/**
 * One timer for all requests under way. Every request has the same limit, so they run out in the order they came:
 * a list, and a timer for its head. A finished request leaves the list; when nothing waits, no timer is left.
 */

/** What waits in the list. The links belong to {@link Deadlines}. */
export interface Waiting {
  readonly startTime: number;
  previousWaiting: Waiting | null;
  nextWaiting: Waiting | null;
  /** Whether it is in the list now. */
  waiting: boolean;
  /** Called once the limit has passed; it is no longer in the list then. */
  expire(): void;
}

/** The requests under way that have a limit, oldest first. */
export class Deadlines {
  readonly limit: number;
  #first: Waiting | null = null;
  #last: Waiting | null = null;
  #timer: NodeJS.Timeout | undefined;
  readonly #fire = (): void => this.#expireDue();

  /** `limit` is in milliseconds; 0 means no limit. */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** Starts to watch a request. */
  add(item: Waiting): void {
    if (this.limit === 0) return;
    item.waiting = true;
    item.previousWaiting = this.#last;
    item.nextWaiting = null;
    if (this.#last === null) this.#first = item;
    else this.#last.nextWaiting = item;
    this.#last = item;
    if (this.#timer === undefined) this.#arm(item);
  }

  /** Stops watching a request. The timer stays for the next one, and goes when it fires with nothing to watch. */
  remove(item: Waiting): void {
    if (!item.waiting) return;
    item.waiting = false;
    if (item.previousWaiting === null) this.#first = item.nextWaiting;
    else item.previousWaiting.nextWaiting = item.nextWaiting;
    if (item.nextWaiting === null) this.#last = item.previousWaiting;
    else item.nextWaiting.previousWaiting = item.previousWaiting;
    item.previousWaiting = null;
    item.nextWaiting = null;
  }

  /** Whether a timer is set; for tests and for stopping. */
  get armed(): boolean {
    return this.#timer !== undefined;
  }

  /** Gives the timer up. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(first: Waiting): void {
    this.#timer = setTimeout(this.#fire, Math.max(1, first.startTime + this.limit - Date.now()));
    this.#timer.unref();
  }

  #expireDue(): void {
    this.#timer = undefined;
    const now = Date.now();
    for (let item = this.#first; item !== null && item.startTime + this.limit <= now; item = this.#first) {
      this.remove(item);
      item.expire();
    }
    if (this.#first !== null && this.#timer === undefined) this.#arm(this.#first);
  }
}
