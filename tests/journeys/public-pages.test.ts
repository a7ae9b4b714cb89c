import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aCommunity, ask } from '../support/api.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
let slug: string;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  ({ slug } = await aCommunity(world));
});
afterAll(() => world?.close());

interface Pages {
  readonly state: string;
  readonly commands: boolean;
  readonly quotes: boolean;
  readonly link: string;
  readonly url: string | null;
  readonly version: number;
}
const PATH = () => `/communities/${slug}/public-pages`;
const change = async (body: object, of = slug) =>
  (await ask<Pages>(world, 'PATCH', `/communities/${of}/public-pages`, { body })).json;

/** As a browser asks that has never been here: an isolate knows of a site for some seconds. */
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(path.startsWith('http') ? path : world.worker.url + path, { headers, method, redirect: 'manual' });
/** Once all that an isolate or a browser may still go by is over. */
async function later(): Promise<void> {
  await world.advance(10_000);
}
async function read(path: string): Promise<string> {
  await later();
  const page = await get(path);
  expect([path, page.status]).toEqual([path, 200]);
  return page.text();
}
const textOf = (html: string): string =>
  html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ');
const queries = async (): Promise<number> =>
  (await ask<{ queries: { queries: number } }>(world, 'GET', '/router/metrics')).json.queries.queries;

const addCommand = async (name: string, text: string, options: object = {}, of = slug) => {
  const added = await ask(world, 'POST', `/commands/${of}`, { body: { name, replies: [{ text }], ...options } });
  expect([name, added.status, added.text]).toEqual([name, 201, expect.anything()]);
};
const addQuote = async (text: string, more: object = {}, of = slug): Promise<number> => {
  const added = await ask<{ quote: { number: number } }>(world, 'POST', '/quotes', {
    body: { communityId: of, text, ...more },
  });
  expect([text, added.status]).toEqual([text, 201]);
  return added.json.quote.number;
};

describe('public pages', () => {
  it('are nowhere until they are switched on, and the same nothing as what never was', async () => {
    const { slug: gone } = await aCommunity(world);
    await change({ state: 'public' }, gone);
    await world.rows('update communities set deleted_at = now() where slug = $1', [gone]);
    const { url: link } = await change({ state: 'link' });
    const { url } = await change({ state: 'off' });
    expect(url).toBeNull();
    const answers = await Promise.all(
      [
        `/c/${slug}`,
        `/c/${slug}/commands`,
        `/c/${gone}`,
        '/c/nobody-at-all',
        '/c/demo/quotes/1',
        link ?? '',
        '/p/AAAAAAAAAAAAAAAAAAAAAA',
        '/p/short',
        `/c/${'x'.repeat(5_000)}`,
        '/c/%00',
        `/c/${slug}/nothing`,
      ].map(async (path) => {
        const before = await get(path);
        const { 'x-request-id': _, date: __, ...headers } = Object.fromEntries(before.headers);
        return { status: before.status, headers, body: await before.text() };
      }),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.status).toBe(404);
    expect(answers[0]?.headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' });
  });

  it('ask the same of the database for what is off, deleted, and what never was', async () => {
    await change({ state: 'off' });
    const asked = async (path: string) => {
      await later();
      const before = await queries();
      await get(path);
      return (await queries()) - before;
    };
    for (const path of [`/c/${slug}`, `/c/no-${slug}`, '/p/BBBBBBBBBBBBBBBBBBBBBB'])
      expect([path, await asked(path)]).toEqual([path, 1]);
  });

  it('go by a link that cannot be guessed, can be replaced, and had back', async () => {
    const first = await change({ state: 'link' });
    expect(first.url).toMatch(/\/p\/[A-Za-z0-9_-]{22}$/);
    const page = await get(first.url ?? '');
    expect(page.status).toBe(200);
    expect(page.headers.get('x-robots-tag')).toBe('noindex, nofollow');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toContain('private');
    const html = await page.text();
    expect(html).toContain('content="noindex"');
    expect(html).not.toContain('rel="canonical"');
    expect((await get(`/c/${slug}`)).status).toBe(404);

    const second = await change({ link: 'new' });
    expect(second.url).not.toBe(first.url);
    await later();
    expect((await get(first.url ?? '')).status).toBe(404);
    expect((await get(second.url ?? '')).status).toBe(200);
    const back = await change({ link: first.link });
    expect(back.url).toBe(first.url);
    await later();
    expect((await get(first.url ?? '')).status).toBe(200);
    expect((await get(second.url ?? '')).status).toBe(404);

    const token = (first.url ?? '').split('/').at(-1) as string;
    expect(world.logs.join('\n')).not.toContain(token);
    const stored = await world.rows('select to_jsonb(p)::text as row from public_pages p');
    expect(stored.map(({ row }) => row as string).join('\n')).not.toContain(token);
  });

  it('are found by name once they are public, and the link leads there', async () => {
    const { url: link } = await change({ state: 'link' });
    const { url } = await change({ state: 'public' });
    expect(url).toBe(`${world.publicUrl}/c/${slug}`);
    await later();
    const led = await get(link ?? '');
    expect([led.status, led.headers.get('location')]).toEqual([302, `/c/${slug}`]);
    const html = await read(`/c/${slug}`);
    expect(html).toContain(`<link rel="canonical" href="${world.publicUrl}/c/${slug}"/>`);
    expect(html).toContain('<meta property="og:title"');
    expect(html).toContain(`https://www.twitch.tv/${slug}`);
    expect(html).not.toContain('noindex');
  });

  it('show the pages that were switched on, and no other', async () => {
    await change({ state: 'public', quotes: false });
    expect((await get(`/c/${slug}/commands`)).status).toBe(200);
    expect((await get(`/c/${slug}/quotes`)).status).toBe(404);
    expect((await get(`/c/${slug}/quotes/1`)).status).toBe(404);
    const front = await read(`/c/${slug}`);
    expect(front).toContain(`/c/${slug}/commands`);
    expect(front).not.toContain(`/c/${slug}/quotes`);
  });

  it('speak the language of the community', async () => {
    await ask(world, 'PATCH', `/communities/${slug}`, { body: { language: 'de' } });
    await change({ state: 'public' });
    const html = await read(`/c/${slug}/commands`);
    expect(html).toContain('<html lang="de"');
    expect(textOf(html)).toContain('Was du in den Chat schreiben kannst');
    expect(textOf(html)).toContain('Sagt, wie lange der Stream schon läuft.');
  });
});

describe('the page of commands', () => {
  it('tells how each is used and what it says, and keeps to itself what is nobody’s business', async () => {
    await addCommand('hello', 'Hi $(user), <b>welcome</b>');
    await addCommand('weather', 'It is $(customapi https://api.example/?key=TOPSECRET) here');
    await addCommand('secret', 'A hidden one', { options: { hidden: true } });
    await addCommand('asleep', 'One that is off', { options: { enabled: false } });
    await addCommand('plans', 'For moderators alone', { options: { level: 'moderator' } });
    await addCommand('kicky', 'On Kick', { options: { platforms: ['kick'], category: 'places' } });
    await addCommand('gone', 'Over soon', { options: { expiresAt: new Date(world.now() + 5_000).toISOString() } });
    await ask(world, 'POST', `/aliases/${slug}`, { body: { name: 'hi', command: 'hello' } });
    await ask(world, 'POST', `/aliases/${slug}`, { body: { name: 'shout', command: 'hello loudly' } });
    await change({ state: 'public' });
    const html = await read(`/c/${slug}/commands`);
    const text = textOf(html);
    expect(text).toMatch(/!hello Also !hi .*Hi user , <b>welcome<\/b>/);
    expect(html).not.toContain('<b>welcome');
    expect(text).toMatch(/!shout .*Short for !hello loudly/);
    expect(text).toContain('!plans');
    expect(text).toContain('moderators and up');
    for (const never of [
      'TOPSECRET',
      'api.example',
      '!secret',
      'A hidden one',
      '!asleep',
      'For moderators alone',
      '!gone',
    ])
      expect([never, html.includes(never)]).toEqual([never, false]);
    expect(text).toMatch(/places !kicky/);
    expect(text).toMatch(/Built in .*!quote/);
    expect(text).toContain('!quote add');

    const onTwitch = textOf(await read(`/c/${slug}/commands?platform=twitch`));
    expect(onTwitch).toContain('!hello');
    expect(onTwitch).not.toContain('!kicky');
    const found = textOf(await read(`/c/${slug}/commands?q=!HELLO`));
    expect(found).toContain('!hello');
    expect(found).not.toContain('!weather');
    expect(textOf(await read(`/c/${slug}/commands?q=nothing-fits`))).toContain('No command fits');
  });
});

describe('the pages of quotes', () => {
  it('list what was approved, newest first, by category, by words, and each at its own address', async () => {
    const numbers: number[] = [];
    for (let i = 1; i <= 23; i++)
      numbers.push(
        await addQuote(`Penguin number ${i}`, { author: `Bob ${i}`, ...(i === 3 ? { category: 'fish' } : {}) }),
      );
    await world.rows(
      `update quotes set status = 'pending' where number = 2 and community_id = (select id from communities where slug = $1)`,
      [slug],
    );
    await change({ state: 'public' });
    const first = await read(`/c/${slug}/quotes`);
    expect(textOf(first)).toContain('Penguin number 23');
    expect(textOf(first)).not.toContain('Penguin number 3 ');
    const older = /href="([^"]*below=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = textOf(await read(older));
    expect(second).toContain('Penguin number 1 ');
    expect(second).not.toContain('Penguin number 2 ');
    expect(textOf(await read(`/c/${slug}/quotes?category=fish`))).toMatch(/Penguin number 3 .*Bob 3/);
    const found = textOf(await read(`/c/${slug}/quotes?q=penguin+17`));
    expect(found).toContain('1 found');
    expect(found).toContain('Penguin number 17');
    const one = await read(`/c/${slug}/quotes/17`);
    expect(one).toContain('<meta property="og:title" content="Quote 17, by Bob 17"/>');
    expect(one).toContain('<meta property="og:description" content="Penguin number 17"/>');
    for (const none of ['2', '99', '0', '-1', 'x', '99999999999', '1e3'])
      expect([none, (await get(`/c/${slug}/quotes/${none}`)).status]).toEqual([none, 404]);
    await ask(world, 'DELETE', `/quotes/${slug}/${numbers[16]}`);
    await later();
    expect((await get(`/c/${slug}/quotes/17`)).status).toBe(404);
  });

  it('take whatever is typed as a search', async () => {
    await addQuote('Only this one');
    await change({ state: 'public' });
    await later();
    const typed = [
      '\0',
      '\ud800',
      "'; drop table quotes; --",
      '"',
      '-',
      '<script>',
      '%',
      '\\',
      'a'.repeat(5_000),
      ':*',
      '(((',
    ];
    for (const words of typed) {
      for (const page of ['quotes', 'commands']) {
        const answer = await get(
          `/c/${slug}/${page}?${new URLSearchParams({ q: words, category: words, below: words, page: words })}`,
        );
        expect([words, answer.status]).toEqual([words, 200]);
        expect(await answer.text()).not.toContain('<script');
        await world.advance(1_000);
      }
    }
  });
});

describe('a crowd', () => {
  it('asks the database once for what all of them read', async () => {
    await addCommand('hello', 'Hi');
    await addQuote('Said once');
    await change({ state: 'public' });
    for (const [path, most] of [
      ['', 1],
      ['/commands', 2],
      ['/quotes', 3],
      ['/quotes/1', 2],
    ] as const) {
      await later();
      const before = await queries();
      const since = world.now();
      const all = await Promise.all(Array.from({ length: 150 }, () => get(`/c/${slug}${path}`)));
      // And those who come one after the other.
      for (let i = 0; i < 10; i++) all.push(await get(`/c/${slug}${path}`));
      expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
      const asked = (await queries()) - before;
      expect(asked).toBeGreaterThan(0);
      // However long that took here: every four seconds somebody looks whether it is still the same.
      expect([path, asked <= most + Math.floor((world.now() - since) / 4_000)]).toEqual([path, true]);
      // What is still the same is made no second time: one question tells that it is.
      await later();
      const again = await queries();
      await get(`/c/${slug}${path}`);
      expect([path, (await queries()) - again]).toEqual([path, 1]);
    }
  });

  it('that asks for thousands of things is told to wait, and nobody else for long', async () => {
    await change({ state: 'public' });
    expect((await get(`/c/${slug}`)).status).toBe(200);
    await later();
    const strangers = Promise.all(Array.from({ length: 60 }, (_, i) => get(`/c/nobody-${i}`)));
    const all = await Promise.all(Array.from({ length: 120 }, (_, i) => get(`/c/${slug}/quotes?q=word${i}`)));
    const refused = all.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    await strangers;
    for (const path of ['', '/commands', '/quotes']) expect((await get(`/c/${slug}${path}`)).status).toBe(200);
    expect(refused[0]?.headers.get('retry-after')).toBe('5');
    expect(refused[0]?.headers.get('cache-control')).toBe('no-store');
    await later();
    expect((await get(`/c/${slug}/quotes?q=later`)).status).toBe(200);
  });
});

describe('what is kept of a page', () => {
  it('is named by its tag, and sent again only where it is another', async () => {
    const number = await addQuote('Before');
    await change({ state: 'public' });
    const page = await get(`/c/${slug}/quotes`);
    const tag = page.headers.get('etag') ?? '';
    expect(tag).toMatch(/^W\/"[0-9a-f]{32}"$/);
    const maxAge = Number(/max-age=(\d+)/.exec(page.headers.get('cache-control') ?? '')?.[1]);
    expect(page.headers.get('cache-control')).toBe(`public, max-age=${maxAge}, must-revalidate`);
    const same = await get(`/c/${slug}/quotes`, { 'if-none-match': tag });
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', tag]);
    expect(same.headers.get('cache-control')).toBe(page.headers.get('cache-control'));
    const head = await get(`/c/${slug}/quotes`, {}, 'HEAD');
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', tag]);

    await ask(world, 'PATCH', `/quotes/${slug}/${number}`, { body: { text: 'After' } });
    // What a browser may still hold by itself is part of the ten seconds.
    await world.advance(10_000 - maxAge * 1_000);
    const changed = await get(`/c/${slug}/quotes`, { 'if-none-match': tag });
    expect(changed.status).toBe(200);
    expect(await changed.text()).toContain('After');
    expect(changed.headers.get('etag')).not.toBe(tag);
  });

  it('follows each kind of change within ten seconds', async () => {
    await addQuote('Steady');
    const { url } = await change({ state: 'public' });
    const shows = async (path: string, word: string) => {
      const maxAge = Number(
        /max-age=(\d+)/.exec((await get(`/c/${slug}${path}`)).headers.get('cache-control') ?? '')?.[1],
      );
      await world.advance(10_000 - maxAge * 1_000);
      const page = await get(`/c/${slug}${path}`);
      return (await page.text()).includes(word);
    };
    await get(`/c/${slug}/commands`);
    await addCommand('fresh', 'Just added');
    expect(await shows('/commands', 'Just added')).toBe(true);
    await ask(world, 'PATCH', `/communities/${slug}`, { body: { name: 'Another name' } });
    expect(await shows('/commands', 'Another name')).toBe(true);
    await ask(world, 'PATCH', `/communities/${slug}`, { body: { profile: { about: 'Of penguins' } } });
    expect(await shows('', 'Of penguins')).toBe(true);
    await change({ quotes: false });
    expect(await shows('', '/quotes')).toBe(false);
    await change({ state: 'off' });
    await later();
    expect((await get(url ?? '')).status).toBe(404);
  });
});

describe('who would rather not be named', () => {
  const someone = () => {
    const id = String(randomInt(70_000_000, 79_000_000));
    return { id, login: `shy${id}`, role: 'viewer' as const };
  };
  const inDemo = TWITCH_CHANNELS[3] as (typeof TWITCH_CHANNELS)[number];

  it('says so in chat, and is in no author, text, search, command or channel any more', async () => {
    slug = 'demo';
    const shy = someone();
    const say = async (text: string) => {
      const { messageId } = await world.twitch.chat({ channel: inDemo.id, user: shy, text });
      return until(`an answer to ${text}`, () => world.twitch.sent.find((line) => line.replyTo === messageId)?.text);
    };
    await change({ state: 'public' });
    const number = await addQuote(`${shy.login} said so`, {
      author: `@${shy.login.toUpperCase()}`,
      category: shy.login,
    });
    await addQuote('Of somebody else', { author: 'Bob' });
    await addCommand(shy.login, `All hail ${shy.login}`);
    await addCommand('hail', `All hail @${shy.login}!`);
    expect(await read('/c/demo/quotes')).toMatch(new RegExp(shy.login, 'i'));
    await world.advance(20_000);

    expect(await say('!privacy hide')).toContain('do not name you any more');
    for (const path of [
      '/quotes',
      `/quotes/${number}`,
      '/commands',
      '',
      `/quotes?category=${shy.login}`,
      '/commands?q=hail',
    ]) {
      const html = await read(`/c/demo${path}`);
      expect([path, new RegExp(shy.login, 'i').test(html.replace(`name="category" value="${shy.login}"`, ''))]).toEqual(
        [path, false],
      );
    }
    expect(textOf(await read(`/c/demo/quotes/${number}`))).toMatch(/somebody said so .*— somebody/);
    expect(textOf(await read('/c/demo/commands'))).toContain(
      'All hail @ somebody !'.replace(/ /g, ' ').replace('@ somebody !', '@somebody!'),
    );
    const searched = textOf(await read(`/c/demo/quotes?q=${shy.login}`));
    expect(searched).toContain('0 found');
    expect(searched).not.toContain('said so');
    expect(textOf(await read('/c/demo/quotes?q=somebody'))).not.toContain('said so');

    await world.advance(20_000);
    expect(await say('!privacy show')).toContain('may name you again');
    expect(await read(`/c/demo/quotes/${number}`)).toMatch(new RegExp(shy.login, 'i'));
    expect(textOf(await read(`/c/demo/quotes?q=${shy.login}`))).toContain('1 found');
  });

  it('says so once for all of their accounts, in every community', async () => {
    const ann = await aPerson(world, { roles: { [slug]: 'viewer' } });
    const other = `otherann${randomInt(1_000_000)}`;
    await world.rows(
      `insert into accounts (id, platform, platform_id, login, display_name, person_id) values (gen_random_uuid(), 'kick', $1, $1, $1, $2)`,
      [other, ann.id],
    );
    const { slug: elsewhere } = await aCommunity(world);
    for (const of of [slug, elsewhere]) {
      await change({ state: 'public' }, of);
      await addQuote('Said by the other account', { author: other }, of);
    }
    expect((await ask<{ isNamed: boolean }>(world, 'GET', '/me/naming', ann.asked)).json).toEqual({ isNamed: true });
    const chosen = await ask(world, 'PUT', '/me/naming', { ...ann.asked, body: { isNamed: false } });
    expect([chosen.status, chosen.json]).toEqual([200, { isNamed: false }]);
    for (const of of [slug, elsewhere]) expect(await read(`/c/${of}/quotes`)).not.toContain(other);
    const account = await world.rows(
      'select count(*)::int as n from unnamed_accounts u join accounts a on a.id = u.account_id where a.person_id = $1',
      [ann.id],
    );
    expect(account[0]?.n).toBeGreaterThan(1);
    // An account that comes to them later is theirs, too.
    const late = `lateann${randomInt(1_000_000)}`;
    await addQuote('Said by the late account', { author: late });
    expect(await read(`/c/${slug}/quotes`)).toContain(late);
    await world.rows(
      `insert into accounts (id, platform, platform_id, login, display_name, person_id) values (gen_random_uuid(), 'kick', $1, $1, 'Another name', $2)`,
      [late, ann.id],
    );
    expect(await read(`/c/${slug}/quotes`)).not.toContain(late);
    await ask(world, 'PUT', '/me/naming', { ...ann.asked, body: { isNamed: true } });
    expect(await read(`/c/${slug}/quotes`)).toContain(other);
  });

  it('has no channel named after them', async () => {
    const streamer = await aPerson(world, { roles: { [slug]: 'owner' } });
    await world.rows(
      `update channels set platform_id = $1 where community_id = (select id from communities where slug = $2)`,
      [streamer.account, slug],
    );
    await change({ state: 'public' });
    expect(await read(`/c/${slug}`)).toContain(`twitch.tv/${slug}`);
    await ask(world, 'PUT', '/me/naming', { ...streamer.asked, body: { isNamed: false } });
    expect(await read(`/c/${slug}`)).not.toContain('twitch.tv/');
  });
});

describe('who may', () => {
  it('sees and changes it as owner or admin, in their own community, and leaves a line in the audit log', async () => {
    const admin = await aPerson(world, { roles: { [slug]: 'admin' } });
    const moderator = await aPerson(world, { roles: { [slug]: 'moderator' } });
    const { slug: elsewhere } = await aCommunity(world);
    const stranger = await aPerson(world, { roles: { [elsewhere]: 'owner' } });
    expect((await ask(world, 'GET', PATH(), moderator.asked)).status).toBe(403);
    expect((await ask(world, 'PATCH', PATH(), { ...moderator.asked, body: { state: 'public' } })).status).toBe(403);
    expect((await ask(world, 'PATCH', PATH(), { ...stranger.asked, body: { state: 'public' } })).status).toBe(404);
    const seen = await ask<Pages>(world, 'GET', PATH(), admin.asked);
    expect(seen.json).toMatchObject({ state: 'off', commands: true, quotes: true, url: null, version: 0 });
    const done = await ask<Pages>(world, 'PATCH', PATH(), { ...admin.asked, body: { state: 'link', version: 0 } });
    expect([done.status, done.json.state, done.json.version]).toEqual([200, 'link', 1]);
    const late = await ask<{ error: { code: string; message: string } }>(world, 'PATCH', PATH(), {
      ...admin.asked,
      body: { state: 'public', version: 0 },
    });
    expect([late.status, late.json.error.code]).toEqual([409, 'CONFLICT']);
    const [line] = (await ask<{ data: { action: string }[] }>(world, 'GET', `/communities/${slug}/audit`, admin.asked))
      .json.data;
    expect(line).toMatchObject({ action: 'public.edit', before: null, after: { state: 'link' } });
    for (const body of [{}, { version: 1 }, { state: 'open' }, { link: 'old' }, { commands: 1 }])
      expect([body, (await ask(world, 'PATCH', PATH(), { ...admin.asked, body })).status]).toEqual([body, 400]);
  });

  it('shows nothing of another community’s', async () => {
    const { slug: elsewhere } = await aCommunity(world);
    await addQuote('Belongs to the others', { author: 'Otto', category: 'others' }, elsewhere);
    await addCommand('others', 'Belongs to the others', {}, elsewhere);
    await addQuote('Ours');
    await change({ state: 'public' });
    await change({ state: 'link' }, elsewhere);
    for (const path of [
      '',
      '/commands',
      '/quotes',
      '/quotes?q=belongs',
      '/quotes?category=others',
      '/quotes/1',
      '/commands?q=others',
    ])
      expect([path, (await read(`/c/${slug}${path}`)).includes('Belongs')]).toEqual([path, false]);
  });
});
