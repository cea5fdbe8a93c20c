/** The issues that are found in bytes, beside those of the written check after `JSON.parse`. */
import { expect } from 'vitest';
import type { CompiledType, ReaderSource } from '../../src-ts/manifest/compiled.js';
import { compileType, openExplainer } from '../../src-ts/native/index.js';
import { evaluate, type Mode } from './validator-source.js';

/** What is compared for a type: `undefined` where every value fits. */
export function comparing(document: object, unknownKeys: Mode): ((text: string) => string) | undefined {
  const source = compileType(
    JSON.stringify({ gtype: 1, ...document }),
    JSON.stringify({ unknownKeys, format: 'function', readers: 'bodies' }),
  );
  const { reader, validate } = evaluate(source) as CompiledType & { readonly reader: ReaderSource };
  if (reader.explain === undefined) return undefined;
  const explainer = openExplainer(reader.explain);
  return (text) => {
    const found = explainer.explain(Buffer.from(text));
    // What a program reads of bytes is what the bytes say, which a lone half of a pair cannot be.
    const given = Buffer.from(text).toString();
    const label = (): string => `${JSON.stringify(document)}\nmode ${unknownKeys}, text ${text}\nfound ${found}`;
    const parsed = parse(given);
    if (parsed === undefined) {
      if (found.startsWith('[')) expect.fail(`that is no JSON\n${label()}`);
      return 'no JSON';
    }
    const result = validate(parsed.value);
    if (result.ok) {
      if (found.startsWith('[')) expect.fail(`that fits\n${label()}`);
      return 'fits';
    }
    if (!found.startsWith('[')) {
      if (found === 'fits' || found === 'syntax') expect.fail(`that does not fit\n${label()}`);
      return found;
    }
    const wanted = JSON.stringify(result.issues);
    if (found !== wanted) expect.fail(`other issues: wanted\n${wanted}\n${label()}`);
    return 'told';
  };
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** How often what was said. */
export function tally(): {
  readonly add: (said: string) => void;
  readonly counts: Record<string, number>;
  told: () => number;
} {
  const counts: Record<string, number> = {};
  return {
    counts,
    add: (said) => (counts[said] = (counts[said] ?? 0) + 1),
    told() {
      const { told = 0, fits = 0, 'no JSON': no = 0, ...others } = counts;
      const unsure = Object.values(others).reduce((sum, count) => sum + count, 0);
      if (process.env['GATI_LONG'] !== undefined) console.log(JSON.stringify({ told, fits, no, unsure, ...others }));
      return told / (told + unsure);
    },
  };
}
