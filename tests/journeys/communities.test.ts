import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiRequest, aKey, ask, type Page } from '../support/api.ts';
import { asPage } from '../support/pages.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { startWorld, type World } from '../support/world.ts';

const DAY = 24 * 3600_000;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const statusOf = async (method: string, path: string, asked: ApiRequest): Promise<number> =>
  (await ask(world, method, path, asked)).status;

const newSlug = () => `m-${randomUUID().slice(0, 8)}`;

/** A community of somebody's own. */
async function founded(owner: TestPerson, more: object = {}): Promise<string> {
  const slug = newSlug();
  const body = { slug, name: 'Penguins', ...more };
  const made = await ask(world, 'POST', '/communities', { ...owner.asked, body });
  expect([made.status, made.text]).toEqual([201, expect.stringContaining(slug)]);
  return slug;
}

/** Somebody with a role in a community, by the id of their member. */
async function memberIn(slug: string, role: 'owner' | 'admin' | 'moderator' | 'editor' | 'viewer') {
  const person = await aPerson(world, { roles: { [slug]: role } });
  const [row] = await world.rows<{ id: string }>(
    `select m.id from members m join accounts a on a.id = m.account_id join communities c on c.id = m.community_id
     where a.person_id = $1 and c.slug = $2`,
    [person.id, slug],
  );
  return { ...person, member: row?.id as string };
}

const roleOf = async (slug: string, person: { readonly id: string }): Promise<string | null> => {
  const [row] = await world.rows<{ role: string }>(
    `select r.role from member_roles r join members m on m.id = r.member_id join accounts a on a.id = m.account_id
       join communities c on c.id = m.community_id where a.person_id = $1 and c.slug = $2`,
    [person.id, slug],
  );
  return row?.role ?? null;
};
const ownersOf = async (slug: string): Promise<number> => {
  const [row] = await world.rows<{ count: number }>(
    `select count(*)::int as count from member_roles r join members m on m.id = r.member_id
       join communities c on c.id = m.community_id where c.slug = $1 and r.role = 'owner'`,
    [slug],
  );
  return row?.count ?? 0;
};

describe('whoever is signed in', () => {
  it('makes a community, and owns it', async () => {
    const ann = await aPerson(world);
    const slug = await founded(ann, { kind: 'gaming', zone: 'Europe/Berlin' });
    const shown = await ask<{ name: string; kind: string; joinMode: string }>(
      world,
      'GET',
      `/communities/${slug}`,
      ann.asked,
    );
    expect(shown.json).toMatchObject({ name: 'Penguins', kind: 'gaming', joinMode: 'invite', zone: 'Europe/Berlin' });
    const mine = await ask<Page<unknown>>(world, 'GET', '/communities/mine', ann.asked);
    expect(mine.json.data).toEqual([expect.objectContaining({ slug, role: 'owner', goneAt: null })]);
    expect(
      await world.rows(`select action from audit_log a join communities c on c.id = a.community_id where c.slug = $1`, [
        slug,
      ]),
    ).toEqual([{ action: 'community.add' }]);
  });

  it('takes no slug that is taken, kept for us, or none', async () => {
    const ann = await aPerson(world);
    const status = (slug: string) => statusOf('POST', '/communities', { ...ann.asked, body: { slug, name: 'X' } });
    expect(await status('demo')).toBe(409);
    for (const slug of [
      'mine',
      'public',
      'api',
      'waddlebot',
      'a',
      '-ab',
      'a--b',
      'a b c',
      'ä'.repeat(4),
      'x'.repeat(41),
      randomUUID(),
    ])
      expect([slug, await status(slug)]).toEqual([slug, 400]);
  });

  it('owns ten at most, however many are asked for at once', async () => {
    const ann = await aPerson(world);
    const made = await Promise.all(
      Array.from({ length: 14 }, () =>
        statusOf('POST', '/communities', { ...ann.asked, body: { slug: newSlug(), name: 'Many' } }),
      ),
    );
    expect(made.filter((status) => status === 201)).toHaveLength(10);
    expect(made.filter((status) => status === 409)).toHaveLength(4);
  });

  it('makes none where sign-up is closed, but for operators', async () => {
    await world.rows(`insert into installation_settings (id, sign_up) values (true, 'closed')
      on conflict (id) do update set sign_up = 'closed'`);
    const [ann, op] = await Promise.all([aPerson(world), aPerson(world, { operator: true })]);
    const body = () => ({ slug: newSlug(), name: 'Closed' });
    expect(await statusOf('POST', '/communities', { ...ann.asked, body: body() })).toBe(403);
    expect(await statusOf('POST', '/communities', { ...op.asked, body: body() })).toBe(201);
    await world.rows(`update installation_settings set sign_up = 'open'`);
  });

  it('makes one under an Idempotency-Key', async () => {
    const ann = await aPerson(world);
    const asked = {
      ...ann.asked,
      headers: { ...ann.asked.headers, 'idempotency-key': randomUUID() },
      body: { slug: newSlug(), name: 'Once' },
    };
    const [one, other] = await Promise.all([
      ask(world, 'POST', '/communities', asked),
      ask(world, 'POST', '/communities', asked),
    ]);
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(one.text).toBe(other.text);
  });
});

describe('joining', () => {
  it('lets people in, has them ask, or wants an invitation, as the community says', async () => {
    const [ann, bob] = await Promise.all([aPerson(world), aPerson(world)]);
    const slug = await founded(ann, { joinMode: 'open' });
    const join = () =>
      ask<{ status: string; role: string | null }>(world, 'POST', `/communities/${slug}/join`, {
        ...bob.asked,
        body: {},
      });
    expect((await join()).json).toEqual({ status: 'joined', role: 'viewer' });
    expect((await join()).json).toEqual({ status: 'joined', role: 'viewer' });
    expect(await statusOf('POST', `/communities/${slug}/leave`, bob.asked)).toBe(204);
    expect(await roleOf(slug, bob)).toBeNull();

    const edit = (body: object) => statusOf('PATCH', `/communities/${slug}`, { ...ann.asked, body });
    expect(await edit({ joinMode: 'request' })).toBe(200);
    expect((await join()).json).toEqual({ status: 'requested', role: null });
    expect((await join()).json).toEqual({ status: 'requested', role: null });
    const waiting = await ask<Page<{ person: string }>>(world, 'GET', `/communities/${slug}/join-requests`, ann.asked);
    expect(waiting.json.data).toMatchObject([{ person: bob.id }]);
    const decide = (decision: string) =>
      statusOf('POST', `/communities/${slug}/join-requests/${bob.id}/${decision}`, ann.asked);
    expect(await decide('decline')).toBe(204);
    expect(await decide('accept')).toBe(404);
    expect((await join()).status).toBe(409);
    await world.advance(8 * DAY);
    expect((await join()).json).toEqual({ status: 'requested', role: null });
    const both = await Promise.all([decide('accept'), decide('accept'), decide('decline')]);
    expect(both.filter((status) => status === 204)).toHaveLength(1);

    expect(await edit({ joinMode: 'invite' })).toBe(200);
    const eve = await aPerson(world);
    const uninvited = await ask(world, 'POST', `/communities/${slug}/join`, { ...eve.asked, body: {} });
    expect([uninvited.status, uninvited.json.error.message]).toEqual([403, expect.stringContaining('invited')]);
  });

  it('tells nobody of a private one', async () => {
    const [ann, eve] = await Promise.all([aPerson(world), aPerson(world)]);
    const slug = await founded(ann, { visibility: 'private', joinMode: 'open' });
    const at = (named: string) => ask(world, 'POST', `/communities/${named}/join`, { ...eve.asked, body: {} });
    const [there, missing] = [await at(slug), await at('nowhere-at-all')];
    expect([there.status, missing.status]).toEqual([404, 404]);
    expect(there.json.error.message.replace(slug, '')).toBe(missing.json.error.message.replace('nowhere-at-all', ''));
    expect((await ask(world, 'GET', '/communities/public?limit=100', eve.asked)).text).not.toContain(slug);
    expect(
      await world.rows(`select m.id from members m join accounts a on a.id = m.account_id where a.person_id = $1`, [
        eve.id,
      ]),
    ).toEqual([]);
  });
});

describe('an invitation', () => {
  const invited = async (slug: string, by: TestPerson, body: object = {}) => {
    const made = await ask<{ id: string; url: string }>(world, 'POST', `/communities/${slug}/invites`, {
      ...by.asked,
      body,
    });
    expect([made.status, made.text]).toEqual([201, expect.any(String)]);
    return { ...made.json, token: made.json.url.split('/').at(-1) as string };
  };
  const accept = (who: TestPerson, token: string) => statusOf('POST', `/invites/${token}`, who.asked);

  it('lets as many in as it says, and its last use is used once', async () => {
    const ann = await aPerson(world);
    const slug = await founded(ann);
    const { token, id } = await invited(slug, ann, { role: 'editor', mostUses: 2 });
    const many = await Promise.all(Array.from({ length: 6 }, () => aPerson(world)));
    const came = await Promise.all(many.map((who) => accept(who, token)));
    expect(came.filter((status) => status === 200)).toHaveLength(2);
    expect(came.filter((status) => status === 404)).toHaveLength(4);
    expect(await world.rows('select uses from invites where id = $1', [id])).toEqual([{ uses: 2 }]);
    const roles = await Promise.all(many.map((who) => roleOf(slug, who)));
    expect(roles.filter((role) => role === 'editor')).toHaveLength(2);
  });

  it('is used by nobody twice, and takes nothing from who has more', async () => {
    const ann = await aPerson(world);
    const slug = await founded(ann);
    const { token, id } = await invited(slug, ann, { role: 'viewer', mostUses: 5 });
    const bob = await aPerson(world);
    expect(await Promise.all([accept(bob, token), accept(bob, token), accept(ann, token)])).toEqual([200, 200, 200]);
    expect(await roleOf(slug, ann)).toBe('owner');
    expect(await world.rows('select uses from invites where id = $1', [id])).toEqual([{ uses: 1 }]);
  });

  it('ends with its time, its revocation, and the rights of who made it', async () => {
    const ann = await aPerson(world);
    const slug = await founded(ann);
    const bob = await aPerson(world);
    const old = await invited(slug, ann, { expiresInHours: 1 });
    await world.advance(3_601_000);
    expect(await accept(bob, old.token)).toBe(404);
    const revoked = await invited(slug, ann);
    expect(await statusOf('DELETE', `/communities/${slug}/invites/${revoked.id}`, ann.asked)).toBe(204);
    expect(await accept(bob, revoked.token)).toBe(404);
    const adam = await memberIn(slug, 'admin');
    const mod = await invited(slug, adam, { role: 'moderator' });
    await world.rows(`update member_roles set role = 'editor' where member_id = $1`, [adam.member]);
    expect(await accept(bob, mod.token)).toBe(404);
    expect(await roleOf(slug, bob)).toBeNull();
  });

  it('gives no role that its maker may not give', async () => {
    const ann = await aPerson(world);
    const slug = await founded(ann);
    const [admin, mod] = await Promise.all([memberIn(slug, 'admin'), memberIn(slug, 'moderator')]);
    const status = (who: ApiRequest, role: string) =>
      statusOf('POST', `/communities/${slug}/invites`, { ...who, body: { role } });
    expect(await status(ann.asked, 'owner')).toBe(400);
    expect(await status(ann.asked, 'admin')).toBe(201);
    expect(await status(admin.asked, 'admin')).toBe(403);
    expect(await status(admin.asked, 'moderator')).toBe(201);
    expect(await status(mod.asked, 'editor')).toBe(403);
    expect(await status(mod.asked, 'viewer')).toBe(201);
    const key = await aKey(world, { communities: [slug], scopes: ['members:write'] });
    expect(await status({ key }, 'moderator')).toBe(403);
    expect(await status({ key }, 'viewer')).toBe(201);
  });

  it('has a page that says what it is, and asks', async () => {
    const ann = await aPerson(world);
    const slug = await founded(ann, { name: 'Tux & <b>friends</b>' });
    const { token } = await invited(slug, ann, { role: 'editor' });
    const bob = await aPerson(world);
    const stranger = await fetch(`${world.worker.url}/auth/join/${token}`);
    expect([stranger.status, await stranger.text()]).toEqual([401, expect.not.stringContaining('Tux')]);
    const shown = await fetch(`${world.worker.url}/auth/join/${token}`, {
      headers: { cookie: bob.asked.headers.cookie as string },
    });
    const text = await shown.text();
    expect([shown.status, text]).toEqual([200, expect.stringContaining('Tux &amp; &lt;b&gt;friends')]);
    expect(text).toContain('<strong>editor</strong>');
    expect(await roleOf(slug, bob)).toBeNull();
    const pressed = await asPage(world, bob, `/auth/join/${token}`);
    expect([pressed.status, await roleOf(slug, bob)]).toEqual([200, 'editor']);
    expect((await asPage(world, bob, `/auth/join/${token}x`)).status).toBe(404);
    const forged = await fetch(`${world.worker.url}/auth/join/${token}`, {
      method: 'POST',
      headers: { cookie: bob.asked.headers.cookie as string, 'content-type': 'application/x-www-form-urlencoded' },
      body: '_csrf=guess',
    });
    expect(forged.status).toBe(403);
  });
});

describe('roles', () => {
  it('are given and taken from above, and ownership stays with somebody', async () => {
    const ann = await aPerson(world);
    const slug = await founded(ann);
    const [admin, other, mod] = await Promise.all([
      memberIn(slug, 'admin'),
      memberIn(slug, 'admin'),
      memberIn(slug, 'moderator'),
    ]);
    const give = (by: ApiRequest, whom: TestPerson, role: string) =>
      statusOf('PUT', `/communities/${slug}/roles/twitch:${whom.account}`, { ...by, body: { role } });
    const take = (by: ApiRequest, whom: TestPerson) =>
      statusOf('DELETE', `/communities/${slug}/roles/twitch:${whom.account}`, by);
    expect(await give(mod.asked, mod, 'admin')).toBe(403);
    expect(await give(admin.asked, mod, 'admin')).toBe(403);
    expect(await give(admin.asked, other, 'viewer')).toBe(403);
    expect(await give(admin.asked, admin, 'owner')).toBe(403);
    expect(await take(admin.asked, ann)).toBe(403);
    expect(await give(admin.asked, mod, 'editor')).toBe(200);
    expect(await give(ann.asked, ann, 'admin')).toBe(409);
    expect(await take({}, ann)).toBe(409);
    expect(await statusOf('POST', `/communities/${slug}/leave`, ann.asked)).toBe(409);
    expect(await give(ann.asked, other, 'owner')).toBe(200);
    const both = await Promise.all(
      [ann, other].map((who) => statusOf('POST', `/communities/${slug}/leave`, who.asked)),
    );
    expect(both.sort()).toEqual([204, 409]);
    expect(await ownersOf(slug)).toBe(1);
  });

  it('are a person’s, whichever of their accounts they were given to', async () => {
    const ann = await aPerson(world);
    const slug = await founded(ann);
    const mod = await memberIn(slug, 'moderator');
    await world.rows(
      `insert into accounts (id, platform, platform_id, login, display_name, person_id) values (gen_random_uuid(), 'kick', $1, $1, $1, $2)`,
      [`k${mod.account}`, mod.id],
    );
    const put = await statusOf('PUT', `/communities/${slug}/roles/kick:k${mod.account}`, {
      ...ann.asked,
      body: { role: 'viewer' },
    });
    expect([put, await roleOf(slug, mod)]).toEqual([200, 'viewer']);
    expect(await statusOf('DELETE', `/communities/${slug}/roles/kick:k${mod.account}`, ann.asked)).toBe(204);
    expect(await roleOf(slug, mod)).toBeNull();
  });

  it('are told as one table', async () => {
    const eve = await aPerson(world);
    const table = await ask<{ roles: { role: string; rights: Record<string, string> }[] }>(
      world,
      'GET',
      '/roles/table',
      eve.asked,
    );
    const moderator = table.json.roles.find(({ role }) => role === 'moderator')?.rights;
    expect(moderator).toMatchObject({ settings: 'read', 'loyalty-wipes': 'none', ownership: 'none' });
  });
});

describe('a ban', () => {
  it('takes the role, and keeps all doors shut until it is lifted', async () => {
    const ann = await aPerson(world);
    const slug = await founded(ann, { joinMode: 'open' });
    const bob = await memberIn(slug, 'editor');
    const ban = (by: ApiRequest, member: string) =>
      statusOf('PUT', `/communities/${slug}/bans/${member}`, { ...by, body: { reason: 'rude' } });
    expect(await ban(ann.asked, bob.member)).toBe(204);
    expect(await statusOf('GET', `/communities/${slug}`, bob.asked)).toBe(404);
    expect(await statusOf('POST', `/communities/${slug}/join`, { ...bob.asked, body: {} })).toBe(403);
    const made = await ask<{ url: string }>(world, 'POST', `/communities/${slug}/invites`, { ...ann.asked, body: {} });
    expect(await statusOf('POST', `/invites/${made.json.url.split('/').at(-1)}`, bob.asked)).toBe(403);
    expect(
      await statusOf('PUT', `/communities/${slug}/roles/twitch:${bob.account}`, {
        ...ann.asked,
        body: { role: 'editor' },
      }),
    ).toBe(409);
    const listed = await ask<Page<unknown>>(world, 'GET', `/communities/${slug}/bans`, ann.asked);
    expect(listed.json.data).toMatchObject([{ id: bob.member, reason: 'rude' }]);
    const members = await ask<Page<{ id: string }>>(world, 'GET', `/communities/${slug}/members`, ann.asked);
    expect(members.json.data.find(({ id }) => id === bob.member)).toMatchObject({ banned: true, role: null });
    expect(await statusOf('DELETE', `/communities/${slug}/bans/${bob.member}`, ann.asked)).toBe(204);
    expect(await statusOf('POST', `/communities/${slug}/join`, { ...bob.asked, body: {} })).toBe(200);
    expect(await roleOf(slug, bob)).toBe('viewer');
  });

  it('is for who is below oneself, and of the same community', async () => {
    const ann = await aPerson(world);
    const slug = await founded(ann);
    const [admin, other, mod] = await Promise.all([
      memberIn(slug, 'admin'),
      memberIn(slug, 'moderator'),
      memberIn(slug, 'moderator'),
    ]);
    const foreign = await memberIn('demo', 'viewer');
    const ban = (by: ApiRequest, member: string) =>
      statusOf('PUT', `/communities/${slug}/bans/${member}`, { ...by, body: {} });
    expect(await ban(mod.asked, admin.member)).toBe(403);
    expect(await ban(mod.asked, other.member)).toBe(403);
    expect(await ban(mod.asked, mod.member)).toBe(403);
    expect(await ban(admin.asked, foreign.member)).toBe(404);
    expect(await ban(admin.asked, mod.member)).toBe(204);
  });

  it('and joining at once leave nobody who is banned with a role', async () => {
    const ann = await aPerson(world);
    const slug = await founded(ann, { joinMode: 'open' });
    for (let i = 0; i < 5; i++) {
      const bob = await memberIn(slug, 'viewer');
      await world.rows('delete from member_roles where member_id = $1', [bob.member]);
      await Promise.all([
        statusOf('PUT', `/communities/${slug}/bans/${bob.member}`, { ...ann.asked, body: {} }),
        statusOf('POST', `/communities/${slug}/join`, { ...bob.asked, body: {} }),
      ]);
      expect([i, await roleOf(slug, bob)]).toEqual([i, null]);
    }
  });
});

describe('ownership', () => {
  it('is handed on once, by a fresh proof, to somebody who can take it', async () => {
    const ann = await aPerson(world);
    const slug = await founded(ann);
    const [one, other] = await Promise.all([memberIn(slug, 'editor'), memberIn(slug, 'viewer')]);
    const to = (member: string, by: ApiRequest = ann.asked) =>
      statusOf('POST', `/communities/${slug}/transfer`, { ...by, body: { to: member } });
    expect(await to(one.member, {})).toBe(422);
    await world.rows(`update member_roles set role = 'admin' where member_id = $1`, [one.member]);
    expect(await to(one.member, one.asked)).toBe(403);
    const [faceless] = await world.rows<{ id: string }>(
      `with a as (insert into accounts (id, platform, platform_id, login, display_name) values (gen_random_uuid(), 'twitch', $1, $1, $1) returning id)
       insert into members (id, community_id, account_id) select gen_random_uuid(), c.id, a.id from a, communities c where c.slug = $2 returning id`,
      [randomUUID(), slug],
    );
    expect(await to(faceless?.id as string)).toBe(409);
    expect(await to(randomUUID())).toBe(404);
    await world.rows(`update sessions set proved_at = proved_at - interval '1 hour' where person_id = $1`, [ann.id]);
    expect(await to(one.member)).toBe(403);
    await world.rows(`update sessions set proved_at = proved_at + interval '1 hour' where person_id = $1`, [ann.id]);
    const both = await Promise.all([to(one.member), to(other.member)]);
    expect(both.sort()).toEqual([204, 403]);
    expect([await ownersOf(slug), await roleOf(slug, ann)]).toEqual([1, 'admin']);
  });
});

describe('a deleted community', () => {
  it('is gone to everybody and can be had back by its owner for a week', async () => {
    const ann = await aPerson(world);
    const slug = await founded(ann);
    const admin = await memberIn(slug, 'admin');
    const undelete = (by: ApiRequest) => statusOf('POST', `/communities/${slug}/undelete`, by);
    expect(await undelete(ann.asked)).toBe(404);
    const key = await aKey(world, { communities: [slug] });
    expect(await statusOf('DELETE', `/communities/${slug}`, admin.asked)).toBe(403);
    expect(await statusOf('DELETE', `/communities/${slug}`, ann.asked)).toBe(200);
    for (const by of [ann.asked, admin.asked, { key }, {}])
      expect(await statusOf('GET', `/communities/${slug}`, by)).toBe(404);
    const mine = await ask<Page<unknown>>(world, 'GET', '/communities/mine', ann.asked);
    expect(mine.json.data).toEqual([expect.objectContaining({ slug, goneAt: expect.any(String) })]);
    expect((await ask<Page<unknown>>(world, 'GET', '/communities/mine', admin.asked)).json.data).toEqual([]);
    expect(await undelete(admin.asked)).toBe(404);
    expect(await statusOf('POST', '/communities', { ...admin.asked, body: { slug, name: 'Mine now' } })).toBe(409);
    expect(await undelete(ann.asked)).toBe(204);
    expect(await statusOf('GET', `/communities/${slug}`, admin.asked)).toBe(200);
  });

  it('is gone for good after a week, with the keys that went nowhere else', async () => {
    const ann = await aPerson(world);
    const slug = await founded(ann);
    await aKey(world, { communities: [slug] });
    const [{ id } = { id: '' }] = await world.rows<{ id: string }>('select id from communities where slug = $1', [
      slug,
    ]);
    expect(await statusOf('DELETE', `/communities/${slug}`, ann.asked)).toBe(200);
    const night = () => world.worker.cron('0 3 * * *', new Date(world.now()));
    await world.advance(7 * DAY - 60_000);
    await night();
    expect(await world.rows('select id from communities where id = $1', [id])).toHaveLength(1);
    await world.advance(120_000);
    expect(await statusOf('POST', `/communities/${slug}/undelete`, ann.asked)).toBe(404);
    await night();
    expect(await world.rows('select id from communities where id = $1', [id])).toEqual([]);
    expect(await world.rows('select id from api_keys where community_ids = array[$1::uuid]', [id])).toEqual([]);
    expect(await world.rows('select action from audit_log where target = $1', [`community:${id}`])).toEqual([
      { action: 'community.forget' },
    ]);
  });
});

describe('a key of a community’s own', () => {
  it('does no more than who made it, and goes nowhere else', async () => {
    const ann = await aPerson(world);
    const slug = await founded(ann);
    const [admin, mod] = await Promise.all([memberIn(slug, 'admin'), memberIn(slug, 'moderator')]);
    const path = `/communities/${slug}/keys`;
    const add = (by: ApiRequest, ...scopes: string[]) =>
      ask<{ id: string; key: string; communities: string[] }>(world, 'POST', path, {
        ...by,
        body: { name: 'Bot', scopes },
      });
    expect((await add(mod.asked, 'commands:read')).status).toBe(403);
    for (const scope of ['roles:write', 'events:actor']) {
      expect((await add(admin.asked, scope)).status).toBe(403);
      expect((await add(ann.asked, scope)).status).toBe(201);
    }
    const made = await add(admin.asked, 'commands:write', 'commands:read');
    expect(made.status).toBe(201);
    const { key, id } = made.json;
    expect(await statusOf('GET', `/commands/${slug}`, { key })).toBe(200);
    expect(await statusOf('GET', '/commands/demo', { key })).toBe(404);
    const listed = await ask(world, 'GET', path, admin.asked);
    expect([listed.status, listed.text]).toEqual([200, expect.not.stringContaining(key)]);
    expect(listed.text).toContain('"lastUsedAt":"2');
    const elsewhere = await aPerson(world, { roles: { demo: 'owner' } });
    expect(await statusOf('DELETE', `/communities/demo/keys/${id}`, elsewhere.asked)).toBe(404);
    expect(await statusOf('DELETE', `${path}/${id}`, admin.asked)).toBe(204);
    expect(await statusOf('GET', `/commands/${slug}`, { key })).toBe(401);
  });
});
