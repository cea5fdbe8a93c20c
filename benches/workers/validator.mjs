/**
 * One round of one library, payload and mode: the time, or with `prove` what it answers wrongly. Both never happen in one
 * process: bad values of every kind would teach the compiler that objects come in many forms, and cost ten times the time.
 */
import { deepStrictEqual } from 'node:assert/strict';

import { libraries } from '../contenders/validator/libraries.mjs';
import {
  badValues,
  faultyValues,
  goodValues,
  payloads,
  valuesWithExtraKeys,
} from '../contenders/validator/payloads.mjs';
import { disturbLayout, nanosecondsPerCall } from '../harness/measure.mjs';

const { library, payload, mode, seed, prove, quick } = JSON.parse(process.argv[2]);
if (!prove) disturbLayout(seed);
const call = await libraries[library].make(payloads[payload].shape, mode, payload);

if (prove) {
  console.log(JSON.stringify({ wrong: wrongAnswers() }));
} else {
  const inputs = mode === 'error' ? faultyValues(payload) : goodValues(payload);
  console.log(JSON.stringify(nanosecondsPerCall(call, inputs, quick ? { warmMs: 60, samples: 6, sampleMs: 4 } : {})));
}

/** What this contender does not do as all the others have to; it is not timed then. */
function wrongAnswers() {
  if (mode === 'stringify') return wrongTexts();
  const accepts = (value) => {
    const answer = call(value);
    if (mode === 'error') return answer === undefined || answer === null || answer.length === 0;
    return mode === 'parse' ? answer !== undefined : answer === true;
  };
  const found = [];
  const say = (verb, values, expected) => {
    for (const value of values) if (accepts(value) !== expected) found.push(`${verb} ${show(value)}`);
  };
  say('refuses', goodValues(payload, 8), true);
  say('accepts', badValues(payload), false);
  say(mode === 'strict' ? 'accepts' : 'refuses', valuesWithExtraKeys(payload), mode !== 'strict');
  if (mode === 'parse') {
    const [good] = goodValues(payload, 1);
    for (const value of valuesWithExtraKeys(payload)) {
      try {
        deepStrictEqual(call(value), good);
      } catch {
        found.push(`keeps an unknown key of ${show(value)}`);
      }
    }
  }
  return found;
}

/** What is written otherwise than it should be: unknown keys may be in nobody's text who says that he leaves them out. */
function wrongTexts() {
  const found = [];
  const check = (value, expected) => {
    try {
      deepStrictEqual(JSON.parse(call(value).toString()), expected);
    } catch {
      found.push(`writes ${String(call(value)).slice(0, 200)} for ${show(value)}`);
    }
  };
  for (const value of goodValues(payload, 8)) check(value, value);
  if (libraries[library].writesAll) return found;
  const [good] = goodValues(payload, 1);
  for (const value of valuesWithExtraKeys(payload)) check(value, good);
  return found;
}

function show(value) {
  const text = JSON.stringify(value, (_key, inner) =>
    typeof inner === 'number' && !Number.isFinite(inner) ? String(inner) : inner,
  );
  return (text ?? 'undefined').slice(0, 300);
}
