/** Which kind a value is of, as expressions. */

import type { Kind } from './kinds.js';

/** Whether the value of a name is of a kind. */
export function kindCode(kind: Kind, name: string): string {
  switch (kind) {
    case 'string':
    case 'boolean':
      return `typeof ${name} === "${kind}"`;
    case 'number':
      return `Number.isFinite(${name})`;
    case 'integer':
      return `Number.isInteger(${name})`;
    case 'null':
      return `${name} === null`;
    case 'array':
      return `Array.isArray(${name})`;
    case 'object':
      return `typeof ${name} === "object" && ${name} !== null && !Array.isArray(${name})`;
  }
}

/** Whether the value of a name is of none of these kinds. */
export function misses(kinds: readonly Kind[], name: string): string {
  const [only, ...others] = kinds;
  if (others.length === 0) {
    switch (only) {
      case 'string':
      case 'boolean':
        return `typeof ${name} !== "${only}"`;
      case 'null':
        return `${name} !== null`;
      case 'object':
        return `typeof ${name} !== "object" || ${name} === null || Array.isArray(${name})`;
      default:
        return `!${kindCode(only!, name)}`;
    }
  }
  return `!(${kinds.map((kind) => (kind === 'object' ? `(${kindCode(kind, name)})` : kindCode(kind, name))).join(' || ')})`;
}

/** The function that turns other values into one kind. */
export const coercionOf: Readonly<Record<Kind, string>> = {
  string: 'toText',
  number: 'toNumber',
  integer: 'toInteger',
  boolean: 'toBoolean',
  null: 'toNull',
  array: 'toList',
  object: 'toNothing',
};
