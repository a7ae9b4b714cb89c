import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Platform } from '../../workers/core/ids.ts';
import { ROOT } from './build.ts';

export const DATA = path.join(ROOT, '.data');
const FILE = path.join(DATA, 'run.json');

/** What other commands (the chat client) and a later start need to know of the running one. */
export interface Run {
  readonly pid: number;
  readonly url: string;
  /** Of the bridge, for commands that work on the same database. */
  readonly databaseUrl: string;
  /** What the Worker was given for platforms that are stand-ins; the file is readable by its owner only. */
  readonly vars: Readonly<Record<string, string>>;
  readonly standIns: Readonly<Partial<Record<Platform, string>>>;
  /** Processes that would outlive us if we were killed. */
  readonly children: readonly number[];
}

export async function writeRun(run: Run): Promise<void> {
  await mkdir(DATA, { recursive: true });
  await writeFile(FILE, JSON.stringify(run), { mode: 0o600 });
}

export async function readRun(): Promise<Run | undefined> {
  try {
    return JSON.parse(await readFile(FILE, 'utf8')) as Run;
  } catch {
    return undefined;
  }
}

export const forgetRun = (): Promise<void> => rm(FILE, { force: true });

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether what answers at an address is WaddleBot. */
export async function isWaddleBot(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) });
    return ((await response.json()) as { name?: unknown }).name === 'waddlebot';
  } catch {
    return false;
  }
}
