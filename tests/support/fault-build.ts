import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { type Bundle, buildWorker } from '../../scripts/local/build.ts';

const SCRIPT = 'index.js';
const FAILURE = 'failure.txt';
const GIVE_UP_AFTER_MS = 100_000;

/**
 * The build with crash points, made once for a run: by the test file that comes first, while the others wait for it.
 * @throws with wrangler's own words when it does not build
 */
export async function faultBuild(): Promise<Bundle> {
  const folder = path.join(inject('runFolder'), 'fault-build');
  const isFirst = await mkdir(`${folder}.lock`).then(
    () => true,
    () => false,
  );
  if (isFirst) await make(folder);
  const end = Date.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    const names = await readdir(folder).catch((): string[] => []);
    if (names.includes(FAILURE)) throw new Error(await readFile(path.join(folder, FAILURE), 'utf8'));
    if (names.length > 0) return read(folder, names);
    if (Date.now() > end) throw new Error(`the Worker was not built within ${GIVE_UP_AFTER_MS} ms`);
    await sleep(50);
  }
}

/** Renamed into place: who looks meanwhile finds all of it or nothing. */
async function make(folder: string): Promise<void> {
  const half = `${folder}.half`;
  await mkdir(half);
  try {
    const { script, modules } = await buildWorker({ FAULTS: 'true' });
    await writeFile(path.join(half, SCRIPT), script);
    for (const [name, bytes] of Object.entries(modules)) await writeFile(path.join(half, name), bytes);
  } catch (error) {
    await writeFile(path.join(half, FAILURE), error instanceof Error ? error.message : String(error));
  }
  await rename(half, folder);
}

async function read(folder: string, names: readonly string[]): Promise<Bundle> {
  const modules = names.filter((name) => name !== SCRIPT);
  return {
    script: await readFile(path.join(folder, SCRIPT), 'utf8'),
    modules: Object.fromEntries(
      await Promise.all(modules.map(async (name) => [name, new Uint8Array(await readFile(path.join(folder, name)))])),
    ),
  };
}
