/** Programs around one native host, as processes of their own. */

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where sockets are read and written. */
export type ServerThread = 'main' | 'own';

/** The addon that was built here, or the one that is named. */
export function addonPath(): string {
  const folder = join(import.meta.dirname, '../../src-ts/native');
  const built = readdirSync(folder).find((name) => name.endsWith('.node'));
  return process.env['GATI_NATIVE_PATH'] ?? join(folder, built ?? 'absent.node');
}

/** A host in a process of its own, its sockets on one of the threads: `life` runs with
 * `host`, `ask` and `later`, the requests that were not answered. */
export function program(life: string, thread: ServerThread): string {
  return `
    const { NativeHost } = require(${JSON.stringify(addonPath())});
    const { connect } = require('node:net');
    const { Worker, isMainThread } = require('node:worker_threads');
    const size = 1 << 20;
    function make() {
      const host = new NativeHost(${JSON.stringify(JSON.stringify({ thread }))});
      const [requests, answers, control] = [new Uint8Array(size), new Uint8Array(size), new Uint32Array(8)];
      const [read, write] = [new Uint32Array(requests.buffer), new Uint32Array(answers.buffer)];
      const later = [];
      // Told of the route of each request; who says true wants it answered at once.
      const routeSeen = [];
      const turn = (count) => {
        let [at, out] = [0, 0];
        for (let left = count; left > 0; left -= 1) {
          if ((read[at] & 255) === 1) {
            if (routeSeen.map((see) => see(read[at + 4])).includes(true)) { write.set([1, 8, read[at + 2], read[at + 3], 200, 2, 0, 0x6b6f], out); out += 8; }
            else if (read[at + 4] === 1) later.push([read[at + 2], read[at + 3]]);
            else if (read[at + 4] === 2) throw new Error('thrown in a turn');
            else { write.set([1, 8, read[at + 2], read[at + 3], 200, 2, 0, 0x6b6f], out); out += 8; }
          }
          at += read[at + 1];
        }
        control[1] = out * 4;
      };
      const answer = ([slot, key]) => { write.set([1, 8, slot, key, 200, 2, 0, 0x6b6f], 0); host.flush(32); };
      host.install(JSON.stringify({ routes: ['/now', '/later', '/throw'].map((path) => ({ method: 'GET', path })) }));
      const { port } = JSON.parse(
        host.listen(JSON.stringify({ host: '127.0.0.1', port: 0 }), requests, answers, control, turn, () => {}),
      );
      const ask = (path) => new Promise((resolve) => {
        let text = '';
        const socket = connect(port, '127.0.0.1', () => socket.write('GET ' + path + ' HTTP/1.1\\r\\nhost: a\\r\\nconnection: close\\r\\n\\r\\n'));
        socket.on('data', (bytes) => (text += bytes)).on('close', () => resolve(text.slice(9, 12))).on('error', () => {});
      });
      const until = async (test) => { while (!test()) await new Promise((resolve) => setImmediate(resolve)); };
      return { host, port, ask, later, answer, until, routeSeen };
    }
    (async () => { ${life} })();`;
}

/** What it said, and how it ended. */
export function run(life: string, thread: ServerThread): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', '-e', program(life, thread)], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { status, output: stdout + stderr };
}
