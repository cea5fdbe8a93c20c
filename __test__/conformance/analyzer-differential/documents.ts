/** The documents our analyzer writes, as far as this test reads them. */
export interface GTypeDocument {
  readonly root: GTypeNode;
  readonly types?: Readonly<Record<string, { readonly type: GTypeNode }>>;
}

type Word =
  | 'never'
  | 'unknown'
  | 'any'
  | 'null'
  | 'undefined'
  | 'void'
  | 'boolean'
  | 'number'
  | 'string'
  | 'bigint'
  | 'symbol'
  | 'nonPrimitive'
  | 'function'
  | 'date'
  | 'bytes'
  | 'url'
  | 'regexp'
  | 'file';

export type GTypeNode =
  | { readonly kind: Word }
  | { readonly kind: 'literal'; readonly value?: string | number | boolean; readonly bigint?: string }
  | { readonly kind: 'template'; readonly parts: readonly (string | GTypeNode)[] }
  | { readonly kind: 'array' | 'set'; readonly items: GTypeNode }
  | { readonly kind: 'map'; readonly key: GTypeNode; readonly value: GTypeNode }
  | { readonly kind: 'tuple'; readonly elements: readonly Slot[] }
  | {
      readonly kind: 'object';
      readonly properties: readonly { readonly name: string; readonly type: GTypeNode; readonly optional?: boolean }[];
      readonly index?: readonly { readonly key: GTypeNode; readonly value: GTypeNode }[];
    }
  | { readonly kind: 'union'; readonly members: readonly GTypeNode[] }
  | {
      readonly kind: 'refined';
      readonly base: GTypeNode;
      readonly constraints?: { readonly patterns?: readonly string[] };
    }
  | { readonly kind: 'unresolved'; readonly reason: string }
  | { readonly kind: 'ref'; readonly id: string };

interface Slot {
  readonly type: GTypeNode;
  readonly optional?: boolean;
  readonly rest?: boolean;
}
