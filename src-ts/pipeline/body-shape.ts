/** What a contract says of its body, as far as it is read by it: before the first request, or when an application is built. */

import type { NamedTypesJson, NodeJson, UnknownKeys } from '../manifest/gtype.js';
import type { BodyPolicy } from './body.js';

/** What the pipeline has to know of the type of a body to read one. */
export interface BodyShape {
  /** Whether the declared body is a string. */
  readonly text: boolean;
  /** Whether the declared body is bytes. */
  readonly bytes: boolean;
  /** Whether the type itself bounds how deep a body can be. */
  readonly bounded: boolean;
  /** Whether the bytes are the handler's while they arrive, whatever their type is. */
  readonly streamed?: true;
}

/** Reads the body of a contract. `types` are the named types it refers to. */
export function bodyShapeOf(
  { body, bodyAs }: { readonly body?: NodeJson; readonly bodyAs?: 'stream' },
  types: NamedTypesJson,
  unknownKeys: UnknownKeys = 'strip',
): BodyShape {
  return {
    text: body !== undefined && isOneOf(textKinds, body, types),
    bytes: body !== undefined && isOneOf(bytesKinds, body, types),
    bounded: body !== undefined && unknownKeys !== 'open' && boundedDepth(body, types, new Set()),
    ...(bodyAs === 'stream' ? { streamed: true } : {}),
  };
}

/** How bodies of that shape are read, where at most `depth` levels are taken. Without a contract anything is. */
export function policyOf({ text, bytes, bounded, streamed }: BodyShape, declared: boolean, depth: number): BodyPolicy {
  const policy = { declared, text, bytes, depth: bounded ? 0 : depth };
  return streamed === true ? { ...policy, raw: true } : policy;
}

const textKinds: ReadonlySet<NodeJson['kind']> = new Set(['string', 'template']);
const bytesKinds: ReadonlySet<NodeJson['kind']> = new Set(['bytes']);

/** Whether a node is of one of the kinds, however it is named and narrowed. */
function isOneOf(
  kinds: ReadonlySet<NodeJson['kind']>,
  node: NodeJson,
  types: NamedTypesJson,
  inside: ReadonlySet<string> = new Set(),
): boolean {
  if (node.kind === 'refined') return isOneOf(kinds, node.base, types, inside);
  if (node.kind !== 'ref') return kinds.has(node.kind);
  const named = Object.hasOwn(types, node.id) ? types[node.id] : undefined;
  if (named === undefined || inside.has(node.id)) return false;
  return isOneOf(kinds, named.type, types, new Set([...inside, node.id]));
}

/**
 * Whether a value that fits the node cannot be deep, whatever the client sends. Undeclared keys are dropped or
 * refused without being looked into, unless the object is open.
 */
function boundedDepth(node: NodeJson, types: NamedTypesJson, inside: ReadonlySet<string>): boolean {
  const deeper = (next: NodeJson): boolean => boundedDepth(next, types, inside);
  switch (node.kind) {
    case 'unknown':
    case 'any':
    case 'nonPrimitive':
    case 'unresolved':
      return false;
    case 'array':
    case 'set':
      return deeper(node.items);
    case 'tuple':
      return node.elements.every((element) => deeper(element.type));
    case 'object':
      return (
        node.unknownKeys !== 'open' &&
        node.properties.every((property) => deeper(property.type)) &&
        (node.index ?? []).every((index) => deeper(index.value))
      );
    case 'union':
      return node.members.every(deeper);
    case 'map':
      return deeper(node.key) && deeper(node.value);
    case 'refined':
      return deeper(node.base);
    case 'ref': {
      const named = Object.hasOwn(types, node.id) ? types[node.id] : undefined;
      if (named === undefined || inside.has(node.id)) return false;
      return boundedDepth(named.type, types, new Set([...inside, node.id]));
    }
    default:
      return true;
  }
}
