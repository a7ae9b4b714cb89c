import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../../db/client.ts';
import {
  auditLog,
  localLogins,
  oneTimeLinks,
  operators,
  passkeys,
  persons,
  recoveryCodes,
  sessions,
  totps,
} from '../../../db/schema/index.ts';
import type { Actor } from '../../core/actors.ts';
import { WaddleError } from '../../core/errors.ts';
import type { PersonId } from '../../core/ids.ts';
import { hashOfToken, randomToken } from '../../core/random.ts';
import { at } from './logins.ts';

/** How long links are good for, ms. */
const OWNER_LINK_MS = 15 * 60_000;
const RESET_LINK_MS = 24 * 3600_000;

/** Makes who becomes an operator, and who is one no more, come one after the other. */
export const OPERATORS_TURN = sql`select pg_advisory_xact_lock(hashtext('waddlebot.operators'))`;

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** A link, and the statement that makes it; nobody but the caller knows its token from here on. */
export interface LinkMaking {
  readonly token: string;
  /** Returns `value`, when it ends (ISO 8601) or null where none was made, and `changed`. @param keep further ctes over `outcome` */
  readonly statement: (keep: readonly SQL[]) => SQL;
}

const audited = (actor: Actor, action: string, rows: SQL): SQL => sql`audited as (
  insert into ${auditLog} (id, actor, action, target, after)
  select ${uuidv7()}::uuid, ${JSON.stringify(actor)}::jsonb, ${action}, made.target, made.after from (${rows}) made)`;

const outcome = (value: SQL, keep: readonly SQL[], ctes: readonly SQL[]): SQL =>
  sql`with ${sql.join([...ctes, sql`outcome as materialized (select ${value} as value, false as changed)`, ...keep], sql`, `)}
    select value, changed from outcome`;

const ends = sql`(select to_char(expires_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from made)`;

/** The first operator's link, while there is no operator; those made before it open nothing any more. Run it after `OPERATORS_TURN`. */
export async function makeOwnerLink(actor: Actor, now: number): Promise<LinkMaking> {
  const token = randomToken();
  const hash = await hashOfToken(token);
  const statement: LinkMaking['statement'] = (keep) =>
    outcome(ends, keep, [
      sql`gone as (delete from ${oneTimeLinks} where purpose = 'owner' and used_at is null)`,
      sql`made as (
        insert into ${oneTimeLinks} (token_hash, purpose, created_at, expires_at)
        select ${hash}, 'owner', ${at(now)}, ${at(now + OWNER_LINK_MS)} where not exists (select from ${operators})
        returning expires_at)`,
      audited(actor, 'owner-link.make', sql`select 'installation' as target, null::jsonb as after from made`),
    ]);
  return { token, statement };
}

/**
 * A link by which somebody sets a new password; those made for them before open nothing any more.
 * @param named a person's id, or their name here as `keyOf` folds it
 * @param everything whether it takes the second factor and passkeys away as well
 */
export async function makeResetLink(
  named: SQL,
  { everything, actor, now }: { readonly everything: boolean; readonly actor: Actor; readonly now: number },
): Promise<LinkMaking> {
  const token = randomToken();
  const hash = await hashOfToken(token);
  const purpose = everything ? 'reset-all' : 'reset';
  const statement: LinkMaking['statement'] = (keep) =>
    outcome(ends, keep, [
      sql`whose as (select l.person_id from ${localLogins} l where ${named} for update)`,
      sql`gone as (
        delete from ${oneTimeLinks} o using whose
        where o.person_id = whose.person_id and o.purpose in ('reset', 'reset-all') and o.used_at is null)`,
      sql`made as (
        insert into ${oneTimeLinks} (token_hash, purpose, person_id, created_at, expires_at)
        select ${hash}, ${purpose}, person_id, ${at(now)}, ${at(now + RESET_LINK_MS)} from whose
        returning person_id, expires_at)`,
      audited(
        actor,
        'reset-link.make',
        sql`select 'person:' || person_id as target, jsonb_build_object('everything', ${everything}::boolean) as after from made`,
      ),
    ]);
  return { token, statement };
}

export const noSuchLink = (): WaddleError =>
  new WaddleError('NOT_FOUND', 'This link was used already, has ended, or never was one. Ask for a new one.');

/** Whether a link still opens something, without using it up; for a reset also whose it is. @throws NOT_FOUND */
export async function findLink(
  db: Database,
  token: string,
  purposes: readonly string[],
  now: number,
): Promise<{ readonly purpose: string; readonly name: string | null }> {
  if (!TOKEN.test(token)) throw noSuchLink();
  const hash = await hashOfToken(token);
  const { rows } = await db.run('link.find', (d) =>
    d.execute<{ purpose: string; name: string | null }>(sql`
      select o.purpose, l.name from ${oneTimeLinks} o left join ${localLogins} l on l.person_id = o.person_id
      where o.token_hash = ${hash} and o.used_at is null and o.expires_at > ${at(now)}`),
  );
  const [row] = rows;
  if (!row || !purposes.includes(row.purpose)) throw noSuchLink();
  return row;
}

/** The cte `link`: a link that is used up now. */
export const linkCte = async (token: string, purposes: SQL, now: number): Promise<SQL> => {
  if (!TOKEN.test(token)) throw noSuchLink();
  return sql`link as (
    update ${oneTimeLinks} set used_at = ${at(now)}
    where token_hash = ${await hashOfToken(token)} and ${purposes} and used_at is null and expires_at > ${at(now)}
    returning person_id, purpose)`;
};

/** Sets a new password by a link, and signs them out everywhere. @throws NOT_FOUND */
export async function resetByLink(db: Database, token: string, passwordHash: string, now: number): Promise<PersonId> {
  const link = await linkCte(token, sql`purpose in ('reset', 'reset-all')`, now);
  const whole = sql`(select person_id from changed join link using (person_id) where link.purpose = 'reset-all')`;
  const { rows } = await db.run('link.reset', (d) =>
    d.execute<{ person: PersonId }>(sql`
      with ${link},
        changed as (
          update ${localLogins} l set password_hash = ${passwordHash}, changed_at = ${at(now)} from link
          where l.person_id = link.person_id returning l.person_id, l.name),
        signed_out as (delete from ${sessions} s using changed where s.person_id = changed.person_id),
        no_app as (delete from ${totps} t where t.person_id in ${whole}),
        no_codes as (delete from ${recoveryCodes} r where r.person_id in ${whole}),
        no_passkeys as (delete from ${passkeys} k where k.person_id in ${whole}),
        audited as (
          insert into ${auditLog} (id, actor, action, target)
          select ${uuidv7()}::uuid, jsonb_build_object('kind', 'session', 'person', p.id, 'as', jsonb_build_object(
            'kind', 'account', 'platform', 'local', 'account', p.id, 'login', changed.name, 'displayName', p.display_name,
            'level', 'everyone')), 'reset-link.use', 'person:' || p.id
          from changed join ${persons} p on p.id = changed.person_id)
      select person_id as person from changed`),
  );
  if (!rows[0]) throw noSuchLink();
  return rows[0].person;
}
