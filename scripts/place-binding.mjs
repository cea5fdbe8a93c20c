/**
 * Puts the generated binding beside the compiled TypeScript, which tsc does not do for files it did not compile.
 *
 * The `.node` file goes along so that a checkout runs from `dist`; the package leaves it out (`files` in
 * `package.json`), because users get it from the package of their platform.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const from = new URL('../src-ts/native/', import.meta.url);
const to = new URL('../dist/native/', import.meta.url);

if (existsSync(from)) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((file) => /\.(cjs|d\.cts|node)$/.test(file))) {
    copyFileSync(fileURLToPath(new URL(name, from)), fileURLToPath(new URL(name, to)));
  }
}
