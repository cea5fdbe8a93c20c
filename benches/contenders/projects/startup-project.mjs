/** Applications with many routes, the same for both frameworks: half of them reads, half of them writes, all with contracts. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Names are different in every route, so that no compiler can give two of them the same validator. */
const fieldsOf = (index) => ({ name: `name${index}`, price: `price${index}`, tags: `tags${index}` });

const pathOf = (index) => `/area${index % 50}/resource${index}`;

function writer(root) {
  return (file, text) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
}

/**
 * Handlers for `gatic build`, one a file.
 * @param {string} root what `projectDirectory` gave
 * @param {number} routes
 */
export function writeGatiProject(root, routes) {
  const write = writer(root);
  write('package.json', JSON.stringify({ name: 'startup-project', private: true, type: 'module' }));
  write(
    'gati.config.ts',
    `import { defineConfig } from '@gati-framework/core';\n\nexport default defineConfig({ logging: false });\n`,
  );
  write(
    'src/handlers/hello.ts',
    `import type { Handler } from '@gati-framework/core';\n\nexport const handler: Handler<{ response: { message: string } }> = () => ({ message: 'hello' });\n`,
  );
  for (let index = 0; index < routes; index += 1)
    write(`src/handlers/area${index % 50}/resource${index}.ts`, gatiHandler(index));
}

function gatiHandler(index) {
  const { name, price, tags } = fieldsOf(index);
  const head = `import type { Handler, Integer, Max, MaxLen, Min, MinLen } from '@gati-framework/core';

interface Thing {
  ${name}: string & MinLen<1> & MaxLen<100>;
  ${price}: number & Min<0>;
  ${tags}: string[];
}
`;
  const route =
    index % 2 === 0
      ? `export const route = 'GET ${pathOf(index)}/:id';

export const handler: Handler<{ params: { id: number & Integer & Min<1> & Max<1000000> }; response: { id: number; thing: Thing } }> = async (req) => ({
  id: req.params.id,
  thing: { ${name}: 'a' as Thing['${name}'], ${price}: 1 as Thing['${price}'], ${tags}: [] },
});
`
      : `export const route = 'POST ${pathOf(index)}';

export const handler: Handler<{ body: Thing; response: { id: number; thing: Thing } }> = async (req) => ({ id: 1, thing: req.body });
`;
  return `${head}\n${route}`;
}

/**
 * The same routes for Fastify, in one file or one a file.
 * @param {string} root an empty directory
 * @param {number} routes
 * @param {{ onePerFile: boolean, modules: string }} options `modules` is where Fastify is installed
 */
export function writeFastifyProject(root, routes, { onePerFile, modules }) {
  const write = writer(root);
  symlinkSync(modules, join(root, 'node_modules'));
  write('package.json', JSON.stringify({ name: 'startup-project', private: true, type: 'module' }));
  const body = Array.from({ length: routes }, (_, index) => fastifyRoute(index));
  const head = `const closed = (properties) => ({ type: 'object', additionalProperties: false, required: Object.keys(properties), properties });\n`;
  if (onePerFile) {
    body.forEach((text, index) =>
      write(`routes/resource${index}.js`, `${head}export function register(app) {\n${text}\n}\n`),
    );
  }
  const imports = onePerFile
    ? body.map((_, index) => `import { register as register${index} } from './routes/resource${index}.js';`)
    : [];
  const calls = onePerFile ? body.map((_, index) => `register${index}(app);`) : body;
  write(
    'index.js',
    `import Fastify from 'fastify';
${imports.join('\n')}
${head}const app = Fastify();
app.get('/hello', { schema: { response: { 200: closed({ message: { type: 'string' } }) } } }, async () => ({ message: 'hello' }));
${calls.join('\n')}
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
`,
  );
}

function fastifyRoute(index) {
  const { name, price, tags } = fieldsOf(index);
  const thing = `closed({ ${name}: { type: 'string', minLength: 1, maxLength: 100 }, ${price}: { type: 'number', minimum: 0 }, ${tags}: { type: 'array', items: { type: 'string' } } })`;
  const response = `response: { 200: closed({ id: { type: 'number' }, thing: ${thing} }) }`;
  return index % 2 === 0
    ? `app.get('${pathOf(index)}/:id', { schema: { params: closed({ id: { type: 'integer', minimum: 1, maximum: 1000000 } }), ${response} } }, async (request) => ({ id: request.params.id, thing: { ${name}: 'a', ${price}: 1, ${tags}: [] } }));`
    : `app.post('${pathOf(index)}', { schema: { body: ${thing}, ${response} } }, async (request) => ({ id: 1, thing: request.body }));`;
}
