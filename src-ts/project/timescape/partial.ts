/** Contracts of partial documents: what the body of a PATCH leaves out stays as it is, and has no default. */

import type { NodeJson } from '../../manifest/gtype.js';
import type { FrozenContract } from './release-file.js';
import { apart } from './rules.js';

/** The contract, in whose body members that may be left out are left out. */
export function partial(frozen: FrozenContract): FrozenContract {
  const { contract, types = {} } = frozen;
  const { body } = contract;
  if (body === undefined) return frozen;
  // Parameters have their defaults, also where they share a named type with the body.
  const own = apart(body, types, 'body');
  const rule = withoutDefaults(own.rule);
  if (JSON.stringify([own.rule, own.types]) === JSON.stringify([rule, withoutDefaults(own.types)])) return frozen;
  return {
    ...frozen,
    contract: { ...contract, body: rule },
    types: { ...types, ...withoutDefaults(own.types) },
  };
}

function withoutDefaults<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_name, one: unknown) => {
    const node = one as NodeJson | null;
    if (typeof node !== 'object' || node?.kind !== 'object' || !Array.isArray(node.properties)) return one;
    const properties = node.properties.map((property) => {
      if (property.optional !== true || property.docs?.default === undefined) return property;
      const { default: _value, ...docs } = property.docs;
      return { ...property, docs };
    });
    return { ...node, properties };
  }) as T;
}
