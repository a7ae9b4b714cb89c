import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, lchown, link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type RunAs, sharedFolder } from './binaries.ts';

/** Where one database lives: the cluster, its password, its log and the port it last used. */
export interface Home {
  folder: string;
  cluster: string;
  logFile: string;
  passwordFile: string;
  portFile: string;
  runAs: RunAs;
}

/** "nobody" on most systems. */
const UNPRIVILEGED = { uid: 65_534, gid: 65_534 };

/**
 * Opens (or makes) the folder of a database. As root the folder is given to an unprivileged user; when that user
 * cannot reach it, the data goes to a folder they can and a note named `location` stays in `dataDir`.
 *
 * @throws Error naming the folder and the remedy when it belongs to another user.
 */
export async function openHome(dataDir: string, log: (line: string) => void): Promise<Home> {
  const asked = resolve(dataDir);
  const uid = process.getuid?.();
  const made = await mkdir(asked, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES' || error.code === 'EPERM') throw foreign(asked, 'cannot be made');
    throw error;
  });
  if (made !== undefined) await chmod(asked, 0o700);

  if (uid === undefined || uid !== 0) {
    await requireOwned(asked, uid);
    const folder = (await noted(asked)) ?? asked;
    if (folder !== asked) await requireOwned(folder, uid);
    return layout(folder, undefined);
  }

  // What an ordinary user made stays that user's: we run as them, so that both can go on using it.
  const folder = (await noted(asked)) ?? ((await stat(asked)).uid === 0 ? await place(asked, log) : asked);
  const cluster = join(folder, 'cluster');
  const owner = (await exists(cluster)) ? await stat(cluster) : await stat(folder);
  const runAs = owner.uid === 0 ? await unprivilegedUser() : { uid: owner.uid, gid: owner.gid };
  await chown(folder, runAs.uid, runAs.gid);
  if (owner.uid === 0 && (await exists(cluster))) await giveAway(cluster, runAs);
  return layout(folder, runAs);
}

/** The database's password: made of 32 random bytes the first time, readable by its owner only, the same ever after. */
export async function readPassword({ passwordFile, runAs }: Home): Promise<string> {
  const stored = await readFile(passwordFile, 'utf8').catch(() => undefined);
  if (stored !== undefined) return stored.trim();
  const draft = `${passwordFile}.${process.pid}`;
  await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  if (runAs) await chown(draft, runAs.uid, runAs.gid);
  // A link appears whole or not at all, so two first starts at once agree on one password.
  await link(draft, passwordFile).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return (await readFile(passwordFile, 'utf8')).trim();
}

function layout(folder: string, runAs: RunAs): Home {
  return {
    folder,
    cluster: join(folder, 'cluster'),
    logFile: join(folder, 'postgres.log'),
    passwordFile: join(folder, 'password'),
    portFile: join(folder, 'port'),
    runAs,
  };
}

/** PostgreSQL refuses root, we create no user, and initdb insists on one that /etc/passwd knows. */
async function unprivilegedUser(): Promise<NonNullable<RunAs>> {
  const content = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const users = content.split('\n').map((line) => line.split(':'));
  const known = users.map(([, , uid, gid]) => ({ uid: Number(uid), gid: Number(gid) })).filter(({ uid }) => uid > 0);
  return known.find(({ uid }) => uid === UNPRIVILEGED.uid) ?? known[0] ?? UNPRIVILEGED;
}

async function noted(asked: string): Promise<string | undefined> {
  const note = await readFile(join(asked, 'location'), 'utf8').catch(() => undefined);
  return note?.trim() || undefined;
}

async function place(asked: string, log: (line: string) => void): Promise<string> {
  if (await reachableByAll(dirname(asked))) return asked;
  const name = createHash('sha256').update(asked).digest('hex').slice(0, 16);
  const folder = join(await sharedFolder(), `data-${name}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(asked, 'location'), `${folder}\n`);
  log(`PostgreSQL does not run as root and an unprivileged user cannot reach ${asked}; its data is in ${folder}`);
  return folder;
}

async function reachableByAll(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) return false;
  return dirname(folder) === folder || reachableByAll(dirname(folder));
}

/** A cluster that root copied or restored belongs to root, and PostgreSQL wants to own its data. */
async function giveAway(folder: string, { uid, gid }: NonNullable<RunAs>): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), uid, gid);
  }
  await lchown(folder, uid, gid);
}

async function requireOwned(folder: string, uid: number | undefined): Promise<void> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES') throw foreign(folder, 'cannot be entered');
    if (error.code !== 'ENOENT') throw error;
    throw new Error(`${folder}, which the note "location" names, is gone; remove the note to start afresh`);
  });
  if (uid !== undefined && found.uid !== uid) throw foreign(folder, `belongs to user ${found.uid}`);
}

/** Whether anything is at this path. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function foreign(folder: string, what: string): Error {
  return new Error(
    `The database folder ${folder} ${what}; it was probably made by root. ` +
      `Take it over with: sudo chown -R "$(id -u):$(id -g)" '${folder}' (stop the database first), or remove it to start afresh.`,
  );
}
