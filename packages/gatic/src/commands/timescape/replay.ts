/** `gatic timescape replay <file>`. */

import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';

import { readRecording } from '../../api/timescape/recordings.js';
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
  const ignored = (textFlag(invocation, 'ignore') ?? '').split(',').filter((place) => place !== '');
  return withReleases(invocation, async (timescape) => {
    const given = invocation.args[0] ?? '';
    const file = resolve(timescape.root, given);
    if (!existsSync(file)) throw projectFailure(`there is no file ${file}`);
    const versionHeaders = timescape.settings.headers.map((name) => name.toLowerCase());
    const exchanges = readRecording(file, versionHeaders).map((exchange) => ({
      ...exchange,
      place: relative(timescape.root, exchange.place),
    }));
    const replayed = await replay(timescape, exchanges, { against, unsafe: switchFlag(invocation, 'unsafe'), ignored });
    const isJson = switchFlag(invocation, 'json');
    output.line(isJson ? JSON.stringify(replayed, null, 2) : replayText(replayed, output.style));
    return replayed.differing === 0 ? exit.ok : exit.failed;
  });
}
