/** Ours, through the addon as `gatic dev` drives it: files to what changed of the manifest and its contracts, the JSON on both sides included. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { editOf } from '../contenders/projects/analyzer-project.mjs';
import { importNative } from '../harness/ours.mjs';

const { root, handlers, edits } = JSON.parse(process.argv[2]);
const started = performance.now();
const { NativeAnalyzer } = await importNative();
const analyzer = new NativeAnalyzer(JSON.stringify({ root, handlers: 'src/handlers', modules: 'src/modules' }));
const loaded = performance.now();
const rssOfNode = process.memoryUsage.rss();
let rssOfAnalysis;

const first = step();
const cold = performance.now() - started;
const { diagnostics = [] } = first.update;
if (first.update.handlers.length !== handlers)
  throw new Error(`found ${first.update.handlers.length} handlers: ${JSON.stringify(diagnostics.slice(0, 3))}`);
const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
if (errors.length > 0)
  throw new Error(
    `${errors.length} errors, the first: ${errors[0].code} ${errors[0].file}:${errors[0].line} ${errors[0].message}`,
  );

const rss = process.memoryUsage.rss();
let last = first.source;
const measured = { edits: [], modelEdits: [], analysis: [], contracts: [] };
for (const kind of ['handler', 'model']) {
  for (let edit = 1; edit <= edits; edit += 1) {
    const { file, text, concerned } = editOf(kind, edit, handlers);
    writeFileSync(join(root, file), text);
    const before = performance.now();
    analyzer.invalidate([join(root, file)]);
    const { analysis, contracts, source, update } = step();
    const took = performance.now() - before;
    if (kind === 'handler') {
      measured.edits.push(took);
      measured.analysis.push(analysis);
      measured.contracts.push(contracts);
    } else {
      measured.modelEdits.push(took);
    }
    if (
      source === last ||
      update.affected.length !== concerned.length ||
      !JSON.stringify(update).includes(`edit-${edit}`)
    ) {
      throw new Error(`${kind} edit ${edit} is not in the contracts: ${update.affected.length} handlers`);
    }
    last = source;
  }
}
const { analysis, contracts } = first;
console.log(
  JSON.stringify({
    cold,
    load: loaded - started,
    analysisCold: analysis,
    contractsCold: contracts,
    ...measured,
    rss,
    rssOfAnalysis,
  }),
);

function step() {
  const begun = performance.now();
  const update = JSON.parse(analyzer.update());
  const analyzed = performance.now();
  rssOfAnalysis ??= process.memoryUsage.rss() - rssOfNode;
  const source = analyzer.contracts(update.affected, JSON.stringify({ unknownKeys: 'strip' }));
  return { update, source, analysis: analyzed - begun, contracts: performance.now() - analyzed };
}
