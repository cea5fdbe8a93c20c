/** Whether a text is an absolute URL with a scheme and a host (`https://example.com/a`). */
function $isUrl(text) {
  return /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^\s/?#]\S*$/.test(text) && URL.canParse(text);
}
