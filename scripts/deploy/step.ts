import type { migrate, status } from '../../db/migrate.ts';
import type { Platform } from '../../workers/core/ids.ts';
import type { Settings } from '../../workers/env.ts';
import type { Wrangler } from './wrangler.ts';

export const STEP_NAMES = [
  'environment',
  'build',
  'queues',
  'database',
  'secrets',
  'worker',
  'discord',
  'ready',
] as const;
export type StepName = (typeof STEP_NAMES)[number];

/** What wrangler.toml says, as far as a deployment has to know it before wrangler does. */
export interface WranglerConfig {
  /** Plain vars of the Worker: a secret of the same name would be refused. */
  readonly vars: Readonly<Record<string, string>>;
  readonly accountId: string | undefined;
  /** Hosts that are attached to the Worker by the file itself. */
  readonly hosts: readonly string[];
  readonly queues: readonly string[];
  /** Those of the queues that take what others could not deliver. */
  readonly deadLetterQueues: readonly string[];
}

/** Everything outside this folder that a deployment touches. */
export interface Tools {
  readonly wrangler: Wrangler;
  readonly fetch: typeof fetch;
  readonly migrate: typeof migrate;
  readonly migrationStatus: typeof status;
  /** Absent where this checkout has no `scripts/discord-register.ts`. */
  readonly registerDiscord: RegisterDiscord | undefined;
  readonly config: WranglerConfig;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file of the project's root, or null where there is none. */
  readFile(file: string): Promise<string | null>;
  /** Whether git would take, or has taken, a file in; `outside`: it is in no repository. */
  gitKnows(file: string): Promise<'ignored' | 'untracked' | 'tracked' | 'outside'>;
  print(line: string): void;
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** `registerCommands` of scripts/discord-register.ts: overwrites the application's global commands. */
export type RegisterDiscord = (
  vars: Readonly<Record<'DISCORD_APPLICATION_ID' | 'DISCORD_BOT_TOKEN' | 'DISCORD_API_URL', string>>,
) => Promise<{ readonly count: number }>;

export interface DeployOptions {
  readonly dryRun: boolean;
  readonly envFile: string | undefined;
  readonly steps: ReadonlySet<StepName>;
}

/** What the environment came to: all the later steps need. */
export interface Deployment {
  readonly options: DeployOptions;
  readonly settings: Settings;
  /** Where they come from, if not from the environment. */
  readonly envFile: string | undefined;
  /** What the Worker is given as secrets: every setting that is set and is no plain var of wrangler.toml. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Where migrations connect to. */
  readonly directUrl: string;
  readonly on: readonly Platform[];
  /** Set by the step that puts the Worker online. */
  online?: { readonly versionId: string; readonly targets: readonly string[] };
}

/** What a step came to, in words for its line; `notes` follow on lines of their own. */
export interface Outcome {
  readonly state: 'done' | 'already there' | 'skipped';
  readonly words: string;
  readonly notes?: readonly string[];
}

/** Nothing after a failed step is tried: `message` is the reason, `next` what to do about it. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  readonly next: string;
  constructor(reason: string, next: string) {
    super(reason);
    this.next = next;
  }
}

/** A step after the environment's. Each is safe to repeat. */
export interface Step {
  readonly name: StepName;
  run(deployment: Deployment, tools: Tools): Promise<Outcome>;
  /** What `run` would do, for `--dry-run`. Changes nothing. */
  preview(deployment: Deployment, tools: Tools): Promise<Outcome>;
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
