/**
 * What has to hold of the way between two releases, tried on values of the types at both ends before a build passes.
 * It is most of all for what people wrote: what is generated is tried as well.
 */

import { isDeepStrictEqual } from 'node:util';

import type { CompiledType, Issue } from '../../manifest/compiled.js';
import type { NodeJson, UnknownKeys } from '../../manifest/gtype.js';
import type { ResponseContractJson } from '../../manifest/manifest.js';
import type { FrozenContract, FusedChain, FusedFunctions, StepJson } from '../../manifest/transform.js';
import { reasonOf } from '../../errors/gati-error.js';
import { compileType, fuse } from '../../native/index.js';
import { absent, seeded, valueOf, type Random } from './values.js';

/** A step, what is at its ends, and the functions that people wrote. */
export interface StepTrial {
  readonly from: FrozenContract;
  readonly steps: readonly StepJson[];
  readonly to: FrozenContract;
  /** What the change files export by default, by file. */
  readonly custom?: Readonly<Record<string, unknown>>;
  /** How many values are tried of each request and each answer; 100 if it is not said. */
  readonly runs?: number;
  readonly seed?: number;
}

/** The laws. */
export type Law = 'total' | 'typed' | 'pure' | 'deterministic' | 'projection' | 'round trip';

/** A value for which a law does not hold. */
export interface Breach {
  readonly law: Law;
  readonly direction: 'request' | 'response';
  /** `body`, `responses/200`. */
  readonly position: string;
  /** What was given, as JSON. */
  readonly given: string;
  /** One sentence. */
  readonly text: string;
  readonly issues?: readonly Issue[];
}

/** What came of a trial. */
export interface Trial {
  readonly breaches: readonly Breach[];
  /** How many values were tried, by position; 0 where no value was found that fits the type. */
  readonly tried: Readonly<Record<string, number>>;
}

const positions = ['params', 'query', 'headers', 'body'] as const;
type Parts = Record<(typeof positions)[number], unknown>;
type Functions = ReturnType<FusedFunctions>;

/** Nothing came of a run; `undefined` may be what somebody gives back. */
const failed = Symbol('failed');

/** Tries a step, or several in a row. At most one breach of each law and position is told, that of the smallest value. */
export function testStep(trial: StepTrial): Trial {
  const { from, steps, to, custom = {} } = trial;
  const fused = JSON.parse(fuse(JSON.stringify({ from, steps, to }))) as FusedChain;
  const context = new Context(trial, evaluate(fused, custom));
  context.tryRequests();
  for (const { status } of to.contract.responses) context.tryAnswers(status);
  context.tryRoundTrip();
  return { breaches: [...context.breaches.values()], tried: context.tried };
}

function evaluate({ code }: FusedChain, custom: Readonly<Record<string, unknown>>): Functions {
  if (code === null) return {};
  // oxlint-disable-next-line no-new-func -- a build runs what it has just written itself
  const make = new Function(`"use strict"; return (${code});`) as () => FusedFunctions;
  return make()(custom);
}

/** One trial while it lasts. */
class Context {
  readonly breaches = new Map<string, Breach>();
  readonly tried: Record<string, number> = {};
  readonly #trial: StepTrial;
  readonly #functions: Functions;
  readonly #random: Random;
  readonly #compiled = new Map<string, CompiledType>();

  constructor(trial: StepTrial, functions: Functions) {
    this.#trial = trial;
    this.#functions = functions;
    this.#random = seeded(trial.seed ?? 1);
  }

  /** Requests of the old contract are requests of the new one. */
  tryRequests(): void {
    const { from, to } = this.#trial;
    const { up } = this.#functions;
    for (let run = 0; run < this.#runs; run++) {
      const given = this.#request(run);
      if (given === undefined) return;
      if (up === undefined) continue;
      const made = this.#run('request', 'request', given, () => up(given as Parts));
      if (made === failed) continue;
      if (typeof made !== 'object' || made === null) {
        this.#report('typed', 'request', 'request', given, 'up has to give back the parts of a request');
        continue;
      }
      for (const position of positions) {
        const node = to.contract[position];
        if (node === undefined || from.contract[position] === undefined) continue;
        this.#typed('request', position, to, node, given, (made as Parts)[position]);
      }
    }
  }

  /** Answers of the new contract are answers of the old one, and nothing that it does not declare is in them. */
  tryAnswers(status: number): void {
    const { from, to } = this.#trial;
    const row = this.#functions.down?.[status];
    const now = answerOf(to, status);
    const before = answerOf(from, row?.status ?? status);
    // Of a stream, each element is held to the laws.
    const isStream = now?.elements !== undefined && before?.elements !== undefined;
    const source = isStream ? now.elements : now?.type;
    const target = isStream ? before.elements : before?.type;
    if (source === undefined || target === undefined) return;
    const position = `responses/${status}`;
    const down = (isStream ? row?.element : row?.value) ?? ((value: unknown): unknown => value);
    for (let run = 0; run < this.#runs; run++) {
      const given = this.#value(to, source, run);
      if (given === absent) return;
      this.tried[position] = run + 1;
      const made = this.#run('response', position, given, () => down(given));
      if (made === failed) continue;
      if (!this.#typed('response', position, from, target, given, made)) continue;
      // A contract that takes nothing at all has nothing that could be too much.
      if (made === undefined) continue;
      const written: unknown = JSON.parse(this.#compile(from, target).stringify(made));
      const strict = this.#compile(from, target, 'strict').validate(written);
      const extra = strict.ok ? [] : strict.issues.filter(({ code }) => code === 'key.unknown');
      if (extra.length > 0) {
        this.#report('projection', 'response', position, given, 'the old contract does not declare this', extra);
      }
    }
  }

  /** What is written and read again is what was written, as far as the old client knows. */
  tryRoundTrip(): void {
    const { from, to } = this.#trial;
    const { up } = this.#functions;
    const { body } = from.contract;
    if (up === undefined || body === undefined) return;
    for (const { status, type } of to.contract.responses) {
      const row = this.#functions.down?.[status];
      const target = answerOf(from, row?.status ?? status)?.type;
      if (row?.value === undefined || !isDeepStrictEqual(type, to.contract.body)) continue;
      if (!isDeepStrictEqual(target, body)) continue;
      for (let run = 0; run < this.#runs; run++) {
        const given = this.#request(run);
        if (given === undefined) return;
        const { stringify } = this.#compile(from, body);
        const sent = stringify((given as Parts).body);
        let read: string;
        try {
          read = stringify(row.value((up(given as Parts) as Parts).body));
        } catch {
          // That it is total is another law.
          continue;
        }
        if (read === sent || isDeepStrictEqual(JSON.parse(read), JSON.parse(sent))) continue;
        this.#report(
          'round trip',
          'response',
          `responses/${status}`,
          (given as Parts).body,
          `it comes back as ${read}`,
        );
      }
    }
  }

  get #runs(): number {
    return this.#trial.runs ?? 100;
  }

  #request(run: number): Partial<Parts> | undefined {
    const { from } = this.#trial;
    const parts: Partial<Parts> = { params: undefined, query: undefined, headers: undefined, body: undefined };
    for (const position of positions) {
      const node = from.contract[position];
      if (node === undefined) continue;
      const value = this.#value(from, node, run);
      if (value === absent) {
        this.tried[position] = 0;
        return undefined;
      }
      this.tried[position] = run + 1;
      parts[position] = value;
    }
    return freeze(parts);
  }

  /** A value as a handler has it, or {@link absent} where none was found. */
  #value(contract: FrozenContract, node: NodeJson, run: number): unknown {
    const { validate } = this.#compile(contract, node);
    for (let attempt = 0; attempt < 50; attempt++) {
      const depth = 1 + Math.floor(run / 15);
      const value = valueOf(node, { random: this.#random, types: contract.types ?? {}, depth });
      const result = validate(value === absent ? undefined : value);
      if (result.ok) return freeze(result.value);
    }
    return absent;
  }

  #compile(contract: FrozenContract, node: NodeJson, unknownKeys: UnknownKeys = contract.unknownKeys): CompiledType {
    const document = JSON.stringify({ gtype: 1, root: node, types: contract.types ?? {} });
    const key = `${unknownKeys} ${document}`;
    let compiled = this.#compiled.get(key);
    if (compiled === undefined) {
      const source = compileType(document, JSON.stringify({ unknownKeys, format: 'function' }));
      // oxlint-disable-next-line no-new-func -- a build runs what it has just written itself
      compiled = (new Function(source) as () => CompiledType)();
      this.#compiled.set(key, compiled);
    }
    return compiled;
  }

  /** What a transformer makes, or {@link failed} where it throws or changes what it was given. */
  #run(direction: Breach['direction'], position: string, given: unknown, run: () => unknown): unknown {
    let first: unknown;
    try {
      first = run();
    } catch (thrown) {
      const law = /read only|not extensible|Cannot (assign|add|delete|define)/.test(reasonOf(thrown))
        ? 'pure'
        : 'total';
      const did = law === 'pure' ? 'it changes what it is given' : 'it throws';
      this.#report(law, direction, position, given, `${did}: ${reasonOf(thrown)}`);
      return failed;
    }
    if (typeof (first as { then?: unknown } | null | undefined)?.then === 'function') {
      this.#report('total', direction, position, given, 'it gives a promise, and has to give a value');
      return failed;
    }
    if (!isDeepStrictEqual(first, run())) {
      this.#report('deterministic', direction, position, given, 'it gives something else the second time');
    }
    return first;
  }

  #typed(
    direction: Breach['direction'],
    position: string,
    contract: FrozenContract,
    node: NodeJson,
    given: unknown,
    made: unknown,
  ): boolean {
    const result = this.#compile(contract, node, 'strip').validate(made);
    if (result.ok) return true;
    const issues =
      direction === 'request' ? result.issues.filter((issue) => !this.#isDecided(position, issue)) : result.issues;
    if (issues.length > 0) {
      const [{ pointer, message } = { pointer: '', message: '' }] = issues;
      const where = pointer === '' ? 'what it gives' : `${pointer} of what it gives`;
      this.#report('typed', direction, position, given, `${where} does not fit: ${message}`, issues);
    }
    return false;
  }

  /** Whether it was decided that such a value passes, or is refused. */
  #isDecided(position: string, { pointer }: Issue): boolean {
    const place = `${position}#${pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')}`;
    const decided = this.#trial.steps.flatMap(({ narrowed = [] }) => narrowed);
    return decided.some(({ at }) => place === at || place.startsWith(`${at}/`));
  }

  #report(
    law: Law,
    direction: Breach['direction'],
    position: string,
    given: unknown,
    text: string,
    issues?: readonly Issue[],
  ): void {
    const key = `${law} ${position}`;
    const told =
      JSON.stringify(given, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)) ?? 'nothing';
    const known = this.breaches.get(key);
    if (known !== undefined && known.given.length <= told.length) return;
    this.breaches.set(key, {
      law,
      direction,
      position,
      given: told,
      text,
      ...(issues === undefined ? {} : { issues }),
    });
  }
}

function answerOf({ contract }: FrozenContract, status: number): ResponseContractJson | undefined {
  return contract.responses.find((response) => response.status === status);
}

/** The value, which nobody can change from here on. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}
