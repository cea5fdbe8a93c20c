/** Requests to routes that have releases: which release, which route of that release, and on into the pipeline. */

import { Exchange } from '../pipeline/exchange.js';
import { fail } from '../pipeline/fail.js';
import type { RoutePlan } from '../pipeline/plan.js';
import { begin } from '../pipeline/run.js';
import type { Choice } from '../timescape/edition.js';
import type { Variant } from '../timescape/shelf.js';
import { countAgent } from '../timescape/usage-counts.js';
import type { Caller } from './caller.js';
import type { HostRuntime } from './runtime.js';
import type { FoundRoute, OwnRoutes, RouteSlot, VersionedSlot } from './slots.js';

/** Takes a request into the pipeline, as its release has it. */
export function serveVersioned(
  slot: RouteSlot,
  { versions, own }: VersionedSlot,
  runtime: HostRuntime,
  request: Caller,
  reply: unknown,
  params: Readonly<Record<string, string>>,
): void {
  const { edition } = versions;
  const go = (choice: Choice): void => {
    if (choice.variant !== undefined) enterWith(choice, choice.variant, params);
    else {
      const { chosen, found } = elsewhere(choice, own, slot.route.method, request.raw.url ?? '/');
      if (chosen.variant === undefined) enter(chosen, slot.plan, runtime, request, reply, found?.params ?? params);
      else enterWith(chosen, chosen.variant, found?.params ?? params);
    }
  };
  const enterWith = (choice: Choice, variant: Variant, given: Readonly<Record<string, string>>): void => {
    const plan = variant.take();
    if (!(plan instanceof Promise)) enter(choice, plan, runtime, request, reply, given);
    else plan.then((loaded) => enter(choice, loaded, runtime, request, reply, given)).catch(failed);
  };
  const failed = (error: unknown): void =>
    fail(new Exchange(runtime, slot.plan, request.raw, params, {}, undefined, request, reply), error);
  try {
    const known = request.choice?.route === versions ? request.choice : undefined;
    const choice = known ?? edition.choose(versions, request.raw, request.query, () => request.ip);
    if (choice instanceof Promise) choice.then(go).catch(failed);
    else {
      if (known === undefined) remember(choice, request);
      go(choice);
    }
  } catch (error) {
    // What says who calls is a function of the application.
    failed(error);
  }
}

/** Has the host remember what it would find again for every request like this one. */
function remember(choice: Choice, request: Caller): void {
  // Where the release does not have the route, it is the path that decides.
  if (request.remember === undefined || choice.variant === undefined) return;
  const { edition } = choice.route;
  const asked = edition.requested(request.raw.headers, request.query);
  if (edition.isLasting(asked)) request.remember(choice, asked);
}

/** Where a request goes whose release does not have the route that was found. */
function elsewhere(
  { route, resolved }: Choice,
  own: OwnRoutes,
  method: string,
  url: string,
): { readonly chosen: Choice; readonly found?: FoundRoute } {
  const { edition } = route;
  if (resolved === undefined) return { chosen: edition.refused(route, { refused: 'required' }) };
  const found = own.find(resolved.position, method, url);
  const versions = found?.slot.versioned?.versions;
  if (found !== undefined && versions !== undefined) return { chosen: edition.choice(versions, resolved), found };
  const later = resolved.asked === 'none' ? edition.later(route) : undefined;
  return { chosen: later ?? edition.absent(route, resolved) };
}

function enter(
  choice: Choice,
  plan: RoutePlan,
  runtime: HostRuntime,
  request: Caller,
  reply: unknown,
  params: Readonly<Record<string, string>>,
): void {
  const { edition } = choice.route;
  // The query is asked for when somebody reads it, unless it may have something that is not for handlers.
  const query = edition.places.queryParameter === undefined ? undefined : edition.withoutVersion(request.query);
  const exchange = new Exchange(runtime, plan, request.raw, params, query, undefined, request, reply);
  exchange.release = choice.mark;
  if (choice.resolved !== undefined) {
    choice.count += 1;
    if (choice.agents !== undefined) countAgent(choice.agents, exchange.header('user-agent'));
    const { body } = request;
    if (body !== undefined) runtime.takeBody(exchange, body);
  }
  begin(exchange);
}

/** Answers a request that fails before it is served: it is told so as its release has it. */
export function failVersioned(
  slot: RouteSlot,
  runtime: HostRuntime,
  request: Caller,
  reply: unknown,
  error: unknown,
): void {
  const choice = choiceOf(slot, request);
  const failWith = (plan: RoutePlan, cause: unknown): void => {
    const { raw, params, query } = request;
    const exchange = new Exchange(runtime, plan, raw, params, query, undefined, request, reply);
    exchange.release = choice?.mark ?? null;
    fail(exchange, cause);
  };
  const plan = choice?.variant?.take() ?? slot.plan;
  if (!(plan instanceof Promise)) failWith(plan, error);
  else
    plan.then(
      (loaded) => failWith(loaded, error),
      (cause: unknown) => failWith(slot.plan, cause),
    );
}

/** What a request will go through, as far as that is known before its body is read. */
export function expectedPlan(slot: RouteSlot, request: Caller): RoutePlan | Promise<RoutePlan> {
  return choiceOf(slot, request)?.variant?.take() ?? slot.plan;
}

/** How a request goes on, where that is known at once. */
function choiceOf({ versioned }: RouteSlot, request: Caller): Choice | undefined {
  if (versioned === undefined) return undefined;
  const { versions } = versioned;
  try {
    const choice = versions.edition.choose(versions, request.raw, request.query, () => request.ip);
    return choice instanceof Promise ? undefined : choice;
  } catch {
    // It will be said when the request is served.
    return undefined;
  }
}
