/** What is known about a route before its first request, so that requests find it ready. */

import type { CatchHook, Hook } from '../api/contexts.js';
import type { ErrorMiddleware, HandlerFunction, Middleware } from '../api/handler.js';
import type { Request } from '../api/request.js';
import type { GlobalContext, LocalContext } from '../api/contexts.js';
import type { Response } from '../api/response.js';
import type { AppDefinition } from '../definition.js';
import { GatiError } from '../errors/gati-error.js';
import type { CompiledContract } from '../manifest/compiled.js';
import type { NamedTypesJson, NodeJson } from '../manifest/gtype.js';
import type { ManifestHandler } from '../manifest/manifest.js';
import type { BodyPolicy } from './body.js';
import { lazyReader, type BodyReader, type OpenBodyReader } from './body-readers.js';
import type { Exchange } from './exchange.js';
import { askedValidators, type AskedValidators } from './validators.js';

/** A handler as the pipeline calls it. */
export type Run = (req: Request, res: Response, gctx: GlobalContext, lctx: LocalContext) => unknown;

/** Everything about one route. */
export interface RoutePlan {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly run: Run;
  readonly params: CompiledContract['params'];
  readonly query: CompiledContract['query'];
  readonly headers: CompiledContract['headers'];
  readonly body: CompiledContract['body'];
  /** Schema values that have the last word. */
  readonly validators: AskedValidators | undefined;
  /** Whether any position is validated. */
  readonly checked: boolean;
  readonly bodyPolicy: BodyPolicy;
  /** Reads a JSON body without `JSON.parse`, where that can be done. */
  readonly bodyReader: () => BodyReader | undefined;
  /** The status of an answer that names none. */
  readonly defaultStatus: number;
  readonly serializeDefault: ((value: unknown) => string) | undefined;
  readonly serializers: Readonly<Record<number, ((value: unknown) => string) | undefined>>;
  /** Whether anything runs around the handler. */
  readonly staged: boolean;
  readonly middlewares: readonly Middleware[];
  readonly errorMiddlewares: readonly ErrorMiddleware[];
  readonly before: readonly Hook[];
  readonly after: readonly Hook[];
  readonly catch: readonly CatchHook[];
  /** Whether the answer may say what was wrong inside. */
  readonly showFaults: boolean;
  /** Answers a request whose time is over. */
  readonly expire: (exchange: Exchange) => void;
}

/** What all routes of a definition have in common. */
export interface PlanSettings {
  readonly depth: number;
  readonly expire: (exchange: Exchange) => void;
  /** How bodies can be read without `JSON.parse`. */
  readonly readers: OpenBodyReader;
}

/** Plans every route of the definition, by handler id. */
export function planRoutes(definition: AppDefinition, settings: PlanSettings): Map<string, RoutePlan> {
  const byId = new Map(definition.manifest.handlers.map((handler) => [handler.id, handler]));
  const plans = new Map<string, RoutePlan>();
  for (const { id } of definition.routes.routes) {
    const handler = byId.get(id);
    if (handler === undefined) {
      throw new GatiError('GATI_DEFINITION_INVALID', {
        values: { reason: `the route ${id} has no handler in the manifest` },
      });
    }
    plans.set(id, planRoute(definition, handler, settings));
  }
  return plans;
}

function planRoute(definition: AppDefinition, handler: ManifestHandler, settings: PlanSettings): RoutePlan {
  const run: HandlerFunction | undefined = Object.hasOwn(definition.handlers, handler.id)
    ? definition.handlers[handler.id]
    : undefined;
  if (typeof run !== 'function') {
    throw new GatiError('GATI_HANDLER_MISSING', { values: { handler: handler.id, file: handler.source.file } });
  }
  const contract: CompiledContract = definition.contracts[handler.id] ?? { responses: {} };
  const { config } = definition;
  const serializers: Record<number, ((value: unknown) => string) | undefined> = {};
  for (const [status, write] of Object.entries(contract.responses)) serializers[Number(status)] = write;
  const defaultStatus = statusWithoutName(handler);
  const middlewares = config.use ?? [];
  const before = config.hooks?.before ?? [];
  const after = config.hooks?.after ?? [];
  const { body, types } = { body: handler.contract.body, types: definition.manifest.types };
  const depth =
    body !== undefined && config.unknownKeys !== 'open' && boundedDepth(body, types, new Set()) ? 0 : settings.depth;
  const { reader } = contract;
  return {
    id: handler.id,
    method: handler.method,
    path: handler.path,
    run: run as Run,
    params: contract.params,
    query: contract.query,
    headers: contract.headers,
    body: contract.body,
    validators: askedValidators(definition.validators?.[handler.id]),
    checked: (contract.params ?? contract.query ?? contract.headers ?? contract.body) !== undefined,
    bodyPolicy: {
      declared: contract.body !== undefined,
      text: body !== undefined && isOneOf(textKinds, body, types),
      bytes: body !== undefined && isOneOf(bytesKinds, body, types),
      depth,
    },
    bodyReader: reader === undefined ? () => undefined : lazyReader(settings.readers, reader, depth),
    defaultStatus,
    serializeDefault: serializers[defaultStatus],
    serializers,
    staged: middlewares.length + before.length + after.length > 0,
    middlewares,
    errorMiddlewares: config.useError ?? [],
    before,
    after,
    catch: config.hooks?.catch ?? [],
    showFaults: definition.mode !== 'production',
    expire: settings.expire,
  };
}

/** 200, or the only success a contract declares: `response: Status<201, User>` answers 201 by itself. */
function statusWithoutName(handler: ManifestHandler): number {
  const successes = handler.contract.responses
    .map(({ status }) => status)
    .filter((status) => status >= 200 && status < 300);
  if (successes.length === 0 || successes.includes(200)) return 200;
  return successes.find((status) => status !== 204) ?? 200;
}

const textKinds: ReadonlySet<NodeJson['kind']> = new Set(['string', 'template']);
const bytesKinds: ReadonlySet<NodeJson['kind']> = new Set(['bytes']);

/** Whether a node is of one of the kinds, however it is named and narrowed. */
function isOneOf(
  kinds: ReadonlySet<NodeJson['kind']>,
  node: NodeJson,
  types: NamedTypesJson,
  inside: ReadonlySet<string> = new Set(),
): boolean {
  if (node.kind === 'refined') return isOneOf(kinds, node.base, types, inside);
  if (node.kind !== 'ref') return kinds.has(node.kind);
  const named = Object.hasOwn(types, node.id) ? types[node.id] : undefined;
  if (named === undefined || inside.has(node.id)) return false;
  return isOneOf(kinds, named.type, types, new Set([...inside, node.id]));
}

/**
 * Whether a value that fits the node cannot be deep, whatever the client sends. Undeclared keys are dropped or
 * refused without being looked into, unless the object is open.
 */
function boundedDepth(node: NodeJson, types: NamedTypesJson, inside: ReadonlySet<string>): boolean {
  const deeper = (next: NodeJson): boolean => boundedDepth(next, types, inside);
  switch (node.kind) {
    case 'unknown':
    case 'any':
    case 'nonPrimitive':
    case 'unresolved':
      return false;
    case 'array':
    case 'set':
      return deeper(node.items);
    case 'tuple':
      return node.elements.every((element) => deeper(element.type));
    case 'object':
      return (
        node.unknownKeys !== 'open' &&
        node.properties.every((property) => deeper(property.type)) &&
        (node.index ?? []).every((index) => deeper(index.value))
      );
    case 'union':
      return node.members.every(deeper);
    case 'map':
      return deeper(node.key) && deeper(node.value);
    case 'refined':
      return deeper(node.base);
    case 'ref': {
      const named = Object.hasOwn(types, node.id) ? types[node.id] : undefined;
      if (named === undefined || inside.has(node.id)) return false;
      return boundedDepth(named.type, types, new Set([...inside, node.id]));
    }
    default:
      return true;
  }
}
