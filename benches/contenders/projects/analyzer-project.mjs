/** A project of handlers, a file of models for every ten of them, a library, imports through `paths`. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How many files of models there are. */
const modelsOf = (handlers) => handlers / 10;

/**
 * Writes the project.
 * @param {string} root an empty directory
 * @param {string} core what `@gati-framework/core` is
 * @param {number} handlers how many; a multiple of ten
 */
export function writeAnalyzerProject(root, core, handlers) {
  const models = modelsOf(handlers);
  const write = (file, text) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  write('package.json', JSON.stringify({ name: 'analyzer-project', private: true, type: 'module' }));
  const compilerOptions = {
    target: 'ES2023',
    lib: ['ES2023'],
    types: [],
    module: 'ESNext',
    moduleResolution: 'bundler',
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    paths: { '@models/*': ['./src/models/*'], '@lib/*': ['./src/lib/*'] },
  };
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }, null, 2));
  write('src/lib/page.ts', libraryText());
  for (let index = 0; index < models; index += 1) write(modelFile(index), modelText(index, handlers));
  for (let index = 0; index < handlers; index += 1) write(handlerFile(index), handlerText(index, handlers));
  mkdirSync(join(root, 'node_modules/@gati-framework'), { recursive: true });
  symlinkSync(core, join(root, 'node_modules/@gati-framework/core'));
  return { files: handlers + models + 1, handlers };
}

/** @param {number} index */
export const handlerFile = (index) => `src/handlers/area${index % 10}/resource${index}.ts`;

/**
 * An edit: what is written where, and the handlers whose types are then others.
 * @param {'handler' | 'model'} kind
 * @param {number} edit
 * @param {number} handlers how many there are
 */
export function editOf(kind, edit, handlers) {
  const index = (edit * 37) % handlers;
  if (kind === 'handler')
    return { file: handlerFile(index), text: handlerText(index, handlers, edit), concerned: [index] };
  const models = modelsOf(handlers);
  const model = index % models;
  const concerned = Array.from({ length: 10 }, (_, turn) => model + turn * models);
  return { file: modelFile(model), text: modelText(model, handlers, edit), concerned };
}

/** @param {number} index */
export const modelFile = (index) => `src/models/model${index}.ts`;

/**
 * A handler. Each `edit` is another text with another contract.
 * @param {number} index
 * @param {number} handlers how many there are
 * @param {number} [edit]
 */
export function handlerText(index, handlers, edit = 0) {
  const models = modelsOf(handlers);
  const model = index % models;
  const other = (index * 7 + 3) % models;
  const route = `/area${index % 10}/resource${index}`;
  const head = `import type { Handler, Integer, Max, MaxLen, Min, MinLen, NotFound, Status } from '@gati-framework/core';

import type { Page, Sorting, Stamped } from '@lib/page';
import type { Model${model}, Model${model}Kind } from '@models/model${model}';
import type { Model${other}Address } from '@models/model${other}';

/** What can be asked of resource ${index}. */
export interface Resource${index}Query extends Sorting {
  /** A part of the name. */
  search?: string & MinLen<1> & MaxLen<${200 + edit}>;
  kind?: Model${model}Kind;
  limit?: number & Integer & Min<1> & Max<100>;
}

/** What is sent to make a resource ${index}. */
export interface Resource${index}Body {
  name: string & MinLen<1> & MaxLen<${100 + edit}>;
  kind: Model${model}Kind;
  price: number & Min<0>;
  tags: string[];
  delivery?: Model${other}Address;
  parent?: Pick<Model${model}, 'id' | 'name'>;
}

/** What is answered for resource ${index}. */
export interface Resource${index} extends Stamped {
  id: string;
  name: string;
  model: Omit<Model${model}, 'secret'>;
  address: Model${other}Address;
  state: 'draft' | 'open' | 'closed' | 'edit-${edit}';
  score: number | null;
}
`;
  return `${head}${handlerBody(index, route)}`;
}

function handlerBody(index, route) {
  const name = `Resource${index}`;
  if (index % 2 === 0) {
    return `
export const route = 'GET ${route}/:id';

/** One page of the resources ${index} below an id. */
export const handler: Handler<{ params: { id: string }; query: ${name}Query; response: Page<${name}> | NotFound }> = async (req, res, _gctx, lctx) => {
  const { search, kind, limit = 20, sort = 'name', order = 'ascending' } = req.query;
  const rows: ${name}[] = [];
  const wanted = search?.toLowerCase();
  for (let row = 0; row < limit * 2; row += 1) {
    const found = rows[row];
    if (found === undefined) continue;
    if (wanted !== undefined && !found.name.toLowerCase().includes(wanted)) continue;
    if (kind !== undefined && found.model.kind !== kind) continue;
    rows.push(found);
  }
  if (rows.length > 1000) {
    lctx.logger.warn({ id: req.params.id, rows: rows.length }, 'many rows');
    return res.status(404).json({ error: 'too many', sort, order });
  }
  return { items: rows.slice(0, limit), total: rows.length, next: null };
};
`;
  }
  return `
export const route = 'POST ${route}';

/** Makes a resource ${index}. */
export const handler: Handler<{ body: ${name}Body; response: Status<201, ${name}> }> = async (req, res, _gctx, lctx) => {
  const { name, kind, price, tags, delivery } = req.body;
  const problems: string[] = [];
  if (tags.length > 10) problems.push('too many tags');
  if (price > 1_000_000) problems.push('too expensive');
  for (const tag of tags) {
    const normal = tag.trim().toLowerCase();
    if (normal.length === 0) problems.push('an empty tag');
    if (normal === name.toLowerCase()) problems.push('a tag repeats the name');
  }
  if (delivery !== undefined && delivery.country.length !== 2) problems.push('a country has two letters');
  if (problems.length > 0) {
    lctx.logger.info({ kind, problems }, 'refused');
    return res.status(409).json({ problems });
  }
  return res.status(201).json({ name, kind, price, tags });
};
`;
}

function libraryText() {
  return `/** A part of a list. */
export interface Page<Item> {
  items: Item[];
  total: number;
  next: string | null;
}

/** How a list is sorted. */
export interface Sorting {
  sort?: 'name' | 'created' | 'changed';
  order?: 'ascending' | 'descending';
}

/** When something was made and changed. */
export interface Stamped {
  created: Date;
  changed: Date;
  version: number;
}
`;
}

/**
 * A file of models, which ten handlers use. Each `edit` is another type of what every one of them reads or answers.
 * @param {number} index
 * @param {number} handlers how many there are
 * @param {number} [edit]
 */
export function modelText(index, handlers, edit = 0) {
  const models = modelsOf(handlers);
  const before = (index + models - 1) % models;
  return `import type { Stamped } from '@lib/page';
import type { Model${before}Address } from './model${before}.js';

/** The kinds of model ${index}. */
export type Model${index}Kind = 'small' | 'medium' | 'large' | 'kind-${index}';

export enum Model${index}Level {
  Low = 'low',
  Middle = 'middle',
  High = 'high',
}

export interface Model${index}Address {
  street: string;
  city: string;
  zip: string;
  country: string;
  lines?: string[];
}

/** Something that happened to model ${index}. */
export type Model${index}Event =
  | { type: 'made'; at: Date; by: string }
  | { type: 'moved'; at: Date; from: Model${index}Address; to: Model${before}Address }
  | { type: 'closed'; at: Date; reason?: string };

/** Model ${index}. */
export interface Model${index} extends Stamped {
  id: string;
  name: string;
  mark?: 'edit-${edit}';
  kind: Model${index}Kind;
  level: Model${index}Level;
  secret: string;
  position: [number, number];
  addresses: Model${index}Address[];
  events: readonly Model${index}Event[];
  labels: Record<string, string>;
  children?: Model${index}[];
  owner: { name: string; email: string; age?: number; active: boolean };
}
`;
}
