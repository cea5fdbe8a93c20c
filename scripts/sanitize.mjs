/**
 * `node scripts/sanitize.mjs [files…]`: the addon with our own crates under AddressSanitizer, and the tests that go through
 * every `unsafe` of it: the host's driver on Node's loop, the reader, and whatever a connection can do to both. Linux on x64,
 * with gcc's libasan; cargo is asked for flags of a nightly compiler (`RUSTC_BOOTSTRAP`).
 *
 * The sanitizer replaces the allocator of the whole process, so that use after free and overflows are seen in dependencies
 * as well, and its instruments are in every crate of ours. Leaks are not asked for: Node gives back nothing when it ends.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { Failure, fail, root, run } from './preparation.mjs';

const cache = join(root, 'node_modules/.cache/gati');
const suites = [
  '__test__/native/native-host.test.ts',
  '__test__/conformance/http1.test.ts',
  '__test__/conformance/node-parser.test.ts',
  '__test__/conformance/hosts-random.test.ts',
  '__test__/conformance/reader-random.test.ts',
  '__test__/http',
];

/** Whether it can be asked for here. */
export const isSanitizable = process.platform === 'linux' && process.arch === 'x64';

/** The exit status of the tests. */
export async function sanitize(files = suites) {
  const runtime = spawnSync('gcc', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  if (!isAbsolute(runtime)) throw new Failure('AddressSanitizer needs gcc and its libasan');
  const addon = await build();
  return run([process.execPath, join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...files], {
    env: {
      ...process.env,
      GATI_NATIVE_PATH: addon,
      GATI_SERVER: 'native',
      LD_PRELOAD: runtime,
      ASAN_OPTIONS: 'detect_leaks=0:exitcode=99',
    },
  });
}

async function build() {
  mkdirSync(cache, { recursive: true });
  const wrapper = join(cache, 'sanitized-rustc.sh');
  // Build scripts run while others compile, and are no part of the addon.
  const flags = '-Zsanitizer=address -Cdebuginfo=1';
  // In the wrapper and not around cargo: build scripts of dependencies look at the variable, and would all run again.
  writeFileSync(
    wrapper,
    `#!/bin/sh\ncase "$*" in *build_script_build*) exec "$@";; esac\nRUSTC_BOOTSTRAP=1 exec "$@" ${flags}\n`,
  );
  chmodSync(wrapper, 0o755);
  const env = { ...process.env, RUSTC_WORKSPACE_WRAPPER: wrapper };
  const status = await run(['cargo', 'build', '--release', '-p', 'gati-napi'], { env });
  if (status !== 0) throw new Failure('the addon does not compile under AddressSanitizer');
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
  const made = join(target, 'release/libgati_napi.so');
  if (!existsSync(made)) throw new Failure(`${made} is not there`);
  const addon = join(cache, 'sanitized.node');
  copyFileSync(made, addon);
  return addon;
}

if (process.argv[1] === import.meta.filename) {
  try {
    if (!isSanitizable) throw new Failure('AddressSanitizer is asked for on Linux and x64 alone');
    const files = process.argv.slice(2);
    if ((await sanitize(files.length === 0 ? suites : files)) !== 0) throw new Failure('see above');
  } catch (error) {
    fail(error);
  }
}
