import { v7 as uuidv7 } from 'uuid';
import { DatabaseError } from '../../db/client.ts';
import { deadLetters } from '../../db/schema/index.ts';
import { backoffSeconds } from '../core/backoff.ts';
import { describeError, WaddleError } from '../core/errors.ts';
import { fault } from '../core/faults.ts';
import type { Invocation } from '../core/invocation.ts';
import {
  claimInChannel,
  deliverReply,
  deliverRow,
  findDelivery,
  giveBackCooldown,
  resumeClaimed,
  settleDelivery,
} from './deliver.ts';
import { execute } from './execute.ts';
import type { Services } from './services.ts';
import type { Wakeup } from './wakeup.ts';

/** What fails for a reason of its own, not for an outage, is not worth more tries than this. */
const MAX_TRIES_OF_A_FAULT = 5;

/** A letter that was given up on, with why; letters the queue itself gives up on carry the bare body. */
export interface DeadLetter {
  readonly v: 1;
  readonly kind: 'dead';
  readonly queue: string;
  readonly messageId: string;
  readonly reason: string;
  readonly attempts: number;
  readonly body: unknown;
}

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
    case 'delivery': {
      const open = await findDelivery(services, wakeup.id);
      if (!open || (open.status !== 'pending' && open.status !== 'claimed')) return;
      const { reply, trace } = await execute(services, open.invocation);
      if (reply === null) return settleDelivery(services, open.invocation, trace, { status: 'silent' });
      if (open.status === 'claimed') return resumeClaimed(services, open, reply);
      return deliverRow(services, open.invocation, reply, trace, { from: open.sentParts, tries: open.attempts });
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

/** Acks a message when its work is done, else has it brought again, later and later; what cannot succeed becomes a dead letter. */
async function settleMessage<Body>(
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
    const reason = describeError(error);
    services.log('error', 'queue.failed', { queue, reason, attempts: message.attempts, correlationId });
    if (!isOutage(error) && message.attempts >= MAX_TRIES_OF_A_FAULT) {
      const letter: DeadLetter = {
        v: 1,
        kind: 'dead',
        queue,
        messageId: message.id,
        reason,
        attempts: message.attempts,
        body: message.body,
      };
      const buried = await services.bindings.DEAD_LETTERS.send(letter).then(
        () => true,
        () => false,
      );
      if (buried) return message.ack();
    }
    message.retry({ delaySeconds: backoffSeconds(message.attempts, services.random) });
  }
}

export async function consumeInvocations(services: Services, batch: MessageBatch<Invocation>): Promise<void> {
  await Promise.all(
    batch.messages.map((message) =>
      settleMessage(
        services,
        message,
        batch.queue,
        (message.body as Partial<Invocation> | null)?.event?.correlationId,
        () => runInvocation(services, message.body),
      ),
    ),
  );
}

export async function consumeDeliveries(services: Services, batch: MessageBatch<Wakeup>): Promise<void> {
  await Promise.all(
    batch.messages.map((message) =>
      settleMessage(services, message, batch.queue, undefined, () => wakeUp(services, message.body)),
    ),
  );
}

const isInvocation = (body: unknown): body is Invocation =>
  typeof body === 'object' && body !== null && 'admittedAt' in body && 'event' in body;

/** The invocation inside whatever was given up on. */
function invocationIn(body: unknown): Invocation | undefined {
  if (isInvocation(body)) return body;
  const inner = (body as { invocation?: unknown } | null)?.invocation;
  return isInvocation(inner) ? inner : undefined;
}

/** Keeps dead letters in Postgres. One is acked only when it is there: until then the queue keeps it. */
export async function consumeDeadLetters(services: Services, batch: MessageBatch<unknown>): Promise<void> {
  for (const message of batch.messages) {
    const letter = asDeadLetter(batch.queue, message);
    const invocation = invocationIn(letter.body);
    try {
      await services.db.run('dead-letter.keep', (db) =>
        db
          .insert(deadLetters)
          .values({
            id: uuidv7(),
            queue: letter.queue,
            messageId: letter.messageId,
            communityId: invocation?.community.id ?? null,
            body: letter.body,
            reason: letter.reason,
            attempts: letter.attempts,
          })
          .onConflictDoNothing(),
      );
      if (invocation) await giveBackCooldown(services, invocation);
      services.log('error', 'dead-letter', {
        queue: letter.queue,
        reason: letter.reason,
        correlationId: invocation?.event.correlationId,
      });
      message.ack();
    } catch (error) {
      services.log('error', 'dead-letter.failed', { reason: describeError(error), attempts: message.attempts });
      message.retry({ delaySeconds: backoffSeconds(message.attempts, services.random) });
    }
  }
}

function asDeadLetter(queue: string, message: Message<unknown>): DeadLetter {
  const body = message.body as Partial<DeadLetter> | null;
  if (body && typeof body === 'object' && body.kind === 'dead') return body as DeadLetter;
  return {
    v: 1,
    kind: 'dead',
    queue,
    messageId: message.id,
    reason: 'no try brought it through',
    attempts: message.attempts,
    body,
  };
}
