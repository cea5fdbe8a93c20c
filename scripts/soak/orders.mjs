/** JSON bodies that are checked: of every size, spelled in several ways, with a nonce in all their depths, some that do not fit. */

/** What their contract says. */
const object = (properties) => ({
  kind: 'object',
  properties: Object.entries(properties).map(([name, type]) => ({ name, type })),
});
const [string, number] = [{ kind: 'string' }, { kind: 'number' }];
const list = (items) => ({ kind: 'array', items });
export const orderType = object({
  nonce: string,
  lines: list(object({ name: string, count: number, tags: list(string) })),
  deep: object({ a: object({ b: object({ nonce: string }) }) }),
});

/** Some are smaller than what is read of a body at once, some larger than a record holds. */
const sizes = [1, 3, 12, 60, 300, 1000, 1600];

/** The text of a body, and what is answered: another status than 200 stands before the text. */
export function orderOf(nonce, turn) {
  const lines = Array.from({ length: sizes[turn % sizes.length] }, (_, at) => ({
    name: `${nonce}:${at}`,
    count: at + turn,
    tags: Array.from({ length: at % 3 }, () => nonce),
  }));
  const sum = lines.reduce((before, { count }) => before + count, 0);
  const order = { nonce, lines, deep: { a: { b: { nonce } } } };
  const answer = `{"nonce":"${nonce}","lines":${lines.length},"sum":${sum},"isOwn":true}`;
  const way = turn % 5;
  if (way === 1) return { text: JSON.stringify(order, null, 1), answer };
  if (way === 2) return { text: JSON.stringify(order).replaceAll('"n', '"\\u006e'), answer };
  if (way === 3) return { text: JSON.stringify({ more: { of: [nonce, null, 1e3] }, ...order }), answer };
  if (way !== 4) return { text: JSON.stringify(order), answer };
  const at = turn % lines.length;
  const wrong = lines.map((line, index) => (index === at ? { ...line, count: nonce } : line));
  return { text: JSON.stringify({ ...order, lines: wrong }), answer: refusal(at) };
}

function refusal(at) {
  const isOwn = new RegExp(`^422 .*"errors":\\[\\{[^}]*"pointer":"/lines/${at}/count"[^}]*\\}\\]`);
  return { test: (text) => isOwn.test(text), length: 0 };
}

/** What the handler makes of it, out of everything that is in it. */
export function answerOrder({ nonce, lines, deep }) {
  const isLineOwn = ({ name, tags }, at) => name === `${nonce}:${at}` && tags.every((tag) => tag === nonce);
  const sum = lines.reduce((before, { count }) => before + count, 0);
  return { nonce: deep.a.b.nonce, lines: lines.length, sum, isOwn: deep.a.b.nonce === nonce && lines.every(isLineOwn) };
}
