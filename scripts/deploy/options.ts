import { parseArgs } from 'node:util';
import { type DeployOptions, STEP_NAMES, type StepName } from './step.ts';

const USAGE = `usage: npm run deploy -- [--dry-run] [--env-file <file>] [--only <step>]… [--skip <step>]…
steps: ${STEP_NAMES.join(', ')} (the environment is always checked)`;

/** @throws Error with the usage for what it does not understand */
export function readOptions(args: readonly string[]): DeployOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'dry-run': { type: 'boolean', default: false },
      'env-file': { type: 'string' },
      only: { type: 'string', multiple: true },
      skip: { type: 'string', multiple: true },
    },
  });
  const only = values.only ? stepsIn(values.only) : STEP_NAMES;
  const skip = stepsIn(values.skip ?? []);
  return {
    dryRun: values['dry-run'],
    envFile: values['env-file'],
    steps: new Set(only.filter((name) => !skip.includes(name))),
  };
}

/** `--skip queues --skip discord` and `--skip queues,discord` are the same. */
const stepsIn = (given: readonly string[]): StepName[] =>
  given
    .flatMap((words) => words.split(','))
    .map((word) => {
      const step = STEP_NAMES.find((name) => name === word.trim());
      if (!step) throw new Error(`There is no step "${word}".\n${USAGE}`);
      return step;
    });
