/** TypeScript 7 through its synchronous API: the same walk, each question a message to its native server. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { editOf, handlerFile } from '../contenders/projects/analyzer-project.mjs';

const { root, handlers, edits } = JSON.parse(process.argv[2]);
const started = performance.now();
const { API, ObjectFlags, TypeFlags } = await import('typescript/unstable/sync');
const { isVariableStatement } = await import('typescript/unstable/ast');
const loaded = performance.now();

const api = new API({ cwd: root });
const tsconfig = join(root, 'tsconfig.json');
let snapshot = api.updateSnapshot({ openProjects: [tsconfig] });
let places = 0;
const files = Array.from({ length: handlers }, (_, index) => join(root, handlerFile(index)));
walk(files);
const cold = performance.now() - started;

const rss = process.memoryUsage.rss();
const times = { handler: [], model: [] };
for (const kind of ['handler', 'model']) {
  for (let edit = 1; edit <= edits; edit += 1) {
    const { file, text, concerned } = editOf(kind, edit, handlers);
    writeFileSync(join(root, file), text);
    const before = performance.now();
    const next = api.updateSnapshot({ fileChanges: { changed: [join(root, file)] } });
    snapshot.dispose();
    snapshot = next;
    walk(concerned.map((index) => files[index]));
    times[kind].push(performance.now() - before);
  }
}
console.log(
  JSON.stringify({ cold, load: loaded - started, edits: times.handler, modelEdits: times.model, places, rss }),
);
api.close();

/** Types of a level are asked for in one message each, as a careful user of the API would. */
function walk(chosen) {
  const { checker, program } = snapshot.getProject(tsconfig);
  const seen = new Set();
  const annotations = chosen.flatMap((file) =>
    program
      .getSourceFile(file)
      .statements.filter(isVariableStatement)
      .flatMap((statement) => statement.declarationList.declarations[0].type ?? []),
  );
  let level = annotations.map((annotation) => checker.getTypeFromTypeNode(annotation.typeArguments[0]));
  while (level.length > 0) {
    const symbols = [];
    const next = [];
    for (const type of level) {
      places += 1;
      if (seen.has(type.id)) continue;
      seen.add(type.id);
      if (type.flags & TypeFlags.UnionOrIntersection) next.push(...type.getTypes());
      if (!(type.flags & TypeFlags.Object)) continue;
      if (type.objectFlags & ObjectFlags.Reference && (checker.isArrayType(type) || checker.isTupleType(type))) {
        next.push(...checker.getTypeArguments(type));
        continue;
      }
      if (type.getSymbol()?.name === 'Date') continue;
      symbols.push(...checker.getPropertiesOfType(type));
      next.push(...checker.getIndexInfosOfType(type).map((info) => info.valueType ?? info.type));
    }
    level = next
      .concat(symbols.length === 0 ? [] : checker.getTypeOfSymbol(symbols))
      .filter((type) => type !== undefined);
  }
}
