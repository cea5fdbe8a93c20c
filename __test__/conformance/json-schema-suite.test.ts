/**
 * The official JSON-Schema-Test-Suite, 2020-12 and draft-07, required and optional parts, against the function written
 * from a schema, against the same where no code may be generated, and against the check of bytes. `GATI_JSON_SCHEMA_SUITE` names the folder of another copy of the suite.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { interpret } from '../../src-ts/interpreter/interpret.js';
import { compileSchema } from '../../src-ts/json-schema/compile.js';
import { openJsonSchema } from '../../src-ts/native/index.js';
import { compileJsonSchema } from '../../src-ts/tooling.js';

interface Group {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}
type Files = Readonly<Record<string, readonly Group[]>>;

const drafts = ['draft2020-12', 'draft7'] as const;
const carried = fileURLToPath(new URL('json-schema-suite', import.meta.url));

function filesOf(draft: (typeof drafts)[number]): Files {
  const other = process.env['GATI_JSON_SCHEMA_SUITE'];
  if (other === undefined) return JSON.parse(readFileSync(join(carried, `${draft}.json`), 'utf8')) as Files;
  const files: Record<string, readonly Group[]> = {};
  for (const folder of ['', 'optional/', 'optional/format/']) {
    const path = join(other, 'tests', draft, folder);
    for (const file of existsSync(path) ? readdirSync(path) : []) {
      if (!file.endsWith('.json')) continue;
      const text = readFileSync(join(path, file), 'utf8');
      files[`${folder}${file.slice(0, -5)}`] = JSON.parse(text) as Group[];
    }
  }
  return files;
}

/**
 * Groups that need the documents which the suite serves beside its files, by draft, file and name. They are outside the
 * document, nothing is fetched, and an error that names the reference is what has to come.
 */
const outside = JSON.parse(readFileSync(join(carried, 'outside.json'), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, readonly string[]>>>
>;

/** Optional files and groups that are not claimed, and why. */
const unclaimed: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['ecmascript-regex', 'email', 'idn-email', 'idn-hostname', 'iri', 'iri-reference', 'json-pointer', 'regex']
      .concat(['relative-json-pointer', 'uri-reference', 'uri-template'])
      .flatMap((name) =>
        drafts.map((draft) => [`${draft} optional/format/${name}`, 'not checked, or not as narrowly']),
      ),
  ),
  'draft7 optional/content': 'contentEncoding and contentMediaType are annotations, as in 2020-12',
};

/** Files some of whose values the native check leaves to JavaScript: what asks for tables of Unicode or for its `RegExp`. */
const leavesToJavaScript: ReadonlySet<string> = new Set([
  'optional/ecmascript-regex',
  'optional/format/email',
  'optional/format/hostname',
  'optional/format/idn-email',
  'optional/format/idn-hostname',
  'optional/format/iri',
  'optional/format/iri-reference',
  'optional/format/regex',
  'optional/format/uri-template',
]);

describe.each(drafts)('%s', (draft) => {
  const files = Object.entries(filesOf(draft)).filter(([file]) => unclaimed[`${draft} ${file}`] === undefined);

  test.each(files)('%s', (file, groups) => {
    const formats = file.startsWith('optional/format/') ? 'assert' : 'annotate';
    const wrong: string[] = [];
    for (const { description, schema, tests } of groups) {
      const compiled = compiledOrError(schema, { draft, formats });
      const isOutside = outside[draft]?.[file]?.includes(description) === true;
      if (compiled instanceof Error || isOutside) {
        const told = isOutside && compiled instanceof Error && namesWhatIsOutside.test(compiled.message);
        if (!told) wrong.push(`${description}: ${compiled instanceof Error ? compiled.message : 'was compiled'}`);
        continue;
      }
      const native = openJsonSchema(JSON.stringify(schema), JSON.stringify({ draft, formats }));
      const interpreted = compileSchema(schema, { draft, formats }, interpret);
      for (const one of tests) {
        const checked = compiled.validate(one.data);
        expect(interpreted.validate(one.data), description).toEqual(checked);
        expect(interpreted.coerce(one.data), description).toEqual(compiled.coerce(one.data));
        const bytes = compiled.validateBytes(Buffer.from(JSON.stringify(one.data)));
        const verdicts = [compiled.is(one.data), checked.ok, bytes.ok, interpreted.is(one.data)];
        const verdict = native.check(Buffer.from(JSON.stringify(one.data)));
        if (verdict !== Number(one.valid) && !(verdict === -2 && leavesToJavaScript.has(file))) {
          wrong.push(`${description}: ${one.description}: native ${verdict}, not ${one.valid}`);
        }
        const told = checked.ok || checked.issues.length > 0;
        if (verdicts.some((verdict) => verdict !== one.valid) || !told) {
          wrong.push(`${description}: ${one.description}: ${verdicts.join(' ')}, not ${one.valid}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** The keyword, its place, and what it leads to. */
const namesWhatIsOutside = /^`\$(?:ref|schema)` at `[^`]*\/\$(?:ref|schema)` .*`http:\/\/localhost:1234\/[^`]+`/;

function compiledOrError(schema: unknown, options: Parameters<typeof compileJsonSchema>[1]) {
  try {
    return compileJsonSchema(schema, options);
  } catch (thrown) {
    return thrown as Error;
  }
}
