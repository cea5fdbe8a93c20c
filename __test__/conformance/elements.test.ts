/** What contracts have for streams: one element written by its type, and the member that names server-sent events. */
import { describe, expect, test } from 'vitest';

import type { CompiledContracts } from '../../src-ts/manifest/compiled.js';
import type { NodeJson } from '../../src-ts/manifest/gtype.js';
import { compileContracts } from '../../src-ts/native/index.js';
import { evaluate } from './validator-source.js';

const string: NodeJson = { kind: 'string' };
const literal = (value: string | number): NodeJson => ({ kind: 'literal', value });
const oneOf = (...members: readonly NodeJson[]): NodeJson => ({ kind: 'union', members });
const object = (members: Readonly<Record<string, NodeJson>>): NodeJson => ({
  kind: 'object',
  properties: Object.entries(members).map(([name, type]) => ({ name, type })),
});
const kind = (tag: NodeJson, more: Readonly<Record<string, NodeJson>> = {}): NodeJson => object({ type: tag, ...more });

/** The functions of a handler whose answer is a stream of such elements. */
function elementsOf(element: NodeJson, answers: 'checked' | 'trusted'): CompiledContracts[string] {
  const source = { file: 'a.ts', export: 'GET', line: 1, column: 1 };
  const types = { Said: { type: kind(literal('said'), { text: string }) } };
  const contract = { responses: [{ status: 200, elements: element }, { status: 404 }] };
  const handlers = [{ id: 'GET /', method: 'GET', path: '/', source, contract }];
  const manifest = JSON.stringify({ manifest: 1, types, handlers, modules: [] });
  const text = compileContracts(manifest, JSON.stringify({ format: 'function', answers }));
  return (evaluate(text) as { contracts: CompiledContracts }).contracts['GET /']!;
}

const said: NodeJson = { kind: 'ref', id: 'Said' };

describe('elements of streams', () => {
  const tags: readonly (readonly [what: string, element: NodeJson, tag: string | undefined])[] = [
    ['objects told apart by a member', oneOf(said, kind(literal('left'))), 'type'],
    ['several values of the member', oneOf(said, kind(oneOf(literal('left'), literal('gone')))), 'type'],
    ['one kind of object', said, undefined],
    ['objects that nothing tells apart', oneOf(object({ a: string }), object({ b: string })), undefined],
    ['a number as the member', oneOf(kind(literal(1)), kind(literal(2))), undefined],
    ['something that is no object beside them', oneOf(said, kind(literal('left')), string), undefined],
    ['null beside them', oneOf(said, kind(literal('left')), { kind: 'null' }), undefined],
    ['a line end in a name', oneOf(said, kind(literal('a\nid: 1'))), undefined],
    ['a carriage return in a name', oneOf(said, kind(literal('a\r'))), undefined],
    ['a name without a letter', oneOf(said, kind(literal(''))), undefined],
    ['a hostile member', oneOf(object({ '"](': literal('a') }), object({ '"](': literal('b') })), '"]('],
    ['anything', { kind: 'any' }, undefined],
  ];
  test.each(tags)('the name of events: %s', (_what, element, tag) => {
    expect(elementsOf(element, 'trusted').elements?.['200']?.tag).toBe(tag);
  });

  test('are projected on their type, and held to it where answers are', () => {
    const { elements, responses } = elementsOf(oneOf(said, kind(literal('left'))), 'trusted');
    expect(Object.keys(responses)).toEqual(['404']);
    const { write } = elements!['200']!;
    expect(write({ type: 'said', text: 'a\n\u2028', secret: 1 })).toBe(
      JSON.stringify({ type: 'said', text: 'a\n\u2028' }),
    );
    expect(write({ type: 'left', text: 'a' })).toBe('{"type":"left"}');
    const checked = elementsOf(oneOf(said, kind(literal('left'))), 'checked').elements!['200']!.write;
    expect(checked({ type: 'said', text: 'a', secret: 1 })).toBe('{"type":"said","text":"a"}');
    expect(() => checked({ type: 'said', text: 7 })).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ pointer: '/text' })] }),
    );
  });
});
