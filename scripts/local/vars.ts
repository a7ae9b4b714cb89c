import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { ROOT } from './build.ts';

const VARS_FILE = path.join(ROOT, '.dev.vars');

/** 32 random bytes: what every secret of ours has to be. */
export const freshSecret = (): string => randomBytes(32).toString('base64url');

const OWN_SECRETS = ['SESSION_SECRET', 'ENCRYPTION_KEY', 'SERVICE_API_KEY'] as const;

export type Vars = Record<string, string>;

async function readVars(): Promise<Vars> {
  try {
    return parseEnv(await readFile(VARS_FILE, 'utf8')) as Vars;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/**
 * The vars of this machine: the environment first, then `.dev.vars`; secrets of our own that neither gives are made
 * once and kept there.
 */
export async function localVars(names: readonly string[]): Promise<Vars> {
  const kept = await readVars();
  const made = OWN_SECRETS.filter((name) => !kept[name] && !process.env[name]).map(
    (name) => [name, freshSecret()] as const,
  );
  if (made.length > 0) {
    const before = await readFile(VARS_FILE, 'utf8').catch(
      () => '# Secrets of this machine, made by npm start. Never commit them.\n',
    );
    await writeFile(
      VARS_FILE,
      `${before.replace(/\n*$/, '\n')}${made.map(([name, value]) => `${name}="${value}"\n`).join('')}`,
      { mode: 0o600 },
    );
    await chmod(VARS_FILE, 0o600);
  }
  const given = Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  return { ...kept, ...Object.fromEntries(made), ...given };
}
