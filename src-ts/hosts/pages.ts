/** Documents beside the routes. */

import type { ResolvedConfig } from '../config/resolve.js';
import type { AppDefinition } from '../definition.js';
import { jsonType } from '../pipeline/answer.js';
import type { Run } from '../pipeline/plan.js';

/** A document and where it is. */
export interface Page {
  readonly path: string;
  readonly run: Run;
}

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

/** The document of what is served right now. */
export function openApiPage(path: string, described: Described): Page {
  return {
    path,
    run: (_req, res) => {
      described.text ??= described.definition.openapi?.() ?? '';
      return res.type(jsonType).header('cache-control', 'no-cache').send(described.text);
    },
  };
}
