/** How much a value would be as JSON, roughly, and without writing it. */

/** Whether a value is larger than so many bytes. Looking ends as soon as it is; a value that contains itself is larger than any limit. */
export function isLarger(root: unknown, limit: number): boolean {
  let size = 0;
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') size += value.length + 2;
    else if (value instanceof Uint8Array) size += value.byteLength;
    else if (Array.isArray(value)) {
      size += value.length + 2;
      if (size > limit) return true;
      for (const item of value as unknown[]) waiting.push(item);
    } else if (value instanceof Map || value instanceof Set) {
      size += value.size + 2;
      if (size > limit) return true;
      for (const item of value) waiting.push(item);
    } else if (typeof value === 'object' && value !== null) {
      size += 2;
      for (const [key, member] of Object.entries(value)) {
        size += key.length + 4;
        waiting.push(member);
      }
    } else size += 4;
    if (size > limit) return true;
  }
  return false;
}
