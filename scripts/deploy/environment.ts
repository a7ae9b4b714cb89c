import { PLATFORMS } from '../../workers/core/ids.ts';
import { EnvironmentError, missingFor, parseSettings, type Settings } from '../../workers/env.ts';
import { accountName } from './account.ts';
import { pendingMigrations } from './database.ts';
import { DEFAULT_ENV_FILE, readVars, type Vars } from './env-file.ts';
import { type Deployment, type DeployOptions, messageOf, type Outcome, StepFailed, type Tools } from './step.ts';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/;
const WRANGLER_STEPS = ['queues', 'secrets', 'worker'] as const;

/**
 * Everything that can be known to fail before anything is changed: what the Worker would refuse to start with, the login
 * at Cloudflare, the database and the state of its migrations. All problems of the settings are named at once.
 */
export async function checkEnvironment(
  options: DeployOptions,
  tools: Tools,
): Promise<{ readonly deployment: Deployment; readonly outcome: Outcome }> {
  const vars = await readVars(options.envFile, tools);
  const settings = readSettings(vars, tools);
  const deployment: Deployment = {
    options,
    settings,
    envFile: vars.file,
    secrets: secretsOf(vars, settings, tools),
    directUrl: vars.values.DATABASE_DIRECT_URL ?? settings.DATABASE_URL,
    on: PLATFORMS.filter((platform) => missingFor(platform, settings).length === 0),
  };
  const words = [`settings from ${vars.file ?? 'the environment'}`];
  if (WRANGLER_STEPS.some((name) => options.steps.has(name))) {
    words.push(`account ${await accountName(tools, vars.values.CLOUDFLARE_ACCOUNT_ID)}`);
  }
  if (options.steps.has('database')) words.push(await askDatabase(tools, deployment.directUrl));
  return {
    deployment,
    outcome: { state: 'done', words: words.join(', '), notes: notesOf(vars, deployment, tools) },
  };
}

function readSettings(vars: Vars, { config }: Tools): Settings {
  const problems: string[] = [];
  let settings: Settings | undefined;
  try {
    settings = parseSettings({ ...vars.values, ...config.vars });
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    // What each problem ends with is how to mend it on a Worker that runs already.
    problems.push(...error.problems.map((problem) => problem.replace(/\. (Run|Set it with) `.*$/s, '')));
  }
  problems.push(...addressProblems(vars.values));
  if (settings && problems.length === 0) return settings;
  throw new StepFailed(
    problems.join('\n'),
    `Put them right in ${vars.file ?? DEFAULT_ENV_FILE} (or the environment); \`npm run secrets\` makes the ones that are our own. docs/deploy.md says where each comes from.`,
  );
}

/** Addresses that are good enough for a Worker on this machine, but not for the edge. */
function addressProblems({ PUBLIC_URL, DATABASE_URL }: Readonly<Record<string, string>>): string[] {
  const problems: string[] = [];
  if (PUBLIC_URL && URL.canParse(PUBLIC_URL)) {
    const { protocol, hostname, origin } = new URL(PUBLIC_URL);
    if (protocol !== 'https:')
      problems.push('PUBLIC_URL has to begin with https://: platforms deliver to nothing else');
    else if (LOOPBACK.test(hostname)) problems.push('PUBLIC_URL points at this machine');
    else if (origin !== PUBLIC_URL) problems.push(`PUBLIC_URL has to be the address alone: ${origin}`);
  }
  if (DATABASE_URL && URL.canParse(DATABASE_URL) && LOOPBACK.test(new URL(DATABASE_URL).hostname)) {
    problems.push('DATABASE_URL points at this machine, which the edge cannot reach');
  }
  return problems;
}

/** What the Worker reads and somebody gave: names it does not know stay here. */
function secretsOf(vars: Vars, settings: Settings, { config }: Tools): Record<string, string> {
  return Object.fromEntries(
    Object.keys(settings)
      .sort()
      .flatMap((name) => (vars.values[name] && !(name in config.vars) ? [[name, vars.values[name]]] : [])),
  );
}

async function askDatabase(tools: Tools, url: string): Promise<string> {
  try {
    const pending = await pendingMigrations(tools, url);
    return pending.length === 0
      ? 'the database answers'
      : `the database answers, ${pending.length} migrations to apply`;
  } catch (error) {
    throw new StepFailed(
      messageOf(error),
      'Check DATABASE_URL: in Neon’s console, “Connect” shows it. Where another host takes migrations, set DATABASE_DIRECT_URL.',
    );
  }
}

function notesOf(vars: Vars, { settings, on }: Deployment, { config }: Tools): string[] {
  const off = PLATFORMS.filter((platform) => !on.includes(platform));
  const notes = [`on:  ${on.join(', ') || 'no platform yet'}`];
  for (const platform of off) notes.push(`off: ${platform}, without ${missingFor(platform, settings).join(', ')}`);
  if (vars.overridden.length > 0)
    notes.push(`from the environment, not from ${vars.file}: ${vars.overridden.join(', ')}`);
  const { hostname } = new URL(settings.PUBLIC_URL);
  if (!hostname.endsWith('.workers.dev') && !config.hosts.includes(hostname)) {
    notes.push(`${hostname} has to be a custom domain of the Worker (docs/deploy.md, “Your own domain”)`);
  }
  if (!new URL(settings.DATABASE_URL).hostname.endsWith('.neon.tech')) {
    notes.push(
      'DATABASE_URL is not at neon.tech: the Worker speaks Neon’s HTTP protocol, which that host has to answer',
    );
  }
  return notes;
}
