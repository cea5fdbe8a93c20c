/** TypeScript 5.9: from an empty process to the types of every contract, then one edit after another. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { editOf, handlerFile } from '../contenders/projects/analyzer-project.mjs';

const { root, handlers, edits } = JSON.parse(process.argv[2]);
const started = performance.now();
const { default: ts } = await import('typescript-5');
const loaded = performance.now();

const config = ts.getParsedCommandLineOfConfigFile(
  join(root, 'tsconfig.json'),
  {},
  { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
);
const sources = new Map();
const host = ts.createCompilerHost(config.options);
const readSource = host.getSourceFile.bind(host);
host.getSourceFile = (file, ...rest) => {
  if (!sources.has(file)) sources.set(file, readSource(file, ...rest));
  return sources.get(file);
};

let program = ts.createProgram({ rootNames: config.fileNames, options: config.options, host });
let places = 0;
const files = Array.from({ length: handlers }, (_, index) => join(root, handlerFile(index)));
walk(files);
const cold = performance.now() - started;

const rss = process.memoryUsage.rss();
const times = { handler: [], model: [] };
for (const kind of ['handler', 'model']) {
  for (let edit = 1; edit <= edits; edit += 1) {
    const { file, text, concerned } = editOf(kind, edit, handlers);
    const path = join(root, file);
    writeFileSync(path, text);
    const before = performance.now();
    sources.set(path, ts.createSourceFile(path, readFileSync(path, 'utf8'), config.options.target, true));
    program = ts.createProgram({ rootNames: config.fileNames, options: config.options, host, oldProgram: program });
    walk(concerned.map((index) => files[index]));
    times[kind].push(performance.now() - before);
  }
}
console.log(
  JSON.stringify({ cold, load: loaded - started, edits: times.handler, modelEdits: times.model, places, rss }),
);

function walk(chosen) {
  const checker = program.getTypeChecker();
  const seen = new Set();
  const visit = (type) => {
    places += 1;
    if (seen.has(type)) return;
    seen.add(type);
    if (type.isUnionOrIntersection()) type.types.forEach(visit);
    if (!(type.flags & ts.TypeFlags.Object)) return;
    if (checker.isArrayType(type) || checker.isTupleType(type)) return checker.getTypeArguments(type).forEach(visit);
    if (type.symbol?.name === 'Date') return;
    for (const property of checker.getPropertiesOfType(type)) visit(checker.getTypeOfSymbol(property));
    for (const info of checker.getIndexInfosOfType(type)) visit(info.type);
  };
  for (const file of chosen) {
    for (const statement of program.getSourceFile(file).statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const annotation = statement.declarationList.declarations[0].type;
      if (annotation !== undefined) visit(checker.getTypeFromTypeNode(annotation.typeArguments[0]));
    }
  }
}

function fail(diagnostic) {
  throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
}
