/** `gatic timescape replay <file>`. */

import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';

import { recordingFolder } from '@gati-framework/core/tooling';

import { readRecordings } from '../../api/timescape/recordings.js';
import { replay } from '../../api/timescape/replay.js';
import { exit } from '../../exit-codes.js';
import { projectFailure, usageFailure } from '../../failure.js';
import { switchFlag, textFlag, type Invocation } from '../../invocation.js';
import { replayText } from '../../output/timescape/replay.js';
import { withReleases } from './given.js';

/** Sends recorded requests again and leaves with 1 where an answer differs. */
export async function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const against = textFlag(invocation, 'against');
  if (against !== undefined && !URL.canParse(against))
    throw usageFailure(`--against ${JSON.stringify(against)} is no URL`, '--against http://localhost:3000');
  const said = (textFlag(invocation, 'ignore') ?? '').split(',').filter((place) => place !== '');
  return withReleases(invocation, async (timescape) => {
    const { root, settings } = timescape;
    const given = invocation.args[0];
    const path = resolve(root, given ?? settings.record?.folder ?? recordingFolder);
    if (!existsSync(path)) {
      if (given !== undefined) throw projectFailure(`there is no file ${path}`);
      throw projectFailure(`nothing was recorded in ${path}`, 'timescape.record in gati.config.ts records traffic');
    }
    const versionHeaders = settings.headers.map((name) => name.toLowerCase());
    const { exchanges, torn } = readRecordings(path, versionHeaders);
    const placed = exchanges.map((exchange) => ({ ...exchange, place: relative(root, exchange.place) }));
    const ignored = [...said, ...(settings.record?.ignore ?? [])];
    const found = await replay(timescape, placed, { against, unsafe: switchFlag(invocation, 'unsafe'), ignored });
    const replayed = { ...found, torn };
    const isJson = switchFlag(invocation, 'json');
    output.line(isJson ? JSON.stringify(replayed, null, 2) : replayText(replayed, output.style));
    return replayed.differing === 0 ? exit.ok : exit.failed;
  });
}
