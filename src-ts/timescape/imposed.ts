/** Rules of later releases that clients of an older contract are held to, looked at on the way up. */

import { GatiError, type LocatedIssue } from '../errors/gati-error.js';
import type { Issue } from '../manifest/compiled.js';
import type { Exchange } from '../pipeline/exchange.js';
import { misfit } from '../pipeline/misfit.js';
import type { ImposedRule, ImposedStage, RequestParts } from './definition.js';
import { httpDate, momentOf, secondsOf } from './timestamps.js';

/** What rules are looked at with. */
export interface Imposing {
  readonly exchange: Exchange;
  /** Runs a transformer within its limits. */
  readonly run: <T>(transform: () => T) => T;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Takes a request through the stages. Throws where a rule is broken that holds; where it will hold from a day on, the
 * answer says so.
 */
export function impose(stages: readonly ImposedStage[], given: RequestParts, imposing: Imposing): RequestParts {
  let parts = given;
  for (const [index, { up, rules }] of stages.entries()) {
    if (up !== undefined) {
      const before = parts;
      parts = imposing.run(() => up(before));
    }
    for (const rule of rules) {
      const result = rule.check(parts);
      if (!result.ok) refuse(rule, located(stages.slice(0, index + 1), result.issues), imposing);
    }
  }
  return parts;
}

/** Issues where the client sees them. A pointer of a rule begins with the position. */
function located(stages: readonly ImposedStage[], issues: readonly Issue[]): LocatedIssue[] {
  return issues.map((issue): LocatedIssue => {
    const place = stages.reduceRight((at, { pointer }) => pointer?.(at) ?? at, issue.pointer.slice(1));
    const slash = place.indexOf('/');
    const position = (slash === -1 ? place : place.slice(0, slash)) as LocatedIssue['in'];
    return { in: position, ...issue, pointer: slash === -1 ? '' : place.slice(slash) };
  });
}

function refuse(rule: ImposedRule, issues: readonly LocatedIssue[], { exchange, now }: Imposing): void {
  const { from, text, release, guide } = rule;
  if (from === undefined) throw misfit(exchange, issues);
  const since = momentOf(from / 1000);
  if (now() < from) {
    // The client is told as long as there is time: this very request will be refused.
    if (release !== undefined) exchange.res.header('deprecation', `@${secondsOf(release)}`);
    exchange.res.header('sunset', httpDate(from / 1000));
    return;
  }
  throw new GatiError('GATI_RULE_IN_FORCE', {
    values: { since, rule: text },
    issues,
    extensions: { rule: text, since, release: release ?? 'head', ...(guide === undefined ? {} : { guide }) },
  });
}
