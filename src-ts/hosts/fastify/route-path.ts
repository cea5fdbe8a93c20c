/**
 * Between the route table's patterns and Fastify's router.
 *
 * The corpus in `__test__/conformance/router/` is held against this file and against the Rust router, so both
 * answer every request alike. Three things have to be done for that here: Fastify's router is configured
 * ({@link fastifyRouterOptions}), a named catch-all is spelled as Fastify spells it ({@link toFastifyPath}), and
 * values are read back under their names ({@link readParams}).
 */

/** What Fastify's router has to be told: `Fastify({ routerOptions: { ...fastifyRouterOptions } })`. */
export interface FastifyRouterOptions {
  /** `/users/` is `/users`. */
  readonly ignoreTrailingSlash: true;
  /** `//` is an empty segment. */
  readonly ignoreDuplicateSlashes: false;
  readonly caseSensitive: true;
  /** A parameter may be as long as the request line, which Node.js limits already; the default is 100 characters. */
  readonly maxParamLength: number;
  /** `;` is a character like any other. */
  readonly useSemicolonDelimiter: false;
}

/** The one configuration under which Fastify's router and the route table agree. */
export const fastifyRouterOptions: FastifyRouterOptions = {
  ignoreTrailingSlash: true,
  ignoreDuplicateSlashes: false,
  caseSensitive: true,
  maxParamLength: Number.MAX_SAFE_INTEGER,
  useSemicolonDelimiter: false,
};

/** The name under which Fastify stores what a catch-all matched. */
const FASTIFY_CATCH_ALL = '*';

/** Spells a canonical pattern for Fastify: `/files/*rest` becomes `/files/*`; anything else stays as it is. */
export function toFastifyPath(path: string): string {
  return path.replace(/\/\*[^/]*$/, '/*');
}

/**
 * Reads the values under the names of the pattern.
 *
 * Returns `undefined` if one of them is empty. Fastify's router fills a parameter with an empty segment
 * (`/users//posts`) and a catch-all with nothing; the route table never does, so the request is then not the route's:
 * answer it like one that no route of its method matches.
 */
export function readParams(
  raw: Readonly<Record<string, string | undefined>>,
  catchAll?: string,
): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const key of Object.keys(raw)) {
    const value = raw[key];
    if (value === undefined || value === '') return undefined;
    params[key === FASTIFY_CATCH_ALL && catchAll !== undefined ? catchAll : key] = value;
  }
  return params;
}
