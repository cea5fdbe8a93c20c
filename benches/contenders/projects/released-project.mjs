/** An application with many releases: in each of them some handlers got one more member, as it happens over years. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { importTooling } from '../../harness/ours.mjs';

/** Names are different in every handler, so that no two have the same contract. */
const source = (index, added) => `import type { Handler } from '@gati-framework/core';

interface Thing${index} {
  id: string;
  name${index}: string;
  price${index}: number;
  tags${index}: string[];
  place${index}: { street: string; town: string };
${added.map((release) => `  since${release}?: string;`).join('\n')}
}

export const route = 'PUT /resource${index}/:id';

export const handler: Handler<{ params: { id: string }; body: Thing${index}; response: Thing${index} }> = ({ body }) => body;
`;

/** What fits every release of a handler. */
export const bodyFor = (index) => ({
  id: 'a',
  [`name${index}`]: 'b',
  [`price${index}`]: 1,
  [`tags${index}`]: [],
  [`place${index}`]: { street: 'c', town: 'd' },
});

/**
 * Writes the project as it was at each release, and releases it. The working tree is the last one of them.
 * @param {string} root what `projectDirectory` gave
 * @param {{ handlers: number, releases: number, changed: number }} size
 */
export async function writeReleasedProject(root, { handlers, releases, changed }) {
  const write = (file, text) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  write('package.json', JSON.stringify({ name: 'released-project', private: true, type: 'module' }));
  write(
    'gati.config.ts',
    `import { defineConfig } from '@gati-framework/core';\n\nexport default defineConfig({ logging: false });\n`,
  );
  const { createProject, planRelease, writePlanned } = await importTooling();
  const added = Array.from({ length: handlers }, () => []);
  for (let release = 0; release < releases; release += 1) {
    for (let index = 0; index < handlers; index += 1) {
      const isChanged =
        release > 0 && index % Math.ceil(handlers / changed) === release % Math.ceil(handlers / changed);
      if (isChanged) added[index].push(release);
      if (isChanged || release === 0) write(`src/handlers/resource${index}.ts`, source(index, added[index]));
    }
    const { manifest } = await createProject({ root, mode: 'production' }).inspect();
    const now = Date.parse('2024-01-01T00:00:00Z') + release * 86_400_000;
    const planned = planRelease({ root, manifest, unknownKeys: 'strip', now });
    if (planned.release === undefined) throw new Error(`release ${release} could not be made`);
    writePlanned(root, planned.release, planned.contracts);
  }
}
