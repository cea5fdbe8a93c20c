/** What is logged. */

import type { Settings } from './problems.js';

/** Levels of the log. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** Resolved. */
export interface LoggingSettings {
  readonly level: LogLevel;
  readonly redact: readonly string[];
}

const levels: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** `LOG_LEVEL` wins over the configuration; `false` is silence. */
export function resolveLogging(settings: Settings, env: NodeJS.ProcessEnv): LoggingSettings {
  const value = settings.raw('logging');
  const usual: LoggingSettings = { level: 'info', redact: [] };
  let resolved: LoggingSettings = usual;
  if (value === false) resolved = { ...usual, level: 'silent' };
  else if (value !== true && value !== undefined) {
    const inner = settings.group('logging', ['level', 'requests', 'redact']);
    // Read with everything else that is recorded of requests.
    inner.flag('requests', false);
    resolved = {
      level: inner.word('level', levels, 'info'),
      redact: inner.texts('redact', []),
    };
  }
  const wanted = env['LOG_LEVEL'];
  if (wanted === undefined || wanted === '') return resolved;
  const level = levels.find((one) => one === wanted);
  if (level !== undefined) return { ...resolved, level };
  settings.problems.push(
    `LOG_LEVEL in the environment has to be one of ${levels.join(', ')}, not ${JSON.stringify(wanted)}`,
  );
  return resolved;
}
