/** One round of one way from bytes to a value: the time, or with `prove` what it answers wrongly. */
import { deepStrictEqual } from 'node:assert/strict';

import { badTexts, goodTexts } from '../contenders/reader/texts.mjs';
import { ways } from '../contenders/reader/ways.mjs';
import { disturbLayout, nanosecondsPerCall } from '../harness/measure.mjs';

const { way, payload, size, spelling, question, seed, prove, quick } = JSON.parse(process.argv[2]);
if (!prove) disturbLayout(seed);
const { [question]: call } = await ways[way].make(payload);

if (prove) {
  console.log(JSON.stringify({ wrong: wrongAnswers() }));
} else {
  const inputs = goodTexts({ payload, size, spelling, count: size > 50_000 ? 8 : 64 });
  const bytes = inputs.reduce((sum, text) => sum + text.length, 0) / inputs.length;
  const measured = nanosecondsPerCall(call, inputs, quick ? { warmMs: 60, samples: 6, sampleMs: 4 } : { samples: 16 });
  console.log(JSON.stringify({ ...measured, bytes: Math.round(bytes) }));
}

function wrongAnswers() {
  const found = [];
  for (const text of goodTexts({ payload, size, spelling, count: 8 })) {
    const answer = call(text);
    try {
      deepStrictEqual(answer, question === 'fits' ? true : JSON.parse(text.toString()));
    } catch {
      found.push(`gives something else for ${text.toString().slice(0, 200)}`);
    }
  }
  for (const text of badTexts(payload)) {
    const answer = call(text);
    if (answer !== undefined && answer !== false) found.push(`accepts ${text.toString().slice(0, 200)}`);
  }
  return found;
}
