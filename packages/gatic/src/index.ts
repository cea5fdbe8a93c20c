/** What the commands do, for programs that would rather call than spawn. */

export { build, type BuildOptions, type Built } from './api/build.js';
export { check, checkAndFix, type CheckedAndFixed } from './api/check.js';
export { applyFixes, type Applied, type AppliedFix } from './api/fix.js';
export { watchCheck, type CheckReport, type CheckWatch } from './api/watch-check.js';
export { create, type Created, type CreateOptions, type TemplateName } from './api/create.js';
export type { PackageManager, PackageSpecs } from './api/app-manifest.js';
export { generateValidators, type WriteValidatorsOptions, type WrittenValidators } from './api/generate-validators.js';
export { startDev, type DevEvent, type DevOptions, type DevServer } from './api/dev.js';
export { schema, type SchemaOptions, type SchemaTarget } from './api/schema.js';
export {
  generateOpenApi,
  type GeneratedOpenApi,
  type GenerateOpenApiOptions,
  type OpenApiFormat,
} from './api/openapi.js';
export { start, type StartOptions } from './api/start.js';
export { runTests, type Tested, type TestOptions } from './api/test.js';
export { completionScript, type Shell } from './completion.js';
export { exitCodes, type ExitCodeRow } from './exit-codes.js';
export { asGithub, asText, type DiagnosticFormat } from './output/diagnostics.js';
export type { Output, Style } from './output/output.js';
export { cliReference } from './reference.js';
export {
  commandGroups,
  commands,
  type ArgumentSpec,
  type CommandGroup,
  type CommandSpec,
  type FlagSpec,
  type ValueKind,
} from './schema.js';
export { runCommandLine, version } from './main.js';
export type { CommandModule, Invocation } from './invocation.js';
