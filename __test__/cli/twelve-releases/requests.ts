/** What a client of a release sends: one session, written down for all twelve of them. */

/** A request as a client writes it. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** What becomes of it in the last release, where it was decided that this is not what it was. */
  readonly now?: number;
}

/** Names of a user as a release spells them. */
function named(release: number, first: string, last: string): object {
  if (release < 3) return { name: `${first} ${last}` };
  return release < 4 ? { fullName: `${first} ${last}` } : { first, last };
}

/** What a list of users is sorted by. */
function byName(release: number): string {
  return release < 3 ? 'name' : release < 4 ? 'fullName' : 'first';
}

function order(release: number, others: object): object {
  const address = { street: 'Side St 2', city: 'Paris' };
  return {
    user: 'u1',
    lines: [
      { sku: 'mug', quantity: 3 },
      { sku: 'ink', quantity: 1, ...(release < 2 ? {} : { gift: true }) },
    ],
    ...(release < 5 ? address : { shipTo: address }),
    payment: release < 11 ? { type: 'card', lastDigits: '1111' } : { kind: 'creditCard', lastDigits: '1111' },
    ...others,
  };
}

/** The session. */
export function requestsOf(release: number): readonly Sent[] {
  const get = (url: string): Sent => ({ method: 'GET', url });
  const send = (method: string, url: string, json: unknown, more: Partial<Sent> = {}): Sent => ({
    method,
    url,
    json,
    ...more,
  });
  const customer = release < 10 ? 'customer' : 'user';
  const invoice = release < 11 ? { type: 'invoice', days: 14 } : { kind: 'invoice', days: 14 };
  const long = `${'a'.repeat(60)}@example.com`;
  return [
    { method: 'POST', url: '/reset' },
    // Lists, with names of members in values.
    get('/users'),
    get(`/users?sort=-${byName(release)}`),
    get(`/users?sort=${byName(release)}&fields=email`),
    get(`/users?fields=${release < 4 ? byName(release) : 'first,last'}`),
    get(`/users?sort=email&sort=id`),
    // One of them, and one that is not there.
    get('/users/u1'),
    get('/users/nobody'),
    { method: 'HEAD', url: '/users/u1' },
    // Written, and read again.
    send('POST', '/users', { ...named(release, 'Alan', 'Turing'), email: 'alan@example.com' }),
    send('POST', '/users', { ...named(release, 'Alan', 'Turing'), email: 'alan@example.com', role: 'admin' }),
    send('POST', '/users', {
      ...named(release, 'Edsger', 'Wybe Dijkstra'),
      email: 'edsger@example.com',
      role: 'admin',
    }),
    ...(release < 7 ? [send('POST', '/users', { ...named(release, 'Long', 'Address'), email: long })] : []),
    get('/users/u4'),
    send('PATCH', '/users/u1', named(release, 'Augusta', 'King')),
    send('PATCH', '/users/u1', { email: 'king@example.com' }),
    send('PATCH', '/users/u1', {}),
    send('PATCH', '/users/nobody', { email: 'x' }),
    get('/users/u1'),
    get('/users'),
    { method: 'DELETE', url: '/users/u2' },
    { method: 'DELETE', url: '/users/u2' },
    // What is wrong with them is said in the words of the client.
    send('POST', '/users', { ...named(release, 'A', 'B'), email: 7, role: 'owner' }),
    send('POST', '/users', {}),
    send('PATCH', '/users/u1', Object.fromEntries(Object.keys(named(release, '', '')).map((name) => [name, false]))),
    get('/products?limit=many'),
    get('/products?limit=0'),
    // Defaults, nested lists, unions.
    get('/products'),
    get('/products?limit=2'),
    get('/products/mug'),
    get('/products/pen'),
    get('/products/none'),
    get(release < 11 ? '/categories' : '/catalog/tree'),
    get('/orders'),
    get(`/orders?${customer}=u1`),
    get(`/orders?${customer}=nobody`),
    get('/orders?status=open'),
    get('/orders?status=lost'),
    get('/orders/o1'),
    get('/orders/o2'),
    get('/orders/none'),
    send('POST', '/orders', order(release, {}), { headers: { 'x-request-source': 'shop' } }),
    send(
      'POST',
      '/orders',
      order(release, { payment: invoice, coupon: release < 7 ? 'spring' : 'SPRING', currency: 'USD' }),
    ),
    send(
      'POST',
      '/orders',
      order(release, { priority: release < 8 ? 'low' : 'high', reference: release < 9 ? 12.5 : '12.5' }),
    ),
    send('POST', '/orders', order(release, { user: 'nobody' })),
    send(
      'POST',
      '/orders',
      order(release, { payment: { ...invoice, days: 'soon' }, priority: 'never', lines: [{ sku: 1 }] }),
    ),
    send('POST', '/orders', order(release, { payment: { days: 1 } })),
    send('POST', '/orders', { user: 'u1' }),
    get('/orders/o6'),
    get('/orders'),
    ...(release < 2 ? [] : [get('/stats')]),
    ...(release < 11 ? [{ ...get('/ping'), now: 410 }] : []),
    get('/nowhere'),
  ];
}
