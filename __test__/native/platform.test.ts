import { describe, expect, it } from 'vitest';

import { nativePackage } from '../../packages/gatic/dist/api/app-manifest.js';
import { addonTriple, currentPlatform, platformName, supportedPlatforms } from '../../src-ts/native/platform.js';

describe('the addon of a platform', () => {
  it.each([
    [{ os: 'linux', arch: 'x64', libc: 'gnu' }, 'linux-x64-gnu'],
    [{ os: 'linux', arch: 'x64', libc: 'musl' }, 'linux-x64-musl'],
    [{ os: 'linux', arch: 'arm64', libc: 'gnu' }, 'linux-arm64-gnu'],
    [{ os: 'linux', arch: 'arm64', libc: 'musl' }, 'linux-arm64-musl'],
    [{ os: 'darwin', arch: 'x64', libc: undefined }, 'darwin-x64'],
    [{ os: 'darwin', arch: 'arm64', libc: undefined }, 'darwin-arm64'],
    [{ os: 'win32', arch: 'x64', libc: undefined }, 'win32-x64-msvc'],
    [{ os: 'linux', arch: 'riscv64', libc: 'gnu' }, undefined],
    [{ os: 'win32', arch: 'arm64', libc: undefined }, undefined],
    [{ os: 'constructor', arch: 'x64', libc: undefined }, undefined],
  ] as const)('%j is %s', (platform, triple) => {
    expect(addonTriple(platform)).toBe(triple);
  });

  it('is installed by `gatic create` under the name it is loaded by', () => {
    for (const name of supportedPlatforms()) {
      const [os = '', arch = '', libc] = name.split('-');
      const platform = { os, arch, libc: libc as 'gnu' | 'musl' | undefined };
      expect(nativePackage(platform)).toBe(`@gati-framework/native-${addonTriple(platform)}`);
    }
    expect(nativePackage()).toBe(`@gati-framework/native-${addonTriple(currentPlatform())}`);
  });

  it('names the machine this test runs on', () => {
    expect(platformName(currentPlatform())).toMatch(/^[a-z0-9]+-[a-z0-9]+(-gnu|-musl)?$/);
    expect(supportedPlatforms()).toHaveLength(7);
  });
});
