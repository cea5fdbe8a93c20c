/**
 * JSON values as YAML 1.2 that people like to read: blocks, plain text where it cannot be taken for anything else.
 *
 * It is written here because the package `yaml` 2.9 does not give back every text that it writes: a line of one space and
 * a byte order mark are lost. yaml.test.ts holds this one to all of them, with that package as the reader.
 */

/** Text that no reader takes for a number, a date, a boolean or the beginning of something. */
const plain = /^[A-Za-z_/$][\w\-./${}+@]*(?: [\w\-./${}+@]+)*$/u;
const reserved = /^(?:true|false|null|yes|no|on|off|y|n)$/iu;
/** What neither a plain nor a block scalar can hold as it is. */
// eslint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/u;
/** Longer keys have to be marked as keys. */
const longestKey = 1000;

/** The value as a YAML document. Only what JSON knows may be in it. */
export function toYaml(value: unknown): string {
  return `${node(value, '').replace(/^[\n ]/u, '')}\n`;
}

/** The value behind a key or a dash: on the same line with a space before it, or below. */
function node(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []';
    return value.map((item) => `\n${indent}-${behindDash(item, `${indent}  `)}`).join('');
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    if (entries.length === 0) return ' {}';
    return entries.map(([key, member]) => `\n${indent}${entry(key, member, indent)}`).join('');
  }
  return ` ${scalar(value, indent)}`;
}

/** A block begins behind its dash, not below it. */
function behindDash(item: unknown, indent: string): string {
  return node(item, indent).replace(/^\n */u, ' ');
}

function entry(key: string, value: unknown, indent: string): string {
  if (key.length > longestKey) return `? ${quoted(key)}\n${indent}: ${JSON.stringify(value)}`;
  const deeper = Array.isArray(value) ? indent : `${indent}  `;
  return `${text(key)}:${node(value, deeper)}`;
}

function scalar(value: unknown, indent: string): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (isBlock(value)) {
    const lines = value.split('\n').map((line) => (line === '' ? '' : `${indent}${line}`));
    return `|-\n${lines.join('\n')}`;
  }
  return text(value);
}

/** Whether several lines can stand as they are. */
function isBlock(value: string): boolean {
  return value.includes('\n') && !/^\s|\s$/u.test(value) && !/[ \t]\n/u.test(value) && !unprintable.test(value);
}

function text(value: string): string {
  return plain.test(value) && !reserved.test(value) ? value : quoted(value);
}

/** JSON's escapes are YAML's; what JSON leaves as it is and YAML does not allow is escaped as well. */
function quoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
