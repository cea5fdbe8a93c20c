/** Whether a text is an IPv4 address in dotted decimals without leading zeros. */
function $isIpv4(text) {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);
}

/** Whether a text is an IPv6 address (RFC 4291), without a zone. */
function $isIpv6(text) {
  if (!/^[0-9a-fA-F:]{2,39}(?:(?<=:)\d[\d.]*)?$/.test(text)) return false;
  const last = text.slice(text.lastIndexOf(":") + 1);
  let room = 8;
  let head = text;
  if (last.includes(".")) {
    if (!$isIpv4(last)) return false;
    room = 6;
    head = text.slice(0, -last.length);
    if (!head.endsWith("::")) head = head.slice(0, -1);
  }
  const halves = head.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  if (groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length < room : groups.length === room;
}
