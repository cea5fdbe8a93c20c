/** The headers of answers: which release they are from, and what becomes of it (RFC 9745, 8594, 8288 and 5829). */

import type { TimescapeSettings } from '../config/resolve-timescape.js';
import type { ReleaseMark } from '../pipeline/version.js';
import type { TimescapeDefinition } from './definition.js';
import { Mark } from './mark.js';
import { deprecationOf } from './registry/state.js';
import type { Asked } from './registry/usage.js';
import { routeKeyOf } from './route-key.js';
import type { Timeline } from './timeline.js';
import { httpDate, secondsOf } from './timestamps.js';

/** What the marks of one timeline say. */
export class Announcements {
  readonly #timeline: Timeline;
  readonly #settings: TimescapeSettings;
  readonly #definition: TimescapeDefinition;
  readonly #header: string;
  readonly #vary: string;
  /** By route: the positions whose release broke its clients, ascending. */
  readonly #breaks = new Map<string, number[]>();
  /** For answers that are from no release. */
  readonly refusalMark: ReleaseMark;

  constructor(definition: TimescapeDefinition, timeline: Timeline, settings: TimescapeSettings) {
    this.#timeline = timeline;
    this.#settings = settings;
    this.#definition = definition;
    this.#header = (settings.headers[0] ?? 'X-API-Version').toLowerCase();
    this.#vary = settings.headers.join(', ');
    for (const [position, { changes }] of definition.releases.entries()) {
      for (const { route, bump } of changes) {
        if (bump !== 'major') continue;
        const key = routeKeyOf(route);
        const known = this.#breaks.get(key) ?? [];
        if (known.at(-1) !== position) this.#breaks.set(key, [...known, position]);
      }
    }
    this.refusalMark = new Mark(undefined, {}, this.#vary, this.#history());
  }

  /** What an answer of a route says that is from the release at a position. */
  markOf(route: { readonly key: string }, position: number, asked: Asked): ReleaseMark {
    const id = this.#definition.releases[position]?.id;
    const fields: Record<string, string> = { [this.#header]: id ?? 'head' };
    const release = id === undefined ? undefined : this.#timeline.release(id);
    const links: string[] = [];
    const { position: newest } = this.#timeline.latest();
    const isBroken = position >= 0 && this.#breaks.get(route.key)?.some((at) => at > position && at <= newest) === true;
    const latest = this.#definition.releases[newest]?.id;
    if (isBroken && latest !== undefined) {
      fields[`${this.#header}-latest`] = latest;
      links.push(...this.#link(this.#pageOf(latest), 'latest-version'));
    }
    if (release?.state.withdrawal !== undefined) fields[`${this.#header}-status`] = 'yanked';
    const deprecation = release === undefined ? undefined : deprecationOf(release.state, route.key);
    if (release !== undefined && deprecation !== undefined) {
      fields['deprecation'] = `@${secondsOf(deprecation.at)}`;
      if (deprecation.sunset !== undefined) fields['sunset'] = httpDate(secondsOf(deprecation.sunset));
      links.push(...this.#link(deprecation.guide, 'deprecation', '; type="text/html"'));
      links.push(...this.#link(this.#settings.policy, 'sunset'));
    }
    if (release !== undefined && (deprecation ?? release.state.withdrawal) !== undefined) {
      const successor = this.#timeline.successorOf(release, deprecation?.successor);
      if (successor !== null) links.push(...this.#link(this.#pageOf(successor), 'successor-version'));
    }
    const isTold = links.length > 0 || asked === 'none' || asked === 'principal';
    if (isTold) links.push(...[this.#history()].filter((link) => link !== ''));
    // Where callers are pinned, those who send no version get different answers, by something that is no version.
    const isPersonal = this.#settings.missing === 'pin-principal' && (asked === 'principal' || asked === 'none');
    return new Mark(id ?? 'head', fields, isPersonal ? '*' : this.#vary, links.join(', '));
  }

  #history(): string {
    return this.#link(this.#settings.path, 'version-history').join('');
  }

  /** The page of a release, where there is one. */
  #pageOf(id: string): string | undefined {
    return this.#settings.path === undefined ? undefined : `${this.#settings.path}/${id}`;
  }

  #link(target: string | undefined, relation: string, more: string = ''): string[] {
    if (target === undefined) return [];
    // What is percent-encoded already stays as it is; `>` would end the target.
    return [`<${encodeURI(target).replaceAll('%25', '%')}>; rel="${relation}"${more}`];
  }
}
