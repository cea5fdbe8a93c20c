/** Random streams of bytes that are HTTP/1.1, nearly so, or no more so: tables of parts, and mutations of what they make. */

import type { Random } from '../hosts-requests.js';

/** What is sent behind every stream: who reads it as a request has found the end of everything before it. */
export const sentinel = 'GET /sentinel HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

const methods = ['GET', 'GET', 'POST', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const oddMethods = [
  'get',
  'G ET',
  'GE\tT',
  'BREW',
  'CONNECT',
  'TRACE',
  'PRI',
  'M-SEARCH',
  '',
  'GET\0',
  'ĜET',
  'P"T',
  'QUERY',
];
const targets = ['/', '/a', '/a?b=c', '/a/b/c', '/a?x=%20&y=1', '/%41', '//a', '/a;b=c', '/a?b=c?d'];
const oddTargets = [
  'http://a/b',
  'http://a',
  'http://a?x=1',
  'http://u@a/b',
  'HTTP://a/b',
  'https://a/b',
  'ftp://a/b',
  '*',
  'a',
  'a:80',
  '',
  '/a b',
  '/a#f',
  '/%zz',
  '/a\tb',
  '/a\0b',
  '/\xE9',
  '/a\x7Fb',
  '/<a>',
  '/a\\b',
  '/"a"',
  '/a|b{c}^`',
];
const versions = ['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0'];
const oddVersions = [
  'HTTP/1.2',
  'HTTP/2.0',
  'HTTP/0.9',
  'http/1.1',
  'HTTP/1.1 ',
  ' HTTP/1.1',
  'HTTP/01.1',
  'HTTP/1.10',
  'HTTP/1',
  '',
  'HTTPS/1.1',
  'RTSP/1.0',
  'ICE/1.0',
];
const ends = ['\n', '\r', '\r\r\n', ' \r\n', '\n\r', '\r\n ', '\0\r\n', '\t\r\n'];
const fields = [
  'Accept: */*',
  'Cookie: a=b; c=d',
  'X-Own: 1',
  'x-own: two',
  'X-Empty:',
  'X-Spaces:   a  b   ',
  'X-Tab:\ta\t',
  'X-Latin: \xE9',
  'User-Agent: someone',
  'Connection: keep-alive',
  'X-Long: ' + 'v'.repeat(300),
];
const oddFields = [
  'Connection: close',
  'Connection: Close, x',
  'Connection: upgrade',
  'Upgrade: websocket',
  'Expect: 100-continue',
  'Expect: nothing',
  'Host: b',
  'Host:',
  'Host: a b',
  'Host: a/b',
  'Host: u@a',
  'Host : a',
  'X-Space : 1',
  ' X-Folded: 1',
  '\tfolded',
  'X-Nul: a\0b',
  'X-Cr: a\rb',
  'X-Bell: \x07',
  'X-Del: \x7F',
  ': empty',
  'nocolon',
  'X(bad): 1',
  'X\xE9: 1',
  'X-Own:\x0B1',
  'Content-Length: 3',
  'Content-Length: 0',
  'Content-Length : 3',
  'Content-Length\t: 3',
  'content-length: +3',
  'Content-Length: 3, 3',
  'Content-Length: 3,4',
  'Content-Length: -1',
  'Content-Length: 0x3',
  'Content-Length: 3 3',
  'Content-Length: 99999999999999999999',
  'Content-Length: 18446744073709551619',
  'Content-Length: \x0B3',
  'Content-Length:',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding : chunked',
  'Transfer-Encoding: Chunked',
  'Transfer-Encoding: identity',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: chunked, gzip',
  'Transfer-Encoding: chunked, chunked',
  'Transfer-Encoding: \x0Bchunked',
  'Transfer-Encoding: chunked\x0B',
  'Transfer-Encoding: "chunked"',
  'Transfer-Encoding: xchunked',
  'Transfer-Encoding: chunked;a=b',
  'Transfer-Encoding: ,chunked',
  'Transfer-Encoding: chunked,',
  'Transfer-Encoding:\r\n chunked',
  'Transfer-Encoding:',
  'X: y\r\nTransfer-Encoding: chunked',
  'Trailer: x',
  'TE: trailers',
];
const sizes = [
  '3',
  '03',
  '003',
  '3;a',
  '3;a=b',
  '3;a="b"',
  '3 ',
  '3\t',
  ' 3',
  '3 ;a',
  '3; a',
  '3;',
  '3;a\0',
  '3;a=',
  '3;=b',
  '3;a[=b',
  '3;a="b',
  '3;a="b\\"c";d',
  '3;a ;b',
  '3;a=b c',
  '3;a\nb',
  '3;a\r',
  '+3',
  '-3',
  '0x3',
  '3_',
  '3,',
  '3.0',
  'g',
  '',
  '3\0',
  '10000000000000003',
  'fffffffffffffffff',
  '3;' + 'x'.repeat(80),
  '3;\xE9',
];
const trailers = [
  '',
  'X-Trailer: 1\r\n',
  'Content-Length: 5\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Host: b\r\n',
  'bad\r\n',
  ' folded\r\n',
  'X: 1\n',
  'X : 1\r\n',
  'X: \0\r\n',
];

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random(from.length)] as T;
}

function chunked(random: Random, odd: number): string {
  const end = (): string => (random(100) < odd ? pick(random, ends) : '\r\n');
  let text = '';
  for (let count = random(3); count > 0; count -= 1) {
    const size = random(100) < odd * 2 ? pick(random, sizes) : '3';
    text += `${size}${end()}abc${end()}`;
  }
  const last = random(100) < odd ? pick(random, ['00', '0;a', '0 ', '', '-0', '0x0', '000000000000000000']) : '0';
  const trailer = random(100) < odd * 2 ? pick(random, trailers) : '';
  return `${text}${last}${end()}${trailer}${random(100) < odd ? pick(random, ends) : '\r\n'}`;
}

/** One request; `odd` of a hundred parts are not as they should be. */
function request(random: Random, odd: number): string {
  const isOdd = (): boolean => random(100) < odd;
  const end = (): string => (isOdd() ? pick(random, ends) : '\r\n');
  const method = isOdd() ? pick(random, oddMethods) : pick(random, methods);
  const target = isOdd() ? pick(random, oddTargets) : pick(random, targets);
  const version = isOdd() ? pick(random, oddVersions) : pick(random, versions);
  const lines = isOdd() ? [] : ['Host: a'];
  for (let count = random(3); count > 0; count -= 1) lines.push(pick(random, fields));
  while (isOdd()) lines.push(pick(random, oddFields));
  let body = '';
  const framing = random(6);
  if (framing < 2 && method !== 'GET') {
    body = 'hello'.slice(0, random(6));
    lines.push(`Content-Length: ${isOdd() ? body.length + random(7) - 3 : body.length}`);
  } else if (framing < 4 && method !== 'GET') {
    body = chunked(random, odd);
    lines.push('Transfer-Encoding: chunked');
  }
  if (body !== '' && random(2) === 0) lines.push('Content-Type: application/octet-stream');
  // Order is part of what parsers disagree on.
  if (isOdd()) lines.reverse();
  const first = `${method} ${target} ${version}`;
  return `${isOdd() ? end() : ''}${first}${end()}${lines.map((line) => line + end()).join('')}${end()}${body}`;
}

const inserted = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  '\t',
  ':',
  '0',
  ',',
  '\r\n\r\n',
  'Host: a\r\n',
  'Content-Length: 3\r\n',
  'Transfer-Encoding: chunked\r\n',
  '0\r\n\r\n',
  'GET / HTTP/1.1\r\n',
  '\x0B',
  '\x85',
  '\xFF',
  ';',
  '/',
];

/** One change anywhere. */
function mutate(random: Random, text: string): string {
  const at = random(text.length + 1);
  const [before, after] = [text.slice(0, at), text.slice(at)];
  switch (random(6)) {
    case 0:
      return before + after.slice(1 + random(3));
    case 1:
      return before + String.fromCharCode(random(256)) + after.slice(1);
    case 2:
      return before + pick(random, inserted) + after;
    case 3:
      return before + after.slice(0, random(20)) + after;
    case 4:
      return before + String.fromCharCode((after.codePointAt(0) ?? 0) ^ (1 << random(8))) + after.slice(1);
    default:
      return before + pick(random, inserted) + after.slice(random(4));
  }
}

/** A stream in Latin-1, the sentinel behind it. */
export function someStream(random: Random): string {
  const odd = pick(random, [0, 2, 5, 10]);
  let text = '';
  for (let count = 1 + random(3); count > 0; count -= 1) text += request(random, odd);
  for (let count = random(4); count > 1; count -= 1) text = mutate(random, text);
  return text + sentinel;
}
