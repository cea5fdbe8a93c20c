/** What two threads could get wrong: requests under way while routes are exchanged, and more of them than there is room for. */

import { expect, test } from 'vitest';

import { run } from './host-process.js';

test('what was gathered for earlier routes is served while JavaScript knows those', () => {
  const life = `
    const { host, port, ask, until, routeSeen } = make();
    const tables = [['/now', '/later', '/throw'], ['/other', '/now', '/later']];
    const install = (paths) => host.install(JSON.stringify({ routes: paths.map((path) => ({ method: 'GET', path })) }));
    let known = tables[0];
    const seen = {};
    routeSeen.push((route) => { seen[known[route]] = (seen[known[route]] ?? 0) + 1; return true; });
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.resume();
    const rounds = 400;
    for (let round = 1; round <= rounds; round += 1) {
      socket.write('GET /now HTTP/1.1\\r\\nhost: a\\r\\n\\r\\n');
      // The sockets go on meanwhile; JavaScript does not turn before it waits for something.
      install(tables[round % 2]);
      known = tables[round % 2];
      if (round % 20 === 0) await until(() => seen['/now'] === round);
    }
    console.log(JSON.stringify(seen));
    socket.destroy();
    host.close();`;
  expect(run(life, 'own')).toEqual({ status: 0, output: '{"/now":400}\n' });
});

test('requests beyond the room for them wait, and none is lost', () => {
  const life = `
    const { host, port, until, routeSeen } = make();
    const clients = 48;
    let served = 0;
    routeSeen.push(() => { served += 1; return false; });
    const sockets = await Promise.all(Array.from({ length: clients }, () => new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket));
    })));
    let answered = 0;
    for (const socket of sockets) socket.on('data', (bytes) => (answered += bytes.toString('latin1').split('HTTP/1.1 200').length - 1));
    const body = 'x'.repeat(40_000);
    const request = 'GET /now HTTP/1.1\\r\\nhost: a\\r\\ncontent-length: ' + body.length + '\\r\\n\\r\\n' + body;
    for (const socket of sockets) socket.write(request);
    // Each of these is a round of the other thread, while nothing is taken here.
    for (let round = 0; round < 500; round += 1) if (host.connections() !== clients) throw new Error('a client is gone');
    if (served !== 0) throw new Error('JavaScript has run');
    await until(() => answered === clients);
    console.log(served, answered);
    for (const socket of sockets) socket.destroy();
    host.close();`;
  expect(run(life, 'own')).toEqual({ status: 0, output: '48 48\n' });
});

test('who has said that nothing more comes is answered by the turn that follows, and no later', () => {
  const life = `
    const { host, port, later, until } = make();
    const ended = (path) => new Promise((resolve) => {
      let text = '';
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.end('GET ' + path + ' HTTP/1.1\\r\\nhost: a\\r\\n\\r\\n'));
      socket.on('data', (bytes) => (text += bytes)).on('close', () => resolve(text.slice(9, 12))).on('error', () => {}).on('end', () => socket.destroy());
    });
    console.log(await ended('/now'), '-' + (await ended('/later')), later.length);
    await until(() => host.connections() === 0);
    host.close();`;
  expect(run(life, 'own')).toEqual({ status: 0, output: '200 - 1\n' });
});
