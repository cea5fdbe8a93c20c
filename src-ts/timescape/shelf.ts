/**
 * Where the code of older contracts is: here from the start, here since somebody asked for it, or in its file. It says
 * nothing about who is served: whoever asks for what is not here waits until it is.
 */

import { GatiError, reasonOf } from '../errors/gati-error.js';
import type { RoutePlan } from '../pipeline/plan.js';

/** What a route is for clients of a contract, whether or not its code is here. */
export class Variant {
  /** The name of its transformer. */
  readonly name: string;
  /** Nothing while its code is not here. */
  plan: RoutePlan | undefined;
  /** The turn of the shelf in which it was used last. */
  used = 0;
  /** Whether it stays here though nobody uses it. */
  kept = false;
  readonly #shelf: Shelf | undefined;
  readonly #fetch: ((attempt: number) => Promise<RoutePlan>) | undefined;
  #loading: Promise<RoutePlan> | undefined;
  #failures = 0;

  private constructor(name: string, plan?: RoutePlan, shelf?: Shelf, fetch?: (attempt: number) => Promise<RoutePlan>) {
    this.name = name;
    this.plan = plan;
    this.#shelf = shelf;
    this.#fetch = fetch;
  }

  /** One that is always here. */
  static of(plan: RoutePlan): Variant {
    return new Variant(plan.id, plan);
  }

  /** One whose plan is fetched when it is asked for. `fetch` is told how often that has failed. */
  static later(name: string, shelf: Shelf, fetch: (attempt: number) => Promise<RoutePlan>): Variant {
    return new Variant(name, undefined, shelf, fetch);
  }

  /** Whether it can be let go of. */
  get isFetched(): boolean {
    return this.#fetch !== undefined;
  }

  /** The plan: at once where it is here. Whoever asks meanwhile waits for the same. */
  take(): RoutePlan | Promise<RoutePlan> {
    const { plan } = this;
    if (plan === undefined) return (this.#loading ??= this.#load());
    if (this.#shelf !== undefined) this.used = this.#shelf.turn;
    return plan;
  }

  async #load(): Promise<RoutePlan> {
    try {
      if (this.#fetch === undefined) throw new TypeError('it has no plan');
      const plan = await this.#fetch(this.#failures);
      this.plan = plan;
      this.#failures = 0;
      this.#shelf?.put(this);
      return plan;
    } catch (cause) {
      this.#failures += 1;
      if (cause instanceof GatiError) throw cause;
      throw new GatiError('GATI_TRANSFORM_UNAVAILABLE', {
        values: { transformer: this.name, reason: reasonOf(cause) },
        extensions: { transformer: this.name },
        cause,
      });
    } finally {
      this.#loading = undefined;
    }
  }
}

/** How much stays here, and for how long. */
export interface ShelfLimits {
  /** So many that were fetched stay, beside those that are kept. */
  readonly most: number;
  /** So long one stays that nobody uses, in milliseconds. */
  readonly idle: number;
}

/** Those that were fetched. */
export class Shelf {
  /** Grows whenever one comes, and when time passes: what was used in an earlier turn was used earlier. */
  turn = 1;
  readonly #limits: ShelfLimits;
  readonly #here = new Set<Variant>();
  #passed: { readonly turn: number; readonly at: number }[] = [];
  #isTrimming = false;

  constructor(limits: ShelfLimits) {
    this.#limits = limits;
  }

  /** How many there are. */
  get size(): number {
    return this.#here.size;
  }

  /** Another one is here. */
  put(variant: Variant): void {
    this.turn += 1;
    variant.used = this.turn;
    this.turn += 1;
    this.#here.add(variant);
    // Not at once: those who waited for it, and for others that came with it, go first.
    if (this.#isTrimming || this.#here.size <= this.#limits.most) return;
    this.#isTrimming = true;
    setImmediate(() => this.#trim());
  }

  /** Lets go of those that nobody used for long. `now` is in milliseconds, and never goes back. */
  sweep(now: number): void {
    this.turn += 1;
    this.#passed.push({ turn: this.turn, at: now });
    const over = this.#passed.findLast(({ at }) => at <= now - this.#limits.idle);
    if (over === undefined) return;
    this.#passed = this.#passed.filter(({ turn }) => turn >= over.turn);
    for (const variant of this.#here) if (!variant.kept && variant.used < over.turn) this.#drop(variant);
  }

  #trim(): void {
    this.#isTrimming = false;
    const free = [...this.#here].filter(({ kept }) => !kept).sort((left, right) => left.used - right.used);
    for (const variant of free.slice(0, Math.max(0, free.length - this.#limits.most))) this.#drop(variant);
  }

  #drop(variant: Variant): void {
    variant.plan = undefined;
    this.#here.delete(variant);
  }
}
