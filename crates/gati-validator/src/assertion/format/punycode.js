/** How far the next insertions are from each other (RFC 3492, section 6.1). */
function $adapt(delta, count, first) {
  let left = Math.floor(first ? delta / 700 : delta / 2);
  left += Math.floor(left / count);
  let k = 0;
  for (; left > 455; k += 36) left = Math.floor(left / 35);
  return k + Math.floor((36 * left) / (left + 38));
}

/** The text that a label means behind `xn--` (RFC 3492, section 6.2); `undefined` for one that means nothing. */
function $punycodeDecoded(label) {
  const last = label.lastIndexOf("-");
  const made = last > 0 ? [...label.slice(0, last)] : [];
  let code = 128;
  let i = 0;
  let bias = 72;
  for (let at = last > 0 ? last + 1 : 0; at < label.length;) {
    const start = i;
    for (let weight = 1, k = 36; ; k += 36) {
      const unit = label.charCodeAt(at++);
      const digit = unit >= 48 && unit <= 57 ? unit - 22 : (unit | 32) - 97;
      if (!(digit >= 0 && digit < 36) || (digit < 26 && unit < 65)) return undefined;
      i += digit * weight;
      const threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
      if (digit < threshold) break;
      weight *= 36 - threshold;
      if (i > 0x7fffffff || weight > 0x7fffffff) return undefined;
    }
    bias = $adapt(i - start, made.length + 1, start === 0);
    code += Math.floor(i / (made.length + 1));
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    i %= made.length + 1;
    made.splice(i++, 0, String.fromCodePoint(code));
  }
  return made.join("");
}

/** A text as a label has it behind `xn--` (RFC 3492, section 6.3). */
function $punycodeEncoded(text) {
  const codes = [...text].map((one) => one.codePointAt(0));
  const basic = codes.filter((code) => code < 128);
  let made = String.fromCharCode(...basic) + (basic.length > 0 ? "-" : "");
  let code = 128;
  let delta = 0;
  let bias = 72;
  for (let done = basic.length; done < codes.length; delta++, code++) {
    const next = Math.min(...codes.filter((one) => one >= code));
    delta += (next - code) * (done + 1);
    code = next;
    for (const one of codes) {
      if (one < code) delta++;
      if (one !== code) continue;
      let left = delta;
      for (let k = 36; ; k += 36) {
        const threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
        if (left < threshold) break;
        const digit = threshold + ((left - threshold) % (36 - threshold));
        made += String.fromCharCode(digit < 26 ? digit + 97 : digit + 22);
        left = Math.floor((left - threshold) / (36 - threshold));
      }
      made += String.fromCharCode(left < 26 ? left + 97 : left + 22);
      bias = $adapt(delta, done + 1, done === basic.length);
      delta = 0;
      done++;
    }
  }
  return made;
}
