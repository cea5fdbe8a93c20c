/** The values of `format` that Fastify knows. Every expression takes time in proportion to the text. */

type TextTest = (text: string) => boolean;

function matching(expression: RegExp): TextTest {
  return (text) => expression.test(text);
}

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`, 'u');
// Both cases are spelled: regardless of case, a unicode expression takes the Kelvin sign for a letter of ASCII.
const alphanumeric = 'a-zA-Z0-9';
const label = `[${alphanumeric}](?:[${alphanumeric}-]{0,61}[${alphanumeric}])?`;
const hostname = new RegExp(`^${label}(?:\\.${label})*\\.?$`, 'u');
const atom = `[${alphanumeric}!#$%&'*+/=?^_\`{|}~-]+`;
const mailLabel = `[${alphanumeric}](?:[${alphanumeric}-]*[${alphanumeric}])?`;
const email = new RegExp(`^${atom}(?:\\.${atom})*@(?:${mailLabel}\\.)+${mailLabel}$`, 'u');
const dateShape = /^\d\d\d\d-\d\d-\d\d$/u;
const timeShape = /^\d\d:\d\d:\d\d(?:\.\d+)?(?:[zZ]|[+-]\d\d(?::?\d\d)?)?$/u;
const dateTimeShape = /^\d\d\d\d-\d\d-\d\d[tT\s]\d\d:\d\d:\d\d(?:\.\d+)?(?:[zZ]|[+-]\d\d(?::?\d\d)?)?$/u;

/** The number of two digits. */
function two(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}

/** Whether a text of the right shape starts with a day of the calendar. */
function startsWithDay(text: string): boolean {
  const [month, day] = [two(text, 5), two(text, 8)];
  if (day < 1 || month < 1 || month > 12) return false;
  if (day <= 28) return true;
  if (month !== 2) return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
  const year = two(text, 0) * 100 + two(text, 2);
  return day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Whether a text of the right shape ends with a time of day, from a place on. */
function endsWithTime(text: string, at: number, zone: 'needed' | 'possible'): boolean {
  const [hours, minutes, seconds] = [two(text, at), two(text, at + 3), two(text, at + 6)];
  let end = at + 8;
  // A fraction of a second.
  if (text.charCodeAt(end) === 46) {
    end += 1;
    while (text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end += 1;
  }
  const sign = end === text.length ? undefined : text[end];
  if (sign === undefined && zone === 'needed') return false;
  const hasOffset = sign === '+' || sign === '-';
  const zoneHours = hasOffset ? two(text, end + 1) : 0;
  const hasMinutes = hasOffset && text.length > end + 3;
  const zoneMinutes = hasMinutes ? two(text, text.length - 2) : 0;
  if (zoneHours > 23 || zoneMinutes > 59) return false;
  if (hours <= 23 && minutes <= 59 && seconds < 60) return true;
  // A leap second is the last one of a day in UTC.
  const direction = sign === '-' ? -1 : 1;
  const utcMinutes = minutes - zoneMinutes * direction;
  const utcHours = hours - zoneHours * direction - (utcMinutes < 0 ? 1 : 0);
  return (utcHours === 23 || utcHours === -1) && (utcMinutes === 59 || utcMinutes === -1) && seconds < 61;
}

function isDate(text: string): boolean {
  return dateShape.test(text) && startsWithDay(text);
}

function isTime(text: string, zone: 'needed' | 'possible'): boolean {
  return timeShape.test(text) && endsWithTime(text, 0, zone);
}

function isDateTime(text: string, zone: 'needed' | 'possible'): boolean {
  return dateTimeShape.test(text) && startsWithDay(text) && endsWithTime(text, 11, zone);
}

function isHexDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

const colon = 58;
const dot = 46;

function isIpv6(text: string): boolean {
  let groups = 0;
  let at = 0;
  let isShort = false;
  if (text.startsWith('::')) {
    if (text.length === 2) return true;
    isShort = true;
    at = 2;
  }
  for (;;) {
    const start = at;
    while (at < text.length && isHexDigit(text.charCodeAt(at))) at += 1;
    if (at > start && text.charCodeAt(at) === dot) {
      return (isShort ? groups <= 5 : groups === 6) && ipv4.test(text.slice(start));
    }
    if (at === start || at > start + 4) return false;
    groups += 1;
    if (at === text.length) return isShort ? groups <= 7 : groups === 8;
    if (text.charCodeAt(at) !== colon) return false;
    at += 1;
    if (text.charCodeAt(at) !== colon) continue;
    if (isShort) return false;
    isShort = true;
    at += 1;
    if (at === text.length) return groups <= 7;
  }
}

const uriShape = /^[a-zA-Z][a-zA-Z0-9+.-]*:(?:[a-zA-Z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9a-fA-F]{2})*$/u;
const referenceShape = /^(?:[a-zA-Z0-9\-._~:/?#[\]@!$&'"()*+,;=]|%[0-9a-fA-F]{2})*$/u;

function isUri(text: string): boolean {
  return uriShape.test(text) && hasOneFragment(text);
}

function hasOneFragment(text: string): boolean {
  const hash = text.indexOf('#');
  return hash === -1 || !text.includes('#', hash + 1);
}

const host = '[a-z0-9\u00a1-\uffff-]+(?:\\.[a-z0-9\u00a1-\uffff-]+)*\\.[a-z\u00a1-\uffff]{2,}';
const wholeHost = new RegExp(`^${host}$`, 'iu');
const plainUrl = new RegExp(`^(?:https?|ftp)://${host}(?::\\d{2,5})?(?:/\\S*)?$`, 'iu');

function isUrl(text: string): boolean {
  if (plainUrl.test(text)) return true;
  if (!/^(?:https?|ftp):\/\/\S+$/iu.test(text)) return false;
  const authority = /^[a-z]+:\/\/([^/?#]*)/iu.exec(text)?.[1] ?? '';
  const name = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d{2,5}$/u, '');
  return ipv4.test(name) || wholeHost.test(name);
}

function isRegex(text: string): boolean {
  if (/[^\\]\\Z/u.test(text)) return false;
  try {
    // Without unicode, which takes more: so does ajv.
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

const pointer = /^(?:\/(?:[^~/]|~0|~1)*)*$/u;

const ofText: Readonly<Record<string, TextTest>> = {
  date: isDate,
  time: (text) => isTime(text, 'needed'),
  'date-time': (text) => isDateTime(text, 'needed'),
  'iso-time': (text) => isTime(text, 'possible'),
  'iso-date-time': (text) => isDateTime(text, 'possible'),
  duration: matching(/^P(?!$)(?:(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?|\d+W)$/u),
  uri: isUri,
  'uri-reference': (text) => referenceShape.test(text) && hasOneFragment(text),
  'uri-template': matching(
    /^(?:[^\0- "'<>%\\^`{|}]|%[0-9a-fA-F]{2}|\{[+#./;?&=,!@|]?[a-zA-Z0-9_%]+(?::[1-9]\d{0,3}|\*)?(?:,[a-zA-Z0-9_%]+(?::[1-9]\d{0,3}|\*)?)*\})*$/u,
  ),
  url: isUrl,
  email: matching(email),
  hostname: (text) => text.length <= (text.endsWith('.') ? 254 : 253) && hostname.test(text),
  ipv4: matching(ipv4),
  ipv6: isIpv6,
  regex: isRegex,
  uuid: matching(/^(?:[uU][rR][nN]:[uU]{2}[iI][dD]:)?[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/u),
  'json-pointer': matching(pointer),
  'json-pointer-uri-fragment': matching(/^#(?:\/(?:[a-zA-Z0-9_\-.!$&'()*+,;:=@]|%[0-9a-fA-F]{2}|~0|~1)*)*$/u),
  'relative-json-pointer': matching(/^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~0|~1)*)*)$/u),
  byte: (text) =>
    /^[A-Za-z0-9+/]*={0,2}$/u.test(text.replaceAll('\n', '')) && text.replaceAll('\n', '').length % 4 === 0,
};

const ofNumber: Readonly<Record<string, (value: number) => boolean>> = {
  int32: (value) => Number.isInteger(value) && value <= 2 ** 31 - 1 && value >= -(2 ** 31),
  int64: (value) => Number.isInteger(value),
  float: () => true,
  double: () => true,
};

/** Formats that say nothing about values. */
const annotations = new Set(['password', 'binary']);

/** What a format asks of values of a kind; nothing, if it is about others. */
export function formatCheck(
  format: string,
  kind: 'string' | 'number',
): TextTest | ((value: number) => boolean) | undefined | 'unknown' {
  const isKnown = annotations.has(format) || Object.hasOwn(ofText, format) || Object.hasOwn(ofNumber, format);
  if (!isKnown) return 'unknown';
  return kind === 'string' ? own(ofText, format) : own(ofNumber, format);
}

function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
