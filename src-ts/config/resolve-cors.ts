/** Which origins browsers may call from. */

import type { Settings } from './problems.js';

/** Resolved. */
export interface CorsSettings {
  /** `true` is any. */
  readonly origins: true | ReadonlySet<string>;
  readonly methods: string;
  /** Empty: what the browser asked for. */
  readonly allowedHeaders: string;
  readonly exposedHeaders: string;
  readonly credentials: boolean;
  readonly maxAge: number | undefined;
}

/** `true` is every origin, without credentials. */
export function resolveCors(settings: Settings): CorsSettings | undefined {
  const value = settings.raw('cors');
  if (value === undefined || value === false) return undefined;
  const inner =
    value === true
      ? settings.group('', [])
      : settings.group('cors', ['origin', 'methods', 'allowedHeaders', 'exposedHeaders', 'credentials', 'maxAge']);
  const origins = value === true ? true : resolveOrigins(inner);
  if (origins === undefined) return undefined;
  const credentials = inner.flag('credentials', false);
  if (credentials && origins === true) {
    settings.problems.push(
      'cors.credentials needs a list of origins in cors.origin; with every origin any site could act for your users',
    );
  }
  return {
    origins,
    methods: inner.texts('methods', ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).join(', '),
    allowedHeaders: inner.texts('allowedHeaders', []).join(', '),
    exposedHeaders: inner.texts('exposedHeaders', []).join(', '),
    credentials,
    maxAge: inner.raw('maxAge') === undefined ? undefined : inner.whole('maxAge', 0, 86_400, 0),
  };
}

function resolveOrigins(settings: Settings): CorsSettings['origins'] | undefined {
  const value = settings.raw('origin');
  if (value === true || value === '*') return true;
  if (value === false) return undefined;
  const list: unknown = typeof value === 'string' ? [value] : value;
  if (
    Array.isArray(list) &&
    list.every((one): one is string => typeof one === 'string' && /^[a-z][a-z0-9+.-]*:\/\/[^/]+$/i.test(one))
  ) {
    return new Set(list);
  }
  settings.wrong('origin', 'true, or origins such as "https://example.org"');
  return undefined;
}
