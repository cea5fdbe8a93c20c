/** The application's logger. */

import type { Logger } from '../api/contexts.js';
import type { LoggingSettings } from '../config/resolve-logging.js';
import { pino } from './bundled-pino.js';

/** Fields whose values never reach the log, at the top of a line and one level down. */
const secret = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'passwd',
  'secret',
  'token',
  'accessToken',
  'refreshToken',
  'apiKey',
  'api_key',
  'x-api-key',
  'creditCard',
];

/** Makes a pino logger that writes JSON lines to standard output. */
export function createLogger(settings: LoggingSettings): Logger {
  const quoted = secret.flatMap((name) => [`["${name}"]`, `*["${name}"]`]);
  return pino({
    level: settings.level,
    redact: {
      paths: [
        ...quoted,
        'headers["authorization"]',
        'req.headers["authorization"]',
        'req.headers["cookie"]',
        ...settings.redact,
      ],
      censor: '[redacted]',
    },
  });
}
