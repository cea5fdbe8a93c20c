/** Clients that speak HTTP/2: many streams of a connection, some of them given up, and some that are read slowly. */
import { once } from 'node:events';
import { connect, constants } from 'node:http2';

import { check, countOfRequests, largeOne, next, pause } from './requests.mjs';

const streams = 16;

/** A connection with many streams together, again and again; every thirteenth is given up when its answer has begun. */
export async function talk(port, counts, isOver) {
  const session = await open(port);
  for (let round = 0; round < 40 && !isOver(); round += 1) {
    const asked = Array.from({ length: streams }, () => {
      const request = next();
      return countOfRequests() % 13 === 0 ? giveUp(session, request, counts) : ask(session, request, counts);
    });
    await Promise.all(asked);
  }
  session.destroy();
}

/** Opens streams, and is gone before they are answered. */
export async function leaveStreams(port, counts) {
  const session = await open(port);
  for (let number = 0; number < streams; number += 1) send(session, next());
  await pause(countOfRequests() % 30);
  session.destroy();
  counts.left += streams;
}

/** Asks for more than there is room for, and takes it in small steps. */
export async function readStreamsSlowly(port, counts) {
  const session = await open(port);
  await Promise.all(Array.from({ length: 8 }, () => ask(session, largeOne(), counts, 10)));
  session.destroy();
}

async function open(port) {
  const session = connect(`http://127.0.0.1:${port}`).setMaxListeners(0);
  session.on('error', () => undefined);
  await once(session, 'connect');
  return session;
}

function send(session, { method, path, fields, body }) {
  const hasBody = method !== 'GET';
  const stream = session.request({ ':method': method, ':path': path, ...fields }, { endStream: !hasBody });
  stream.on('error', () => undefined);
  if (hasBody) stream.end(body);
  return stream;
}

/** `step` is how long it waits between what it takes. */
async function ask(session, request, counts, step) {
  const stream = send(session, request).setEncoding('latin1');
  let [text, status, isWhole] = ['', 0, false];
  // Node ends what was reset, too.
  stream.on('response', (headers) => (status = headers[':status']));
  stream.on('end', () => (isWhole = stream.rstCode === constants.NGHTTP2_NO_ERROR && !stream.aborted));
  stream.on('data', (piece) => {
    text += piece;
    if (step !== undefined) {
      stream.pause();
      setTimeout(() => stream.resume(), step);
    }
  });
  await closed(session, stream);
  check(isWhole && status !== 0 ? `${status === 200 ? '' : `${status} `}${text}` : undefined, request.answer, counts);
}

async function giveUp(session, request, counts) {
  const stream = send(session, request);
  stream.once('response', () => stream.close(constants.NGHTTP2_CANCEL)).resume();
  await closed(session, stream);
  counts.left += 1;
}

/** A stream whose session is gone may not say so. */
function closed(session, stream) {
  return new Promise((resolve) => {
    stream.once('close', resolve);
    session.once('close', () => setTimeout(resolve, 1000));
  });
}
