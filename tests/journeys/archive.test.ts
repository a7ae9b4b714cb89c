import { createHash, randomUUID } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiAnswer, ask } from '../support/api.ts';
import { livedIn } from '../support/lived-in.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { startWorld, until, type World } from '../support/world.ts';

let from: World;
let to: World;
beforeAll(async () => {
  [from, to] = await Promise.all([startWorld(), startWorld({ empty: true })]);
});
afterAll(() => Promise.all([from?.close(), to?.close()]));

interface Preview {
  readonly id: string;
  readonly digest: string;
  readonly suggestion: string | null;
  readonly mayAdd: string;
  readonly manifest: {
    readonly counts: Readonly<Record<string, number>>;
    readonly community: { readonly slug: string; readonly name: string };
    readonly channels: readonly unknown[];
  };
}
interface TakenIn {
  readonly id: string;
  readonly slug: string;
  readonly secrets: readonly {
    readonly of: string;
    readonly name: string;
    readonly secret: string | null;
    readonly url?: string;
  }[];
}

async function exported(world: World, owner: TestPerson, slug: string): Promise<Buffer> {
  const answer = await fetch(`${world.worker.url}/api/v1/communities/${slug}/export`, { headers: owner.asked.headers });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/gzip']);
  expect(answer.headers.get('content-disposition')).toContain(`${slug}-`);
  return Buffer.from(await answer.arrayBuffer());
}

async function bring(
  world: World,
  owner: TestPerson,
  file: Uint8Array,
  type = 'application/gzip',
): Promise<ApiAnswer<Preview>> {
  const answer = await fetch(`${world.worker.url}/api/v1/communities/import`, {
    method: 'POST',
    headers: { ...owner.asked.headers, 'content-type': type },
    body: file as BodyInit,
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: JSON.parse(text) as Preview };
}

const takeIn = (world: World, owner: TestPerson, id: string, slug: string, name: string) =>
  ask<TakenIn>(world, 'POST', `/communities/imports/${id}`, { ...owner.asked, body: { slug, name } });

const linesOf = (file: Uint8Array): string[] => gunzipSync(file).toString().trimEnd().split('\n');

const someSlug = () => `m-${randomUUID().slice(0, 8)}`;
const count = async (world: World, table: string): Promise<number> =>
  Number((await world.rows<{ n: string }>(`select count(*) as n from ${table}`))[0]?.n);

/** A line without the code of a bookmark, which is another where that one is taken. */
const codes = (line: string): string => line.replace(/"code": "[^"]*"/, '"code": …');

const bookmarkCodes = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => /"code": "([^"]*)"/.exec(line)?.[1] ?? []);

/** What the database holds of a community, by table. */
async function rowsOf(world: World, slug: string): Promise<Record<string, unknown[]>> {
  const tables = await world.rows<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'community_id'
       and table_name not like 'archive%' order by 1`,
  );
  const found: Record<string, unknown[]> = {};
  for (const { name } of tables)
    found[name] = await world.rows(
      `select to_jsonb(t) as row from "${name}" t join communities c on c.id = t.community_id where c.slug = $1 order by 1`,
      [slug],
    );
  return found;
}

describe('a community', () => {
  it('is the same in another installation: its second archive says what its first one says', async () => {
    const there = await livedIn(from);
    const first = await exported(from, there.owner, there.slug);
    const here = await aPerson(to, { account: there.owner.account });
    const preview = await bring(to, here, first);
    expect([preview.status, preview.text]).toEqual([200, expect.stringContaining('"mayAdd":"ok"')]);
    const { id, manifest, suggestion } = preview.json;
    expect(suggestion).toBe(there.slug);
    expect(manifest.channels).toEqual([{ platform: 'twitch', id: there.channel, login: 'lived_in' }]);
    // Nothing is there before it is taken in.
    expect(await count(to, 'communities')).toBe(0);
    const taken = await takeIn(to, here, id, there.slug, manifest.community.name);
    expect([taken.status, taken.text]).toEqual([201, expect.stringContaining(there.slug)]);
    expect(taken.json.secrets.map(({ of, name }) => `${of} ${name}`).sort()).toEqual([
      'module weather',
      'webhook Deploys',
    ]);

    const second = await exported(to, here, there.slug);
    const [one, other] = [linesOf(first), linesOf(second)];
    // All but the first line, which names the installation, when it was, and what is linked; the last has the digest.
    expect(other.slice(1)).toEqual(one.slice(1));
    expect(one.length).toBeGreaterThan(30);
    const { exportedAt: _, from: __, channels: ___, ...same } = JSON.parse(one[0] as string);
    expect(JSON.parse(other[0] as string)).toMatchObject({ ...same, channels: [] });
    expect(JSON.parse(other[0] as string).from).toBe(to.publicUrl);
  });

  it('is there twice when it is taken in where it came from, and the first one stays as it was', async () => {
    const { slug, owner } = await livedIn(from);
    const before = await rowsOf(from, slug);
    const file = await exported(from, owner, slug);
    const { json } = await bring(from, owner, file);
    expect(json.suggestion).toBe(`${slug}-2`);
    const taken = await takeIn(from, owner, json.id, `${slug}-2`, 'Lived in ⟨i⟩');
    expect(taken.status, taken.text).toBe(201);
    const { audit_log: _, ...was } = before;
    const { audit_log: __, ...is } = await rowsOf(from, slug);
    expect(is).toEqual(was);
    const again = linesOf(await exported(from, owner, `${slug}-2`));
    expect(again.slice(1, -1).map(codes)).toEqual(linesOf(file).slice(1, -1).map(codes));
    // What leads somewhere leads there still.
    expect(bookmarkCodes(again)).toHaveLength(2);
    expect(bookmarkCodes(linesOf(file)).filter((code) => bookmarkCodes(again).includes(code))).toEqual([]);
  });

  it('takes its secrets nowhere, nor who signs in by a name of the old installation', async () => {
    const { slug, owner } = await livedIn(from);
    const local = await aPerson(from, { platform: 'local', roles: { [slug]: 'admin' } });
    const text = linesOf(await exported(from, owner, slug)).join('\n');
    expect(text).not.toMatch(/sealed|token|secret|hash|v1\.x\.y|abcdef/);
    expect(text).not.toContain(local.account);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('is owned by who takes it in; who owned it there is an admin, and all others find their roles by their accounts', async () => {
    const { slug, owner } = await livedIn(from);
    const moderator = await aPerson(from, { platform: 'kick', roles: { [slug]: 'moderator' } });
    const file = await exported(from, owner, slug);
    const taker = await aPerson(to);
    const { json } = await bring(to, taker, file);
    const mine = someSlug();
    expect((await takeIn(to, taker, json.id, mine, 'Mine')).status).toBe(201);
    const roleIn = async (person: TestPerson) =>
      (
        await ask<{ data: { slug: string; role: string }[] }>(to, 'GET', '/communities/mine', person.asked)
      ).json.data.find((each) => each.slug === mine)?.role;
    expect(await roleIn(taker)).toBe('owner');
    expect(await roleIn(await aPerson(to, { account: owner.account }))).toBe('admin');
    expect(await roleIn(await aPerson(to, { platform: 'kick', account: moderator.account }))).toBe('moderator');
    expect(await roleIn(await aPerson(to))).toBeUndefined();
  });

  it('knows one person as one member, with one vote, where it did not know that they are one', async () => {
    const { slug, owner } = await livedIn(from);
    const file = await exported(from, owner, slug);
    const voters = linesOf(file).filter((line) => line.startsWith('["quote_votes"'));
    const [ann, bob] = [/twitch:\d+/, /discord:\d+/].map((key) => key.exec(voters.join())?.[0] as string);
    const both = await aPerson(to, { account: ann?.slice('twitch:'.length) as string });
    await to.rows(
      `insert into accounts (id, platform, platform_id, login, display_name, person_id) values (gen_random_uuid(), 'discord', $1, 'both', 'Both', $2)`,
      [bob?.slice('discord:'.length), both.id],
    );
    const { json } = await bring(to, both, file);
    const mine = someSlug();
    const taken = await takeIn(to, both, json.id, mine, 'Mine');
    expect(taken.status, taken.text).toBe(201);
    const again = linesOf(await exported(to, both, mine));
    const of = (table: string) => again.filter((line) => line.startsWith(`["${table}"`));
    expect([of('members').length, of('quote_votes').length]).toEqual([3, 2]);
    expect(
      await to.rows(`select login, display_name from accounts where person_id = $1 and platform = 'discord'`, [
        both.id,
      ]),
    ).toEqual([{ login: 'both', display_name: 'Both' }]);
  });

  it('says late what was due meanwhile, and nothing a thousand times', async () => {
    const { slug, owner } = await livedIn(from);
    await from.rows(
      `update reminders r set next_at = now() - interval '40 days',
         recurrence = case when number = 2 then '{"wall": "2026-01-05T09:00:00", "zone": "UTC", "rule": "FREQ=HOURLY", "exdates": []}'::jsonb end
       from communities c where c.id = r.community_id and c.slug = $1 and status = 'open'`,
      [slug],
    );
    const file = await exported(from, owner, slug);
    const taker = await aPerson(to);
    const { json } = await bring(to, taker, file);
    const { json: made } = await takeIn(to, taker, json.id, someSlug(), 'Mine');
    await to.worker.cron('* * * * *', new Date(to.now()));
    const [once, hourly] = await until('the reminders are looked at', async () => {
      const rows = await to.rows<{ status: string; next_at: Date | null }>(
        `select status, next_at from reminders where community_id = $1 and number < 3 order by number`,
        [made.id],
      );
      return rows[1]?.next_at && rows[1].next_at.getTime() > to.now() ? rows : false;
    });
    expect(once).toEqual({ status: 'missed', next_at: null });
    expect(hourly?.status).toBe('open');
    expect(await to.rows(`select id from deliveries where community_id = $1`, [made.id])).toEqual([]);
    const planned = await to.rows(`select name from timers where community_id = $1 and enabled and next_at > now()`, [
      made.id,
    ]);
    expect(planned).toEqual([{ name: 'wasser' }]);
  });
});

describe('an archive', () => {
  it('of 5,000 people and 2,000 quotes is taken in whole', async () => {
    const { slug, owner } = await livedIn(from);
    await from.rows(
      `with c as (select id from communities where slug = $1),
         people as (insert into accounts (id, platform, platform_id, login, display_name)
           select gen_random_uuid(), 'youtube', $1 || n, 'viewer' || n, 'Viewer ' || n from generate_series(1, 5000) n returning id),
         joined as (insert into members (id, community_id, account_id) select gen_random_uuid(), c.id, people.id from c, people)
       insert into quotes (id, community_id, number, text, normalised)
       select gen_random_uuid(), c.id, 100 + n, repeat('lorem ipsum ' || n, 20), 'n' || n from c, generate_series(1, 2000) n`,
      [slug],
    );
    const file = await exported(from, owner, slug);
    const taker = await aPerson(to, { account: owner.account });
    const { json } = await bring(to, taker, file);
    expect(json.manifest.counts).toMatchObject({ members: 5_004, quotes: 2_002 });
    const mine = someSlug();
    const taken = await takeIn(to, taker, json.id, mine, json.manifest.community.name);
    expect(taken.status, taken.text).toBe(201);
    const [again, was] = [linesOf(await exported(to, taker, mine)), linesOf(file)];
    expect(again.length).toBe(was.length);
    // No number is given twice, whatever was said to be the last.
    const lastQuote = '["memory_numbers",{"kind": "quote", "last": 7}]';
    expect(again.slice(1, -1).map(codes)).toEqual(
      was.slice(1, -1).map((line) => (line === lastQuote ? line.replace('7', '2100') : codes(line))),
    );
  });

  it('that is foreign, of a newer version, cut off or changed is refused with what is wrong, and nothing is kept of it', async () => {
    const { slug, owner } = await livedIn(from);
    const lines = linesOf(await exported(from, owner, slug));
    const ann = await aPerson(to);
    const refused = async (file: Uint8Array, type?: string) => {
      const answer = await bring(to, ann, file, type);
      return `${answer.status} ${answer.text}`;
    };
    const packed = (changed: readonly string[]) => gzipSync(changed.join('\n'));
    expect(await refused(Buffer.from('%PDF-1.7'))).toMatch(/^400.*no archive of a WaddleBot community/);
    expect(await refused(Buffer.from('{"commands": []}'))).toMatch(/^400.*no archive/);
    expect(
      await refused(packed([(lines[0] as string).replace('"version":1', '"version":9'), ...lines.slice(1)])),
    ).toMatch(/^400.*version 9/);
    expect(await refused(packed(lines.slice(0, 20)))).toMatch(/^400.*ends before its last line/);
    expect(await refused(gzipSync(lines.join('\n')).subarray(0, 900))).toMatch(/^400/);
    expect(await refused(packed(lines.map((line) => line.replace('Zweimal verwarnt', 'Nie verwarnt'))))).toMatch(
      /^400.*not what its last line says/,
    );
    expect(await refused(packed(lines.map((line) => line.replace('"moderator"', '"emperor"'))))).toMatch(
      /^400.*archive\.\d+\.member_roles\.role/,
    );
    expect(await refused(packed(lines.map((line) => line.replace('FREQ=WEEKLY', 'FREQ=NEVER'))))).toMatch(
      /^400.*archive\.\d+\.reminders\.recurrence/,
    );
    expect(await refused(packed(lines.map((line) => line.replace('^wie.*wetter', '(?=x)'))))).toMatch(
      /^400.*archive\.\d+\.keyword_rules\.pattern/,
    );
    expect(await refused(packed(lines), 'application/json')).toMatch(/^400.*Content-Type/);
    expect(await to.rows(`select id from archive_imports where person_id = $1`, [ann.id])).toEqual([]);
  });

  it('that says two things of one is taken in not at all', async () => {
    const { slug, owner } = await livedIn(from);
    const lines = linesOf(await exported(from, owner, slug)).map((line) =>
      line.startsWith('["quotes"') ? line.replace('"number": 5', '"number": 3') : line,
    );
    const inside = lines.slice(1, -1);
    const digest = createHash('sha256')
      .update(inside.map((line) => `${line}\n`).join(''))
      .digest('hex');
    const file = gzipSync([lines[0], ...inside, JSON.stringify({ end: { lines: inside.length, digest } })].join('\n'));
    const ann = await aPerson(to);
    const { json } = await bring(to, ann, file);
    const mine = someSlug();
    const taken = await takeIn(to, ann, json.id, mine, 'Mine');
    expect([taken.status, taken.text]).toEqual([400, expect.stringContaining('Nothing was taken in')]);
    expect(await to.rows(`select id from communities where slug = $1`, [mine])).toEqual([]);
  });

  it('whose bringing dies midway leaves nothing that anybody sees, and is forgotten by night', async () => {
    const { slug, owner } = await livedIn(from);
    const file = await exported(from, owner, slug);
    const ann = await aPerson(to);
    const communities = await count(to, 'communities');
    await to.arm('archive:after-part');
    expect((await bring(to, ann, file)).status).toBe(500);
    await to.disarm();
    const [left] = await to.rows<{ id: string }>(`select id from archive_imports where person_id = $1`, [ann.id]);
    expect(left).toBeDefined();
    expect((await ask(to, 'GET', `/communities/imports/${left?.id}`, ann.asked)).status).toBe(404);
    expect((await takeIn(to, ann, left?.id as string, someSlug(), 'Mine')).status).toBe(404);
    expect(await count(to, 'communities')).toBe(communities);
    await to.rows(`update archive_imports set expires_at = now() - interval '1 minute' where id = $1`, [left?.id]);
    await to.worker.cron('0 3 * * *', new Date(to.now()));
    await until(
      'it is forgotten',
      async () => (await to.rows(`select from archive_imports where id = $1`, [left?.id])).length === 0,
    );
    expect(await to.rows(`select from archive_parts where import_id = $1`, [left?.id])).toEqual([]);
  });

  it('whose taking in is asked for twice, at once or after its answer was lost, is one community', async () => {
    const { slug, owner } = await livedIn(from);
    const file = await exported(from, owner, slug);
    const ann = await aPerson(to);
    const one = await bring(to, ann, file);
    const mine = someSlug();
    const both = await Promise.all([1, 2].map(() => takeIn(to, ann, one.json.id, mine, 'Mine')));
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(new Set(both.map(({ json }) => json.id)).size).toBe(1);
    // Who did not make it hears of no secrets.
    expect(both.map(({ json }) => json.secrets.length).sort()).toEqual([0, 2]);

    const two = await bring(to, ann, file);
    const other = someSlug();
    await to.arm('archive:after-commit');
    expect((await takeIn(to, ann, two.json.id, other, 'Mine')).status).toBe(500);
    await to.disarm();
    const again = await takeIn(to, ann, two.json.id, other, 'Mine');
    expect([again.status, again.json.slug]).toEqual([201, other]);
    expect(await to.rows(`select from communities where slug = $1`, [other])).toHaveLength(1);
    expect(await to.rows(`select from archive_parts where import_id = $1`, [two.json.id])).toEqual([]);
  });

  it('is its bringer’s alone, and takes no address that is another’s', async () => {
    const { slug, owner } = await livedIn(from);
    const file = await exported(from, owner, slug);
    const [ann, bob] = [await aPerson(from), await aPerson(from)];
    const { json } = await bring(from, ann, file);
    expect((await ask(from, 'GET', `/communities/imports/${json.id}`, ann.asked)).status).toBe(200);
    expect((await ask(from, 'GET', `/communities/imports/${json.id}`, bob.asked)).status).toBe(404);
    expect((await takeIn(from, bob, json.id, someSlug(), 'X')).status).toBe(404);
    expect((await ask(from, 'DELETE', `/communities/imports/${json.id}`, bob.asked)).status).toBe(204);
    const taken = await takeIn(from, ann, json.id, slug, 'X');
    expect([taken.status, taken.text]).toEqual([409, expect.stringContaining(`"${slug}"`.replaceAll('"', '\\"'))]);
    expect((await takeIn(from, ann, json.id, 'admin', 'X')).status).toBe(400);
    expect((await ask(from, 'DELETE', `/communities/imports/${json.id}`, ann.asked)).status).toBe(204);
    expect((await takeIn(from, ann, json.id, someSlug(), 'X')).status).toBe(404);
  });

  it('is no way round who may make communities', async () => {
    const { slug, owner } = await livedIn(from);
    const file = await exported(from, owner, slug);
    const ann = await aPerson(to);
    const { json } = await bring(to, ann, file);
    await to.rows(
      `insert into installation_settings (id, sign_up) values (true, 'closed') on conflict (id) do update set sign_up = 'closed'`,
    );
    const taken = await takeIn(to, ann, json.id, someSlug(), 'X');
    expect([taken.status, taken.text]).toEqual([403, expect.stringContaining('only operators')]);
    await to.rows(`update installation_settings set sign_up = 'open'`);
  });
});

describe('taking everything along', () => {
  it('is for owners who have proved a moment ago who they are, and is written down', async () => {
    const { slug, owner } = await livedIn(from);
    const path = `/communities/${slug}/export`;
    const admin = await aPerson(from, { roles: { [slug]: 'admin' } });
    expect((await ask(from, 'GET', path, admin.asked)).status).toBe(403);
    expect((await ask(from, 'GET', path, (await aPerson(from)).asked)).status).toBe(404);
    await from.rows(`update sessions set proved_at = now() - interval '11 minutes' where person_id = $1`, [owner.id]);
    const stale = await ask(from, 'GET', path, owner.asked);
    expect([stale.status, stale.text]).toEqual([403, expect.stringContaining('/auth/prove')]);
    await from.rows(`update sessions set proved_at = now() where person_id = $1`, [owner.id]);
    await exported(from, owner, slug);
    const lines = await from.rows(
      `select actor ->> 'kind' as by from audit_log a join communities c on c.id = a.community_id where c.slug = $1 and action = 'community.export'`,
      [slug],
    );
    expect(lines).toEqual([{ by: 'session' }]);
    // Whoever took it along changed nothing: who comes too late with a change hears of who did.
    const at = `/communities/${slug}`;
    const { version } = (await ask<{ version: string }>(from, 'GET', at, owner.asked)).json;
    const editor = await aPerson(from, { roles: { [slug]: 'admin' }, name: 'Edith' });
    expect((await ask(from, 'PATCH', at, { ...editor.asked, body: { name: 'Renamed' } })).status).toBe(200);
    await exported(from, owner, slug);
    const late = await ask(from, 'PATCH', at, { ...admin.asked, body: { name: 'Renamed again', version } });
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('Edith changed this at ')]);
  });
});
