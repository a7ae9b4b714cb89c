import { DatabaseError } from '../../db/client.ts';
import { WaddleError } from '../core/errors.ts';
import { guard } from '../core/guard.ts';
import type { Invocation } from '../core/invocation.ts';
import type { Reply } from '../core/replies.ts';
import { say } from '../core/replies.ts';
import type { InlineAnswer, WaitUntil } from '../core/road.ts';
import {
  claimDelivery,
  claimInChannel,
  deliverReply,
  deliverRow,
  giveBackCooldown,
  logFailure,
  settleDelivery,
} from './deliver.ts';
import type { Execution } from './execute.ts';
import { execute } from './execute.ts';
import type { Services } from './services.ts';

type Answered = Execution & { readonly reply: Reply };

/** How long an interaction's HTTP request is held open for its answer, ms. Platforms give up after 3 s. */
const ANSWER_WITHIN_MS = 2_000;
const SAFETY_NET_SECONDS = 30;

/**
 * Runs an interaction's command in its own request. What is not done in time goes on behind the answer, with a wake-up
 * in the queue as its safety net; whichever of the two claims the answer sends it.
 */
export async function runInline(
  services: Services,
  invocation: Invocation,
  waitUntil: WaitUntil,
): Promise<InlineAnswer> {
  const { correlationId } = invocation.event;
  const run = execute(services, invocation).then(async ({ reply, ...rest }) => {
    // Only handlers of events may have nothing to say; a person who asked gets an answer.
    const execution: Answered = { ...rest, reply: reply ?? say('') };
    const claimed = execution.hasRow ? await claimDelivery(services, invocation, execution.reply) : true;
    return { execution, claimed };
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ANSWER_WITHIN_MS, 'late');
  });
  const first = await Promise.race([run, timeout]).catch((error: unknown) => ({ error }));
  clearTimeout(timer);

  if (first !== 'late' && 'execution' in first) {
    const { execution } = first;
    if (execution.hasRow && first.claimed) {
      execution.trace.claimed = services.clock();
      waitUntil(
        settleDelivery(services, invocation, execution.trace, { status: 'sent' }).catch((error: unknown) =>
          logFailure(services, 'delivery.settle-failed', error, correlationId),
        ),
      );
    }
    return answerNow(services, invocation, execution.reply);
  }
  if (first !== 'late' && !isWorthRetrying(first.error)) {
    logFailure(services, 'command.failed', first.error, correlationId);
    waitUntil(
      giveBackCooldown(services, invocation).catch((error: unknown) =>
        logFailure(services, 'cooldown.kept', error, correlationId),
      ),
    );
    return {
      answer: 'now',
      ephemeral: true,
      text: `That did not work, and nothing was changed. If it happens again, tell the bot's operator this number: ${correlationId}`,
    };
  }
  const net = services.bindings.DELIVERIES.send(
    { v: 1, kind: 'run', invocation },
    { delaySeconds: SAFETY_NET_SECONDS },
  );
  if (first === 'late') {
    // The run goes on and will answer, net or no net.
    await net.catch((error: unknown) => logFailure(services, 'safety-net.refused', error, correlationId));
    waitUntil(
      run
        .then(({ execution, claimed }) => followUp(services, invocation, execution, claimed))
        .catch((error: unknown) => logFailure(services, 'command.deferred-failed', error, correlationId)),
    );
  } else await net;
  return { answer: 'later', visibility: invocation.visibility };
}

const isWorthRetrying = (error: unknown): boolean =>
  !(error instanceof WaddleError) && (!(error instanceof DatabaseError) || error.transient);

/** Sends the answer of a run that outlived its request. */
async function followUp(
  services: Services,
  invocation: Invocation,
  execution: Answered,
  claimed: boolean,
): Promise<void> {
  const { reply, hasRow, trace } = execution;
  if (!hasRow) {
    if (await claimInChannel(services, invocation, invocation.id))
      await deliverReply(services, invocation, reply, undefined, trace);
    return;
  }
  if (!claimed) return;
  // The row was claimed for the HTTP answer, which did not carry it: free it for the ordinary way.
  await settleDelivery(services, invocation, trace, { status: 'pending' });
  await deliverRow(services, invocation, reply, trace);
}

function answerNow(services: Services, invocation: Invocation, reply: Reply): InlineAnswer {
  const traits = services.platforms[invocation.event.platform]?.traits;
  if (!traits) throw new Error(`platform ${invocation.event.platform} is off`);
  return {
    answer: 'now',
    text: guard(reply, traits, invocation.prefix).join('\n'),
    ephemeral: reply.ephemeral ?? invocation.visibility === 'ephemeral',
  };
}
