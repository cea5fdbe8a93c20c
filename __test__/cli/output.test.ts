/** What happens to printing when nobody reads. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

import { gaticBin } from './harness.js';

test('a reader that stops reading ends the program in silence', async () => {
  const child = spawn(process.execPath, [gaticBin, 'completion', 'bash'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const [code] = (await once(child, 'close')) as [number];
  expect([code, complaint]).toEqual([0, '']);
});
