/** Whether a text is an absolute URI in ASCII (RFC 3986), `urn:isbn:0` included. */
function $isUri(text) {
  return /^[a-zA-Z][a-zA-Z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/.test(text);
}
