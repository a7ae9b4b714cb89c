import { sql } from 'drizzle-orm';
import { deliveries, httpModules, invocations, promisedAnswers } from '../../db/schema/index.ts';
import { describeError } from '../core/errors.ts';
import type { CommunityId, InvocationId } from '../core/ids.ts';
import type { Invocation, Trace } from '../core/invocation.ts';
import { MAX_INTERACTION_AGE_MS } from '../core/invocation.ts';
import type { Reply } from '../core/replies.ts';
import { storable } from '../core/text.ts';
import { PROMISED_FOR_MS } from './http-module-request.ts';
import type { HttpModule } from './http-module-rows.ts';
import { openModuleSecret } from './http-module-rows.ts';
import { openAnswer, sealAnswer } from './sealed-answers.ts';
import { isForSession, isInteraction } from './send.ts';
import type { Services } from './services.ts';

/** How long an executed invocation is remembered, ms: longer than any queue keeps a message. */
const REMEMBERED_FOR_MS = 30 * 24 * 3600_000;
/** A delivery that nobody claimed is woken after this, ms; the queue itself is much quicker. */
const WAKE_AFTER_MS = 60_000;

const isoTime = (ms: number): string => new Date(ms).toISOString();

/** Keeps that a module will answer this invocation within the hour; a second run of it promises nothing more. */
export async function keepPromise(
  { db, clock, settings }: Pick<Services, 'db' | 'clock' | 'settings'>,
  invocation: Invocation,
  { id: module }: Pick<HttpModule, 'id'>,
  sessionId: string,
): Promise<void> {
  const now = clock();
  const kept = await sealAnswer({ settings }, invocation);
  await db.run('promise.keep', (d) =>
    d.execute(sql`
      insert into ${promisedAnswers} (id, community_id, module_id, invocation_id, invocation, created_at, expires_at)
      select ${sessionId}::uuid, m.community_id, m.id, ${invocation.id}, ${storable(kept)}::jsonb,
        ${isoTime(now)}::timestamptz, ${isoTime(now + PROMISED_FOR_MS)}::timestamptz
      from ${httpModules} m where m.id = ${module}::uuid and m.community_id = ${invocation.community.id}::uuid
      on conflict do nothing`),
  );
}

/** An answer that was promised, with whom it is expected from. */
export interface Promised {
  readonly sessionId: string;
  readonly communityId: CommunityId;
  readonly invocation: Invocation;
  readonly answered: boolean;
  readonly expiresAt: number;
  readonly module: {
    readonly name: string;
    readonly enabled: boolean;
    /** Null where no key of this deployment opens it any more. */
    readonly secret: string | null;
  };
}

/** @param sessionId a UUID */
export async function findPromise(
  services: Pick<Services, 'db' | 'settings' | 'log'>,
  sessionId: string,
): Promise<Promised | null> {
  const { rows } = await services.db.run('promise.find', (d) =>
    d.execute<{
      community_id: CommunityId;
      module_id: string;
      invocation: Invocation;
      answered: boolean;
      expires_at: string;
      name: string;
      enabled: boolean;
      sealed_secret: string;
    }>(sql`
      select p.community_id, p.module_id, p.invocation, p.answered_at is not null as answered, p.expires_at,
        m.name, m.enabled, m.sealed_secret
      from ${promisedAnswers} p join ${httpModules} m on m.id = p.module_id and m.community_id = p.community_id
      where p.id = ${sessionId}::uuid`),
  );
  const [row] = rows;
  if (!row) return null;
  const { name, enabled } = row;
  return {
    sessionId,
    communityId: row.community_id,
    invocation: row.invocation,
    answered: row.answered,
    expiresAt: Date.parse(row.expires_at),
    module: { name, enabled, secret: await openModuleSecret(services, row.module_id, row.sealed_secret) },
  };
}

/**
 * What is delivered of a later answer: an invocation that carries what is said. It is said where it was asked; where that place
 * has ended with its interaction, in the room like any other line.
 */
function sayingLater({ http: _, ...invocation }: Invocation, said: Reply, now: number): Invocation {
  const { event } = invocation;
  const isOver =
    isInteraction(invocation) && !isForSession(invocation) && now - event.receivedAt >= MAX_INTERACTION_AGE_MS;
  return {
    ...invocation,
    id: `${invocation.id}/later` as InvocationId,
    event: isOver ? { ...event, answer: { by: 'api' } } : event,
    said,
    // Late is what leaves long after it was answered, not after it was asked.
    admittedAt: now,
  };
}

/**
 * Takes a promised answer, once: one statement marks it and makes its delivery, which is then woken like any other.
 * @returns false where another was quicker, or its hour is over
 */
export async function keepLaterAnswer(services: Services, promised: Promised, said: Reply): Promise<boolean> {
  const { db, bindings, clock, log } = services;
  const now = clock();
  const { invocation } = promised;
  const answer = await openAnswer(services, invocation);
  // Sealed again under its own id: what opens one row opens no other.
  const later = await sealAnswer(
    services,
    sayingLater({ ...invocation, event: { ...invocation.event, answer } }, said, now),
  );
  const { event } = later;
  const trace: Trace = { at: event.at, received: event.receivedAt, admitted: now, executed: now, committed: now };
  const wakeAt = now + WAKE_AFTER_MS;
  // Told before it is committed: who dies before the queue has it is made up for by cron.
  await bindings.AGENDA.getByName('deliveries').announce(wakeAt);
  const { rows } = await db.run('promise.answer', (d) =>
    d.execute<{ kept: boolean }>(sql`
      with answered as (
        update ${promisedAnswers} set answered_at = ${isoTime(now)}::timestamptz
        where id = ${promised.sessionId}::uuid and community_id = ${promised.communityId}::uuid
          and answered_at is null and expires_at > ${isoTime(now)}::timestamptz
        returning community_id),
      kept as (
        insert into ${invocations} (id, community_id, command, invocation, trace, expires_at)
        select ${later.id}, answered.community_id, ${later.command}, ${storable(later)}::jsonb, ${JSON.stringify(trace)}::jsonb,
          ${isoTime(now + REMEMBERED_FOR_MS)}::timestamptz
        from answered
        on conflict (id) do nothing
        returning id, community_id),
      delivery as (
        insert into ${deliveries} (id, community_id, status, next_at)
        select kept.id, kept.community_id, 'pending', ${isoTime(wakeAt)}::timestamptz from kept)
      select exists (select from kept) as kept`),
  );
  if (!rows[0]?.kept) return false;
  await bindings.DELIVERIES.send({ v: 1, kind: 'delivery', id: later.id }).catch((error: unknown) =>
    log('warn', 'promise.not-woken', { error: describeError(error), correlationId: event.correlationId }),
  );
  return true;
}
