/** Clients of a release: what they send, what they got, and what they take. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { NamedTypesJson, NodeJson } from '../../../dist/tooling.js';
import { absent, seeded, valueOf } from '../../../src-ts/project/transform/values.js';
import { ajv } from '../../conformance/ajv.js';
import type { Sent } from './requests.js';

/** What a client looks at in an answer. */
export interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** Sends a request as a client of `version`, the `index`th of its session. */
export type Ask = (version: string, sent: Sent, index: number) => Promise<Got>;

/** Headers that clients rely on. */
const relied = ['content-type', 'content-length', 'location', 'x-source', 'x-api-version', 'vary'];

/** The headers of a request. */
export function headersOf(version: string, { headers = {}, json }: Sent, index: number): Record<string, string> {
  return {
    ...headers,
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    'x-api-version': version,
    // Problems have it in them.
    'x-request-id': `r${index}`,
  };
}

/** What is looked at of them. */
export function reliedOn(header: (name: string) => unknown): Got['headers'] {
  return Object.fromEntries(
    relied.map((name) => {
      const value = header(name);
      return [name, value === undefined || value === null ? undefined : String(value)];
    }),
  );
}

interface OpenApi {
  readonly components?: { readonly responses?: Readonly<Record<string, Response>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
}

interface Operation {
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, Response>>;
}

/** A client that takes what its release's document declares, and nothing else. */
export interface ClosedClient {
  /** Why an answer would end it; `undefined` where it takes the answer. */
  readonly refuses: (method: string, url: string, got: Got) => string | undefined;
  /** Whether a body is one the document allows. */
  readonly mayBeSent: (method: string, path: string, body: unknown) => boolean;
}

/** Makes a client of a document. */
export function closedClient(document: OpenApi): ClosedClient {
  const open = ajv('draft2020');
  open.addSchema(document, 'open');
  const closed = ajv('draft2020');
  closed.addSchema(sealed(document), 'closed');
  const made = new Map<string, (value: unknown) => boolean>();
  const judge = (way: 'open' | 'closed', pointer: readonly string[]): ((value: unknown) => boolean) => {
    const ref = `${way}#/${pointer.map((piece) => encodeURIComponent(piece.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
    let found = made.get(ref);
    if (found === undefined) made.set(ref, (found = (way === 'open' ? open : closed).compile({ $ref: ref })));
    return found;
  };
  return {
    refuses(method, url, { status, headers, body }) {
      const path = pathOf(document, url);
      const operation = path === undefined ? undefined : document.paths[path]?.[method.toLowerCase()];
      if (path === undefined || operation === undefined) return undefined;
      const type = headers['content-type']?.split(';', 1)[0] ?? '';
      const answer = operation.responses[String(status)];
      const shared = answer?.$ref?.split('/').at(-1);
      const declared = shared === undefined ? answer : document.components?.responses?.[shared];
      if (declared === undefined) return `${method} ${url}: ${status} is not declared`;
      if (body === '') return undefined;
      if (declared.content?.[type]?.schema === undefined)
        return `${method} ${url}: ${type} is not declared for ${status}`;
      // Problems may have members of their own (RFC 9457, section 3.2).
      const way = type === 'application/problem+json' ? 'open' : 'closed';
      const place =
        shared === undefined
          ? ['paths', path, method.toLowerCase(), 'responses', String(status)]
          : ['components', 'responses', shared];
      const validate = judge(way, [...place, 'content', type, 'schema']);
      if (validate(JSON.parse(body))) return undefined;
      return `${method} ${url} ${status}: ${JSON.stringify((validate as { errors?: unknown }).errors)} of ${body}`;
    },
    mayBeSent(method, path, body) {
      const operation = document.paths[path]?.[method.toLowerCase()];
      if (operation?.requestBody === undefined) return false;
      return judge('open', [
        'paths',
        path,
        method.toLowerCase(),
        'requestBody',
        'content',
        'application/json',
        'schema',
      ])(body);
    },
  };
}

/** The path of a document that a URL is of, the one with the fewest parameters first. */
function pathOf({ paths }: OpenApi, url: string): string | undefined {
  const given = url.split('?', 1)[0]!.split('/');
  return Object.keys(paths)
    .filter((path) => {
      const pieces = path.split('/');
      return (
        pieces.length === given.length &&
        pieces.every((piece, index) => piece.startsWith('{') || piece === given[index])
      );
    })
    .sort((one, other) => one.split('{').length - other.split('{').length)[0];
}

/** The same document, in which no object has members that it does not declare. */
function sealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sealed);
  if (typeof value !== 'object' || value === null) return value;
  const made = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, sealed(member)]));
  return 'properties' in made && made['type'] === 'object' && made['additionalProperties'] === undefined
    ? { ...made, additionalProperties: false }
    : made;
}

interface Contract {
  readonly method: string;
  readonly path: string;
  readonly contract: Readonly<Record<'query' | 'body', NodeJson | undefined>>;
  readonly types?: NamedTypesJson;
}

/** Requests that nobody has sent yet, made of the contracts of a release. Some of them do not fit. */
export function newRequests(root: string, release: number, each: number): readonly Sent[] {
  const folder = join(root, 'timescape');
  const file = readdirSync(join(folder, 'releases')).sort()[release - 1]!;
  const { handlers } = JSON.parse(readFileSync(join(folder, 'releases', file), 'utf8')) as {
    handlers: Record<string, { contract: string }>;
  };
  const random = seeded(release);
  return Object.values(handlers).flatMap(({ contract: name }) => {
    const {
      method,
      path,
      contract,
      types = {},
    } = JSON.parse(readFileSync(join(folder, 'contracts', `${name}.json`), 'utf8')) as Contract;
    return Array.from(
      { length: contract.query === undefined && contract.body === undefined ? 1 : each },
      (_, run): Sent => {
        const making = { random, types, depth: 2 + Math.floor(run / 3) };
        const query = contract.query === undefined ? {} : (valueOf(contract.query, making) as object);
        const json = contract.body === undefined ? undefined : valueOf(contract.body, making);
        const pairs = Object.entries(query).filter(([, value]) => value !== absent && value !== undefined);
        const search = new URLSearchParams(
          pairs.map(([key, value]): [string, string] => [key, String(value)]),
        ).toString();
        const url = path.replace(':id', path.startsWith('/users') ? 'u1' : 'o1').replace(':sku', 'mug');
        return {
          method,
          url: search === '' ? url : `${url}?${search}`,
          ...(json === undefined || json === absent ? {} : { json }),
        };
      },
    );
  });
}
