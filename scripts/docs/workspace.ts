import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../local/build.ts';
import { cleanEnvironment, runLine } from './shell.ts';

/** Gives each page a copy of the project in which nobody has done anything yet. */
export interface Workspaces {
  fresh(): Promise<string>;
}

function git(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`git ${args[0]} failed: ${stderr.trim()}`);
  return stdout;
}

/** Gone when this program ends. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'waddlebot-docs-'));
  // As root the embedded database runs as another user, who has to get in.
  await chmod(folder, 0o755);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Clones of what is committed. The first installs the packages, as a newcomer's would; the others share them. */
export async function clones(timeoutMs: number): Promise<Workspaces> {
  const folder = await temporaryFolder();
  const base = path.join(folder, 'base');
  git(ROOT, 'clone', '--quiet', ROOT, base);
  const installed = await runLine('npm run secrets', { cwd: base, env: cleanEnvironment(process.env), timeoutMs });
  if (!installed.ok) throw new Error(`the clone cannot be installed: it ${installed.reason}\n${installed.output}`);
  let count = 0;
  return {
    async fresh() {
      const copy = path.join(folder, String(++count), 'waddlebot');
      git(ROOT, 'clone', '--quiet', ROOT, copy);
      await symlink(path.join(base, 'node_modules'), path.join(copy, 'node_modules'));
      return copy;
    },
  };
}

/** Copies of the files as they are here, with the packages that are installed here. */
export async function copies(): Promise<Workspaces> {
  const modules = path.join(ROOT, 'node_modules');
  const marker = await readFile(path.join(modules, '.waddlebot-installed'), 'utf8').catch(() => '');
  const lock = await readFile(path.join(ROOT, 'package-lock.json'));
  // A copy would install into the packages of this folder.
  if (marker !== createHash('sha256').update(lock).digest('hex')) {
    throw new Error('The packages here are not those of package-lock.json. Install them first: npm run secrets');
  }
  const folder = await temporaryFolder();
  let count = 0;
  return {
    async fresh() {
      const copy = path.join(folder, String(++count), 'waddlebot');
      const files = git(ROOT, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
      for (const file of files.filter((name) => name !== '')) {
        const target = path.join(copy, file);
        await mkdir(path.dirname(target), { recursive: true });
        // What was deleted but not committed is listed, too.
        await cp(path.join(ROOT, file), target).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOENT') throw error;
        });
      }
      await symlink(modules, path.join(copy, 'node_modules'));
      return copy;
    },
  };
}
