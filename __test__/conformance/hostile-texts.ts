/** Texts that want out of their quotes, wherever they stand in written code: one that gets out is seen in `reached`. */

declare global {
  var reached: string[] | undefined;
}

/** What such a text runs. */
export const attack = 'globalThis.reached.push(1)';
/** The texts. */
export const hostileTexts: readonly string[] = [
  `'; ${attack}; '`,
  `"; ${attack}; "`,
  `\`; ${attack}; \``,
  `\${${attack}}`,
  `*/ ${attack} /*`,
  `// \n ${attack} //`,
  `\r${attack}\r`,
  `\u2028${attack}\u2028`,
  `\u2029${attack}\u2029`,
  `\\"; ${attack}; //`,
  `\\\\"; ${attack}; //`,
  `</script><script>${attack}</script>`,
  `<!-- ${attack} -->`,
  `] ; ${attack}; [`,
  `)); ${attack}; ((`,
  `}}; ${attack}; {{`,
  `constructor`,
  `__proto__`,
  `toString`,
  `prototype`,
  `a\u0000b`,
  `\ud800`,
  ``,
  ` `,
  `class`,
  `await`,
  `#private`,
  `[${attack}]`,
  `\\u0022; ${attack}; \\u0022`,
  `\\x22; ${attack}; //`,
];
