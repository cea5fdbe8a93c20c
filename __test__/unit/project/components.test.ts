import { describe, expect, test } from 'vitest';

import { stronglyConnected } from '../../../src-ts/project/components.js';

type Graph = Readonly<Record<string, readonly string[]>>;

const cases: readonly (readonly [string, Graph, readonly (readonly string[])[]])[] = [
  ['nothing', {}, []],
  ['a chain, importers last', { a: ['b'], b: ['c'], c: [] }, [['c'], ['b'], ['a']]],
  ['a file that imports itself', { a: ['a'] }, [['a']]],
  ['a circle of two', { a: ['b'], b: ['a'] }, [['a', 'b']]],
  ['a circle with a tail on either side', { a: ['b'], b: ['c'], c: ['b', 'd'], d: [] }, [['d'], ['b', 'c'], ['a']]],
  ['a diamond', { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, [['d'], ['b'], ['c'], ['a']]],
  [
    'two circles that meet',
    { a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'] },
    [
      ['c', 'd'],
      ['a', 'b'],
    ],
  ],
];

describe('strongly connected components', () => {
  test.each(cases)('%s', (_name, graph, expected) => {
    const found = stronglyConnected(Object.keys(graph), (node) => graph[node] ?? []);
    expect(found.map((members) => [...members].sort())).toEqual(expected);
  });

  test('a chain deeper than the stack of JavaScript', () => {
    const length = 50_000;
    const nodes = Array.from({ length }, (_, index) => index);
    expect(stronglyConnected(nodes, (node) => (node + 1 < length ? [node + 1] : []))).toHaveLength(length);
  });
});
