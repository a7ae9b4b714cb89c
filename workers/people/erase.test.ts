import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrateForCost } from '../../tests/cost/database.ts';
import { NOW, type Someone, TwoPeople } from '../../tests/support/two-people.ts';
import type { PersonId } from '../core/ids.ts';
import type { Services } from '../router/services.ts';
import { erasePerson } from './erase.ts';
import { exportPerson } from './export.ts';

beforeAll(migrateForCost);

/** Services with a queue that keeps what it is given. */
function servicesOf(two: TwoPeople) {
  const sent: unknown[] = [];
  const bindings = {
    AGENDA: { getByName: () => ({ announce: async () => undefined }) },
    JOBS: { sendBatch: async (messages: readonly unknown[]) => void sent.push(...messages) },
  };
  return { services: { ...two.services, bindings } as unknown as Services, sent };
}

/** Every table that has a row in which one of these texts is. */
async function traces(two: TwoPeople, texts: readonly string[]): Promise<string[]> {
  const tables = await two.rows<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables)
    for (const text of texts) {
      const rows = await two.rows(
        sql`select 1 from ${sql.identifier(name)} t where position(${text}::text in to_jsonb(t)::text) > 0 limit 1`,
      );
      if (rows.length > 0) found.push(`${name}: ${text}`);
    }
  return found;
}

const event = ({ platformId }: Someone, text: string) => ({
  platform: 'twitch',
  channel: '1',
  kind: 'message',
  author: {
    account: platformId,
    login: `l${platformId}`,
    displayName: `N${platformId}`,
    level: 'everyone',
    badges: [],
  },
  text,
  mentions: [],
});

async function aLife(two: TwoPeople, ann: Someone, words: string): Promise<void> {
  await two.quote(ann.member, {}, '');
  await two.rows(sql`update quotes set text = ${words} where created_by = ${ann.member}::uuid`);
  await two.quote(null, {}, `@L${ann.platformId}`);
  await two.reminder(ann.member, words);
  await two.bookmark(ann.member, null);
  await two.bookmark(ann.member);
  await two.zone(ann.member, 'Europe/Berlin');
  await two.role(ann.member, 'moderator');
  await two.cheer(ann.member, NOW, `twitch:${ann.platformId.slice(0, 3)}`);
  const key = `twitch:${ann.platformId}`;
  const { community } = two;
  await two.rows(sql`insert into chat_activity (community_id, channel, account, day, lines)
    values (${community}::uuid, 'twitch:1', ${ann.platformId}, '2026-11-26', 3)`);
  await two.rows(sql`insert into command_permits (community_id, account, command, until)
    values (${community}::uuid, ${key}, 'link', now() + interval '1 hour')`);
  await two.rows(sql`insert into commands (id, community_id, name, options, created_by)
    values (gen_random_uuid(), ${community}::uuid, ${crypto.randomUUID()}, jsonb_build_object('allow', jsonb_build_array(${key}::text, 'kick:1'),
      'deny', jsonb_build_array(${key}::text)), ${ann.member}::uuid)`);
  await two.rows(sql`insert into greetings (id, community_id, channel, kind, name)
    values (${crypto.randomUUID()}, ${community}::uuid, 'twitch:1', 'follow', ${`N${ann.platformId}`})`);
  const actor = {
    kind: 'account',
    platform: 'twitch',
    account: ann.platformId,
    login: `l${ann.platformId}`,
    displayName: 'x',
    level: 'everyone',
  };
  for (const by of [
    actor,
    { kind: 'session', person: ann.person, as: actor },
    { kind: 'key', id: 'k', name: 'k', onBehalfOf: actor },
  ])
    await two.rows(sql`insert into audit_log (id, community_id, actor, action, target, before, after)
      values (gen_random_uuid(), ${community}::uuid, ${JSON.stringify(by)}::jsonb, 'quote.edit', 'quote:1',
        ${JSON.stringify({ text: words, created_by: ann.member })}::jsonb, null)`);
  await two.rows(sql`insert into audit_log (id, community_id, actor, action, target, before, after)
    values (gen_random_uuid(), ${community}::uuid, '{"kind": "service"}', 'role.give', ${`account:${key}`}, null, '{"role": "moderator"}')`);
  for (const status of ['sent', 'pending']) {
    const id = crypto.randomUUID();
    await two.rows(sql`insert into invocations (id, community_id, command, invocation, trace, expires_at)
      values (${id}, ${community}::uuid, 'quote add', ${JSON.stringify({ v: 1, id, args: words, event: event(ann, words) })}::jsonb, '{}',
        now() + interval '30 days')`);
    await two.rows(sql`insert into deliveries (id, community_id, status, outcome, reply, next_at)
      values (${id}, ${community}::uuid, ${status}, ${JSON.stringify({ outcome: { text: words } })}::jsonb, ${words}, now())`);
  }
  const mentioning = { text: 'tea', mention: { account: ann.platformId, displayName: 'x' } };
  await two.rows(sql`insert into deliveries (id, community_id, status, reply, said, next_at)
    values (${crypto.randomUUID()}, ${community}::uuid, 'unknown', 'tea', ${JSON.stringify(mentioning)}::jsonb, now())`);
  await two.rows(sql`insert into dead_letters (id, queue, message_id, community_id, body, reason, attempts)
    values (gen_random_uuid(), 'q', ${crypto.randomUUID()}, ${community}::uuid, ${JSON.stringify({ event: event(ann, words) })}::jsonb, 'x', 1)`);
  await two.rows(sql`insert into idempotency_keys (id, community_id, request_hash, outcome, expires_at)
    values (${crypto.randomUUID()}, ${community}::uuid, 'x', ${JSON.stringify({ created_by: ann.member, text: words })}::jsonb, now())`);
  await two.rows(sql`insert into sessions (id, token_hash, person_id, method, expires_at)
    values (gen_random_uuid(), ${crypto.randomUUID()}, ${ann.person}::uuid, 'twitch', now() + interval '1 day')`);
}

describe('somebody who erases themselves', () => {
  it('was in the export with everything, and is in no table after it', async () => {
    const two = await TwoPeople.open();
    const ann = await two.someone(await two.person('Ann the First'));
    const bob = await two.someone(await two.person());
    const words = `words of ${ann.platformId}`;
    await aLife(two, ann, words);
    await two.quote(bob.member, { [ann.member]: 1, [bob.member]: 1 });
    const bobs = (await two.everything()).reminders;
    const { services, sent } = servicesOf(two);

    const tables = await exportPerson(services, ann.person as PersonId);
    for (const table of [
      'accounts',
      'members',
      'persons',
      'quotes',
      'quote_votes',
      'reminders',
      'bookmarks',
      'member_zones',
      'member_roles',
      'hype',
      'chat_activity',
      'command_permits',
      'commands',
      'audit_log',
      'invocations',
      'sessions',
    ])
      expect(tables[table]?.length, table).toBeGreaterThan(0);
    expect(JSON.stringify(tables)).toContain(words);
    expect(JSON.stringify(tables)).not.toContain('token_hash');
    expect(JSON.stringify(tables)).not.toContain(bob.platformId);
    const all = [
      ann.platformId,
      ann.account,
      ann.member,
      ann.person as string,
      `l${ann.platformId}`,
      `N${ann.platformId}`,
      words,
    ];
    expect((await traces(two, all)).length).toBeGreaterThan(15);

    await erasePerson(services, ann.person as PersonId);
    expect(await traces(two, all)).toEqual([]);
    expect(sent).toEqual([
      {
        body: {
          v: 1,
          kind: 'job',
          module: 'people',
          name: 'forget',
          community: two.community,
          data: { accounts: [{ platform: 'twitch', account: ann.platformId }] },
        },
        delaySeconds: 5,
      },
    ]);
    // What they made for the community is there, and counts are right.
    expect(await two.rows(sql`select options from commands where community_id = ${two.community}::uuid`)).toEqual([
      { options: { allow: ['kick:1'], deny: [] } },
    ]);
    expect(await two.rows(sql`select up from quotes where created_by = ${bob.member}::uuid`)).toEqual([{ up: 1 }]);
    expect(bobs).toBeDefined();
    const actors = await two.rows<{ who: string }>(sql`
      select distinct coalesce(actor ->> 'account', actor #>> '{as,account}', actor #>> '{onBehalfOf,account}', split_part(target, ':', 2)) as who
      from audit_log where community_id = ${two.community}::uuid`);
    expect(actors).toEqual([{ who: expect.stringMatching(/^erased-[0-9a-f-]{36}$/) }]);
    expect(
      await two.rows(
        sql`select status, reason, reply, said from deliveries where community_id = ${two.community}::uuid order by status`,
      ),
    ).toEqual([
      { status: 'sent', reason: null, reply: null, said: null },
      { status: 'unknown', reason: null, reply: null, said: null },
      { status: 'withheld', reason: 'erased', reply: null, said: null },
    ]);
  });

  it('touches nobody else, not even of the same name elsewhere', async () => {
    const two = await TwoPeople.open();
    const [ann, bob] = [await two.someone(await two.person()), await two.someone(await two.person())];
    await aLife(two, ann, 'mine');
    await aLife(two, bob, 'his');
    const { services } = servicesOf(two);
    const before = await exportPerson(services, bob.person as PersonId);
    await erasePerson(services, ann.person as PersonId);
    expect(await exportPerson(services, bob.person as PersonId)).toEqual(before);
  });

  it('gives a community that is theirs alone to somebody first', async () => {
    const two = await TwoPeople.open();
    const [ann, bob] = [await two.someone(await two.person()), await two.someone(await two.person())];
    await two.role(ann.member, 'owner');
    const { services, sent } = servicesOf(two);
    await expect(erasePerson(services, ann.person as PersonId)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(sent).toEqual([]);
    await two.role(bob.member, 'owner');
    await erasePerson(services, ann.person as PersonId);
    expect(await two.rows(sql`select 1 from persons where id = ${ann.person}::uuid`)).toEqual([]);
  });
});
