/** What the analyzer says about a project, without running any of its code. */

import { analyze, buildRouteTable, writeTypesFile, type Diagnostic, type Manifest, type RouteTable } from '@gati-framework/core/tooling';

/** Everything that can be known about a project without running it. */
export interface Checked {
  readonly manifest: Manifest;
  readonly routes: RouteTable;
  readonly diagnostics: readonly Diagnostic[];
}

/** Analyzes a project and writes `.gati/types.d.ts`. */
export async function check(root: string): Promise<Checked> {
  const { manifest, diagnostics } = await analyze({ root });
  const { table, diagnostics: conflicts } = buildRouteTable(manifest);
  writeTypesFile(root, manifest.modules);
  return { manifest, routes: table, diagnostics: [...diagnostics, ...conflicts] };
}
