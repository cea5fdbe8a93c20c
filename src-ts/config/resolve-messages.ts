/** What issues say to clients. */

import type { MessagesConfig } from '../api/config.js';
import type { Settings } from './problems.js';

/** A function, or a table for each language. */
export function resolveMessages(settings: Settings): MessagesConfig | undefined {
  const value = settings.raw('messages');
  if (value === undefined || typeof value === 'function') return value as MessagesConfig | undefined;
  const isTable = typeof value === 'object' && value !== null && Object.values(value).every(isTexts);
  if (isTable && Object.keys(value).every((language) => /^(?:\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)$/i.test(language))) {
    return value as MessagesConfig;
  }
  settings.wrong('messages', 'a function, or texts by language and code such as { de: { "key.missing": "fehlt" } }');
  return undefined;
}

function isTexts(table: unknown): boolean {
  if (typeof table !== 'object' || table === null) return false;
  return Object.values(table).every((text) => typeof text === 'string' || typeof text === 'function');
}
