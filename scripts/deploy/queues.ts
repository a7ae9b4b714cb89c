import { codeOf, refusalOf, refused } from './refusals.ts';
import type { Step, Tools } from './step.ts';

const ALREADY_TAKEN = 11009;
/** 14 days, the longest Cloudflare keeps a message: a dead letter waits there for a database that is away. */
const DEAD_LETTER_SECONDS = 14 * 24 * 60 * 60;

/** @returns whether the queue had to be made. */
async function makeQueue(name: string, { wrangler, config }: Tools): Promise<boolean> {
  const create = ['queues', 'create', name];
  const isForDeadLetters = config.deadLetterQueues.includes(name);
  let run = await wrangler(
    isForDeadLetters ? [...create, '--message-retention-period-secs', String(DEAD_LETTER_SECONDS)] : create,
  );
  // The free plan keeps messages for a day and refuses to be asked for more.
  if (!run.ok && isForDeadLetters && /settings are invalid|retention/i.test(refusalOf(run))) {
    run = await wrangler(create);
  }
  if (run.ok) return true;
  if (codeOf(run) === ALREADY_TAKEN || refusalOf(run).includes(`[code: ${ALREADY_TAKEN}]`)) return false;
  throw refused(`queue ${name}`, run);
}

export const queuesStep: Step = {
  name: 'queues',
  async run(_, tools) {
    const made: string[] = [];
    for (const name of tools.config.queues) if (await makeQueue(name, tools)) made.push(name);
    const there = tools.config.queues.filter((name) => !made.includes(name));
    if (made.length === 0) return { state: 'already there', words: there.join(', ') };
    return {
      state: 'done',
      words: `made ${made.join(', ')}${there.length > 0 ? ` (already there: ${there.join(', ')})` : ''}`,
    };
  },
  preview: async (_, { config }) => ({
    state: 'skipped',
    words: `would make what is not there of ${config.queues.join(', ')}`,
  }),
};
