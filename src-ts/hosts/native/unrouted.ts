/** Requests that no route is for, answered by the addon in the words of the catalogue where nobody wants to hear of them. */

import type { AppDefinition } from '../../definition.js';
import { catalogue } from '../../errors/catalogue.js';
import { nextRequestId } from '../../pipeline/request-id.js';
import { hasProxies } from './client-address.js';
import type { HostRuntime } from '../runtime.js';

/** What the addon needs to write such an answer as the pipeline would. */
export interface UnroutedWords {
  readonly notFound: string;
  readonly notAllowed: string;
  readonly badPath: string;
  /** What the ids it gives to requests begin with. */
  readonly idPrefix: string;
}

/** Whether somebody here wants to hear of requests that are refused before any handler. */
export function areRefusalsSeen(definition: AppDefinition, runtime: HostRuntime): boolean {
  // The codes of their problems are known here.
  return runtime.observation?.isRecording === true || areUnroutedSeen(definition, runtime);
}

function areUnroutedSeen({ config }: AppDefinition, runtime: HostRuntime): boolean {
  const hooks = (config.hooks?.catch?.length ?? 0) + (config.useError?.length ?? 0);
  const isLogged = runtime.logger.isLevelEnabled?.('debug') !== false;
  return hooks > 0 || isLogged || runtime.cors !== undefined;
}

/**
 * The words, or nothing where the pipeline has to see these requests: for hooks of errors, cross-origin headers, a log of
 * requests or of refusals.
 */
export function unroutedWords(definition: AppDefinition, runtime: HostRuntime): UnroutedWords | undefined {
  // Whose word it is where a client is, only JavaScript knows.
  const isProxied = runtime.observation?.isRecording === true && hasProxies(definition.config.trustProxy);
  if (isProxied || areUnroutedSeen(definition, runtime)) return undefined;
  return {
    notFound: catalogue.GATI_ROUTE_NOT_FOUND.message,
    notAllowed: catalogue.GATI_METHOD_NOT_ALLOWED.message,
    badPath: catalogue.GATI_URL_INVALID.message,
    idPrefix: `${nextRequestId()}-`,
  };
}
