import path from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';
import { type Bundle, ROOT } from './build.ts';

export interface LocalWorkerOptions {
  /** From `buildWorker`. */
  readonly bundle: Bundle;
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
  /**
   * Whether a second Worker runs beside it, with the same vars, that uses the first one's objects and queues: what one
   * isolate does to another's is seen there.
   */
  readonly twin?: boolean;
  /** Takes the Worker's structured log lines; absent: they are dropped. */
  readonly onLog?: (line: string) => void;
}

export interface LocalWorker {
  /** Straight into workerd, without a proxy in between. */
  readonly url: string;
  /** The second Worker's, where there is one. */
  readonly twinUrl: string | undefined;
  readonly miniflare: Miniflare;
  /** Fires a Cron Trigger: they do not fire by themselves here. */
  cron(expression: string, at?: Date): Promise<void>;
  stop(): Promise<void>;
}

const NAME = 'waddlebot';
const TWIN = 'waddlebot-twin';

/** The same Worker with the first one's objects, and none of its queues to consume. */
function twinOf(worker: V4WorkerOptions, host: string): V4WorkerOptions {
  const objects = Object.entries(worker.durableObjects ?? {}).map(([binding, object]) => [
    binding,
    { ...(typeof object === 'string' ? { className: object } : object), scriptName: NAME },
  ]);
  return {
    ...worker,
    name: TWIN,
    durableObjects: Object.fromEntries(objects),
    queueConsumers: undefined,
    unsafeDirectSockets: [{ host, port: 0 }],
  };
}

/** Runs the Worker in workerd on this machine, with everything that wrangler.toml binds to it. */
export async function startLocalWorker(options: LocalWorkerOptions): Promise<LocalWorker> {
  // wrangler would mix `.dev.vars` in, and say so; what the Worker gets here is what `vars` says.
  process.env.WRANGLER_LOG ??= 'error';
  const config = unstable_readConfig({ config: path.join(ROOT, 'wrangler.toml') });
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
  const host = options.host ?? '127.0.0.1';
  const worker: V4WorkerOptions = {
    ...(workerOptions as unknown as V4WorkerOptions),
    ...(options.pages ? {} : { assets: undefined }),
    name: NAME,
    modulesRules: [],
    modules: [
      { type: 'ESModule', path: 'index.js', contents: options.bundle.script },
      ...Object.entries(options.bundle.modules).map(([name, contents]) => ({
        type: name.endsWith('.wasm') ? ('CompiledWasm' as const) : ('ESModule' as const),
        path: name,
        contents,
      })),
    ],
    bindings: { ...(config.vars as Record<string, string>), ...options.vars },
    unsafeDirectSockets: [{ host, port: options.port ?? 0 }],
  };
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers: options.twin ? [worker, twinOf(worker, host)] : [worker],
      ...(options.persistTo ? { resourcePersistencePath: options.persistTo } : {}),
      host: '127.0.0.1',
      port: 0,
      log: new Log(LogLevel.NONE),
      handleStructuredLogs: ({ message }) => options.onLog?.(message),
    }),
  );
  await miniflare.ready;
  const urlOf = async (name: string) => `http://${host}:${(await miniflare.unsafeGetDirectURL(name)).port}`;
  return {
    url: await urlOf(NAME),
    twinUrl: options.twin ? await urlOf(TWIN) : undefined,
    miniflare,
    async cron(expression, at = new Date()) {
      const fetcher = await miniflare.getWorker(NAME);
      await fetcher.scheduled({ cron: expression, scheduledTime: at });
    },
    stop: () => miniflare.dispose(),
  };
}
