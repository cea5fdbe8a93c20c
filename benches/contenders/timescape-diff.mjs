/**
 * An API of 1,000 handlers as two manifests, as frozen contracts and as two OpenAPI documents, ten handlers of the second
 * changed; and the ways to find that out. Each way gives how many routes it found to differ.
 */
import { importBuilt, importNative, importTooling } from '../harness/ours.mjs';

const handlers = 1000;
const changed = 10;
const types = 200;
/** Named types mention each other in rings of so many. */
const ring = 5;

const kinds = ['string', 'number', 'boolean'];

/** The members of a handler's body and answer: names, and a kind or the number of a named type. */
function members(index, isNew) {
  const own = Array.from({ length: 10 }, (_none, place) => ({
    name: `field${place}`,
    type: place % 5 === 4 ? (index * 7 + place) % types : kinds[(index + place) % 3],
  }));
  return isNew && index % (handlers / changed) === 0 ? [...own, { name: 'added', type: 'number' }] : own;
}

const nextOf = (type) => type - (type % ring) + ((type + 1) % ring);

export function manifest(isNew) {
  const object = (properties) => ({ kind: 'object', properties });
  const typeOf = (type) => (typeof type === 'number' ? { kind: 'ref', id: `Type${type}` } : { kind: type });
  const named = Array.from({ length: types }, (_none, index) => {
    const own = [
      { name: 'id', type: { kind: 'string' } },
      { name: 'count', type: { kind: 'number' }, optional: true, docs: { description: 'How many there are.' } },
      { name: 'next', type: typeOf(nextOf(index)), optional: true },
    ];
    return [`Type${index}`, { type: object(own) }];
  });
  const source = { file: 'routes.ts', export: 'handler', line: 1, column: 1 };
  const all = Array.from({ length: handlers }, (_none, index) => {
    const type = object(members(index, isNew).map(({ name, type: own }) => ({ name, type: typeOf(own) })));
    const params = object([{ name: 'id', type: { kind: 'string' } }]);
    const path = `/things${index}/:id`;
    const contract = { params, body: type, responses: [{ status: 200, type }] };
    return { id: `POST ${path}`, method: 'POST', path, source, contract, provenance: {} };
  });
  return { manifest: 1, types: Object.fromEntries(named), handlers: all, modules: [] };
}

export function document(isNew) {
  const typeOf = (type) => (typeof type === 'number' ? { $ref: `#/components/schemas/Type${type}` } : { type });
  const schemas = Array.from({ length: types }, (_none, index) => {
    const properties = {
      id: { type: 'string' },
      count: { type: 'number', description: 'How many there are.' },
      next: typeOf(nextOf(index)),
    };
    return [`Type${index}`, { type: 'object', properties, required: ['id'] }];
  });
  const paths = Array.from({ length: handlers }, (_none, index) => {
    const own = members(index, isNew);
    const properties = Object.fromEntries(own.map(({ name, type }) => [name, typeOf(type)]));
    const schema = { type: 'object', properties, required: own.map(({ name }) => name) };
    const content = { 'application/json': { schema } };
    const post = {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      requestBody: { required: true, content },
      responses: { 200: { description: 'ok', content } },
    };
    return [`/things${index}/{id}`, { post }];
  });
  return {
    openapi: '3.0.3',
    info: { title: 'Things', version: '1' },
    paths: Object.fromEntries(paths),
    components: { schemas: Object.fromEntries(schemas) },
  };
}

const distinct = (routes) => new Set(routes).size;
const routesOf = ({ changes }) => distinct(changes.map(({ route }) => route));

/** What each way is given stands ready; what is timed is the function. */
export const ways = {
  'gati, texts of two manifests': async () => {
    const { diffManifests } = await importNative();
    const texts = [manifest(false), manifest(true)].map((one) => JSON.stringify(one));
    return () => routesOf(JSON.parse(diffManifests(...texts, '{"before":"strip","after":"strip"}')));
  },
  'gati, frozen contracts in memory': async () => {
    const { diffFrozen, freezeManifest } = await importBuilt('project/timescape/frozen.js');
    const [before, after] = [false, true].map((isNew) => freezeManifest(manifest(isNew), 'strip'));
    return () => routesOf(diffFrozen(before, after));
  },
  'gati, two OpenAPI documents': async () => {
    const { diffOpenApi } = await importTooling();
    const documents = [document(false), document(true)];
    return () => routesOf(diffOpenApi(...documents));
  },
  'api-smart-diff, the same documents': async () => {
    const { apiCompare } = await import('api-smart-diff');
    const documents = [document(false), document(true)];
    return () => distinct(apiCompare(...documents).diffs.map(({ path }) => path[1]));
  },
  'JSON.parse of the manifests alone': async () => {
    const texts = [manifest(false), manifest(true)].map((one) => JSON.stringify(one));
    return () => distinct(texts.flatMap((text) => JSON.parse(text).handlers).map(({ id }) => id)) && changed;
  },
};

/** What every way has to find. */
export const expected = changed;
