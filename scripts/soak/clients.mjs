/** The clients of the soak, each in its own way, all in one process. */
import { connect } from 'node:net';

import { large, streamedText } from './answers.mjs';
import { Answers } from './reading.mjs';

let made = 0;

/** Of a hundred clients, how many there are of each kind. */
const shares = [
  [stay, 34],
  [pipeline, 20],
  [churn, 12],
  [leave, 12],
  [leaveAnswers, 6],
  [writeSlowly, 12],
  [readSlowly, 4],
];

/**
 * Runs until it is over. What went wrong beside answers is what it comes to, at most a few.
 * @returns {Promise<string[]>}
 */
export async function drive(port, { clients, counts, isOver }) {
  const problems = [];
  const run = async (way) => {
    while (!isOver()) {
      try {
        await way(port, counts, isOver);
      } catch (error) {
        if (problems.length < 5) problems.push(`${way.name}: ${error.message}`);
      }
    }
  };
  const kinds = shares.flatMap(([way, share]) =>
    Array.from({ length: Math.max(1, Math.round((share * clients) / 100)) }, () => way),
  );
  await Promise.all(kinds.map(run));
  return problems;
}

/** A request, and what the body of its answer has to be. */
function next(kind = made % 9) {
  made += 1;
  const nonce = `n${made.toString(36)}`;
  const ask = (path) => `GET ${path}/${nonce} HTTP/1.1\r\nHost: x\r\n\r\n`;
  if (kind < 4) return { text: ask('/now'), answer: `{"nonce":"${nonce}"}` };
  if (kind === 4) return { text: ask('/stream'), answer: streamedText(nonce) };
  if (kind === 5 && made % 8 === 0) return { text: ask('/large'), answer: large(nonce) };
  const size = [0, 10, 3000, 70_000][made % 4];
  const head = `POST /later/${nonce}?q=${nonce} HTTP/1.1\r\nHost: x\r\nX-Nonce: ${nonce}\r\nX-Wait: ${made % 7}\r\nContent-Type: text/plain\r\n`;
  const answer = `{"nonce":"${nonce}","size":${size}}`;
  if (kind !== 6) return { text: `${head}Content-Length: ${size}\r\n\r\n${'b'.repeat(size)}`, answer };
  let chunks = '';
  for (let left = size; left > 0; left -= 1000) {
    const length = Math.min(left, 1000);
    chunks += `${length.toString(16)}\r\n${'c'.repeat(length)}\r\n`;
  }
  return { text: `${head}Transfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`, answer };
}

function open(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.setEncoding('latin1').once('error', reject);
    socket.on('error', () => undefined);
  });
}

function check(body, answer, counts) {
  counts.answers += 1;
  if (body === undefined) counts.lost += 1;
  else if (body !== answer) counts.wrong += 1;
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** One connection, one request after another. */
async function stay(port, counts, isOver) {
  const socket = await open(port);
  const answers = new Answers(socket);
  for (let round = 0; round < 200 && !isOver(); round += 1) {
    const { text, answer } = next();
    socket.write(text);
    check(await answers.next(), answer, counts);
  }
  socket.resetAndDestroy();
}

/** Many requests at once, those that have to wait for others among them. */
async function pipeline(port, counts, isOver) {
  const socket = await open(port);
  const answers = new Answers(socket);
  for (let round = 0; round < 50 && !isOver(); round += 1) {
    const batch = Array.from({ length: 24 }, () => next(made % 12 === 0 ? 4 : made % 5 === 0 ? 7 : 0));
    socket.write(batch.map(({ text }) => text).join(''));
    for (const { answer } of batch) check(await answers.next(), answer, counts);
  }
  socket.resetAndDestroy();
}

/** A connection for each request. */
async function churn(port, counts) {
  const socket = await open(port);
  const answers = new Answers(socket);
  const { text, answer } = next();
  socket.write(text);
  check(await answers.next(), answer, counts);
  // A reset leaves no port waiting on this side, of which there are not enough for minutes of this.
  socket.resetAndDestroy();
}

/** Leaves in the middle of a request, by a reset or by an end. */
async function leave(port, counts) {
  const socket = await open(port);
  const { text } = next();
  await new Promise((resolve) => socket.write(text.slice(0, 1 + Math.floor(Math.random() * text.length)), resolve));
  if (made % 2 === 0) socket.resetAndDestroy();
  else {
    socket.destroy();
    await pause(20);
  }
  counts.left += 1;
}

/** Leaves while answers are on their way. */
async function leaveAnswers(port, counts) {
  const socket = await open(port);
  socket.write(next(4).text + next(0).text + next(7).text);
  await Promise.race([new Promise((resolve) => socket.once('data', resolve)), pause(made % 30)]);
  socket.resetAndDestroy();
  counts.left += 1;
}

async function writeSlowly(port, counts) {
  const socket = await open(port);
  const answers = new Answers(socket);
  const { text, answer } = next(0);
  for (const byte of text) {
    socket.write(byte);
    await pause(5 + (made % 20));
  }
  check(await answers.next(), answer, counts);
  socket.resetAndDestroy();
}

/** Asks for more than sockets hold, and takes it in small steps. */
async function readSlowly(port, counts) {
  const socket = await open(port);
  const answers = new Answers(socket);
  const batch = Array.from({ length: 30 }, (_, index) => {
    made += 1;
    const nonce = `r${made.toString(36)}`;
    return index % 3 === 0
      ? { text: `GET /stream/${nonce} HTTP/1.1\r\nHost: x\r\n\r\n`, answer: streamedText(nonce) }
      : { text: `GET /large/${nonce} HTTP/1.1\r\nHost: x\r\n\r\n`, answer: large(nonce) };
  });
  socket.write(batch.map(({ text }) => text).join(''));
  const timer = setInterval(() => (socket.isPaused() ? socket.resume() : socket.pause()), 10);
  for (const { answer } of batch) check(await answers.next(), answer, counts);
  clearInterval(timer);
  socket.resetAndDestroy();
}
