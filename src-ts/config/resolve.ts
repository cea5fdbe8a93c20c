/** The configuration of an application: one resolver for each topic, and every problem in one error. */

import type { GatiConfig, MessagesConfig } from '../api/config.js';
import type { Mode } from '../definition.js';
import { GatiError } from '../errors/gati-error.js';
import { numberVariable } from '../workers/talk.js';
import { Settings } from './problems.js';
import { type CorsSettings, resolveCors } from './resolve-cors.js';
import { type LimitSettings, resolveLimits, resolveTimes, type TimeSettings } from './resolve-limits.js';
import { type LoggingSettings, resolveLogging } from './resolve-logging.js';
import { resolveMessages } from './resolve-messages.js';
import { type ObservabilitySettings, resolveObservability } from './resolve-observability.js';
import { type OpenApiSettings, resolveOpenApi } from './resolve-openapi.js';
import { type PathSettings, resolvePaths } from './resolve-paths.js';
import { resolveServer, type ServerSettings } from './resolve-server.js';
import { resolveTimescape, type TimescapeSettings } from './resolve-timescape.js';

/** Everything with its value. */
export interface ResolvedConfig extends PathSettings {
  readonly server: ServerSettings;
  readonly times: TimeSettings;
  readonly limits: LimitSettings;
  readonly logging: LoggingSettings;
  readonly observability: ObservabilitySettings;
  readonly cors: CorsSettings | undefined;
  readonly messages: MessagesConfig | undefined;
  readonly openapi: OpenApiSettings;
  readonly timescape: TimescapeSettings;
  readonly shutdown: { readonly grace: number; readonly drain: number };
  readonly handlers: string;
  readonly unknownKeys: 'strip' | 'strict' | 'open';
  readonly app: Readonly<Record<string, unknown>>;
  readonly instance: {
    readonly id: string | undefined;
    readonly region: string | undefined;
    readonly zone: string | undefined;
  };
}

/** Every key of {@link GatiConfig}. */
const keys: readonly (keyof GatiConfig)[] = [
  'port',
  'host',
  'server',
  'basePath',
  'handlers',
  'bodyLimit',
  'timeout',
  'timeouts',
  'limits',
  'logging',
  'observability',
  'cors',
  'messages',
  'unknownKeys',
  'fallback',
  'trustProxy',
  'health',
  'openapi',
  'timescape',
  'shutdown',
  'modules',
  'use',
  'useError',
  'hooks',
  'app',
  'instance',
];

/** Resolves a configuration. `env` is where `PORT`, `HOST` and `LOG_LEVEL` are read from. */
export function resolveConfig(config: GatiConfig, env: NodeJS.ProcessEnv, mode: Mode): ResolvedConfig {
  const problems: string[] = [];
  const settings = new Settings(config, '', keys, problems);
  const shutdown = settings.group('shutdown', ['grace', 'drain']);
  const instance = settings.group('instance', ['id', 'region', 'zone']);
  const hooks = settings.group('hooks', ['before', 'after', 'catch']);
  for (const key of ['before', 'after', 'catch']) hooks.functions(key);
  settings.functions('use');
  settings.functions('useError');
  checkModules(settings);
  settings.word('fallback', ['typescript'], undefined);
  const paths = resolvePaths(settings);
  const resolved: ResolvedConfig = {
    server: resolveServer(settings, env, mode),
    times: resolveTimes(settings),
    limits: resolveLimits(settings),
    logging: resolveLogging(settings, env),
    cors: resolveCors(settings),
    messages: resolveMessages(settings),
    ...paths,
    observability: resolveObservability(settings, env, paths.health),
    openapi: resolveOpenApi(settings),
    timescape: resolveTimescape(settings),
    shutdown: { grace: shutdown.whole('grace', 0, 600_000, 10_000), drain: shutdown.whole('drain', 0, 600_000, 250) },
    handlers: settings.text('handlers', 'src/handlers'),
    unknownKeys: settings.word('unknownKeys', ['strip', 'strict', 'open'], 'strip'),
    app: resolveApp(settings),
    instance: {
      id: ownName(instance.text('id', undefined), env),
      region: instance.text('region', undefined),
      zone: instance.text('zone', undefined),
    },
  };
  if (problems.length > 0) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    throw new GatiError('GATI_CONFIG_INVALID', { values: { count, problems: problems.join('; ') } });
  }
  return resolved;
}

/** Workers of one application are instances each, and a name is for one of them. */
function ownName(id: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  const number = env[numberVariable];
  return id === undefined || number === undefined ? id : `${id}-${number}`;
}

function checkModules(settings: Settings): void {
  const value = settings.raw('modules');
  if (value === undefined || typeof value === 'function' || (typeof value === 'object' && value !== null)) return;
  settings.wrong('modules', 'an object of modules or factories, a list of modules, or a function');
}

function resolveApp(settings: Settings): Readonly<Record<string, unknown>> {
  const value = settings.raw('app');
  if (value === undefined) return {};
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  settings.wrong('app', 'an object');
  return {};
}
