/**
 * Text put into a source file, and maps that see through it. Only short pieces are inserted into lines, and everything
 * else goes behind the last line, so that lines keep their numbers and maps are corrected rather than made.
 */

/** A piece of text without line breaks, and the offset (UTF-16) of the source that it stands before. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** A source map, version 3. */
export interface SourceMap {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly sourcesContent: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/** `source` with the pieces in it, in the order of their offsets, and with `appendix` behind it. */
export function inserted(source: string, insertions: readonly Insertion[], appendix: string): string {
  let text = '';
  let from = 0;
  for (const { at, text: piece } of insertions) {
    text += source.slice(from, at) + piece;
    from = at;
  }
  const end = source.endsWith('\n') ? '' : '\n';
  return text + source.slice(from) + end + appendix;
}

/** The map from the text with the pieces in it to `source`, a segment for each word. */
export function mapOf(source: string, insertions: readonly Insertion[], file: string): SourceMap {
  const places = byLine(source, insertions);
  const lines = source.split('\n').map((text, line): Segment[] => {
    const starts = [0, ...Array.from(text.matchAll(/\b/gu), ({ index = 0 }) => index)];
    const own = places.get(line) ?? [];
    return [...new Set([...starts, ...own.map(({ column }) => column)])]
      .sort((left, right) => left - right)
      .map((column) => {
        const before = own.filter((place) => place.column <= column);
        const shift = before.reduce((length, place) => length + place.length, 0);
        return [column + shift, 0, line, column];
      });
  });
  return { version: 3, sources: [file], sourcesContent: [source], names: [], mappings: encode(lines) };
}

/** A map (JSON) whose source is the text with the pieces in it, as one whose source is `source`. */
export function seenThrough(map: string, source: string, insertions: readonly Insertion[]): string {
  const known = JSON.parse(map) as SourceMap;
  const places = byLine(source, insertions);
  const end = source.split('\n').length;
  const lines = decode(known.mappings).map((segments) =>
    segments.flatMap((segment): Segment[] => {
      const [column = 0, of, line, at, ...rest] = segment;
      if (of === undefined || line === undefined || at === undefined) return [segment];
      if (line >= end) return [];
      let original = at;
      for (const place of places.get(line) ?? []) {
        if (original <= place.column) break;
        original = Math.max(place.column, original - place.length);
      }
      return [[column, of, line, original, ...rest]];
    }),
  );
  return JSON.stringify({ ...known, sourcesContent: [source], mappings: encode(lines) });
}

interface Place {
  readonly column: number;
  readonly length: number;
}

function byLine(source: string, insertions: readonly Insertion[]): ReadonlyMap<number, readonly Place[]> {
  const found = new Map<number, Place[]>();
  for (const { at, text } of insertions) {
    const before = source.slice(0, at);
    const line = before.split('\n').length - 1;
    const place = { column: at - (before.lastIndexOf('\n') + 1), length: text.length };
    found.set(line, [...(found.get(line) ?? []), place]);
  }
  return found;
}

/** `[column, source, line, column, name]`, counted from 0; as many of them as there are. */
type Segment = readonly number[];

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function decode(mappings: string): Segment[][] {
  const state = [0, 0, 0, 0, 0];
  return mappings.split(';').map((line) => {
    state[0] = 0;
    return line.split(',').flatMap((text): Segment[] => {
      if (text === '') return [];
      const deltas = numbers(text);
      return [deltas.map((delta, index) => (state[index] = (state[index] ?? 0) + delta))];
    });
  });
}

function numbers(text: string): number[] {
  const found: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of text) {
    const bits = digits.indexOf(digit);
    value += (bits & 31) << shift;
    shift += 5;
    if ((bits & 32) !== 0) continue;
    found.push((value & 1) === 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return found;
}

function encode(lines: readonly (readonly Segment[])[]): string {
  const state = [0, 0, 0, 0, 0];
  return lines
    .map((segments) => {
      state[0] = 0;
      const texts = segments.map((segment) =>
        segment
          .map((value, index) => {
            const delta = value - (state[index] ?? 0);
            state[index] = value;
            return written(delta);
          })
          .join(''),
      );
      return texts.join(',');
    })
    .join(';');
}

function written(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = '';
  do {
    const bits = rest & 31;
    rest >>>= 5;
    text += digits[rest > 0 ? bits | 32 : bits]!;
  } while (rest > 0);
  return text;
}
