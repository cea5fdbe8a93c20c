/** What the addon needs to answer a request that does not fit its contract as the pipeline would. */

import { GatiError } from '../../errors/gati-error.js';
import { problemOf, problemType } from '../../errors/problem.js';
import type { HeadPosition } from '../../manifest/compiled.js';
import type { Runtime } from '../../pipeline/exchange.js';
import { issueCount } from '../../pipeline/misfit.js';
import type { RoutePlan } from '../../pipeline/plan.js';
import type { KnownMisfits, KnownRefusals } from './lessons.js';

/** Characters that stand for what is put in later; no catalogue has them. */
const countMark = '\ue000';
const idMark = '\ue001';

/** In the order in which the pipeline lists their issues. */
const positions: readonly HeadPosition[] = ['params', 'query', 'headers'];

/**
 * The answer to requests of a route that do not fit; nothing where somebody has to see them: the author's error hooks, texts
 * in other languages, a release of its own, or a check of a part that is known here alone, whose issues belong in the same
 * answer. Whether anybody wants to hear of refusals at all is asked before. With `watches`, params, query and headers are
 * looked at even where the body fits.
 */
export function knownMisfits(
  plan: RoutePlan,
  runtime: Runtime,
  idPrefix: string,
  watches: boolean,
): KnownMisfits | undefined {
  const isSeen = plan.catch.length > 0 || plan.errorMiddlewares.length > 0 || runtime.messages !== undefined;
  if (isSeen || plan.version !== undefined || !plan.checked) return undefined;
  if (plan.body !== undefined && plan.bodyReader()?.program?.explains !== true) return undefined;
  const parts: [HeadPosition, string][] = [];
  for (const position of positions) {
    if (plan[position] === undefined) continue;
    const table = plan.explains?.[position];
    if (table === undefined) return undefined;
    parts.push([position, table]);
  }
  const error = new GatiError('GATI_VALIDATION_FAILED', { values: { count: countMark }, issues: [] });
  const { status, headers, document } = problemOf(error, idMark, false);
  const pieces = JSON.stringify(document).split(new RegExp(`${countMark}|${idMark}|(?<="errors":)\\[\\]`));
  const isWhole = pieces.length === 4 && pieces[1]?.endsWith('"requestId":"') === true;
  if (!isWhole || headers !== undefined) return undefined;
  return {
    status,
    fields: [['content-type', problemType]],
    idPrefix,
    pieces,
    one: issueCount(1),
    many: issueCount(2).slice(1),
    parts,
    refusals: plan.body === undefined ? undefined : knownRefusals(plan.bodyPolicy.depth),
    asksBody: plan.body !== undefined,
    watches,
  };
}

/** What bodies are refused with that no contract is asked about, as `parseBody` refuses them; `limit` is how deep they may be. */
function knownRefusals(limit: number): KnownRefusals | undefined {
  const encoding = documentOf(new GatiError('GATI_BODY_ENCODING'));
  const syntax = documentOf(new GatiError('GATI_BODY_SYNTAX', { values: { reason: countMark } }));
  const depth = documentOf(new GatiError('GATI_BODY_TOO_DEEP', { values: { limit } }));
  const key = documentOf(new GatiError('GATI_BODY_FORBIDDEN_KEY', { values: { key: countMark } }));
  const all = [encoding, syntax, depth, key];
  const isWhole = all.every(({ status, pieces }) => status === encoding.status && pieces.length === 3);
  if (!isWhole) return undefined;
  return {
    status: encoding.status,
    encoding: encoding.pieces,
    syntax: syntax.pieces,
    depth: depth.pieces,
    key: key.pieces,
  };
}

function documentOf(error: GatiError): { readonly status: number; readonly pieces: readonly string[] } {
  const { status, document } = problemOf(error, idMark, false);
  const [before = '', after = '', ...others] = JSON.stringify(document).split(idMark);
  const pieces = before.split(countMark);
  return { status, pieces: [...pieces, ...(pieces.length === 1 ? [''] : []), after, ...others] };
}
