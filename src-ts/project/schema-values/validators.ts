/** The schema values that requests are validated with, taken from the modules that declare them. */

import type { PositionValidators, StandardSchema } from '../../definition.js';
import type { Manifest, ManifestHandler } from '../../manifest/manifest.js';
import { wayToSchema } from './exposed.js';

/** The files that have to be imported for a handler's validators. */
export function validatorFiles({ validators = {} }: ManifestHandler): string[] {
  return Object.values(validators).map(({ file }) => file);
}

/** Every validator of a manifest, by handler id. */
export async function loadValidators(
  manifest: Manifest,
  load: (file: string) => Promise<Record<string, unknown>>,
): Promise<Record<string, PositionValidators>> {
  const found: Record<string, PositionValidators> = {};
  for (const { id, validators } of manifest.handlers) {
    if (validators === undefined) continue;
    const loaded = Object.entries(validators).map(async ([position, schema]) => {
      let value: unknown = await load(schema.file);
      for (const name of wayToSchema(schema)) value = (value as Record<string, unknown> | undefined)?.[name];
      return [position, value as StandardSchema] as const;
    });
    found[id] = Object.fromEntries(await Promise.all(loaded));
  }
  return found;
}
