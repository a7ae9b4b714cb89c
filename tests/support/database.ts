import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startBridge } from '../../db/local/bridge.ts';
import { startPostgres } from '../../db/local/postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The database itself, over TCP. */
    postgresUrl: string;
    /** The same database behind the bridge, as a Worker gets it. */
    databaseUrl: string;
    /** A folder for what is made once for the run. */
    runFolder: string;
  }
}

/** Vitest's globalSetup: one real PostgreSQL and one bridge for the whole run, gone when it ends, however it ends. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'waddlebot-test-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', remove);
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), throwaway: true });
  const bridge = await startBridge({ upstream: postgres.url });
  project.provide('postgresUrl', postgres.url);
  project.provide('databaseUrl', bridge.url);
  project.provide('runFolder', folder);
  return async () => {
    await bridge.close();
    await postgres.stop();
    remove();
    process.off('exit', remove);
  };
}
