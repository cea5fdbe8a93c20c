/** Ours, through the addon as `gatic dev` drives it: files to what changed of the manifest and its contracts, the JSON on both sides included. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { handlerFile, handlerText } from '../contenders/projects/analyzer-project.mjs';
import { importNative } from '../harness/ours.mjs';

const { root, handlers, edits } = JSON.parse(process.argv[2]);
const started = performance.now();
const { NativeAnalyzer } = await importNative();
const analyzer = new NativeAnalyzer(JSON.stringify({ root, handlers: 'src/handlers', modules: 'src/modules' }));
const loaded = performance.now();

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

const files = Array.from({ length: handlers }, (_, index) => join(root, handlerFile(index)));
let last = first.source;
const measured = { edits: [], analysis: [], contracts: [] };
for (let edit = 1; edit <= edits; edit += 1) {
  const index = (edit * 37) % handlers;
  writeFileSync(files[index], handlerText(index, edit));
  const before = performance.now();
  analyzer.invalidate([files[index]]);
  const { analysis, contracts, source, update } = step();
  measured.edits.push(performance.now() - before);
  measured.analysis.push(analysis);
  measured.contracts.push(contracts);
  if (source === last || update.affected.length !== 1 || !JSON.stringify(update).includes(`edit-${edit}`)) {
    throw new Error(`edit ${edit} is not in the contracts`);
  }
  last = source;
}
const { analysis, contracts } = first;
console.log(
  JSON.stringify({
    cold,
    load: loaded - started,
    analysisCold: analysis,
    contractsCold: contracts,
    ...measured,
    rss: process.memoryUsage.rss(),
  }),
);

function step() {
  const begun = performance.now();
  const update = JSON.parse(analyzer.update());
  const analyzed = performance.now();
  const source = analyzer.contracts(update.affected, JSON.stringify({ unknownKeys: 'strip' }));
  return { update, source, analysis: analyzed - begun, contracts: performance.now() - analyzed };
}
