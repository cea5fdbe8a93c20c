/** JSON Patch (RFC 6902): a list of operations on a document, as the body of a request. */

import type { Brand } from './brands.js';

/**
 * One operation on a document of type `T`. `path` and `from` are JSON Pointers (RFC 6901), `''` for the whole document.
 * What is set within the document is any value of JSON: whoever applies the operation checks what came of it.
 */
export type JsonPatchOperation<T> =
  | { op: 'add' | 'replace' | 'test'; path: ''; value: T }
  | { op: 'add' | 'replace' | 'test'; path: string; value: string | number | boolean | object | null }
  | { op: 'remove'; path: string }
  | { op: 'move' | 'copy'; from: string; path: string };

/**
 * A JSON Patch (RFC 6902) of a `T`, as `application/json-patch+json` or any other JSON: `body: JsonPatch<User>`. When
 * members of `T` get other names or places, the pointers and values of older clients are carried over.
 */
export type JsonPatch<T> = JsonPatchOperation<T>[] & Brand<'JsonPatch'>;
