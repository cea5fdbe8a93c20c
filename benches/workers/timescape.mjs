/** One round of one way to resolve: every kind of text, each proved before it is timed. */
import { deepStrictEqual } from 'node:assert/strict';

import { malformed, releasesOf, resolvers, timesOf } from '../contenders/timescape.mjs';
import { disturbLayout, nanosecondsPerCall } from '../harness/measure.mjs';

const { way, releases: count, seed, quick } = JSON.parse(process.argv[2]);
disturbLayout(seed);
const options = quick ? { warmMs: 40, samples: 6, sampleMs: 4 } : { warmMs: 100, samples: 12 };
const releases = releasesOf(count);
const { texts, positions } = timesOf(count);
const resolve = await resolvers[way](releases);
for (const [index, text] of texts.slice(0, 500).entries()) deepStrictEqual(resolve(text), positions[index], text);
for (const text of malformed) if (way === 'gati') deepStrictEqual(resolve(text), -1, text);

const measured = {};
const one = texts[1];
measured.repeated = nanosecondsPerCall(resolve, [one], options);
// As a server reads it from a socket: the same letters, and another string each time.
const buffer = Buffer.from(one);
measured['repeated, a string of its own'] = nanosecondsPerCall(() => resolve(buffer.latin1Slice()), [0], options);
measured['the string alone'] = nanosecondsPerCall(() => buffer.latin1Slice(), [0], options);
let next = 0;
measured.new = nanosecondsPerCall(() => resolve(texts[(next = (next + 1) & (texts.length - 1))]), [0], options);
measured.malformed = nanosecondsPerCall(resolve, malformed, options);
if (way === 'gati') {
  // As many different texts as nobody remembers, of the forms that people write.
  const forms = [
    (major, minor) => `^${major}.${minor}`,
    (major, minor) => `~${major}.${minor}`,
    (major, minor) => `>=${major} <${major + 1 + minor}`,
    (major, minor) => `${major}.${minor}.x`,
    (major, minor) => `${major} || ${major + minor}`,
  ];
  const ranges = Array.from({ length: 1 << 12 }, (_none, index) => {
    const text = forms[index % forms.length](1 + (index % 7), index % 10);
    // From bytes, as a server reads it.
    return Buffer.from(text + ' '.repeat(1 + (index >> 7))).latin1Slice();
  });
  measured['new, a range'] = nanosecondsPerCall(
    () => resolve(ranges[(next = (next + 1) & (ranges.length - 1))]),
    [0],
    options,
  );
}
console.log(JSON.stringify(measured));
