/** Names of the elements of a stream, from which clients that lost the connection go on. */

const ids = new WeakMap<object, string>();

/**
 * Gives an element of a stream the id that a server-sent event has: `yield tracked(message.id, message)`. A client that
 * comes back says the last one it saw in the header `last-event-id`. The element is given back and is not changed;
 * under NDJSON, which has no ids, nothing differs.
 */
export function tracked<Element extends object>(id: string, element: Element): Element {
  if (id === '' || /[\0\r\n]/.test(id)) throw new TypeError('the id of an element is one line of text, and not empty');
  ids.set(element, id);
  return element;
}

/** The id that was given to an element. */
export function idOf(element: unknown): string | undefined {
  return typeof element === 'object' && element !== null ? ids.get(element) : undefined;
}
