/**
 * Types as graphs, compared by bisimulation: two nodes are the same if nothing that can be reached from them tells them
 * apart. The coarsest such partition of both graphs is found by refinement, so recursion needs no care.
 */
import type { GTypeDocument, GTypeNode } from './documents.js';

/** A node: what it says by itself, and the nodes below it. */
export interface Part {
  readonly kind: string;
  readonly text?: string | undefined;
  readonly names?: readonly string[];
  readonly children?: readonly number[];
  /** Which children may be absent, so that `undefined` among them says nothing. */
  readonly optional?: readonly boolean[];
  readonly signatures?: readonly { readonly key: number; readonly value: number }[];
}

const LIMIT = 1_500;

/** A type and everything that can be reached from it. */
export class Graph {
  root = 0;
  readonly #parts: (Part | undefined)[] = [];

  reserve(): number {
    return this.#parts.push(undefined) - 1;
  }

  set(id: number, part: Part): void {
    this.#parts[id] = part;
  }

  isFull(): boolean {
    return this.#parts.length > LIMIT;
  }

  part(id: number): Part {
    const part = this.#parts[id];
    if (part === undefined) throw new Error(`node ${id} was reserved and never set`);
    return part;
  }

  get size(): number {
    return this.#parts.length;
  }

  /** Whether a node of this kind, or of a kind that begins like it, can be reached. */
  has(kind: string): boolean {
    return this.#parts.some((part) => part?.kind.startsWith(kind));
  }

  /** The type from `id` on in something like TypeScript, for somebody to read. */
  spell(id = this.root, depth = 0): string {
    const part = this.part(id);
    if (depth > 6) return '…';
    const below = (part.children ?? []).map((child) => this.spell(child, depth + 1));
    if (part.kind === 'union') return below.length === 0 ? 'never' : `(${below.join(' | ')})`;
    if (part.kind === 'literal') return part.text ?? '';
    if (part.kind === 'array') return `${below[0]}[]`;
    if (part.kind === 'tuple') {
      const marks = part.text?.split(',') ?? [];
      return `[${below.map((item, index) => (marks[index] === '...' ? `...${item}[]` : `${item}${marks[index]}`)).join(', ')}]`;
    }
    if (part.kind === 'object') {
      const fields = below.map((value, index) => `${part.names?.[index]}: ${value}`);
      const signatures = (part.signatures ?? []).map(
        ({ key, value }) => `[${this.spell(key, depth + 1)}]: ${this.spell(value, depth + 1)}`,
      );
      return `{ ${[...fields, ...signatures].join('; ')} }`;
    }
    const text = part.text === undefined ? '' : ` ${part.text}`;
    return `${part.kind}${text}${below.length > 0 ? `<${below.join(', ')}>` : ''}`;
  }

  /** The alternatives of a node: itself, unless it is a union. */
  alternatives(id: number, seen = new Set<number>()): number[] {
    if (seen.has(id)) return [];
    seen.add(id);
    const part = this.part(id);
    if (part.kind === 'boolean') return [id];
    return part.kind === 'union' ? (part.children ?? []).flatMap((child) => this.alternatives(child, seen)) : [id];
  }
}

/** Whether the roots of both graphs mean the same. */
export function same(left: Graph, right: Graph): boolean {
  const graphs = [left, right] as const;
  let colours = graphs.map((graph) => Array.from({ length: graph.size }, () => 0)) as [number[], number[]];
  for (let classes = 0; ;) {
    const known = new Map<string, number>();
    const intern = (text: string): number => {
      const colour = known.get(text) ?? known.size;
      known.set(text, colour);
      return colour;
    };
    const next = graphs.map((graph, side) => {
      const own = colours[side] as number[];
      return own.map((_, id) => intern(signatureOf(graph, own, id)));
    }) as [number[], number[]];
    const found = new Set([...next[0], ...next[1]]).size;
    colours = next;
    if (found === classes) return colours[0][left.root] === colours[1][right.root];
    classes = found;
  }
}

/** What tells a node apart, given the colours of the nodes below it. */
function signatureOf(graph: Graph, colours: readonly number[], id: number): string {
  const members = distinct(graph, id);
  const words = new Set(members.flatMap((member) => plain(graph, colours, member)));
  if (words.size === 0) return 'never';
  return [...words].sort().join(' | ');
}

/**
 * The alternatives of a node without what a wider one of them says already: `number | 2` is any number, `string | 'a'` any
 * text. The checker keeps such literals apart where an enum is not constant, since a member of one is no number to it; as
 * values they are the same.
 */
function distinct(graph: Graph, id: number): number[] {
  const members = graph.alternatives(id).filter((member) => graph.part(member).kind !== 'never');
  const kinds = new Set(members.map((member) => graph.part(member).kind));
  return members.filter((member) => {
    const { kind, text = '' } = graph.part(member);
    const isText = kind === 'template' || kind === 'cased' || (kind === 'literal' && text.startsWith('"'));
    const isNumber = kind === 'literal' && /^-?\d[\d.e+-]*$/.test(text);
    return !(isText && kinds.has('string')) && !(isNumber && kinds.has('number'));
  });
}

function plain(graph: Graph, colours: readonly number[], id: number): string[] {
  const part = graph.part(id);
  if (part.kind === 'boolean') return ['literal true', 'literal false'];
  const below = (part.children ?? []).map((child, index) =>
    part.optional?.[index] === true ? present(graph, colours, child) : `${colours[child]}`,
  );
  if (part.kind !== 'object')
    return [`${part.kind} ${part.text ?? ''}${below.length > 0 ? ` (${below.join(' ')})` : ''}`.trim()];
  const fields = below.map((value, index) => `${JSON.stringify(part.names?.[index])}: ${value}`).sort();
  // A signature whose key is one of several is a signature for each.
  const signatures = (part.signatures ?? []).flatMap(({ key, value }) =>
    graph.alternatives(key).map((each) => ({ kind: graph.part(each).kind, key: each, value })),
  );
  // A signature for every string answers for numbers too.
  const all = signatures.some(({ kind }) => kind === 'string');
  const shown = signatures
    .filter(({ kind }) => !(all && kind === 'number'))
    .map(({ key, value }) => `[${colours[key]}]: ${colours[value]}`);
  return [`object { ${[...fields, ...shown.sort()].join('; ')} }`];
}

/** The alternatives of something that may be absent, without `undefined`. */
function present(graph: Graph, colours: readonly number[], id: number): string {
  const rest = distinct(graph, id)
    .filter((member) => graph.part(member).kind !== 'undefined')
    .flatMap((member) => (graph.part(member).kind === 'boolean' ? ['true', 'false'] : [truth(graph, colours, member)]));
  return `{${[...new Set(rest)].sort().join(' ')}}`;
}

function truth(graph: Graph, colours: readonly number[], id: number): string {
  const part = graph.part(id);
  return part.kind === 'literal' && (part.text === 'true' || part.text === 'false') ? part.text : `${colours[id]}`;
}

/** The graph of a document of ours. */
export function graphOfDocument(document: GTypeDocument): Graph {
  const graph = new Graph();
  const named = new Map<string, number>();
  const place = (node: GTypeNode): number => {
    if (node.kind === 'ref') {
      const known = named.get(node.id);
      if (known !== undefined) return known;
      const target = document.types?.[node.id];
      if (target === undefined) throw new Error(`nothing is called ${node.id}`);
      const id = graph.reserve();
      named.set(node.id, id);
      // A name for a name is no node of its own: it is a union of one.
      graph.set(id, { kind: 'union', children: [place(target.type)] });
      return id;
    }
    const id = graph.reserve();
    graph.set(id, partOf(node, place));
    return id;
  };
  graph.root = place(document.root);
  return graph;
}

/** The patterns of text in one case, by the types of the language that say so. */
const cases: readonly (readonly [string, string])[] = [
  ['Uppercase', String.raw`^\P{Changes_When_Uppercased}*$`],
  ['Lowercase', String.raw`^\P{Changes_When_Lowercased}*$`],
  ['Capitalize', String.raw`^(?:$|\P{Changes_When_Uppercased})`],
  ['Uncapitalize', String.raw`^(?:$|\P{Changes_When_Lowercased})`],
];

function partOf(node: Exclude<GTypeNode, { kind: 'ref' }>, place: (node: GTypeNode) => number): Part {
  switch (node.kind) {
    case 'literal':
      return { kind: 'literal', text: node.bigint === undefined ? JSON.stringify(node.value) : `${node.bigint}n` };
    case 'template': {
      const texts = [''];
      const children: number[] = [];
      for (const part of node.parts) {
        if (typeof part === 'string') texts[texts.length - 1] += part;
        else {
          children.push(place(part));
          texts.push('');
        }
      }
      return { kind: 'template', text: JSON.stringify(texts), children };
    }
    case 'array':
    case 'set':
      return { kind: node.kind, children: [place(node.items)] };
    case 'map':
      return { kind: 'map', children: [place(node.key), place(node.value)] };
    case 'tuple':
      return {
        kind: 'tuple',
        text: node.elements.map((item) => (item.rest ? '...' : item.optional ? '?' : '')).join(','),
        children: node.elements.map((item) => place(item.type)),
        optional: node.elements.map((item) => item.optional ?? false),
      };
    case 'object':
      return {
        kind: 'object',
        names: node.properties.map((property) => `${property.name}${property.optional ? '?' : ''}`),
        children: node.properties.map((property) => place(property.type)),
        optional: node.properties.map((property) => property.optional ?? false),
        signatures: (node.index ?? []).map(({ key, value }) => ({ key: place(key), value: place(value) })),
      };
    case 'union':
      return { kind: 'union', children: node.members.map(place) };
    case 'refined': {
      const [pattern] = node.constraints?.patterns ?? [];
      const cased = cases.find(([, start]) => pattern === start);
      return { kind: cased === undefined ? 'branded' : 'cased', text: cased?.[0], children: [place(node.base)] };
    }
    case 'unresolved':
      // A promise is understood, and refused as data.
      return { kind: node.reason === 'a promise cannot be sent' ? 'promise' : 'unresolved' };
    default:
      return { kind: node.kind };
  }
}
