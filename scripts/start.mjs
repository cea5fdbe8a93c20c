/** `npm start`: prepares everything that is not prepared yet, then serves `examples/shop` with `gatic dev`. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fail, prepare, root } from './preparation.mjs';

try {
  await prepare((line) => console.log(`gati: ${line}`));
  serve();
} catch (error) {
  fail(error);
}

/** PORT and HOST are read by `gatic dev` from the environment, which the child inherits. */
function serve() {
  const cli = join(root, 'packages/gatic/bin/gatic.js');
  const child = spawn(process.execPath, [cli, 'dev', '--root', join(root, 'examples/shop')], { stdio: 'inherit' });
  const forward = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
  child.once('error', fail);
  child.once('exit', (status, signal) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(name, forward);
    if (signal === null) process.exitCode = status ?? 1;
    else process.kill(process.pid, signal);
  });
}
