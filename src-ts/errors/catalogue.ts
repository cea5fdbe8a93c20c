/**
 * Every code this package gives, once. docs/errors.md is the same list with advice, and a test holds the two equal.
 * A code that reaches clients has a status; the others are met by whoever starts the application.
 */

/** What a code means. */
export interface CatalogueEntry {
  /** The status of the answer, for codes that become one. */
  readonly status?: number;
  /** One sentence; `{name}` is filled in where the error is made. */
  readonly message: string;
  /** What the problem document is called by other programs: the end of its `type`. */
  readonly type?: string;
  /** The `title` of the problem document, where it is not that of the status. */
  readonly title?: string;
  /** Whether clients are told in production, too, though the status is 500: the message says nothing of what is inside. */
  readonly told?: boolean;
}

const entries = {
  // Answers to clients.
  GATI_URL_INVALID: { status: 400, message: 'the path is not valid percent-encoded UTF-8' },
  GATI_QUERY_INVALID: { status: 400, message: 'the query is not valid percent-encoded UTF-8' },
  GATI_BODY_SYNTAX: { status: 400, message: 'the body is not valid JSON: {reason}' },
  GATI_BODY_ENCODING: { status: 400, message: 'the body is not valid UTF-8' },
  GATI_BODY_INCOMPLETE: { status: 400, message: 'the body ended early' },
  GATI_BODY_FORBIDDEN_KEY: { status: 400, message: 'the body has the key {key}, which no JSON document needs' },
  GATI_BODY_TOO_DEEP: { status: 400, message: 'the body is nested more than {limit} levels deep' },
  GATI_REQUEST_MALFORMED: { status: 400, message: 'the request is not valid HTTP' },
  GATI_VERSION_REQUIRED: {
    status: 400,
    type: 'version-required',
    title: 'Choose an API version',
    message: 'this route has {count}; send {header}',
  },
  GATI_VERSION_MALFORMED: {
    status: 400,
    type: 'version-malformed',
    title: 'Malformed API version',
    message: '{received} is no API version; send a time, a date, a version, a range or a label',
  },
  GATI_VERSION_AMBIGUOUS: {
    status: 400,
    type: 'version-ambiguous',
    title: 'Ambiguous API version',
    message: 'the request asks for {received}; send one API version',
  },
  GATI_VERSION_UNKNOWN: {
    status: 400,
    type: 'version-unknown',
    title: 'Unknown API version',
    message: 'there is no API version {received}{reason}',
  },
  GATI_VERSION_IN_FUTURE: {
    status: 400,
    type: 'version-in-future',
    title: 'API version in the future',
    message: '{received} has not come yet, and what it will mean is not known; it is {now}',
  },
  GATI_VERSION_TOO_OLD: {
    status: 400,
    type: 'version-too-old',
    title: 'API version too old',
    message: '{received} is before the first version, {first}',
  },
  GATI_ROUTE_NOT_IN_VERSION: {
    status: 404,
    type: 'route-not-in-version',
    title: 'Not in this API version',
    message: 'the API version {version} has no {route}',
  },
  GATI_ROUTE_GONE: {
    status: 410,
    message: 'the route was removed, and nobody serves it any more',
  },
  GATI_VERSION_RETIRED: {
    status: 410,
    type: 'version-retired',
    title: 'Retired API version',
    message: 'the API version {version} is served no more{successor}',
  },
  GATI_VERSION_BROWNOUT: {
    status: 410,
    type: 'version-brownout',
    title: 'Brown-out of a deprecated API version',
    message: 'the API version {version} is deprecated and not served until {until}{sunset}',
  },
  GATI_VERSION_ELSEWHERE: {
    status: 421,
    type: 'version-elsewhere',
    title: 'API version of another instance',
    message: 'this instance does not have the API version {version}; its newest is {newest}',
  },
  GATI_VERSION_PINS: {
    status: 503,
    type: 'version-pins',
    message: 'it cannot be looked up right now which API version the caller has; send {header}',
  },
  GATI_ROUTE_NOT_FOUND: { status: 404, message: 'no route for {method} {path}' },
  GATI_METHOD_NOT_ALLOWED: { status: 405, message: '{path} has no {method}; it has {allow}' },
  GATI_REQUEST_TIMEOUT: { status: 408, message: 'the request did not arrive in time' },
  GATI_BODY_TOO_LARGE: { status: 413, message: 'the body is larger than {limit} bytes' },
  GATI_URL_TOO_LONG: { status: 414, message: 'the URL is too long' },
  GATI_PARAM_TOO_LONG: { status: 414, message: 'a path parameter is longer than {limit} characters' },
  GATI_MEDIA_TYPE: { status: 415, message: 'the content type {received} is not accepted here; send {accepted}' },
  GATI_CONTENT_ENCODING: {
    status: 415,
    message: 'the content encoding {received} is not accepted; send the body without one',
  },
  GATI_EXPECTATION: { status: 417, message: 'the only expectation that is met is 100-continue' },
  GATI_UPGRADE_REQUIRED: {
    status: 426,
    message: 'this route speaks {protocol}; ask for it with the header Upgrade',
  },
  GATI_VALIDATION_FAILED: { status: 422, message: 'the request does not fit the contract: {count}' },
  GATI_RULE_IN_FORCE: {
    status: 422,
    type: 'rule-in-force',
    title: 'A newer rule is in force',
    message: 'requests like this are refused to clients of every release since {since}: {rule}',
  },
  GATI_TRANSFORM_UNFOLLOWED: {
    status: 422,
    message: 'the JSON Patch cannot be carried over from the release it was written for: {place}',
  },
  GATI_HEADERS_TOO_LARGE: { status: 431, message: 'the headers are too large' },
  GATI_INTERNAL: { status: 500, message: 'the server failed to answer' },
  GATI_RESPONSE_MISFIT: {
    status: 500,
    message: 'the answer of {handler} does not fit its contract for status {status}',
  },
  GATI_RESPONSE_UNSERIALIZABLE: { status: 500, message: 'the answer of {handler} cannot be written as JSON: {reason}' },
  GATI_TRANSFORM_FAILED: {
    status: 500,
    told: true,
    message: 'the transformer {transformer} failed; this is a fault of the server',
  },
  GATI_TRANSFORM_MISFIT: {
    status: 500,
    told: true,
    message:
      'the transformer {transformer} made a request that the handler does not take; this is a fault of the server',
  },
  GATI_TRANSFORM_LIMIT: {
    status: 500,
    told: true,
    message: 'the transformer {transformer} went over its limit of {limit}; this is a fault of the server',
  },
  GATI_TRANSFORM_UNAVAILABLE: {
    status: 500,
    message:
      'the transformer {transformer} cannot be loaded: {reason}. The folder timescape/ of the built application has to be as gatic build wrote it; the next request tries again',
  },
  GATI_TRANSFER_CODING: { status: 501, message: 'the only transfer coding that is read is chunked' },
  GATI_METHOD_UNKNOWN: { status: 501, message: 'no route can have this method' },
  GATI_OVERLOADED: { status: 503, message: 'there are too many requests under way' },
  GATI_HTTP_VERSION: { status: 505, message: 'the version of HTTP has to be 1.0 or 1.1' },
  GATI_TLS_MISSING: { status: 400, message: 'plain HTTP arrived where HTTPS is spoken' },
  GATI_HANDLER_TIMEOUT: { status: 503, message: 'the answer took longer than {limit} ms' },
  GATI_STOPPING: { status: 503, message: 'the server is stopping' },

  // Faults of handlers, in the log.
  GATI_ANSWERED_TWICE: { message: '{handler} answered with {second} after {first}; the first answer was sent' },
  GATI_ANSWERED_LATE: { message: '{handler} answered after the request was over; nothing was sent' },
  GATI_HOOK_TOO_LATE: {
    message: 'lctx.before was called when the handler had begun; call it in a middleware or a before-hook',
  },
  GATI_NEXT_TWICE: { message: 'a middleware called next() twice' },
  GATI_BODY_UNREAD: { message: 'the request was answered before its body had been read' },
  GATI_CLEANUP_FAILED: { message: 'a cleanup of {handler} failed' },
  GATI_ANSWER_FIELDS: {
    status: 500,
    message:
      'the headers of the answer of {handler} cannot be sent: under the native host a header has at most 65,535 bytes, and all of them together 131,072',
  },
  GATI_RAW_MISSING: {
    message:
      'there is no {name} under the native host, which has no HTTP of Node; use req and res themselves, or set server to "fastify"',
  },
  GATI_STATUS_INVALID: {
    message: '{status} is not an HTTP status a handler can answer with; use a whole number from 200 to 599',
  },

  // Starting and stopping.
  GATI_CONFIG_INVALID: { message: 'the configuration has {count}: {problems}' },
  GATI_DEFINITION_INVALID: { message: 'the application definition is not usable: {reason}' },
  GATI_MANIFEST_VERSION: {
    message:
      'this is a manifest of version {version}, and this release of @gati-framework/core reads version 1; build the application again',
  },
  GATI_HANDLER_MISSING: { message: 'the manifest has {handler}, and no function for it was loaded from {file}' },
  GATI_PORT_TAKEN: {
    message: 'port {port} on {host} is in use by another process; stop it, or set PORT to a free port',
  },
  GATI_LISTEN_FAILED: { message: 'cannot listen on {host}:{port}: {reason}' },
  GATI_TLS_INVALID: { message: 'there is no TLS with these settings: {reason}' },
  GATI_NOT_RUNNING: { message: 'the application is {state}; {action} is not possible' },
  GATI_INJECT_ADDRESS: {
    message:
      'the native host is asked over a socket of this machine, so that a request of a test cannot come from {address}',
  },
  GATI_FASTIFY_PLUGIN: {
    message:
      '{what} is a plugin of Fastify, which nothing here registers; register it in a Fastify application of yours, beside the plugin gati of @gati-framework/core/fastify. That needs the Fastify host: the native one has no place for plugins',
  },
  GATI_SERVER_EMBEDDED: {
    message:
      'gati is registered in a Fastify application, which speaks HTTP itself, and the configuration has server: "native"; leave server out, or serve the application by itself',
  },
  GATI_PROJECT_LOADER_MISSING: { message: 'handlers cannot be loaded from {dir}: {reason}' },
  GATI_PROJECT_BROKEN: { message: 'the handlers in {dir} have errors:\n{diagnostics}' },

  GATI_PACKAGE_MISSING: {
    message: 'the package {package} is not installed, and {places} imports it; install it: npm install {package}',
  },

  // Validators.
  GATI_VALIDATE_UNCOMPILED: {
    message:
      'validate<T>() was not compiled, and a type is not there any more when the program runs. One of three compiles it: the plug-in of your bundler, from @gati-framework/unplugin; `node --import @gati-framework/core/register`, where Node runs the TypeScript; or `gatic generate validators`, which writes a module to import instead of the call',
  },
  GATI_VALUE_MISFIT: { message: 'the value does not fit its type: {problems}' },
  GATI_VALIDATORS_BROKEN: { message: 'the validators of {file} cannot be compiled:\n{diagnostics}' },

  // The registry of releases.
  GATI_TIMESCAPE_CONFLICT: {
    message: 'the registry is at revision {found} and not at {expected}: somebody else was faster; read it again',
  },
  GATI_TIMESCAPE_EVENT_INVALID: { message: 'the event {event} cannot be recorded: {reason}' },
  GATI_TIMESCAPE_REGISTRY_BROKEN: { message: '{place} is no registry that can be read: {reason}' },
  GATI_TIMESCAPE_REGISTRY_LOCKED: {
    message: '{file} is held by process {pid} on {host} since {since}; if no such process is there, delete the file',
  },
  GATI_TIMESCAPE_REGISTRY_UNREACHABLE: { message: 'the registry {place} cannot be reached: {reason}' },
  GATI_TIMESCAPE_REFUSED: { message: '{reason}' },
  GATI_TIMESCAPE_RELEASE_UNKNOWN: { message: 'there is no release {asked}{hint}' },

  // Releases of a project.
  GATI_RELEASES_DAMAGED: { message: '{file} cannot be read: {reason}' },
  GATI_RELEASE_CHANGE_EDITED: {
    message:
      '{file} is not what the release {release} was made with. Take it from git again: what is released stays as it is',
  },
  GATI_CHANGE_FILE_BROKEN: { message: '{file} cannot be loaded: {reason}' },
  GATI_RELEASE_REFUSED: { message: '{reason}' },

  // The addon.
  GATI_NATIVE_MISSING: {
    message: 'the addon {package}@{version} is needed here: {reason}. Install {package}@{version} and try again',
  },
  GATI_NATIVE_VERSION: {
    message:
      'the addon {package} is version {found}, and @gati-framework/core is version {expected}; install both in the same version',
  },

  // Modules.
  GATI_MODULE_INVALID: { message: 'the module {module} ({file}) is not usable: {reason}' },
  GATI_MODULE_DUPLICATE: { message: 'two modules are called {module}: {first} and {second}' },
  GATI_MODULE_CYCLE: { message: 'modules depend on each other in a circle: {path}' },
  GATI_MODULE_MISSING: { message: 'the module {wanted} does not exist; {module} ({file}) depends on it{hint}' },
  GATI_MODULE_INIT_FAILED: { message: 'the module {module} failed to start: {reason}' },
  GATI_MODULE_INIT_TIMEOUT: { message: 'the module {module} did not start within {limit} ms' },
  GATI_MODULE_SHUTDOWN_FAILED: { message: 'the module {module} failed to stop: {reason}' },
} as const;

/** A code of this package. */
export type GatiCode = keyof typeof entries;

/** The whole catalogue. */
export const catalogue: Readonly<Record<GatiCode, CatalogueEntry>> = entries;

/** The message of a code with its places filled in. */
export function messageOf(code: GatiCode, values: Readonly<Record<string, string | number>> = {}): string {
  return catalogue[code].message.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
