/**
 * What a careful person writes for the payload `items`, who wants what the written module gives: a check without
 * allocation, every issue with its place, code and words, values without undeclared keys that are copied only where they
 * have one, text from a query, JSON with the declared members. Its length is what the length of written code is held to;
 * workers/validator-modules.mjs proves that both answer alike.
 */

const kinds = '"book" | "food" | "tool"';
const userType = '{ name: string; email: string; age: number }';
const odd = /[^ !#-[\]-~]/;

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

function isUser(user) {
  if (!isObject(user)) return false;
  const { name, email, age } = user;
  return typeof name === 'string' && typeof email === 'string' && Number.isFinite(age);
}

function isItem(item) {
  if (!isObject(item)) return false;
  const { id, name, price, active, kind, tags, user } = item;
  if (!Number.isFinite(id) || typeof name !== 'string' || !Number.isFinite(price)) return false;
  if (typeof active !== 'boolean' || (kind !== 'book' && kind !== 'food' && kind !== 'tool')) return false;
  if (!Array.isArray(tags)) return false;
  for (let index = 0; index < tags.length; index++) if (typeof tags[index] !== 'string') return false;
  return isUser(user);
}

export function is(value) {
  if (!isObject(value)) return false;
  const { items } = value;
  if (!Array.isArray(items)) return false;
  for (let index = 0; index < items.length; index++) if (!isItem(items[index])) return false;
  return true;
}

function hasOnly(value, count) {
  for (const _key in value) count--;
  return count === 0;
}

function cleanUser(user) {
  return hasOnly(user, 3) ? user : { name: user.name, email: user.email, age: user.age };
}

function cleanItem(item) {
  const user = cleanUser(item.user);
  if (user === item.user && hasOnly(item, 7)) return item;
  const { id, name, price, active, kind, tags } = item;
  return { id, name, price, active, kind, tags, user };
}

function clean(value) {
  let items = value.items;
  for (let index = 0; index < items.length; index++) {
    const next = cleanItem(value.items[index]);
    if (next === value.items[index]) continue;
    if (items === value.items) items = items.slice();
    items[index] = next;
  }
  return items === value.items && hasOnly(value, 1) ? value : { items };
}

function describe(value) {
  switch (typeof value) {
    case 'string': {
      if (value.length <= 62 && !odd.test(value)) return `"${value}"`;
      const quoted = JSON.stringify(value.slice(0, 64));
      return quoted.length > 64 ? `${quoted.slice(0, 62)}…"` : quoted;
    }
    case 'number':
    case 'boolean':
      return `${value}`;
    case 'bigint':
      return `${String(value).slice(0, 63)}n`;
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return `array (${value.length} items)`;
      const name = value.constructor?.name;
      return typeof name === 'string' && name !== 'Object' ? name.slice(0, 64) : 'object';
    }
    default:
      return typeof value;
  }
}

function report(out, pointer, value, expected, code = 'type') {
  if (out.length > 100) return;
  if (out.length === 100) {
    const message = 'there are more issues; these are the first 100';
    out.push({ pointer: '', code: 'truncated', expected: 'at most 100 issues', received: 'more', message });
  } else if (value === undefined && code !== 'item') {
    out.push({ pointer, code: 'key.missing', expected, received: 'undefined', message: 'is required' });
  } else {
    const received = describe(value);
    const message = `expected ${expected}, received ${received}`;
    out.push({ pointer, code: code === 'item' ? 'type' : code, expected, received, message });
  }
}

function explainUser(user, at, out) {
  if (!isObject(user)) return report(out, at, user, userType);
  if (typeof user.name !== 'string') report(out, `${at}/name`, user.name, 'string');
  if (typeof user.email !== 'string') report(out, `${at}/email`, user.email, 'string');
  if (!Number.isFinite(user.age)) report(out, `${at}/age`, user.age, 'number');
}

function explainItem(item, at, out) {
  if (!isObject(item)) return report(out, at, item, 'object', 'item');
  const { kind, tags } = item;
  if (!Number.isFinite(item.id)) report(out, `${at}/id`, item.id, 'number');
  if (typeof item.name !== 'string') report(out, `${at}/name`, item.name, 'string');
  if (!Number.isFinite(item.price)) report(out, `${at}/price`, item.price, 'number');
  if (typeof item.active !== 'boolean') report(out, `${at}/active`, item.active, 'boolean');
  if (kind !== 'book' && kind !== 'food' && kind !== 'tool') report(out, `${at}/kind`, kind, kinds, 'enum');
  if (!Array.isArray(tags)) report(out, `${at}/tags`, tags, 'string[]');
  else {
    for (let index = 0; index < tags.length && out.length <= 100; index++) {
      if (typeof tags[index] !== 'string') report(out, `${at}/tags/${index}`, tags[index], 'string', 'item');
    }
  }
  explainUser(item.user, `${at}/user`, out);
}

export function validate(value) {
  if (is(value)) return { ok: true, value: clean(value) };
  const out = [];
  if (!isObject(value)) report(out, '', value, 'object', 'item');
  else if (!Array.isArray(value.items)) report(out, '/items', value.items, 'unknown[]');
  else {
    for (let index = 0; index < value.items.length && out.length <= 100; index++) {
      explainItem(value.items[index], `/items/${index}`, out);
    }
  }
  return { ok: false, issues: out };
}

function asNumber(text) {
  return typeof text === 'string' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : text;
}

function asBoolean(text) {
  return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text;
}

function asList(value, each) {
  if (value === undefined || value === null) return value;
  return (Array.isArray(value) ? value : [value]).map((one) => each(one));
}

/** The members that are there, each by its reader. */
function asObject(value, readers) {
  if (!isObject(value)) return value;
  const made = {};
  for (const name of Object.keys(readers)) if (value[name] !== undefined) made[name] = readers[name](value[name]);
  return made;
}

const asItself = (value) => value;
const userReaders = { name: asItself, email: asItself, age: asNumber };
const itemReaders = {
  id: asNumber,
  name: asItself,
  price: asNumber,
  active: asBoolean,
  kind: asItself,
  tags: (value) => asList(value, asItself),
  user: (value) => asObject(value, userReaders),
};

export function coerce(value) {
  return validate(asObject(value, { items: (items) => asList(items, (item) => asObject(item, itemReaders)) }));
}

function project(value, names) {
  if (!isObject(value)) return value;
  const from = typeof value.toJSON === 'function' ? value.toJSON() : value;
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

export function stringify(value) {
  const { items } = project(value, ['items']);
  const written = items.map((item) => {
    const made = project(item, ['id', 'name', 'price', 'active', 'kind', 'tags', 'user']);
    return { ...made, user: project(made.user, ['name', 'email', 'age']) };
  });
  return JSON.stringify({ items: written });
}
