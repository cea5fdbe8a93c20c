/** What the OpenAPI document of an application with releases says of versions: how one is asked for, and what answers say. */

import type { TimescapeSettings } from '../../config/resolve-timescape.js';
import type { OpenApiDocument } from '../openapi.js';

/** What a document is of. */
export interface DescribedVersions {
  readonly settings: Pick<TimescapeSettings, 'headers' | 'queryParameter' | 'missing'>;
  /** The id of the release; `undefined` for what is not released yet. */
  readonly release: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;

/** The document with a parameter for the version, headers of answers, and the problems of versions. */
export function withVersions(document: OpenApiDocument, described: DescribedVersions): OpenApiDocument {
  const { components = {}, paths } = document as OpenApiDocument & { readonly components?: Json };
  const { parameters = {}, headers = {}, responses = {}, schemas = {} } = components as Readonly<Record<string, Json>>;
  const name = described.settings.headers[0] ?? 'X-API-Version';
  const own = namedApart(schemas, parameters, responses);
  const marked = Object.fromEntries(
    Object.entries(responses).map(([key, response]) => [key, marking(response as Json, name)]),
  );
  const written = mapped(paths as Readonly<Record<string, Json>>, (item) =>
    mapped(item, (operation, method) =>
      methods.has(method) ? versioned(operation as Json, described, name, own) : operation,
    ),
  );
  // What nobody mentions is not there: the document may have no operation, or its own word for it.
  const answers = mentioned('responses', responsesOf(name, own), written);
  const known = { ...marked, ...answers };
  const parts: Readonly<Record<string, Json>> = {
    ...(components as Readonly<Record<string, Json>>),
    schemas: { ...schemas, ...mentioned('schemas', { [own.schema]: problemSchema }, known) },
    parameters: { ...parameters, ...mentioned('parameters', parametersOf(described, name, own), written) },
    headers: { ...headers, ...mentioned('headers', headersOf(name, described.release), [written, known]) },
    responses: known,
  };
  const filled = Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0);
  return { ...document, paths: written, ...(filled.length === 0 ? {} : { components: Object.fromEntries(filled) }) };
}

/** Those that are referred to. */
function mentioned(kind: string, parts: Json, where: unknown): Json {
  const text = JSON.stringify(where);
  return Object.fromEntries(
    Object.entries(parts).filter(([name]) => text.includes(JSON.stringify(`#/components/${kind}/${name}`))),
  );
}

const methods: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** Names that nothing of the application has. */
interface Own {
  readonly schema: string;
  readonly header: string;
  readonly query: string;
  readonly response: (status: string) => string;
}

function namedApart(...taken: readonly Json[]): Own {
  let mark = '';
  const names = (): string[] => [
    ...['VersionProblem', 'ApiVersion', 'ApiVersionQuery'].map((name) => name + mark),
    ...Object.keys(problems).map((status) => `VersionProblem${status}${mark}`),
  ];
  while (names().some((name) => taken.some((known) => Object.hasOwn(known, name)))) mark += '_';
  return {
    schema: `VersionProblem${mark}`,
    header: `ApiVersion${mark}`,
    query: `ApiVersionQuery${mark}`,
    response: (status) => `VersionProblem${status}${mark}`,
  };
}

function mapped<T>(
  of: Readonly<Record<string, T>>,
  change: (value: T, name: string) => unknown,
): Record<string, never> {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, change(value, name)])) as Record<
    string,
    never
  >;
}

function versioned(operation: Json, { settings }: DescribedVersions, name: string, own: Own): Json {
  const { parameters = [], responses = {} } = operation as {
    readonly parameters?: readonly Json[];
    readonly responses?: Readonly<Record<string, Json>>;
  };
  const has = (place: string, wanted: string): boolean =>
    parameters.some((one) => one['in'] === place && String(one['name']).toLowerCase() === wanted.toLowerCase());
  const asked = [
    ...(has('header', name) ? [] : [reference('parameters', own.header)]),
    ...(settings.queryParameter === undefined || has('query', settings.queryParameter)
      ? []
      : [reference('parameters', own.query)]),
  ];
  const marked = mapped(responses, (response) => ('$ref' in response ? response : marking(response, name)));
  const missing = Object.keys(problems).filter((status) => !Object.hasOwn(responses, status));
  return {
    ...operation,
    ...(parameters.length + asked.length === 0 ? {} : { parameters: [...parameters, ...asked] }),
    responses: {
      ...marked,
      ...Object.fromEntries(missing.map((status) => [status, reference('responses', own.response(status))])),
    },
  };
}

function reference(kind: string, name: string): Json {
  return { $ref: `#/components/${kind}/${name}` };
}

/** An answer that says of which release it is. */
function marking(response: Json, name: string): Json {
  const { headers = {} } = response as { readonly headers?: Json };
  const said = [name, 'Vary', 'Deprecation', 'Sunset', 'Link'].map((one) => [one, reference('headers', one)] as const);
  return { ...response, headers: { ...Object.fromEntries(said), ...headers } };
}

function parametersOf({ settings, release }: DescribedVersions, name: string, own: Own): Json {
  const { queryParameter, missing } = settings;
  const description =
    'The version of the API: a time, a day, a version such as `1.4.0`, a range such as `^1.2`, or a label.' +
    (missing === 'options' ? '' : ' Who names none gets the one that `/versions` says.');
  const schema = { type: 'string', maxLength: 64 };
  const example = release === undefined ? {} : { example: release };
  return {
    // With another place to say it, neither of the two is required.
    [own.header]: {
      name,
      in: 'header',
      ...(missing === 'options' && queryParameter === undefined ? { required: true } : {}),
      description,
      schema,
      ...example,
    },
    ...(queryParameter === undefined
      ? {}
      : { [own.query]: { name: queryParameter, in: 'query', description, schema, ...example } }),
  };
}

function headersOf(name: string, release: string | undefined): Json {
  const text = { type: 'string' };
  return {
    [name]: {
      description: 'The release the answer is from, or `head`.',
      schema: text,
      ...(release === undefined ? {} : { example: release }),
    },
    Vary: { description: `Has \`${name}\`: another version gets another answer.`, schema: text },
    Deprecation: {
      description: 'Since when the release or the route is deprecated (RFC 9745).',
      schema: { type: 'string', pattern: String.raw`^@-?\d+$` },
      example: '@1768032000',
    },
    Sunset: {
      description: 'When it may be served no more (RFC 8594).',
      schema: text,
      example: 'Wed, 01 Jul 2026 00:00:00 GMT',
    },
    Link: { description: 'What to move on to, and where to read about it (RFC 8288, 5829).', schema: text },
  };
}

const problems: Readonly<Record<string, string>> = {
  400: 'The version that is asked for is none, or none was named that has to be.',
  410: 'The version, or this route of it, is served no more.',
  421: 'This instance does not have the version yet. Send the request again, on another connection.',
};

function responsesOf(name: string, own: Own): Json {
  return Object.fromEntries(
    Object.entries(problems).map(([status, description]) => [
      own.response(status),
      marking(
        { description, content: { 'application/problem+json': { schema: reference('schemas', own.schema) } } },
        name,
      ),
    ]),
  );
}

const problemSchema: Json = {
  type: 'object',
  description: 'A problem (RFC 9457) with the versions there are to choose from.',
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    header: { type: 'string' },
    route: { type: 'string' },
    versions: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          id: { type: 'string' },
          semver: { type: 'string' },
          status: { type: 'string' },
          sunset: { type: 'string', format: 'date-time' },
          send: { type: 'string' },
        },
        required: ['id', 'status', 'send'],
      },
    },
    successor: { type: ['string', 'null'] },
  },
  required: ['type', 'title', 'status'],
};
