import { and, eq, gt, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { isUniqueViolation } from '../../db/client.ts';
import { idempotencyKeys } from '../../db/schema/index.ts';
import { toHex, utf8 } from '../core/bytes.ts';
import { describeError, WaddleError } from '../core/errors.ts';
import { fault } from '../core/faults.ts';
import type { CommunityId } from '../core/ids.ts';
import type { Done, Recorded } from '../router/effects.ts';
import { inTurn, RECORDED, recordedOf } from '../router/effects.ts';
import type { Services } from '../router/services.ts';

/** How long a repeated write gets the first one's outcome, ms. */
const REMEMBERED_FOR_MS = 24 * 3600_000;
/** Work of several transactions that has not come to its end after this died on its way, ms. */
const WORKING_FOR_MS = 60_000;

/** A write that is asked for under an Idempotency-Key. */
export interface Asking {
  /** SHA-256 of caller, community and key, hex. */
  readonly id: string;
  /** SHA-256 of what is asked for, hex. */
  readonly requestHash: string;
}

export interface Ran extends Done {
  /** Whether nothing was done now, as it had been done before. */
  readonly replayed: boolean;
}

/** @throws INVALID for what no client should use as a key */
export function idempotencyKeyIn(headers: Headers): string | null {
  const key = headers.get('idempotency-key');
  if (key === null || /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new WaddleError('INVALID', 'An Idempotency-Key has 1 to 200 visible ASCII characters, as a UUID has.');
}

export const hashOf = async (...parts: readonly string[]): Promise<string> =>
  toHex(await crypto.subtle.digest('SHA-256', utf8(JSON.stringify(parts))));

/**
 * Runs a statement that returns `value` and `changed`. Asked for under a key, it runs once: the key's row is a plain insert
 * in the same transaction, so that a second run fails on it as a whole, and gets what the first one came to.
 * @param before statements to be run before it, in its transaction
 * @param statement takes further ctes over `outcome (value, changed)`
 * @throws CONFLICT where the key was used for something else
 */
export async function runOnce(
  services: Pick<Services, 'db' | 'clock'>,
  name: string,
  asking: Asking | null,
  communityId: CommunityId | null,
  before: readonly SQL[],
  statement: (keep: readonly SQL[]) => SQL,
): Promise<Ran> {
  if (asking === null) {
    const rows = await services.db.run(name, (db) => inTurn(db, before, statement([])));
    return { ...recordedOf(rows), replayed: false };
  }
  const now = services.clock();
  const { id, requestHash } = asking;
  const kept = sql`kept as (update ${idempotencyKeys} set outcome = ${RECORDED} from outcome where id = ${id})`;
  try {
    const recorded = await services.db.run(name, async (db) => {
      const done = await db.batch([
        db
          .delete(idempotencyKeys)
          .where(and(eq(idempotencyKeys.id, id), lte(idempotencyKeys.expiresAt, new Date(now)))),
        db
          .insert(idempotencyKeys)
          .values({ id, communityId, requestHash, expiresAt: new Date(now + REMEMBERED_FOR_MS) }),
        ...before.map((one) => db.execute(one)),
        db.execute(statement([kept])),
      ]);
      return recordedOf((done.at(-1) as { readonly rows: readonly unknown[] }).rows);
    });
    await fault('api:after-commit');
    return { ...recorded, replayed: false };
  } catch (error) {
    if (!isUniqueViolation(error, 'idempotency_keys_pkey')) throw error;
    // Its key came with its outcome, in one transaction.
    const first = (await firstOutcome(services, asking)) as Recorded;
    return { ...first, noted: null, replayed: true };
  }
}

/**
 * Whether the effect of a write has run under its key before: then running it again comes to what the first one came to, and
 * says nothing of how things stand by now.
 */
export async function hasRun({ db, clock }: Pick<Services, 'db' | 'clock'>, asking: Asking | null): Promise<boolean> {
  if (asking === null) return false;
  const found = await db.run('api.has-run', (d) =>
    d
      .select({ id: idempotencyKeys.id })
      .from(idempotencyKeys)
      .where(and(eq(idempotencyKeys.id, asking.id), gt(idempotencyKeys.expiresAt, new Date(clock())))),
  );
  return found.length > 0;
}

/**
 * The same for work of several transactions, each of which does its part once. Its key is taken before, and what it came to is
 * kept behind it: who asks meanwhile is told to ask again. The key of a run that threw is free at once, that of one that died
 * after a minute; then the work runs once more, for what is left of it.
 * @throws CONFLICT where the key was used for something else, UNAVAILABLE while the first run is at it
 */
export async function workOnce<Outcome>(
  services: Pick<Services, 'db' | 'clock' | 'log'>,
  asking: Asking | null,
  work: () => Promise<Outcome>,
): Promise<Pick<Ran, 'replayed'> & { readonly outcome: Outcome }> {
  if (asking === null) return { outcome: await work(), replayed: false };
  const { db, clock, log } = services;
  const at = new Date(clock());
  // A run that took longer than it may has lost its key to another.
  const own = and(eq(idempotencyKeys.id, asking.id), eq(idempotencyKeys.createdAt, at));
  if (!(await takeKey(services, asking, at))) {
    const first = await firstOutcome(services, asking);
    if (first === null)
      throw new WaddleError(
        'UNAVAILABLE',
        'The first request with that Idempotency-Key is still at work. Ask again in a minute.',
      );
    return { outcome: first.outcome as Outcome, replayed: true };
  }
  const outcome = await work().catch(async (error: unknown) => {
    await db.run('api.free-key', (d) => d.delete(idempotencyKeys).where(own)).catch(() => undefined);
    throw error;
  });
  const kept: Recorded = { outcome, settingsChanged: false };
  // It is done: that it cannot be told again does not undo it.
  await db
    .run('api.keep-outcome', (d) =>
      d
        .update(idempotencyKeys)
        .set({ outcome: kept, expiresAt: new Date(clock() + REMEMBERED_FOR_MS) })
        .where(own),
    )
    .catch((error: unknown) => log('warn', 'api.outcome-not-kept', { error: describeError(error) }));
  return { outcome, replayed: false };
}

/** True for one: whose request this key stands for from now on. */
async function takeKey({ db }: Pick<Services, 'db'>, { id, requestHash }: Asking, at: Date): Promise<boolean> {
  const [, taken] = await db.run('api.take-key', (d) =>
    d.batch([
      d
        .delete(idempotencyKeys)
        .where(
          and(
            eq(idempotencyKeys.id, id),
            or(
              lte(idempotencyKeys.expiresAt, at),
              and(
                isNull(idempotencyKeys.outcome),
                lte(idempotencyKeys.createdAt, new Date(at.getTime() - WORKING_FOR_MS)),
              ),
            ),
          ),
        ),
      d
        .insert(idempotencyKeys)
        .values({ id, requestHash, createdAt: at, expiresAt: new Date(at.getTime() + REMEMBERED_FOR_MS) })
        .onConflictDoNothing()
        .returning({ id: idempotencyKeys.id }),
    ]),
  );
  return taken.length > 0;
}

/** What the first run came to; null while it is not over. */
async function firstOutcome({ db }: Pick<Services, 'db'>, { id, requestHash }: Asking): Promise<Recorded | null> {
  const [first] = await db.run('api.first-outcome', (d) =>
    d
      .select({ outcome: idempotencyKeys.outcome, requestHash: idempotencyKeys.requestHash })
      .from(idempotencyKeys)
      .where(eq(idempotencyKeys.id, id)),
  );
  if (!first) throw new WaddleError('UNAVAILABLE', 'That Idempotency-Key expired just now. Ask again with another.');
  if (first.requestHash !== requestHash)
    throw new WaddleError('CONFLICT', 'That Idempotency-Key was used for another request. Use a new one for each.');
  return first.outcome as Recorded | null;
}
