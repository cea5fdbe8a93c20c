/** What the clients ask for, whatever they speak: requests in turn, and what the body of each answer has to be. */
import { large, pieceOf, streamedText } from './answers.mjs';
import { orderOf } from './orders.mjs';

let made = 0;

/** How many there were: what clients take for chance. */
export function countOfRequests() {
  return made;
}

/** Of requests in turn, two of fifteen have bodies that the handler takes as they come, and four have JSON that is checked. */
export const uploads = { taken: 9, echoed: 10 };

/** The next one. */
export function next(kind = made % 15) {
  made += 1;
  const nonce = `n${made.toString(36)}`;
  const get = (path, answer) => ({ method: 'GET', path: `/${path}/${nonce}`, fields: {}, body: '', answer });
  if (kind < 4) return get('now', `{"nonce":"${nonce}"}`);
  if (kind === 4) return get('stream', streamedText(nonce));
  if (kind === 5 && made % 8 === 0) return largeOne();
  if (kind === uploads.taken || kind === uploads.echoed) {
    const body = Array.from({ length: made % 30 }, (_, number) => pieceOf(nonce, number)).join('');
    const answer = kind === uploads.echoed ? body : `{"nonce":"${nonce}","size":${body.length},"isOwn":true}`;
    const path = `/${kind === uploads.echoed ? 'echo' : 'taken'}/${nonce}`;
    return { method: 'POST', path, fields: { 'content-type': 'text/plain' }, body, isChunked: made % 2 === 0, answer };
  }
  if (kind > uploads.echoed) {
    const { text, answer } = orderOf(nonce, made);
    return { method: 'POST', path: '/order', fields: { 'content-type': 'application/json' }, body: text, answer };
  }
  const size = [0, 10, 3000, 70_000][made % 4];
  return {
    method: 'POST',
    path: `/later/${nonce}?q=${nonce}`,
    fields: { 'x-nonce': nonce, 'x-wait': String(made % 7), 'content-type': 'text/plain' },
    body: (kind === 6 ? 'c' : 'b').repeat(size),
    isChunked: kind === 6,
    answer: `{"nonce":"${nonce}","size":${size}}`,
  };
}

/** One whose answer is larger than sockets hold. */
export function largeOne() {
  made += 1;
  const nonce = `r${made.toString(36)}`;
  return { method: 'GET', path: `/large/${nonce}`, fields: {}, body: '', answer: large(nonce) };
}

/** A request as HTTP/1.1 has it: its head, and then its body in parts. */
export function partsOf({ method, path, fields, body, isChunked }) {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${path} HTTP/1.1\r\nHost: x\r\n${lines.join('')}`;
  if (method === 'GET') return [`${head}\r\n`];
  const parts = body.match(/[^]{1,1000}/g) ?? [];
  if (isChunked !== true) return [`${head}Content-Length: ${body.length}\r\n\r\n`, ...parts];
  const chunks = parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`);
  return [`${head}Transfer-Encoding: chunked\r\n\r\n`, ...chunks, '0\r\n\r\n'];
}

export function textOf(request) {
  return partsOf(request).join('');
}

/** Counts an answer: nothing is one that has not come. The first wrong ones are told as they are. */
export function check(body, answer, counts) {
  counts.answers += 1;
  if (typeof answer === 'string' ? body === answer : body !== undefined && answer.test(body)) return;
  counts[body === undefined ? 'lost' : 'wrong'] += 1;
  if (counts.wrong + counts.lost > 5) return;
  let at = 0;
  while (body !== undefined && at < answer.length && body[at] === answer[at]) at += 1;
  const around = (text) =>
    text === undefined ? 'nothing' : JSON.stringify(String(text).slice(Math.max(0, at - 20), at + 60));
  console.log(
    `${body?.length} instead of ${answer.length} bytes, at ${at}: ${around(body)} instead of ${around(answer)}`,
  );
}

export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
