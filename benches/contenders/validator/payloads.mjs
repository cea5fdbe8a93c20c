/**
 * What is validated. Every contender builds its own schema from the same neutral shape, so that all of them describe
 * the same type by construction.
 */
import { seededRandom } from '../../harness/stats.mjs';

/**
 * @typedef {{ kind: 'string', minLength?: number, maxLength?: number, pattern?: string }
 *   | { kind: 'number', integer?: true, minimum?: number, maximum?: number }
 *   | { kind: 'boolean' }
 *   | { kind: 'enum', values: readonly string[] }
 *   | { kind: 'union', tag: string, members: Readonly<Record<string, Shape>> }
 *   | { kind: 'array', items: Shape, minItems?: number, maxItems?: number }
 *   | { kind: 'object', properties: Readonly<Record<string, Shape>> }} Shape
 */

const string = { kind: 'string' };
const number = { kind: 'number' };
const boolean = { kind: 'boolean' };
const object = (properties) => ({ kind: 'object', properties });
const array = (items, limits = {}) => ({ kind: 'array', items, ...limits });
const oneOf = (...values) => ({ kind: 'enum', values });

const item = object({
  id: number,
  name: string,
  price: number,
  active: boolean,
  kind: oneOf('book', 'food', 'tool'),
  tags: array(string),
  user: object({ name: string, email: string, age: number }),
});

/** Twenty objects that are told apart by `type`, of four makes. */
const events = {
  kind: 'union',
  tag: 'type',
  members: Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `event-${index}`,
      object(
        [
          { id: string, title: string, count: number },
          { id: string, label: string, flag: boolean },
          { id: string, x: number, y: number, name: string },
          { id: string, name: string, tags: array(string) },
        ][index % 4],
      ),
    ]),
  ),
};

const moltar = object({
  number,
  negNumber: number,
  maxNumber: number,
  string,
  longString: string,
  boolean,
  deeplyNested: object({ foo: string, num: number, bool: boolean }),
});

/** @type {Readonly<Record<string, { shape: Shape, make: (random: () => number, index: number) => unknown }>>} */
export const payloads = {
  small: {
    shape: object({ id: string, name: string, age: number, active: boolean, role: oneOf('admin', 'user', 'guest') }),
    make: (random, index) => ({
      id: `user-${index}`,
      name: word(random),
      age: whole(random, 90),
      active: random() < 0.5,
      role: pick(random, ['admin', 'user', 'guest']),
    }),
  },
  moltar: {
    shape: moltar,
    make: makeMoltar,
  },
  orders: {
    shape: moltar,
    make: (random, index) => inOrder(index % 24, makeMoltar(random)),
  },
  nested: {
    shape: object({
      id: number,
      a: object({ id: number, b: object({ id: number, c: object({ id: number, name: string, ok: boolean }) }) }),
    }),
    make: (random, index) => ({
      id: index,
      a: {
        id: whole(random, 99),
        b: { id: whole(random, 99), c: { id: random(), name: word(random), ok: random() < 0.5 } },
      },
    }),
  },
  items: {
    shape: object({ items: array(item) }),
    make: (random) => ({ items: Array.from({ length: 100 }, (_, index) => makeItem(random, index)) }),
  },
  union20: {
    shape: object({ events: array(events) }),
    make: (random, index) => ({
      events: Array.from({ length: 20 }, (_, at) => makeEvent(random, (at * 7 + index) % 20)),
    }),
  },
  constrained: {
    shape: object({
      name: { kind: 'string', minLength: 1, maxLength: 100 },
      age: { kind: 'number', integer: true, minimum: 0, maximum: 150 },
      score: { kind: 'number', minimum: 0, maximum: 1 },
      code: { kind: 'string', pattern: '^[A-Z]{3}-[0-9]{4}$' },
      tags: array({ kind: 'string', minLength: 1 }, { minItems: 1, maxItems: 10 }),
    }),
    make: (random) => ({
      name: word(random),
      age: whole(random, 150),
      score: random(),
      code: `ABC-${1000 + whole(random, 8999)}`,
      tags: Array.from({ length: 1 + whole(random, 4) }, () => word(random)),
    }),
  },
};

/** Programs, from the cheapest question to the dearest answer. */
export const modes = ['is', 'strict', 'parse', 'error', 'stringify'];

function makeMoltar(random) {
  return {
    number: whole(random, 1000),
    negNumber: -whole(random, 1000) - 0.5,
    maxNumber: Number.MAX_VALUE,
    string: word(random),
    longString: Array.from({ length: 30 }, () => word(random)).join(' '),
    boolean: random() < 0.5,
    deeplyNested: { foo: word(random), num: random(), bool: random() < 0.5 },
  };
}

function makeEvent(random, kind) {
  const event = { type: `event-${kind}`, id: word(random) };
  switch (kind % 4) {
    case 0:
      return { ...event, title: word(random), count: whole(random, 99) };
    case 1:
      return { ...event, label: word(random), flag: random() < 0.5 };
    case 2:
      return { ...event, x: random(), y: random(), name: word(random) };
    default:
      return { ...event, name: word(random), tags: [word(random), word(random)] };
  }
}

/** The members of a value in the `which`th of the orders that senders have, the inner object's likewise. */
function inOrder(which, value) {
  const random = seededRandom(which + 1);
  const keys = Object.keys(value);
  for (let index = keys.length - 1; index > 0; index -= 1) {
    const other = whole(random, index);
    [keys[index], keys[other]] = [keys[other], keys[index]];
  }
  return Object.fromEntries(
    keys.map((key) => [key, typeof value[key] === 'object' ? inOrder(which, value[key]) : value[key]]),
  );
}

function makeItem(random, index) {
  return {
    id: index,
    name: word(random),
    price: random() * 100,
    active: random() < 0.5,
    kind: pick(random, ['book', 'food', 'tool']),
    tags: Array.from({ length: 3 }, () => word(random)),
    user: { name: word(random), email: `${word(random)}@example.com`, age: whole(random, 90) },
  };
}

/**
 * Distinct values of a payload that fit, made by `JSON.parse` as a server's values are.
 * @param {string} payload
 */
export function goodValues(payload, count = payload === 'items' ? 16 : 64) {
  const random = seededRandom(7);
  return Array.from({ length: count }, (_, index) => clone(payloads[payload].make(random, index)));
}

/**
 * Values that no contender may accept: every place of the shape missing, null, of another type, not finite, out of
 * bounds, or an array where an object belongs.
 * @param {string} payload
 */
export function badValues(payload) {
  const { shape } = payloads[payload];
  const good = goodValues(payload, 1)[0];
  const bad = [undefined, null, 1, 'text', [], {}];
  for (const place of placesOf(shape)) {
    if (place.path.length === 0) continue;
    for (const replacement of replacementsFor(place.shape)) bad.push(withReplaced(good, place.path, replacement));
    if (place.required) bad.push(withReplaced(good, place.path, undefined, true));
  }
  return bad;
}

/**
 * Values that only a program which refuses unknown keys refuses: one more key in one object.
 * @param {string} payload
 */
export function valuesWithExtraKeys(payload) {
  const good = goodValues(payload, 1)[0];
  return placesOf(payloads[payload].shape)
    .filter((place) => place.shape.kind === 'object' || place.shape.kind === 'union')
    .map((place) => withReplaced(good, [...place.path, 'unexpected'], 'x'));
}

/**
 * Values with two mistakes each, for the time it takes to say what is wrong.
 * @param {string} payload
 */
export function faultyValues(payload) {
  const places = placesOf(payloads[payload].shape).filter(
    (place) => place.path.length > 0 && (isScalar(place.shape) || place.shape.kind === 'union'),
  );
  return goodValues(payload).map((good, index) => {
    const first = places[index % places.length];
    const second = places[(index + 1) % places.length];
    return withReplaced(
      withReplaced(good, first.path, wrongScalar(first.shape)),
      second.path,
      wrongScalar(second.shape),
    );
  });
}

function isScalar(shape) {
  return shape.kind !== 'object' && shape.kind !== 'array';
}

function wrongScalar(shape) {
  if (shape.kind === 'union') return { type: 'event-2', id: 'a', x: 1, y: 'not a number', name: 'b' };
  return shape.kind === 'number' ? 'not a number' : 12;
}

/** Every place of a shape; of an array, the place of its item at 1, because the first is where everybody looks. */
function placesOf(shape, path = [], required = false) {
  const here = [{ shape, path, required }];
  if (shape.kind === 'object') {
    return here.concat(
      Object.entries(shape.properties).flatMap(([name, inner]) => placesOf(inner, [...path, name], true)),
    );
  }
  if (shape.kind === 'array' && shape.items.kind === 'object') return here.concat(placesOf(shape.items, [...path, 1]));
  // Of twenty alternatives in a list those at two places are looked at.
  if (shape.kind === 'array' && shape.items.kind === 'union')
    return [...here, ...[1, 2].map((at) => ({ shape: shape.items, path: [...path, at], required: false }))];
  return here;
}

function replacementsFor(shape) {
  switch (shape.kind) {
    case 'string':
      return [
        1,
        null,
        true,
        {},
        [],
        ...(shape.minLength ? [''] : []),
        ...(shape.maxLength ? ['x'.repeat(101)] : []),
        ...(shape.pattern ? ['abc-1234'] : []),
      ];
    case 'number':
      return [
        '1',
        null,
        true,
        {},
        [],
        Number.NaN,
        Infinity,
        -Infinity,
        ...(shape.integer ? [1.5] : []),
        ...(shape.maximum === undefined ? [] : [shape.minimum - 1, shape.maximum + 1]),
      ];
    case 'boolean':
      return [0, 'true', null, {}];
    case 'enum':
      return ['', 'other', 1, null, [shape.values[0]]];
    case 'array':
      return [{}, null, 'text', [1], [null], ...(shape.maxItems ? [[], Array.from({ length: 11 }, () => 'x')] : [])];
    case 'object':
      return [[], null, 'text', 1];
    case 'union':
      return [
        [],
        null,
        'text',
        {},
        { type: 'event-20', id: 'a', title: 'b', count: 1 },
        { type: 'event-0', id: 'a', label: 'b', flag: true },
        { type: 'event-3', id: 'a', name: 'b', tags: [1] },
        { type: 'event-2', id: 'a', x: Infinity, y: 1, name: 'b' },
        { id: 'a', title: 'b', count: 1 },
      ];
  }
  throw new TypeError(`no such kind: ${shape.kind}`);
}

function withReplaced(value, path, replacement, remove = false) {
  const copy = clone(value);
  let target = copy;
  for (const key of path.slice(0, -1)) target = target[key];
  const last = path.at(-1);
  if (remove) delete target[last];
  else target[last] = replacement;
  return copy;
}

/** `structuredClone` keeps NaN and Infinity; a first clone through JSON gives the hidden classes of a parsed body. */
function clone(value) {
  return isPlainJson(value) ? JSON.parse(JSON.stringify(value)) : structuredClone(value);
}

function isPlainJson(value) {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === undefined) return false;
  return typeof value !== 'object' || value === null || Object.values(value).every(isPlainJson);
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

function word(random) {
  return Array.from({ length: 3 + whole(random, 9) }, () => letters[whole(random, 25)]).join('');
}

function whole(random, maximum) {
  return Math.floor(random() * (maximum + 1));
}

function pick(random, values) {
  return values[Math.floor(random() * values.length)];
}
