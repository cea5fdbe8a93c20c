/** What parts of a URI are made of (RFC 3986), and of an IRI (RFC 3987). */
const $uriParts = {
  path: /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*$/u,
  query: /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*$/u,
  fragment: /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*$/u,
  user: /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:]|%[0-9A-Fa-f]{2})*$/u,
  name: /^(?:[A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/u,
};
const $iriParts = Object.fromEntries(
  Object.entries($uriParts).map(([part, { source }]) => {
    const wide =
      "\\u{a0}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{ffef}" +
      Array.from({ length: 14 }, (_, i) => {
        const plane = (i + 1).toString(16);
        return `\\u{${plane}${plane === "e" ? "1000" : "0000"}}-\\u{${plane}fffd}`;
      }).join("") +
      (part === "query" ? "\\u{e000}-\\u{f8ff}\\u{f0000}-\\u{ffffd}\\u{100000}-\\u{10fffd}" : "");
    return [part, new RegExp(source.replace("(?:[", `(?:[${wide}`), "u")];
  }),
);

/** Whether the part of a URI behind `//` says where it is. */
function $isAuthority(text, parts) {
  const at = text.lastIndexOf("@");
  if (at >= 0 && !parts.user.test(text.slice(0, at))) return false;
  const host = text.slice(at + 1);
  const literal = /^\[(.*)\](?::[0-9]*)?$/s.exec(host);
  if (literal !== null) {
    return $isIpv6(literal[1]) || /^[vV][0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+$/.test(literal[1]);
  }
  const port = /:[0-9]*$/.exec(host);
  return parts.name.test(port === null ? host : host.slice(0, port.index));
}

/** Whether a text is a URI or a reference made of `parts`; with `whole`, one with a scheme. */
function $isReference(text, parts, whole) {
  const found = /^(?:([^:/?#]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/su.exec(text);
  if (found === null) return false;
  const [, scheme, authority, path, query, fragment] = found;
  if (scheme === undefined ? whole : !/^[A-Za-z][A-Za-z0-9+.-]*$/.test(scheme)) return false;
  return (
    (authority === undefined || $isAuthority(authority, parts)) &&
    parts.path.test(path) &&
    (query === undefined || parts.query.test(query)) &&
    (fragment === undefined || parts.fragment.test(fragment))
  );
}

/** Whether a text is a URI (RFC 3986). */
function $isWholeUri(text) {
  return $isReference(text, $uriParts, true);
}

/** Whether a text is a URI or a reference relative to one. */
function $isUriReference(text) {
  return $isReference(text, $uriParts, false);
}

/** Whether a text is an IRI (RFC 3987). */
function $isIri(text) {
  return $isReference(text, $iriParts, true);
}

/** Whether a text is an IRI or a reference relative to one. */
function $isIriReference(text) {
  return $isReference(text, $iriParts, false);
}
