import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { BoltConfig } from './bolt-app.ts';
import { endWithUs, startRedis } from './redis.ts';
import { BENCH, type Cleanup, freePort } from './setup.ts';

interface BoltServer {
  readonly url: string;
  readonly pids: readonly number[];
}

/** Runs the Bolt app in a process of its own with a Redis beside it; undefined where there is no Redis to be had. */
export async function startBolt(
  given: { readonly signingSecret: string; readonly databaseUrl: string; readonly durable: boolean },
  cleanup: Cleanup,
): Promise<BoltServer | undefined> {
  const { durable, ...forApp } = given;
  const redis = await startRedis(durable, cleanup);
  if (!redis) return undefined;
  const port = await freePort();
  const config: BoltConfig = { ...forApp, port, redisPort: redis.port, team: BENCH.team };
  const app = fork(path.join(import.meta.dirname, 'bolt-app.ts'), {
    env: { ...process.env, NODE_ENV: 'production', BENCH_BOLT: JSON.stringify(config) },
    execArgv: [],
  });
  endWithUs(app, cleanup);
  const ready = await Promise.race([
    once(app, 'message').then(() => true),
    once(app, 'exit').then(() => false),
    new Promise<false>((resolve) => setTimeout(() => resolve(false), 20_000).unref()),
  ]);
  if (!ready) throw new Error('the Bolt app does not start');
  return { url: `http://127.0.0.1:${port}`, pids: [app.pid as number, redis.pid] };
}
