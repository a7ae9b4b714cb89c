import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { refused } from './refusals.ts';
import type { Deployment, Step, Tools } from './step.ts';
import type { WranglerRun } from './wrangler.ts';

/** A file that only this user can read, and that is gone however this program ends (but for a kill -9). */
async function withPrivateFile<T>(content: string, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'waddlebot-secrets-'));
  const removeNow = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeNow);
  try {
    const file = path.join(folder, 'secrets.json');
    await writeFile(file, content, { mode: 0o600 });
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
    process.removeListener('exit', removeNow);
  }
}

function upload({ options, secrets }: Deployment, { wrangler }: Tools): Promise<WranglerRun> {
  // Secrets that are not given stay as they are on the Worker.
  if (!options.steps.has('secrets')) return wrangler(['deploy']);
  // JSON: in a dotenv file wrangler would expand `$` in values.
  return withPrivateFile(JSON.stringify(secrets), (file) => wrangler(['deploy', '--secrets-file', file]));
}

export const workerStep: Step = {
  name: 'worker',
  async run(deployment, tools) {
    const run = await upload(deployment, tools);
    if (!run.ok) throw refused('the upload', run);
    const told = run.events.find((event) => event.type === 'deploy');
    const versionId = told?.version_id ?? /Current Version ID: (\S+)/.exec(run.output)?.[1];
    if (versionId) deployment.online = { versionId, targets: told?.targets ?? [] };
    return { state: 'done', words: `version ${versionId ?? '(wrangler did not name it)'} is online` };
  },
  preview: async ({ settings }) => ({ state: 'skipped', words: `would put it online for ${settings.PUBLIC_URL}` }),
};
