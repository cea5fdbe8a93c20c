/** `@gati-framework/core`: what applications are written with, and what runs them. */

// Writing an application.
export { asBrand } from './api/brands.js';
export { tracked } from './api/tracked.js';
export type { JsonPatch, JsonPatchOperation } from './api/json-patch.js';
export type {
  Base64String,
  Brand,
  CUID,
  Cuid,
  DateString,
  Email,
  EmailString,
  Enum,
  ExclusiveMax,
  ExclusiveMin,
  FloatNumber,
  HexString,
  HttpStatus,
  Integer,
  IntegerNumber,
  JSONString,
  JWTString,
  Lowercase,
  Max,
  MaxItems,
  MaxLen,
  Min,
  MinItems,
  MinLen,
  MultipleOf,
  NameString,
  Negative,
  NegativeNumber,
  Nullable,
  ObjectId,
  Optional,
  PasswordString,
  Pattern,
  Percentage,
  PhoneString,
  PortNumber,
  Positive,
  PositiveNumber,
  PriceInCents,
  QuantityNumber,
  SlugString,
  StrongPassword,
  TimeString,
  Timestamp,
  TimestampString,
  Trim,
  URLString,
  UUID,
  Unbranded,
  UniqueItems,
  UnixTimestamp,
  Uppercase,
  Url,
  UsernameString,
  Uuid,
} from './api/brands.js';
export { defineConfig } from './api/config.js';
export type {
  ByteSize,
  CorsConfig,
  GatiConfig,
  HealthConfig,
  LimitsConfig,
  LoggingConfig,
  MessagesConfig,
  MessageTable,
  OpenApiConfig,
  OpenApiInfo,
  OpenApiServer,
  ServerConfig,
  ShutdownConfig,
  TimeoutsConfig,
  TlsConfig,
  RecordConfig,
  TimescapeConfig,
  VersionedRequest,
} from './api/config.js';
export type { ObservabilityConfig, RequestSpan, SpanExport, SpansConfig } from './api/observability.js';
export type {
  CatchHook,
  ConfigRegistry,
  GlobalContext,
  GlobalLifecycle,
  GlobalState,
  HealthReport,
  Hook,
  InstanceInfo,
  LocalContext,
  LocalContextState,
  LocalLifecycle,
  LocalState,
  LogFunction,
  Logger,
  ModuleRegistry,
  TraceContext,
} from './api/contexts.js';
export type {
  ErrorMiddleware,
  GlobalHooks,
  Handler,
  HandlerFunction,
  HandlerResult,
  HandlerShape,
  Middleware,
  Returned,
} from './api/handler.js';
export { defineModule, type Module, type ModuleFactory, type ModulesConfig } from './api/module.js';
export type { RawHeaders, RawQuery, Request, RequestShape } from './api/request.js';
export type { Answered, CookieOptions, Response, Status, StreamBody } from './api/response.js';

// Validators of types, which are compiled when the program is built.
export { validate, type StandardSchemaV1, type Validator } from './validate.js';
export { ValidationError } from './validators/validation-error.js';

// Errors.
export { catalogue, type CatalogueEntry, type GatiCode } from './errors/catalogue.js';
export { GatiError, type GatiErrorOptions, type LocatedIssue } from './errors/gati-error.js';
export { HandlerError, HttpError, type HttpErrorOptions } from './errors/http-error.js';
export {
  BadGateway,
  BadRequest,
  Conflict,
  Forbidden,
  GatewayTimeout,
  Gone,
  InternalServerError,
  MethodNotAllowed,
  NotFound,
  NotImplemented,
  PayloadTooLarge,
  PaymentRequired,
  PreconditionFailed,
  ServiceUnavailable,
  TooManyRequests,
  Unauthorized,
  UnprocessableContent,
  UnsupportedMediaType,
} from './errors/http-errors.js';

// Running an application.
export { createApp, type AppOptions, type GatiApp } from './app.js';
export { startApp, stopOnSignals, type StartOptions } from './start-app.js';
export { loadEnvFiles } from './config/env-files.js';
export type { InjectOptions, InjectRequest, InjectResponse } from './api/inject.js';
export type { AppDefinition, FastifySchemas, LoadedModule, Mode } from './definition.js';
export { readManifest, readRouteTable } from './manifest/read.js';
export type { CompiledContract, CompiledContracts, Issue, RawFields, Result } from './manifest/compiled.js';
export type { Diagnostic, Manifest, ManifestHandler, RouteEntry, RouteTable } from './manifest/manifest.js';
