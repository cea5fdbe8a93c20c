/**
 * Makes the source of a disagreement smaller while both sides go on disagreeing: statements nobody needs go, a type is
 * replaced by a part of itself or by `string`, members, alternatives and items are taken out. What is left may show
 * another cause than the one that was found; it shows one.
 */
import ts from 'typescript-5';
import { answersOf, type Command } from './analyzer.js';
import { compare, nothing } from './compare.js';
import { checkWhole } from './oracle.js';
import type { Shrink } from './pieces.js';

/** A small source, and what both sides say of `T`. */
export interface Shrunk {
  readonly text: string;
  readonly theirs: string;
  readonly ours: string;
}

const ROUNDS = 60;
/** How many smaller texts are tried at once. */
const AT_ONCE = 48;

/** The smallest text found in which `name` is still read differently by both sides. */
export function shrunk(command: Command, { text, name }: Shrink): Shrunk {
  let best = tryAll(command, name, [onlyNeeded(text, name), text]);
  if (best === undefined) return { text, theirs: '', ours: '' };
  for (let round = 0; round < ROUNDS; round += 1) {
    const smaller = tryInTurn(command, name, smallerOnes(best.text, name));
    if (smaller === undefined) break;
    best = smaller;
  }
  return best;
}

function tryInTurn(command: Command, name: string, texts: readonly string[]): Shrunk | undefined {
  for (let from = 0; from < texts.length; from += AT_ONCE) {
    const found = tryAll(command, name, texts.slice(from, from + AT_ONCE));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first of the texts that TypeScript accepts and both sides read differently. */
function tryAll(command: Command, name: string, texts: readonly string[]): Shrunk | undefined {
  const files = new Map(texts.map((text, index) => [`/shrunk/s${index}.ts`, text]));
  const checked = checkWhole(files);
  const whole = checked.files;
  if (whole.size === 0) return undefined;
  const found = nothing();
  compare(checked, answersOf(command, whole), found);
  const first = [...whole.keys()].find((file) =>
    found.wrong.some((wrong) => wrong.file === file && wrong.name === name),
  );
  const wrong = found.wrong.find((each) => each.file === first && each.name === name);
  return wrong === undefined
    ? undefined
    : { text: whole.get(wrong.file) ?? '', theirs: wrong.theirs, ours: wrong.ours };
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('/shrunk/file.ts', text, ts.ScriptTarget.ES2022, true);
}

/** The statements that the type needs, by the names they mention. */
export function onlyNeeded(text: string, name: string): string {
  const { statements } = parse(text);
  const namesIn = (node: ts.Node): string[] => [
    ...(ts.isIdentifier(node) ? [node.text] : []),
    ...node.getChildren().flatMap(namesIn),
  ];
  const needed = new Set([name]);
  for (let size = -1; size !== needed.size;) {
    size = needed.size;
    for (const statement of statements) {
      if (declaredBy(statement).some((own) => needed.has(own))) for (const each of namesIn(statement)) needed.add(each);
    }
  }
  const kept = statements.filter((statement) => declaredBy(statement).some((own) => needed.has(own)));
  return `${kept.map((statement) => statement.getText()).join('\n')}\n`;
}

function declaredBy(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((each) => each.name.getText());
  }
  const { name } = statement as { readonly name?: ts.Node };
  return name === undefined ? [] : [name.getText()];
}

/** Texts with one thing less, those that lose most first. */
function smallerOnes(text: string, name: string): string[] {
  const file = parse(text);
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  const replace = (node: ts.Node, by: string): void => {
    if (by.length < node.getText().length) edits.push({ start: node.getStart(), end: node.getEnd(), text: by });
  };
  const drop = (list: ts.NodeArray<ts.Node>, least: number): void => {
    if (list.length <= least) return;
    list.forEach((node, index) => {
      const next = list[index + 1];
      const before = list[index - 1];
      const start = next === undefined && before !== undefined ? before.getEnd() : node.getStart();
      edits.push({ start, end: next === undefined ? node.getEnd() : next.getStart(), text: '' });
    });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isStatement(node) && node.parent === file && !declaredBy(node).includes(name)) replace(node, '');
    if (ts.isTypeNode(node)) {
      for (const below of typesBelow(node)) replace(node, below.getText());
      for (const simple of ['1', 'any', '{}', 'string']) replace(node, simple);
    }
    if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) drop(node.types, 1);
    if (ts.isTupleTypeNode(node)) drop(node.elements, 0);
    if (ts.isTypeLiteralNode(node) || ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node))
      drop(node.members, 0);
    if (ts.isEnumDeclaration(node)) drop(node.members, 1);
    if (ts.isObjectLiteralExpression(node)) drop(node.properties, 0);
    if (ts.isFunctionLike(node)) drop(node.parameters, 0);
    if (ts.isHeritageClause(node)) replace(node, '');
    if (ts.isExpression(node) && !ts.isIdentifier(node)) {
      for (const below of node.getChildren()) if (ts.isExpression(below)) replace(node, below.getText());
      replace(node, '1');
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits
    .sort((left, right) => right.end - right.start - right.text.length - (left.end - left.start - left.text.length))
    .map((edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end))
    .map((each) => each.replace(/^\s*\n/gm, ''));
}

/** The types written inside of a type, the outermost of them. */
function typesBelow(node: ts.Node): ts.TypeNode[] {
  const found: ts.TypeNode[] = [];
  const visit = (below: ts.Node): void => {
    if (ts.isTypeNode(below)) found.push(below);
    else ts.forEachChild(below, visit);
  };
  ts.forEachChild(node, visit);
  return found;
}
