import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../db/client.ts';
import {
  accounts,
  communities,
  communityBans,
  memberRoles,
  members,
  operators,
  persons,
  sessions,
} from '../../db/schema/index.ts';
import type { PersonId } from '../core/ids.ts';
import { hashOfToken, randomToken } from '../core/random.ts';
import type { SignedIn } from '../core/signed-in.ts';

/** A session ends when nobody has come for so long, and in any case after so long, ms. */
export const IDLE_MS = 14 * 24 * 3600_000;
export const ABSOLUTE_MS = 60 * 24 * 3600_000;
/** How exact the time of the last visit is, ms. */
const SEEN_EVERY_MS = 60_000;

const timestamp = (at: number) => sql`${new Date(at).toISOString()}::timestamptz`;
const msOf = (column: ReturnType<typeof sql>) => sql`round(extract(epoch from ${column}) * 1000)`;

/** Who a session's token belongs to, and notes that they came; null for what is no session, or none any more. One round trip. */
export async function findSession(db: Database, token: string, now: number): Promise<SignedIn | null> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
  const hash = await hashOfToken(token);
  const { rows } = await db.run('session.find', (d) =>
    d.execute<{ found: SignedIn }>(sql`
      with s as (
        select * from ${sessions} where token_hash = ${hash} and expires_at > ${timestamp(now)}
          and last_seen_at > ${timestamp(now - IDLE_MS)}),
      seen as (
        update ${sessions} set last_seen_at = ${timestamp(now)}
        where token_hash = ${hash} and last_seen_at < ${timestamp(now - SEEN_EVERY_MS)}
          and exists (select from s))
      select jsonb_build_object('sessionId', s.id, 'person', p.id, 'displayName', p.display_name, 'method', s.method,
        'provedAt', ${msOf(sql`s.proved_at`)}, 'expiresAt', ${msOf(sql`s.expires_at`)},
        'isOperator', exists (select from ${operators} o where o.person_id = p.id),
        'accounts', (
          select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'platform', a.platform, 'account', a.platform_id,
            'login', a.login, 'displayName', a.display_name, 'isPrimary', a.is_primary) order by a.is_primary desc, a.id), '[]')
          from ${accounts} a where a.person_id = p.id),
        'roles', (
          select coalesce(jsonb_agg(jsonb_build_object('community', m.community_id, 'role', r.role)), '[]')
          from ${accounts} a join ${members} m on m.account_id = a.id join ${memberRoles} r on r.member_id = m.id
            join ${communities} c on c.id = m.community_id
          where a.person_id = p.id and c.deleted_at is null
            and not exists (select from ${communityBans} b where b.member_id = m.id))) as found
      from s join ${persons} p on p.id = s.person_id`),
  );
  return rows[0]?.found ?? null;
}

export interface NewSession {
  readonly person: PersonId;
  /** A platform's name, `password`, `passkey`, `owner-link`, `reset-link`. */
  readonly method: string;
  readonly device: string;
  /** The token of the session that this one takes the place of: what was signed in before is not signed in more. */
  readonly replaces?: string | undefined;
}

/** Signs somebody in. @returns the token, which is kept nowhere but in their browser */
export async function startSession(
  db: Database,
  { person, method, device, replaces }: NewSession,
  now: number,
): Promise<string> {
  const token = randomToken();
  const [hash, old] = await Promise.all([hashOfToken(token), hashOfToken(replaces ?? '')]);
  await db.run('session.start', (d) =>
    d.execute(sql`
      with ended as (delete from ${sessions} where token_hash = ${old})
      insert into ${sessions} (id, token_hash, person_id, method, device, created_at, last_seen_at, proved_at, expires_at)
      values (${uuidv7()}::uuid, ${hash}, ${person}::uuid, ${method}, ${device}, ${timestamp(now)}, ${timestamp(now)},
        ${timestamp(now)}, ${timestamp(now + ABSOLUTE_MS)})`),
  );
  return token;
}

/**
 * Gives a session another token, with what it may then do: to be called whenever somebody has proved who they are again, or has
 * become somebody who may more. @returns the new token; null where there is no such session any more
 */
export async function rotateSession(
  db: Database,
  token: string,
  { proved, now }: { readonly proved: boolean; readonly now: number },
): Promise<string | null> {
  const next = randomToken();
  const [old, hash] = await Promise.all([hashOfToken(token), hashOfToken(next)]);
  const { rows } = await db.run('session.rotate', (d) =>
    d.execute(sql`
      update ${sessions} set token_hash = ${hash}, proved_at = case when ${proved}::boolean then ${timestamp(now)} else proved_at end
      where token_hash = ${old} and expires_at > ${timestamp(now)} and last_seen_at > ${timestamp(now - IDLE_MS)}
      returning id`),
  );
  return rows.length > 0 ? next : null;
}

export async function endSession(db: Database, token: string): Promise<void> {
  const hash = await hashOfToken(token);
  await db.run('session.end', (d) => d.execute(sql`delete from ${sessions} where token_hash = ${hash}`));
}

/** Ends sessions of a person: one by its id, or all but the one that is kept. @returns how many */
export async function endSessionsOf(
  db: Database,
  person: PersonId,
  which: { readonly id: string } | { readonly allBut: string | null },
): Promise<number> {
  const only = 'id' in which ? sql`id = ${which.id}::uuid` : sql`id is distinct from ${which.allBut}::uuid`;
  const { rows } = await db.run('session.end-of', (d) =>
    d.execute(sql`delete from ${sessions} where person_id = ${person}::uuid and ${only} returning id`),
  );
  return rows.length;
}

export interface ListedSession {
  readonly id: string;
  readonly method: string;
  readonly device: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
}

/** The sessions a person is signed in with, the last used first. */
export async function sessionsOf(db: Database, person: PersonId, now: number): Promise<readonly ListedSession[]> {
  const { rows } = await db.run('session.list', (d) =>
    d.execute<{ listed: ListedSession }>(sql`
      select jsonb_build_object('id', s.id, 'method', s.method, 'device', s.device, 'createdAt', ${msOf(sql`s.created_at`)},
        'lastSeenAt', ${msOf(sql`s.last_seen_at`)}) as listed
      from ${sessions} s where s.person_id = ${person}::uuid and s.expires_at > ${timestamp(now)}
        and s.last_seen_at > ${timestamp(now - IDLE_MS)}
      order by s.last_seen_at desc, s.id limit 100`),
  );
  return rows.map(({ listed }) => listed);
}

/** What a browser calls itself, in the words people know: `Firefox on Windows`. */
export function deviceOf(userAgent: string | undefined): string {
  const text = (userAgent ?? '').slice(0, 400);
  const [, browser = 'A browser'] =
    /(Firefox|Edg|OPR|Vivaldi|Chrome|Safari)\//.exec(text.replace(/Chrome\/\S+ (?=.*(?:Edg|OPR|Vivaldi)\/)/, '')) ?? [];
  const [system] = /Android|iPhone|iPad|Windows|Mac OS X|CrOS|Linux/.exec(text) ?? [];
  const names: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS', CrOS: 'ChromeOS' };
  const named = (word: string): string => names[word] ?? word;
  return system === undefined ? named(browser) : `${named(browser)} on ${named(system)}`;
}
