/** Random requests as bytes: what clients send, what careless ones send, and what nobody should. */

/** Whole numbers below a bound, the same for the same seed. */
export type Random = (below: number) => number;

/** A small generator of numbers that look random. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** What is sent, a piece after another, and the methods in it. */
export interface Sent {
  readonly pieces: readonly Buffer[];
  readonly methods: readonly string[];
}

const methods = ['GET', 'GET', 'GET', 'POST', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const paths = [
  '/echo/7',
  '/echo/a%20b',
  '/echo/%C3%A9%2Fx',
  '/echo/%zz',
  '/echo/%C3',
  '/echo/',
  '/echo',
  '/echo/a/b',
  '/ECHO/7',
  '//echo/7',
  '/echo//7',
  '/echo/./7',
  '/echo/../echo/7',
  '/echo/7;v=1',
  "/echo/a'b(c)*d!e~f",
  '/echo/a+b&c=d',
  '/echo/a:b@c',
  '/echo/%00',
  '/echo/%41%e2%82%ac',
  '/echo/%2e%2e',
  `/echo/${'p'.repeat(99)}`,
  `/echo/${'p'.repeat(101)}`,
  '/files/a/b/c.txt',
  '/files/',
  '/files/%2Fetc%2f/x',
  '/files/a//b/',
  '/plain',
  '/bytes',
  '/stream',
  '/empty',
  '/status/201',
  '/status/304',
  '/status/204',
  '/status/418',
  '/cookies',
  '/throws',
  '/lines',
  '/',
  '/nope',
  '/nope/%zz',
  '/plain/',
  '/user',
  '/user',
  '/openapi.json',
  '/openapi.json/',
  '/health',
  '/health/',
  '/ready',
  '/versions',
  '/versions',
  '/versions/2025-12-01T00:00:00Z',
  '/versions/1.0.0/openapi.json',
  '/versions/1.0.0..2.0.0',
  '/versions/nope',
  '/users/7',
  '/users',
  '*',
];
const queries = [
  '',
  '',
  '?',
  '?a=1',
  '?a=1&a=2&b=',
  '?a&b&=c',
  '?a=%20+%2B',
  '?a=%zz',
  '?a=%C3%A9',
  '?a=%C3',
  '?__proto__=1&constructor=2&toString=3',
  '?a[]=1&a[b]=2',
  '?a=1;b=2',
  '?a=b=c&d==',
  '?a=1?b=2',
  '?&&&',
  '?q=\'%27"',
  '?since=1.0.0',
  `?long=${'q'.repeat(2000)}`,
];
const lines: readonly string[] = [
  'Cookie: a=1; b="two"; a=3',
  'Cookie: c=%20x; d=%zz; =e; f',
  'cookie: g=1',
  'Set-Cookie: x=1',
  'SET-COOKIE: y=2',
  'X-One: 1',
  'x-one: 2',
  'X-ONE:',
  'X-Empty:',
  'X-Space:    \t ',
  'X-Pad: \t inner  space \t ',
  'X-Latin: \xe9\xff\x80',
  'X-Utf: \xc3\xa9',
  'Accept: text/html, */*;q=0.1',
  'Accept: application/json',
  'Accept-Language: de',
  'Authorization: one',
  'Authorization: two',
  'User-Agent: a',
  'User-Agent: b',
  'Referer: /x',
  'Referer: /y',
  'If-None-Match: "a"',
  'If-None-Match: "b"',
  'If-None-Match: *',
  'If-None-Match: "a" , *',
  'X-Forwarded-For: 1.2.3.4, 5.6.7.8',
  'X-Forwarded-For: 9.9.9.9',
  'X-Forwarded-Proto: https',
  'X-Request-Id: abc-123',
  'X-Request-Id: not sane',
  'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  'Origin: https://a.example',
  'Origin: https://b.example',
  'Access-Control-Request-Method: POST',
  'Access-Control-Request-Headers: x-one',
  '__proto__: 1',
  'constructor: 1',
  'toString: 1',
  'hasOwnProperty: 1',
  'hasOwnProperty: 2',
  "!#$%&'*+-.^_`|~: odd",
  '1: 2',
  'Range: bytes=0-1',
  'Keep-Alive: timeout=5',
  'Upgrade-Insecure-Requests: 1',
  'TE: trailers',
  'Date: Sun, 06 Nov 1994 08:49:37 GMT',
  'Etag: "1"',
  'Etag: "2"',
  'Age: 1',
  'Age: 2',
  'Expires: 0',
  'Location: /a',
  'Location: /b',
  'From: a',
  'From: b',
  'Max-Forwards: 1',
  'Server: a',
  'Retry-After: 1',
  'Via: a',
  'Via: b',
];
const contentTypes: readonly (string | undefined)[] = [
  undefined,
  'application/json',
  'application/json',
  'application/json; charset=utf-8',
  'APPLICATION/JSON',
  'application/problem+json',
  'application/json;charset=utf-16',
  'text/plain',
  'text/plain; charset=latin1',
  'application/x-www-form-urlencoded',
  'application/octet-stream',
  'multipart/form-data; boundary=x',
  'nonsense',
  '',
  'a/b/c',
  'application/json, text/plain',
  'image/png',
];
const encodings = [undefined, undefined, undefined, undefined, 'identity', 'gzip', 'br, gzip', ''];
const bodies = [
  '',
  ' ',
  '{}',
  '{"name":"Ada","age":36}',
  '{"name":"Ada","age":"x","more":1}',
  '{"name":',
  'null',
  '[1,2,3]',
  '"text"',
  '{"__proto__":{"a":1}}',
  'a=1&b=2&a=3',
  'a=%zz',
  '\xc3\xa9',
  '\xff\xfe',
  '\xef\xbb\xbf{}',
  '{"a":1}{"b":2}',
];
/** Around what the hosts treat differently: packed bodies, detached ones, those of another thread, and too large ones. */
const sizes = [1, 16_383, 16_384, 16_385, 65_535, 65_536, 65_537, 262_143, 262_144, 1_048_575, 1_048_576];
/** Above the limit. Who refuses it need not read the requests behind it, which the native host does not. */
const tooLarge = 1_048_577;

function one<Item>(random: Random, items: readonly Item[]): Item {
  return items[random(items.length)] as Item;
}

function bodyOf(random: Random, isLast: boolean): string {
  if (random(12) !== 0) return one(random, bodies);
  const size = isLast && random(6) === 0 ? tooLarge : one(random, sizes);
  return size < 8 ? 'x'.repeat(size) : `["${'y'.repeat(size - 4)}"]`;
}

/** In chunks of odd sizes, with what may be around them. */
function chunked(random: Random, body: string): string {
  let text = '';
  for (let at = 0; at < body.length;) {
    const size = Math.min(body.length - at, 1 + random(body.length > 5000 ? 40_000 : 9));
    const number = random(2) === 0 ? size.toString(16) : size.toString(16).toUpperCase().padStart(4, '0');
    text += `${number}${random(5) === 0 ? ';ext=1' : ''}\r\n${body.slice(at, at + size)}\r\n`;
    at += size;
  }
  return `${text}0\r\n${random(6) === 0 ? 'X-Trailer: 1\r\n' : ''}\r\n`;
}

function requestOf(random: Random, isLast: boolean): { readonly method: string; readonly text: string } {
  const method = one(random, methods);
  const head = [`${method} ${one(random, paths)}${one(random, queries)} HTTP/1.1`, 'Host: a.example'];
  for (let count = random(6); count > 0; count -= 1) head.splice(1 + random(head.length), 0, one(random, lines));
  if (isLast) head.push('Connection: close');
  const hasBody = !['GET', 'HEAD', 'OPTIONS'].includes(method) || random(20) === 0;
  if (!hasBody) return { method, text: `${head.join('\r\n')}\r\n\r\n` };
  const contentType = one(random, contentTypes);
  const encoding = one(random, encodings);
  if (contentType !== undefined) head.push(`Content-Type: ${contentType}`);
  if (encoding !== undefined) head.push(`Content-Encoding: ${encoding}`);
  const body = bodyOf(random, isLast);
  const isChunked = random(3) === 0;
  if (random(10) === 0) head.push('Expect: 100-continue');
  if (isChunked) head.push('Transfer-Encoding: chunked');
  else if (body !== '' || random(2) === 0) head.push(`Content-Length: ${body.length}`);
  return { method, text: `${head.join('\r\n')}\r\n\r\n${isChunked ? chunked(random, body) : body}` };
}

/** Some requests on one connection, cut wherever. The last one ends it. */
export function someRequests(random: Random): Sent {
  const count = random(4) === 0 ? 2 + random(3) : 1;
  const requests = Array.from({ length: count }, (_, index) => requestOf(random, index === count - 1));
  const bytes = Buffer.from(requests.map(({ text }) => text).join(''), 'latin1');
  const cuts = random(3) === 0 ? [random(bytes.length), random(bytes.length)].sort((a, b) => a - b) : [];
  const places = [0, ...cuts, bytes.length];
  return {
    pieces: places.slice(1).map((end, index) => bytes.subarray(places[index], end)),
    methods: requests.map(({ method }) => method),
  };
}
