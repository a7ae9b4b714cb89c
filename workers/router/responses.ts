import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { promisedAnswers, responseSessions, responses } from '../../db/schema/index.ts';
import type { CommunityId } from '../core/ids.ts';
import type { SessionResponse } from '../core/sessions.ts';
import type { Services } from './services.ts';

type Db = Pick<Services, 'db'>;

export interface NewSession {
  readonly communityId: CommunityId;
  /** Whose it is. */
  readonly opener: string;
  /** The event's channel and the opener's own id of it. */
  readonly event: string;
}

export interface Session {
  readonly communityId: CommunityId;
  readonly opener: string;
}

/**
 * Statements that open the sessions of these events, for a batch: an event that has a session keeps it, whoever brings it
 * again and however many at once; one whose session has ended gets another. The last returns `opener`, `event` and `id`.
 */
export function openingSessions(asked: readonly NewSession[]) {
  // One row per event, for a statement cannot touch a row twice; in one order, so that two batches never wait for each other.
  const keyed = new Map(asked.map((session) => [`${session.opener} ${session.event}`, session]));
  const sessions = [...keyed].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, session]) => session);
  const column = (values: readonly string[], type: string) => sql`${sql.param(values)}::${sql.raw(type)}[]`;
  const openers = column(
    sessions.map(({ opener }) => opener),
    'text',
  );
  const events = column(
    sessions.map(({ event }) => event),
    'text',
  );
  const ids = column(
    sessions.map(() => crypto.randomUUID()),
    'uuid',
  );
  const communities = column(
    sessions.map(({ communityId }) => communityId),
    'uuid',
  );
  return [
    sql`delete from ${responseSessions} s using unnest(${openers}, ${events}) as e (opener, event)
      where s.opener = e.opener and s.event = e.event and s.expires_at <= now()`,
    // Updating a row with itself is what makes the statement return it, even one that is being made this moment.
    sql`insert into ${responseSessions} as s (id, community_id, opener, event)
      select * from unnest(${ids}, ${communities}, ${openers}, ${events})
      on conflict (opener, event) do update set opener = s.opener
      returning opener, event, id`,
  ] as const;
}

/** Who opened a session, and in which community; null where there is none, or it has ended. */
export async function findSession({ db }: Db, id: string): Promise<Session | null> {
  const found = await db.run('session.find', (d) =>
    d.execute<{ community_id: CommunityId; opener: string }>(
      sql`select community_id, opener from ${responseSessions} where id = ${id}::uuid and expires_at > now()`,
    ),
  );
  const [row] = found.rows;
  return row ? { communityId: row.community_id, opener: row.opener } : null;
}

export interface NewAnswer {
  readonly sessionId: string;
  readonly communityId: CommunityId;
  /** Which answer it is: each is kept once. */
  readonly part: string;
  readonly response: SessionResponse;
}

/** Whether a session takes an answer. `before`: this part of it was kept before, and stays as it was; `ended`: it is no more. */
export type Kept = 'kept' | 'before' | 'ended';

/** Keeps one answer of a session, and the session another hour: as ctes, and what they come to as text (`Kept`). */
export function keeping({ sessionId, communityId, part, response }: NewAnswer) {
  return {
    ctes: [
      sql`session as (
        update ${responseSessions} set expires_at = now() + interval '1 hour'
        where id = ${sessionId}::uuid and community_id = ${communityId}::uuid and expires_at > now()
        returning id)`,
      sql`kept as (
        insert into ${responses} (id, session_id, part, response)
        select ${uuidv7()}::uuid, session.id, ${part}, ${JSON.stringify(response)}::jsonb from session
        on conflict (session_id, part) do nothing
        returning id)`,
    ],
    outcome: sql`(case
      when exists (select from kept) then 'kept' when exists (select from session) then 'before' else 'ended' end)::text`,
  };
}

/** Keeps what a command answered. */
export async function keepAnswer({ db }: Db, answer: NewAnswer): Promise<Kept> {
  const { ctes, outcome } = keeping(answer);
  const told = await db.run('session.answer', (d) =>
    d.execute<{ kept: Kept }>(sql`with ${sql.join(ctes, sql`, `)} select ${outcome} as kept`),
  );
  return told.rows[0]?.kept ?? 'ended';
}

export interface GivenAnswer extends SessionResponse {
  /** When it was given, ISO. */
  readonly at: string;
}

/** The answers of a session so far, oldest first. */
export async function answersOf({ db }: Db, sessionId: string): Promise<readonly GivenAnswer[]> {
  const found = await db.run('session.answers', (d) =>
    d
      .select({ response: responses.response, at: responses.createdAt })
      .from(responses)
      .where(sql`${responses.sessionId} = ${sessionId}::uuid`)
      .orderBy(responses.id),
  );
  return found.map(({ response, at }) => ({ ...response, at: at.toISOString() }));
}

/**
 * Forgets sessions that have ended, with their answers; and what modules promised a day after its hour, as until then it can be
 * told that it is over.
 */
export async function forgetEndedSessions({ db }: Db): Promise<void> {
  await db.run('sessions.forget', (d) =>
    d.batch([
      d.execute(sql`delete from ${responseSessions} where expires_at <= now()`),
      d.execute(sql`delete from ${promisedAnswers} where expires_at <= now() - interval '1 day'`),
    ]),
  );
}
