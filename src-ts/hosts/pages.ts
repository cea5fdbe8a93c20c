/** Documents beside the routes. */

import type { ResolvedConfig } from '../config/resolve.js';
import type { AppDefinition } from '../definition.js';
import type { DocumentPage, LivePage } from '../pipeline/document.js';
import type { Runtime } from '../pipeline/exchange.js';

/** Whether OpenAPI documents may be seen. */
export function describesApi({ openapi: { path, production } }: ResolvedConfig, { mode }: AppDefinition): boolean {
  return path !== undefined && (mode !== 'production' || production);
}

/** What is served beside the routes. */
export interface Described {
  /** The definition that is served, whose document is written when it is asked for. */
  definition: AppDefinition;
  /** The text of its OpenAPI document. */
  text: string | undefined;
}

/** The page of the metrics, where there are any. */
export function metricsPages({ observation }: Runtime): LivePage[] {
  const path = observation?.settings.metrics;
  return observation === undefined || path === undefined ? [] : [{ path, run: observation.page }];
}

/** The document of what is served right now. */
export function openApiPage(path: string, described: Described): DocumentPage {
  return {
    path,
    documentFor: () => {
      described.text ??= described.definition.openapi?.() ?? '';
      return { text: described.text, headers: { 'cache-control': 'no-cache' }, tag: undefined, second: undefined };
    },
  };
}
