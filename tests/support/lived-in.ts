import { randomUUID } from 'node:crypto';
import { ask } from './api.ts';
import { aPerson, type TestPerson } from './sign-in.ts';
import type { World } from './world.ts';

export interface LivedIn {
  readonly slug: string;
  readonly owner: TestPerson;
  /** The id of its one channel, on Twitch. */
  readonly channel: string;
}

let places = 0;

/** A community in which something of everything is kept. */
export async function livedIn(world: World): Promise<LivedIn> {
  const slug = `lived-${randomUUID().slice(0, 8)}`;
  const owner = await aPerson(world);
  const body = {
    slug,
    name: 'Lived in ⟨i⟩',
    language: 'de',
    zone: 'Europe/Berlin',
    kind: 'gaming',
    visibility: 'unlisted',
    joinMode: 'request',
  };
  const made = await ask<{ id: string }>(world, 'POST', '/communities', { ...owner.asked, body });
  if (made.status !== 201) throw new Error(made.text);
  const channel = String(6_000_000 + places++);
  const at = (path: string) => `/communities/${slug}${path}`;
  const write = async (method: string, path: string, sent: object) => {
    const answer = await ask(world, method, path, { ...owner.asked, body: sent });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
  };
  await write('PATCH', at(''), {
    prefix: '?',
    unknownHint: true,
    limits: { command: { count: 7, windowMs: 30_000 } },
    profile: { about: 'Zwei Zeilen\nüber uns', website: 'https://example.com/' },
  });
  await write('PATCH', at('/settings/hype'), { value: { goal: 12 }, version: 0 });
  await world.rows(
    `with c as (select id from communities where slug = $1),
      linked as (insert into channels (id, community_id, platform, platform_id, login) select gen_random_uuid(), id, 'twitch', $2, 'lived_in' from c),
      people (key, login, name, person) as (values ('twitch:' || $3::text, 'ann', 'Ann ✨', null::uuid), ('discord:' || $3::text, 'bob', '', null), ('kick:' || $3::text, 'cleo', '"Cleo"', null)),
      accounts_made as (insert into accounts (id, platform, platform_id, login, display_name)
        select gen_random_uuid(), split_part(key, ':', 1), split_part(key, ':', 2), login, name from people returning id, platform),
      members_made as (insert into members (id, community_id, account_id, created_at)
        select gen_random_uuid(), c.id, a.id, '2025-01-02T03:04:05.678901Z' from c, accounts_made a returning id, account_id),
      ann as (select m.id from members_made m join accounts_made a on a.id = m.account_id where platform = 'twitch'),
      bob as (select m.id from members_made m join accounts_made a on a.id = m.account_id where platform = 'discord'),
      cleo as (select m.id from members_made m join accounts_made a on a.id = m.account_id where platform = 'kick'),
      roles as (insert into member_roles (member_id, role) select id, 'moderator' from ann union all select id, 'viewer' from bob),
      bans as (insert into community_bans (member_id, reason) select id, 'Werbung, "immer" wieder' from cleo),
      notes as (insert into member_notes (id, member_id, text) select gen_random_uuid(), id, 'Zweimal verwarnt.' from bob),
      zones as (insert into member_zones (member_id, zone) select id, 'America/New_York' from bob),
      own as (insert into commands (id, community_id, name, replies, options, created_by)
        select gen_random_uuid(), c.id, 'lurk', '[{"text": "{user} lauert", "weight": 2}, {"text": "psst", "weight": 1}]', '{"level": "subscriber", "cooldown": {"user": 5}}', ann.id from c, ann returning id),
      odd as (insert into commands (id, community_id, name, replies) select gen_random_uuid(), c.id, 'grösse', '[{"text": "\\"10\\" \\\\o/", "weight": 1}]' from c),
      overrides as (insert into command_overrides (community_id, command, options) select id, 'quote add', '{"level": "vip"}' from c),
      permits as (insert into command_permits (community_id, account, command, until) select c.id, 'twitch:' || $3::text, own.id::text, '2030-01-01' from c, own),
      module as (insert into http_modules (id, community_id, name, summary, url, sealed_secret, options) select gen_random_uuid(), id, 'weather', 'Wetter', 'https://example.com/w', 'v1.x.y', '{}' from c returning id),
      alias as (insert into aliases (id, community_id, name, expansion, options) select gen_random_uuid(), id, 'z', 'quote {1}', '{"hidden": true}' from c returning id),
      rules as (insert into keyword_rules (id, community_id, name, match, pattern, platforms, priority, action, created_at)
        select gen_random_uuid(), c.id, 'wetter', 'regex', '^wie.*wetter', '{twitch,kick}'::text[], 5, jsonb_build_object('is', 'module', 'module', module.id), now() - interval '2 days' from c, module
        union all select gen_random_uuid(), c.id, 'hallo', 'word', 'hallo', null, 0, '{"is": "reply", "text": "Hallo {user}"}'::jsonb, now() - interval '3 days' from c returning id, name),
      uses as (insert into command_usage (community_id, command, day, uses)
        select c.id, u.command, u.day::date, u.n from c, own, alias, (select id from rules where name = 'hallo') rule, lateral (values
          ('ping', '2026-01-01', 3), ('ping', '2026-01-02', 4), ('quote add', '2026-01-01', 1), (own.id::text, '2026-01-02', 9), (alias.id::text, '2026-01-02', 2), ('keyword:' || rule.id, '2026-01-03', 5)) u (command, day, n)),
      counted as (insert into counters (community_id, name, value) select id, 'deaths', 1000000000000000 from c union all select id, 'grösse', -3 from c),
      activity as (insert into chat_activity (community_id, channel, account, day, lines)
        select c.id, 'twitch:' || $2, v.account, v.day::date, v.lines from c, (values ($3::text, '2026-01-01', 17), ($3::text, '2026-01-05', 2), ('99', '2026-01-01', 1)) v (account, day, lines)),
      spoken as (insert into timers (id, community_id, name, texts, schedule, target, enabled, next_at, round, created_by)
        select gen_random_uuid(), c.id, 'wasser', '["Trinkt was", "Haltung"]'::jsonb, '{"cron": "0 18 * * 5", "zone": "Europe/Berlin"}'::jsonb, null::jsonb, true, '2030-01-01'::timestamptz, 4, ann.id from c, ann
        union all select gen_random_uuid(), c.id, 'regeln', '["Lest die Regeln"]'::jsonb, '{"every": 30}'::jsonb, jsonb_build_object('channel', 'twitch:' || $2, 'room', $2), false, null, 0, null from c),
      hooks as (insert into inbound_webhooks (id, community_id, platform, platform_id, room, name, token_hash, token_start, verifier, sealed_secret, template)
        select gen_random_uuid(), id, 'twitch', $2, $2, 'Deploys', md5($2), 'abcdef', 'github', 'v1.x.y', '{event}' from c),
      numbers as (insert into memory_numbers (community_id, kind, last) select c.id, v.kind, v.last from c, (values ('quote', 7), ('bookmark', 2), ('reminder', 3)) v (kind, last)),
      quoted as (insert into quotes (id, community_id, number, text, normalised, author, category, game, status, up, down, shown, language, created_by)
        select gen_random_uuid(), c.id, 3, 'Das ist "gut" \\ genug', 'das ist gut genug', 'Ann', 'lustig', 'Celeste', 'approved', 2, 1, 4, 'german'::regconfig, ann.id from c, ann
        union all select gen_random_uuid(), c.id, 5, 'noch nicht', 'noch nicht', '', null, null, 'pending', 0, 0, 0, 'german'::regconfig, null from c returning id, number),
      gone as (insert into quotes (id, community_id, number, text, normalised, deleted_at) select gen_random_uuid(), id, 6, 'weg', 'weg', now() from c),
      votes as (insert into quote_votes (quote_id, member_id, vote)
        select quoted.id, v.id, v.vote from quoted, (select id, 1 as vote from ann union all select id, -1 from bob union all select id, 1 from cleo) v where number = 3),
      kept as (insert into bookmarks (id, community_id, number, code, url, url_key, title, tags, metadata, visits, created_by)
        select gen_random_uuid(), c.id, 1, 'b' || left(md5($1), 6), 'https://example.com/seite?x=1', md5('x'), 'Eine Seite', '{lustig,"a b"}'::text[], 'pending', 41, bob.id from c, bob
        union all select gen_random_uuid(), c.id, 2, 'n' || left(md5($1), 6), null, null, 'Nur eine Notiz', '{}'::text[], 'none', 0, null from c)
     insert into reminders (id, community_id, number, member_id, text, target, recurrence, zone, next_at, fired, status)
     select gen_random_uuid(), c.id, v.number, ann.id, v.text, jsonb_build_object('channel', 'twitch:' || $2, 'room', $2, 'mentions', v.mentions::jsonb), v.recurrence::jsonb, 'Europe/Berlin', v.next_at::timestamptz, v.fired, v.status
     from c, ann, (values
       (1, 'Tee', '{"account": "1", "displayName": "Ann"}', null, '2031-05-05T12:00:37Z', 0, 'open'),
       (2, 'Stand-up', null, '{"wall": "2026-01-05T09:00:00", "zone": "Europe/Berlin", "rule": "FREQ=WEEKLY;BYDAY=MO", "exdates": ["2026-12-24"]}', '2031-05-05T07:00:00Z', 12, 'open'),
       (3, 'vorbei', null, null, null, 1, 'done')) v (number, text, mentions, recurrence, next_at, fired, status)`,
    [slug, channel, String(7_000_000 + places++)],
  );
  return { slug, owner, channel };
}
