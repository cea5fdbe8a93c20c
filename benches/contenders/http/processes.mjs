/** Several processes of one server on one port: `processes.mjs cluster|reusePort SCRIPT COUNT [RUNTIME]`. */
import { fork } from 'node:child_process';
import cluster from 'node:cluster';

const [way, script, count, runtime] = process.argv.slice(2);
const env = { ...process.env, REUSE_PORT: 'yes' };
const children = Array.from({ length: Number(count) }, () => {
  if (way === 'reusePort') return fork(script, [], { env, execPath: runtime, stdio: 'inherit' });
  // As Node's documentation shows it: the first process takes connections, and gives them out in turn.
  cluster.setupPrimary({ exec: script });
  return cluster.fork().process;
});
process.on('SIGTERM', () => {
  for (const child of children) child.kill('SIGKILL');
  process.exit();
});
