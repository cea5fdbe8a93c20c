/** ts-morph, with the TypeScript it brings: the same walk over its wrapped types. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { editOf, handlerFile } from '../contenders/projects/analyzer-project.mjs';

const { root, handlers, edits } = JSON.parse(process.argv[2]);
const started = performance.now();
const { Project, Node } = await import('ts-morph');
const loaded = performance.now();

const project = new Project({ tsConfigFilePath: join(root, 'tsconfig.json') });
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
    project.getSourceFileOrThrow(join(root, file)).refreshFromFileSystemSync();
    walk(concerned.map((index) => files[index]));
    times[kind].push(performance.now() - before);
  }
}
console.log(
  JSON.stringify({ cold, load: loaded - started, edits: times.handler, modelEdits: times.model, places, rss }),
);

function walk(chosen) {
  const seen = new Set();
  const visit = (type, at) => {
    places += 1;
    if (seen.has(type.compilerType)) return;
    seen.add(type.compilerType);
    if (type.isUnion()) type.getUnionTypes().forEach((member) => visit(member, at));
    if (type.isIntersection()) type.getIntersectionTypes().forEach((member) => visit(member, at));
    if (!type.isObject()) return;
    if (type.isArray() || type.isTuple()) return type.getTypeArguments().forEach((argument) => visit(argument, at));
    if (type.getSymbol()?.getName() === 'Date') return;
    for (const property of type.getProperties()) visit(property.getTypeAtLocation(at), at);
    for (const index of [type.getStringIndexType(), type.getNumberIndexType()]) {
      if (index !== undefined) visit(index, at);
    }
  };
  for (const file of chosen) {
    for (const statement of project.getSourceFileOrThrow(file).getStatements()) {
      if (!Node.isVariableStatement(statement)) continue;
      const annotation = statement.getDeclarations()[0].getTypeNode();
      if (annotation !== undefined) visit(annotation.getTypeArguments()[0].getType(), annotation);
    }
  }
}
