/** Which words a schema may have, and whether it says anything about values. */

import { isObject, type SchemaObject } from './node.js';

/** Words that a value is held to. */
const rules = new Set(
  (
    '$ref type nullable const enum not anyOf oneOf allOf if then else maximum minimum ' +
    'exclusiveMaximum exclusiveMinimum multipleOf format maxLength minLength pattern maxItems ' +
    'minItems additionalItems items contains uniqueItems maxProperties minProperties required ' +
    'propertyNames additionalProperties dependencies properties patternProperties'
  ).split(' '),
);

/** Words about the schema. */
const annotations = new Set(
  (
    '$schema $id $defs $vocabulary $comment definitions title description default deprecated ' +
    'readOnly writeOnly examples contentMediaType contentEncoding contentSchema'
  ).split(' '),
);

/** Whether every value fits. */
export function isAlwaysValid(schema: unknown): boolean {
  if (!isObject(schema)) return schema === true;
  checkWords(schema);
  return !Object.keys(schema).some((word) => rules.has(word) && schema[word] !== undefined);
}

/** Refuses a word that means nothing: it may be a misspelt one. */
export function checkWords(schema: SchemaObject): void {
  for (const word of ['then', 'else']) {
    if (schema[word] === undefined || schema['if'] !== undefined) continue;
    throw new Error(`strict mode: "${word}" without "if" is ignored`);
  }
  for (const word of Object.keys(schema)) {
    if (rules.has(word) || annotations.has(word)) continue;
    if (word === 'id') throw new Error('NOT SUPPORTED: keyword "id", use "$id" for schema ID');
    throw new Error(`strict mode: unknown keyword: "${word}"`);
  }
}
