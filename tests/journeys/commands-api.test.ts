import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCommunity, ask } from '../support/api.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what is asserted is what it holds
  readonly body: any;
}

async function api(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const response = await fetch(`${world.worker.url}/api/v1${path}`, {
    method,
    headers: { 'x-service-key': world.secrets.service, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

let turn = 0;
const MODERATOR = { id: '66100', login: 'mod', role: 'moderator' } as const;

/** Says a line on Twitch, each time somewhere else. @returns the answers to it, as they come */
async function say(text: string, user: { id: string; login: string; role: 'viewer' | 'moderator' } = viewer()) {
  const { id } = TWITCH_CHANNELS[turn++ % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number];
  const { messageId } = await world.twitch.chat({ channel: id, user, text });
  return () => world.twitch.sent.filter((line) => line.replyTo === messageId).map((line) => line.text);
}
const viewer = () => ({ id: `77${++turn}`, login: `viewer${turn}`, role: 'viewer' as const });
async function answerTo(text: string, user?: Parameters<typeof say>[1]): Promise<string | undefined> {
  const answers = await say(text, user);
  await until(`an answer to ${text}`, () => answers().length > 0);
  return answers()[0];
}

describe('a command made by the API', () => {
  it('answers in chat from the next message on, as it is changed, and until it is removed', async () => {
    const added = await api('POST', '/commands/demo', { name: 'Hi', replies: [{ text: 'Hello $(user)!' }] });
    expect(added).toMatchObject({ status: 201, body: { name: 'hi', id: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    const user = viewer();
    expect(await answerTo('!HI', user)).toBe(`Hello ${user.login}!`);

    expect(await api('PATCH', '/commands/demo/hi', { replies: [{ text: 'Bye.' }] })).toMatchObject({ status: 200 });
    expect(await answerTo('!hi')).toBe('Bye.');
    expect(await api('PATCH', '/commands/demo/hi', { options: { name: 'servus', level: 'moderator' } })).toMatchObject({
      body: { id: added.body.id, name: 'servus' },
    });
    expect(await answerTo('!servus', MODERATOR)).toBe('Bye.');
    expect((await api('DELETE', '/commands/demo/servus')).status).toBe(200);
    expect((await api('GET', '/commands/demo/servus')).status).toBe(404);
  });

  it('is told what is wrong with it by place, and changes nothing', async () => {
    const wrong = await api('POST', '/commands/demo', {
      name: 'not a name',
      replies: [],
      options: { cooldown: { user: -1 } },
      level: 'owner',
    });
    expect(wrong.status).toBe(400);
    expect(wrong.body.error).toMatchObject({ code: 'INVALID', requestId: expect.any(String) });
    const paths = wrong.body.error.issues.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['json.name', 'json.replies', 'json.options.cooldown.user', 'json.level']),
    );
    expect((await api('POST', '/commands/demo', { name: 'ping', replies: [{ text: 'x' }] })).body.error).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('built in'),
    });
  });

  it('cannot be made twice under names that look alike', async () => {
    expect((await api('POST', '/commands/demo', { name: 'straße', replies: [{ text: 'x' }] })).status).toBe(201);
    expect((await api('POST', '/commands/demo', { name: 'STRASSE', replies: [{ text: 'x' }] })).status).toBe(409);
    expect((await api('POST', '/commands/demo', { name: 'ＳＴＲＡＳＳＥ', replies: [{ text: 'x' }] })).status).toBe(
      409,
    );
  });
});

describe('a built-in command', () => {
  it('takes another name, level and part by part its own, and goes back', async () => {
    await api('PATCH', '/commands/demo/about', { options: { name: 'info', category: 'bot' } });
    expect(await answerTo('!info')).toContain('WaddleBot');
    expect((await api('GET', '/commands/demo?category=bot')).body.data).toMatchObject([
      { id: 'about', name: 'info', kind: 'builtin' },
    ]);
    expect(
      (await api('PATCH', '/commands/demo/command', { part: 'show', options: { level: 'everyone' } })).status,
    ).toBe(200);
    expect(await answerTo('!command show nothing')).toContain('no custom command');
    expect((await api('PATCH', '/commands/demo/command', { part: 'fly', options: { level: 'everyone' } })).status).toBe(
      404,
    );
    await api('PATCH', '/commands/demo/info', { options: { name: null, category: null } });
    expect(await answerTo('!about')).toContain('WaddleBot');
  });

  it('cannot take a name that is taken', async () => {
    await api('POST', '/commands/demo', { name: 'taken', replies: [{ text: 'x' }] });
    expect((await api('PATCH', '/commands/demo/about', { options: { name: 'taken' } })).status).toBe(409);
    expect((await api('PATCH', '/commands/demo/about', { options: { name: 'ping' } })).status).toBe(409);
    expect((await api('PATCH', '/commands/demo/about', { options: { name: 'about' } })).status).toBe(200);
  });
});

describe('the list of commands', () => {
  it('comes page by page, filtered, with every command once', async () => {
    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await api('GET', `/commands/demo?limit=3${cursor && `&cursor=${cursor}`}`);
      names.push(...body.data.map(({ name }: { name: string }) => name));
      cursor = body.next ?? '';
    } while (cursor !== '');
    expect(names).toEqual([...new Set(names)].sort());
    expect(names).toEqual(expect.arrayContaining(['ping', 'help', 'command', 'permit']));
    const forViewers = (await api('GET', '/router/commands?communityId=demo&level=everyone')).body.data;
    expect(forViewers.map(({ name }: { name: string }) => name)).not.toContain('permit');
    expect((await api('GET', '/commands/demo?cursor=garbage')).status).toBe(400);
  });

  it('counts every use, told to the database or not yet', async () => {
    await api('POST', '/commands/demo', { name: 'counted', replies: [{ text: 'Counted.' }] });
    const uses = async () => (await api('GET', '/commands/demo/counted')).body.uses;
    expect(await uses()).toBe(0);
    for (let i = 0; i < 3; i++) await answerTo('!counted');
    expect(await uses()).toBe(3);
  });
});

describe('the history of a command', () => {
  it('says who changed what, from chat and by the API, and undo goes back step by step', async () => {
    expect(await answerTo('!command add story One.', MODERATOR)).toContain('Added');
    await api('PATCH', '/commands/demo/story', { replies: [{ text: 'Two.' }] });
    expect(await answerTo('!command options story level=vip cooldown=5', MODERATOR)).toBe('Changed !story.');

    const { body } = await api('GET', '/commands/demo/story/history');
    expect(body.data.map(({ action }: { action: string }) => action)).toEqual([
      'command.options',
      'command.edit',
      'command.add',
    ]);
    expect(body.data[0]).toMatchObject({
      actor: { kind: 'account', platform: 'twitch', account: MODERATOR.id },
      before: { name: 'story', options: {} },
      after: { options: { level: 'vip', cooldown: { channel: 5 } } },
    });
    expect(body.data[1].actor).toMatchObject({ kind: 'service' });
    expect(await answerTo('!command history story', MODERATOR)).toMatch(/options by mod, .* edit by a program/);

    expect(await answerTo('!command undo story', MODERATOR)).toContain('Took the last change');
    expect((await api('GET', '/commands/demo/story')).body).toMatchObject({ level: 'everyone' });
    // An undo is a change, too.
    expect((await api('POST', '/commands/demo/story/undo')).body).toMatchObject({ undone: 'command.undo' });
    expect((await api('GET', '/commands/demo/story')).body).toMatchObject({ level: 'vip' });
  });

  it('brings a removed command back as it was, unless its name is taken', async () => {
    await api('POST', '/commands/demo', { name: 'gone', replies: [{ text: 'Here.' }], options: { category: 'fun' } });
    const { id } = (await api('GET', '/commands/demo/gone')).body;
    await api('DELETE', '/commands/demo/gone');
    expect((await api('POST', '/commands/demo/gone/undo')).body).toEqual({ name: 'gone', undone: 'command.remove' });
    expect((await api('GET', '/commands/demo/gone')).body).toMatchObject({ id, category: 'fun' });
    await api('DELETE', '/commands/demo/gone');
    await api('POST', '/commands/demo', { name: 'gone', replies: [{ text: 'Another.' }] });
    // The last change of that name is the new command: taking it back leaves none, and once more brings it again.
    expect((await api('POST', '/commands/demo/gone/undo')).body).toMatchObject({ undone: 'command.add' });
    expect((await api('GET', '/commands/demo/gone')).status).toBe(404);
    expect((await api('POST', '/commands/demo/nosuch/undo')).status).toBe(404);
  });
});

describe('a command that ends', () => {
  it('is switched off or deleted by the cron, once, with a line in its history', async () => {
    const ends = new Date(Date.now() + 60_000).toISOString();
    const make = (name: string, onExpiry: string) =>
      api('POST', '/commands/demo', { name, replies: [{ text: 'x' }], options: { expiresAt: ends, onExpiry } });
    await make('sale', 'disable');
    await make('promo', 'delete');
    await api('PATCH', '/commands/demo/about', { options: { expiresAt: ends } });
    await world.worker.cron('* * * * *', new Date(Date.now() + 61_000));
    expect((await api('GET', '/commands/demo/sale')).body).toMatchObject({ enabled: false, expiresAt: null });
    expect((await api('GET', '/commands/demo/promo')).status).toBe(404);
    expect((await api('GET', '/commands/demo/about')).body).toMatchObject({ enabled: false });
    const { body } = await api('GET', '/commands/demo/sale/history');
    expect(body.data[0]).toMatchObject({ action: 'command.expire', actor: { kind: 'system' } });
    expect((await api('POST', '/commands/demo/promo/undo')).body).toEqual({ name: 'promo', undone: 'command.expire' });
    expect((await api('GET', '/commands/demo/promo')).body).toMatchObject({ enabled: true });
    await api('PATCH', '/commands/demo/about', { options: { enabled: null } });
    expect(await answerTo('!about')).toContain('WaddleBot');
  });
});

/** What tells of people: a command, its history, or who was found. */
interface Told {
  readonly set: object;
  readonly people: readonly { readonly displayName: string }[];
  readonly data: readonly { readonly displayName: string }[];
}

describe('whom a command’s lists name', () => {
  const named = (name: string, account: string) =>
    `/commands/demo/${encodeURIComponent(name)}/people/twitch:${account}`;
  const put = (name: string, account: string, list: string) => api('PUT', named(name, account), { list });
  const namesOf = (people: readonly { readonly displayName: string }[]) => people.map(({ displayName }) => displayName);

  it('is changed in the hub as in chat, with a line each and an undo', async () => {
    await api('POST', '/commands/demo', { name: 'mic', replies: [{ text: 'On.' }], options: { level: 'moderator' } });
    const mia = viewer();
    expect(await put('mic', mia.id, 'allow')).toMatchObject({ status: 200, body: { name: 'mic', changed: true } });
    expect(await answerTo('!mic', mia)).toBe('On.');
    // Once more is no change, and nothing that an undo could take back.
    expect((await put('mic', mia.id, 'allow')).body).toMatchObject({ changed: false });
    expect((await put('mic', mia.id, 'deny')).body).toMatchObject({ changed: true });
    expect((await api('GET', '/commands/demo/mic')).body.set).toEqual({
      level: 'moderator',
      deny: [`twitch:${mia.id}`],
    });
    expect((await api('POST', '/commands/demo/mic/undo')).body).toEqual({ name: 'mic', undone: 'command.deny' });
    expect((await api('DELETE', named('mic', mia.id))).body).toMatchObject({ changed: true });
    expect((await api('DELETE', named('mic', mia.id))).body).toMatchObject({ changed: false });
    expect((await api('GET', '/commands/demo/mic')).body.set).toEqual({ level: 'moderator' });
    const { body } = await api('GET', '/commands/demo/mic/history');
    const actions = body.data.map(({ action }: { action: string }) => action.replace('command.', ''));
    expect(actions).toEqual(['unlist', 'undo', 'deny', 'allow', 'add']);
  });

  it('is a part of a built-in command’s, too, and has an end', async () => {
    expect((await put('quote add', '7001', 'deny')).body).toMatchObject({ id: 'quote add', changed: true });
    expect((await api('GET', '/commands/demo/quote')).body.parts.add).toEqual({ deny: ['twitch:7001'] });
    expect((await put('quote fly', '7001', 'deny')).status).toBe(404);
    expect((await put('nothing', '7001', 'deny')).status).toBe(404);
    const allow = Array.from({ length: 100 }, (_, i) => `twitch:${910_000 + i}`);
    await api('PATCH', '/commands/demo/quote', { part: 'add', options: { allow } });
    expect((await put('quote add', '7001', 'allow')).status).toBe(409);
    await api('PATCH', '/commands/demo/quote', { part: 'add', options: { allow: null, deny: null } });
  });

  it('is told by name to who may change it, as far as they belong here and want to be named', async () => {
    const { slug } = await aCommunity(world);
    const ann = await aPerson(world, { name: 'Ann Ash', roles: { demo: 'viewer' } });
    const shy = await aPerson(world, { name: 'Shy Ash', roles: { demo: 'viewer' } });
    const far = await aPerson(world, { name: 'Far Ash', roles: { [slug]: 'owner' } });
    await world.rows(
      'insert into unnamed_accounts (account_id) select id from accounts where platform = $1 and platform_id = $2',
      ['twitch', shy.account],
    );
    const eddy = await aPerson(world, { roles: { demo: 'editor' } });
    await api('POST', '/commands/demo', { name: 'who', replies: [{ text: 'x' }] });
    for (const { account } of [ann, shy, far]) await put('who', account, 'allow');
    const read = (path: string, by: typeof ann) => ask<Told>(world, 'GET', path, by.asked);

    const seen = (await read('/commands/demo/who', eddy)).json;
    expect(seen.people).toEqual([
      { account: `twitch:${ann.account}`, platform: 'twitch', login: `user_${ann.account}`, displayName: 'Ann Ash' },
    ]);
    expect(seen.set).toMatchObject({ allow: [ann, shy, far].map(({ account }) => `twitch:${account}`) });
    expect(namesOf((await read('/commands/demo/who/history', eddy)).json.people)).toEqual(['Ann Ash']);
    expect((await read('/commands/demo/who', ann)).json.people).toEqual([]);
    expect((await read('/commands/demo/who/history', ann)).json.people).toEqual([]);

    const found = async (q: string) => namesOf((await read(`/commands/demo/who/people?q=${q}`, eddy)).json.data);
    expect(await found('ash')).toEqual(['Ann Ash']);
    expect(await found(`twitch:${ann.account}`)).toEqual(['Ann Ash']);
    expect(await found(far.account)).toEqual([]);
    expect((await read('/commands/demo/who/people?q=ash', ann)).status).toBe(403);

    // Nobody reaches into a community that they do not belong to.
    const body = { list: 'deny' };
    const across = `/commands/demo/who/people/twitch:${eddy.account}`;
    expect((await ask(world, 'PUT', across, { ...far.asked, body })).status).toBe(404);
    expect((await ask(world, 'DELETE', across, far.asked)).status).toBe(404);
    expect((await ask(world, 'PUT', across, { ...ann.asked, body })).status).toBe(403);
  });
});

describe('what a built-in command is for', () => {
  it('is told in each language, and in chat in the community’s', async () => {
    const about = (await api('GET', '/commands/demo/uptime')).body;
    expect(about.summary).toBe('Tells how long the stream has been on.');
    expect(about.summaries).toEqual({ en: about.summary, de: 'Sagt, wie lange der Stream schon läuft.' });
    expect((await api('GET', '/commands/demo/who')).body.summaries).toBeNull();
    expect(await answerTo('!help uptime')).toContain(about.summary);
    await api('PATCH', '/communities/demo', { language: 'de' });
    expect(await answerTo('!help uptime')).toContain(about.summaries.de);
    await api('PATCH', '/communities/demo', { language: 'en' });
  });
});
