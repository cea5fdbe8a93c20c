/** Ours on what no handler of ours should have to feel: ten thousand files, or a declaration file of megabytes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { editOf, writeAnalyzerProject } from '../contenders/projects/analyzer-project.mjs';
import { importNative, repository } from '../harness/ours.mjs';

const { root, what, edits } = JSON.parse(process.argv[2]);
const { NativeAnalyzer } = await importNative();
const edit = what === 'files' ? tenThousandFiles() : twoMegabytes();
const before = process.memoryUsage.rss();
const analyzer = new NativeAnalyzer(JSON.stringify({ root, handlers: 'src/handlers', modules: 'src/modules' }));
const started = performance.now();
const first = JSON.parse(analyzer.update());
const cold = performance.now() - started;
const memory = process.memoryUsage.rss() - before;
const times = [];
for (let turn = 1; turn <= edits; turn += 1) {
  const file = edit(turn);
  const begun = performance.now();
  analyzer.invalidate([file]);
  const { affected } = JSON.parse(analyzer.update());
  times.push(performance.now() - begun);
  if (affected.length !== 1) throw new Error(`edit ${turn} concerned ${affected.length} handlers`);
}
const errors = (first.diagnostics ?? []).filter((diagnostic) => diagnostic.severity === 'error');
if (errors.length > 0) throw new Error(errors[0].frame);
console.log(JSON.stringify({ cold, memory, edits: times, handlers: first.handlers.length, types: first.types.length }));

/** 9,090 handlers, 909 files of models, a library; a handler is edited. */
function tenThousandFiles() {
  const handlers = 9090;
  writeAnalyzerProject(root, repository, handlers);
  return (turn) => {
    const { file, text } = editOf('handler', turn, handlers);
    writeFileSync(join(root, file), text);
    return join(root, file);
  };
}

/** Two megabytes of generated declarations in a package, of which one handler uses two; one of these is edited. */
function twoMegabytes() {
  const write = (file, text) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const declarations = join(root, 'node_modules/rows/index.d.ts');
  const text = (turn) => {
    let written = '';
    for (let row = 0; written.length < 2_000_000; row += 1) {
      written += `/** Row ${row}. */
export interface Row${row} { id: string; name: string | null; next?: Row${row - (row % 5)}; edit: ${row === 3 ? turn : 0} }
export type Row${row}Select<T extends keyof Row${row} = keyof Row${row}> = { [K in T]?: boolean };
export declare function find${row}(where: Partial<Row${row}>): Promise<Row${row}[]>;
`;
    }
    return written;
  };
  write('node_modules/rows/package.json', '{ "name": "rows", "types": "./index.d.ts" }');
  write('node_modules/rows/index.d.ts', text(0));
  write(
    'src/handlers/rows.ts',
    `import { find3, type Row7Select } from 'rows';

export const handler = () => find3({ id: 'a' });
export type Unused = Row7Select;
`,
  );
  return (turn) => {
    writeFileSync(declarations, text(turn));
    return declarations;
  };
}
