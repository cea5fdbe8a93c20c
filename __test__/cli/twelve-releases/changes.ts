/**
 * Eleven changes of the application, each of which becomes a release. The file is long because it is one table: what a
 * change edits stands beside what was decided about it.
 */

/** A change, and what was decided about it. */
export interface Change {
  readonly what: string;
  /** The release it follows, and the one it becomes. */
  readonly before: string;
  readonly semver: string;
  /** By file: what is replaced by what, wherever it stands. */
  readonly edits: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>;
  /** Files that are new, or go. */
  readonly files?: Readonly<Record<string, string | null>>;
  /** By the name of a handler in `timescape/changes`. */
  readonly decided?: Readonly<Record<string, { readonly json?: object; readonly ts?: string }>>;
}

const types = 'src/types.ts';
const shop = 'src/modules/shop.ts';
const users = 'src/handlers/users/index.ts';
const user = 'src/handlers/users/[id].ts';
const products = 'src/handlers/products/index.ts';
const orders = 'src/handlers/orders/index.ts';
const order = 'src/handlers/orders/[id].ts';

const rename = (at: string, from: string, to: string): object => ({ at, from, to });
const move = (at: string, member: string, object: string): object => ({ at, from: [member], to: [object, member] });
const calls = {
  request: { at: 'request', call: ['request'] },
  answer: { at: 'responses/200#', call: ['responses', '200'] },
};

/** From and to a name in one piece, for requests that have one. */
const split = `  request: (old, generated) => {
    const request = generated(old);
    const { fullName } = old.body;
    if (fullName === undefined) return request;
    const [first = '', ...others] = fullName.split(' ');
    return { ...request, body: { ...request.body, first, last: others.join(' ') } };
  },`;
const joined =
  "({ ...generated(answer), fullName: answer.last === '' ? answer.first : `${answer.first} ${answer.last}` })";

/** Unions that are told apart by `kind` from here on. */
const kinds = (places: readonly string[], alternatives: readonly string[], from: string, to: string): object => ({
  renames: [...places, ...alternatives.map((name) => `${name}#`)].map((place) => rename(place, 'type', 'kind')),
  literals: [...places, ...alternatives.map((name) => `${name}#`)].map((at) => ({ at: `${at}/type`, from, to })),
});
const payments = kinds(['Order#/payment', 'NewOrder#/payment'], ['Card', 'Invoice'], 'card', 'creditCard');
const media = kinds(['Product#/media/*'], ['Image', 'Video'], 'video', 'clip');

/** Errors in the form they have from the last release on. */
const failures = {
  renames: [rename('Failure#', 'error', 'code'), rename('Failure#', 'text', 'message')],
  literals: [
    { at: 'Failure#/error', from: 'missing', to: 'not_found' },
    { at: 'Failure#/error', from: 'taken', to: 'conflict' },
  ],
};

export const changes: readonly Change[] = [
  {
    what: 'members and a route are added',
    before: '1.0.0',
    semver: '1.1.0',
    edits: {
      [types]: [
        [
          "  email: string;\n  role: 'admin' | 'member';\n",
          "  email: string;\n  role: 'admin' | 'member';\n  phone?: string;\n",
        ],
        ['  quantity: number & Integer & Min<1>;\n', '  quantity: number & Integer & Min<1>;\n  gift?: boolean;\n'],
      ],
      [shop]: [
        ["role: 'admin', createdAt", "role: 'admin', phone: '+441234', createdAt"],
        ["lines: [{ sku: 'mug', quantity: 2 }]", "lines: [{ sku: 'mug', quantity: 2, gift: true }]"],
      ],
    },
    files: {
      'src/handlers/stats.ts': `import type { Handler } from '@gati-framework/core';

export const GET: Handler<{ response: { users: number; orders: number } }> = (_req, _res, { modules }) => ({
  users: modules.shop.users.length,
  orders: modules.shop.orders.length,
});
`,
    },
  },
  {
    what: 'a member is renamed',
    before: '1.1.0',
    semver: '2.0.0',
    edits: {
      [types]: [
        ['  id: string;\n  name: string;\n', '  id: string;\n  fullName: string;\n'],
        ['export interface NewUser {\n  name: string;', 'export interface NewUser {\n  fullName: string;'],
        ['export interface UserPatch {\n  name?', 'export interface UserPatch {\n  fullName?'],
        ['  id: string;\n  name?: string;\n', '  id: string;\n  fullName?: string;\n'],
      ],
      [shop]: [
        [", name: 'Ada", ", fullName: 'Ada"],
        [", name: 'Grace", ", fullName: 'Grace"],
        ['addUser({ name, email', 'addUser({ fullName, email'],
        ['${count}`, name, email', '${count}`, fullName, email'],
      ],
      [users]: [
        ['({ id, name, email })', '({ id, fullName, email })'],
        ["(has('name') ? { name } : {})", "(has('fullName') ? { fullName } : {})"],
      ],
    },
    decided: {
      'get.users': { json: { renames: [rename('UserSummary#', 'name', 'fullName')] } },
      'post.users': {
        json: { renames: [rename('User#', 'name', 'fullName'), rename('NewUser#', 'name', 'fullName')] },
      },
      'get.users._id': { json: { renames: [rename('User#', 'name', 'fullName')] } },
      'patch.users._id': {
        json: { renames: [rename('User#', 'name', 'fullName'), rename('UserPatch#', 'name', 'fullName')] },
      },
    },
  },
  {
    what: 'a member is split',
    before: '2.0.0',
    semver: '3.0.0',
    edits: {
      [types]: [
        ['  fullName: string;\n', '  first: string;\n  last: string;\n'],
        ['  fullName?: string;\n', '  first?: string;\n  last?: string;\n'],
      ],
      [shop]: [
        ["fullName: 'Ada Lovelace'", "first: 'Ada', last: 'Lovelace'"],
        ["fullName: 'Grace Hopper'", "first: 'Grace', last: 'Hopper'"],
        ['fullName', 'first, last'],
      ],
      [users]: [
        ['({ id, fullName, email })', '({ id, first, last, email })'],
        [
          "...(has('fullName') ? { fullName } : {}),",
          "...(has('first') ? { first } : {}),\n    ...(has('last') ? { last } : {}),",
        ],
      ],
    },
    decided: {
      'get.users': {
        json: { custom: [calls.request, calls.answer] },
        ts: `  request: (old, generated) => {
    const request = generated(old);
    const { sort, fields } = request.query;
    const named = (text: string, instead: string) => text.replaceAll('fullName', instead) as NonNullable<typeof sort>;
    return {
      ...request,
      query: {
        ...(sort === undefined ? {} : { sort: named(sort, 'first') }),
        ...(fields === undefined ? {} : { fields: named(fields, 'first,last') }),
      },
    };
  },
  responses: {
    200: (answer, generated) =>
      generated(answer).map((user, index) => {
        const { first, last } = answer[index]!;
        return first === undefined || last === undefined ? user : { ...user, fullName: last === '' ? first : \`\${first} \${last}\` };
      }),
  },`,
      },
      'post.users': { ts: `${split}\n  responses: {\n    200: (answer, generated) => ${joined},\n  },` },
      'get.users._id': { ts: `  responses: {\n    200: (answer, generated) => ${joined},\n  },` },
      'patch.users._id': {
        json: { custom: [calls.request, calls.answer] },
        ts: `${split}\n  responses: {\n    200: (answer, generated) => ${joined},\n  },`,
      },
    },
  },
  {
    what: 'members move into an object',
    before: '3.0.0',
    semver: '4.0.0',
    edits: {
      [types]: [
        [
          'export interface Order {',
          'export interface Address {\n  street: string;\n  city: string;\n}\n\nexport interface Order {',
        ],
        ['  lines: Line[];\n  street: string;\n  city: string;\n', '  lines: Line[];\n  shipTo: Address;\n'],
      ],
      [shop]: [
        ["street: 'Main St 1', city: 'London'", "shipTo: { street: 'Main St 1', city: 'London' }"],
        ['lines, street, city,', 'lines, shipTo,'],
      ],
    },
    decided: {
      'get.orders': { json: { moves: [move('Order#', 'street', 'shipTo'), move('Order#', 'city', 'shipTo')] } },
      'get.orders._id': { json: { moves: [move('Order#', 'street', 'shipTo'), move('Order#', 'city', 'shipTo')] } },
      'post.orders': {
        json: {
          moves: ['Order#', 'NewOrder#'].flatMap((at) => [move(at, 'street', 'shipTo'), move(at, 'city', 'shipTo')]),
        },
      },
    },
  },
  {
    what: 'members are merged, and one is required that has a default',
    before: '4.0.0',
    semver: '5.0.0',
    edits: {
      [types]: [
        ['  width: number;\n  height: number;\n', '  size: string;\n'],
        ['  currency?: string;\n', "  /** @default 'EUR' */\n  currency: string;\n"],
        ['  coupon: string | null;\n', '  coupon: string | null;\n  currency: string;\n'],
      ],
      [shop]: [
        ['width: 8, height: 10', "size: '8x10'"],
        ['width: 1, height: 14', "size: '1x14'"],
        ['width: 4, height: 6', "size: '4x6'"],
        ['coupon: null }', "coupon: null, currency: 'EUR' }"],
        ["coupon: 'SPRING' }", "coupon: 'SPRING', currency: 'EUR' }"],
        ['payment, coupon, note }', 'payment, coupon, note, currency }'],
        ['?? null, ...', '?? null, currency, ...'],
      ],
    },
    decided: {
      'get.products': {
        ts: `  responses: {
    200: (answer, generated) =>
      generated(answer).map((product, index) => {
        const [width = 0, height = 0] = answer[index]!.size.split('x').map((text) => Number(text) || 0);
        return { ...product, width, height };
      }),
  },`,
      },
      'get.products._sku': {
        ts: `  responses: {
    200: (answer, generated) => {
      const [width = 0, height = 0] = answer.size.split('x').map((text) => Number(text) || 0);
      return { ...generated(answer), width, height };
    },
  },`,
      },
    },
  },
  {
    what: 'requests are tightened, with and without a way for those that no longer fit',
    before: '5.0.0',
    semver: '6.0.0',
    edits: {
      [types]: [
        ['  email: string;\n  role?', '  email: string & MaxLen<40>;\n  role?'],
        ['  coupon?: string;\n', "  coupon?: string & Pattern<'^[A-Z0-9]*$'>;\n"],
      ],
    },
    decided: {
      'post.users': { json: { narrowed: [{ at: 'NewUser#/email', choice: 'grandfather' }] } },
      'post.orders': {
        json: { narrowed: [{ at: 'NewOrder#/coupon', choice: 'coerce' }] },
        ts: `  request: (old, generated) => {
    const request = generated(old);
    const { coupon } = old.body;
    return coupon === undefined
      ? request
      : { ...request, body: { ...request.body, coupon: coupon.toUpperCase().replaceAll(/[^A-Z0-9]/g, '') } };
  },`,
      },
    },
  },
  {
    what: 'a value is added to an enumeration that is answered, and one goes from an enumeration that is sent',
    before: '6.0.0',
    semver: '7.0.0',
    edits: {
      [types]: [
        ["  status: 'open' | 'paid';\n", "  status: 'open' | 'paid' | 'refunded';\n"],
        ["  priority?: 'low' | 'normal' | 'high';\n", "  priority?: 'normal' | 'high';\n"],
      ],
      [shop]: [["status: 'paid'", "status: 'refunded'"]],
    },
    decided: {
      'get.orders': { json: { values: [{ at: 'Order#/status', value: 'paid' }] } },
      'get.orders._id': { json: { values: [{ at: 'Order#/status', value: 'paid' }] } },
      'post.orders': {
        json: {
          values: [
            { at: 'Order#/status', value: 'paid' },
            { at: 'NewOrder#/priority', value: 'normal' },
          ],
        },
      },
    },
  },
  {
    what: 'types are converted: a number becomes text, text a date',
    before: '7.0.0',
    semver: '8.0.0',
    edits: {
      [types]: [
        ['  number: number;\n', '  number: string;\n'],
        ['  createdAt: Timestamp;\n', '  createdAt: Date;\n'],
        ['  reference?: number;\n', '  reference?: string;\n'],
        [', Timestamp }', ' }'],
      ],
      [shop]: [
        ['number: 1001', "number: '1001'"],
        ['number: 1002', "number: '1002'"],
        ['number: 1000 + count', 'number: String(1000 + count)'],
        ['const date = (text: string) => asBrand<Timestamp>(text);', 'const date = (text: string) => new Date(text);'],
        [
          "import { asBrand } from '@gati-framework/core';\nimport type { Timestamp } from '@gati-framework/core';\n",
          '',
        ],
      ],
    },
    decided: {
      'get.orders': {
        ts: `  responses: {
    200: (answer, generated) => generated(answer).map((order, index) => ({ ...order, number: Number(answer[index]!.number) || 0 })),
  },`,
      },
      'get.orders._id': {
        ts: `  responses: {\n    200: (answer, generated) => ({ ...generated(answer), number: Number(answer.number) || 0 }),\n  },`,
      },
      'post.orders': {
        ts: `  responses: {\n    200: (answer, generated) => ({ ...generated(answer), number: Number(answer.number) || 0 }),\n  },`,
      },
    },
  },
  {
    what: 'a status changes, a list gets an envelope, a parameter of the query another name',
    before: '8.0.0',
    semver: '9.0.0',
    edits: {
      [types]: [
        ['  customer?: string;\n', '  user?: string;\n'],
        [
          'export interface ProductQuery',
          'export interface Products {\n  items: Product[];\n  total: number;\n}\n\nexport interface ProductQuery',
        ],
      ],
      [users]: [['response: User | Status<409', 'response: Status<201, User> | Status<409']],
      [orders]: [
        ['response: Order | Status<409', 'response: Status<201, Order> | Status<409'],
        ['({ user, status })', '(order)'],
        [
          'query.customer === undefined || user === query.customer',
          'query.user === undefined || order.user === query.user',
        ],
        ['|| status === query.status', '|| order.status === query.status'],
      ],
      [products]: [
        ['import type { Product,', 'import type { Products,'],
        ['response: Product[] }', 'response: Products }'],
        [
          '=>\n  modules.shop.products.slice(0, query.limit);',
          '=> ({\n  items: modules.shop.products.slice(0, query.limit),\n  total: modules.shop.products.length,\n});',
        ],
      ],
    },
    decided: {
      'get.products': { json: { envelopes: [{ at: 'responses/200#', member: 'items', now: 'wrapped' }] } },
      'get.orders': { json: { renames: [rename('OrderQuery#', 'customer', 'user')] } },
    },
  },
  {
    what: 'a route goes, one moves, and unions are told apart by another member',
    before: '9.0.0',
    semver: '10.0.0',
    edits: {
      [types]: [
        ["  type: 'image'", "  kind: 'image'"],
        ["  type: 'video'", "  kind: 'clip'"],
        ["  type: 'card'", "  kind: 'creditCard'"],
        ["  type: 'invoice'", "  kind: 'invoice'"],
      ],
      [shop]: [
        ["type: 'image'", "kind: 'image'"],
        ["type: 'video'", "kind: 'clip'"],
        ["type: 'card'", "kind: 'creditCard'"],
        ["type: 'invoice'", "kind: 'invoice'"],
      ],
    },
    files: {
      'src/handlers/ping.ts': null,
      'src/handlers/categories.ts': null,
      'src/handlers/catalog/tree.ts': `import type { Handler } from '@gati-framework/core';
import type { Category } from '../../types.js';

export const GET: Handler<{ response: Category }> = (_req, _res, { modules }) => modules.shop.categories;
`,
    },
    decided: {
      'get.orders': { json: payments },
      'get.orders._id': { json: payments },
      'post.orders': { json: payments },
      'get.products': { json: media },
      'get.products._sku': { json: media },
      'get.ping': { json: { gone: true } },
      'get.categories': { json: { to: 'GET /catalog/tree' } },
    },
  },
  {
    what: 'errors have another form, a tree other names, and a member is gone',
    before: '10.0.0',
    semver: '11.0.0',
    edits: {
      [types]: [
        [
          "  error: 'missing' | 'taken';\n  text: string;\n",
          "  code: 'not_found' | 'conflict';\n  message: string;\n  retry: boolean;\n",
        ],
        ['export interface Category {\n  name: string;', 'export interface Category {\n  title: string;'],
        ['  currency: string;\n  note?: string;\n', '  currency: string;\n'],
      ],
      [shop]: [
        ["name: 'All'", "title: 'All'"],
        ["name: 'Kitchen'", "title: 'Kitchen'"],
        ["name: 'Desk'", "title: 'Desk'"],
        ["name: 'Ink'", "title: 'Ink'"],
        [', ...(note === undefined ? {} : { note })', ''],
        ['payment, coupon, note,', 'payment, coupon,'],
      ],
      [users]: [
        [
          "{ error: 'taken', text: 'the address is taken' }",
          "{ code: 'conflict', message: 'the address is taken', retry: true }",
        ],
      ],
      [user]: [
        ["{ error: 'missing', text: 'no such user' }", "{ code: 'not_found', message: 'no such user', retry: false }"],
      ],
      [orders]: [
        ["{ error: 'missing', text: 'no such user' }", "{ code: 'not_found', message: 'no such user', retry: false }"],
      ],
      [order]: [
        [
          "{ error: 'missing', text: 'no such order' }",
          "{ code: 'not_found', message: 'no such order', retry: false }",
        ],
      ],
    },
    decided: {
      ...Object.fromEntries(
        ['delete.users._id', 'get.users._id', 'patch.users._id', 'post.users', 'get.orders._id', 'post.orders'].map(
          (handler) => [handler, { json: failures }],
        ),
      ),
      'get.catalog.tree': { json: { renames: [rename('Category#', 'name', 'title')] } },
    },
  },
];
