import path from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { ROOT } from '../scripts/local/build.ts';

/** Reads its body, as anybody who checks a signature has to, and does nothing else. */
const SCRIPT = `export default {
  async fetch(request) {
    await request.arrayBuffer();
    return new Response('ok');
  },
};`;

/** The yardstick: what workerd itself costs on this machine, run exactly as `startLocalWorker` runs the real one. */
export async function startBareWorker(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { workerOptions } = unstable_getMiniflareWorkerOptions(path.join(ROOT, 'wrangler.toml'));
  const { compatibilityDate } = workerOptions as unknown as V4WorkerOptions;
  const host = '127.0.0.1';
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      compatibilityDate,
      name: 'bare',
      modulesRules: [],
      modules: [{ type: 'ESModule', path: 'index.js', contents: SCRIPT }],
      unsafeDirectSockets: [{ host, port: 0 }],
      host,
      port: 0,
      log: new Log(LogLevel.NONE),
      handleStructuredLogs: () => {},
    }),
  );
  await miniflare.ready;
  const { port } = await miniflare.unsafeGetDirectURL();
  return { url: `http://${host}:${port}`, stop: () => miniflare.dispose() };
}
