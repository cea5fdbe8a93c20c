/** What a `$ref` leads to: a part of the same document, or of one that was added to the application. */

import { isObject, type SchemaObject } from './node.js';

/** A schema, and the document it is a part of. */
export interface Found {
  readonly schema: unknown;
  readonly root: SchemaObject;
  readonly base: string;
}

/** Documents by their `$id`. */
export class Documents {
  readonly #found = new Map<string, Found>();

  /** Adds a document, and every part of it with an `$id` of its own. */
  add(document: SchemaObject): string {
    const base = withoutFragment(typeof document['$id'] === 'string' ? document['$id'] : '');
    this.#add(document, document, base);
    return base;
  }

  /** The schema that a reference means. */
  resolve(reference: string, from: { readonly root: SchemaObject; readonly base: string }): Found | undefined {
    const [address = '', fragment = ''] = reference.split(/#(.*)/su, 2);
    const base = address === '' ? from.base : absolute(address, from.base);
    const own = address === '' || base === from.base;
    const anchored = fragment !== '' && !fragment.startsWith('/') ? this.#found.get(`${base}#${fragment}`) : undefined;
    if (anchored !== undefined) return anchored;
    const document = (own ? undefined : this.#found.get(base)) ?? (own ? { schema: from.root, ...from } : undefined);
    if (document === undefined) return undefined;
    return pointed(document, fragment, (id, at) => absolute(id, at));
  }

  #add(schema: unknown, root: SchemaObject, base: string): void {
    if (Array.isArray(schema)) for (const item of schema) this.#add(item, root, base);
    if (!isObject(schema)) return;
    const id = schema['$id'];
    let [document, here] = [root, base];
    if (typeof id === 'string') {
      if (id.startsWith('#')) {
        this.#found.set(base + id, { schema, root, base });
      } else {
        here = withoutFragment(absolute(id, schema === root ? '' : base));
        document = schema;
        this.#found.set(here, { schema, root: schema, base: here });
      }
    }
    for (const [word, part] of Object.entries(schema)) {
      if (word !== 'enum' && word !== 'const' && word !== 'default' && word !== 'examples')
        this.#add(part, document, here);
    }
  }
}

function withoutFragment(id: string): string {
  return id.replace(/#.*$/su, '');
}

/** A reference from a place, which may have an address or only a name. */
function absolute(reference: string, base: string): string {
  try {
    return new URL(reference).href;
  } catch {
    try {
      return new URL(reference, base).href;
    } catch {
      return reference;
    }
  }
}

function pointed(found: Found, fragment: string, resolve: (id: string, base: string) => string): Found | undefined {
  if (fragment === '' || fragment === '/') return found;
  if (!fragment.startsWith('/')) return undefined;
  let at: unknown = found.schema;
  let base = found.base;
  let root = found.root;
  for (const piece of fragment.slice(1).split('/')) {
    const name = decodeURIComponent(piece).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
    const id = isObject(at) ? at['$id'] : undefined;
    if (isObject(at) && typeof id === 'string' && !id.startsWith('#')) {
      base = withoutFragment(resolve(id, base));
      root = at;
    }
  }
  return { schema: at, root, base };
}

/** Whether a schema refers to another one; what does not is checked as a part of whoever mentions it. */
export function refers(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(refers);
  return isObject(schema) && Object.entries(schema).some(([word, part]) => word === '$ref' || refers(part));
}
