import { DatabaseError } from '../../db/client.ts';
import { describeError, WaddleError } from '../core/errors.ts';
import { keyOf } from '../core/events.ts';
import { guard } from '../core/guard.ts';
import type { Invocation } from '../core/invocation.ts';
import type { Reply } from '../core/replies.ts';
import { say } from '../core/replies.ts';
import type { InlineAnswer, WaitUntil } from '../core/road.ts';
import { claimInChannel, deliverReply, deliverRow, giveBackCooldown } from './deliver.ts';
import { claimDelivery, settleDelivery } from './delivery-rows.ts';
import type { Execution } from './execute.ts';
import { execute } from './execute.ts';
import { portOf } from './send.ts';
import type { Services } from './services.ts';
import { tellFeedOfSend } from './tell-feed.ts';

type Answered = Execution & { readonly reply: Reply };

/** How long a request is held open for its command, ms. Platforms give up after 3 s. */
const ANSWER_WITHIN_MS = 2_000;
const SAFETY_NET_SECONDS = 30;

/** How a run stands when its request has to be answered. */
type Standing<T> =
  | { readonly stands: 'done'; readonly value: T }
  | { readonly stands: 'failed' }
  /** It goes on behind the request, or is tried again by the queue. */
  | { readonly stands: 'under way' };

/**
 * Waits for a run as long as a request may. What is not done in time goes on behind it (and then `goOn`), with a wake-up in
 * the queue as its safety net; what failed and may yet succeed is left to the queue.
 * @throws when the queue refuses what is left to it
 */
async function inRequest<T>(
  services: Services,
  invocation: Invocation,
  run: Promise<T>,
  goOn: (value: T) => Promise<void>,
  waitUntil: WaitUntil,
): Promise<Standing<T>> {
  const { correlationId } = invocation.event;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ANSWER_WITHIN_MS, 'late');
  });
  const first = await Promise.race([run.then((value) => ({ value })), timeout]).catch((error: unknown) => ({ error }));
  clearTimeout(timer);

  if (first !== 'late' && 'value' in first) return { stands: 'done', value: first.value };
  if (first !== 'late' && !isWorthRetrying(first.error)) {
    logFailure(services, 'command.failed', first.error, correlationId);
    waitUntil(
      giveBackCooldown(services, invocation).catch((error: unknown) =>
        logFailure(services, 'cooldown.kept', error, correlationId),
      ),
    );
    return { stands: 'failed' };
  }
  const net = services.bindings.DELIVERIES.send(
    { v: 1, kind: 'run', invocation },
    { delaySeconds: SAFETY_NET_SECONDS },
  );
  if (first === 'late') {
    // The run goes on and will answer, net or no net.
    await net.catch((error: unknown) => logFailure(services, 'safety-net.refused', error, correlationId));
    waitUntil(
      run.then(goOn).catch((error: unknown) => logFailure(services, 'command.deferred-failed', error, correlationId)),
    );
  } else await net;
  return { stands: 'under way' };
}

/** Logs what went wrong by kind, never by its message. */
const logFailure = (services: Services, what: string, error: unknown, correlationId: string): void =>
  services.log('error', what, { error: describeError(error), correlationId });

const isWorthRetrying = (error: unknown): boolean =>
  !(error instanceof WaddleError) && (!(error instanceof DatabaseError) || error.transient);

/** What somebody reads whose command failed for good. */
const failureText = ({ event }: Invocation): string =>
  `That did not work, and nothing was changed. If it happens again, tell the bot's operator this number: ${event.correlationId}`;

/**
 * Runs an interaction's command in its own request. Whichever claims the answer sends it: the request, or the run that
 * outlived it, or its safety net.
 */
export async function runInline(
  services: Services,
  invocation: Invocation,
  waitUntil: WaitUntil,
): Promise<InlineAnswer> {
  const run = execute(services, invocation).then(async ({ reply, ...rest }) => {
    // Only handlers of events may have nothing to say; a person who asked gets an answer.
    const execution: Answered = { ...rest, reply: reply ?? say('') };
    const claimed = execution.hasRow ? await claimDelivery(services, invocation, execution.reply) : true;
    return { execution, claimed };
  });
  const standing = await inRequest(
    services,
    invocation,
    run,
    ({ execution, claimed }) => followUp(services, invocation, execution, claimed),
    waitUntil,
  );
  if (standing.stands === 'under way') return { answer: 'later', visibility: invocation.visibility };
  if (standing.stands === 'failed') return { answer: 'now', ephemeral: true, text: failureText(invocation) };
  const { execution, claimed } = standing.value;
  if (execution.hasRow && claimed) {
    execution.trace.claimed = services.clock();
    waitUntil(
      settleDelivery(services, invocation, execution.trace, { status: 'sent' }).catch((error: unknown) =>
        logFailure(services, 'delivery.settle-failed', error, invocation.event.correlationId),
      ),
    );
  }
  return answerNow(services, invocation, execution.reply);
}

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
  tellFeedOfSend(services, invocation, { status: 'sent', reply });
  const { receivedAt } = invocation.event;
  const waitedMs = Math.max(0, services.clock() - receivedAt);
  services.health.answered(keyOf(invocation.event), { askedAt: receivedAt, waitedMs });
  const { traits } = portOf(services, invocation);
  return {
    answer: 'now',
    text: guard(reply, traits, invocation.prefix).join('\n'),
    ephemeral: reply.ephemeral ?? invocation.visibility === 'ephemeral',
  };
}

/**
 * Runs a command that a program brought, in its request. Its answer is kept in the session, now or later: `now` says that it
 * is there.
 */
export async function runForSession(
  services: Services,
  invocation: Invocation,
  waitUntil: WaitUntil,
): Promise<'now' | 'later'> {
  const run = execute(services, invocation).then(async ({ reply, hasRow, trace }) => {
    if (hasRow) await deliverRow(services, invocation, reply ?? say(''), trace);
    else await deliverReply(services, invocation, reply ?? say(''), undefined, trace);
  });
  const standing = await inRequest(services, invocation, run, async () => {}, waitUntil);
  if (standing.stands === 'under way') return 'later';
  if (standing.stands === 'failed')
    await deliverReply(services, invocation, { text: failureText(invocation), ephemeral: true });
  return 'now';
}
