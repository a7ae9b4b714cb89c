import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { type Database, DatabaseError } from '../../../db/client.ts';
import {
  accounts,
  installationSettings,
  invites,
  localLogins,
  passkeys,
  persons,
  recoveryCodes,
  sessions,
  totps,
} from '../../../db/schema/index.ts';
import { WaddleError } from '../../core/errors.ts';
import type { PersonId } from '../../core/ids.ts';
import type { LocalName } from './names.ts';

/** A moment, as a statement has it. */
export const at = (ms: number): SQL => sql`${new Date(ms).toISOString()}::timestamptz`;

export interface LocalLogin {
  readonly person: PersonId;
  readonly name: string;
  readonly passwordHash: string | null;
  /** Whether an authenticator app is asked for, too. */
  readonly asksCode: boolean;
}

const loginWhere = (which: SQL): SQL => sql`
  select jsonb_build_object('person', l.person_id, 'name', l.name, 'passwordHash', l.password_hash,
    'asksCode', exists (select from ${totps} t where t.person_id = l.person_id and t.confirmed_at is not null)) as found
  from ${localLogins} l where ${which}`;

async function oneLogin(db: Database, name: string, which: SQL): Promise<LocalLogin | null> {
  const { rows } = await db.run(name, (d) => d.execute<{ found: LocalLogin }>(loginWhere(which)));
  return rows[0]?.found ?? null;
}

/** Who goes by a name; null for nobody. @param key as `keyOf` folds it */
export const loginOfName = (db: Database, key: string): Promise<LocalLogin | null> =>
  oneLogin(db, 'local.of-name', sql`l.name_key = ${key}`);

/** A person's name and password; null where they have none. */
export const loginOf = (db: Database, person: PersonId): Promise<LocalLogin | null> =>
  oneLogin(db, 'local.of-person', sql`l.person_id = ${person}::uuid`);

/** How somebody gets in, for the page that shows it. */
export interface WaysIn {
  readonly name: string | null;
  readonly hasPassword: boolean;
  readonly asksCode: boolean;
  readonly codesLeft: number;
  readonly passkeys: readonly {
    readonly id: string;
    readonly name: string;
    readonly createdAt: string;
    readonly lastUsedAt: string | null;
  }[];
}

export async function waysInOf(db: Database, person: PersonId): Promise<WaysIn> {
  const { rows } = await db.run('local.ways-in', (d) =>
    d.execute<{ found: WaysIn }>(sql`
      select jsonb_build_object('name', l.name, 'hasPassword', l.password_hash is not null,
        'asksCode', exists (select from ${totps} t where t.person_id = p.id and t.confirmed_at is not null),
        'codesLeft', (select count(*) from ${recoveryCodes} r where r.person_id = p.id and r.used_at is null),
        'passkeys', (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'createdAt', k.created_at,
          'lastUsedAt', k.last_used_at) order by k.created_at, k.id), '[]') from ${passkeys} k where k.person_id = p.id)) as found
      from ${persons} p left join ${localLogins} l on l.person_id = p.id where p.id = ${person}::uuid`),
  );
  if (!rows[0]) throw new WaddleError('UNAUTHENTICATED', 'Sign in first.');
  return rows[0].found;
}

export interface NewLogin extends LocalName {
  readonly passwordHash: string | null;
}

/** The ctes `person`, `account` and `login` of somebody new, where the cte `allowed` has a row. */
export function newPersonCtes(id: PersonId, { name, key, passwordHash }: NewLogin, now: number): readonly SQL[] {
  return [
    sql`person as (
      insert into ${persons} (id, display_name, created_at) select ${id}::uuid, ${name}, ${at(now)} from allowed returning id)`,
    sql`account as (
      insert into ${accounts} (id, platform, platform_id, login, display_name, person_id, is_primary)
      select ${uuidv7()}::uuid, 'local', id::text, ${name}, ${name}, id, true from person returning id, person_id)`,
    sql`login as (
      insert into ${localLogins} (person_id, name, name_key, password_hash, changed_at, created_at)
      select id, ${name}, ${key}, ${passwordHash}, ${at(now)}, ${at(now)} from person)`,
  ];
}

/** Runs what gives somebody a name. @throws CONFLICT where another has one that looks like it */
export async function named<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof DatabaseError && error.code === '23505' && error.constraint === 'local_logins_name_key_unique')
      throw new WaddleError('CONFLICT', 'That name, or one that looks like it, is somebody’s. Choose another.');
    throw error;
  });
}

/** Whether people may make an account: anybody, who was invited, nobody. */
export async function signUpRule(db: Database): Promise<'open' | 'invited' | 'closed'> {
  const [row] = await db.run('installation.sign-up', (d) =>
    d.select({ rule: installationSettings.signUp }).from(installationSettings),
  );
  return row?.rule ?? 'open';
}

/**
 * Makes somebody new, where the installation allows it as it is now.
 * @param inviteHash SHA-256 of the token of the invite that they came with, hex
 * @throws CONFLICT for a name that is taken, FORBIDDEN where sign-up is not open to them
 */
export async function signUp(
  db: Database,
  id: PersonId,
  login: NewLogin,
  { now, inviteHash }: { readonly now: number; readonly inviteHash: string | null },
): Promise<void> {
  const rule = sql`coalesce((select sign_up from ${installationSettings}), 'open')`;
  const ctes = [
    sql`allowed as (
      select where ${rule} = 'open' or (${rule} = 'invited' and exists (
        select from ${invites} i where i.token_hash = ${inviteHash ?? ''} and i.revoked_at is null
          and (i.expires_at is null or i.expires_at > ${at(now)}) and (i.most_uses is null or i.uses < i.most_uses))))`,
    ...newPersonCtes(id, login, now),
  ];
  const { rows } = await named(
    db.run('local.sign-up', (d) => d.execute(sql`with ${sql.join(ctes, sql`, `)} select id from account`)),
  );
  if (rows.length === 0)
    throw new WaddleError('FORBIDDEN', 'New accounts need an invite here. Ask a community’s owner for a link.');
}

/**
 * Gives a person a password, and ends their sessions but one.
 * @param login null: they have a name, which stays; else the name they get with it
 * @throws CONFLICT for a name that is taken, and where somebody else was faster
 */
export async function setPassword(
  db: Database,
  person: PersonId,
  wanted: { readonly passwordHash: string; readonly login: LocalName | null; readonly keepSession: string | null },
  now: number,
): Promise<void> {
  const { passwordHash, login, keepSession } = wanted;
  const set = login
    ? sql`
      set_it as (
        insert into ${localLogins} (person_id, name, name_key, password_hash, changed_at, created_at)
        values (${person}::uuid, ${login.name}, ${login.key}, ${passwordHash}, ${at(now)}, ${at(now)})
        on conflict (person_id) do nothing returning person_id),
      account as (
        insert into ${accounts} (id, platform, platform_id, login, display_name, person_id)
        select ${uuidv7()}::uuid, 'local', person_id::text, ${login.name}, ${login.name}, person_id from set_it
        on conflict (platform, platform_id) do update set login = excluded.login, display_name = excluded.display_name)`
    : sql`
      set_it as (
        update ${localLogins} set password_hash = ${passwordHash}, changed_at = ${at(now)}
        where person_id = ${person}::uuid returning person_id)`;
  const { rows } = await named(
    db.run('local.set-password', (d) =>
      d.execute(sql`with ${set},
        ended as (
          delete from ${sessions} s using set_it where s.person_id = set_it.person_id
            and s.id is distinct from ${keepSession}::uuid)
        select person_id from set_it`),
    ),
  );
  if (rows.length === 0)
    throw new WaddleError('CONFLICT', 'Your name changed meanwhile. Reload the page and try again.');
}

/** Keeps a hash of another cost, where the password is still the one that was checked. */
export async function keepRehashed(db: Database, person: PersonId, was: string, is: string): Promise<void> {
  await db.run('local.rehash', (d) =>
    d.execute(sql`
      update ${localLogins} set password_hash = ${is} where person_id = ${person}::uuid and password_hash = ${was}`),
  );
}
