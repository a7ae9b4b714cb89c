import { and, asc, inArray, lte, min, sql } from 'drizzle-orm';
import { deliveries, greetings, idempotencyKeys, invocations, outbox } from '../../db/schema/index.ts';
import { forgetBrought } from '../archive/bring.ts';
import { forgetExpiredProofs } from '../auth/forget.ts';
import { describeError } from '../core/errors.ts';
import type { CommunityId } from '../core/ids.ts';
import { NIGHTLY, type OwnKind } from '../router/agenda-kinds.ts';
import { dueCtx } from '../router/due.ts';
import { forgetEndedSessions } from '../router/responses.ts';
import type { Services } from '../router/services.ts';
import { pushSettings } from '../router/settings.ts';
import { forgetVisits } from '../router/short-links.ts';
import { forgetDeletedCommunities } from './deleted-communities.ts';

/** Rows taken at one go; what is left is due again in the next minute. */
const BATCH = 100;
/** An open delivery that was woken is left alone this long, ms. */
const WOKEN_FOR_MS = 5 * 60_000;

/** Does what is due and tells when the next is, ms since epoch, if anything is known to come. */
type Work = (services: Services, now: number) => Promise<number | null>;

/** Kinds of due work; each has an `Agenda` object that knows when there is some. */
const WORK: Readonly<Record<OwnKind, Work>> = {
  outbox: drainOutbox,
  deliveries: wakeDeliveries,
  leases: renewLeases,
};

/** What the Cron Triggers of wrangler.toml do. */
export async function runCron(services: Services, cron: string, now: number): Promise<void> {
  switch (cron) {
    case '* * * * *':
      await Promise.all([
        ...Object.entries(WORK).map(([kind, work]) => doDue(services, kind, work, now)),
        ...services.modules.flatMap(({ schedule = [] }) =>
          schedule.map(({ name, run }) => doDue(services, name, () => run(dueCtx(services, now)), now)),
        ),
        keepGateway(services),
      ]);
      return;
    case '0 3 * * *':
      await forgetExpired(services, now);
      // A row a day: whoever looks sees that the nights are done.
      await services.bindings.AGENDA.getByName(NIGHTLY).checked(now, null);
      return;
    default:
      services.log('warn', 'cron.unknown', { cron });
  }
}

async function doDue(services: Services, kind: string, work: Work, now: number): Promise<void> {
  const agenda = services.bindings.AGENDA.getByName(kind);
  try {
    if (!(await agenda.isDue(now))) return;
    await agenda.checked(now, await work(services, now));
  } catch (error) {
    // The agenda was not told that it is done, so the next minute tries again.
    services.log('error', 'cron.failed', { kind, error: describeError(error) });
  }
}

/** The Gateway's object lives by its own alarm; after a deploy, or before its first day, somebody has to wake it. */
async function keepGateway(services: Services): Promise<void> {
  if (!services.platforms.discord) return;
  await services.bindings.DISCORD_GATEWAY.getByName('shard-0-of-1')
    .ensure()
    .then(
      () => undefined,
      (error: unknown) => services.log('error', 'gateway.not-kept', { error: describeError(error) }),
    );
}

/** Asks YouTube's hub again for what it would soon stop telling. */
async function renewLeases(services: Services, now: number): Promise<number | null> {
  const { renewal } = services;
  if (!renewal) return null;
  for (const lease of await renewal.leases.takeDue(now)) {
    const answer = await renewal.request(lease);
    // The hub says no only by its challenge or not at all; it is asked again either way.
    if (!answer.ok) services.log('warn', 'lease.not-renewed', { reason: answer.reason });
  }
  return renewal.leases.nextDue();
}

/** Tells Channels what a writer could not tell them at once. */
async function drainOutbox(services: Services, now: number): Promise<number | null> {
  const rows = await services.db.run('outbox.communities', (db) =>
    db.selectDistinct({ communityId: outbox.communityId }).from(outbox).limit(BATCH),
  );
  for (const { communityId } of rows) await pushSettings(services, communityId as CommunityId);
  return rows.length === BATCH ? now : null;
}

/** Wakes deliveries that nobody claimed, or whose claim outlived its run. */
async function wakeDeliveries(services: Services, now: number): Promise<number | null> {
  const due = services.db.run('deliveries.due', async (db) => {
    const ids = db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(and(inArray(deliveries.status, ['pending', 'claimed']), lte(deliveries.nextAt, new Date(now))))
      .orderBy(asc(deliveries.nextAt))
      .limit(BATCH)
      .for('update', { skipLocked: true });
    const [woken, earliest] = await db.batch([
      db
        .update(deliveries)
        .set({ nextAt: new Date(now + WOKEN_FOR_MS) })
        .where(inArray(deliveries.id, ids))
        .returning({ id: deliveries.id }),
      db
        .select({ next: min(deliveries.nextAt) })
        .from(deliveries)
        .where(inArray(deliveries.status, ['pending', 'claimed'])),
    ]);
    return { woken, next: earliest[0]?.next ?? null };
  });
  const { woken, next } = await due;
  if (woken.length > 0) {
    await services.bindings.DELIVERIES.sendBatch(
      woken.map(({ id }) => ({ body: { v: 1, kind: 'delivery', id } as const })),
    );
  }
  return next === null ? null : next.getTime();
}

/** Sessions end an hour after their last answer; thanks are looked back at for a day; deleted communities can be had back for a week; executed invocations are remembered 30 days, then they and their deliveries go, a batch at a time. */
async function forgetExpired(services: Services, now: number): Promise<void> {
  await forgetEndedSessions(services);
  await forgetVisits(services, now);
  await forgetExpiredProofs(services, now);
  await forgetIdempotencyKeys(services, now);
  await forgetDeletedCommunities(services, now);
  await forgetBrought(services, now);
  await services.db.run('greetings.forget', (db) =>
    db.delete(greetings).where(lte(greetings.createdAt, new Date(now - 24 * 3600_000))),
  );
  for (let round = 0; round < 100; round++) {
    const gone = await services.db.run('invocations.forget', (db) =>
      db.execute<{ id: string }>(sql`
        with expired as (
          delete from ${invocations} where id in (
            select id from ${invocations} where expires_at < ${new Date(now).toISOString()}::timestamptz limit 1000)
          returning id)
        delete from ${deliveries} using expired where deliveries.id = expired.id returning deliveries.id`),
    );
    if (gone.rows.length < 1000) return;
  }
}

/** A day after a write its key is free again. */
async function forgetIdempotencyKeys({ db }: Services, now: number): Promise<void> {
  await db.run('idempotency-keys.forget', (d) =>
    d.delete(idempotencyKeys).where(lte(idempotencyKeys.expiresAt, new Date(now))),
  );
}
