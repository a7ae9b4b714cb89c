import { WaddleError } from '../core/errors.ts';
import type { Job } from '../core/jobs.ts';
import { settleMessage } from './consume.ts';
import { jobCtx } from './due.ts';
import type { Services } from './services.ts';

/** Does modules' jobs, each by itself. */
export async function consumeJobs(services: Services, batch: MessageBatch<Job>): Promise<void> {
  await Promise.all(
    batch.messages.map((message) =>
      settleMessage(services, message, batch.queue, undefined, () => runJob(services, message.body)),
    ),
  );
}

async function runJob(services: Services, { community, module: name, name: job, data }: Job): Promise<void> {
  const run = services.modules.find((module) => module.name === name)?.jobs?.[job];
  if (!run) throw new WaddleError('NOT_FOUND', `this build has no job "${job}" in ${name}`);
  await run(data, jobCtx(services, community, services.clock()));
}
