/**
 * Schema values that have the last word: each is given what fits the contract, and the handler gets what it makes of
 * that. Refinements, transforms and messages of a library hold for this reason.
 */

import type { PositionValidators, StandardIssue, StandardResult, StandardSchema } from '../definition.js';
import type { LocatedIssue } from '../errors/gati-error.js';
import type { Exchange } from './exchange.js';
import { misfit } from './misfit.js';

type Position = 'params' | 'query' | 'headers' | 'body';

/** The validators of a route, in the order they are asked. */
export type AskedValidators = readonly (readonly [Position, StandardSchema])[];

const positions: readonly Position[] = ['params', 'query', 'headers', 'body'];

/** The validators that there are; `undefined` if there are none. */
export function askedValidators(validators: PositionValidators | undefined): AskedValidators | undefined {
  const found = positions.flatMap((position) => {
    const schema = validators?.[position];
    return schema === undefined ? [] : [[position, schema] as const];
  });
  return found.length === 0 ? undefined : found;
}

/** Asks every validator. A promise comes back only if one of them gave one. Throws everything they object to, at once. */
export function askValidators(exchange: Exchange, validators: AskedValidators): Promise<void> | undefined {
  const { req } = exchange;
  const results = validators.map(([position, schema]) => schema['~standard'].validate(req[position]));
  if (results.some((result) => result instanceof Promise)) {
    return Promise.all(results).then((settled) => take(exchange, validators, settled));
  }
  take(exchange, validators, results as StandardResult[]);
  return undefined;
}

function take(exchange: Exchange, validators: AskedValidators, results: readonly StandardResult[]): void {
  const { req } = exchange;
  const issues: LocatedIssue[] = [];
  for (const [index, [position]] of validators.entries()) {
    const { issues: found, value } = results[index]!;
    if (found !== undefined) {
      for (const issue of found) issues.push(located(position, issue, req[position]));
    } else if (position === 'headers') req.headers = { ...req.headers, ...(value as object) };
    else req[position] = value;
  }
  if (issues.length === 0) return;
  const { version } = exchange.plan;
  throw misfit(exchange, version === undefined ? issues : version.located(issues));
}

function located(position: Position, { message, path = [] }: StandardIssue, root: unknown): LocatedIssue {
  let pointer = '';
  let value = root;
  for (const step of path) {
    const key = typeof step === 'object' ? step.key : step;
    pointer += `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
    value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  }
  return {
    in: position,
    pointer,
    code: 'schema',
    expected: 'what the schema accepts',
    received: kindOf(value),
    message,
  };
}

/** The kind of a value, and nothing of the value itself: it may be a secret. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
