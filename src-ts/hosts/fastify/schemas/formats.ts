/** The values of `format` that Fastify knows. Every expression takes time in proportion to the text. */

type TextTest = (text: string) => boolean;

function matching(expression: RegExp): TextTest {
  return (text) => expression.test(text);
}

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`, 'u');
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const hostname = new RegExp(`^${label}(?:\\.${label})*\\.?$`, 'iu');
const atom = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const email = new RegExp(
  `^${atom}(?:\\.${atom})*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$`,
  'iu',
);
const dateShape = /^(\d\d\d\d)-(\d\d)-(\d\d)$/u;
const timeShape = /^(\d\d):(\d\d):(\d\d(?:\.\d+)?)(z|([+-])(\d\d)(?::?(\d\d))?)?$/iu;
const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDate(text: string): boolean {
  const [, year, month, day] = (dateShape.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month >= 1 && month <= 12 && day >= 1 && day <= (month === 2 && isLeap ? 29 : days[month - 1]!);
}

function isTime(text: string, zone: 'needed' | 'possible'): boolean {
  const found = timeShape.exec(text);
  if (found === null || (zone === 'needed' && found[4] === undefined)) return false;
  const [hours, minutes, seconds] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const direction = found[5] === '-' ? -1 : 1;
  const [zoneHours, zoneMinutes] = [Number(found[6] ?? 0), Number(found[7] ?? 0)];
  if (zoneHours > 23 || zoneMinutes > 59) return false;
  if (hours <= 23 && minutes <= 59 && seconds < 60) return true;
  // A leap second is the last one of a day in UTC.
  const utcMinutes = minutes - zoneMinutes * direction;
  const utcHours = hours - zoneHours * direction - (utcMinutes < 0 ? 1 : 0);
  return (utcHours === 23 || utcHours === -1) && (utcMinutes === 59 || utcMinutes === -1) && seconds < 61;
}

function isDateTime(text: string, zone: 'needed' | 'possible'): boolean {
  const [date, time, ...rest] = text.split(/t|\s/iu);
  return rest.length === 0 && date !== undefined && time !== undefined && isDate(date) && isTime(time, zone);
}

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2 || !/^[0-9a-f:.]+$/iu.test(text)) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const all = groups.flat();
  const last = all.at(-1);
  const hasIpv4 = last?.includes('.') === true;
  if (hasIpv4 && (groups.at(-1)!.length === 0 || !ipv4.test(last))) return false;
  const words = hasIpv4 ? all.slice(0, -1) : all;
  if (!words.every((word) => /^[0-9a-f]{1,4}$/iu.test(word))) return false;
  const count = words.length + (hasIpv4 ? 2 : 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}

const uriShape = /^[a-z][a-z0-9+.-]*:(?:[a-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})*$/iu;
const referenceShape = /^(?:[a-z0-9\-._~:/?#[\]@!$&'"()*+,;=]|%[0-9a-f]{2})*$/iu;

function isUri(text: string): boolean {
  return uriShape.test(text) && text.split('#').length <= 2 && /[/:]/u.test(text);
}

function isUrl(text: string): boolean {
  if (!/^(?:https?|ftp):\/\/\S+$/iu.test(text)) return false;
  const authority = /^[a-z]+:\/\/([^/?#]*)/iu.exec(text)?.[1] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d{2,5}$/u, '');
  return (
    ipv4.test(host) || /^[a-z0-9\u00a1-\uffff-]+(?:\.[a-z0-9\u00a1-\uffff-]+)*\.[a-z\u00a1-\uffff]{2,}$/iu.test(host)
  );
}

function isRegex(text: string): boolean {
  if (/[^\\]\\Z/u.test(text)) return false;
  try {
    new RegExp(text, 'u');
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
  'uri-reference': (text) => referenceShape.test(text) && text.split('#').length <= 2,
  'uri-template': matching(
    /^(?:[^\0- "'<>%\\^`{|}]|%[0-9a-f]{2}|\{[+#./;?&=,!@|]?[a-z0-9_%]+(?::[1-9]\d{0,3}|\*)?(?:,[a-z0-9_%]+(?::[1-9]\d{0,3}|\*)?)*\})*$/iu,
  ),
  url: isUrl,
  email: matching(email),
  hostname: (text) => text.length <= (text.endsWith('.') ? 254 : 253) && hostname.test(text),
  ipv4: matching(ipv4),
  ipv6: isIpv6,
  regex: isRegex,
  uuid: matching(/^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu),
  'json-pointer': matching(pointer),
  'json-pointer-uri-fragment': matching(/^#(?:\/(?:[a-z0-9_\-.!$&'()*+,;:=@]|%[0-9a-f]{2}|~0|~1)*)*$/iu),
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
