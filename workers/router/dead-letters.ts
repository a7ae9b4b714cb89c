import { and, desc, eq, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { auditLog, communities, deadLetters } from '../../db/schema/index.ts';
import type { Actor } from '../core/actors.ts';
import { WaddleError } from '../core/errors.ts';
import type { CommunityId } from '../core/ids.ts';
import type { FailedTry } from '../core/invocation.ts';
import { outlineOf } from './outline.ts';
import type { QueueName } from './queued-work.ts';
import type { Services } from './services.ts';

/** A replay that has not come to its end after this died on its way, ms: its letter is open again. */
const REPLAYING_FOR_MS = 60_000;

export interface LetterFilter {
  readonly communityId?: CommunityId;
  readonly queue?: QueueName;
  /** Whether somebody has settled it; all where it is absent. */
  readonly state?: 'open' | 'settled';
  /** Only those older than this one. */
  readonly before?: string;
  readonly limit: number;
}

export interface ListedLetter {
  readonly id: string;
  readonly queue: string;
  /** Slug; null where its message does not say. */
  readonly community: string | null;
  readonly kind: string;
  readonly command: string | null;
  readonly channel: string | null;
  readonly reason: string;
  readonly attempts: number;
  readonly state: 'open' | 'replayed' | 'discarded';
  readonly createdAt: string;
  readonly settledAt: string | null;
}

export interface OpenedLetter extends ListedLetter {
  /** The attempts that are remembered, oldest first. */
  readonly tries: readonly FailedTry[];
  /** The message's shape, without anything that people wrote or that opens something. */
  readonly outline: unknown;
}

const listed = {
  id: deadLetters.id,
  queue: deadLetters.queue,
  community: communities.slug,
  kind: deadLetters.kind,
  command: deadLetters.command,
  channel: deadLetters.channel,
  reason: deadLetters.reason,
  attempts: deadLetters.attempts,
  settled: deadLetters.settled,
  createdAt: deadLetters.createdAt,
  settledAt: deadLetters.settledAt,
};

type Row = Omit<ListedLetter, 'state' | 'createdAt' | 'settledAt'> & {
  readonly settled: 'replayed' | 'discarded' | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
};

const listedLetter = ({ settled, createdAt, settledAt, ...row }: Row): ListedLetter => ({
  ...row,
  state: settled ?? 'open',
  createdAt: createdAt.toISOString(),
  settledAt: settledAt?.toISOString() ?? null,
});

/** Dead letters, newest first: one more than `limit`, where there are more. */
export async function listDeadLetters(
  { db }: Pick<Services, 'db'>,
  { communityId, queue, state, before, limit }: LetterFilter,
): Promise<readonly ListedLetter[]> {
  const rows = await db.run('dead-letters.list', (d) =>
    d
      .select(listed)
      .from(deadLetters)
      .leftJoin(communities, eq(communities.id, deadLetters.communityId))
      .where(
        and(
          communityId === undefined ? undefined : eq(deadLetters.communityId, communityId),
          queue === undefined ? undefined : eq(deadLetters.queue, queue),
          state === undefined
            ? undefined
            : state === 'open'
              ? isNull(deadLetters.settled)
              : isNotNull(deadLetters.settled),
          before === undefined ? undefined : lt(deadLetters.id, before),
        ),
      )
      .orderBy(desc(deadLetters.id))
      .limit(limit + 1),
  );
  return rows.map(listedLetter);
}

/** @throws NOT_FOUND */
export async function openDeadLetter({ db }: Pick<Services, 'db'>, id: string): Promise<OpenedLetter> {
  const [row] = await db.run('dead-letter.open', (d) =>
    d
      .select({ listed, tries: deadLetters.tries, body: deadLetters.body })
      .from(deadLetters)
      .leftJoin(communities, eq(communities.id, deadLetters.communityId))
      .where(eq(deadLetters.id, id)),
  );
  if (!row) throw noLetter(id);
  return { ...listedLetter(row.listed), tries: row.tries, outline: outlineOf(row.body) };
}

export const noLetter = (id: string): WaddleError =>
  new WaddleError('NOT_FOUND', `There is no dead letter ${id}. GET /api/v1/dead-letters lists what there is.`);

/** Puts a letter away: nothing comes of it any more. @throws NOT_FOUND, CONFLICT (settled, or being replayed) */
export async function discardDeadLetter(
  services: Pick<Services, 'db' | 'clock'>,
  actor: Actor,
  id: string,
): Promise<void> {
  const at = new Date(services.clock()).toISOString();
  const set = sql`settled = 'discarded', settled_at = ${at}::timestamptz`;
  await changeOpenLetter(services, { id, actor, action: 'dead-letter.discard', set });
}

interface Change {
  readonly id: string;
  readonly actor: Actor;
  readonly action: string;
  readonly set: SQL;
}

/**
 * Changes a letter that is open, once for all who try at the same time, and writes down who did it in the same statement:
 * not even a crash leaves it unsaid.
 * @throws NOT_FOUND, CONFLICT
 */
export async function changeOpenLetter(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  { id, actor, action, set }: Change,
): Promise<void> {
  const died = new Date(clock() - REPLAYING_FOR_MS).toISOString();
  const changed = await db.run(action, (d) =>
    d.execute(sql`
      with changed as (
        update ${deadLetters} set ${set}
        where id = ${id}::uuid and settled is null
          and (replaying_since is null or replaying_since <= ${died}::timestamptz)
        returning id, queue, kind, community_id),
      audited as (
        insert into ${auditLog} (id, community_id, actor, action, target, before, after)
        select ${uuidv7()}::uuid, c.id, ${JSON.stringify(actor)}::jsonb, ${action}, 'dead-letter:' || changed.id,
          jsonb_build_object('state', 'open', 'queue', changed.queue, 'kind', changed.kind), null
        from changed left join ${communities} c on c.id = changed.community_id)
      select id from changed`),
  );
  if (changed.rows.length === 0) throw await refusal({ db }, id);
}

/** Why a letter could not be changed. */
async function refusal({ db }: Pick<Services, 'db'>, id: string): Promise<WaddleError> {
  const [row] = await db.run('dead-letter.state', (d) =>
    d
      .select({ settled: deadLetters.settled, settledAt: deadLetters.settledAt })
      .from(deadLetters)
      .where(eq(deadLetters.id, id)),
  );
  if (!row) return noLetter(id);
  return new WaddleError(
    'CONFLICT',
    row.settled === null
      ? 'This letter is being replayed this moment. Look at it again in a minute.'
      : `This letter was ${row.settled} at ${row.settledAt?.toISOString()}, which is final.`,
  );
}
