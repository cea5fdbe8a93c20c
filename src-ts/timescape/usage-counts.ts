/** Who used which release: the counters that stand beside the choices of an edition, as rows for the registry. */

import type { Edition, RouteVersions } from './edition.js';
import { momentOf } from './timestamps.js';
import type { UsageCount } from './registry/usage.js';

/** Programs that are told apart at one place; the others are counted without their names. */
const mostAgents = 200;

/** Counts the program that sent a request. */
export function countAgent(agents: Map<string, number>, agent: string | undefined): void {
  const name = agent !== undefined && (agents.size < mostAgents || agents.has(agent)) ? agent : '';
  agents.set(name, (agents.get(name) ?? 0) + 1);
}

/** Takes the counters out of an edition. `now` is in milliseconds. */
export function takenCounts(edition: Edition, now: number): UsageCount[] {
  const rows: UsageCount[] = [];
  const last = momentOf(Math.floor(now / 1000));
  for (const route of edition.routes.values()) rows.push(...ofRoute(edition, route, last));
  return rows;
}

function ofRoute(edition: Edition, route: RouteVersions, last: string): UsageCount[] {
  const rows: UsageCount[] = [];
  for (const choice of route.choices) {
    if (choice === undefined || choice.count === 0 || choice.resolved === undefined) continue;
    const { resolved, agents, count } = choice;
    choice.count = 0;
    const release = edition.definition.releases[resolved.position]?.id;
    // The working tree is no release, and nobody retires it.
    if (release === undefined) continue;
    const row = { release, asked: resolved.asked, route: shown(route), principal: '', day: last.slice(0, 10), last };
    const named = new Map<string, number>();
    for (const [agent, times] of agents ?? [['', count] as const]) {
      const program = (agent.split(/[\s(;]/, 1)[0] ?? '').slice(0, 100);
      named.set(program, (named.get(program) ?? 0) + times);
    }
    agents?.clear();
    for (const [agent, times] of named) rows.push({ ...row, agent, count: times });
  }
  return rows;
}

/** `GET /users/:id`: how people know the route. */
function shown({ key, head, versions }: RouteVersions): string {
  return head?.id ?? versions.entry?.id ?? key;
}
