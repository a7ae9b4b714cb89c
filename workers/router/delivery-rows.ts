import { and, eq, sql } from 'drizzle-orm';
import { deliveries, invocations } from '../../db/schema/index.ts';
import type { Invocation, Trace } from '../core/invocation.ts';
import type { Reply } from '../core/replies.ts';
import { storable } from '../core/text.ts';
import { sealAnswer } from './sealed-answers.ts';
import type { Services } from './services.ts';

/** How long a run may be at one part: its place in the budget, and a call that is made twice after a 401, ms. */
export const CLAIM_FOR_MS = 13_000;
/** What was not seen is remembered, as executed invocations are, ms. */
const REMEMBERED_FOR_MS = 30 * 24 * 3600_000;

const ofInvocation = (invocation: Invocation) =>
  and(eq(deliveries.id, invocation.id), eq(deliveries.communityId, invocation.community.id));

/**
 * Claims a delivery's row: true for exactly one run. `reply` is kept for people to see, unless it is for one person's eyes.
 */
export async function claimDelivery(services: Services, invocation: Invocation, reply: Reply): Promise<boolean> {
  const now = new Date(services.clock());
  const claimed = await services.db.run('delivery.claim', (db) =>
    db
      .update(deliveries)
      .set({
        status: 'claimed',
        ...keptOf(invocation, reply),
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

/** What others may read of an answer later, and the whole of it where it was more than a text and may be said again. */
function keptOf({ visibility }: Pick<Invocation, 'visibility'>, reply: Reply) {
  const { text, parts, ephemeral, secret } = reply;
  if (ephemeral || secret) return { reply: null, said: null };
  const isText = Object.keys(reply).length === 1;
  const isPlain = isText || visibility === 'ephemeral';
  return { reply: parts?.join('\n') ?? text, said: isPlain ? null : sql`${storable(reply)}::jsonb` };
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

/** An answer whose fate stays unknown is kept for people to see, with what it answers, even if it never had a row. */
export async function keepUnknown(
  services: Services,
  invocation: Invocation,
  reply: Reply,
  trace: Trace = { at: invocation.event.at, received: invocation.event.receivedAt, admitted: invocation.admittedAt },
): Promise<void> {
  const { id, command, subcommand } = invocation;
  const communityId = invocation.community.id;
  const now = new Date(services.clock());
  const kept = await sealAnswer(services, invocation);
  await services.db.run('delivery.keep-unknown', (db) =>
    db.batch([
      db
        .insert(invocations)
        .values({
          id,
          communityId,
          command: subcommand === undefined ? command : `${command} ${subcommand}`,
          invocation: kept,
          trace,
          expiresAt: new Date(now.getTime() + REMEMBERED_FOR_MS),
        })
        .onConflictDoNothing(),
      db
        .insert(deliveries)
        .values({
          id,
          communityId,
          status: 'unknown',
          ...keptOf(invocation, reply),
          reason: 'unclear',
          settledAt: now,
          nextAt: now,
        })
        .onConflictDoNothing(),
    ]),
  );
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

/** Takes over a claim that has outlived its run: true for one runner at a time, for moving the claim's time is the lock. */
export async function takeOverClaim(services: Services, open: OpenDelivery): Promise<boolean> {
  const taken = await services.db.run('delivery.resume', (db) =>
    db
      .update(deliveries)
      .set({ claimedAt: new Date(services.clock()), reason: null, attempts: sql`${deliveries.attempts} + 1` })
      .where(
        and(ofInvocation(open.invocation), eq(deliveries.status, 'claimed'), eq(deliveries.attempts, open.attempts)),
      )
      .returning({ id: deliveries.id }),
  );
  return taken.length > 0;
}
