import { DatabaseError } from '../../db/client.ts';
import { backoffSeconds } from '../core/backoff.ts';
import { describeError, WaddleError } from '../core/errors.ts';
import { fault } from '../core/faults.ts';
import type { Invocation } from '../core/invocation.ts';
import { claimInChannel, deliverReply, deliverRow, resumeClaimed } from './deliver.ts';
import { findDelivery, settleDelivery } from './delivery-rows.ts';
import { runDue } from './due.ts';
import { execute } from './execute.ts';
import type { DeadLetter } from './letters.ts';
import { noteTry } from './queued-work.ts';
import type { Services } from './services.ts';
import type { Wakeup } from './wakeup.ts';

/** What fails for a reason of its own, not for an outage, is not worth more tries than this. */
const MAX_TRIES_OF_A_FAULT = 5;

async function runInvocation(services: Services, invocation: Invocation): Promise<void> {
  const { reply, hasRow, trace } = await execute(services, invocation);
  if (reply === null) return hasRow ? settleDelivery(services, invocation, trace, { status: 'silent' }) : undefined;
  if (hasRow) await deliverRow(services, invocation, reply, trace);
  else await deliverReply(services, invocation, reply, undefined, trace);
}

async function wakeUp(services: Services, wakeup: Wakeup): Promise<void> {
  switch (wakeup.kind) {
    case 'reply': {
      const { invocation, reply, ...progress } = wakeup;
      // The queue may hand over the same message twice.
      const name = `${invocation.id}:${progress.from}:${progress.tries}:${progress.unclearSince ?? 0}`;
      if (await claimInChannel(services, invocation, name)) await deliverReply(services, invocation, reply, progress);
      return;
    }
    case 'run': {
      const { invocation } = wakeup;
      const { reply, hasRow, trace } = await execute(services, invocation);
      if (reply === null) return;
      if (hasRow) return deliverRow(services, invocation, reply, trace);
      if (await claimInChannel(services, invocation, invocation.id))
        await deliverReply(services, invocation, reply, undefined, trace);
      return;
    }
    case 'due': {
      const now = services.clock();
      const next = await runDue(services, wakeup.work, now);
      if (next !== null) await services.bindings.AGENDA.getByName(wakeup.work).announce(next);
      return;
    }
    case 'delivery': {
      const found = await findDelivery(services, wakeup.id);
      if (!found || (found.status !== 'pending' && found.status !== 'claimed')) return;
      const { admittedAt } = found.invocation;
      const invocation = { ...found.invocation, admittedAt: wakeup.replayedAt ?? admittedAt };
      const { reply, trace } = await execute(services, invocation);
      if (reply === null) return settleDelivery(services, invocation, trace, { status: 'silent' });
      if (found.status === 'claimed') return resumeClaimed(services, { ...found, invocation }, reply);
      return deliverRow(services, invocation, reply, trace, { from: found.sentParts, tries: found.attempts });
    }
  }
}

const isOutage = (error: unknown): boolean => {
  if (error instanceof WaddleError) return error.code === 'UPSTREAM' || error.code === 'UNAVAILABLE';
  if (error instanceof DatabaseError) return error.transient;
  // Cut-down objects and failed fetches say so by these flags and names.
  const { retryable, overloaded, remote } = error as { retryable?: boolean; overloaded?: boolean; remote?: boolean };
  return (
    Boolean(retryable || overloaded || remote) ||
    error instanceof TypeError ||
    (error as Error)?.name === 'InjectedFault'
  );
};

/**
 * Acks a message when its work is done, else has it brought again, later and later; what cannot succeed becomes a dead
 * letter. Each failed try is told to the work's Channel, which is where its letter finds them.
 */
export async function settleMessage<Body>(
  services: Services,
  message: Message<Body>,
  queue: string,
  correlationId: string | undefined,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
    await fault('execute:before-ack');
    message.ack();
  } catch (error) {
    const { body, attempts } = message;
    const reason = describeError(error);
    services.log('error', 'queue.failed', { queue, reason, attempts, correlationId });
    await noteTry(services, queue, body, { at: services.clock(), attempt: attempts, reason });
    if (!isOutage(error) && attempts >= MAX_TRIES_OF_A_FAULT) {
      const letter: DeadLetter = { v: 1, kind: 'dead', queue, messageId: message.id, reason, attempts, body };
      const buried = await services.bindings.DEAD_LETTERS.send(letter).then(
        () => true,
        () => false,
      );
      if (buried) return message.ack();
    }
    message.retry({ delaySeconds: backoffSeconds(attempts, services.random) });
  }
}

/** Links of one chain answer in its order, where they came together; everything else goes side by side. */
export async function consumeInvocations(services: Services, batch: MessageBatch<Invocation>): Promise<void> {
  const chains = Map.groupBy(batch.messages, ({ id, body }) => chainOf(body) ?? id);
  await Promise.all(
    Array.from(chains.values(), async (messages) => {
      for (const message of messages.toSorted((a, b) => (a.body?.id ?? '').localeCompare(b.body?.id ?? '')))
        await settleMessage(
          services,
          message,
          batch.queue,
          (message.body as Partial<Invocation> | null)?.event?.correlationId,
          () => runInvocation(services, message.body),
        );
    }),
  );
}

/** What the links of one alias's chain share: the line that asked for them. */
function chainOf(body: Partial<Invocation> | null): string | null {
  const { event, handler } = body ?? {};
  if (!event || handler) return null;
  return `${event.platform}:${event.channel}:${event.id}`;
}

export async function consumeDeliveries(services: Services, batch: MessageBatch<Wakeup>): Promise<void> {
  await Promise.all(
    batch.messages.map((message) =>
      settleMessage(services, message, batch.queue, undefined, () => wakeUp(services, message.body)),
    ),
  );
}
