/** The program: parse, run one command, leave with its code. */

import { readFileSync } from 'node:fs';

import { exit } from './exit-codes.js';
import { CommandFailure } from './failure.js';
import { processOutput, type Output } from './output/output.js';
import { parse } from './parser.js';
import { commands } from './schema.js';
import { systemFailure } from './system-error.js';

/** This package's version. */
export function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Runs a command line and answers with the exit code. */
export async function runCommandLine(argv: readonly string[], output: Output): Promise<number> {
  const parsed = parse(commands, argv, version(), output);
  if (parsed.kind === 'done') return parsed.exitCode;
  try {
    const command = await parsed.command.load();
    return await command.run(parsed.invocation);
  } catch (error) {
    return explain(error, output);
  }
}

/** The bin: runs the command line and sets the process's exit code, so that buffered output still gets out. */
export async function main(argv: readonly string[]): Promise<void> {
  process.exitCode = await runCommandLine(argv, processOutput());
}

function explain(thrown: unknown, output: Output): number {
  const { red, cyan } = output.style;
  const error = systemFailure(thrown) ?? thrown;
  if (error instanceof CommandFailure) {
    output.error(`${red('error')}: ${error.message}`);
    if (error.help !== undefined) output.error(`${cyan('help')}: ${error.help}`);
    return error.exitCode;
  }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('GATI_')) {
    output.error(`${red('error')} ${error.code}: ${error.message}`);
    if (error.cause instanceof Error && !('errno' in error.cause))
      output.error(error.cause.stack ?? error.cause.message);
    return /NATIVE|PORT_TAKEN|LISTEN_FAILED|REGISTRY_UNREACHABLE|REGISTRY_LOCKED/u.test(error.code)
      ? exit.environment
      : exit.failed;
  }
  if (isMissingCore(error)) {
    output.error(`${red('error')}: @gati-framework/core is not installed`);
    output.error(`${cyan('help')}: run your package manager's install in the project`);
    return exit.environment;
  }
  output.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return exit.bug;
}

function isMissingCore(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    error.message.includes("'@gati-framework/core'")
  );
}
