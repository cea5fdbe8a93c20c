/** What the addon needs to answer a request whose body does not fit as the pipeline would. */

import { GatiError } from '../../errors/gati-error.js';
import { problemOf, problemType } from '../../errors/problem.js';
import type { Exchange } from '../../pipeline/exchange.js';
import { issueCount } from '../../pipeline/misfit.js';
import type { KnownMisfits } from './lessons.js';

/** Characters that stand for what is put in later; no catalogue has them. */
const countMark = '\ue000';
const idMark = '\ue001';

/**
 * The answer to requests like this one whose body does not fit; nothing where somebody has to see them: the author's error
 * hooks, texts in other languages, a release of its own, or a check of another part of the request, whose issues belong in the
 * same answer. Whether anybody wants to hear of refusals at all is asked before.
 */
export function knownMisfits({ plan, runtime }: Exchange, idPrefix: string): KnownMisfits | undefined {
  const isSeen = plan.catch.length > 0 || plan.errorMiddlewares.length > 0 || runtime.messages !== undefined;
  const others = plan.version ?? plan.params ?? plan.query ?? plan.headers;
  if (isSeen || others !== undefined || plan.body === undefined) return undefined;
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
  };
}
