/** Which prebuilt addon belongs to this machine. */

/** What decides between prebuilt addons. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
  /** The C library, on Linux. */
  readonly libc: 'gnu' | 'musl' | undefined;
}

/** The platforms that have a prebuilt addon, by `os-arch[-libc]`, each with the ending of its package name. */
const prebuilt: Readonly<Record<string, string>> = {
  'linux-x64-gnu': 'linux-x64-gnu',
  'linux-x64-musl': 'linux-x64-musl',
  'linux-arm64-gnu': 'linux-arm64-gnu',
  'linux-arm64-musl': 'linux-arm64-musl',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'win32-x64-msvc',
};

/** The machine this process runs on. */
export function currentPlatform(): Platform {
  return {
    os: process.platform,
    arch: process.arch,
    libc: process.platform === 'linux' ? currentLibc() : undefined,
  };
}

/** `linux-x64-gnu` and the like, whether there is an addon for it or not. */
export function platformName(platform: Platform): string {
  return [platform.os, platform.arch, ...(platform.libc === undefined ? [] : [platform.libc])].join('-');
}

/** The ending of the addon's package and file name, or undefined where there is none. */
export function addonTriple(platform: Platform): string | undefined {
  return prebuilt[platformName(platform)];
}

/** Every platform that has an addon. */
export function supportedPlatforms(): readonly string[] {
  return Object.keys(prebuilt);
}

/**
 * Node's own report names the glibc it runs on; on musl that member is absent. Looking for it in the report costs no
 * child process and reads no file.
 */
function currentLibc(): 'gnu' | 'musl' {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined ? 'musl' : 'gnu';
}
