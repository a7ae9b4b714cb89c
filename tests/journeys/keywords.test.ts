import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCommunity, aKey, ask } from '../support/api.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const api = (method: string, path: string, body?: Record<string, unknown>, key?: string) =>
  // biome-ignore lint/suspicious/noExplicitAny: what is asserted is what it holds
  ask<any>(world, method, path, { ...(body === undefined ? {} : { body }), ...(key === undefined ? {} : { key }) });

let turn = 0;
const MOD = { id: '66500', login: 'mod', role: 'moderator' } as const;
const VIEWER = { id: '66501', login: 'viewer', role: 'viewer' } as const;

/** Says a line on Twitch, each time somewhere else, and waits for the answer. */
async function answerTo(text: string, user: typeof MOD | typeof VIEWER = MOD): Promise<string> {
  const { id } = TWITCH_CHANNELS[turn++ % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number];
  const { messageId } = await world.twitch.chat({ channel: id, user, text });
  const answers = () => world.twitch.sent.filter((line) => line.replyTo === messageId).map((line) => line.text);
  return until(`an answer to ${text}`, () => answers()[0]);
}

const someName = () => `k${randomUUID().slice(0, 8)}`;
const reply = (text = 'Hello') => ({ is: 'reply', text });
const rule = (more: Record<string, unknown> = {}) => ({
  name: someName(),
  match: 'contains',
  pattern: 'nothing says this',
  action: reply(),
  ...more,
});
const rows = (name: string) => world.rows('select * from keyword_rules where name = $1', [name]);

/** An HTTP module of the demo community, straight from the database; its id. */
async function aModule(name: string): Promise<string> {
  const [row] = await world.rows<{ id: string }>(
    `insert into http_modules (id, community_id, name, url, sealed_secret)
     select gen_random_uuid(), id, $1, 'https://example.org/', 'sealed' from communities where slug = 'demo' returning id`,
    [name],
  );
  return row?.id ?? '';
}

describe('a rule made in chat', () => {
  it('is added, shown, changed, switched, tried and removed in one line each', async () => {
    expect(await answerTo('!keyword add Hi word hello => Hello $(user)!')).toBe(
      'Added the rule hi. It counts from the next message on.',
    );
    expect(await answerTo('!keyword add hi hello => x')).toContain('There is a rule hi already');
    expect(await answerTo('!keyword show HI')).toBe('hi: word hello => Hello $(user)!');
    expect(await answerTo('!keyword options hi cooldown=1m priority=5 platforms=twitch,kick case=on')).toBe(
      'Changed the rule hi.',
    );
    expect(await answerTo('!keyword show hi')).toBe(
      'hi (case=on cooldown=60 priority=5 platforms=twitch,kick): word hello => Hello $(user)!',
    );
    expect(await answerTo('!keyword edit hi exact Hello')).toBe('Changed the rule hi.');
    expect(await answerTo('!keyword edit hi => Welcome!')).toBe('Changed the rule hi.');
    expect(await answerTo('!keyword show hi')).toContain('exact Hello => Welcome!');
    expect(await answerTo('!keyword test  Hello ')).toBe('hi would act: Welcome!');
    expect(await answerTo('!keyword test hello')).toBe('No rule matches that.');
    expect(await answerTo('!keyword off hi')).toBe('The rule hi is off.');
    expect(await answerTo('!keyword list')).toContain('hi (off)');
    expect(await answerTo('!keyword test Hello')).toBe('No rule matches that.');
    expect(await answerTo('!keyword on hi')).toBe('The rule hi is on.');
    expect(await answerTo('!keyword remove hi')).toBe('Removed the rule hi.');
    expect(await answerTo('!keyword undo hi')).toContain('Took the last change of hi back');
    expect(await answerTo('!keyword show hi')).toContain('(case=on cooldown=60 priority=5 platforms=twitch,kick)');
    expect(await answerTo('!keyword remove hi')).toBe('Removed the rule hi.');
    expect(await answerTo('!keyword remove hi')).toContain('There is no rule hi');
  });

  it('runs a command, asks a module or takes the line away', async () => {
    const id = await aModule('weather');
    expect(await answerTo('!keyword add sun contains is it sunny => #weather')).toContain('Added the rule sun.');
    expect((await rows('sun'))[0]).toMatchObject({ action: { is: 'module', module: id } });
    expect(await answerTo('!keyword show sun')).toBe('sun: contains is it sunny => #weather');
    expect(await answerTo('!keyword edit sun => #nosuch')).toContain('There is no HTTP module nosuch here');
    expect(await answerTo('!keyword options sun action=reply')).toContain('The rule sun has no text yet');
    expect(await answerTo('!keyword options sun action=delete')).toBe('Changed the rule sun.');
    expect(await answerTo('!keyword show sun')).toContain('=> delete');
    expect(await answerTo('!keyword edit sun => !nosuch {user}')).toContain('Note that there is no !nosuch here yet');
    expect(await answerTo('!keyword edit sun => !ping {user}')).toBe('Changed the rule sun.');
    expect((await rows('sun'))[0]).toMatchObject({ action: { is: 'run', line: 'ping {user}' } });
    expect(await answerTo('!keyword options sun action=reply')).toContain('{user} is said as it stands');
    expect((await rows('sun'))[0]).toMatchObject({ action: { is: 'reply', text: 'ping {user}' } });
    await answerTo('!keyword remove sun');
  });

  it('is refused with what is wrong, where, and what to do', async () => {
    const refused = (typed: string) => answerTo(`!keyword add bad ${typed}`);
    expect(await refused('regex a(b => x')).toContain('The ( at character 2 of the pattern is never closed');
    expect(await refused('regex a(?=b) => x')).toContain('The (?= at character 2 of the pattern looks ahead or behind');
    expect(await refused('regex (a{1000}){1000} => x')).toContain('repeats too often');
    expect(await refused('hello')).toContain('behind => what it is to do');
    expect(await refused('hello =>')).toContain('behind =>, a text');
    expect(
      await refused(`hello => ${'x'.repeat(450)}$(user)$(user)$(user)$(user)$(user)$(user)$(user)$(user)`),
    ).toContain('says or runs at most 500');
    expect(await answerTo('!keyword add "two words" hello => x')).toContain('cannot be a rule’s name');
    expect(await answerTo('!keyword options nosuch cooldown=5')).toContain('There is no rule nosuch');
    expect(await answerTo('!keyword options nosuch level=vip')).toContain('There is no option "level"');
    expect(await rows('bad')).toEqual([]);
    expect(await answerTo('!keyword add all regex x* => Hi $(user')).toMatch(
      /matches every line.*at character 4 of the text is never closed/,
    );
    await answerTo('!keyword remove all');
  });

  it('is for moderators', async () => {
    await world.twitch.chat({ channel: '1000001', user: VIEWER, text: '!keyword add mine hello => x' });
    await answerTo('!ping', VIEWER);
    expect(await rows('mine')).toEqual([]);
  });
});

describe('a rule made by the API', () => {
  it('is listed page by page, read, replaced, removed and brought back', async () => {
    const first = rule({ name: 'API-one', priority: 3, cooldown: 30, platforms: ['kick'], caseSensitive: true });
    const added = await api('POST', '/keywords/demo', first);
    expect(added).toMatchObject({
      status: 201,
      json: { name: 'api-one', warnings: [], unknown: [], matchesAll: false },
    });
    await api('POST', '/keywords/demo', rule({ name: 'api-two' }));
    const { json } = await api('GET', '/keywords/demo?limit=1');
    expect(json.data).toHaveLength(1);
    const { json: next } = await api('GET', `/keywords/demo?limit=1&cursor=${json.next}`);
    expect([json.data[0].name, next.data[0].name]).toEqual(['api-one', 'api-two']);

    const read = await api('GET', '/keywords/demo/API-ONE');
    expect(read.json).toMatchObject({ ...first, name: 'api-one', id: added.json.id, enabled: true });
    const etag = read.headers.get('etag') ?? '';
    const same = await ask(world, 'GET', '/keywords/demo/api-one', { headers: { 'if-none-match': etag } });
    expect(same.status).toBe(304);

    const { name: _, ...other } = rule({ match: 'regex', pattern: 'x+y', action: { is: 'run', line: '!nosuch' } });
    const put = await api('PUT', '/keywords/demo/api-one', { ...other, name: 'api-three' });
    expect(put).toMatchObject({ status: 200, json: { id: added.json.id, name: 'api-three', unknown: ['nosuch'] } });
    expect((await api('GET', '/keywords/demo/api-one')).status).toBe(404);
    expect((await api('GET', '/keywords/demo/api-three')).json).toMatchObject({
      match: 'regex',
      priority: 0,
      platforms: null,
      caseSensitive: false,
      action: { is: 'run', line: 'nosuch' },
    });
    expect((await api('PUT', '/keywords/demo/api-three', { ...other, name: 'api-two' })).status).toBe(409);
    expect((await api('PUT', '/keywords/demo/api-one', other)).status).toBe(404);

    expect((await api('DELETE', '/keywords/demo/api-three')).status).toBe(200);
    expect((await api('DELETE', '/keywords/demo/api-three')).status).toBe(404);
    expect((await api('POST', '/keywords/demo/api-three/undo')).json).toEqual({
      name: 'api-three',
      undone: 'keyword.remove',
    });
    // An undo is a change, too; and the change before it was the new name.
    expect((await api('POST', '/keywords/demo/api-three/undo')).json).toEqual({
      name: 'api-three',
      undone: 'keyword.undo',
    });
    expect((await api('POST', '/keywords/demo/api-three/undo')).status).toBe(200);
    expect((await api('GET', '/keywords/demo/api-three')).json).toMatchObject({ id: added.json.id });
    expect((await api('POST', '/keywords/demo/nosuch/undo')).status).toBe(404);
    await api('DELETE', '/keywords/demo/api-two');
    await api('DELETE', '/keywords/demo/api-three');
  });

  it('is not brought back over another of its name', async () => {
    const taken = rule();
    await api('POST', '/keywords/demo', taken);
    const { name: _, ...rest } = taken;
    const renamed = someName();
    await api('PUT', `/keywords/demo/${taken.name}`, { ...rest, name: renamed });
    await api('POST', '/keywords/demo', taken);
    expect((await api('POST', `/keywords/demo/${renamed}/undo`)).status).toBe(409);
    await api('DELETE', `/keywords/demo/${taken.name}`);
    expect((await api('POST', `/keywords/demo/${renamed}/undo`)).json).toMatchObject({ undone: 'keyword.edit' });
    expect(await rows(taken.name)).toHaveLength(1);
    await api('DELETE', `/keywords/demo/${taken.name}`);
  });

  it('has the module of its own community and no other', async () => {
    const id = await aModule('clock');
    const asks = rule({ action: { is: 'module', module: 'CLOCK' } });
    expect((await api('POST', '/keywords/demo', asks)).status).toBe(201);
    expect((await rows(asks.name))[0]).toMatchObject({ action: { is: 'module', module: id } });
    expect((await api('GET', `/keywords/demo/${asks.name}`)).json.action).toEqual({ is: 'module', module: 'clock' });
    const { slug } = await aCommunity(world);
    const strange = await api('POST', `/keywords/${slug}`, asks);
    expect([strange.status, strange.json.error.message]).toEqual([
      400,
      expect.stringContaining('no HTTP module "CLOCK"'),
    ]);
    await world.rows('delete from http_modules where id = $1', [id]);
    expect((await api('GET', `/keywords/demo/${asks.name}`)).json.action).toEqual({ is: 'module', module: null });
    await api('DELETE', `/keywords/demo/${asks.name}`);
  });

  it('is told what is wrong, and changes nothing', async () => {
    const message = async (more: Record<string, unknown>) => {
      const { status, json } = await api('POST', '/keywords/demo', rule(more));
      expect(status).toBe(400);
      return json.error.message as string;
    };
    expect(await message({ match: 'regex', pattern: '[z-a]' })).toContain('at character 2 of the pattern');
    expect(await message({ match: 'word', pattern: '\u200B' })).toContain('shows nothing');
    expect(await message({ action: reply('x'.repeat(501)) })).toContain('at most 500 characters');
    expect(await message({ action: { is: 'run', line: '!' } })).toContain('what the rule is to do');
    expect(await message({ action: { is: 'module', module: 'nosuch' } })).toContain('no HTTP module "nosuch"');
    expect(await message({ cooldown: 90_000 })).toContain('json.cooldown');
    expect(await message({ priority: 1_001 })).toContain('json.priority');
    const { status, json } = await api('POST', '/keywords/demo', rule({ action: reply('Hi $(user'), name: 'warned' }));
    expect([status, json.warnings]).toEqual([
      201,
      [{ start: 3, end: 9, message: expect.stringContaining('never closed') }],
    ]);
    await api('DELETE', '/keywords/demo/warned');
    const [audited] = await world.rows<{ count: string }>(
      `select count(*) from audit_log where target like 'keyword:%' and coalesce(after, before) ->> 'pattern' = '[z-a]'`,
    );
    expect(audited?.count).toBe('0');
  });

  it('is one of fifty, and no more', async () => {
    const { slug } = await aCommunity(world);
    const made = await Promise.all(Array.from({ length: 50 }, () => api('POST', `/keywords/${slug}`, rule())));
    expect(made.map(({ status }) => status)).toEqual(Array(50).fill(201));
    const more = await api('POST', `/keywords/${slug}`, rule());
    expect([more.status, more.json.error.message]).toEqual([409, expect.stringContaining('at most 50 rules')]);
    const [name] = (await api('GET', `/keywords/${slug}?limit=1`)).json.data.map((row: { name: string }) => row.name);
    await api('DELETE', `/keywords/${slug}/${name}`);
    expect((await api('POST', `/keywords/${slug}`, rule())).status).toBe(201);
    expect((await api('POST', `/keywords/${slug}/${name}/undo`)).status).toBe(409);
  });

  it('counts once, however often it is sent', async () => {
    const body = rule();
    const headers = { 'idempotency-key': randomUUID() };
    const [one, two] = [
      await ask(world, 'POST', '/keywords/demo', { body, headers }),
      await ask(world, 'POST', '/keywords/demo', { body, headers }),
    ];
    expect([one.status, two.status, two.text]).toEqual([201, 201, one.text]);
    await api('DELETE', `/keywords/demo/${body.name}`);
  });
});

describe('rules tried by the API', () => {
  it('say which would act on a text, and do nothing', async () => {
    const { slug } = await aCommunity(world);
    const test = (body: Record<string, unknown>) => api('POST', `/keywords/${slug}/test`, body);
    await api('POST', `/keywords/${slug}`, rule({ name: 'low', pattern: 'cat' }));
    await api(
      'POST',
      `/keywords/${slug}`,
      rule({ name: 'high', match: 'regex', pattern: 'c.t', priority: 1, platforms: ['kick'] }),
    );
    await api('POST', `/keywords/${slug}`, rule({ name: 'off', pattern: 'c', enabled: false }));
    expect((await test({ text: 'a cat' })).json).toEqual({
      looked: 1,
      lines: [
        {
          id: null,
          at: null,
          room: null,
          author: null,
          text: 'a cat',
          acts: 'high',
          matched: ['high', 'low'],
          undecided: [],
          places: [{ start: 2, end: 5 }],
        },
      ],
    });
    expect((await test({ text: 'dog' })).json).toEqual({ looked: 1, lines: [] });
    const unsaved = { match: 'word', pattern: 'dog' };
    expect((await test({ text: 'a dog', rule: unsaved })).json.lines).toMatchObject([{ matched: [''] }]);
    expect((await test({ text: 'x', rule: { match: 'regex', pattern: '(' } })).status).toBe(400);
    expect((await test({})).status).toBe(400);
  });

  it('are tried on lines of the community’s own channels only', async () => {
    const { slug, channel } = await aCommunity(world);
    const own = await api('POST', `/keywords/${slug}/test`, { channel: `twitch:${channel}` });
    expect([own.status, own.json]).toEqual([200, { looked: 0, lines: [] }]);
    expect((await api('POST', `/keywords/${slug}/test`, { channel: 'twitch:1000001' })).status).toBe(404);
    expect((await api('POST', `/keywords/${slug}/test`, { text: 'x', channel: 'myspace:1' })).status).toBe(400);
    const key = await aKey(world, { communities: [slug], platforms: ['kick'] });
    expect((await api('POST', `/keywords/${slug}/test`, { channel: `twitch:${channel}` }, key)).status).toBe(403);
    const reading = await aKey(world, { communities: [slug], scopes: ['commands:read'] });
    expect((await api('POST', `/keywords/${slug}/test`, { text: 'x' }, reading)).status).toBe(403);
  });
});
