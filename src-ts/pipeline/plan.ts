/** What is known about a route before its first request, so that requests find it ready. */

import type { CatchHook, Hook } from '../api/contexts.js';
import type { ErrorMiddleware, HandlerFunction, Middleware } from '../api/handler.js';
import type { Request } from '../api/request.js';
import type { GlobalContext, LocalContext } from '../api/contexts.js';
import type { Response } from '../api/response.js';
import type { AppDefinition, PositionValidators } from '../definition.js';
import { GatiError } from '../errors/gati-error.js';
import type { CompiledContract, CompiledElements } from '../manifest/compiled.js';
import type { ManifestHandler } from '../manifest/manifest.js';
import type { BodyPolicy } from './body.js';
import { bodyShapeOf, policyOf, type BodyShape } from './body-shape.js';
import { lazyReader, type BodyReader, type OpenBodyReader } from './body-readers.js';
import type { Exchange } from './exchange.js';
import { askedValidators, type AskedValidators } from './validators.js';
import type { PlanVersion } from './version.js';

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
  /** By what misfits of params, query and headers are found without JavaScript. */
  readonly explains: CompiledContract['explains'];
  /** Schema values that have the last word. */
  readonly validators: AskedValidators | undefined;
  /** Whether any position is validated. */
  readonly checked: boolean;
  readonly bodyPolicy: BodyPolicy;
  /** Whether the client's contract has a body whose bytes are taken as they come. */
  readonly takesStream: boolean;
  /** Whether the handler gets its body as a stream. */
  readonly givesStream: boolean;
  /** Reads a JSON body without `JSON.parse`, where that can be done. */
  readonly bodyReader: () => BodyReader | undefined;
  /** The status of an answer that names none. */
  readonly defaultStatus: number;
  readonly serializeDefault: ((value: unknown) => string) | undefined;
  readonly serializers: Readonly<Record<number, ((value: unknown) => string) | undefined>>;
  /** By status: how the elements of a stream are written; nothing where the contract has no stream. */
  readonly elements: Readonly<Record<number, CompiledElements>> | undefined;
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
  /** How the route is served to clients of an older release; nothing where they get what the handler answers. */
  readonly version: PlanVersion | undefined;
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
  const { id, method, path } = handler;
  const body = bodyShapeOf(handler.contract, definition.manifest.types, definition.config.unknownKeys);
  return planOf(
    definition,
    {
      id,
      method,
      path,
      run: run as Run,
      contract: definition.contracts[id] ?? { responses: {} },
      body,
      givesStream: body.streamed === true,
      defaultStatus: statusWithoutName(handler),
      validators: definition.validators?.[id],
      version: undefined,
    },
    settings,
  );
}

/** What differs between the routes of a definition. */
export interface PlanParts extends Pick<RoutePlan, 'id' | 'method' | 'path' | 'run' | 'defaultStatus' | 'version'> {
  readonly contract: CompiledContract;
  readonly body: BodyShape;
  readonly validators: PositionValidators | undefined;
  /** Whether the handler gets its body as a stream. */
  readonly givesStream: boolean;
}

/** One plan. */
export function planOf(definition: AppDefinition, parts: PlanParts, settings: PlanSettings): RoutePlan {
  const { contract, defaultStatus } = parts;
  const { config } = definition;
  const serializers: Record<number, ((value: unknown) => string) | undefined> = {};
  for (const [status, write] of Object.entries(contract.responses)) serializers[Number(status)] = write;
  const middlewares = config.use ?? [];
  const before = config.hooks?.before ?? [];
  const after = config.hooks?.after ?? [];
  const bodyPolicy = policyOf(parts.body, contract.body !== undefined, settings.depth);
  const takesStream = parts.body.streamed === true;
  // Bytes that are taken as they come fit.
  const body = takesStream ? undefined : contract.body;
  const reader = takesStream ? undefined : contract.reader;
  return {
    id: parts.id,
    method: parts.method,
    path: parts.path,
    run: parts.run,
    params: contract.params,
    query: contract.query,
    headers: contract.headers,
    body,
    explains: contract.explains,
    validators: askedValidators(parts.validators),
    checked: (contract.params ?? contract.query ?? contract.headers ?? body) !== undefined,
    bodyPolicy,
    takesStream,
    givesStream: parts.givesStream,
    bodyReader: reader === undefined ? () => undefined : lazyReader(settings.readers, reader, bodyPolicy.depth),
    defaultStatus,
    serializeDefault: serializers[defaultStatus],
    serializers,
    elements: contract.elements,
    staged: middlewares.length + before.length + after.length > 0,
    middlewares,
    errorMiddlewares: config.useError ?? [],
    before,
    after,
    catch: config.hooks?.catch ?? [],
    showFaults: definition.mode !== 'production',
    expire: settings.expire,
    version: parts.version,
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
