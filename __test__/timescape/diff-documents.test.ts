/**
 * A document as people write them, in other words: nothing differs. And with one break planted: it is found, whatever the
 * words are, at its side, and with a value that shows it.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { diffOpenApi } from '../../src-ts/tooling.js';
import { rewritings, type Members } from './rewritings.js';

interface Break {
  readonly name: string;
  readonly direction: 'request' | 'response' | 'operation';
  readonly at: readonly (string | number)[];
  /** What is there instead; nothing where it goes. */
  readonly value?: unknown;
}

const { document, breaks } = JSON.parse(
  readFileSync(new URL('../conformance/timescape/payments.json', import.meta.url), 'utf8'),
) as { readonly document: Members; readonly breaks: readonly Break[] };

function planted({ at, value }: Break): Members {
  const broken = structuredClone(document);
  let place: unknown = broken;
  for (const segment of at.slice(0, -1)) place = (place as Record<string, unknown>)[segment];
  const last = at.at(-1) as string;
  if (value === undefined) delete (place as Record<string, unknown>)[last];
  else (place as Record<string, unknown>)[last] = value;
  return broken;
}

const names = Object.keys(rewritings);

/** Every third of a list, another one for each `start`; all of it in the long run. */
const some = <T>(all: readonly T[], start: number): T[] =>
  process.env['GATI_LONG'] === undefined ? all.filter((_, place) => (place + start) % 3 === 0) : [...all];

test('a document in other words, and in words of those, is the same', () => {
  const wrong: unknown[] = [];
  for (const [place, first] of names.entries())
    for (const second of ['as it is', ...some(names, place)]) {
      const other = rewritings[second]!(rewritings[first]!(document));
      const report = diffOpenApi(document, other);
      if (report.bump !== 'none') wrong.push([first, second, report.bump, report.changes.slice(0, 2)]);
    }
  expect(wrong).toEqual([]);
});

test.each(breaks)('$name: is found, whatever the words', (one) => {
  const broken = planted(one);
  for (const [name, rewritten] of some(Object.entries(rewritings), breaks.indexOf(one))) {
    const { changes } = diffOpenApi(document, rewritten(broken));
    const found = changes.filter(({ bump, direction }) => bump === 'major' && direction === one.direction);
    expect(found, name).not.toEqual([]);
    const shown = found.some(({ verdict }) => verdict === 'policy' || verdict === 'refuted');
    expect(shown, `${name}: ${JSON.stringify(found)}`).toBe(true);
  }
});
