/**
 * One round of one contender: nanoseconds a value, with `prove` everything it says, and for `start` the milliseconds
 * until 200 routes have their schemas and have had a first value each.
 */
import { answers, contenders, requests } from '../contenders/fastify/schemas.mjs';
import { disturbLayout, nanosecondsPerCall } from '../harness/measure.mjs';

const { contender, kind, name, seed, prove, quick } = JSON.parse(process.argv[2]);
if (!prove && kind !== 'start') disturbLayout(seed);
const compilers = await contenders[contender]();
const inputs = Array.from({ length: 64 }, (_, i) => i);
const bytes = Buffer.alloc(1 << 20);

if (kind === 'start') {
  const routes = inputs.concat(inputs, inputs).map((i) => structuredClone(start(i)));
  const started = performance.now();
  for (const { schema, value } of routes) {
    const [check, write] = [compilers.requests({ schema, httpPart: 'body' }), compilers.answers({ schema })];
    if (!check(value)) throw new Error('a good value was refused');
    write(value);
  }
  console.log(JSON.stringify({ min: performance.now() - started }));
} else {
  const { schema, value, bad = [], isRefused = false } = (kind === 'requests' ? requests : answers)[name];
  const compiled = compilers[kind]({ schema: structuredClone(schema), httpPart: 'body' });
  if (prove) {
    const said = [...inputs.map(value), ...bad].map((one) => {
      const given = structuredClone(one);
      return kind === 'answers' ? compiled(given) : [compiled(given), given, compiled.errors];
    });
    const wrong = said.filter(([fits], index) => kind === 'requests' && fits !== (index < 64 && !isRefused));
    console.log(JSON.stringify({ wrong: wrong.length, said: JSON.stringify(said) }));
  } else {
    // What is checked is changed, so it is made for each call, as for each request; texts are written to bytes.
    const call = kind === 'answers' ? (i) => bytes.utf8Write(compiled(made[i]), 0) : (i) => compiled(value(i));
    const made = inputs.map(value);
    console.log(JSON.stringify(nanosecondsPerCall(call, inputs, quick ? { warmMs: 60, samples: 6, sampleMs: 4 } : {})));
  }
}

/** A schema that no other route has, and a value that fits. */
function start(i) {
  const { schema, value } = requests['strict body'];
  const text = JSON.stringify(schema).replaceAll('"email"', `"email${Math.random().toString(36).slice(2)}"`);
  return { schema: JSON.parse(text), value: { ...value(i), email: undefined } };
}
