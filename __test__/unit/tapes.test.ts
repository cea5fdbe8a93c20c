/** Each body has a tape of its own, whichever of them is looked at first. */
import { expect, test } from 'vitest';

import { Tapes } from '../../src-ts/hosts/native/turn.js';

test.each([
  ['one after the other', [0, 1, 2, 3]],
  ['behind one that takes several', [0, 3, 1, 2, 4]],
  ['far behind, and those between later', [0, 7, 6, 5, 4, 3, 2, 1]],
  ['the last of all', [1023, 500, 0, 1022]],
])('%s', (_, numbers) => {
  const tapes = new Tapes();
  for (const number of [...numbers, ...numbers]) {
    const { integers, doubles } = tapes.at(number);
    expect([integers.byteOffset, doubles.byteOffset], `${number}`).toEqual([number * 1024, number * 1024]);
    expect(integers.buffer).toBe(tapes.words.buffer);
  }
});
