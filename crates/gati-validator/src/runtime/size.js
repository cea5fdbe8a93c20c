/** How long a text is, which is what is wrong with it. */
function $size(text) {
  return `string (${text.length} characters)`;
}
