/** The application's logger. */

import type { Logger } from '../api/contexts.js';
import type { LoggingSettings } from '../config/resolve-logging.js';
import { frameOf, type LineFrame } from '../observe/line-frame.js';
import { pino } from './bundled-pino.js';
import { lineSink } from './line-sink.js';

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

function optionsOf(settings: LoggingSettings): pino.LoggerOptions {
  const quoted = secret.flatMap((name) => [`["${name}"]`, `*["${name}"]`]);
  return {
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
  };
}

/** Makes a pino logger that writes JSON lines to standard output. */
export function createLogger(settings: LoggingSettings): Logger {
  return pino(optionsOf(settings));
}

/** What such a logger puts around the fields of requests, where these may be written past it. */
export function requestFrame(settings: LoggingSettings, logger: Logger): LineFrame | undefined {
  const stream = (logger as { [pino.symbols.streamSym]?: pino.DestinationStream })[pino.symbols.streamSym];
  if (stream === undefined) return undefined;
  let line = '';
  const trial = pino({ ...optionsOf(settings), level: 'trace' }, { write: (text: string) => void (line = text) });
  return frameOf((level, fields, message) => {
    trial[level](fields, message);
    return line;
  }, lineSink(stream));
}
