/** The driver of the native host: it serves from the loop, and ends without leaving anything behind. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';

import { addonPath, program, run as runOn, type ServerThread } from './host-process.js';

/** A host in a process that may have so many descriptors, and its port. */
async function limited(
  descriptors: number,
  thread: ServerThread,
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = spawn(
    'sh',
    ['-c', `ulimit -n ${descriptors} && exec "$0" -e "$1"`, process.execPath, program(serving, thread)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return { child, port: Number(line.toString()) };
}

const serving = `const { port } = make(); console.log(port);`;

describe.each(['main', 'own'] as const)('a native host on the thread %s', (thread) => {
  const run = (life: string): ReturnType<typeof runOn> => runOn(life, thread);

  it('answers within a turn and later, and lets the process end once it is closed', () => {
    const life = `
      const { host, ask, later, answer, until } = make();
      console.log(await ask('/now'));
      const waiting = ask('/later');
      await until(() => later.length === 1);
      answer(later[0]);
      console.log(await waiting, host.connections());
      host.close(); host.close(); host.flush(0); host.stop();
      console.log('closed', host.connections());`;
    expect(run(life)).toEqual({ status: 0, output: '200\n200 0\nclosed 0\n' });
  });

  it('is not collected while it listens', () => {
    const life = `
      const { ask } = make();
      for (let round = 0; round < 5; round += 1) { globalThis.gc(); await new Promise(setImmediate); }
      console.log(await ask('/now'));
      process.exit(0);`;
    expect(run(life)).toEqual({ status: 0, output: '200\n' });
  });

  it('may be closed by a handler, and the process may end in one', () => {
    const closing = `
      const { host, ask } = make();
      const flush = host.flush;
      process.on('uncaughtException', () => { host.close(); console.log('closed'); });
      await ask('/throw');
      host.flush(32);
      console.log('ends');`;
    expect(run(closing)).toEqual({ status: 0, output: 'closed\nends\n' });
    const ending = `const { ask } = make(); process.on('uncaughtException', () => process.exit(7)); await ask('/throw');`;
    expect(run(ending)).toEqual({ status: 7, output: '' });
  });

  it('goes on after a turn that threw', () => {
    const life = `
      const { host, ask, until } = make();
      let thrown = 0;
      process.on('uncaughtException', ({ message }) => { thrown += 1; console.log(message); });
      void ask('/throw');
      await until(() => thrown === 1);
      console.log(await ask('/now'));
      host.closeAll();
      host.close();`;
    expect(run(life)).toEqual({ status: 0, output: 'thrown in a turn\n200\n' });
  });

  it('ends with its worker, closed or not', () => {
    const life = `
      const source = 'const make = ' + make.toString() + '; const { NativeHost } = require(' + ${JSON.stringify(JSON.stringify(addonPath()))} + ');' +
        'const { connect } = require("node:net"); const size = 1 << 20; const { parentPort } = require("node:worker_threads");' +
        'const { ask, host } = make(); ask("/now").then((status) => parentPort.postMessage(status));';
      for (let round = 0; round < 3; round += 1) {
        const worker = new Worker(source, { eval: true });
        console.log(await new Promise((resolve) => worker.once('message', resolve)));
        await worker.terminate();
      }
      console.log('ends');`;
    expect(run(life)).toEqual({ status: 0, output: '200\n200\n200\nends\n' });
  });

  it('says which port is taken', () => {
    const life = `
      const { host, port } = make();
      const listen = (place) => {
        const other = new NativeHost('{}');
        try {
          other.listen(JSON.stringify(place), new Uint8Array(size), new Uint8Array(8), new Uint32Array(8), () => {}, () => {});
        } catch (error) { return error.code; } finally { other.close(); }
      };
      console.log(listen({ host: '127.0.0.1', port }), listen({ host: '203.0.113.1', port: 0 }), listen({ host: 'localhost', port: 0 }));
      host.close();`;
    expect(run(life)).toEqual({ status: 0, output: 'GATI_PORT_TAKEN GATI_LISTEN_FAILED GATI_NATIVE_OPTIONS\n' });
  });

  it.skipIf(process.platform === 'win32')('survives that there are no descriptors left', async () => {
    const { child, port } = await limited(64, thread);
    const answered: number[] = [];
    const sockets: Socket[] = [];
    const done = new Promise<void>((resolve) => {
      for (let number = 0; number < 100; number += 1) {
        const socket = connect(port, '127.0.0.1', () => socket.write('GET /now HTTP/1.1\r\nhost: a\r\n\r\n'));
        socket
          .on('error', () => undefined)
          .once('data', () => {
            // Who was answered makes room for who waits.
            answered.push(number);
            socket.destroy();
            if (answered.length === 100) resolve();
          });
        sockets.push(socket);
      }
    });
    await done;
    expect(new Set(answered).size).toBe(100);
    child.kill();
    await once(child, 'exit');
    for (const socket of sockets) socket.destroy();
  });
});
