import { and, eq, sql } from 'drizzle-orm';
import { deliveries, invocations } from '../../db/schema/index.ts';
import { describeError } from '../core/errors.ts';
import { keyOf } from '../core/events.ts';
import { fault } from '../core/faults.ts';
import { guard } from '../core/guard.ts';
import type { SendStatus } from '../core/health.ts';
import type { Invocation, Trace } from '../core/invocation.ts';
import { MAX_INTERACTION_AGE_MS, MAX_REPLY_AGE_MS } from '../core/invocation.ts';
import type { LateAnswer, OutgoingMessage, PlatformClient, ReadBack, SendOutcome } from '../core/platforms.ts';
import type { Reply } from '../core/replies.ts';
import type { PlatformPort, Services } from './services.ts';
import { channelStub } from './services.ts';

/** A refused message is tried this often, a place in the budget is waited for as long as the answer is worth it. */
const MAX_TRIES = 8;
/** How often the trace of an unclear message is looked for. */
const MAX_READ_BACKS = 2;
/** How long a run may be at one part: its place in the budget, and a call that is made twice after a 401, ms. */
const CLAIM_FOR_MS = 13_000;

/** Where one answer stands. */
export interface Progress {
  /** Parts that are known to be posted. */
  readonly from: number;
  /** Messages that were tried before, refused ones and looks for unclear ones counted together. */
  readonly tries: number;
  /** When part `from` was sent with unclear outcome, ms since epoch. */
  readonly unclearSince?: number;
}

type PartsOutcome =
  | { readonly ended: 'sent'; readonly messageIds: readonly string[] }
  | { readonly ended: 'refused' | 'unknown'; readonly reason: string; readonly messageIds: readonly string[] }
  | {
      readonly ended: 'later';
      readonly afterMs: number;
      readonly reason: string;
      readonly next: Progress;
      readonly messageIds: readonly string[];
    };

const START: Progress = { from: 0, tries: 0 };

const seconds = (ms: number): number => Math.min(43_200, Math.max(1, Math.ceil(ms / 1000)));

const isInteraction = ({ event }: Invocation): boolean => event.answer.by !== 'api' && event.answer.by !== 'none';

function isTooLate(invocation: Invocation, now: number): boolean {
  const most = isInteraction(invocation) ? MAX_INTERACTION_AGE_MS : MAX_REPLY_AGE_MS;
  return now - invocation.admittedAt > most;
}

function portOf(services: Services, invocation: Invocation): PlatformPort {
  const port = services.platforms[invocation.event.platform];
  if (!port) throw new Error(`platform ${invocation.event.platform} is off`);
  return port;
}

/** The messages an answer becomes on its platform, with where they go. */
function messagesOf(services: Services, invocation: Invocation, reply: Reply): OutgoingMessage[] {
  const { event } = invocation;
  const quotes = event.kind === 'message' && event.answer.by === 'api';
  const onlyFor = (reply.ephemeral ?? invocation.visibility === 'ephemeral') ? event.author.account : undefined;
  return guard(reply, portOf(services, invocation).traits, invocation.prefix).map((text, i) => ({
    deliveryId: `${invocation.id}#${i}`,
    channel: event.channel,
    privileged: invocation.privileged,
    room: event.room,
    text,
    ...(quotes ? { replyTo: event.id } : {}),
    ...(onlyFor === undefined ? {} : { onlyFor }),
  }));
}

/** Sends what is left of an answer, part by part, and says where it stopped. */
async function sendParts(
  services: Services,
  invocation: Invocation,
  reply: Reply,
  progress: Progress,
): Promise<PartsOutcome> {
  const { client, traits } = portOf(services, invocation);
  const messages = messagesOf(services, invocation, reply);
  const messageIds: string[] = [];
  const stop = (reason: string, afterMs: number, next: Progress): PartsOutcome =>
    next.tries > MAX_TRIES
      ? { ended: next.unclearSince === undefined ? 'refused' : 'unknown', reason, messageIds }
      : { ended: 'later', reason, afterMs, next, messageIds };

  for (let i = progress.from; i < messages.length; i++) {
    const message = messages[i] as OutgoingMessage;
    let isRepeat = false;
    if (i === progress.from && progress.unclearSince !== undefined) {
      const found = await readBack(services, invocation, message, i, progress.unclearSince);
      if (found === 'posted') {
        messageIds.push('');
        continue;
      }
      if (found === 'unclear') {
        if (progress.tries >= MAX_READ_BACKS)
          return { ended: 'unknown', reason: 'no trace of it was found', messageIds };
        const next = { ...progress, from: i, tries: progress.tries + 1 };
        return { ended: 'later', reason: 'unclear', afterMs: 2 * traits.readBackDelayMs, next, messageIds };
      }
      isRepeat = found === 'repeatable';
    }
    const sent = isInteraction(invocation)
      ? await client.respond(lateAnswer(invocation, message, i))
      : await sendWithinBudget(services, client, message, progress);
    if (sent.outcome === 'already') {
      messageIds.push('');
    } else if (sent.outcome === 'denied') {
      return stop('send budget', sent.retryAfterMs, { ...sameDoubt(progress, i), from: i, tries: progress.tries + 1 });
    } else if (sent.outcome === 'sent') {
      messageIds.push(sent.messageId);
    } else if (sent.outcome === 'refused') {
      if (sent.retryAfterMs === undefined) return { ended: 'refused', reason: sent.reason, messageIds };
      // What was refused now may have been posted by an earlier try whose fate is not known.
      const doubt = isRepeat ? sameDoubt(progress, i) : {};
      return stop(sent.reason, sent.retryAfterMs, { ...doubt, from: i, tries: progress.tries + 1 });
    } else {
      // A repeat is only safe for a while after the first try, so that one's time stays.
      const next = isRepeat
        ? { ...progress, from: i, tries: progress.tries + 1 }
        : { from: i, tries: 0, unclearSince: services.clock() };
      return stop(sent.reason, traits.readBackDelayMs, next);
    }
  }
  return { ended: 'sent', messageIds };
}

/** A part's open question goes along until it is answered. */
const sameDoubt = (progress: Progress, part: number): { readonly unclearSince?: number } =>
  part === progress.from && progress.unclearSince !== undefined ? { unclearSince: progress.unclearSince } : {};

const lateAnswer = (invocation: Invocation, message: OutgoingMessage, part: number): LateAnswer => ({
  answer: invocation.event.answer,
  message,
  part,
  deferredAs: invocation.event.kind === 'command' ? invocation.visibility : null,
});

async function readBack(
  services: Services,
  invocation: Invocation,
  message: OutgoingMessage,
  part: number,
  since: number,
): Promise<ReadBack> {
  const { client } = portOf(services, invocation);
  if (!isInteraction(invocation)) return client.readBack(message, since);
  return client.readBackAnswer?.(lateAnswer(invocation, message, part), since) ?? 'unclear';
}

type Sent =
  | SendOutcome
  | { readonly outcome: 'already' }
  | { readonly outcome: 'denied'; readonly retryAfterMs: number };

/** Sends one message at its place in the account's budget, and tells the budget what the platform said of it. */
async function sendWithinBudget(
  services: Services,
  client: PlatformClient,
  message: OutgoingMessage,
  progress: Progress,
): Promise<Sent> {
  const { upstream, limits, units } = client.budget(message);
  const stub = services.bindings.UPSTREAM.getByName(upstream);
  // A message found not to be there may be sent once more: it asks for its place under another name.
  const { unclearSince, tries } = progress;
  const name = `${message.deliveryId}@${unclearSince === undefined ? 0 : `${unclearSince}:${tries}`}`;
  const permit = await stub.acquire(name, limits, services.clock(), units);
  if (permit.permit === 'already') return { outcome: 'already' };
  if (permit.permit === 'denied') return { outcome: 'denied', retryAfterMs: permit.retryAfterMs };
  if (permit.waitMs > 0) await scheduler.wait(permit.waitMs);
  const sent = await client.send(message);
  if (sent.outcome === 'refused') await stub.release(name);
  if (sent.outcome !== 'unclear' && sent.holds && sent.holds.length > 0) await stub.hold(sent.holds, services.clock());
  return sent;
}

async function note(
  services: Services,
  invocation: Invocation,
  status: SendStatus,
  trace: Trace | undefined,
  reason?: string,
): Promise<void> {
  const { event } = invocation;
  const now = services.clock();
  services.log(status === 'sent' ? 'info' : 'warn', 'delivery', {
    status,
    reason,
    platform: event.platform,
    command: invocation.command,
    correlationId: event.correlationId,
    totalMs: now - event.receivedAt,
    executedMs: trace?.executed ? trace.executed - event.receivedAt : undefined,
  });
  const send = { status, tookMs: now - event.at, ...(reason === undefined ? {} : { reason }) };
  await services.health.note(keyOf(event), send, now);
}

/** Delivers an answer that has no row: it travels in the queue message until it is said, refused or too late. */
export async function deliverReply(
  services: Services,
  invocation: Invocation,
  reply: Reply,
  progress: Progress = START,
  trace?: Trace,
): Promise<void> {
  if (isTooLate(invocation, services.clock())) return note(services, invocation, 'withheld', trace, 'late');
  const outcome = await sendParts(services, invocation, reply, progress);
  if (outcome.ended === 'later') {
    if (outcome.next.unclearSince !== undefined) await expectEchoes(services, invocation);
    await services.bindings.DELIVERIES.send(
      { v: 1, kind: 'reply', invocation, reply, ...outcome.next },
      { delaySeconds: seconds(outcome.afterMs) },
    );
    return note(services, invocation, 'later', trace, outcome.reason);
  }
  await note(services, invocation, outcome.ended, trace, 'reason' in outcome ? outcome.reason : undefined);
  if (outcome.ended === 'unknown') await keepUnknown(services, invocation, reply);
}

/** An answer whose fate stays unknown is kept for people to see, even if it never had a row. */
async function keepUnknown(services: Services, invocation: Invocation, reply: Reply): Promise<void> {
  const now = new Date(services.clock());
  await services.db.run('delivery.keep-unknown', (db) =>
    db
      .insert(deliveries)
      .values({
        id: invocation.id,
        communityId: invocation.community.id,
        status: 'unknown',
        reply: reply.text,
        reason: 'unclear',
        settledAt: now,
        nextAt: now,
      })
      .onConflictDoNothing(),
  );
}

const ofInvocation = (invocation: Invocation) =>
  and(eq(deliveries.id, invocation.id), eq(deliveries.communityId, invocation.community.id));

/**
 * Claims a delivery's row: true for exactly one run. `reply` is kept for people to see.
 */
export async function claimDelivery(services: Services, invocation: Invocation, reply: Reply): Promise<boolean> {
  const now = new Date(services.clock());
  const claimed = await services.db.run('delivery.claim', (db) =>
    db
      .update(deliveries)
      .set({
        status: 'claimed',
        reply: reply.parts?.join('\n') ?? reply.text,
        claimedAt: now,
        reason: null,
        attempts: sql`${deliveries.attempts} + 1`,
        nextAt: new Date(services.clock() + 3 * CLAIM_FOR_MS),
      })
      .where(and(ofInvocation(invocation), eq(deliveries.status, 'pending')))
      .returning({ id: deliveries.id }),
  );
  return claimed.length > 0;
}

export interface Settlement {
  readonly status: 'sent' | 'refused' | 'unknown' | 'withheld' | 'silent' | 'pending' | 'claimed';
  readonly reason?: string;
  readonly messageIds?: readonly string[];
  /** For what is not over: when it is looked at again, ms since epoch. */
  readonly nextAt?: number;
  readonly unclearSince?: number;
}

/** Writes down how a claimed delivery stands, and the times of its way, in one round trip. */
export async function settleDelivery(
  services: Services,
  invocation: Invocation,
  trace: Trace | undefined,
  to: Settlement,
): Promise<void> {
  const now = services.clock();
  const open = to.status === 'pending' || to.status === 'claimed';
  const finished = trace && !open ? { ...trace, sent: now } : undefined;
  await services.db.run('delivery.settle', (db) => {
    const update = db
      .update(deliveries)
      .set({
        status: to.status,
        reason: to.reason ?? null,
        settledAt: open ? null : new Date(now),
        platformMessageIds: sql`${deliveries.platformMessageIds} || ${sql.param(to.messageIds ?? [], textArray)}`,
        ...(to.nextAt === undefined ? {} : { nextAt: new Date(to.nextAt) }),
        ...(to.unclearSince === undefined ? {} : { claimedAt: new Date(to.unclearSince) }),
      })
      .where(ofInvocation(invocation));
    if (!finished) return update.then(() => undefined);
    return db
      .batch([update, db.update(invocations).set({ trace: finished }).where(eq(invocations.id, invocation.id))])
      .then(() => undefined);
  });
}

const textArray = deliveries.platformMessageIds;

/** Delivers an answer with a row behind it. Whoever claims the row sends; everybody else leaves it alone. */
export async function deliverRow(
  services: Services,
  invocation: Invocation,
  reply: Reply,
  trace: Trace,
  progress: Progress = START,
): Promise<void> {
  if (!(await claimDelivery(services, invocation, reply))) {
    // Sent already, or another run is at it, or was and died: then only its line in chat tells how far it came.
    await expectEchoes(services, invocation);
    await wake(services, invocation.id, CLAIM_FOR_MS);
    return;
  }
  trace.claimed = services.clock();
  await fault('deliver:after-claim');
  await continueClaimed(services, invocation, reply, trace, progress);
}

async function continueClaimed(
  services: Services,
  invocation: Invocation,
  reply: Reply,
  trace: Trace,
  progress: Progress,
): Promise<void> {
  if (isTooLate(invocation, services.clock())) {
    await settleDelivery(services, invocation, trace, { status: 'withheld', reason: 'late' });
    return note(services, invocation, 'withheld', trace, 'late');
  }
  const outcome = await sendParts(services, invocation, reply, progress);
  await fault('deliver:after-send');
  const { messageIds } = outcome;
  await note(services, invocation, outcome.ended, trace, 'reason' in outcome ? outcome.reason : undefined);
  if (outcome.ended !== 'later') {
    const reason = 'reason' in outcome ? outcome.reason : undefined;
    return settleDelivery(services, invocation, trace, {
      status: outcome.ended,
      messageIds,
      ...(reason ? { reason } : {}),
    });
  }
  const nextAt = services.clock() + outcome.afterMs;
  const unclear = outcome.next.unclearSince;
  await settleDelivery(services, invocation, trace, {
    // Unclear stays claimed: only a look at the platform frees it again.
    status: unclear === undefined ? 'pending' : 'claimed',
    reason: outcome.reason,
    messageIds,
    nextAt: nextAt + 60_000,
    ...(unclear === undefined ? {} : { unclearSince: unclear }),
  });
  if (unclear !== undefined) await expectEchoes(services, invocation);
  await wake(services, invocation.id, outcome.afterMs);
}

/** The Channel keeps what it sees of the bot's own lines through its sleep, until the unclear one is settled. */
const expectEchoes = async (services: Services, invocation: Invocation): Promise<void> => {
  await channelStub(services, keyOf(invocation.event)).expectEchoes(services.clock());
};

async function wake(services: Services, id: string, afterMs: number): Promise<void> {
  await services.bindings.DELIVERIES.send({ v: 1, kind: 'delivery', id }, { delaySeconds: seconds(afterMs) });
}

export interface OpenDelivery {
  readonly status: (typeof deliveries.$inferSelect)['status'];
  readonly claimedAt: Date | null;
  /** Why it is open; null while a run may be at it. */
  readonly reason: string | null;
  readonly attempts: number;
  readonly sentParts: number;
  readonly invocation: Invocation;
  readonly trace: Trace;
}

export async function findDelivery(services: Services, id: string): Promise<OpenDelivery | undefined> {
  const rows = await services.db.run('delivery.find', (db) =>
    db
      .select({ delivery: deliveries, invocation: invocations.invocation, trace: invocations.trace })
      .from(deliveries)
      .innerJoin(invocations, eq(invocations.id, deliveries.id))
      .where(eq(deliveries.id, id)),
  );
  const row = rows[0];
  if (!row) return undefined;
  const { status, claimedAt, reason, attempts, platformMessageIds } = row.delivery;
  return {
    status,
    claimedAt,
    reason,
    attempts,
    sentParts: platformMessageIds.length,
    invocation: row.invocation,
    trace: row.trace,
  };
}

/**
 * Takes up a delivery whose claim has outlived its run: it may or may not have been posted, so the platform is asked
 * first, and where it cannot tell, it ends as `unknown`.
 */
export async function resumeClaimed(services: Services, open: OpenDelivery, reply: Reply): Promise<void> {
  const now = services.clock();
  const since = open.claimedAt?.getTime() ?? now;
  const parts = messagesOf(services, open.invocation, reply).length - open.sentParts;
  const { readBackDelayMs } = portOf(services, open.invocation).traits;
  const patience = open.reason === null ? CLAIM_FOR_MS * Math.max(1, parts) : readBackDelayMs;
  // A little early is the queue's grain of a second, not another run's claim.
  if (now - since < patience - 1_000) return wake(services, open.invocation.id, patience - (now - since));
  // One runner at a time: moving the claim's time is the lock.
  const taken = await services.db.run('delivery.resume', (db) =>
    db
      .update(deliveries)
      .set({ claimedAt: new Date(now), reason: null, attempts: sql`${deliveries.attempts} + 1` })
      .where(
        and(ofInvocation(open.invocation), eq(deliveries.status, 'claimed'), eq(deliveries.attempts, open.attempts)),
      )
      .returning({ id: deliveries.id }),
  );
  if (taken.length === 0) return;
  await continueClaimed(services, open.invocation, reply, open.trace, {
    from: open.sentParts,
    tries: open.attempts,
    unclearSince: since,
  });
}

/** Logs a failed look-up or send by kind, never by its message. */
export const logFailure = (services: Services, what: string, error: unknown, correlationId: string): void =>
  services.log('error', what, { error: describeError(error), correlationId });

/** Who typed a command that finally failed should not also wait for it. */
export const giveBackCooldown = async (services: Services, invocation: Invocation): Promise<void> => {
  await channelStub(services, keyOf(invocation.event)).giveBackCooldown(invocation.id, services.clock());
};

export const claimInChannel = (services: Services, invocation: Invocation, name: string): Promise<boolean> =>
  channelStub(services, keyOf(invocation.event)).claim(name, services.clock()) as Promise<boolean>;
