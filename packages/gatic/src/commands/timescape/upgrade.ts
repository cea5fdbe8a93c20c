/** `gatic timescape upgrade`. */

import { upgrade } from '../../api/timescape/upgrade.js';
import { exit } from '../../exit-codes.js';
import { usageFailure } from '../../failure.js';
import { switchFlag, textFlag, type Invocation } from '../../invocation.js';
import { upgradeText } from '../../output/timescape/upgrade.js';
import { daysOf, withReleases } from './given.js';

/** Prints what changes for somebody who moves on. */
export async function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const from = textFlag(invocation, 'from');
  if (from === undefined) throw usageFailure('upgrade needs --from, the release one comes from');
  const routes = textFlag(invocation, 'routes')
    ?.split(',')
    .map((route) => route.trim())
    .filter((route) => route !== '');
  const [principal, agent] = [textFlag(invocation, 'principal'), textFlag(invocation, 'agent')];
  if (routes !== undefined && (principal !== undefined || agent !== undefined))
    throw usageFailure('--routes names the calls, and --principal and --agent look them up', 'give one of them');
  const malformed = routes?.find((route) => !/^[A-Z]+ \//.test(route));
  if (malformed !== undefined)
    throw usageFailure(`${JSON.stringify(malformed)} is no route`, 'write a method and a path: "GET /users/:id"');
  return withReleases(invocation, async (timescape) => {
    const to = textFlag(invocation, 'to') ?? 'current';
    const found = await upgrade(timescape, { from, to, routes, principal, agent, days: daysOf(invocation) });
    if (switchFlag(invocation, 'json')) output.line(JSON.stringify(found, null, 2));
    else output.line(upgradeText(found, output.style));
    for (const route of found.unknown)
      output.error(`${output.style.yellow('warning')}: ${found.from.semver} has no ${route}`);
    return exit.ok;
  });
}
