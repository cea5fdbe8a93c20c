/** What a created app's package.json says, and which names it may have. */

/** Package managers an app can be made for. */
export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** Where packages come from when not from the registry, for testing before anything is published. */
export interface PackageSpecs {
  readonly core?: string | undefined;
  readonly cli?: string | undefined;
  /** The platform package with the native addon. */
  readonly native?: string | undefined;
}

/** The overrides named in the environment. */
export function specsFrom(environment: NodeJS.ProcessEnv): PackageSpecs {
  return {
    core: environment['GATI_CORE_SPEC'] || undefined,
    cli: environment['GATI_CLI_SPEC'] || undefined,
    native: environment['GATI_NATIVE_SPEC'] || undefined,
  };
}

/** The TypeScript every template is tested with. */
const typescriptVersion = '7.0.2';

/** The content of package.json. */
export function manifestFor(app: {
  readonly name: string;
  readonly version: string;
  readonly specs: PackageSpecs;
}): object {
  const { specs } = app;
  return {
    name: app.name,
    version: '0.1.0',
    private: true,
    type: 'module',
    engines: { node: '>=20.19.0' },
    scripts: {
      dev: 'gatic dev',
      build: 'gatic build',
      start: 'node --enable-source-maps dist/index.js',
      test: 'gatic test',
      typecheck: 'gatic check && tsc --noEmit',
    },
    dependencies: { '@gati-framework/core': specs.core ?? `^${app.version}` },
    devDependencies: {
      // The addon compiles; a built app serves without it, so production installs leave it out.
      ...(specs.native === undefined ? {} : { [nativePackage()]: specs.native }),
      '@types/node': '^20.19.0',
      gatic: specs.cli ?? `^${app.version}`,
      typescript: typescriptVersion,
    },
  };
}

/** The name of a platform's package; of this machine's unless another one is named. A test holds it to the core's table. */
export function nativePackage(
  machine: { readonly os: string; readonly arch: string; readonly libc?: 'gnu' | 'musl' | undefined } = {
    os: process.platform,
    arch: process.arch,
    libc: process.platform === 'linux' && isMusl() ? 'musl' : 'gnu',
  },
): string {
  const { os, arch, libc = 'gnu' } = machine;
  const suffix = os === 'linux' ? `-${libc}` : os === 'win32' ? '-msvc' : '';
  return `@gati-framework/native-${os}-${arch}${suffix}`;
}

function isMusl(): boolean {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return report?.header?.glibcVersionRuntime === undefined;
}

/** Why npm would refuse this name, or `undefined`. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.length > 214) return 'it is longer than 214 characters';
  if (name !== name.toLowerCase()) return 'it has capital letters';
  if (/^[._]/u.test(name)) return 'it starts with a dot or an underscore';
  if (!/^[a-z0-9][a-z0-9._~-]*$/u.test(name)) return 'only a-z, 0-9, "-", "_", "." and "~" are allowed';
  if (name === 'node_modules' || name === 'favicon.ico') return 'npm reserves it';
  return undefined;
}

/** A valid name near the one that was given. */
export function suggestName(name: string): string {
  const near = name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9._~-]+/gu, '-')
    .replace(/^[-._~]+|-+$/gu, '');
  return nameProblem(near) === undefined ? near : 'my-app';
}

/** The package manager that called, as npm and its peers say it in `npm_config_user_agent`. */
export function callingPackageManager(userAgent: string | undefined): PackageManager {
  const name = /^(npm|pnpm|yarn|bun)\//u.exec(userAgent ?? '')?.[1];
  return (name as PackageManager | undefined) ?? 'npm';
}
