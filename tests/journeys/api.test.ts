import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Envelope } from '../../workers/api/errors.ts';
import { type ApiRequest, aCommunity, aKey, ask, type Page, someAddress } from '../support/api.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const api = <Body = Envelope>(method: string, path: string, asked?: ApiRequest) =>
  ask<Body>(world, method, path, asked);
const audit = (action: string) =>
  world.rows<{ actor: Record<string, unknown>; before: unknown; after: unknown }>(
    'select actor, before, after from audit_log where action = $1 order by id',
    [action],
  );

describe('keys', () => {
  it('are made by the operator, shown once, used, and closed at once', async () => {
    const made = await api<{ id: string; key: string }>('POST', '/keys', {
      body: { name: 'Overlay', communities: ['demo'], scopes: ['communities:read'], platforms: ['twitch'] },
    });
    expect(made.status).toBe(201);
    const { id, key } = made.json;
    expect(key).toMatch(/^wbk_[A-Za-z0-9_-]{43}$/);
    expect(made.json).toMatchObject({ name: 'Overlay', scopes: ['communities:read'], platforms: ['twitch'] });
    for (const table of ['api_keys', 'audit_log', 'idempotency_keys'])
      expect(await world.rows(`select 1 from ${table} t where t::text like $1`, [`%${key}%`])).toHaveLength(0);
    expect(world.logs.join('\n')).not.toContain(key);

    expect((await api('GET', '/communities/demo', { key })).json).toMatchObject({ slug: 'demo', prefix: '!' });
    const { data } = (await api<Page<{ id: string }>>('GET', '/keys')).json;
    const listed = data.find((row) => row.id === id);
    expect(listed).toMatchObject({ start: key.slice(0, 10), lastUsedAt: expect.any(String), revokedAt: null });
    expect(JSON.stringify(listed)).not.toContain(key);

    expect((await api('DELETE', `/keys/${id}`)).status).toBe(204);
    const refused = await api('GET', '/communities/demo', { key });
    expect(refused).toMatchObject({ status: 401, json: { error: { code: 'UNAUTHENTICATED' } } });
    expect(refused.json.error.message).toContain('"Overlay" was revoked');
    expect((await api('DELETE', `/keys/${id}`)).status).toBe(204);
    expect(await audit('key.revoke')).toHaveLength(1);
  });

  it('name communities that are there, and an end that is to come', async () => {
    const asked = { name: 'x', communities: ['nowhere'], scopes: ['communities:read'] };
    expect(await api('POST', '/keys', { body: asked })).toMatchObject({ status: 404 });
    const over = { ...asked, communities: ['demo'], expiresAt: '2020-01-01T00:00:00Z' };
    expect(await api('POST', '/keys', { body: over })).toMatchObject({ status: 400 });
  });

  it('are not shown again to who repeats the request', async () => {
    const asked = {
      body: { name: 'Once', communities: ['demo'], scopes: ['audit:read'] },
      headers: { 'idempotency-key': randomUUID() },
    };
    const first = await api<{ key: string }>('POST', '/keys', asked);
    const second = await api('POST', '/keys', asked);
    expect(first.json.key).toMatch(/^wbk_/);
    expect(second.json).toEqual({ ...first.json, key: null });
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await world.rows(`select id from api_keys where name = 'Once'`)).toHaveLength(1);
  });

  it('note when they were used no more than once a minute', async () => {
    const key = await aKey(world);
    const used = async () =>
      (
        await world.rows<{ at: Date }>('select last_used_at as at from api_keys where key_start = $1', [
          key.slice(0, 10),
        ])
      )[0]?.at;
    await api('GET', '/channels', { key });
    const first = await used();
    await api('GET', '/channels', { key });
    expect(await used()).toEqual(first);
    expect(first).toBeInstanceOf(Date);
  });
});

describe('a community’s settings', () => {
  it('count for the next message, and a prefix within half a minute', async () => {
    const [heard, unheard] = TWITCH_CHANNELS.slice(0, 2).map(({ id }) => id) as [string, string];
    const answer = async (channel: string, login: string, text: string) => {
      const user = { id: `90-${login}`, login, role: 'viewer' as const };
      const { messageId } = await world.twitch.chat({ channel, user, text });
      return until(`an answer to ${text}`, () => world.twitch.sent.find((line) => line.replyTo === messageId)?.text);
    };
    expect(await answer(heard, 'ada', '!ping')).toBe('Pong!');
    const changed = await api('PATCH', '/communities/demo', {
      body: { prefix: '?', language: 'de', limits: { reply: { count: 9, windowMs: 10_000 } } },
    });
    expect(changed.json).toMatchObject({ slug: 'demo', prefix: '?', limits: { reply: { count: 9 }, command: null } });
    expect(await answer(heard, 'bob', '@waddlebot help ping')).toContain('?ping');
    // An isolate goes by the prefix it knows for 30 s; of this channel it knows none yet.
    expect(await answer(unheard, 'bob', '?ping')).toBe('Pong!');
    const [line] = await audit('community.edit');
    expect(line).toMatchObject({
      actor: { kind: 'service' },
      before: { prefix: '!', limits: {} },
      after: { prefix: '?', limits: { reply: { count: 9 } } },
    });
    const back = await api('PATCH', '/communities/demo', {
      body: { prefix: '!', language: 'en', limits: { reply: null } },
    });
    expect(back.json).toMatchObject({ prefix: '!', limits: { reply: null } });
    expect((await api('GET', '/communities/demo')).json).toEqual(back.json);
  });

  it('that stay the same change nothing and are not written down', async () => {
    const { slug } = await aCommunity(world);
    const version = async () =>
      (await world.rows<{ v: number }>('select settings_version as v from communities where slug = $1', [slug]))[0]?.v;
    const before = [await version(), (await audit('community.edit')).length];
    expect((await api('PATCH', `/communities/${slug}`, { body: { prefix: '!' } })).status).toBe(200);
    expect([await version(), (await audit('community.edit')).length]).toEqual(before);
  });

  it.each([
    ['a letter', { prefix: 'w' }],
    ['a space', { prefix: '! ' }],
    ['what Twitch keeps for itself', { prefix: '/' }],
    ['what mentions begin with', { prefix: '@!' }],
    ['six signs', { prefix: '!!!!!!' }],
    ['an offset for a zone', { zone: '+02:00' }],
    ['a zone that is none', { zone: 'Europe/Entenhausen' }],
    ['a limit of nothing', { limits: { command: { count: 0, windowMs: 60_000 } } }],
    ['nothing at all', {}],
  ])('cannot be %s', async (_, body) => {
    expect(await api('PATCH', '/communities/demo', { body })).toMatchObject({
      status: 400,
      json: { error: { code: 'INVALID' } },
    });
  });

  it('take signs of any kind for a prefix', async () => {
    const { slug } = await aCommunity(world);
    for (const prefix of ['.', '-?!', '🐧', '¿', '$'])
      expect((await api('PATCH', `/communities/${slug}`, { body: { prefix } })).json).toMatchObject({ prefix });
  });
});

describe('roles', () => {
  it('raise an account in chat before it ever spoke, and no longer when they are taken', async () => {
    const channel = (TWITCH_CHANNELS[2] as (typeof TWITCH_CHANNELS)[number]).id;
    const user = { id: '9100', login: 'mod_to_be', role: 'viewer' as const };
    const before = await world.twitch.chat({ channel, user: { ...user, id: '9101', login: 'ann' }, text: '!ping' });
    await until('the channel to be heard', () => world.twitch.sent.find(({ replyTo }) => replyTo === before.messageId));
    const given = await api('PUT', '/communities/demo/roles/twitch:9100', { body: { role: 'moderator' } });
    expect(given).toMatchObject({ status: 200, json: { account: 'twitch:9100', role: 'moderator' } });
    const { messageId } = await world.twitch.chat({ channel, user, text: '!command add byrole hi' });
    await until('an answer', () => world.twitch.sent.find((line) => line.replyTo === messageId));
    expect(await world.rows(`select 1 from commands where name = 'byrole'`)).toHaveLength(1);
    expect((await api<Page<object>>('GET', '/communities/demo/roles')).json.data).toContainEqual(
      expect.objectContaining({ account: 'twitch:9100', login: 'mod_to_be', role: 'moderator' }),
    );

    expect((await api('DELETE', '/communities/demo/roles/twitch:9100')).status).toBe(204);
    expect((await api('DELETE', '/communities/demo/roles/twitch:9100')).status).toBe(404);
    await world.twitch.chat({ channel, user, text: '!command add nomore hi' });
    const refusals = await until('the refusal', async () => {
      const { data } = (await api<Page<{ reason: string }>>('GET', `/channels/twitch:${channel}/refusals`)).json;
      return data[0]?.reason === 'level' && data;
    });
    expect(refusals[0]).toMatchObject({ account: '9100', at: expect.any(Number) });
    expect(await audit('role.take')).toMatchObject([{ before: { role: 'moderator' }, after: null }]);
  });

  it('can be given to oneself by who is spoken for', async () => {
    const { slug } = await aCommunity(world);
    await world.rows(
      `insert into accounts (id, platform, platform_id, login, display_name) values (gen_random_uuid(), 'twitch', '9200', 'eve', 'Eve')`,
    );
    const asked = { body: { role: 'editor' }, headers: { 'x-on-behalf-of': 'twitch:9200' } };
    expect((await api('PUT', `/communities/${slug}/roles/twitch:9200`, asked)).status).toBe(200);
    expect((await api<Page<object>>('GET', `/communities/${slug}/roles`)).json.data).toMatchObject([
      { login: 'eve', role: 'editor' },
    ]);
    const { data } = (await api<Page<object>>('GET', `/communities/${slug}/audit?action=role.give`)).json;
    expect(data).toMatchObject([
      { actor: { kind: 'service', onBehalfOf: { account: '9200' } }, target: 'account:twitch:9200' },
    ]);
  });
});

describe('lists', () => {
  it('come page by page, each row once', async () => {
    const { slug } = await aCommunity(world);
    for (let i = 0; i < 7; i++) await api('PUT', `/communities/${slug}/roles/kick:${i}`, { body: { role: 'viewer' } });
    const all = async <Row>(path: string): Promise<readonly Row[]> => {
      const rows: Row[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { json }: { json: Page<Row> } = await api<Page<Row>>('GET', path + (cursor ? `&cursor=${cursor}` : ''));
        rows.push(...json.data);
        cursor = json.next;
      }
      return rows;
    };
    const roles = await all<{ account: string }>(`/communities/${slug}/roles?limit=3`);
    expect(roles.map(({ account }) => account)).toEqual(Array.from({ length: 7 }, (_, i) => `kick:${i}`));
    const audited = await all<{ target: string }>(`/communities/${slug}/audit?limit=2`);
    expect(audited.map(({ target }) => target)).toEqual(Array.from({ length: 7 }, (_, i) => `account:kick:${6 - i}`));
  });

  it('show a key only what it may reach', async () => {
    const { slug, channel } = await aCommunity(world);
    const own = await aKey(world, { communities: [slug] });
    const channels = async (key: string, query = '') =>
      (await api<Page<{ channel: string }>>('GET', `/channels${query}`, { key })).json.data.map(
        ({ channel }) => channel,
      );
    expect(await channels(own)).toEqual([`twitch:${channel}`]);
    expect(await channels(own, '?platform=slack')).toEqual([]);
    const onSlack = await aKey(world, { platforms: ['slack'] });
    expect(await channels(onSlack)).toEqual(['slack:T0DEMO']);
    expect(await api('GET', '/channels?platform=twitch', { key: onSlack })).toMatchObject({ status: 403 });
    expect(await api('GET', '/channels/twitch:1000001/health', { key: onSlack })).toMatchObject({ status: 403 });
    expect(await api('GET', '/channels/twitch:1000001/health', { key: own })).toMatchObject({ status: 404 });
    expect(await api('GET', '/channels?community=demo', { key: own })).toMatchObject({ status: 404 });
    const communities = (await api<Page<{ slug: string }>>('GET', '/communities?limit=100')).json.data;
    expect(communities.map((community) => community.slug)).toEqual(expect.arrayContaining(['demo', slug]));
  });

  it('are a 304 for who has them already', async () => {
    const first = await api('GET', '/communities/demo');
    const tag = first.headers.get('etag') as string;
    expect(tag).toMatch(/^W\/"[0-9a-f]{32}"$/);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const same = await api('GET', '/communities/demo', { headers: { 'if-none-match': `"other", ${tag}` } });
    expect(same).toMatchObject({ status: 304, text: '' });
    expect(same.headers.get('etag')).toBe(tag);
    expect(same.headers.get('ratelimit-limit')).toBe('600');
    await api('PATCH', '/communities/demo', { body: { name: 'Renamed' } });
    const changed = await api('GET', '/communities/demo', { headers: { 'if-none-match': tag } });
    expect(changed).toMatchObject({ status: 200, json: { name: 'Renamed' } });
    expect(changed.headers.get('etag')).not.toBe(tag);
    await api('PATCH', '/communities/demo', { body: { name: 'Waddle Demo' } });
  });
});

describe('an Idempotency-Key', () => {
  const write = async (slug: string, key: string, body: object = { name: 'Written once' }, headers = {}) =>
    api('PATCH', `/communities/${slug}`, { body, headers: { 'idempotency-key': key, ...headers } });
  const written = async (slug: string) =>
    world.rows(`select a.id from audit_log a join communities c on c.id = a.community_id where c.slug = $1`, [slug]);

  it('makes one effect and one answer of requests that come at once', async () => {
    const { slug } = await aCommunity(world);
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => write(slug, key)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(7);
    expect(await written(slug)).toHaveLength(1);
  });

  it('gives the first outcome although all has changed since', async () => {
    const { slug } = await aCommunity(world);
    const key = randomUUID();
    const first = await write(slug, key);
    await api('PATCH', `/communities/${slug}`, { body: { name: 'Another' } });
    expect((await write(slug, key)).text).toBe(first.text);
    expect((await api('GET', `/communities/${slug}`)).json).toMatchObject({ name: 'Another' });
  });

  it('doubles nothing where the first request died between the effect and its answer', async () => {
    const { slug } = await aCommunity(world);
    const key = randomUUID();
    await world.arm('api:after-commit');
    expect((await write(slug, key)).status).toBe(500);
    const again = await write(slug, key);
    expect(again).toMatchObject({ status: 200, json: { name: 'Written once' } });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await written(slug)).toHaveLength(1);
  });

  it('is for one request of one caller', async () => {
    const { slug } = await aCommunity(world);
    const key = randomUUID();
    await write(slug, key);
    expect(await write(slug, key, { name: 'Else' })).toMatchObject({
      status: 409,
      json: { error: { code: 'CONFLICT' } },
    });
    expect(await write(slug, key, { name: 'Written once' }, { 'x-on-behalf-of': 'twitch:9200' })).toMatchObject({
      status: 409,
    });
    const other = await aKey(world, { communities: [slug] });
    const asked = { key: other, body: { name: 'Else' }, headers: { 'idempotency-key': key } };
    const own = await api('PATCH', `/communities/${slug}`, asked);
    expect(own).toMatchObject({ status: 200, json: { name: 'Else' } });
    expect(own.headers.get('idempotency-replayed')).toBeNull();
  });

  it('counts for a day', async () => {
    const { slug } = await aCommunity(world);
    const key = randomUUID();
    await write(slug, key);
    await world.rows(`update idempotency_keys set expires_at = now() - interval '1 second'`);
    expect((await write(slug, key, { name: 'The day after' })).json).toMatchObject({ name: 'The day after' });
    await world.rows(`update idempotency_keys set expires_at = now() - interval '1 second'`);
    await world.worker.cron('0 3 * * *');
    expect(await world.rows('select id from idempotency_keys')).toHaveLength(0);
  });

  it.each(['', 'two words', 'x'.repeat(201)])('is one of 1 to 200 visible characters: not %j', async (key) => {
    const { slug } = await aCommunity(world);
    expect(await write(slug, key)).toMatchObject({ status: 400, json: { error: { code: 'INVALID' } } });
    expect(await written(slug)).toHaveLength(0);
  });
});

describe('who is spoken for', () => {
  const as = (person: string, asked: ApiRequest = {}) =>
    api('PATCH', '/communities/demo', {
      body: { unknownHint: false },
      ...asked,
      headers: { 'x-on-behalf-of': person },
    });

  it('has to be somebody whom WaddleBot or the platform knows', async () => {
    expect(await as('twitch:99999999')).toMatchObject({ status: 400, json: { error: { code: 'INVALID' } } });
    expect(await as('slack:U404')).toMatchObject({ status: 400 });
    expect((await as('twitch:9200')).status).toBe(200);
  });

  it('may be somebody whom only the platform knows, at the level it gives them', async () => {
    world.slack.user({ id: 'U0ZOE', isAdmin: true });
    const asked = { body: { name: 'By Zoe' }, headers: { 'x-on-behalf-of': 'slack:U0ZOE' } };
    expect((await api('PATCH', '/communities/demo', asked)).status).toBe(200);
    const { data } = (await api<Page<object>>('GET', '/communities/demo/audit?action=community.edit&limit=1')).json;
    expect(data).toMatchObject([{ actor: { onBehalfOf: { account: 'U0ZOE', level: 'admin' } } }]);
    await api('PATCH', '/communities/demo', { body: { name: 'Waddle Demo' } });
  });

  it.each(['ada', 'twitch:', 'myspace:1', 'twitch:1 2', 'twitch', ':1'])(
    'is written platform:id, unlike %j',
    async (person) => {
      expect(await as(person)).toMatchObject({ status: 400, json: { error: { code: 'INVALID' } } });
    },
  );

  it('is for keys that may, on their platforms', async () => {
    const without = await aKey(world, { scopes: ['communities:write'] });
    expect(await as('twitch:9200', { key: without })).toMatchObject({ status: 403 });
    const elsewhere = await aKey(world, { scopes: ['communities:write', 'events:actor'], platforms: ['slack'] });
    expect(await as('twitch:9200', { key: elsewhere })).toMatchObject({ status: 403 });
    const may = await aKey(world, { scopes: ['communities:write', 'events:actor'] });
    expect((await as('twitch:9200', { key: may })).status).toBe(200);
  });

  it('acts at the level that their role and their platform give them', async () => {
    await api('PUT', '/communities/demo/roles/twitch:9200', { body: { role: 'admin' } });
    await api('PATCH', '/communities/demo', { body: { name: 'By Eve' }, headers: { 'x-on-behalf-of': 'twitch:9200' } });
    const { data } = (await api<Page<object>>('GET', '/communities/demo/audit?action=community.edit&limit=1')).json;
    expect(data).toMatchObject([{ actor: { onBehalfOf: { login: 'eve', level: 'admin' } } }]);
    await api('PATCH', '/communities/demo', { body: { name: 'Waddle Demo' } });
  });
});

describe('limits', () => {
  it('are told with every answer', async () => {
    const key = await aKey(world);
    const first = await api('GET', '/channels', { key });
    const second = await api('GET', '/channels', { key });
    expect(first.headers.get('ratelimit-limit')).toBe('600');
    expect(Number(first.headers.get('ratelimit-remaining')) - Number(second.headers.get('ratelimit-remaining'))).toBe(
      1,
    );
    expect(Number(second.headers.get('ratelimit-reset'))).toBeGreaterThan(0);
  });

  it('hold for one key from anywhere, and for one address with any key', async () => {
    const key = await aKey(world);
    const many = async (asked: () => ApiRequest) => {
      const answers = await Promise.all(Array.from({ length: 620 }, () => api('GET', '/nothing', asked())));
      return answers.filter(({ status }) => status === 429);
    };
    const byKey = await many(() => ({ key }));
    expect(byKey.length).toBeGreaterThan(0);
    expect(byKey[0]).toMatchObject({ json: { error: { code: 'LIMITED' } } });
    expect(Number(byKey[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(byKey[0]?.headers.get('ratelimit-remaining')).toBe('0');
    const address = someAddress();
    const keys = await Promise.all(Array.from({ length: 4 }, () => aKey(world)));
    let turn = 0;
    expect((await many(() => ({ key: keys[turn++ % 4] as string, address }))).length).toBeGreaterThan(0);
  });

  it('close an address that shows wrong keys, for a while and for the right one as well', async () => {
    const address = someAddress();
    const wrong = () => api('GET', '/channels', { address, key: `wbk_${'x'.repeat(43)}` });
    for (let i = 0; i < 20; i++) expect((await wrong()).status).toBe(401);
    const closed = await wrong();
    expect(closed).toMatchObject({ status: 429, json: { error: { code: 'LIMITED' } } });
    expect(Number(closed.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await api('GET', '/channels', { address })).status).toBe(429);
    expect((await api('GET', '/channels')).status).toBe(200);
  });
});

describe('what is nowhere', () => {
  it('is a 404 of the API’s own, never a page', async () => {
    expect(await api('GET', '/nothing')).toMatchObject({ status: 404, json: { error: { code: 'NOT_FOUND' } } });
    const outside = await fetch(`${world.worker.url}/api/v2/channels`);
    expect([outside.status, ((await outside.json()) as { error: { code: string } }).error.code]).toEqual([
      404,
      'NOT_FOUND',
    ]);
  });

  it('gives every failure the id it is asked with, unless that is an odd one', async () => {
    const asked = await api('GET', '/nothing', { headers: { 'x-request-id': 'my-id_1' } });
    expect([asked.headers.get('x-request-id'), asked.json.error.requestId]).toEqual(['my-id_1', 'my-id_1']);
    for (const odd of ['a b', 'x'.repeat(65), '<script>']) {
      const { json, headers } = await api('GET', '/nothing', { headers: { 'x-request-id': odd } });
      expect(json.error.requestId).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('x-request-id')).toBe(json.error.requestId);
    }
  });

  it('lets no other page read anything', async () => {
    const { headers } = await api('GET', '/channels', { headers: { origin: 'https://elsewhere.example' } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});
