import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../workers/core/levels.ts';
import { aCommunity, aKey, ask } from '../support/api.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface Member {
  readonly id: string;
  readonly person: string | null;
  readonly role: Role | null;
  readonly accounts: readonly { readonly account: string; readonly platform: string; readonly displayName: string }[];
}
interface Note {
  readonly id: string;
  readonly text: string;
  readonly author: { readonly person: string } | null;
  readonly editedAt: string | null;
}
type MemberPage = Member & {
  readonly notes: readonly Note[];
  readonly log: readonly { readonly action: string; readonly after: unknown }[] | null;
};
interface Page {
  readonly data: readonly (Member & { readonly notes: number })[];
  readonly next: string | null;
  readonly total: number;
}

const somebody = (slug: string, role: Role) => aPerson(world, { roles: { [slug]: role } });
const list = async (slug: string, by: TestPerson, query: Readonly<Record<string, string>> = {}) => {
  const { status, json } = await ask<Page>(
    world,
    'GET',
    `/communities/${slug}/members?${new URLSearchParams(query)}`,
    by.asked,
  );
  expect(status).toBe(200);
  return json;
};

/** An account that was seen in a community, of a person or of nobody. */
async function seen(slug: string, name: string, platform: string, person: string | null = null): Promise<string> {
  const [row] = await world.rows<{ id: string }>(
    `with account as (
       insert into accounts (id, platform, platform_id, login, display_name, person_id)
       values (gen_random_uuid(), $2, $3, $4, $4, $5) returning id)
     insert into members (id, community_id, account_id)
     select uuidv7(), c.id, account.id from communities c, account where c.slug = $1 returning id`,
    [slug, platform, randomUUID(), name, person],
  );
  return row?.id as string;
}

const memberOf = async (slug: string, by: TestPerson, person: string): Promise<Member> =>
  (await list(slug, by)).data.find((member) => member.person === person) as Member;

describe('members', () => {
  it('are found by name, role and platform, in any order, page by page', async () => {
    const { slug } = await aCommunity(world);
    const owner = await somebody(slug, 'owner');
    const viewer = await somebody(slug, 'viewer');
    await seen(slug, 'Zoe', 'kick', viewer.id);
    await seen(slug, 'Adam', 'discord');
    await seen(slug, '100%_sure', 'slack');
    const names = ({ data }: Page) =>
      data.map(({ accounts }) => accounts.map(({ displayName }) => displayName).join('+'));
    const all = await list(slug, owner);
    expect([all.total, all.data.length]).toEqual([4, 4]);
    const theirs = all.data.find(({ person }) => person === viewer.id);
    expect(theirs).toMatchObject({
      role: 'viewer',
      notes: 0,
      accounts: [
        { account: `twitch:${viewer.account}`, platform: 'twitch' },
        { platform: 'kick', displayName: 'Zoe' },
      ],
    });
    const v = `user_${viewer.account}+Zoe`;
    const o = `user_${owner.account}`;
    expect(names(await list(slug, owner, { q: 'zO' }))).toEqual([v]);
    expect(names(await list(slug, owner, { q: '%_' }))).toEqual(['100%_sure']);
    expect(names(await list(slug, owner, { q: `twitch:${viewer.account}` }))).toEqual([v]);
    expect(names(await list(slug, owner, { q: 'nobody' }))).toEqual([]);
    expect(names(await list(slug, owner, { role: 'viewer' }))).toEqual([v]);
    expect(names(await list(slug, owner, { platform: 'discord' }))).toEqual(['Adam']);
    expect(names(await list(slug, owner, { sort: 'name' }))).toEqual(['100%_sure', 'Adam', ...[o, v].toSorted()]);
    expect(names(await list(slug, owner, { sort: 'role' })).slice(0, 2)).toEqual([o, v]);
    for (const sort of ['joined', 'newest', 'name', 'role']) {
      const whole = names(await list(slug, owner, { sort }));
      const paged: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: Page = await list(slug, owner, { sort, limit: '1', ...(cursor ? { cursor } : {}) });
        expect(page.total).toBe(4);
        paged.push(...names(page));
        cursor = page.next;
      }
      expect([sort, paged]).toEqual([sort, whole]);
    }
    expect(names(await list(slug, owner, { sort: 'newest' }))).toEqual(names(all).toReversed());
  });
});

describe('notes about a member', () => {
  const notes = (slug: string, member: string, note = '') =>
    `/communities/${slug}/members/${member}/notes${note && `/${note}`}`;
  const read = async (slug: string, member: string, by: TestPerson) =>
    (await ask<MemberPage>(world, 'GET', `/communities/${slug}/members/${member}`, by.asked)).json;

  it('are written, changed and deleted, and the audit log tells nothing of their words', async () => {
    const { slug } = await aCommunity(world);
    const [ann, bob] = [await somebody(slug, 'moderator'), await somebody(slug, 'moderator')];
    const viewer = await somebody(slug, 'viewer');
    const { id } = await memberOf(slug, ann, viewer.id);
    // Whichever of their accounts they were seen with.
    const other = await seen(slug, 'Zoe', 'kick', viewer.id);
    const written = await ask<Note>(world, 'POST', notes(slug, id), { ...ann.asked, body: { text: ' secret words ' } });
    expect([written.status, written.json]).toEqual([
      201,
      expect.objectContaining({
        text: 'secret words',
        author: expect.objectContaining({ person: ann.id }),
        editedAt: null,
      }),
    ]);
    const note = written.json.id;
    const edit = (by: TestPerson, text: string) =>
      ask<Note>(world, 'PATCH', notes(slug, other, note), { ...by.asked, body: { text } });
    expect((await edit(bob, 'other words')).status).toBe(409);
    expect((await edit(ann, 'better secret words')).json.editedAt).not.toBeNull();
    for (const member of [id, other])
      expect((await read(slug, member, bob)).notes.map(({ text }) => text)).toEqual(['better secret words']);
    expect((await list(slug, bob)).data.find(({ person }) => person === viewer.id)?.notes).toBe(1);
    const key = await aKey(world, { communities: [slug], scopes: ['members:read'] });
    const byKey = await ask<MemberPage>(world, 'GET', `/communities/${slug}/members/${id}`, { key });
    expect([byKey.status, byKey.json.log]).toEqual([200, null]);
    expect((await ask(world, 'DELETE', notes(slug, id, note), bob.asked)).status).toBe(204);
    expect((await ask(world, 'DELETE', notes(slug, id, note), bob.asked)).status).toBe(404);
    const after = await read(slug, id, ann);
    expect(after.notes).toEqual([]);
    expect(after.log?.map(({ action }) => action)).toEqual(['note.remove', 'note.edit', 'note.add']);
    const log = await ask(world, 'GET', `/communities/${slug}/audit`, ann.asked);
    expect(log.text).toContain('note.edit');
    expect(log.text).not.toContain('words');
  });

  it('are for those who see members, and for what is text', async () => {
    const { slug } = await aCommunity(world);
    const [moderator, viewer] = [await somebody(slug, 'moderator'), await somebody(slug, 'viewer')];
    const { id } = await memberOf(slug, moderator, viewer.id);
    const add = (by: TestPerson, text: unknown) => ask(world, 'POST', notes(slug, id), { ...by.asked, body: { text } });
    expect((await add(viewer, 'me')).status).toBe(403);
    expect((await ask(world, 'GET', `/communities/${slug}/members/${id}`, viewer.asked)).status).toBe(403);
    for (const text of ['', '   ', 'x'.repeat(2_001), 'a\u0000b', 7])
      expect((await add(moderator, text)).status).toBe(400);
    expect((await add(moderator, '🐧'.repeat(2_000))).status).toBe(201);
    await world.rows(
      `insert into member_notes (id, member_id, text) select gen_random_uuid(), $1, 'x' from generate_series(1, 98)`,
      [id],
    );
    const both = await Promise.all(['one', 'two'].map((text) => add(moderator, text)));
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  it('of another community are not there', async () => {
    const { slug } = await aCommunity(world);
    const { slug: another } = await aCommunity(world);
    const [here, there] = [await somebody(slug, 'owner'), await somebody(another, 'owner')];
    const member = await seen(another, 'Zoe', 'kick');
    const mine = await seen(slug, 'Adam', 'kick');
    const written = await ask<Note>(world, 'POST', notes(another, member), {
      ...there.asked,
      body: { text: 'theirs' },
    });
    const note = written.json.id;
    const statuses = async (path: string) => [
      (await ask(world, 'GET', path.replace(/\/notes.*/, ''), here.asked)).status,
      (await ask(world, 'POST', path.replace(/\/notes.*/, '/notes'), { ...here.asked, body: { text: 'x' } })).status,
      (await ask(world, 'PATCH', path, { ...here.asked, body: { text: 'x' } })).status,
      (await ask(world, 'DELETE', path, here.asked)).status,
    ];
    expect(await statuses(notes(another, member, note))).toEqual([404, 404, 404, 404]);
    expect(await statuses(notes(slug, member, note))).toEqual([404, 404, 404, 404]);
    expect((await statuses(notes(slug, mine, note))).slice(2)).toEqual([404, 404]);
    expect((await read(another, member, there)).notes.map(({ text }) => text)).toEqual(['theirs']);
  });

  it('are theirs to read, without who wrote them, and go with them', async () => {
    const { slug } = await aCommunity(world);
    const [owner, author, viewer] = [
      await somebody(slug, 'owner'),
      await somebody(slug, 'moderator'),
      await somebody(slug, 'viewer'),
    ];
    const [about, of] = [await memberOf(slug, owner, viewer.id), await memberOf(slug, owner, author.id)];
    const note = (id: string, by: TestPerson, text: string) =>
      ask(world, 'POST', notes(slug, id), { ...by.asked, body: { text } });
    await note(about.id, author, 'what was noted');
    await note(of.id, owner, 'about the author');
    const exported = await fetch(`${world.worker.url}/api/v1/me/export`, { headers: viewer.asked.headers });
    const text = await exported.text();
    expect([exported.status, text]).toEqual([200, expect.stringContaining('what was noted')]);
    expect(text).not.toContain(author.id);
    const theirs = await (
      await fetch(`${world.worker.url}/api/v1/me/export`, { headers: author.asked.headers })
    ).text();
    expect(theirs).toContain('about the author');
    expect(theirs).not.toContain('what was noted');
    expect(
      (await ask(world, 'POST', '/me/erase', { ...author.asked, body: { confirm: 'erase' } })).status,
    ).toBeLessThan(300);
    expect((await read(slug, about.id, owner)).notes).toMatchObject([{ text: 'what was noted', author: null }]);
    expect(
      (await ask(world, 'POST', '/me/erase', { ...viewer.asked, body: { confirm: 'erase' } })).status,
    ).toBeLessThan(300);
    expect(await world.rows(`select from member_notes where member_id = any($1)`, [[about.id, of.id]])).toEqual([]);
  });
});
