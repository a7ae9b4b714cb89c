import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { type Database, DatabaseError, openDatabase } from '../../db/client.ts';
import { startBridge } from '../../db/local/bridge.ts';
import type { Keyring } from '../../workers/core/sealed.ts';
import { ROOT } from './build.ts';
import { isAlive, readRun } from './run-file.ts';

/** A mistake that is told in its own words, without a stack. */
export class Refused extends Error {}

export type Env = Readonly<Record<string, string | undefined>>;

/** What a command works on that changes the database of a WaddleBot. */
export interface Surroundings {
  readonly db: Database;
  /** Asked for where something has to be sealed. */
  readonly keys: () => Keyring;
  /** Where WaddleBot is reached, without a slash at the end. */
  readonly publicUrl: () => string;
}

/**
 * Does something with what `npm start` goes by: the environment, then `.dev.vars`, then what is running.
 * @throws Refused in words that say what to do, also where the database refuses
 */
export async function withSurroundings<T>(env: Env, work: (surroundings: Surroundings) => Promise<T>): Promise<T> {
  const { close, ...surroundings } = await look(env);
  try {
    return await work(surroundings);
  } catch (error) {
    throw error instanceof DatabaseError
      ? new Refused(`${error.message}. ${adviceFor(error)}`, { cause: error })
      : error;
  } finally {
    await close();
  }
}

async function look(env: Env): Promise<Surroundings & { readonly close: () => Promise<void> }> {
  const kept = parseEnv(await readFile(path.join(ROOT, '.dev.vars'), 'utf8').catch(() => ''));
  const setting = (name: string): string | undefined => env[name] || kept[name] || undefined;
  const needed = (name: string, value: string | undefined, why: string): string => {
    if (value) return value;
    throw new Refused(`Set ${name}, in the environment or in .dev.vars: ${why}`);
  };
  const noted = await readRun();
  const running = !env.DATABASE_URL && noted && isAlive(noted.pid) ? noted : undefined;
  const { url, close } = running
    ? { url: running.databaseUrl, close: async () => {} }
    : await openGiven(setting('DATABASE_URL'));
  return {
    db: openDatabase(url, () => {}, Date.now),
    close,
    keys: () => ({
      current: needed(
        'ENCRYPTION_KEY',
        setting('ENCRYPTION_KEY'),
        'the secret is sealed with it, and it has to be the one WaddleBot runs with.',
      ),
    }),
    publicUrl: () =>
      needed('PUBLIC_URL', setting('PUBLIC_URL') ?? running?.url, 'the address at which WaddleBot is reached.').replace(
        /\/+$/,
        '',
      ),
  };
}

async function openGiven(
  given: string | undefined,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  if (given === undefined) {
    throw new Refused(
      'WaddleBot is not running here. Start it in another terminal (npm start), or set DATABASE_URL to its database.',
    );
  }
  if (!URL.canParse(given) || !/^postgres(ql)?:$/.test(new URL(given).protocol))
    throw new Refused('DATABASE_URL is not of the form postgres://user:password@host/database.');
  if (new URL(given).hostname.endsWith('.neon.tech')) return { url: given, close: async () => {} };
  const bridge = await startBridge({ upstream: given });
  return { url: bridge.url, close: () => bridge.close() };
}

function adviceFor({ code }: DatabaseError): string {
  if (code === undefined) return 'Is the database up, and DATABASE_URL its address?';
  if (code === '42P01') return 'A table is missing: bring the database up to date with `npm run db:migrate`.';
  return 'The database refused it; its log says why.';
}

/** Prints what a command comes to, or why it does not. */
export function printOutcome(outcome: Promise<string>): void {
  outcome.then(console.log, (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
