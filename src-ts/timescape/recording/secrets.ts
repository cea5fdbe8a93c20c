/** What is taken out of a recorded exchange: values whose names or types say that they are secret. */

import type { NamedTypesJson, NodeJson } from '../../manifest/gtype.js';
import type { Manifest } from '../../manifest/manifest.js';

/** What stands for a secret text. As long as a password has to be, so that it is one in a request that is sent again. */
export const redacted = 'redacted';

/** A name without what spells it differently: `api_key`, `apiKey` and `API-Key` are one. */
function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/gu, '');
}

const telling =
  /passw|passphrase|passcode|pwd|secret|token|apikey|privatekey|credential|authorization|cookie|signature|sessionid|cardnumber/u;
const alone: ReadonlySet<string> = new Set(['auth', 'pin', 'cvv', 'cvc', 'otp', 'ssn', 'iban', 'jwt', 'session']);

/** Which names are of secrets: those that say so, and those that the project adds. */
export class Secrets {
  readonly #more: ReadonlySet<string>;

  constructor(more: Iterable<string>) {
    this.#more = new Set(Array.from(more, bare));
  }

  /** Whether values under a name are kept out of recordings. */
  has(name: string): boolean {
    const spelled = bare(name);
    return telling.test(spelled) || alone.has(spelled) || this.#more.has(spelled);
  }

  /** The query of a URL, and the segments of its path that are secret parameters of `pattern`. */
  ofUrl(url: string, pattern: string): string {
    const start = url.indexOf('?');
    const path = start === -1 ? url : url.slice(0, start);
    const search = start === -1 ? '' : url.slice(start + 1);
    const kept = search.split('&').map((pair) => {
      const name = pair.split('=', 1)[0] ?? '';
      return this.has(decoded(name)) && pair !== '' ? `${name}=${redacted}` : pair;
    });
    return `${this.#ofPath(path, pattern)}${start === -1 ? '' : `?${kept.join('&')}`}`;
  }

  /** What comes before the pattern, a base path for example, has no parameters. */
  #ofPath(path: string, pattern: string): string {
    const names = pattern.split('/');
    if (!names.some((name) => /^[:*]/u.test(name) && this.has(name.slice(1)))) return path;
    // Where a parameter takes several segments, nothing tells how many.
    if (names.some((name) => name.startsWith('*'))) return pattern.replaceAll(/[:*][^/]+/gu, redacted);
    const pieces = path.split('/');
    const first = pieces.length - names.length;
    return pieces
      .map((piece, index) => {
        const name = names[index - first] ?? '';
        return name.startsWith(':') && this.has(name.slice(1)) ? redacted : piece;
      })
      .join('/');
  }

  /** The JSON text of a body without secrets, and where they were: JSON Pointers, `*` for the items of a list. */
  ofBody(text: string): { readonly body: unknown; readonly places: readonly string[] } {
    const places = new Set<string>();
    const made = this.#cleared(JSON.parse(text), '', places);
    // As it was sent, where nothing was taken out: numbers have more digits than JavaScript keeps.
    return { body: places.size === 0 ? text : made, places: [...places] };
  }

  #cleared(value: unknown, at: string, places: Set<string>): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#cleared(item, `${at}/*`, places));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        const place = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        if (!this.has(name)) return [name, this.#cleared(member, place, places)];
        places.add(place);
        return [name, blank(member)];
      }),
    );
  }
}

/** The same kind of value, which says nothing. */
function blank(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return redacted;
    case 'number':
      return 0;
    case 'boolean':
      return false;
    default:
      return Array.isArray(value) ? [] : value === null ? null : {};
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}

/** Names of members whose type says that they are secret: `login: PasswordString`. */
export function secretMembers({ types, handlers }: Manifest): ReadonlySet<string> {
  const found = new Set<string>();
  const isSecret = (node: NodeJson, deep = 0): boolean => {
    if (node.kind === 'ref') {
      const named = Object.hasOwn(types, node.id) ? types[node.id] : undefined;
      return named !== undefined && deep < 8 && isSecret(named.type, deep + 1);
    }
    if (node.kind === 'union') return node.members.some((one) => isSecret(one, deep + 1));
    return node.kind === 'refined' && (node.brands ?? []).some((brand) => telling.test(bare(brand)));
  };
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) look(item);
    else if (typeof value === 'object' && value !== null) {
      const { name, type } = value as { readonly name?: unknown; readonly type?: unknown };
      if (typeof name === 'string' && isNode(type) && isSecret(type)) found.add(name);
      for (const member of Object.values(value)) look(member);
    }
  };
  look(types satisfies NamedTypesJson);
  for (const { contract } of handlers) look(contract);
  return found;
}

function isNode(value: unknown): value is NodeJson {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
