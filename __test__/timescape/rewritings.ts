/** Ways to write an OpenAPI document so that nothing changes on the wire. */

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Members = { [name: string]: Json };

/** A whole document in other words. */
export type Rewriting = (document: Members) => Members;

const isMembers = (value: Json | undefined): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every object of a document, parts first. */
function everywhere(change: (object: Members, key: string) => Json): Rewriting {
  const at = (value: Json, key: string): Json => {
    if (Array.isArray(value)) return value.map((item) => at(item, ''));
    if (!isMembers(value)) return value;
    return change(Object.fromEntries(Object.entries(value).map(([name, member]) => [name, at(member, name)])), key);
  };
  return (document) => at(document, '') as Members;
}

function pointed(document: Members, reference: string): Json {
  let value: Json = document;
  for (const segment of reference.slice(2).split('/')) value = (value as Members)[segment] as Json;
  return structuredClone(value);
}

const schemas = '#/components/schemas/';
const schemasOf = (document: Members): Members => (document['components'] as Members)['schemas'] as Members;

/** What is referred to, written out: schemas so many levels deep, other parts once. */
function inlined(levels: number, of: (reference: string) => boolean): Rewriting {
  return (document) => {
    const at = (value: Json, left: number, inside: readonly string[]): Json => {
      if (Array.isArray(value)) return value.map((item) => at(item, left, inside));
      if (!isMembers(value)) return value;
      const reference = value['$ref'];
      if (typeof reference === 'string' && left > 0 && of(reference) && !inside.includes(reference))
        return at(pointed(document, reference), left - 1, [...inside, reference]);
      const written = Object.entries(value).map(([name, member]) => [
        name,
        name === 'mapping' ? member : at(member, left, inside),
      ]);
      return Object.fromEntries(written) as Members;
    };
    return { ...document, paths: at(document['paths'] as Json, levels, []) };
  };
}

/** OpenAPI 3.1 of 3.0. */
const newer: Rewriting = (document) => {
  const rewritten = everywhere((object) => {
    const schema = { ...object };
    if (schema['exclusiveMinimum'] === true) {
      schema['exclusiveMinimum'] = schema['minimum'] as Json;
      delete schema['minimum'];
    }
    if (schema['format'] === 'byte') {
      delete schema['format'];
      schema['contentEncoding'] = 'base64';
    }
    if (schema['format'] === 'binary') return { contentMediaType: 'application/octet-stream' };
    const only = schema['enum'];
    if (Array.isArray(only) && only.length === 1 && schema['type'] !== undefined) {
      schema['const'] = only[0] as Json;
      delete schema['enum'];
    }
    if (schema['nullable'] !== true) return schema;
    delete schema['nullable'];
    const { type } = schema;
    if (type === undefined) return { anyOf: [schema, { type: 'null' }] };
    return { ...schema, type: [type, 'null'] };
  })(document);
  return { ...rewritten, openapi: '3.1.0' };
};

const reversed: Rewriting = everywhere((object) => {
  const sets = ['required', 'enum', 'anyOf', 'oneOf', 'tags', 'allOf'];
  const turned = Object.entries(object).map(([name, member]) => [
    name,
    sets.includes(name) && Array.isArray(member) ? member.toReversed() : member,
  ]);
  return Object.fromEntries(turned.toReversed()) as Members;
});

const extracted: Rewriting = (document) => {
  const own = structuredClone(document);
  const named = schemasOf(own);
  const paths = everywhere((object, key) => {
    if (key !== 'schema' || object['$ref'] !== undefined) return object;
    const name = `Extracted${Object.keys(named).length}`;
    named[name] = object;
    return { $ref: schemas + name };
  })(own['paths'] as Members);
  return { ...own, paths };
};

const renamed: Rewriting = (document) => {
  const text = JSON.stringify(document).replace(/"#\/components\/schemas\/(\w+)"/g, `"${schemas}The$1"`);
  const own = JSON.parse(text) as Members;
  const named = Object.entries(schemasOf(own)).map(([name, schema]) => [`The${name}`, schema]);
  (own['components'] as Members)['schemas'] = Object.fromEntries(named) as Members;
  return own;
};

/** Objects in two halves. */
const halved: Rewriting = (document) => {
  const own = structuredClone(document);
  for (const [name, schema] of Object.entries(schemasOf(own)) as [string, Members][]) {
    const members = Object.entries((schema['properties'] ?? {}) as Members);
    const words = Object.keys(schema);
    if (members.length < 2 || words.some((word) => !['type', 'properties', 'required'].includes(word))) continue;
    const half = Math.floor(members.length / 2);
    const part = (some: typeof members): Members => ({ type: 'object', properties: Object.fromEntries(some) });
    const more = { ...part(members.slice(half)), required: schema['required'] ?? [] };
    schemasOf(own)[name] = { allOf: [part(members.slice(0, half)), more] };
  }
  return own;
};

const wrapped: Rewriting = everywhere((object) => {
  const members = object['properties'];
  if (!isMembers(members)) return object;
  const properties = Object.entries(members).map(([name, member]) => [
    name,
    isMembers(member) && '$ref' in member ? { allOf: [member] } : member,
  ]);
  return { ...object, properties: Object.fromEntries(properties) as Members };
});

const anyOf: Rewriting = everywhere(({ oneOf, ...object }) =>
  oneOf === undefined ? object : { ...object, anyOf: oneOf },
);

/** The operations of a document, each with the path it is under. */
function eachOperation(document: Members, change: (operation: Members, item: Members) => void): Members {
  const own = structuredClone(document);
  for (const item of Object.values(own['paths'] as Members) as Members[])
    for (const [method, operation] of Object.entries(item))
      if (method !== 'parameters') change(operation as Members, item);
  return own;
}

const parametersOfOperations: Rewriting = (document) => {
  const own = eachOperation(document, (operation, item) => {
    operation['parameters'] = [
      ...((operation['parameters'] ?? []) as Json[]),
      ...((item['parameters'] ?? []) as Json[]),
    ];
  });
  for (const item of Object.values(own['paths'] as Members) as Members[]) delete item['parameters'];
  return own;
};

const securityOfOperations: Rewriting = (document) => {
  const own = eachOperation(document, (operation) => {
    operation['security'] ??= document['security'] as Json;
  });
  delete own['security'];
  return own;
};

const otherNamesInPaths: Rewriting = (document) => {
  const text = JSON.stringify(document).replaceAll('{id}', '{charge}');
  const own = JSON.parse(text) as Members;
  return everywhere((object) =>
    object['in'] === 'path' && object['name'] === 'id' ? { ...object, name: 'charge' } : object,
  )(own);
};

const versionInPaths: Rewriting = (document) => {
  const own = structuredClone(document);
  const [server] = own['servers'] as Members[];
  const [, base, path] = /^(.*)(\/v\d)$/.exec((server as Members)['url'] as string) ?? [];
  if (base === undefined || path === undefined) return own;
  (server as Members)['url'] = base;
  const paths = Object.entries(own['paths'] as Members).map(([name, item]) => [path + name, item]);
  return { ...own, paths: Object.fromEntries(paths) as Members };
};

/** All of them, by name. */
export const rewritings: Readonly<Record<string, Rewriting>> = {
  'as it is': (document) => structuredClone(document),
  'in OpenAPI 3.1': newer,
  'schemas written out once': inlined(1, (reference) => reference.startsWith(schemas)),
  'schemas written out three levels deep': inlined(3, (reference) => reference.startsWith(schemas)),
  'other parts written out': inlined(1, (reference) => !reference.startsWith(schemas)),
  'schemas extracted': extracted,
  'schemas renamed': renamed,
  'everything in another order': reversed,
  'anyOf for oneOf': anyOf,
  'references in allOf': wrapped,
  'objects in two halves': halved,
  'parameters moved to operations': parametersOfOperations,
  'security moved to operations': securityOfOperations,
  'path parameters renamed': otherNamesInPaths,
  'version moved from the server to the paths': versionInPaths,
};
