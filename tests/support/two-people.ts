import { type SQL, sql } from 'drizzle-orm';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import type { CommunityId, PersonId } from '../../workers/core/ids.ts';
import type { Role } from '../../workers/core/levels.ts';

export const NOW = Date.UTC(2026, 10, 26, 12);

export interface Someone {
  readonly person: PersonId | null;
  readonly account: string;
  readonly platformId: string;
  readonly member: string;
}

let number = 0;
const uuid = (): string => crypto.randomUUID();

/** A community of its own, and people in it, straight from the database. */
export class TwoPeople {
  readonly db: Database = openDatabase(
    inject('databaseUrl'),
    () => undefined,
    () => NOW,
  );
  readonly community = uuid() as CommunityId;
  readonly services = { db: this.db, clock: () => NOW, log: () => undefined };

  async rows<Row extends Record<string, unknown>>(query: SQL): Promise<Row[]> {
    return (await this.db.run('test', (d) => d.execute<Row>(query))).rows;
  }

  static async open(): Promise<TwoPeople> {
    const it = new TwoPeople();
    await it.rows(
      sql`insert into communities (id, slug, name) values (${it.community}::uuid, ${`two-${it.community}`}, 'Two')`,
    );
    return it;
  }

  async person(name = 'somebody'): Promise<PersonId> {
    const id = uuid() as PersonId;
    await this.rows(sql`insert into persons (id, display_name) values (${id}::uuid, ${name})`);
    return id;
  }

  async someone(person: PersonId | null, platform = 'twitch'): Promise<Someone> {
    const [account, member] = [uuid(), uuid()];
    const platformId = `p${number++}-${uuid().slice(0, 8)}`;
    await this.rows(sql`insert into accounts (id, platform, platform_id, login, display_name, person_id, is_primary)
      values (${account}::uuid, ${platform}, ${platformId}, ${`l${platformId}`}, ${`N${platformId}`}, ${person}::uuid,
        ${person}::uuid is not null and not exists (select from accounts where person_id = ${person}::uuid and is_primary))`);
    await this.rows(
      sql`insert into members (id, community_id, account_id) values (${member}::uuid, ${this.community}::uuid, ${account}::uuid)`,
    );
    return { person, account, platformId, member };
  }

  async quote(by: string | null, votes: Readonly<Record<string, 1 | -1>> = {}, author = ''): Promise<string> {
    const id = uuid();
    await this.rows(sql`insert into quotes (id, community_id, number, text, normalised, author, created_by)
      values (${id}::uuid, ${this.community}::uuid, ${++number}, 'said', 'said', ${author}, ${by}::uuid)`);
    for (const [member, vote] of Object.entries(votes)) {
      await this.rows(
        sql`insert into quote_votes (quote_id, member_id, vote) values (${id}::uuid, ${member}::uuid, ${vote}::smallint)`,
      );
      await this.rows(
        vote === 1
          ? sql`update quotes set up = up + 1 where id = ${id}::uuid`
          : sql`update quotes set down = down + 1 where id = ${id}::uuid`,
      );
    }
    return id;
  }

  async reminder(of: string, text = 'tea'): Promise<string> {
    const id = uuid();
    await this.rows(sql`insert into reminders (id, community_id, number, member_id, text, target, zone, next_at)
      values (${id}::uuid, ${this.community}::uuid, ${++number}, ${of}::uuid, ${text},
        '{"channel": "twitch:1", "room": "1", "mentions": null}', 'UTC', now() + interval '1 day')`);
    return id;
  }

  bookmark = (by: string, url: string | null = 'https://example.org/') =>
    this.rows(sql`insert into bookmarks (id, community_id, number, code, url, title, created_by)
      values (${uuid()}::uuid, ${this.community}::uuid, ${++number}, ${uuid()}, ${url}, 'kept', ${by}::uuid)`);

  zone = (of: string, zone: string) =>
    this.rows(sql`insert into member_zones (member_id, zone) values (${of}::uuid, ${zone})`);

  role = (of: string, role: Role) =>
    this.rows(sql`insert into member_roles (member_id, role) values (${of}::uuid, ${role})
      on conflict (member_id) do update set role = excluded.role, created_at = clock_timestamp()`);

  ban = (of: string, at = NOW - 1000) =>
    this.rows(sql`insert into community_bans (member_id, reason, created_at)
      values (${of}::uuid, 'rude', ${new Date(at).toISOString()}::timestamptz)`);

  note = (of: string, by: PersonId | null) =>
    this.rows(sql`insert into member_notes (id, member_id, text, author_id)
      values (${uuid()}::uuid, ${of}::uuid, 'loud', ${by}::uuid)`);

  cheer = (of: string, at: number, channel = 'twitch:1') =>
    this.rows(sql`insert into hype (community_id, channel, cheers)
      values (${this.community}::uuid, ${channel}, jsonb_build_object(${of}::text, jsonb_build_object('name', 'x', 'at', ${at}::bigint)))
      on conflict (community_id, channel) do update set cheers = hype.cheers || excluded.cheers`);

  async roleOf(member: string): Promise<string | null> {
    const [row] = await this.rows<{ role: string }>(
      sql`select role from member_roles where member_id = ${member}::uuid`,
    );
    return row?.role ?? null;
  }

  async isBanned(member: string): Promise<boolean> {
    return (await this.rows(sql`select 1 from community_bans where member_id = ${member}::uuid`)).length > 0;
  }

  /** Everything of the community that is people’s, in an order of its own. */
  async everything(): Promise<Readonly<Record<string, unknown>>> {
    const ofMembers = (table: string) =>
      sql`select to_jsonb(t) as row from ${sql.identifier(table)} t join members m on m.id = t.member_id where m.community_id = ${this.community}::uuid`;
    const ofCommunity = (table: string) =>
      sql`select to_jsonb(t) as row from ${sql.identifier(table)} t where t.community_id = ${this.community}::uuid`;
    const queries: Readonly<Record<string, SQL>> = {
      ...Object.fromEntries(['quotes', 'bookmarks', 'reminders', 'hype', 'members'].map((t) => [t, ofCommunity(t)])),
      ...Object.fromEntries(
        ['quote_votes', 'member_zones', 'member_roles', 'member_notes', 'community_bans'].map((t) => [t, ofMembers(t)]),
      ),
      accounts: sql`select to_jsonb(a) - 'updated_at' as row from accounts a join members m on m.account_id = a.id where m.community_id = ${this.community}::uuid`,
      persons: sql`select to_jsonb(p) as row from persons p where p.id in (
        select a.person_id from accounts a join members m on m.account_id = a.id where m.community_id = ${this.community}::uuid)`,
    };
    const found = await Promise.all(
      Object.entries(queries).map(async ([name, query]) => {
        const rows = await this.rows<{ row: unknown }>(sql`select row from (${query}) x order by row::text`);
        return [name, rows.map(({ row }) => row)] as const;
      }),
    );
    return Object.fromEntries(found);
  }
}
