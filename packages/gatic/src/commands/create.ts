/** `gatic create [dir]`: asks what it was not told, and prints the command line that repeats the answers. */

import { relative, resolve } from 'node:path';

import { callingPackageManager, specsFrom, suggestName, type PackageManager } from '../api/app-manifest.js';
import { checkTarget, create, type Created, type TemplateName } from '../api/create.js';
import { exit } from '../exit-codes.js';
import { usageFailure } from '../failure.js';
import { switchFlag, textFlag, type Invocation } from '../invocation.js';
import { version } from '../main.js';
import type { Output } from '../output/output.js';

interface Answers {
  readonly directory: string;
  readonly template: TemplateName;
  readonly packageManager: PackageManager;
  readonly install: boolean;
  readonly git: boolean;
}

/** Runs the command. */
export async function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const asking = output.interactive && !switchFlag(invocation, 'yes');
  const answers = asking ? await ask(invocation) : assume(invocation);
  if (answers === undefined) {
    output.error('Cancelled; nothing was written.');
    return exit.interrupted;
  }
  const created = await create({
    ...answers,
    specs: specsFrom(process.env),
    version: version(),
    onStep: (step) => {
      if (step === 'install') output.line(output.style.dim(`Installing with ${answers.packageManager}…`));
    },
  });
  report(output, answers, created);
  return exit.ok;
}

function known(invocation: Invocation): Omit<Answers, 'directory'> {
  return {
    template: (textFlag(invocation, 'template') as TemplateName | undefined) ?? 'minimal',
    packageManager:
      (textFlag(invocation, 'pm') as PackageManager | undefined) ??
      callingPackageManager(process.env['npm_config_user_agent']),
    install: invocation.flags['install'] !== false,
    git: invocation.flags['git'] !== false,
  };
}

function assume(invocation: Invocation): Answers {
  const directory = invocation.args[0];
  if (directory === undefined)
    throw usageFailure('create needs a directory when nobody can be asked', 'for example: gatic create my-app');
  return { directory, ...known(invocation) };
}

async function ask(invocation: Invocation): Promise<Answers | undefined> {
  const prompts = await import('@clack/prompts');
  const defaults = known(invocation);
  let directory = invocation.args[0];
  if (directory !== undefined) await checkTarget(directory);
  prompts.intro('A new Gati app');
  if (directory === undefined) {
    const answer = await prompts.text({
      message: 'Where?',
      placeholder: 'my-app',
      defaultValue: 'my-app',
      validate: (text) =>
        text === undefined || text === '' || suggestName(text) === text || /[./\\]/u.test(text)
          ? undefined
          : `Try ${suggestName(text)}`,
    });
    if (prompts.isCancel(answer)) return undefined;
    directory = answer;
    await checkTarget(directory);
  }
  let { template, install } = defaults;
  if (textFlag(invocation, 'template') === undefined) {
    const answer = await prompts.select<TemplateName>({
      message: 'Which template?',
      options: [
        { value: 'minimal', label: 'minimal', hint: 'two handlers, a module, a test' },
        { value: 'api', label: 'api', hint: 'a small REST resource: list, create, read, change, remove' },
      ],
    });
    if (prompts.isCancel(answer)) return undefined;
    template = answer;
  }
  if (install) {
    const answer = await prompts.confirm({
      message: `Install the dependencies with ${defaults.packageManager}?`,
      initialValue: true,
    });
    if (prompts.isCancel(answer)) return undefined;
    install = answer;
  }
  return { ...defaults, directory, template, install };
}

function report(output: Output, answers: Answers, created: Created): void {
  const { bold, dim, green } = output.style;
  const run = answers.packageManager === 'npm' ? 'npm run' : answers.packageManager;
  const cd = relative(process.cwd(), created.directory);
  output.line(
    `${green('✔')} Created ${bold(created.name)} in ${resolve(created.directory)} (${created.files.length} files${created.git ? ', a git repository' : ''})`,
  );
  output.line();
  if (cd !== '') output.line(`  cd ${cd}`);
  if (!created.installed) output.line(`  ${answers.packageManager} install`);
  output.line(`  ${run} dev`);
  output.line();
  output.line(dim(`The same again, without questions: ${headless(answers)}`));
}

/** How each package manager runs a program that is not installed: the way `create` was run most likely. */
const runners: Readonly<Record<Answers['packageManager'], string>> = {
  npm: 'npx',
  pnpm: 'pnpm dlx',
  yarn: 'yarn dlx',
  bun: 'bunx',
};

/** The command line that repeats the answers. */
export function headless(answers: Answers): string {
  const words = [
    `${runners[answers.packageManager]} gatic create`,
    answers.directory,
    '--yes',
    `--template ${answers.template}`,
    `--pm ${answers.packageManager}`,
  ];
  if (!answers.install) words.push('--no-install');
  if (!answers.git) words.push('--no-git');
  return words.join(' ');
}
