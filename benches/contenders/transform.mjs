/**
 * A user of ten members as 50 releases have it, and the ways from the newest answer to that of an old client. Each
 * release renames one member, and every third adds one.
 */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';

import { repository } from '../harness/ours.mjs';

export const backs = [1, 5, 50];
const names = ['id', 'name', 'email', 'age', 'city', 'zip', 'country', 'active', 'score', 'note'];
const types = { age: 'number', active: 'boolean', score: 'number' };

/** The members of a release, by the name each began with. */
function release(number) {
  const members = names.map((name, index) => {
    // Member `index` is renamed by every tenth release.
    const times = Math.floor((number + 9 - index) / 10);
    return { first: name, name: times === 0 ? name : `${name}${times}` };
  });
  for (let added = 3; added <= number; added += 3) members.push({ first: `added${added}`, name: `added${added}` });
  return members;
}

function contract(number, list) {
  const object = {
    kind: 'object',
    properties: release(number).map(({ first, name }) => ({ name, type: { kind: types[first] ?? 'string' } })),
  };
  const type = list ? { kind: 'array', items: object } : object;
  return {
    frozen: 1,
    method: 'GET',
    path: '/users',
    contract: { responses: [{ status: 200, type }] },
    unknownKeys: 'strip',
  };
}

/** The renames of the step to a release. */
function renames(number) {
  const before = release(number - 1);
  const after = new Map(release(number).map(({ first, name }) => [first, name]));
  return before.map(({ first, name }) => ({ from: name, to: after.get(first) })).filter(({ from, to }) => from !== to);
}

/** An answer of the newest release. */
export function answer(newest, seed) {
  const values = { number: seed * 7 + 0.5, boolean: seed % 2 === 0 };
  return Object.fromEntries(
    release(newest).map(({ first, name }) => [name, values[types[first]] ?? `${first} of user ${seed}`]),
  );
}

/** What an old client gets. */
export function expected(newest, back, seed) {
  const made = answer(newest, seed);
  const now = new Map(release(newest).map(({ first, name }) => [first, made[name]]));
  return Object.fromEntries(release(newest - back).map(({ first, name }) => [name, now.get(first)]));
}

/** The function that is printed for so many releases back. */
function fused(newest, back, list) {
  const folder = join(repository, 'src-ts/native');
  const file = readdirSync(folder).find((entry) => entry.endsWith('.node'));
  const addon = createRequire(import.meta.url)(join(folder, file));
  const at = list ? 'responses/200#/*' : 'responses/200#';
  const steps = [];
  for (let number = newest - back + 1; number <= newest; number += 1) {
    const decisions = { renames: renames(number).map((one) => ({ at, ...one })) };
    const contracts = [number - 1, number].map((one) => JSON.stringify(contract(one, list)));
    steps.push(JSON.parse(addon.planStep(...contracts, JSON.stringify(decisions))).step);
  }
  const chain = { from: contract(newest - back, list), steps, to: contract(newest, list) };
  const { code } = JSON.parse(addon.fuse(JSON.stringify(chain)));
  return compileFunction(`"use strict"; return (${code})();`)().down[200].value;
}

/** One spread for each release, newest first. */
function spreads(newest, back) {
  const steps = [];
  for (let number = newest; number > newest - back; number -= 1) {
    const pairs = renames(number);
    const added = number % 3 === 0 ? [`added${number}`] : [];
    const taken = [
      ...pairs.map(({ to }, index) => `${to}: taken${index}`),
      ...added.map((name) => `${name}: _`),
      '...rest',
    ];
    const given = ['...rest', ...pairs.map(({ from }, index) => `${from}: taken${index}`)];
    steps.push(compileFunction(`const { ${taken.join(', ')} } = value; return { ${given.join(', ')} };`, ['value']));
  }
  return (value) => steps.reduce((made, step) => step(made), value);
}

/** The ways, each as a function of an answer or a list of them. */
export const ways = {
  'gati, fused': (newest, back, list) => fused(newest, back, list),
  'a chain of spreads': (newest, back, list) => {
    const one = spreads(newest, back);
    return list ? (values) => values.map((value) => one(value)) : one;
  },
  'JSON.stringify alone': () => (value) => JSON.stringify(value),
};
