/** Contracts in short, and the transformers between them as functions. */
import type { JsonValue, NodeJson } from '../../src-ts/manifest/gtype.js';
import type {
  Decisions,
  FrozenContract,
  FusedChain,
  FusedFunctions,
  PlannedStep,
  StepJson,
} from '../../src-ts/manifest/transform.js';
import { fuse as fuseNative, planStep } from '../../src-ts/native/index.js';

/** A member with a default. */
interface Documented {
  readonly type: NodeJson;
  readonly default: JsonValue;
}

export const text: NodeJson = { kind: 'string' };
export const number: NodeJson = { kind: 'number' };
export const boolean: NodeJson = { kind: 'boolean' };
export const nothing: NodeJson = { kind: 'null' };
export const date: NodeJson = { kind: 'date' };

/** An object; a name that ends with `?` may be absent. */
export function object(members: Readonly<Record<string, NodeJson | Documented>>, more: object = {}): NodeJson {
  const properties = Object.entries(members).map(([key, member]) => {
    const optional = key.endsWith('?');
    const type = 'type' in member ? member.type : member;
    return {
      name: optional ? key.slice(0, -1) : key,
      type,
      ...(optional ? { optional } : {}),
      ...('type' in member ? { docs: { default: member.default } } : {}),
    };
  });
  return { kind: 'object', properties, ...more } as NodeJson;
}

export const list = (items: NodeJson): NodeJson => ({ kind: 'array', items });
export const oneOf = (...members: readonly NodeJson[]): NodeJson => ({ kind: 'union', members });
export const literal = (value: string | number | boolean): NodeJson => ({ kind: 'literal', value });
export const literals = (...values: readonly string[]): NodeJson => oneOf(...values.map(literal));
export const named = (id: string): NodeJson => ({ kind: 'ref', id });
export const withDefault = (type: NodeJson, value: JsonValue): Documented => ({ type, default: value });
export const limited = (base: NodeJson, constraints: object, brands: readonly string[] = []): NodeJson =>
  ({ kind: 'refined', base, constraints, ...(brands.length > 0 ? { brands } : {}) }) as NodeJson;

/** A handler, in short. */
export interface Short {
  readonly method?: string;
  readonly path?: string;
  readonly params?: NodeJson;
  readonly query?: NodeJson;
  readonly headers?: NodeJson;
  readonly body?: NodeJson;
  /** Answers by status. */
  readonly answers?: Readonly<Record<number, NodeJson | null>>;
  /** Answers that are streams: what one element is, by status. */
  readonly streams?: Readonly<Record<number, NodeJson>>;
  readonly types?: Readonly<Record<string, NodeJson>>;
  readonly unknownKeys?: 'strip' | 'strict' | 'open';
}

export function frozen(short: Short): FrozenContract {
  const { params, query, headers, body } = short;
  const responses = Object.entries(short.answers ?? {}).map(([status, type]) => ({
    status: Number(status),
    ...(type === null ? {} : { type }),
  }));
  const streams = Object.entries(short.streams ?? {}).map(([status, elements]) => ({
    status: Number(status),
    elements,
  }));
  return {
    frozen: 1,
    method: short.method ?? 'POST',
    path: short.path ?? '/things',
    contract: {
      ...(params && { params }),
      ...(query && { query }),
      ...(headers && { headers }),
      ...(body && { body }),
      responses: [...responses, ...streams],
    },
    types: Object.fromEntries(Object.entries(short.types ?? {}).map(([id, type]) => [id, { type }])),
    unknownKeys: short.unknownKeys ?? 'strip',
  };
}

export function plan(before: Short, after: Short, decisions: Decisions = {}): PlannedStep {
  const texts = [frozen(before), frozen(after), decisions].map((value) => JSON.stringify(value));
  return JSON.parse(planStep(texts[0] as string, texts[1] as string, texts[2] as string)) as PlannedStep;
}

export function fuse(from: Short, steps: readonly StepJson[], to: Short): FusedChain {
  return JSON.parse(fuseNative(JSON.stringify({ from: frozen(from), steps, to: frozen(to) }))) as FusedChain;
}

/** The functions of a printed chain. */
export function functionsOf(
  { code }: FusedChain,
  custom: Readonly<Record<string, unknown>> = {},
): ReturnType<FusedFunctions> {
  if (code === null) return {};
  // oxlint-disable-next-line no-new-func -- running printed code is what is tested
  const make = new Function(`"use strict"; return (${code});`) as () => FusedFunctions;
  return make()(custom);
}

/** What `up` makes of parts, most of which a test leaves out. */
export function lift(
  functions: ReturnType<FusedFunctions>,
  parts: { readonly params?: unknown; readonly query?: unknown; readonly headers?: unknown; readonly body?: unknown },
): unknown {
  const whole = { params: undefined, query: undefined, headers: undefined, body: undefined, ...parts };
  return functions.up === undefined ? whole : functions.up(whole);
}

/** What `down` makes of an answer, or of one element of a stream. */
export function lower(
  { down }: ReturnType<FusedFunctions>,
  status: number,
  value: unknown,
): { readonly status: number; readonly value: unknown } {
  const row = down?.[status];
  const change = row?.element ?? row?.value;
  return { status: row?.status ?? status, value: change === undefined ? value : change(value) };
}
