import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { SCALAR_PATH, SCALAR_VERSION } from '../../workers/api/docs.ts';
import { ROOT } from './build.ts';

/**
 * The page that shows the API's document. As a dependency it would bring 287 MB of packages; it is one file of its tarball
 * that is wanted, and that is taken only if the tarball is the one that was looked at.
 */
const PACKAGE = `@scalar/api-reference@${SCALAR_VERSION}`;
const INTEGRITY = 'sha512-XpEJ0rfc/cXbCrR+iC4kK0o/WwX2dTtGQbT049OlPKAHD6IMIFdTeGz2r+M27P2EDWKyUITRm/NzlP8z2pw/Ow==';
const FILE = 'package/dist/browser/standalone.js';

const PAGES = path.join(ROOT, 'hub/public');
/** Nobody waits longer for a page that WaddleBot runs without, ms. */
const GIVE_UP_AFTER_MS = 45_000;

export interface ScalarOptions {
  /** The folder of the hub's pages. */
  readonly pages?: string;
  /** Puts the package's tarball into a folder, and returns its path. */
  readonly pack?: (folder: string) => Promise<string>;
  /** What the tarball has to be. */
  readonly integrity?: string;
}

/** Puts Scalar among the hub's pages unless it is there. @returns why it is not there, or null where it is */
export async function fetchScalar(options: ScalarOptions = {}): Promise<string | null> {
  const { pages = PAGES, pack = npmPack, integrity = INTEGRITY } = options;
  const target = path.join(pages, SCALAR_PATH);
  if (await isThere(target)) return null;
  const folder = await mkdtemp(path.join(tmpdir(), 'waddlebot-scalar-'));
  try {
    const tarball = await readFile(await pack(folder));
    const found = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    if (found !== integrity) return `the tarball of ${PACKAGE} is another than the one that was looked at`;
    const script = fileIn(gunzipSync(tarball), FILE);
    if (!script) return `${PACKAGE} has no ${FILE}`;
    const vendor = path.dirname(target);
    await mkdir(vendor, { recursive: true });
    for (const name of await readdir(vendor)) if (name.startsWith('scalar-')) await rm(path.join(vendor, name));
    // Renamed into place: who looks meanwhile finds all of it or nothing.
    const half = path.join(vendor, `scalar-${process.pid}.half`);
    await writeFile(half, script);
    await rename(half, target);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

async function npmPack(folder: string): Promise<string> {
  const args = ['pack', PACKAGE, '--pack-destination', folder, '--silent', '--fetch-retries=0'];
  const npm = process.env.npm_execpath;
  const [command, all] = npm?.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args];
  const child = spawn(command, all, {
    cwd: folder,
    stdio: 'ignore',
    shell: process.platform === 'win32',
    timeout: GIVE_UP_AFTER_MS,
  });
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [name] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  if (code !== 0 || !name) throw new Error(`npm could not bring ${PACKAGE}`);
  return path.join(folder, name);
}

const BLOCK = 512;

/** A file of a tar archive (POSIX ustar: a header of 512 bytes, then the content in blocks of 512). */
function fileIn(tar: Buffer, wanted: string): Buffer | null {
  const text = (at: number, length: number) => tar.toString('utf8', at, at + length).replace(/\0.*$/s, '');
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    if (text(at, 100) === wanted) return tar.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return null;
}
