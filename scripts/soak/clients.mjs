/** The clients of the soak, each in its own way, all in one process. */
import { connect } from 'node:net';

import { Answers } from './reading.mjs';
import { check, countOfRequests, largeOne, next, partsOf, pause, textOf, uploads } from './requests.mjs';
import { leaveStreams, readStreamsSlowly, talk } from './sessions.mjs';

/** Milliseconds that clients have to come to their end. */
const mostOfEnd = 60_000;
/** Milliseconds, of the twenty seconds that a head has. */
const mostOfHead = 15_000;

/** Of a hundred clients, how many there are of each kind. */
const shares = [
  [stay, 26],
  [pipeline, 16],
  [churn, 12],
  [leave, 12],
  [leaveAnswers, 6],
  [writeSlowly, 8],
  [readSlowly, 4],
  [upload, 6],
];
const sharesOfTwo = [
  [talk, 6],
  [leaveStreams, 3],
  [readStreamsSlowly, 1],
];

/**
 * Runs until it is over. What went wrong beside answers is what it comes to, at most a few.
 * @returns {Promise<string[]>}
 */
export async function drive(port, { clients, counts, isOver, speaksTwo }) {
  const problems = [];
  const running = new Map();
  const run = async (way) => {
    while (!isOver()) {
      running.set(way.name, (running.get(way.name) ?? 0) + 1);
      try {
        await way(port, counts, isOver);
      } catch (error) {
        if (problems.length < 5) problems.push(`${way.name}: ${error.message}`);
      }
      running.set(way.name, running.get(way.name) - 1);
    }
  };
  const kinds = [...shares, ...(speaksTwo ? sharesOfTwo : [])].flatMap(([way, share]) =>
    Array.from({ length: Math.max(1, Math.round((share * clients) / 100)) }, () => way),
  );
  const ended = Promise.all(kinds.map(run));
  while (!isOver()) await pause(1000);
  if ((await Promise.race([ended, pause(mostOfEnd).then(() => 'late')])) === 'late') {
    const left = [...running].filter(([, count]) => count > 0).map(([name, count]) => `${name} ${count}`);
    problems.push(`clients that did not end: ${left.join(', ')}`);
  }
  return problems;
}

function open(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.setEncoding('latin1').once('error', reject);
    socket.on('error', () => undefined);
  });
}

/** One connection, one request after another. */
async function stay(port, counts, isOver) {
  const socket = await open(port);
  const answers = new Answers(socket);
  for (let round = 0; round < 200 && !isOver(); round += 1) {
    const request = next();
    socket.write(textOf(request));
    check(await answers.next(), request.answer, counts);
  }
  socket.resetAndDestroy();
}

/** Many requests at once, those that have to wait for others among them. */
async function pipeline(port, counts, isOver) {
  const socket = await open(port);
  const answers = new Answers(socket);
  for (let round = 0; round < 50 && !isOver(); round += 1) {
    const batch = Array.from({ length: 24 }, () => {
      const number = countOfRequests();
      return next(number % 12 === 0 ? 4 : number % 5 === 0 ? 7 : 0);
    });
    socket.write(batch.map(textOf).join(''));
    for (const { answer } of batch) check(await answers.next(), answer, counts);
  }
  socket.resetAndDestroy();
}

/** A connection for each request. */
async function churn(port, counts) {
  const socket = await open(port);
  const answers = new Answers(socket);
  const request = next();
  socket.write(textOf(request));
  check(await answers.next(), request.answer, counts);
  // A reset leaves no port waiting on this side, of which there are not enough for minutes of this.
  socket.resetAndDestroy();
}

/** Leaves in the middle of a request, by a reset or by an end. */
async function leave(port, counts) {
  const socket = await open(port);
  const text = textOf(next());
  await new Promise((resolve) => socket.write(text.slice(0, 1 + Math.floor(Math.random() * text.length)), resolve));
  if (countOfRequests() % 2 === 0) socket.resetAndDestroy();
  else {
    socket.destroy();
    await pause(20);
  }
  counts.left += 1;
}

/** Leaves while answers are on their way. */
async function leaveAnswers(port, counts) {
  const socket = await open(port);
  socket.write([next(4), next(0), next(uploads.echoed), next(7)].map(textOf).join(''));
  await Promise.race([new Promise((resolve) => socket.once('data', resolve)), pause(countOfRequests() % 30)]);
  socket.resetAndDestroy();
  counts.left += 1;
}

async function writeSlowly(port, counts) {
  const socket = await open(port);
  const answers = new Answers(socket);
  const request = next(0);
  const began = Date.now();
  for (const byte of textOf(request)) {
    socket.write(byte);
    await pause(5 + (countOfRequests() % 20));
  }
  const answer = await answers.next();
  // A machine that has no time for this process makes it slower than a head may be.
  if (Date.now() - began > mostOfHead && answer?.startsWith('408 ') === true) counts.left += 1;
  else check(answer, request.answer, counts);
  socket.resetAndDestroy();
}

/** Asks for more than sockets hold, and takes it in small steps. */
async function readSlowly(port, counts) {
  const socket = await open(port);
  const answers = new Answers(socket);
  const batch = Array.from({ length: 30 }, (_, index) => (index % 3 === 0 ? next(4) : largeOne()));
  socket.write(batch.map(textOf).join(''));
  const timer = setInterval(() => (socket.isPaused() ? socket.resume() : socket.pause()), 10);
  for (const { answer } of batch) check(await answers.next(), answer, counts);
  clearInterval(timer);
  socket.resetAndDestroy();
}

/** Sends bodies a piece at a time, to handlers that take them so, and reads answers that come meanwhile. */
async function upload(port, counts, isOver) {
  const socket = await open(port);
  const answers = new Answers(socket);
  for (let round = 0; round < 20 && !isOver(); round += 1) {
    const request = next(round % 2 === 0 ? uploads.taken : uploads.echoed);
    const answer = answers.next();
    for (const part of partsOf(request)) {
      socket.write(part);
      await pause(countOfRequests() % 4);
    }
    check(await answer, request.answer, counts);
  }
  socket.resetAndDestroy();
}
