import { type SQL, sql } from 'drizzle-orm';
import { accountsBeside } from '../../db/members.ts';
import {
  accounts,
  channels,
  commandOverrides,
  commands,
  communities,
  members,
  persons,
  publicPages,
  quotes,
  unnamedAccounts,
} from '../../db/schema/index.ts';
import type { CommunityId, Platform } from '../core/ids.ts';
import type { PublicState } from '../core/public-pages.ts';
import { hashOfToken } from '../core/random.ts';
import type { UnnamedName } from '../core/unnamed.ts';
import type { Language } from '../core/words.ts';
import type { Services } from '../router/services.ts';

/** Where a page was asked for: by a link's token, or by a community's name. */
export type Address = { readonly by: 'link'; readonly token: string } | { readonly by: 'name'; readonly slug: string };

export interface SiteChannel {
  readonly platform: Platform;
  readonly platformId: string;
  readonly login: string;
}

/** A community as its public pages begin with it: one query tells all of it. */
export interface Site {
  readonly id: CommunityId;
  readonly slug: string;
  readonly name: string;
  readonly language: Language;
  readonly zone: string;
  readonly prefix: string;
  readonly about: string | null;
  readonly website: string | null;
  readonly avatar: string | null;
  readonly state: Exclude<PublicState, 'off'>;
  readonly commands: boolean;
  readonly quotes: boolean;
  /** Where anybody may visit it. */
  readonly channels: readonly SiteChannel[];
  /** Where its bot is, by name. */
  readonly platforms: readonly Platform[];
  /** Quotes that are approved. */
  readonly quoteCount: number;
  /** Whether anybody wants not to be named. */
  readonly hidesNames: boolean;
  /** What names a state of what pages are made of: another one for each. */
  readonly versions: { readonly site: string; readonly commands: string; readonly quotes: string };
}

/** Longer or other than that nobody's address is: the database is not asked. The token has 128 bits in base64url. */
const SLUG = /^[a-z0-9][a-z0-9-]{0,63}$/;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;

/** Rows `(name, here)`: the names of everybody who is not to be named, with all of their accounts. */
const namesQuery = (community: SQL): SQL => sql`
  select n.name, bool_or(w.here) as here from (
    select u.id, u.person_id, exists (
      select from (${accountsBeside(sql`u`)}) mine join ${members} m on m.account_id = mine.id
      where m.community_id = ${community}) as here
    from ${unnamedAccounts} un join ${accounts} u on u.id = un.account_id) w
  cross join lateral (
    select a.login as name from (${accountsBeside(sql`w`)}) mine join ${accounts} a on a.id = mine.id
    union select a.display_name from (${accountsBeside(sql`w`)}) mine join ${accounts} a on a.id = mine.id
    union select p.display_name from ${persons} p where p.id = w.person_id) n
  where n.name <> '' group by n.name`;

/** Whether a channel is the account of somebody who is not to be named. */
const isUnnamed = (channel: SQL): SQL => sql`exists (
  select from ${accounts} own cross join lateral (${accountsBeside(sql`own`)}) mine join ${unnamedAccounts} un on un.account_id = mine.id
  where own.platform = ${channel}.platform and own.platform_id = ${channel}.platform_id)`;

/** Platforms whose channels anybody may visit: a guild or workspace is known to those who were let in. */
const OPEN = sql.raw(`('twitch', 'youtube', 'kick')`);

interface Row extends Record<string, unknown> {
  readonly site: Omit<Site, 'hidesNames' | 'versions'>;
  readonly names: string | null;
  readonly settings: string;
  readonly spent: string;
  readonly quotes: string;
}

/**
 * What may be read at an address; null where there is nothing, whatever the reason: one that is off or deleted is looked up and
 * answered as one that never was.
 */
export async function findSite({ db, clock }: Pick<Services, 'db' | 'clock'>, address: Address): Promise<Site | null> {
  if (!(address.by === 'link' ? TOKEN.test(address.token) : SLUG.test(address.slug))) return null;
  const isMeant =
    address.by === 'link'
      ? sql`p.token_hash = ${await hashOfToken(address.token)} and p.state <> 'off'`
      : sql`c.slug = ${address.slug} and p.state = 'public'`;
  const now = new Date(clock()).toISOString();
  const spent = (table: SQL): SQL =>
    sql`(select count(*) from ${table} o where o.community_id = c.id and o.options ? 'expiresAt' and o.options ->> 'expiresAt' <= ${now})`;
  const { rows } = await db.run('public.site', (d) =>
    d.execute<Row>(sql`
      select jsonb_build_object('id', c.id, 'slug', c.slug, 'name', c.name, 'language', c.language, 'zone', c.zone, 'prefix', c.prefix,
          'about', c.profile ->> 'about', 'website', c.profile ->> 'website', 'avatar', c.profile ->> 'avatar',
          'platforms', (select coalesce(jsonb_agg(distinct l.platform), '[]') from ${channels} l where l.community_id = c.id),
          'state', p.state, 'commands', p.commands, 'quotes', p.quotes, 'quoteCount', coalesce(q.approved, 0),
          'channels', (
            select coalesce(jsonb_agg(jsonb_build_object('platform', l.platform, 'platformId', l.platform_id, 'login', l.login)
              order by l.platform, l.login), '[]') from ${channels} l
            where l.community_id = c.id and l.platform in ${OPEN} and not ${isUnnamed(sql`l`)})) as site,
        (select md5(string_agg(n.name || ' ' || n.here, ' ' order by n.name)) from (${namesQuery(sql`c.id`)}) n) as names,
        c.settings_version || ' ' || p.version || ' ' || md5(c.name || c.language || c.prefix || c.profile::text) as settings,
        ${spent(sql`${commands}`)} + ${spent(sql`${commandOverrides}`)} as spent,
        concat_ws(' ', q.total, q.approved, q.last, q.up, q.down) as quotes
      from ${publicPages} p join ${communities} c on c.id = p.community_id
      left join lateral (
        select count(*) as total, count(*) filter (where t.status = 'approved') as approved, max(t.updated_at) as last,
          sum(t.up) as up, sum(t.down) as down
        from ${quotes} t where t.community_id = c.id and t.deleted_at is null) q on p.quotes
      where ${isMeant} and c.deleted_at is null`),
  );
  const [row] = rows;
  if (!row) return null;
  const settings = `${row.settings} ${row.names ?? ''}`;
  return {
    ...row.site,
    hidesNames: row.names !== null,
    versions: {
      site: `${settings} ${row.site.quoteCount} ${JSON.stringify(row.site.channels)}`,
      commands: `${settings} ${row.spent} ${row.site.platforms.join(' ')}`,
      quotes: `${settings} ${row.quotes}`,
    },
  };
}

/** The names of everybody who is not to be named. */
export async function namesOf({ db }: Pick<Services, 'db'>, site: Site): Promise<readonly UnnamedName[]> {
  if (!site.hidesNames) return [];
  const { rows } = await db.run('public.names', (d) =>
    d.execute<{ name: string; here: boolean }>(namesQuery(sql`${site.id}::uuid`)),
  );
  return rows.map(({ name, here }) => ({ name, isHere: here }));
}
