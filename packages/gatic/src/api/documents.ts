/** JSON and YAML files that somebody else wrote. */

import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

import { parseDocument } from 'yaml';

import { projectFailure } from '../failure.js';

/** Whether an argument names a document rather than a release. */
export function isDocumentName(text: string): boolean {
  return ['.json', '.yaml', '.yml'].includes(extname(text).toLowerCase());
}

/** The object that a file holds. */
export async function readDocument(file: string): Promise<object> {
  let text: string;
  try {
    text = (await readFile(file, 'utf8')).replace(/^\u{feff}/u, '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw projectFailure(`${file} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : message}`);
  }
  const value = extname(file).toLowerCase() === '.json' ? parseJson(file, text) : parseYaml(file, text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw projectFailure(`${file} is no document: it holds ${value === null ? 'nothing' : `a ${typeof value}`}`);
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw projectFailure(`${file} is no JSON: ${(error as Error).message}`);
  }
}

function parseYaml(file: string, text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true });
  const [problem] = document.errors;
  if (problem !== undefined) throw projectFailure(`${file} is no YAML: ${problem.message}`);
  try {
    // An alias may not make a small file into a large value.
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch (error) {
    throw projectFailure(`${file} is no YAML: ${(error as Error).message}`);
  }
}
