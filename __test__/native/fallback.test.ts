import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import type { Inspected } from '../../src-ts/project/loaded.js';
import { createProject } from '../../src-ts/project/project.js';
import { createTestApp } from '../../src-ts/testing.js';
import { schemaOf, schemaOfAsking } from '../../src-ts/tooling.js';
import { makeProject, writeFiles, type Files } from '../cli/harness.js';

const handler = 'src/handlers/report.ts';
const lockFile = 'gtypes.lock.json';

/** A library whose functions are only known by what goes into them. */
const library: Files = {
  'node_modules/flows/package.json': JSON.stringify({
    name: 'flows',
    version: '1.0.0',
    type: 'module',
    exports: { types: './index.d.ts', default: './index.js' },
  }),
  'node_modules/flows/index.d.ts': `
export type Step<In, Out> = (value: In) => Out;
export type Last<S extends readonly unknown[]> = S extends readonly [...unknown[], Step<never, infer Out>] ? Out : never;
export declare function compose<A, B, C>(first: Step<A, B>, second: Step<B, C>): Step<A, C>;
export declare function chain<A>(value: A): { to<B>(step: Step<A, B>): ReturnType<typeof chain<B>>; end(): A };
export declare function lost(): any;
`,
  'node_modules/flows/index.js': `
export const compose = (first, second) => (value) => second(first(value));
export const chain = (value) => ({ to: (step) => chain(step(value)), end: () => value });
export const lost = () => ({});
`,
};

const files: Files = {
  ...library,
  'gati.config.ts': "export default { fallback: 'typescript' };\n",
  'src/model.ts': 'export interface User { id: number; name: string }\n',
  [handler]: `import { compose } from 'flows';
import type { User } from '../model.js';
const users: User[] = [{ id: 1, name: 'é' }];
const counted = <T>(all: readonly T[]): { all: readonly T[]; count: number } => ({ all, count: all.length });
const marked = <T extends object>(found: T): T & { ok: true } => ({ ...found, ok: true });
const total = compose(counted, marked);
export const handler = async () => total(users);
`,
};

async function inspect(root: string, typescript?: 'ask' | 'locked'): Promise<Inspected> {
  return createProject({ root, mode: 'production', ...(typescript && { typescript }) }).inspect();
}

async function lockOf(root: string): Promise<{ types: Record<string, { type: string; hash: string }> }> {
  return JSON.parse(await readFile(join(root, lockFile), 'utf8')) as Awaited<ReturnType<typeof lockOf>>;
}

const helps = ({ diagnostics }: Inspected): unknown[] => diagnostics.map(({ help }) => help);

describe('the type of an answer that only TypeScript knows', () => {
  test('is asked for, locked, and then known without TypeScript', async () => {
    const root = await makeProject(files);
    const asked = await inspect(root, 'ask');
    expect(asked.diagnostics).toEqual([]);
    expect(asked.manifest.handlers[0]!.provenance?.responses).toBe('fallback');
    const { types } = await lockOf(root);
    expect(Object.keys(types)).toEqual([`${handler} handler response`]);

    await rm(join(root, 'node_modules/typescript'));
    expect((await inspect(root)).manifest).toEqual(asked.manifest);
    expect((await inspect(root, 'ask')).manifest).toEqual(asked.manifest);
    await using app = await createTestApp({ root, env: {} });
    const answer = await app.request('GET', '/report');
    expect(answer.json()).toEqual({ all: [{ id: 1, name: 'é' }], count: 1, ok: true });
  });

  test('is not looked for unless the configuration says so', async () => {
    const root = await makeProject(files);
    await inspect(root, 'ask');
    await writeFiles(root, { 'gati.config.ts': 'export default {};\n' });
    const { diagnostics, manifest } = await inspect(root, 'ask');
    expect(diagnostics).toMatchObject([{ file: handler }]);
    expect(helps({ diagnostics } as Inspected)[0]).not.toContain(lockFile);
    expect(manifest.handlers[0]!.provenance?.responses).toBe('unresolved');
  });

  test('is not taken from other sources than those of now, and survives edits elsewhere', async () => {
    const root = await makeProject({ ...files, 'src/other.ts': 'export const a = 1;\n' });
    const missing = await inspect(root);
    expect(helps(missing)[0]).toContain(`its type is not in ${lockFile}: \`gatic check\``);
    const first = await inspect(root, 'ask');
    const before = await readFile(join(root, lockFile), 'utf8');

    await writeFiles(root, { 'src/other.ts': 'export const a = 2;\n' });
    expect((await inspect(root)).manifest).toEqual(first.manifest);
    await writeFiles(root, { 'src/model.ts': 'export interface User { id: number; name: string; admin?: boolean }\n' });
    const stale = await inspect(root);
    expect(helps(stale)[0]).toContain(`its type in ${lockFile} is that of other sources`);
    expect(stale.manifest.handlers[0]!.provenance?.responses).toBe('unresolved');
    expect(await readFile(join(root, lockFile), 'utf8')).toBe(before);

    const again = await inspect(root, 'ask');
    expect(again.diagnostics).toEqual([]);
    expect(JSON.stringify(again.manifest.types)).toContain('admin');
    expect(await readFile(join(root, lockFile), 'utf8')).not.toBe(before);
  });

  test('is that of a package of the version that is installed', async () => {
    const root = await makeProject(files);
    await inspect(root, 'ask');
    const path = join(root, 'node_modules/flows/package.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('1.0.0', '1.0.1'));
    expect(helps(await inspect(root))[0]).toContain('other sources');
  });

  test('follows the edits of a project that stays open', async () => {
    const root = await makeProject(files);
    const project = createProject({ root, mode: 'production', typescript: 'ask' });
    expect((await project.inspect()).diagnostics).toEqual([]);
    const text = files[handler]!;
    await writeFiles(root, { [handler]: text.replaceAll('ok: true', 'ok: 1') });
    const edited = await project.inspectAgain([join(root, handler)]);
    expect(edited.diagnostics).toEqual([]);
    expect(Object.values((await lockOf(root)).types)[0]!.type).toContain('ok: 1');
  });
});

const refused: readonly (readonly [what: string, source: string, help: string])[] = [
  ['any', 'export const handler = () => lost();', 'it says `any`'],
  ['any inside', 'export const handler = () => chain(1).to((n) => ({ n, x: lost() })).end();', 'any'],
  [
    'a name that is only seen inside of a function',
    'export const handler = () => { interface In { a: 1 } return total([{ a: 1 } as In]); };',
    'names that are not seen in its file',
  ],
  [
    'a name that means something else outside of the function',
    'interface In { a: number }\nexport const x: In = { a: 1 };\nexport const handler = () => { interface In { a: 1 } return total([{ a: 1 } as In]); };',
    'names that are not seen in its file',
  ],
];

test.each(refused)('%s is no type', async (_what, source, help) => {
  const text = `import { chain, compose, lost } from 'flows';
export const used = [chain, lost];
const counted = <T>(all: readonly T[]): { all: readonly T[]; count: number } => ({ all, count: all.length });
const marked = <T extends object>(found: T): T & { ok: true } => ({ ...found, ok: true });
const total = compose(counted, marked);
${source}
`;
  const root = await makeProject({ ...files, [handler]: text });
  const found = await inspect(root, 'ask');
  expect(helps(found)).toEqual([expect.stringContaining(help)]);
  expect(found.manifest.handlers[0]!.provenance?.responses).toBe('unresolved');
  await expect(readFile(join(root, lockFile))).rejects.toThrow('ENOENT');
});

const installed: readonly (readonly [what: string, version: string | undefined, help: string])[] = [
  ['missing', undefined, 'TypeScript 7, which is not installed: `npm install --save-dev typescript@7`'],
  ['too old', '5.9.3', 'TypeScript 7, and 5.9.3 is installed'],
  ['another one', '8.0.0', 'TypeScript 8.0.0 has no API that is understood'],
];

test.each(installed)('a TypeScript that is %s is said', async (_what, version, help) => {
  const root = await makeProject(files);
  await rm(join(root, 'node_modules/typescript'));
  if (version !== undefined) {
    await writeFiles(root, { 'node_modules/typescript/package.json': JSON.stringify({ name: 'typescript', version }) });
  }
  expect(helps(await inspect(root, 'ask'))).toEqual([expect.stringContaining(help)]);
});

test('only one setting is known', async () => {
  const root = await makeProject({ ...files, 'gati.config.ts': "export default { fallback: 'javascript' };\n" });
  await expect(inspect(root, 'ask')).rejects.toThrow('fallback has to be "typescript"');
});

const declaredLibrary: Files = {
  ...library,
  'node_modules/flows/index.d.ts': `${library['node_modules/flows/index.d.ts']!}
export declare function build<const S extends readonly string[]>(...names: S): { [K in S[number] as \`\${K}Id\`]: number };
`,
  'gati.config.ts': "export default { fallback: 'typescript' };\n",
  'src/model.ts': `import { build } from 'flows';
export const ids = build('user', 'order');
export interface Order { id: string; ids: typeof ids }
`,
  'src/handlers/orders.ts': `import type { Handler } from '@gati-framework/core';
import type { Order } from '../model.js';
export const POST: Handler<{ body: Omit<Order, 'id'>; query: { only?: keyof Order['ids'] }; response: Order[] }> = () => [];
`,
};

const idsKey = 'src/model.ts: typeof ids';

describe('a type that is declared and only TypeScript knows', () => {
  test('is asked for by its own words, wherever it stands, and locked once', async () => {
    const root = await makeProject(declaredLibrary);
    expect((await inspect(root)).diagnostics.filter(({ severity }) => severity === 'error')).not.toEqual([]);
    const asked = await inspect(root, 'ask');
    expect(asked.diagnostics).toEqual([]);
    const { provenance } = asked.manifest.handlers[0]!;
    expect([provenance?.body, provenance?.responses]).toEqual(['fallback', 'fallback']);
    const { types } = await lockOf(root);
    expect(types[idsKey]).toMatchObject({ type: '{ orderId: number; userId: number; }' });
    await rm(join(root, 'node_modules/typescript'));
    expect((await inspect(root)).manifest).toEqual(asked.manifest);
    expect(schemaOf({ root, file: 'src/model.ts', type: 'Order' }).diagnostics).toEqual([]);
  });

  test('is the same in another layout, and another one by another source', async () => {
    const root = await makeProject(declaredLibrary);
    const first = await inspect(root, 'ask');
    await writeFiles(root, {
      'src/model.ts': declaredLibrary['src/model.ts']!.replaceAll("'", '"').replace(
        '{ id',
        '{\r\n  // The id.\r\n  id',
      ),
    });
    expect((await inspect(root)).manifest.types).toEqual(first.manifest.types);
    await writeFiles(root, { 'src/model.ts': declaredLibrary['src/model.ts']!.replace("'user'", "'client'") });
    const stale = await inspect(root);
    expect(helps(stale)[0]).toContain(`its type in ${lockFile} is that of other sources`);
    expect(stale.diagnostics[0]!.severity).toBe('error');
  });

  test('is locked for schemas beside what handlers need, and neither takes the other away', async () => {
    const other = {
      'src/other.ts':
        "import { build } from 'flows';\nexport const more = build('x');\nexport type More = typeof more;\n",
    };
    const root = await makeProject({ ...declaredLibrary, ...other });
    const options = { root, file: 'src/other.ts', type: '*' };
    const setting = async (): Promise<'typescript'> => Promise.resolve('typescript');
    expect((await schemaOfAsking(options, 'ask', setting)).diagnostics).toEqual([]);
    await inspect(root, 'ask');
    const text = await readFile(join(root, lockFile), 'utf8');
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['lock', 'types', 'schemas']);
    await rm(join(root, 'node_modules/typescript'));
    expect(schemaOf(options).diagnostics).toEqual([]);
    expect((await inspect(root)).diagnostics).toEqual([]);
    expect(await readFile(join(root, lockFile), 'utf8')).toBe(text);
  });

  test('is written on a line for each member where it is long', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `'member${index}'`).join(', ');
    const root = await makeProject({
      ...declaredLibrary,
      'src/model.ts': declaredLibrary['src/model.ts']!.replace("'user', 'order'", names),
    });
    const asked = await inspect(root, 'ask');
    expect((await lockOf(root)).types[idsKey]!.type).toContain('    member3Id: number;');
    expect((await inspect(root)).manifest).toEqual(asked.manifest);
  });
});

const broken: readonly (readonly [what: string, spoil: (text: string) => string, said: string])[] = [
  ['half-written', (text) => text.slice(0, text.length / 2), 'it is not whole'],
  [
    'in conflict',
    (text) => `<<<<<<< ours\n${text}=======\n${text}>>>>>>> theirs\n`,
    'it has the marks of a merge conflict',
  ],
  ['of another version', (text) => text.replace('"lock": 1', '"lock": 9'), 'it is of another version of Gati'],
];

test.each(broken)('a lock that is %s is refused, and mended where TypeScript is', async (_what, spoil, said) => {
  const root = await makeProject(files);
  const first = await inspect(root, 'ask');
  const whole = await readFile(join(root, lockFile), 'utf8');
  await writeFile(join(root, lockFile), spoil(whole));
  const refused = await inspect(root);
  expect(refused.diagnostics).toMatchObject([{ code: 'GT2601', severity: 'error' }]);
  expect(helps(refused)[0]).toContain(said);
  expect((await inspect(root, 'ask')).manifest).toEqual(first.manifest);
  expect(await readFile(join(root, lockFile), 'utf8')).toBe(whole);
});

test('two that write the lock at once leave a whole one', async () => {
  const root = await makeProject(files);
  const found = await Promise.all([inspect(root, 'ask'), inspect(root, 'ask'), inspect(root, 'ask')]);
  expect(found.map(({ diagnostics }) => diagnostics)).toEqual([[], [], []]);
  expect((await inspect(root)).manifest).toEqual(found[0].manifest);
});

test('a package that a package depends on has a say', async () => {
  const inner = (version: string): Files => ({
    'node_modules/flows/node_modules/inner/package.json': JSON.stringify({ name: 'inner', version }),
  });
  const root = await makeProject({
    ...files,
    ...inner('1.0.0'),
    'node_modules/flows/package.json': JSON.stringify({
      ...(JSON.parse(library['node_modules/flows/package.json']!) as object),
      dependencies: { inner: '1' },
    }),
  });
  await inspect(root, 'ask');
  expect((await inspect(root)).diagnostics).toEqual([]);
  await writeFiles(root, inner('1.0.1'));
  expect(helps(await inspect(root))[0]).toContain('other sources');
});

test('the models that types are generated from have a say', async () => {
  const prisma = (fields: string): Files => ({ 'prisma/schema.prisma': `model User {\n  ${fields}\n}\n` });
  const root = await makeProject({
    ...files,
    ...prisma('id Int'),
    'node_modules/flows/package.json': JSON.stringify({
      ...(JSON.parse(library['node_modules/flows/package.json']!) as object),
      dependencies: { '@prisma/client': '7' },
    }),
    'node_modules/@prisma/client/package.json': JSON.stringify({ name: '@prisma/client', version: '7.0.0' }),
  });
  await inspect(root, 'ask');
  await writeFiles(root, prisma('id   Int'));
  expect((await inspect(root)).diagnostics).toEqual([]);
  await writeFiles(root, prisma('id String'));
  expect(helps(await inspect(root))[0]).toContain('other sources');
});
