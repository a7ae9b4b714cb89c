import { and, desc, eq, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { communities, deadLetters, deliveries, idempotencyKeys, invocations } from '../../db/schema/index.ts';
import type { Actor } from '../core/actors.ts';
import { WaddleError } from '../core/errors.ts';
import type { CommunityId } from '../core/ids.ts';
import type { FailedTry, Invocation } from '../core/invocation.ts';
import { type AuditLine, audited, NOTED, tellChange } from './audited.ts';
import { outlineOf } from './outline.ts';
import { type QueuedWork, type QueueName, workIn } from './queued-work.ts';
import type { Services } from './services.ts';

/** A replay that has not come to its end after this died on its way, ms: its letter is open again. */
const REPLAYING_FOR_MS = 60_000;

/** What a request has changed is remembered, ms: as long as what it came to. */
const REMEMBERED_FOR_MS = 24 * 3600_000;

/**
 * A request's part in one letter, where the request may be asked for again: what it has done to the letter it does not do a
 * second time, whatever became of the letter since.
 */
export interface LetterPart {
  /** Of this request and this letter alone, as the ids of Idempotency-Keys are. */
  readonly id: string;
  readonly requestHash: string;
}

/** The parts that changing a letter takes. */
export type LetterParts = Pick<Services, 'db' | 'clock' | 'log' | 'behind' | 'feed' | 'bindings'>;

export const LETTER_KINDS = [
  'invocation',
  'delivery',
  'reply',
  'run',
  'due',
  'usage',
  'lines',
  'job',
  'unknown',
] as const satisfies readonly (QueuedWork['kind'] | 'unknown')[];

export interface LetterFilter {
  /** Only those of these communities; of all, and of none, where it is absent. */
  readonly communities?: readonly CommunityId[];
  readonly queue?: QueueName;
  readonly kind?: (typeof LETTER_KINDS)[number];
  /** `platform:id` */
  readonly channel?: string;
  /** A part of the command's name. */
  readonly command?: string;
  /** A part of why the last try failed. */
  readonly reason?: string;
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
  /** Whether there is anything in it that could be run. */
  readonly replayable: boolean;
  /** The message's shape, without anything that people wrote or that opens something. */
  readonly outline: unknown;
  /** Whose letter it is; for whoever decides what is shown of it. */
  readonly communityId: CommunityId | null;
  /** The command it is about, by its invocation's id. */
  readonly invocation: string | null;
  /** What was written and by whom; null where it carries none, and where it was written to the bot alone. */
  readonly said: Said | null;
}

/** What somebody wrote, for those alone who may read what is said in chat. */
export interface Said {
  readonly account: string;
  readonly displayName: string;
  readonly room: string;
  readonly text: string;
  /** What was or would have been answered, as far as that is known. */
  readonly reply: string | null;
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
  { communities: of, queue, kind, channel, command, reason, state, before, limit }: LetterFilter,
): Promise<readonly ListedLetter[]> {
  const rows = await db.run('dead-letters.list', (d) =>
    d
      .select(listed)
      .from(deadLetters)
      .leftJoin(communities, eq(communities.id, deadLetters.communityId))
      .where(
        and(
          of === undefined ? undefined : inArray(deadLetters.communityId, [...of]),
          queue === undefined ? undefined : eq(deadLetters.queue, queue),
          kind === undefined ? undefined : eq(deadLetters.kind, kind),
          channel === undefined ? undefined : eq(deadLetters.channel, channel),
          command === undefined ? undefined : holds(sql`${deadLetters.command}`, command),
          reason === undefined ? undefined : holds(sql`${deadLetters.reason}`, reason),
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

/** Whether a text has another in it, in any case. */
export const holds = (text: SQL, part: string): SQL => sql`position(lower(${part}) in lower(${text})) > 0`;

/** Whose letter it is; undefined where there is none of this id. */
export async function ownerOfLetter({ db }: Pick<Services, 'db'>, id: string): Promise<CommunityId | null | undefined> {
  const [row] = await db.run('dead-letter.owner', (d) =>
    d.select({ communityId: deadLetters.communityId }).from(deadLetters).where(eq(deadLetters.id, id)),
  );
  return row && (row.communityId as CommunityId | null);
}

/** The community of this id or slug, whoever asks. @throws NOT_FOUND */
export async function holdersOf({ db }: Pick<Services, 'db'>, named: string): Promise<readonly CommunityId[]> {
  const rows = await db.run('dead-letters.community', (d) =>
    d
      .select({ id: communities.id })
      .from(communities)
      .where(sql`${communities.id}::text = ${named} or ${communities.slug} = ${named}`)
      .limit(1),
  );
  if (rows.length === 0) throw new WaddleError('NOT_FOUND', `There is no community "${named}".`);
  return rows.map(({ id }) => id as CommunityId);
}

/** @throws NOT_FOUND */
export async function openDeadLetter({ db }: Pick<Services, 'db'>, id: string): Promise<OpenedLetter> {
  const [row] = await db.run('dead-letter.open', (d) =>
    d
      .select({
        listed,
        communityId: deadLetters.communityId,
        tries: deadLetters.tries,
        body: deadLetters.body,
        ran: invocations.invocation,
        reply: deliveries.reply,
      })
      .from(deadLetters)
      .leftJoin(
        invocations,
        and(
          eq(invocations.communityId, deadLetters.communityId),
          sql`${invocations.id} = coalesce(${deadLetters.body} #>> '{invocation,id}', ${deadLetters.body} ->> 'id')`,
        ),
      )
      .leftJoin(deliveries, eq(deliveries.id, invocations.id))
      .leftJoin(communities, eq(communities.id, deadLetters.communityId))
      .where(eq(deadLetters.id, id)),
  );
  if (!row) throw noLetter(id);
  const work = workIn(row.body);
  const invocation = work?.invocation ?? row.ran;
  return {
    ...listedLetter(row.listed),
    tries: row.tries,
    replayable: work !== null,
    outline: outlineOf(row.body),
    communityId: row.communityId as CommunityId | null,
    invocation: work?.id ?? null,
    said: invocation ? saidIn(invocation, row.reply) : null,
  };
}

/** What an invocation says of who wrote what; null where that was for the bot's eyes alone. */
export function saidIn({ event, visibility }: Invocation, reply: string | null): Said | null {
  const { author, channel, room, text } = event;
  const isForBotAlone = visibility === 'ephemeral' && event.kind === 'command';
  if (isForBotAlone || channel.startsWith('dm:') || room.startsWith('dm:')) return null;
  return {
    account: `${event.platform}:${author?.account ?? ''}`,
    displayName: author?.displayName ?? '',
    room,
    text: text ?? '',
    reply: visibility === 'ephemeral' ? null : reply,
  };
}

export const noLetter = (id: string): WaddleError =>
  new WaddleError('NOT_FOUND', `There is no dead letter ${id}. GET /api/v1/dead-letters lists what there is.`);

/** Puts a letter away: nothing comes of it any more. @throws NOT_FOUND, CONFLICT (settled, or being replayed) */
export async function discardDeadLetter(
  services: LetterParts,
  actor: Actor,
  id: string,
  part: LetterPart | null = null,
): Promise<void> {
  const at = new Date(services.clock()).toISOString();
  const set = sql`settled = 'discarded', settled_at = ${at}::timestamptz`;
  await changeOpenLetter(services, { id, actor, action: 'dead-letter.discard', set, part, isWhole: true });
}

/**
 * Takes a letter out of those that were put away, as if it had never been. One that was replayed stays so: its message is
 * under way. @throws NOT_FOUND, CONFLICT (it is not discarded)
 */
export async function reopenDeadLetter(
  services: LetterParts,
  actor: Actor,
  id: string,
  part: LetterPart | null = null,
): Promise<void> {
  const set = sql`settled = null, settled_at = null`;
  const where = sql`settled = 'discarded'`;
  const change = { id, actor, action: 'dead-letter.reopen', set, part, isWhole: true };
  await changeLetter(services, { ...change, where, from: 'discarded' });
}

interface Change {
  readonly id: string;
  readonly actor: Actor;
  readonly action: string;
  readonly set: SQL;
  readonly part: LetterPart | null;
  /** Whether the request has done its part with this; else something has to come behind it. */
  readonly isWhole: boolean;
}

/**
 * Changes a letter that is open, once for all who try at the same time, and writes down who did it in the same statement:
 * not even a crash leaves it unsaid.
 * @returns false where the same request has done its part before
 * @throws NOT_FOUND, CONFLICT
 */
export async function changeOpenLetter(services: LetterParts, change: Change): Promise<boolean> {
  const died = new Date(services.clock() - REPLAYING_FOR_MS).toISOString();
  const where = sql`settled is null and (replaying_since is null or replaying_since <= ${died}::timestamptz)`;
  return changeLetter(services, { ...change, where, from: 'open' });
}

async function changeLetter(
  services: LetterParts,
  change: Change & { readonly where: SQL; readonly from: ListedLetter['state'] },
): Promise<boolean> {
  const { id, actor, action, set, where, from, part, isWhole } = change;
  const now = services.clock();
  const audit = {
    action,
    happened: sql`exists (select from changed)`,
    target: sql`'dead-letter:' || ${id}::text`,
    before: sql`(select jsonb_build_object('state', ${from}::text, 'queue', queue, 'kind', kind) from changed)`,
    after: sql`null`,
  };
  // One of no community, and of one that is gone, is noted for the installation.
  const community = sql`(select c.id from changed join ${communities} c on c.id = changed.community_id)`;
  const { rows } = await services.db.run(action, (d) =>
    d.execute<{ community: CommunityId | null; noted: AuditLine | null }>(sql`
      with changed as (
        update ${deadLetters} set ${set}
        where id = ${id}::uuid and ${where} and not ${part === null ? sql`false` : hasDone(part, now)}
        returning id, queue, kind, community_id),
      ${part !== null && isWhole ? sql`${keptPart(part, sql`changed`, now)},` : sql``}
      ${audited(audit, community, actor)}
      select ${community} as community, ${NOTED} from changed`),
  );
  const [changed] = rows;
  if (!changed) {
    if (part !== null && (await isDone(services, part))) return false;
    throw await refusal(services, id);
  }
  if (changed.community !== null) tellChange(services, changed.community, actor, changed.noted);
  return true;
}

/** Whether a request has done its part, as a boolean. */
const hasDone = ({ id }: LetterPart, now: number): SQL => sql`exists (
  select from ${idempotencyKeys} where id = ${id} and expires_at > ${new Date(now).toISOString()}::timestamptz)`;

async function isDone({ db, clock }: Pick<Services, 'db' | 'clock'>, part: LetterPart): Promise<boolean> {
  const { rows } = await db.run('dead-letter.part', (d) =>
    d.execute<{ done: boolean }>(sql`select ${hasDone(part, clock())} as done`),
  );
  return rows[0]?.done === true;
}

/** The cte `part_kept`: that a request has done its part, in the statement that does it. @param done a row where it is done */
export const keptPart = ({ id, requestHash }: LetterPart, done: SQL, now: number): SQL => sql`part_kept as (
  insert into ${idempotencyKeys} (id, request_hash, outcome, expires_at)
  select ${id}, ${requestHash}, 'null'::jsonb, ${new Date(now + REMEMBERED_FOR_MS).toISOString()}::timestamptz from ${done}
  on conflict (id) do update set expires_at = excluded.expires_at)`;

/** Why a letter could not be changed. */
async function refusal({ db }: Pick<Services, 'db'>, id: string): Promise<WaddleError> {
  const [row] = await db.run('dead-letter.state', (d) =>
    d
      .select({
        settled: deadLetters.settled,
        settledAt: deadLetters.settledAt,
        replayingSince: deadLetters.replayingSince,
      })
      .from(deadLetters)
      .where(eq(deadLetters.id, id)),
  );
  if (!row) return noLetter(id);
  if (row.settled !== null)
    return new WaddleError(
      'CONFLICT',
      `This letter was ${row.settled} at ${row.settledAt?.toISOString()}${row.settled === 'discarded' ? '. Have it back first.' : ', which is final.'}`,
    );
  return new WaddleError(
    'CONFLICT',
    row.replayingSince === null
      ? 'This letter is open already.'
      : 'This letter is being replayed this moment. Look at it again in a minute.',
  );
}
