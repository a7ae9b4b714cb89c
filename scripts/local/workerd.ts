import path from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';
import { ROOT } from './build.ts';

export interface LocalWorkerOptions {
  /** The bundle's text, from `buildWorker`. */
  readonly bundle: string;
  /** Vars and secrets. */
  readonly vars: Readonly<Record<string, string>>;
  /** 0 or absent: any free one. */
  readonly port?: number;
  readonly host?: string;
  /** Where Durable Objects keep their state; absent: nowhere. */
  readonly persistTo?: string;
  /**
   * Whether the pages of the hub are served, too. On the edge they cost nothing; here they put a second Worker in front
   * of every request, three times as dear as a plain message.
   */
  readonly pages?: boolean;
  /** Takes the Worker's structured log lines; absent: they are dropped. */
  readonly onLog?: (line: string) => void;
}

export interface LocalWorker {
  /** Straight into workerd, without a proxy in between. */
  readonly url: string;
  readonly miniflare: Miniflare;
  /** Fires a Cron Trigger: they do not fire by themselves here. */
  cron(expression: string, at?: Date): Promise<void>;
  stop(): Promise<void>;
}

/** Runs the Worker in workerd on this machine, with everything that wrangler.toml binds to it. */
export async function startLocalWorker(options: LocalWorkerOptions): Promise<LocalWorker> {
  // wrangler would mix `.dev.vars` in, and say so; what the Worker gets here is what `vars` says.
  process.env.WRANGLER_LOG ??= 'error';
  const config = unstable_readConfig({ config: path.join(ROOT, 'wrangler.toml') });
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
  const host = options.host ?? '127.0.0.1';
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...(workerOptions as unknown as V4WorkerOptions),
      ...(options.pages ? {} : { assets: undefined }),
      name: 'waddlebot',
      modulesRules: [],
      modules: [{ type: 'ESModule', path: 'index.js', contents: options.bundle }],
      bindings: { ...(config.vars as Record<string, string>), ...options.vars },
      ...(options.persistTo ? { resourcePersistencePath: options.persistTo } : {}),
      unsafeDirectSockets: [{ host, port: options.port ?? 0 }],
      host: '127.0.0.1',
      port: 0,
      log: new Log(LogLevel.NONE),
      handleStructuredLogs: ({ message }) => options.onLog?.(message),
    }),
  );
  await miniflare.ready;
  const direct = await miniflare.unsafeGetDirectURL();
  const url = `http://${host}:${direct.port}`;
  return {
    url,
    miniflare,
    async cron(expression, at = new Date()) {
      const worker = await miniflare.getWorker();
      await worker.scheduled({ cron: expression, scheduledTime: at });
    },
    stop: () => miniflare.dispose(),
  };
}
