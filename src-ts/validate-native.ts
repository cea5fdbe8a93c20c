/**
 * `@gati-framework/core/validate/native`: imported once, for its effect, it lets `validateBytes` of validators that carry
 * a program read bytes natively. Where the addon of this platform is not installed, or `GATI_NATIVE=off`, nothing
 * changes, the verdicts least of all. It needs Node; `@gati-framework/core/validate` does not, and never imports it.
 */

import { whyNotNative } from './reader/body-readers.js';
import { bufferOf } from './reader/reader.js';
import { openVerdict } from './reader/thread.js';
import { readBytesWith } from './validators/bytes.js';

let native: boolean | undefined;

readBytesWith((program) => {
  native ??= whyNotNative(process.env) === undefined;
  if (!native) return undefined;
  try {
    const verdict = openVerdict(program);
    return (bytes) => verdict(bufferOf(bytes)) === 1;
  } catch {
    // Another version wrote the program: bytes are parsed and then checked.
    return undefined;
  }
});
