/**
 * Makes the packages this one runs on part of it: each compiled file that only re-exports them is replaced by a bundle.
 * Loading takes less than half the time, and an application has one package to install instead of fifty.
 *
 * Their licences go along, as they ask for.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The re-exporting files, and what each leaves outside because it is never reached or already here. */
const bundles = [
  // Fastify asks for pino only when it is to log by itself, and for schema compilers only when it has none; the host
  // sees to both.
  {
    source: 'src-ts/hosts/fastify/bundled.ts',
    file: 'dist/hosts/fastify/bundled.js',
    external: ['pino', '@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler'],
  },
  { source: 'src-ts/hosts/native/bundled.ts', file: 'dist/hosts/native/bundled.js', external: [] },
  { source: 'src-ts/pipeline/bundled-pino.ts', file: 'dist/pipeline/bundled-pino.js', external: [] },
];

/** What the packages inside call `require`. */
const requireBanner =
  "import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);";

const packages = new Map();
for (const { source, file, external } of bundles) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [source],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    external,
    banner: { js: requireBanner },
    legalComments: 'inline',
    logLevel: 'warning',
    metafile: true,
  });
  for (const input of Object.keys(result.metafile.inputs)) notePackage(input);
}
writeFileSync(join(root, 'dist/THIRD_PARTY_LICENSES.txt'), licences());

/** Remembers the package that `input` belongs to. */
function notePackage(input) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(join(root, input));
  if (match === null) return;
  const manifest = JSON.parse(readFileSync(join(match[1], 'package.json'), 'utf8'));
  packages.set(`${manifest.name}@${manifest.version}`, { directory: match[1], licence: manifest.license });
}

/** Every package's licence text; a package without one is an error, since its terms would not be kept. */
function licences() {
  const texts = [...packages]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, { directory, licence }]) => {
      const file = readdirSync(directory).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
      const text = file === undefined ? undefined : readFileSync(join(directory, file), 'utf8').trim();
      if (text === undefined && !/^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0)$/.test(String(licence))) {
        throw new Error(
          `${name} in ${relative(root, dirname(directory))} names no licence that lets it be part of this package`,
        );
      }
      return `${name} (${licence})\n\n${text ?? `Published under ${licence}; the package holds no licence text.`}\n`;
    });
  return `The files of this package that end in "bundled" hold these packages.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
