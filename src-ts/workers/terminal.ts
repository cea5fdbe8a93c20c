/** Whether somebody sits in front of this process, which is what SIGHUP meant at first. */

import { closeSync, openSync } from 'node:fs';

/** Whether the process has a terminal. */
export function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
