/** Our answers beside those of the checker, by name. */
import type { Answer } from './analyzer.js';
import { graphOfDocument, same } from './graph.js';
import type { Checked } from './oracle.js';

/** A type that both sides read differently. */
export interface Disagreement {
  readonly file: string;
  readonly name: string;
  /** The line that declares it. */
  readonly source: string;
  readonly theirs: string;
  readonly ours: string;
}

/** A type that we say we cannot read. */
export interface Unresolved {
  readonly file: string;
  readonly name: string;
  readonly source: string;
  readonly reason: string;
  readonly theirs: string;
}

/** What came of a comparison. */
export interface Comparison {
  compared: number;
  /** Types that go on for ever, or longer than anybody reads. */
  endless: number;
  readonly unresolved: Unresolved[];
  readonly wrong: Disagreement[];
}

/** Nothing compared yet. */
export function nothing(): Comparison {
  return { compared: 0, endless: 0, unresolved: [], wrong: [] };
}

/** Compares every exported type of the files, and adds to `total`. */
export function compare(checked: Checked, answers: ReadonlyMap<string, Answer>, total: Comparison): void {
  for (const [file, graphs] of checked.graphs) {
    const answer = answers.get(file);
    if (answer === undefined) throw new Error(`the analyzer did not answer for ${file}`);
    const lines = checked.files.get(file)?.split('\n') ?? [];
    for (const [name, theirs] of graphs) {
      if (theirs.has('endless')) {
        total.endless += 1;
        continue;
      }
      const document = answer.types[name];
      const line = lines.findIndex((text) => text.startsWith(`export type ${name} =`));
      const source = lines[line] ?? name;
      total.compared += 1;
      if (document === undefined) {
        total.wrong.push({ file, name, source, theirs: theirs.spell(), ours: 'missing' });
        continue;
      }
      const own = graphOfDocument(document);
      if (own.has('unresolved')) {
        const reason = reasonOf(answer, line + 1, document);
        total.unresolved.push({ file, name, source, reason, theirs: theirs.spell() });
      } else if (!same(theirs, own)) {
        total.wrong.push({ file, name, source, theirs: theirs.spell(), ours: own.spell() });
      }
    }
  }
}

/** Why a type is not resolved, without the names that are its own. */
function reasonOf(answer: Answer, line: number, document: unknown): string {
  const found =
    answer.diagnostics.find((text) => text.startsWith(`${line}:`)) ??
    JSON.stringify(document).match(/"reason":"([^"]*)"/)?.[1] ??
    '';
  return found.replace(/^\d+:\d+ /, '').replace(/`[^`]*`/g, '…');
}

/** The headline of a run. */
export function headline(total: {
  readonly compared: number;
  readonly unresolved: number;
  readonly wrong: number;
  readonly endless: number;
}): string {
  const resolved = total.compared - total.unresolved;
  const share = ((100 * resolved) / Math.max(1, total.compared)).toFixed(2);
  return `${total.compared} types compared, ${resolved} resolved (${share} %), ${total.wrong} wrong, ${total.endless} left out as endless`;
}
