/** What the figures were taken on. */
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, platform, release } from 'node:os';

/** The machine, the moment and every pinned version. */
export function describeMachine() {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    v8: process.versions.v8,
    load: loadavg()[0],
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    versions: manifest.devDependencies,
  };
}
