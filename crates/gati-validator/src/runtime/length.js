/** How many code points a text has. */
function $codePoints(text) {
  let count = text.length;
  for (let i = text.length - 1; i > 0; i--) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) {
      count--;
      i--;
    }
  }
  return count;
}

/** Whether a text has fewer code points; counted only where code units leave it open. */
function $isShorter(text, least) {
  return text.length < least || (text.length < 2 * least && $codePoints(text) < least);
}

/** Whether a text has more code points; counted only where code units leave it open. */
function $isLonger(text, most) {
  return text.length > most && (text.length > 2 * most || $codePoints(text) > most);
}
