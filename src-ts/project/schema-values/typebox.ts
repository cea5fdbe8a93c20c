/** Schemas of TypeBox, old (`@sinclair/typebox`) and new (`typebox`), which are JSON Schema in all but a few words. */

import { kinds, unresolved, type Described, type Schema } from './described.js';

const kindSymbol = Symbol.for('TypeBox.Kind');
const transformSymbol = Symbol.for('TypeBox.Transform');

/** Whether a value is a schema of TypeBox. */
export function isTypeBox(value: object): boolean {
  return kindSymbol in value || '~kind' in value;
}

/** Words that TypeBox uses for `type` and JSON Schema does not know. */
const words: Readonly<Record<string, () => Schema>> = {
  AsyncIterator: () => unresolved('an iterator is not data'),
  bigint: kinds.bigint,
  Constructor: kinds.function,
  constructor: kinds.function,
  Date: kinds.date,
  Function: kinds.function,
  function: kinds.function,
  Iterator: () => unresolved('an iterator is not data'),
  Promise: () => unresolved('a promise is not data'),
  symbol: kinds.symbol,
  Uint8Array: kinds.bytes,
  undefined: kinds.undefined,
  void: kinds.void,
};

/** Describes a schema of TypeBox. */
export function describeTypeBox(value: object): Described {
  const unsaid = new Set<string>();
  const schema = translated(value, unsaid) as Schema;
  // A schema of TypeBox is data: it validates by being compiled, which is what is done with it here.
  return { input: schema, output: schema, canValidate: false, saysMore: false, unsaid: [...unsaid] };
}

function translated(value: unknown, unsaid: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => translated(item, unsaid));
  if (isTypeBox(value)) {
    if (transformSymbol in value || '~codec' in value) {
      return unresolved('a decoded value has no type that can be found out; decode it in the handler');
    }
    if ('~refine' in value) unsaid.add('a refinement');
    const word = (value as Schema)['type'];
    const known = typeof word === 'string' && Object.hasOwn(words, word) ? words[word] : undefined;
    if (known !== undefined) return known();
  }
  // A tuple is written in the words of an earlier draft.
  const { items, additionalItems, ...rest } = value as Schema;
  const members = Array.isArray(items)
    ? { ...rest, prefixItems: items, items: additionalItems ?? {} }
    : (value as Schema);
  // Not own enumerable properties alone would be copied: what else is there is of the library's own.
  return Object.fromEntries(Object.entries(members).map(([key, inner]) => [key, translated(inner, unsaid)]));
}
