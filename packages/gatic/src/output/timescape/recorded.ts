/** What was recorded, or would be. */

import type { TimescapeEvent } from '@gati-framework/core/tooling';

import type { Recorded } from '../../api/timescape/open.js';
import type { Output } from '../output.js';

/** Prints what a command did. Nothing to do is no failure: it was so already. */
export function printRecorded(
  output: Output,
  recorded: Recorded,
  { place, json, dryRun }: { readonly place: string; readonly json: boolean; readonly dryRun: boolean },
): void {
  const { events, entry } = recorded;
  if (json) {
    output.line(JSON.stringify({ recorded: entry !== undefined, revision: entry?.revision ?? null, events }, null, 2));
    return;
  }
  if (events.length === 0) {
    output.line('nothing to do: it is so already');
    return;
  }
  for (const event of events) output.line(`${dryRun ? 'would be recorded: ' : ''}${eventText(event)}`);
  if (entry !== undefined) output.line(output.style.dim(`recorded as revision ${entry.revision} in ${place}`));
}

/** An event as a sentence. */
export function eventText(event: TimescapeEvent): string {
  switch (event.kind) {
    case 'registered':
      return `${event.release} is waited for until ${event.expects === 1 ? '1 instance is' : `${event.expects} instances are`} ready`;
    case 'ready':
      return `${event.instance} is ready for ${event.release}`;
    case 'left':
      return `${event.instance} has left ${event.release}`;
    case 'activated':
      return `${event.release} is current from ${event.at} on`;
    case 'labelled':
      return event.release === null ? `${event.label} is no label any more` : `${event.label} is ${event.release}`;
    case 'deprecated': {
      const sunset = event.sunset === undefined ? '' : ` and may be retired from ${event.sunset} on`;
      const what = event.route === undefined ? event.release : `${event.route} of ${event.release}`;
      const spans = (event.brownouts ?? []).map(({ from, to }) => `; not served from ${from} to ${to}`);
      return `${what} is deprecated from ${event.at} on${sunset}${spans.join('')}`;
    }
    case 'retired':
      return `${event.release} is retired${event.forced === true ? ', forced' : ''}`;
    case 'yanked':
      return `${event.release} is yanked: ${event.reason}`;
    case 'rolledBack':
      return `${event.release} is withdrawn for ${event.to}${event.reason === undefined ? '' : `: ${event.reason}`}`;
    case 'restored':
      return `${event.route === undefined ? '' : `${event.route} of `}${event.release} is not ${event.from} any more`;
    case 'baseline':
      return `${event.release} is the baseline`;
  }
}
