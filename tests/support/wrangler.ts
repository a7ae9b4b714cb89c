import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/**
 * A stand-in for wrangler 4 and the account behind it: what it was told is kept in the file that STAND_IN_ACCOUNT names.
 * Its words, exit codes and WRANGLER_OUTPUT_FILE_PATH entries are those of wrangler 4.164.0.
 *   node tests/support/wrangler.ts <wrangler's arguments…>
 */
export interface Account {
  loggedIn: boolean;
  plan: 'free' | 'paid';
  accounts: { id: string; name: string }[];
  queues: { name: string; retentionSeconds?: number }[];
  /** Undefined: there is no Worker yet. */
  worker?: { versionId: string; secrets: Record<string, string>; isDraft: boolean };
  /** After a rollback the newest version is not the one that is deployed. */
  rolledBack: boolean;
  /** Commands (`queues create`, `deploy`, …) that fail, and how. */
  failures: Record<string, Failure>;
  /** Every command, in order, with the names its input or secrets file gave. */
  calls: { args: string[]; secrets?: string[] }[];
}
export type Failure = 'network' | 'authentication' | 'quota' | 'rate limit' | 'build';

export const emptyAccount = (): Account => ({
  loggedIn: true,
  plan: 'paid',
  accounts: [{ id: 'a1', name: 'Ann' }],
  queues: [],
  rolledBack: false,
  failures: {},
  calls: [],
});

class ApiError extends Error {
  readonly path: string;
  readonly code: number;
  constructor(path: string, code: number, message: string) {
    super(message);
    this.path = path;
    this.code = code;
  }
}

const FAILURES: Record<Failure, (path: string) => Error> = {
  network: () => new Error('fetch failed'),
  authentication: (path) => new ApiError(path, 10000, 'Authentication error'),
  quota: (path) => new ApiError(path, 11020, 'You have exceeded the maximum number of queues for your account.'),
  'rate limit': (path) => new ApiError(path, 971, 'Please wait and consider throttling your request speed'),
  build: () => new Error('Build failed with 1 error:\nworkers/index.ts:1:9: ERROR: Could not resolve "./gone.ts"'),
};

/** What one command came to. `told` is what it appends to WRANGLER_OUTPUT_FILE_PATH. */
export interface Run {
  code: number;
  stdout: string;
  stderr: string;
  told: string;
}

interface Terminal {
  say(line: string): void;
  tell(entry: Record<string, unknown>): void;
  input(): Promise<string>;
}

/** Says an error as wrangler does: colours and afterwords for people, its code for programs. */
function printError(error: Error, run: Run, tell: Terminal['tell']): void {
  const red = (text: string) =>
    `\u001b[31m✘ \u001b[41;31m[\u001b[41;97mERROR\u001b[41;31m]\u001b[0m \u001b[1m${text}\u001b[0m`;
  const isApi = error instanceof ApiError;
  const message = isApi ? `A request to the Cloudflare API (${error.path}) failed.` : error.message;
  const [first = '', ...more] = message.split('\n');
  if (message === 'fetch failed') {
    run.stderr += '▲ [WARNING] A fetch request failed, likely due to a connectivity issue.\n\n  Common causes:\n';
  }
  run.stderr += `\n${red(first)}\n\n`;
  if (isApi) run.stderr += `  ${error.message} [code: ${error.code}]\n\n`;
  for (const line of more) run.stderr += `  ${red(line.replace(/^.*ERROR: /, ''))}\n`;
  run.stderr += '  If you think this is a bug, please open an issue.\n\n🪵  Logs were written to "wrangler.log"\n';
  tell({ type: 'command-failed', ...(isApi ? { code: error.code } : {}), message });
}

const COMMANDS: Record<string, (account: Account, args: string[], terminal: Terminal) => number | Promise<number>> = {
  whoami(account, _, { say }) {
    if (!account.loggedIn) {
      say('\n{"loggedIn":false}');
      return 1;
    }
    const { accounts } = account;
    say(JSON.stringify({ loggedIn: true, authType: 'User API Token', email: 'ann@example.org', accounts }, null, 4));
    return 0;
  },

  'queues create'(account, args, { say }) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { 'message-retention-period-secs': { type: 'string' } },
    });
    const name = positionals[0] as string;
    const retention = values['message-retention-period-secs'];
    say(`🌀 Creating queue '${name}'`);
    if (account.plan === 'free' && Number(retention) > 86_400)
      throw new Error('The specified queue settings are invalid.');
    if (account.queues.some((queue) => queue.name === name)) {
      const message = `Queue name '${name}' is already taken. Please use a different name and try again.`;
      throw new ApiError('/accounts/a1/queues', 11009, message);
    }
    account.queues.push({ name, ...(retention ? { retentionSeconds: Number(retention) } : {}) });
    say(`✅ Created queue '${name}'`);
    return 0;
  },

  async 'secret bulk'(account, _, { say, input }) {
    const secrets = JSON.parse(await input()) as Record<string, string>;
    (account.calls.at(-1) as Account['calls'][number]).secrets = Object.keys(secrets);
    say('🌀 Processing the secrets for the Worker "waddlebot"');
    if (account.rolledBack) {
      throw new Error(
        "Secret edit failed. You attempted to modify a secret, but the latest version of your Worker isn't currently deployed.",
      );
    }
    account.worker ??= { versionId: '', secrets: {}, isDraft: true };
    account.worker = {
      ...account.worker,
      versionId: randomUUID(),
      secrets: { ...account.worker.secrets, ...secrets },
    };
    for (const name of Object.keys(secrets)) say(`✨ Successfully created secret for key: ${name}`);
    return 0;
  },

  deploy(account, args, { say, tell }) {
    const { values } = parseArgs({
      args,
      options: { 'dry-run': { type: 'boolean' }, 'secrets-file': { type: 'string' } },
    });
    say('Total Upload: 900.00 KiB / gzip: 200.00 KiB');
    if (values['dry-run']) {
      say('--dry-run: exiting now.');
      return 0;
    }
    const file = values['secrets-file'];
    const secrets = file ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
    if (file) (account.calls.at(-1) as Account['calls'][number]).secrets = Object.keys(secrets);
    if (account.plan === 'free') {
      const message =
        'CPU limits are not supported for the Free plan. Switch to a paid plan at https://dash.cloudflare.com/a1/workers/plans to set CPU limits.';
      throw new ApiError('/accounts/a1/workers/scripts/waddlebot', 100328, message);
    }
    const versionId = randomUUID();
    account.worker = { versionId, secrets: { ...account.worker?.secrets, ...secrets }, isDraft: false };
    account.rolledBack = false;
    say('Uploaded waddlebot (0.71 sec)');
    say(`Current Version ID: ${versionId}`);
    const targets = ['https://waddlebot.ann.workers.dev', 'schedule: * * * * *'];
    tell({ type: 'deploy', worker_name: 'waddlebot', worker_tag: 't', version_id: versionId, targets });
    return 0;
  },
};

/** Runs one command against an account, which it changes as the real ones would change. */
export async function runStandIn(account: Account, words: string[], input: Terminal['input']): Promise<Run> {
  const run: Run = { code: 1, stdout: '', stderr: '', told: '' };
  const say: Terminal['say'] = (line) => {
    run.stdout += `${line}\n`;
  };
  const tell: Terminal['tell'] = (entry) => {
    run.told += `${JSON.stringify({ version: 1, ...entry, timestamp: new Date().toISOString() })}\n`;
  };
  const name = Object.keys(COMMANDS).find((command) => `${words.join(' ')} `.startsWith(`${command} `));
  if (!name) throw new Error(`the stand-in does not know: wrangler ${words.join(' ')}`);
  account.calls.push({ args: words });
  tell({ type: 'wrangler-session', wrangler_version: '4.164.0', command_line_args: words });
  if (!words.includes('--json')) say('\n ⛅️ wrangler 4.164.0\n────────────────────');
  try {
    const failure = account.failures[words.includes('--dry-run') ? 'deploy --dry-run' : name];
    if (failure) throw FAILURES[failure](`/accounts/a1/${name.replace(' ', '/')}`);
    const args = words.slice(name.split(' ').length);
    run.code = await (COMMANDS[name] as (typeof COMMANDS)[string])(account, args, { say, tell, input });
  } catch (error) {
    printError(error as Error, run, tell);
  }
  return run;
}

async function readInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += chunk;
  return text;
}

if (import.meta.main) {
  const file = process.env.STAND_IN_ACCOUNT as string;
  const account = JSON.parse(readFileSync(file, 'utf8')) as Account;
  const run = await runStandIn(account, process.argv.slice(2), readInput);
  writeFileSync(file, JSON.stringify(account));
  process.stdout.write(run.stdout);
  process.stderr.write(run.stderr);
  appendFileSync(process.env.WRANGLER_OUTPUT_FILE_PATH as string, run.told);
  process.exitCode = run.code;
}
