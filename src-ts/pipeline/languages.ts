/** Which language a client would like to read (RFC 9110, RFC 4647 lookup). */

/** More ranges than this, and longer headers, are nobody's wish. */
const most = 20;
const longest = 1000;

/** The ranges of an `Accept-Language` header, the best liked first. What is no range is left out. */
export function languagesOf(header: string | undefined): readonly string[] {
  if (header === undefined || header.length > longest) return [];
  const found: { readonly range: string; readonly quality: number }[] = [];
  for (const part of header.split(',', most)) {
    const [, range, quality = '1'] =
      /^\s*([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/i.exec(part) ?? [];
    if (range !== undefined && Number(quality) > 0) found.push({ range, quality: Number(quality) });
  }
  return found.sort((left, right) => right.quality - left.quality).map(({ range }) => range);
}

/** Which of `known` is the first wish, `de` being good for who asks for `de-CH`; `*` is for who wishes nothing known. */
export function lookUp(known: readonly string[], wishes: readonly string[]): string | undefined {
  for (const wish of wishes) {
    let range = wish.toLowerCase();
    while (range !== '' && range !== '*') {
      const found = known.find((one) => one.toLowerCase() === range);
      if (found !== undefined) return found;
      range = range.slice(0, Math.max(0, range.lastIndexOf('-')));
    }
  }
  return known.find((one) => one === '*');
}
