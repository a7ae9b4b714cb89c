import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** What `wrangler deploy` uploads. */
export interface Bundle {
  /** The text of index.js. */
  readonly script: string;
  /** The modules that it loads where it needs them, by the names of their files beside it: `.mjs` and `.wasm`. */
  readonly modules: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
}

/**
 * Bundles the Worker exactly as `wrangler deploy` would.
 * @param defines constants of this build, as `FAULTS: 'true'` for fault journeys
 * @throws with wrangler's own words when it does not build
 */
export async function buildWorker(defines: Readonly<Record<string, string>> = {}): Promise<Bundle> {
  const parent = path.join(ROOT, '.data', 'build');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, 'worker-'));
  try {
    const args = ['deploy', '--dry-run', '--outdir', folder];
    for (const [name, value] of Object.entries(defines)) args.push('--define', `${name}:${value}`);
    await run(path.join(ROOT, 'node_modules/wrangler/bin/wrangler.js'), args);
    const modules = (await readdir(folder)).filter((name) => /\.(mjs|wasm)$/.test(name));
    return {
      script: await readFile(path.join(folder, 'index.js'), 'utf8'),
      modules: Object.fromEntries(
        await Promise.all(modules.map(async (name) => [name, new Uint8Array(await readFile(path.join(folder, name)))])),
      ),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(script: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1' };
    const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`the Worker does not build:\n${output}`))));
  });
}
