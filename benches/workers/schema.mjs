/** One round of one contender and schema: the time, or with `prove` what it answers wrongly. */
import { contenders, schemas } from '../contenders/schema/schemas.mjs';
import { disturbLayout, nanosecondsPerCall } from '../harness/measure.mjs';

const { contender, name, seed, prove, quick } = JSON.parse(process.argv[2]);
if (!prove) disturbLayout(seed);
const { schema, value, bad } = schemas[name];
const call = await contenders[contender](schema);
const inputs = Array.from({ length: 64 }, (_, i) => JSON.parse(JSON.stringify(value(i))));

if (prove) {
  const refused = inputs.filter((input) => call(input) !== true).map((input) => `refuses ${JSON.stringify(input)}`);
  const accepted = bad.filter((input) => call(input) !== false).map((input) => `accepts ${JSON.stringify(input)}`);
  console.log(JSON.stringify({ wrong: [...refused, ...accepted] }));
} else {
  console.log(JSON.stringify(nanosecondsPerCall(call, inputs, quick ? { warmMs: 60, samples: 6, sampleMs: 4 } : {})));
}
