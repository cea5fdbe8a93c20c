/** What makes two routes the same one to clients: method and path, however the parameters are called. */

/** `GET /users/{}` of `GET` and `/users/:id`, `GET /files/{*}` of a catch-all. */
export function routeKey(method: string, path: string): string {
  const segments = path.split('/').map((segment) => {
    if (segment.startsWith(':') || /^\{[^*]*\}$/.test(segment)) return '{}';
    return segment.startsWith('*') || /^\{\*.*\}$/.test(segment) ? '{*}' : segment;
  });
  return `${method} ${segments.join('/')}`;
}

/** The same of an id such as `GET /users/:id`. */
export function routeKeyOf(id: string): string {
  const space = id.indexOf(' ');
  return space === -1 ? id : routeKey(id.slice(0, space), id.slice(space + 1));
}

/** The names of the parameters, in the order of the path, the catch-all included. */
export function parameterNames(path: string): string[] {
  return path.split('/').flatMap((segment) => (/^[:*]/.test(segment) ? [segment.slice(1)] : []));
}

/**
 * The path of a route for these parameters; `undefined` where one of them is nothing that a path can hold. A catch-all
 * keeps its slashes.
 */
export function pathFor(pattern: string, params: unknown): string | undefined {
  const values = (params ?? {}) as Readonly<Record<string, unknown>>;
  const pieces: string[] = [];
  for (const segment of pattern.split('/')) {
    if (!/^[:*]/.test(segment)) {
      pieces.push(segment);
      continue;
    }
    const value = values[segment.slice(1)];
    if (!['string', 'number', 'bigint', 'boolean'].includes(typeof value)) return undefined;
    const text = String(value);
    pieces.push(segment.startsWith('*') ? text.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(text));
  }
  return pieces.join('/');
}

/** A handler's id as the name of a file: `get.users._id`. Different ids have different names, also where file names have no capitals. */
export function routeFile(id: string): string {
  const [method = '', path = ''] = id.split(' ');
  const spelled = path.replaceAll(/[^a-z0-9-]/gu, (character) => {
    if (character === '/') return '.';
    return character === ':' ? '_' : `_x${character.codePointAt(0)!.toString(16)}_`;
  });
  return `${method.toLowerCase()}${spelled}`;
}
