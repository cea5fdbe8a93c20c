/** The OpenAPI document of a release. */

import type { GatiConfig } from '../../api/config.js';
import { openApiText } from '../openapi.js';
import type { Releases } from './folder.js';
import { sideOf } from './frozen.js';

/** The document of a release as text, with the version of the release; `undefined` where there is none of that id. */
export function releaseOpenApi(root: string, config: GatiConfig, releases: Releases, id: string): string | undefined {
  const release = releases.files.find((file) => file.id === id);
  if (release === undefined) return undefined;
  const { manifest, unknownKeys } = sideOf(releases, release);
  const described = typeof config.openapi === 'object' ? config.openapi : {};
  const openapi = { ...described, info: { ...described.info, version: release.semver } };
  return openApiText({ root, manifest, config: { ...config, unknownKeys, openapi }, version: id });
}
