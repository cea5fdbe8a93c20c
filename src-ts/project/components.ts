/** Strongly connected components of a directed graph: files that import each other in a circle change together. */

/** The components, each after every component it points to. */
export function stronglyConnected<T>(nodes: Iterable<T>, edgesOf: (node: T) => Iterable<T>): T[][] {
  const index = new Map<T, number>();
  const low = new Map<T, number>();
  const stack: T[] = [];
  const onStack = new Set<T>();
  const found: T[][] = [];

  const enter = (node: T): Frame<T> => {
    index.set(node, index.size);
    low.set(node, index.get(node)!);
    stack.push(node);
    onStack.add(node);
    return { node, edges: edgesOf(node)[Symbol.iterator]() };
  };
  const lower = (node: T, candidate: number): void => void low.set(node, Math.min(low.get(node)!, candidate));
  const leave = (node: T): void => {
    if (low.get(node) !== index.get(node)) return;
    const members = stack.splice(stack.lastIndexOf(node));
    for (const member of members) onStack.delete(member);
    found.push(members);
  };

  for (const start of nodes) {
    if (index.has(start)) continue;
    // An explicit stack, because import chains can be deeper than JavaScript's own.
    const frames = [enter(start)];
    while (frames.length > 0) {
      const frame = frames.at(-1)!;
      const next = frame.edges.next();
      if (next.done !== true) {
        if (!index.has(next.value)) frames.push(enter(next.value));
        else if (onStack.has(next.value)) lower(frame.node, index.get(next.value)!);
        continue;
      }
      frames.pop();
      leave(frame.node);
      const parent = frames.at(-1);
      if (parent !== undefined && onStack.has(frame.node)) lower(parent.node, low.get(frame.node)!);
    }
  }
  return found;
}

interface Frame<T> {
  readonly node: T;
  readonly edges: Iterator<T>;
}
