import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { Database, Drizzle } from '../../../db/client.ts';
import { accounts, channels, installationSettings, installations, persons } from '../../../db/schema/index.ts';
import type { PersonId, Platform } from '../../core/ids.ts';
import type { Identity } from './provider.ts';

const at = (ms: number) => sql`${new Date(ms).toISOString()}::timestamptz`;

/** Longest names that are kept; platforms' own are shorter. */
const named = ({ account, login, displayName }: Identity) => ({
  account,
  login: login.slice(0, 100),
  displayName: displayName.slice(0, 100),
});

/**
 * Statements after which this transaction is alone with an account, whether it is there yet or not: who comes next sees what
 * it did, and two who come at once make one person.
 */
const alone = (d: Drizzle, platform: Platform, account: string) =>
  [
    d.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`account ${platform}:${account}`}, 0))`),
    d.execute(sql`select id from ${accounts} where platform = ${platform} and platform_id = ${account} for update`),
  ] as const;

export type SignUp = (typeof installationSettings.$inferSelect)['signUp'];

/**
 * Whose account it is: the person it belongs to, or else one who is made for it, where sign-up lets them in. Names are as the
 * platform tells them now. One transaction, one round trip.
 * @returns `person` null, and nothing changed, where they are nobody yet and sign-up does not let them in
 */
export async function personSigningIn(
  db: Database,
  {
    platform,
    identity,
    invited,
    now,
  }: {
    readonly platform: Platform;
    readonly identity: Identity;
    /** Whether they come by an invitation. */
    readonly invited: boolean;
    readonly now: number;
  },
): Promise<{ readonly person: PersonId | null; readonly signUp: SignUp }> {
  const { account, login, displayName } = named(identity);
  const fresh = uuidv7();
  const [, , { rows }] = await db.run('sign-in.person', (d) =>
    d.batch([
      ...alone(d, platform, account),
      d.execute<{ person: PersonId | null; signUp: SignUp }>(sql`
        with known as (
          select person_id from ${accounts}
          where platform = ${platform} and platform_id = ${account} and person_id is not null),
        sign_up as (select coalesce((select sign_up from ${installationSettings}), 'open') as is),
        let_in as (
          select from sign_up
          where exists (select from known) or sign_up.is = 'open' or (sign_up.is = 'invited' and ${invited}::boolean)),
        made as (
          insert into ${persons} (id, display_name)
          select ${fresh}::uuid, ${displayName} from let_in where not exists (select from known)),
        held as (
          insert into ${accounts} (id, platform, platform_id, login, display_name, person_id, is_primary, updated_at)
          select ${uuidv7()}::uuid, ${platform}, ${account}, ${login}, ${displayName}, ${fresh}::uuid, true, ${at(now)}
          from let_in
          on conflict (platform, platform_id) do update
            set login = excluded.login, display_name = excluded.display_name, updated_at = excluded.updated_at,
              is_primary = ${accounts.isPrimary} or ${accounts.personId} is null,
              person_id = coalesce(${accounts.personId}, excluded.person_id)
          returning person_id)
        select (select person_id from held) as person, sign_up.is as "signUp" from sign_up`),
    ]),
  );
  return rows[0] as { person: PersonId | null; signUp: SignUp };
}

/** An account as the platform tells of it now, whoever it belongs to; its id and its person. One round trip. */
export async function rememberAccount(
  db: Database,
  platform: Platform,
  identity: Identity,
  now: number,
): Promise<{ readonly id: string; readonly person: PersonId | null }> {
  const { account, login, displayName } = named(identity);
  const { rows } = await db.run('sign-in.account', (d) =>
    d.execute<{ id: string; person: PersonId | null }>(sql`
      insert into ${accounts} (id, platform, platform_id, login, display_name, updated_at)
      values (${uuidv7()}::uuid, ${platform}, ${account}, ${login}, ${displayName}, ${at(now)})
      on conflict (platform, platform_id) do update
        set login = excluded.login, display_name = excluded.display_name, updated_at = excluded.updated_at
      returning id, person_id as person`),
  );
  return rows[0] as { id: string; person: PersonId | null };
}

/** Whose account it is; null where nobody's. */
export async function personWith(db: Database, platform: Platform, account: string): Promise<PersonId | null> {
  const { rows } = await db.run('sign-in.person-with', (d) =>
    d.execute<{ person: PersonId | null }>(sql`
      select person_id as person from ${accounts} where platform = ${platform} and platform_id = ${account}`),
  );
  return rows[0]?.person ?? null;
}

/**
 * Whether this account gave WaddleBot more than a sign-in: some platforms end all that somebody agreed to with one token that
 * is given back (Google: revoking a token), and a channel would stand still.
 */
export async function isConnected(db: Database, platform: Platform, account: string): Promise<boolean> {
  const { rows } = await db.run('sign-in.is-connected', (d) =>
    d.execute(sql`
      select from ${installations} where platform = ${platform} and subject = ${account}
      union all select from ${channels} where platform = ${platform} and platform_id = ${account} limit 1`),
  );
  return rows.length > 0;
}
