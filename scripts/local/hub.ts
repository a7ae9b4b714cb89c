import { createHash, type Hash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from './build.ts';

const HUB = path.join(ROOT, 'hub');
const DIST = path.join(HUB, 'dist');
/** What the built hub was built of. */
const STAMP = path.join(DIST, '.built-of');

async function addFolder(hash: Hash, folder: string): Promise<void> {
  for (const entry of (await readdir(folder, { withFileTypes: true })).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) await addFolder(hash, file);
    else if (!entry.name.endsWith('.test.ts'))
      hash.update(`${path.relative(ROOT, file)}\n`).update(await readFile(file));
  }
}

/** Everything that the built hub depends on: its own files, the core that it shares, and the packages' lock file. */
async function digest(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of [path.join(HUB, 'src'), path.join(HUB, 'public'), path.join(ROOT, 'workers/core')])
    await addFolder(hash, folder);
  for (const file of ['hub/index.html', 'hub/vite.config.ts', 'scripts/local/hub.ts', 'package-lock.json'])
    hash.update(await readFile(path.join(ROOT, file)));
  return hash.digest('hex');
}

/** Whoever builds, a test run as well, builds what is deployed: Vite goes by this variable where it is set. */
async function inProduction(work: () => Promise<void>): Promise<void> {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    await work();
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

const builtOf = (): Promise<string> => readFile(STAMP, 'utf8').catch(() => '');

/**
 * Builds the hub's pages into `hub/dist`, beside the static ones, unless these very sources are built already (0.1 s). Several may
 * do so at the same time: who comes second finds it done.
 * @returns whether there was anything to do
 */
export async function buildHub(): Promise<boolean> {
  const wanted = await digest();
  if ((await builtOf()) === wanted) return false;
  const scratch = path.join(ROOT, '.data', 'build');
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(path.join(scratch, 'hub-'));
  try {
    await inProduction(async () => {
      const { build } = await import('vite');
      await build({
        configFile: path.join(HUB, 'vite.config.ts'),
        logLevel: 'error',
        build: { outDir: path.join(folder, 'hub'), emptyOutDir: true },
      });
    });
    await cp(path.join(HUB, 'public'), folder, { recursive: true });
    await writeFile(path.join(folder, '.built-of'), wanted);
    // wrangler leaves out what is named here: how it was built is nobody's business.
    await writeFile(path.join(folder, '.assetsignore'), '.built-of\nhub/.vite\n');
    if ((await builtOf()) === wanted) return false;
    await rm(DIST, { recursive: true, force: true });
    await rename(folder, DIST);
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface ManifestChunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}
type Manifest = Readonly<Record<string, ManifestChunk>>;

/** The files that a chunk needs before it runs: its own, and those it imports, each once. */
async function filesOf(isWanted: (name: string, chunk: ManifestChunk) => boolean): Promise<readonly string[]> {
  const manifest = JSON.parse(await readFile(path.join(DIST, 'hub/.vite/manifest.json'), 'utf8')) as Manifest;
  const files = new Set<string>();
  const visit = (chunk: ManifestChunk | undefined): void => {
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const name of chunk.imports ?? []) visit(manifest[name]);
  };
  for (const [name, chunk] of Object.entries(manifest)) if (isWanted(name, chunk)) visit(chunk);
  return [...files].filter((file) => file.endsWith('.js'));
}

/** The JavaScript that is loaded before the home page is there, kB gzipped: the entry and that page, without its charts. */
export async function firstLoadKb(page = 'src/pages/home/index.tsx'): Promise<number> {
  const files = await filesOf((name, { isEntry }) => isEntry === true || name === page);
  const sizes = await Promise.all(
    files.map(async (file) => gzipSync(await readFile(path.join(DIST, 'hub', file))).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}
