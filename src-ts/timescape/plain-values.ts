/** Which types have values that a validator can look at a second time. */

import type { NamedTypesJson, NodeJson } from '../manifest/gtype.js';

const converted: ReadonlySet<NodeJson['kind']> = new Set([
  'bigint',
  'date',
  'bytes',
  'url',
  'regexp',
  'file',
  'set',
  'map',
  'symbol',
  'function',
  'undefined',
  'void',
]);

/** Whether values of a node are what `JSON.parse` gives, so that a validator makes nothing else of them. */
export function isPlain(node: NodeJson, types: NamedTypesJson, seen: Set<string> = new Set()): boolean {
  const all = (nodes: readonly NodeJson[]): boolean => nodes.every((one) => isPlain(one, types, seen));
  if (converted.has(node.kind)) return false;
  switch (node.kind) {
    case 'literal':
      return 'value' in node;
    case 'array':
      return isPlain(node.items, types, seen);
    case 'tuple':
      return all(node.elements.map(({ type }) => type));
    case 'object':
      return all([...node.properties.map(({ type }) => type), ...(node.index ?? []).map(({ value }) => value)]);
    case 'union':
      return all(node.members);
    case 'refined':
      return isPlain(node.base, types, seen);
    case 'ref': {
      if (seen.has(node.id)) return true;
      seen.add(node.id);
      const named = Object.hasOwn(types, node.id) ? types[node.id] : undefined;
      return named !== undefined && isPlain(named.type, types, seen);
    }
    default:
      return node.kind !== 'unresolved';
  }
}
