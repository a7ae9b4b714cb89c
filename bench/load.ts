import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Target } from './http.ts';
import type { Recipe } from './requests.ts';

export interface Job {
  readonly target: Target;
  readonly recipe: Recipe;
  readonly connections: number;
  readonly seconds: number;
  /** Sent before anything is counted; 0: the first request counts. */
  readonly warmupSeconds: number;
  /** The run ends with this many requests, even before its time. */
  readonly requests: number;
  readonly expect: { readonly status: number; readonly body: string };
}

export interface LoadResult {
  /** Answered as expected. */
  readonly requests: number;
  /** Those of the warm-up, too. */
  readonly sentInAll: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Every answer by its status, or `no answer`. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly unexpected: number;
  /** Share of the time the generator's own thread was busy: near 1 it measures itself. */
  readonly generatorBusy: number;
}

/** The load generator: a thread of its own, which shares its event loop with nothing that is measured. */
export class Load {
  readonly #thread = new Worker(path.join(import.meta.dirname, 'load-thread.ts'));

  /** One job at a time. */
  async run(job: Job): Promise<LoadResult> {
    this.#thread.postMessage(job);
    const [{ result, error }] = (await once(this.#thread, 'message')) as [{ result?: LoadResult; error?: string }];
    if (!result) throw new Error(`the load generator failed: ${error}`);
    return result;
  }

  async stop(): Promise<void> {
    await this.#thread.terminate();
  }
}

export function targetOf(url: string): Target {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}
