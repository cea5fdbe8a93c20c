/**
 * Where a text stops being JSON. `JSON.parse` says it in a different way in every release of Node, or not at all,
 * and quotes the text; this looks again, only once parsing has failed.
 */

const token =
  /[\t\n\r ]*(?:([{}[\],:])|("[^"\\\p{Cc}]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\p{Cc}]*)*")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null))/uy;
const space = /[\t\n\r ]*/y;

/** What may come next. */
type Expecting = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma-or-close' | 'end';

/** The offset, in UTF-16 units, of the first thing that cannot be there. The length of the text when it ends early. */
export function jsonErrorOffset(text: string): number {
  const open: string[] = [];
  let expecting: Expecting = 'value';
  let offset = 0;
  for (;;) {
    token.lastIndex = offset;
    const found = token.exec(text);
    if (found === null) return skipSpace(text, offset);
    const [all, mark, string] = found;
    const next: Expecting | undefined = step(expecting, mark, string !== undefined, open);
    if (next === undefined) return skipSpace(text, offset);
    expecting = next;
    offset += all.length;
  }
}

function skipSpace(text: string, offset: number): number {
  space.lastIndex = offset;
  return offset + (space.exec(text)?.[0].length ?? 0);
}

function step(
  expecting: Expecting,
  mark: string | undefined,
  isString: boolean,
  open: string[],
): Expecting | undefined {
  const afterValue = (): Expecting => (open.length === 0 ? 'end' : 'comma-or-close');
  switch (expecting) {
    case 'value':
    case 'value-or-close':
      if (mark === '{' || mark === '[') {
        open.push(mark);
        return mark === '{' ? 'key-or-close' : 'value-or-close';
      }
      if (mark === undefined) return afterValue();
      return mark === ']' && expecting === 'value-or-close' ? (open.pop(), afterValue()) : undefined;
    case 'key':
    case 'key-or-close':
      if (isString) return 'colon';
      return mark === '}' && expecting === 'key-or-close' ? (open.pop(), afterValue()) : undefined;
    case 'colon':
      return mark === ':' ? 'value' : undefined;
    case 'comma-or-close': {
      const inside = open.at(-1);
      if (mark === ',') return inside === '{' ? 'key' : 'value';
      if (mark !== (inside === '{' ? '}' : ']')) return undefined;
      open.pop();
      return afterValue();
    }
    default:
      return undefined;
  }
}
