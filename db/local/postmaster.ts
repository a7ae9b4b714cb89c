import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** What a running server writes into `postmaster.pid`. */
export interface Postmaster {
  pid: number;
  port: number;
  /** It takes no more connections. */
  stopping: boolean;
}

/**
 * The server that runs on this cluster, whoever started it; undefined when there is none.
 *
 * After a crash the lock file may name a number that another program has since been given (or a zombie nobody
 * reaped), and PostgreSQL would refuse to start for ever. Such a file gets our own number: PostgreSQL disregards a lock
 * of its parent, yet still uses the file to see whether the old server's shared memory is in use.
 */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const path = join(cluster, 'postmaster.pid');
  const content = await readFile(path, 'utf8').catch(() => undefined);
  if (content === undefined) return undefined;
  const lines = content.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  if (await isPostgres(pid)) {
    return { pid, port, stopping: lines[7]?.trim() === 'stopping' };
  }
  await writeFile(path, [process.pid, ...lines.slice(1)].join('\n'));
  return undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The program a process runs, not its arguments: an editor with postgres.conf open is no server, nor is a zombie. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform === 'win32') {
    return /^postgres\.exe/im.test(outputOf('tasklist', ['/NH', '/FI', `PID eq ${pid}`]));
  }
  const program =
    process.platform === 'linux'
      ? (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')[0]
      : outputOf('ps', ['-p', String(pid), '-o', 'comm=']).trim();
  return basename(program ?? '') === 'postgres';
}

function outputOf(program: string, args: string[]): string {
  return spawnSync(program, args, { encoding: 'utf8' }).stdout ?? '';
}
