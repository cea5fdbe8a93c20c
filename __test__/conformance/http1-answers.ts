/** The statuses of the answers in what came over a connection; one that is not complete does not count. */
export function statusesOf(got: string, isHead: boolean): readonly number[] {
  const statuses: number[] = [];
  let rest = got;
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    if (end === -1) return statuses;
    const head = rest.slice(0, end);
    const status = Number(head.slice(9, 12));
    // Node answers what has no Host by itself, with an empty body in chunks.
    const isChunked = /^transfer-encoding: chunked$/im.test(head);
    const length = isChunked ? '0\r\n\r\n'.length : Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
    const isBodiless = (isHead && statuses.length === 0) || status < 200 || status === 204 || status === 304;
    const next = end + 4 + (isBodiless ? 0 : length);
    if (rest.length < next) return statuses;
    statuses.push(status);
    rest = rest.slice(next);
  }
}
