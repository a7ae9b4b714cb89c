import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseEnv } from 'node:util';
import { unstable_readConfig } from 'wrangler';
import { migrate, status } from '../../db/migrate.ts';
import { ROOT } from '../local/build.ts';
import { DEFAULT_ENV_FILE } from './env-file.ts';
import type { DeployOptions, RegisterDiscord, Tools, WranglerConfig } from './step.ts';
import { wranglerAt } from './wrangler.ts';

/** What wrangler itself needs to know of the environment: its own names and those of the system, no secret of ours. */
const FOR_WRANGLER =
  /^(CLOUDFLARE_|WRANGLER_|PATH$|HOME$|USER$|LANG$|LC_|TMPDIR$|TEMP$|TMP$|XDG_|NODE_EXTRA_CA_CERTS$|SSL_CERT_|https?_proxy$|no_proxy$|all_proxy$|SystemRoot$|APPDATA$|LOCALAPPDATA$|USERPROFILE$)/i;

/** The part of wrangler's own type that is read here; the whole of it does not resolve outside of wrangler. */
interface WranglerFile {
  readonly vars: Readonly<Record<string, string>>;
  readonly account_id?: string;
  readonly route?: Route;
  readonly routes?: readonly Route[];
  readonly queues: {
    readonly producers?: readonly { readonly queue?: string }[];
    readonly consumers?: readonly { readonly queue: string; readonly dead_letter_queue?: string }[];
  };
}
type Route = string | { readonly pattern: string };

/** wrangler.toml, as wrangler reads it. */
export function readConfig(file = path.join(ROOT, 'wrangler.toml')): WranglerConfig {
  const config = unstable_readConfig({ config: file }, { hideWarnings: true }) as unknown as WranglerFile;
  const { producers = [], consumers = [] } = config.queues;
  const deadLetterQueues = consumers.flatMap((consumer) => consumer.dead_letter_queue ?? []);
  const named = [...producers.map(({ queue }) => queue), ...consumers.map(({ queue }) => queue), ...deadLetterQueues];
  return {
    vars: config.vars,
    accountId: config.account_id,
    hosts: (config.routes ?? (config.route ? [config.route] : [])).map((route) =>
      (typeof route === 'string' ? route : route.pattern).replace(/^https?:\/\//, '').replace(/\/.*$/, ''),
    ),
    queues: [...new Set(named.filter((name): name is string => name !== undefined))],
    deadLetterQueues: [...new Set(deadLetterQueues)],
  };
}

/** The real ones. */
export async function realTools({ envFile }: DeployOptions): Promise<Tools> {
  // Cloudflare's own names may stand in the env file beside ours.
  const text = await readRootFile(envFile ?? DEFAULT_ENV_FILE);
  const env = { ...parseEnv(text ?? ''), ...process.env };
  const wranglerEnv = Object.fromEntries(Object.entries(env).filter(([name]) => FOR_WRANGLER.test(name)));
  return {
    wrangler: wranglerAt(
      [process.execPath, path.join(ROOT, 'node_modules/wrangler/bin/wrangler.js')],
      ROOT,
      wranglerEnv,
    ),
    fetch,
    migrate,
    migrationStatus: status,
    registerDiscord: await findRegisterDiscord(),
    config: readConfig(),
    env: process.env,
    readFile: readRootFile,
    gitKnows: async (file) => askGit(file),
    print: (line) => console.log(line),
    now: Date.now,
    sleep: (ms) => sleep(ms),
  };
}

async function readRootFile(file: string): Promise<string | null> {
  try {
    return await readFile(path.resolve(ROOT, file), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function askGit(file: string): 'ignored' | 'untracked' | 'tracked' | 'outside' {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: ROOT, stdio: 'ignore' }).status;
  const asked = path.resolve(ROOT, file);
  if (git('ls-files', '--error-unmatch', '--', asked) === 0) return 'tracked';
  const ignored = git('check-ignore', '--quiet', '--', asked);
  // 128: not in this repository, or no repository at all; null: no git.
  if (ignored === 0) return 'ignored';
  return ignored === 1 ? 'untracked' : 'outside';
}

async function findRegisterDiscord(): Promise<RegisterDiscord | undefined> {
  const file = path.join(ROOT, 'scripts/discord-register.ts');
  if (!existsSync(file)) return undefined;
  const module = (await import(pathToFileURL(file).href)) as { readonly registerCommands: RegisterDiscord };
  return module.registerCommands;
}
