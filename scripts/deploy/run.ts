import type { Platform } from '../../workers/core/ids.ts';
import { build, buildStep } from './build.ts';
import { databaseStep } from './database.ts';
import { discordStep } from './discord.ts';
import { checkEnvironment } from './environment.ts';
import { queuesStep } from './queues.ts';
import { readyStep } from './ready.ts';
import { redacted } from './redact.ts';
import { secretsStep } from './secrets.ts';
import {
  type Deployment,
  type DeployOptions,
  messageOf,
  type Outcome,
  type Step,
  StepFailed,
  type StepName,
  type Tools,
} from './step.ts';
import { workerStep } from './worker.ts';

/**
 * What can fail without having changed anything comes first; migrations come before the code that needs them (they only
 * add), secrets with it, and what tells the world of the new code after it.
 */
const STEPS: readonly Step[] = [buildStep, queuesStep, databaseStep, secretsStep, workerStep, discordStep, readyStep];

/**
 * Puts WaddleBot on the edge, step by step, each said on a line. Safe to repeat after any failure.
 * @returns the exit code
 */
export async function deploy(options: DeployOptions, tools: Tools): Promise<number> {
  const report = new Report(tools);
  const chosen = STEPS.filter(({ name }) => options.steps.has(name));
  const deployment = await report.step('environment', async () => {
    const { deployment, outcome } = await checkEnvironment(options, tools);
    report.keepSecret(deployment.secrets);
    return [outcome, deployment];
  });
  if (!deployment) {
    // What is missing says nothing about whether the Worker builds.
    const builds = options.dryRun && options.steps.has('build');
    if (builds) await report.step('build', async () => [await build(tools), true]);
    return report.failed(builds ? chosen.filter(({ name }) => name !== 'build') : chosen);
  }
  for (const [index, step] of chosen.entries()) {
    const passed = await report.step(step.name, async () => [
      await (options.dryRun ? step.preview(deployment, tools) : step.run(deployment, tools)),
      true,
    ]);
    if (!passed && !options.dryRun) return report.failed(chosen.slice(index + 1));
  }
  if (report.failures > 0) return report.failed([]);
  if (options.dryRun) tools.print('\nNothing was changed. Without --dry-run it is done.');
  else if (options.steps.has('ready')) sayWhatIsNext(deployment, tools);
  return 0;
}

function sayWhatIsNext({ settings, envFile, on }: Deployment, { print }: Tools): void {
  print(`\nWaddleBot is online at ${settings.PUBLIC_URL}.`);
  if (on.length === 0) {
    print('No platform is on yet: give the secrets of one (docs/deploy.md, “The platforms”) and deploy again.');
    return;
  }
  print('Next, for each platform that is not connected yet (docs/deploy.md, “Connect”):');
  for (const platform of on) print(`  ${connectLine(platform, envFile)}`);
}

/** `connect` reads the environment only; Node puts the file into it. */
const connectLine = (platform: Platform, envFile: string | undefined): string =>
  envFile === undefined
    ? `npm run connect ${platform}`
    : `node --env-file=${envFile} scripts/run.mjs scripts/connect.ts ${platform}`;

/** The lines of one run. No secret's value ever gets into one, whoever's words it comes in. */
class Report {
  readonly #print: Tools['print'];
  #secrets: Readonly<Record<string, string>> = {};
  failures = 0;

  constructor({ print, env }: Tools) {
    this.#print = print;
    this.keepSecret(env.CLOUDFLARE_API_TOKEN ? { CLOUDFLARE_API_TOKEN: env.CLOUDFLARE_API_TOKEN } : {});
  }

  keepSecret(secrets: Readonly<Record<string, string>>): void {
    this.#secrets = { ...this.#secrets, ...secrets };
  }

  /** Runs one step and says what it came to. Undefined when it failed. */
  async step<T>(name: StepName, run: () => Promise<[Outcome, T]>): Promise<T | undefined> {
    try {
      const [{ state, words, notes = [] }, result] = await run();
      this.#line(name, `${state}${state === 'skipped' && words.startsWith('because') ? ' ' : ': '}${words}`, notes);
      return result;
    } catch (error) {
      this.failures++;
      const [reason = '', ...more] = messageOf(error).split('\n');
      const next = error instanceof StepFailed ? error.next : 'This is a mistake of ours: please report it.';
      this.#line(name, `FAILED: ${reason}`, [...more, `What to do: ${next}`]);
      return undefined;
    }
  }

  /** Closes a run that failed before `left`. */
  failed(left: readonly Step[]): number {
    this.#print(left.length > 0 ? `\nNot done: ${left.map(({ name }) => name).join(', ')}.` : '');
    this.#print('Run the same command again when that is mended: what is done already is not done twice.');
    return 1;
  }

  #line(name: StepName, words: string, notes: readonly string[]): void {
    const indent = ' '.repeat(13);
    for (const line of [`${name.padEnd(13)}${words}`, ...notes.map((note) => `${indent}${note}`)]) {
      this.#print(redacted(line, this.#secrets));
    }
  }
}
