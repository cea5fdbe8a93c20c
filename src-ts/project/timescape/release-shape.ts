/** Whether a JSON value is a release file, member by member: such files come from git, merges and hands. */

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value !== '';
const isVersion: Check = (value) => typeof value === 'string' && /^\d+\.\d+\.\d+$/.test(value);
const isHash: Check = (value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
const isDigest: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isBump: Check = (value) => ['none', 'patch', 'minor', 'major'].includes(value as string);
const isObject: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names of change files lead nowhere but into `changes/`. */
const isChangeName = (name: string): boolean => /^changes\/[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name);

const valuesAre =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value as object).every(check);

const isHandler: Check = (value) => {
  const { contract, shape, semver } = (value ?? {}) as Record<string, unknown>;
  return isHash(contract) && isText(shape) && isVersion(semver);
};

const isStep: Check = (value) => {
  if (!isObject(value)) return false;
  const { to, custom } = value as Record<string, unknown>;
  return (to === null || isText(to)) && (custom === undefined || (isText(custom) && isChangeName(custom as string)));
};

const isChange: Check = (value) => {
  if (!isObject(value)) return false;
  const { id, route, direction, path, bump, text } = value as Record<string, unknown>;
  return [id, route, direction, text].every(isText) && typeof path === 'string' && isBump(bump);
};

interface Member {
  readonly fits: Check;
  readonly wanted: string;
  readonly optional?: true;
}

const members: Readonly<Record<string, Member>> = {
  release: { fits: (value) => value === 1, wanted: '1' },
  id: { fits: isText, wanted: 'a time such as 2026-01-10T08:00:00Z' },
  after: { fits: isText, wanted: 'the id of the release before it', optional: true },
  semver: { fits: isVersion, wanted: 'a version such as 1.4.0' },
  bump: { fits: isBump, wanted: 'none, patch, minor or major' },
  handlers: { fits: valuesAre(isHandler), wanted: 'handlers with contract, shape and semver' },
  changes: { fits: (value) => Array.isArray(value) && value.every(isChange), wanted: 'a list of changes' },
  steps: { fits: valuesAre(isStep), wanted: 'steps by handler' },
  files: {
    fits: (value) => valuesAre(isDigest)(value) && Object.keys(value as object).every(isChangeName),
    wanted: 'the SHA-256 of files in changes/',
  },
  note: { fits: (value) => typeof value === 'string', wanted: 'text', optional: true },
};

/** Why a value is no release; `undefined` where it is one. */
export function objectionTo(value: unknown): string | undefined {
  if (!isObject(value)) return 'it is no object';
  const release = value as Readonly<Record<string, unknown>>;
  for (const [name, { fits, wanted, optional }] of Object.entries(members)) {
    const member = release[name];
    if (member === undefined ? optional !== true : !fits(member)) return `\`${name}\` is not ${wanted}`;
  }
  const unknown = Object.keys(release).find((name) => !Object.hasOwn(members, name));
  return unknown === undefined ? undefined : `nobody knows its member \`${unknown}\``;
}
