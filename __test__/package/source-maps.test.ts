import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));

test.each(['dist', 'packages/gatic/dist'])(
  'source maps of %s hold the sources, which are not published',
  async (dist) => {
    const directory = join(repository, dist);
    const maps = (await readdir(directory, { recursive: true })).filter((name) => name.endsWith('.js.map'));
    expect(maps.length).toBeGreaterThan(10);
    for (const name of maps) {
      const map = JSON.parse(await readFile(join(directory, name), 'utf8')) as {
        sources: string[];
        sourcesContent?: (string | null)[];
      };
      // What an earlier build has left of a file that is gone.
      if (!map.sources.every((source) => existsSync(join(dirname(join(directory, name)), source)))) continue;
      expect(
        map.sourcesContent?.map((text) => typeof text),
        name,
      ).toEqual(map.sources.map(() => 'string'));
    }
  },
);
