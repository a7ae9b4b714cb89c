import { performance } from 'node:perf_hooks';
import { parentPort } from 'node:worker_threads';
import { Connection } from './http.ts';
import type { Job, LoadResult } from './load.ts';
import { makerOf } from './requests.ts';
import { percentile } from './stats.ts';

/** Closed loop: every connection sends its next request as soon as the last one is answered. */
async function run(job: Job): Promise<LoadResult> {
  const make = makerOf(job.recipe);
  const expected = Buffer.from(job.expect.body);
  const connections = Array.from({ length: job.connections }, () => new Connection(job.target));
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  let unexpected = 0;
  let sentInAll = 0;
  let started = performance.now();
  let left = job.requests;
  let measuring = job.warmupSeconds === 0;
  let ends = started + (job.warmupSeconds || job.seconds) * 1_000;

  const loop = async (connection: Connection): Promise<void> => {
    while (left > 0 && performance.now() < ends) {
      left--;
      sentInAll++;
      const { bytes } = make();
      const sent = performance.now();
      const answer = await connection.send(bytes).catch(() => undefined);
      const now = performance.now();
      if (!measuring) continue;
      const status = answer ? String(answer.status) : 'no answer';
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (answer?.status !== job.expect.status || !answer.body.includes(expected)) unexpected++;
      else if (now <= ends) latencies.push(now - sent);
    }
  };

  if (!measuring) {
    await Promise.all(connections.map(loop));
    measuring = true;
    left = job.requests;
    started = performance.now();
    ends = started + job.seconds * 1_000;
  }
  const before = performance.eventLoopUtilization();
  await Promise.all(connections.map(loop));
  const { utilization } = performance.eventLoopUtilization(before);
  const seconds = (Math.min(performance.now(), ends) - started) / 1_000;
  for (const connection of connections) connection.close();

  const sorted = Float64Array.from(latencies).sort();
  return {
    requests: latencies.length,
    sentInAll,
    perSecond: latencies.length / seconds,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    statuses,
    unexpected,
    generatorBusy: utilization,
  };
}

parentPort?.on('message', (job: Job) => {
  run(job).then(
    (result) => parentPort?.postMessage({ result }),
    (error: unknown) => parentPort?.postMessage({ error: String(error) }),
  );
});
