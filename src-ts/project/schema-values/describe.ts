/** What a schema value accepts and gives, as JSON Schema, whichever library made it. */

import { reasonOf } from '../../errors/gati-error.js';
import { kinds, unresolved, type Described, type LoadPackage, type Schema, type Side } from './described.js';
import { dropEverywhere, isWholePattern } from './patterns.js';
import { describeTypeBox, isTypeBox } from './typebox.js';
import { describeValibot, isValibot } from './valibot.js';
import { describeZod, isZod } from './zod.js';

/** The two standards that libraries agreed on. */
interface StandardProps {
  readonly vendor?: unknown;
  readonly validate?: unknown;
  readonly jsonSchema?: Readonly<Record<Side, (options: object) => Schema>>;
}

/** Describes whatever a module exported where a type says that there is a schema. */
export function describeSchema(value: unknown, load: LoadPackage): Described {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
    const found = value === null ? 'null' : typeof value;
    return {
      failed: `it is ${found} once its file has run`,
      help: 'a file that imports this one in a circle may see it too early; move schemas to a file of their own',
    };
  }
  const standard = (value as { '~standard'?: StandardProps })['~standard'];
  if (isZod(value)) return describeZod(value, load);
  if (isValibot(value)) return describeValibot(value, load);
  if (isTypeBox(value)) return describeTypeBox(value);
  if (standard !== undefined) return describeStandard(standard, (value as { json?: unknown }).json);
  if ('_def' in value && 'safeParse' in value) {
    return { failed: 'it is a schema of zod 3, which exports no JSON Schema', help: 'npm install zod@4' };
  }
  if (isJsonSchema(value)) {
    const schema = value as Schema;
    return { input: schema, output: schema, canValidate: false, saysMore: false, unsaid: [] };
  }
  return {
    failed: 'it is no schema that is understood',
    help: 'zod 4, valibot, TypeBox, JSON Schema, and whatever has Standard JSON Schema are',
  };
}

/** Any library with Standard JSON Schema. */
function describeStandard({ vendor, validate, jsonSchema }: StandardProps, internal: unknown): Described {
  const name = typeof vendor === 'string' ? vendor : 'the library';
  const canValidate = typeof validate === 'function';
  const unsaid: string[] = [];
  const side = (io: Side): Schema => {
    if (jsonSchema === undefined) return refused(io, `${name} exports no JSON Schema`);
    try {
      // ArkType asks what to say where it has no word, and says nothing at all if nobody answers.
      const fallback = { date: () => kinds.date(), default: unspoken(io, unsaid) };
      return jsonSchema[io]({
        target: 'draft-2020-12',
        ...(name === 'arktype' ? { libraryOptions: { fallback } } : {}),
      });
    } catch (thrown) {
      return refused(io, `${name} says: ${reasonOf(thrown)}`);
    }
  };
  const refused = (io: Side, reason: string): Schema => {
    if (io === 'input') unsaid.push(`what ${name} cannot describe`);
    // What comes in is looked at by the library itself, if it can.
    return io === 'input' && canValidate ? {} : unresolved(reason);
  };
  const described = { input: side('input'), output: side('output') };
  if (name === 'arktype') unsaid.push(...loosened(Object.values(described), internal));
  return { ...described, canValidate, saysMore: true, unsaid };
}

/** Takes from schemas of ArkType what refuses more than ArkType does, and answers what that is. */
function loosened(schemas: readonly Schema[], internal: unknown): string[] {
  const inexact = inexactPatterns(internal);
  const dropped = (keyword: 'pattern' | 'format', values: ReadonlySet<string>): boolean =>
    schemas.filter((schema) => dropEverywhere(schema, keyword, values)).length > 0;
  return [
    ...(dropped('pattern', inexact) ? ['a regular expression'] : []),
    // Whatever `URL` parses is one.
    ...(dropped('format', new Set(['uri'])) ? ['`string.url`'] : []),
  ];
}

/** The texts of the regular expressions of an ArkType that its JSON Schema tells without their flags. */
function inexactPatterns(json: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof json !== 'object' || json === null) return found;
  const { rule, flags = '', pattern } = json as { rule?: unknown; flags?: unknown; pattern?: unknown };
  if (typeof rule === 'string' && !isWholePattern({ source: rule, flags: String(flags) })) found.add(rule);
  for (const text of Array.isArray(pattern) ? (pattern as unknown[]) : [pattern]) {
    if (typeof text === 'string' && !isWholePattern({ source: text, flags: '' })) found.add(text);
  }
  for (const inner of Object.values(json)) inexactPatterns(inner, found);
  return found;
}

function unspoken(io: Side, unsaid: string[]): (context: { code: string; base: Schema }) => Schema {
  return ({ code, base }) => {
    if (!unsaid.includes(`\`${code}\``)) unsaid.push(`\`${code}\``);
    return io === 'input' || code === 'predicate' ? base : unresolved(`\`${code}\` of ArkType has no JSON Schema`);
  };
}

function isJsonSchema(value: object): boolean {
  const keywords = ['type', '$schema', '$ref', 'properties', 'anyOf', 'oneOf', 'allOf', 'enum', 'const', 'items'];
  return keywords.some((keyword) => Object.hasOwn(value, keyword));
}
