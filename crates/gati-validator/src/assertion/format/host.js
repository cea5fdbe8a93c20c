/** Code points that labels may have anywhere, as RFC 5892 derives them from Unicode, its exceptions before the rest. */
const $labelPoint =
  /^(?:[\u00df\u03c2\u06fd\u06fe\u0f0b\u3007]|(?![\u302e\u302f\u20d0-\u20ff\u0640\u07fa\u3031-\u3035\u303b\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7c6\ud7cb-\ud7fb\u{1d100}-\u{1d24f}\p{CWKCF}\p{DI}\p{White_Space}])[-\p{Ll}\p{Lu}\p{Lo}\p{Nd}\p{Lm}\p{Mn}\p{Mc}])$/u;

/** Marks that take the vowel from the consonant before them (canonical combining class 9). */
const $virama =
  /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0e3a\u0eba\u0f84\u1039\u103a\u1714\u1715\u1734\u17d2\u1a60\u1b44\u1baa\u1bab\u1bf2\u1bf3\u2d7f\ua806\ua82c\ua8c4\ua953\ua9c0\uaaf6\uabed\u{10a3f}\u{11046}\u{11070}\u{1107f}\u{110b9}\u{11133}\u{11134}\u{111c0}\u{11235}\u{112ea}\u{1134d}\u{11442}\u{114c2}\u{115bf}\u{1163f}\u{116b6}\u{1172b}\u{11839}\u{1193d}\u{1193e}\u{119e0}\u{11a34}\u{11a47}\u{11a99}\u{11c3f}\u{11d44}\u{11d45}\u{11d97}\u{11f41}\u{11f42}]$/u;

/** Arabic letters that join to the one behind them, at the end. Other scripts that join are not told. */
const $joinsOn =
  /(?![\u0621-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0677\u0688-\u0699\u06c0\u06c3-\u06cb\u06cd\u06cf\u06d2\u06d3\u06d5\u06ee\u06ef\u0759-\u075b\u076b\u076c\u0771\u0773\u0774\u0778\u0779])(?=\p{L})\p{Script=Arabic}\p{Mn}*$/u;

/** Arabic letters that join to the one before them, at the start. */
const $joinsBack = /^\p{Mn}*(?![\u0621\u0674])(?=\p{L})\p{Script=Arabic}/u;

/** Whether a code point may stand where it does (RFC 5892, appendix A). */
function $isInContext(label, points, i) {
  switch (points[i]) {
    case "\u200c":
      return (
        $virama.test(points[i - 1] ?? "") ||
        ($joinsOn.test(points.slice(0, i).join("")) && $joinsBack.test(points.slice(i + 1).join("")))
      );
    case "\u200d":
      return $virama.test(points[i - 1] ?? "");
    case "\u00b7":
      return points[i - 1] === "l" && points[i + 1] === "l";
    case "\u0375":
      return /\p{Script=Greek}/u.test(points[i + 1] ?? "");
    case "\u05f3":
    case "\u05f4":
      return /\p{Script=Hebrew}/u.test(points[i - 1] ?? "");
    case "\u30fb":
      return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(label.replaceAll("\u30fb", ""));
    default:
      return $labelPoint.test(points[i]);
  }
}

/** Whether a text is a label in Unicode (RFC 5891, section 4.2, without the rule of directions). */
function $isWideLabel(label) {
  if (/^[-\p{M}]|-$|^..--/u.test(label) || label.normalize("NFC") !== label) return false;
  if (/[\u0660-\u0669]/.test(label) && /[\u06f0-\u06f9]/.test(label)) return false;
  const points = [...label];
  return points.every((_, i) => $isInContext(label, points, i)) && $punycodeEncoded(label).length <= 59;
}

/** Whether a text is a label in ASCII; behind `xn--` stands one in Unicode. */
function $isAsciiLabel(label) {
  if (!/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/.test(label)) return false;
  if (!/^xn--/i.test(label)) return true;
  const text = $punycodeDecoded(label.slice(4).toLowerCase());
  return (
    text !== undefined &&
    /[^\0-\x7f]/.test(text) &&
    $isWideLabel(text) &&
    $punycodeEncoded(text) === label.slice(4).toLowerCase()
  );
}

/** Whether a text is a host name (RFC 1123), the labels of international ones among them (RFC 5890). */
function $isHost(text) {
  return (
    text.length <= 253 &&
    /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/.test(text) &&
    (!/(?:^|\.)xn--/i.test(text) || text.split(".").every($isAsciiLabel))
  );
}

/** Whether a text is a host name in Unicode (RFC 5890). */
function $isWideHost(text) {
  const labels = text.split(/[.\u3002\uff0e\uff61]/u);
  let length = labels.length - 1;
  for (const label of labels) {
    const wide = /[^\0-\x7f]/.test(label);
    if (wide ? !$isWideLabel(label) : !$isAsciiLabel(label) || /^(?!xn)..--/i.test(label)) return false;
    length += wide ? 4 + $punycodeEncoded(label).length : label.length;
  }
  return length <= 253;
}
