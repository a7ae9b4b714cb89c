import { randomInt } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSession } from '../../workers/auth/sessions.ts';
import { rememberAccount } from '../../workers/auth/sign-in/persons.ts';
import type { PersonId, Platform } from '../../workers/core/ids.ts';
import { claimAccount } from '../../workers/people/claim.ts';
import type { SpoiledIdToken } from '../stand-ins/openid.ts';
import { type ApiRequest, ask } from '../support/api.ts';
import { Browser, type Shown } from '../support/browser.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { startWorld, until, type World } from '../support/world.ts';

/** Streamers on YouTube and Kick, one a test. */
const STREAMERS = Array.from({ length: 20 }, (_, i) => ({
  youtube: { id: `UCsignin${String(i).padStart(16, '0')}`, title: `Streamer ${i}`, handle: `streamer${i}` },
  kick: { id: String(3_900_000 + i), login: `streamer_${i}` },
}));
const PLATFORMS = ['twitch', 'discord', 'slack', 'youtube', 'kick'] as const;

let world: World;
beforeAll(async () => {
  world = await startWorld({
    youtube: {
      channels: [{ id: 'UCdemo0000000000000000000', title: 'Demo' }, ...STREAMERS.map(({ youtube }) => youtube)],
    },
    kick: { channels: [{ id: '3000001', login: 'waddle_demo' }, ...STREAMERS.map(({ kick }) => kick)] },
  });
});
afterAll(() => world?.close());
afterEach(() => {
  for (const platform of ['twitch', 'slack', 'youtube'] as const) world[platform].openId.spoiled = null;
});

let streamer = 0;
/** Somebody of a platform who agrees on its consent page from now on; their account's id. */
function agrees(platform: Platform, account = newAccount(platform)): string {
  if (platform === 'discord') world.discord.consent = { user: { id: account, username: `user_${account}` } };
  else world[platform].consent = { account };
  return account;
}

function newAccount(platform: Platform): string {
  const id = String(randomInt(60_000_000, 70_000_000));
  if (platform === 'twitch') world.twitch.user({ id, login: `user_${id}`, name: `User_${id}` });
  if (platform === 'slack') world.slack.user({ id: `U${id}`, name: `user_${id}` });
  if (platform === 'youtube' || platform === 'kick') return STREAMERS[streamer++]?.[platform].id as string;
  return platform === 'slack' ? `U${id}` : platform === 'discord' ? `20000000000${id}` : id;
}

async function signIn(browser: Browser, platform: Platform, to = '/auth/account'): Promise<Shown> {
  await browser.get(`/auth/sign-in?${new URLSearchParams({ to })}`);
  return browser.post(`/auth/sign-in/${platform}`, { to });
}

async function signedIn(platform: Platform = 'twitch'): Promise<{ browser: Browser; account: string; person: string }> {
  const browser = new Browser(world);
  const account = agrees(platform);
  await signIn(browser, platform);
  return { browser, account, person: (await browser.me())?.person as string };
}

/** Goes to a platform and agrees, and stops on the way back: the callback's address. */
async function wayBack(browser: Browser, path: string, fields: Readonly<Record<string, string>> = {}): Promise<URL> {
  browser.follows = false;
  const away = await browser.post(path, fields);
  const back = await browser.get(away.headers.get('location') as string);
  browser.follows = true;
  return new URL(back.headers.get('location') as string);
}

/** A call with a session's cookie and nothing else. */
const asSent = (token: string): ApiRequest => ({ key: null, headers: { cookie: `wb_session=${token}` } });

const failures = async (): Promise<number> =>
  (await world.rows<{ count: number }>(`select count from security_counts where kind = 'sign-in-failed'`))[0]?.count ??
  0;

describe('signing in by a platform', () => {
  it.each(PLATFORMS)('makes a person of who comes by %s, and knows them again', async (platform) => {
    const account = agrees(platform);
    const first = new Browser(world);
    const shown = await signIn(first, platform);
    expect([shown.status, shown.url.pathname]).toEqual([200, '/auth/account']);
    const me = await first.me();
    expect(me).toMatchObject({ accounts: [{ platform, account, isPrimary: true }], session: { method: platform } });
    expect(shown.text).toContain(me?.displayName);
    const second = new Browser(world);
    await signIn(second, platform);
    expect((await second.me())?.person).toBe(me?.person);
    expect(await world.rows('select from persons where id = $1', [me?.person])).toHaveLength(1);
  });

  it.each(PLATFORMS)('asks %s for no more than it needs, by a state, and a challenge or a nonce', async (platform) => {
    const browser = new Browser(world);
    await browser.get('/auth/sign-in');
    browser.follows = false;
    const away = await browser.post(`/auth/sign-in/${platform}`);
    expect(away.status).toBe(303);
    const { searchParams } = new URL(away.headers.get('location') as string);
    expect(searchParams.get('redirect_uri')).toBe(`${world.publicUrl}/auth/callback/${platform}`);
    expect(searchParams.get('state')).toMatch(/^[\w-]{43}$/);
    expect(searchParams.get('scope')).not.toMatch(/email/);
    expect(searchParams.has('nonce')).toBe(['twitch', 'slack', 'youtube'].includes(platform));
    expect(searchParams.get('code_challenge_method')).toBe(
      ['discord', 'youtube', 'kick'].includes(platform) ? 'S256' : null,
    );
    const state = searchParams.get('state') as string;
    const kept = JSON.stringify(await world.rows('select * from oauth_states'));
    expect(kept).not.toContain(state);
  });

  it('keeps no token, and gives back what it got', async () => {
    const { account } = await signedIn('slack');
    expect(account).toMatch(/^U/);
    const revoked = () => world.slack.log.since(0, 'request').some(({ op }) => op === 'auth.revoke');
    await until('the token is given back', revoked);
    for (const platform of ['discord', 'kick', 'twitch'] as const) {
      await signedIn(platform);
      const given = () => world[platform].log.since(0, 'request').some(({ op }) => op === 'revoke');
      await until(`${platform}'s token is given back`, given);
    }
  });

  it('gives nothing back of who has connected a channel: some platforms end all of it', async () => {
    agrees('kick', '3000001');
    const before = world.kick.log.since(0, 'request').filter(({ op }) => op === 'revoke').length;
    const browser = new Browser(world);
    await signIn(browser, 'kick');
    expect((await browser.me())?.accounts[0]?.account).toBe('3000001');
    await signedIn('discord');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(world.kick.log.since(0, 'request').filter(({ op }) => op === 'revoke')).toHaveLength(before);
  });

  it('takes the platform’s names as they are now', async () => {
    const account = agrees('twitch');
    const browser = new Browser(world);
    await signIn(browser, 'twitch');
    world.twitch.user({ id: account, login: `renamed_${account}`, name: `Renamed_${account}` });
    await signIn(browser, 'twitch');
    expect((await browser.me())?.accounts).toMatchObject([
      { account, login: `renamed_${account}`, displayName: `Renamed_${account}` },
    ]);
  });

  it('claims an account that was there by what it said in chat', async () => {
    const account = agrees('twitch');
    await world.rows(
      `insert into accounts (id, platform, platform_id, login, display_name) values (gen_random_uuid(), 'twitch', $1, 'x', 'x')`,
      [account],
    );
    const browser = new Browser(world);
    await signIn(browser, 'twitch');
    expect((await browser.me())?.accounts).toMatchObject([{ account, isPrimary: true }]);
  });

  it('makes one person where two come back at once', async () => {
    for (let round = 0; round < 5; round++) {
      const account = agrees('twitch');
      const browsers = await Promise.all(Array.from({ length: 4 }, () => new Browser(world)));
      const ways: [Browser, URL][] = [];
      for (const browser of browsers) {
        await browser.get('/auth/sign-in');
        ways.push([browser, await wayBack(browser, '/auth/sign-in/twitch')]);
      }
      const people = await world.rows<{ count: number }>('select count(*)::int from persons');
      await Promise.all(ways.map(([browser, back]) => browser.get(back.href)));
      const mes = await Promise.all(browsers.map((browser) => browser.me()));
      expect(new Set(mes.map((me) => me?.person)).size).toBe(1);
      expect(mes[0]?.accounts).toMatchObject([{ account }]);
      const [after] = await world.rows<{ count: number }>('select count(*)::int from persons');
      expect(after?.count).toBe((people[0]?.count ?? 0) + 1);
    }
  });

  it('ends the session that the browser had', async () => {
    const { browser } = await signedIn('twitch');
    const old = browser.cookies.get('wb_session') as string;
    agrees('discord');
    await signIn(browser, 'discord');
    expect((await browser.me())?.session.method).toBe('discord');
    const before = new Browser(world);
    before.cookies.set('wb_session', old);
    expect(await before.me()).toBeNull();
  });
});

describe('sign-up', () => {
  afterEach(() => world.rows('delete from installation_settings'));
  const set = (signUp: string) => world.rows('insert into installation_settings (sign_up) values ($1)', [signUp]);

  it.each([
    ['closed', '/auth/account', 'takes no new people'],
    ['closed', '/auth/join/abc', 'takes no new people'],
    ['invited', '/auth/account', 'by invitation'],
    ['invited', '/auth/joined/abc', 'by invitation'],
  ])('that is %s refuses who is new and comes for %s', async (signUp, to, words) => {
    await set(signUp);
    const account = agrees('twitch');
    const browser = new Browser(world);
    const shown = await signIn(browser, 'twitch', to);
    expect([shown.status, shown.text]).toEqual([403, expect.stringContaining(words)]);
    expect(await browser.me()).toBeNull();
    expect(await world.rows('select from accounts where platform_id = $1', [account])).toEqual([]);
  });

  it('lets in who was there before, and who comes by an invitation', async () => {
    const { account, person } = await signedIn('twitch');
    await set('closed');
    agrees('twitch', account);
    const again = new Browser(world);
    await signIn(again, 'twitch');
    expect((await again.me())?.person).toBe(person);
    await world.rows(`update installation_settings set sign_up = 'invited'`);
    agrees('twitch');
    const invited = new Browser(world);
    await signIn(invited, 'twitch', '/auth/join/abc');
    expect(await invited.me()).not.toBeNull();
  });
});

describe('a second account', () => {
  it('becomes theirs, and signs them in from then on', async () => {
    const { browser, person } = await signedIn('twitch');
    const session = browser.cookies.get('wb_session');
    const account = agrees('discord');
    await browser.get('/auth/account');
    const shown = await browser.post('/auth/account/link/discord');
    expect(shown.text).toContain('That account is yours now');
    expect((await browser.me())?.accounts).toMatchObject([
      { platform: 'twitch', isPrimary: true },
      { platform: 'discord', account, isPrimary: false },
    ]);
    expect(browser.cookies.get('wb_session')).not.toBe(session);
    const other = new Browser(world);
    await signIn(other, 'discord');
    expect((await other.me())?.person).toBe(person);
    await browser.get('/auth/account');
    expect((await browser.post('/auth/account/link/discord')).text).toContain('yours already');
  });

  it('is not taken from another person', async () => {
    const ann = await signedIn('twitch');
    const bob = await signedIn('discord');
    await ann.browser.get('/auth/account');
    const shown = await ann.browser.post('/auth/account/link/discord');
    expect([shown.status, shown.text]).toEqual([409, expect.stringContaining('belongs to another person')]);
    expect((await ann.browser.me())?.accounts).toHaveLength(1);
    expect((await bob.browser.me())?.person).toBe(bob.person);
  });

  it('goes to one of two who claim it at once', async () => {
    for (let round = 0; round < 5; round++) {
      const claimants = [await aPerson(world), await aPerson(world)];
      const identity = { account: `7${randomInt(1e9)}`, login: 'x', displayName: 'x' };
      const { id: accountId } = await rememberAccount(world.db, 'kick', identity, world.now());
      const services = { db: world.db, clock: world.now, log: () => {} };
      const claims = await Promise.all(claimants.map(({ id }) => claimAccount(services, { person: id, accountId })));
      const winner = claims.findIndex(({ result }) => result === 'joined');
      expect(claims[1 - winner]).toEqual({ result: 'other-person', other: claimants[winner]?.id });
      const again = await claimAccount(services, { person: claimants[winner]?.id as PersonId, accountId });
      expect(again).toEqual({ result: 'own-already' });
    }
  });

  it('wants a proof that is not old', async () => {
    const ann = await aPerson(world);
    await world.rows(`update sessions set proved_at = proved_at - interval '11 minutes' where person_id = $1`, [
      ann.id,
    ]);
    const browser = new Browser(world);
    browser.cookies.set('wb_session', ann.token);
    await browser.get('/auth/account');
    const shown = await browser.post('/auth/account/link/discord');
    expect([shown.url.pathname, shown.url.search]).toEqual(['/auth/prove', '?to=%2Fauth%2Faccount']);
    expect((await browser.me())?.accounts).toHaveLength(1);
  });
});

describe('proving who one is', () => {
  it('makes the proof new, under another token', async () => {
    const { browser, account, person } = await signedIn('twitch');
    await world.rows(`update sessions set proved_at = proved_at - interval '1 hour' where person_id = $1`, [person]);
    const [before, token] = [await browser.me(), browser.cookies.get('wb_session')];
    const page = await browser.get('/auth/prove?to=/auth/account');
    expect(page.text).toContain('Prove it with Twitch');
    expect(page.text).not.toContain('Prove it with Discord');
    agrees('twitch', account);
    const shown = await browser.post('/auth/prove/twitch', { to: '/auth/account' });
    expect(shown.url.pathname).toBe('/auth/account');
    const after = await browser.me();
    expect(after?.session.id).toBe(before?.session.id);
    expect(Date.parse(after?.session.provedAt as string)).toBeGreaterThan(
      Date.parse(before?.session.provedAt as string),
    );
    expect(browser.cookies.get('wb_session')).not.toBe(token);
    const old = new Browser(world);
    old.cookies.set('wb_session', token as string);
    expect(await old.me()).toBeNull();
  });

  it('is not done by somebody else’s account', async () => {
    const { browser, person } = await signedIn('twitch');
    await world.rows(`update sessions set proved_at = proved_at - interval '1 hour' where person_id = $1`, [person]);
    const before = await browser.me();
    for (const account of [newAccount('twitch'), (await signedIn('twitch')).account]) {
      agrees('twitch', account);
      await browser.get('/auth/prove');
      const shown = await browser.post('/auth/prove/twitch');
      expect([shown.status, shown.text]).toEqual([403, expect.stringContaining('not one of yours')]);
    }
    expect((await browser.me())?.session.provedAt).toBe(before?.session.provedAt);
  });
});

interface Abuse {
  readonly back: URL;
  readonly browser: Browser;
}

/** What somebody does with a way back that is not theirs, or not what it was. */
const ABUSES: Readonly<Record<string, (way: Abuse) => Promise<Shown>>> = {
  'a state that nobody made': ({ browser, back }) => {
    back.searchParams.set('state', 'A'.repeat(43));
    return browser.get(back.href);
  },
  'no state at all': ({ browser, back }) => {
    back.searchParams.delete('state');
    return browser.get(back.href);
  },
  'two states': ({ browser, back }) => {
    back.searchParams.append('state', 'B'.repeat(43));
    return browser.get(back.href);
  },
  'a state of eight thousand characters': ({ browser, back }) => {
    back.searchParams.set('state', 'A'.repeat(8_000));
    return browser.get(back.href);
  },
  'another browser’s state': ({ back }) => new Browser(world).get(back.href),
  'another signed-in person’s browser': async ({ back }) => (await signedIn('discord')).browser.get(back.href),
  'the state of another platform': ({ browser, back }) =>
    browser.get(back.href.replace('/callback/twitch', '/callback/kick')),
  'a state that is eleven minutes old': async ({ browser, back }) => {
    await world.advance(11 * 60_000);
    return browser.get(back.href);
  },
  'a code of somebody’s making': ({ browser, back }) => {
    back.searchParams.set('code', 'forged');
    return browser.get(back.href);
  },
  'two codes': ({ browser, back }) => {
    back.searchParams.append('code', 'another');
    return browser.get(back.href);
  },
  'no code': ({ browser, back }) => {
    back.searchParams.delete('code');
    return browser.get(back.href);
  },
  'the code of another’s consent': async ({ browser, back }) => {
    const thief = new Browser(world);
    await thief.get('/auth/sign-in');
    const stolen = await wayBack(thief, '/auth/sign-in/twitch');
    stolen.searchParams.set('state', back.searchParams.get('state') as string);
    return browser.get(stolen.href);
  },
  'an issuer that is not the platform’s': ({ browser, back }) => {
    back.searchParams.set('iss', 'https://evil.example');
    return browser.get(back.href);
  },
};

/** Those that are refused before the platform is asked anything. */
const ABOUT_STATES = [
  'a state that nobody made',
  'no state at all',
  'a state of eight thousand characters',
  'another browser’s state',
  'another signed-in person’s browser',
  'the state of another platform',
  'a state that is eleven minutes old',
];

describe('a way back that is not right', () => {
  it.each(Object.keys(ABUSES))('%s signs nobody in, is told, and changes nothing', async (name) => {
    const browser = new Browser(world);
    agrees('twitch');
    await browser.get('/auth/sign-in');
    const back = await wayBack(browser, '/auth/sign-in/twitch');
    const people = await world.rows('select id from persons order by 1');
    const before = browser.cookies.get('wb_session');
    const shown = await (ABUSES[name] as (way: Abuse) => Promise<Shown>)({ browser, back });
    expect(shown.status, shown.text).toBe(400);
    // The code is good for nothing any more then, either: so the words tell which of the two was looked at.
    expect(shown.text.includes('It counts once'), shown.text).toBe(ABOUT_STATES.includes(name));
    expect(shown.text).toContain('role="alert"');
    expect(shown.text).not.toContain(back.searchParams.get('code') ?? 'nothing of it');
    expect(browser.cookies.get('wb_session')).toBe(before);
    expect(await browser.me()).toBeNull();
    const after = await world.rows('select id from persons order by 1');
    expect(after.length - people.length).toBe(name.startsWith('another signed-in') ? 1 : 0);
  });

  it('counts once: a replay is refused, and who is signed in stays it', async () => {
    const browser = new Browser(world);
    agrees('twitch');
    await browser.get('/auth/sign-in');
    const back = await wayBack(browser, '/auth/sign-in/twitch', { to: '/auth/account' });
    const before = await failures();
    const [one, other] = await Promise.all([browser.get(back.href), browser.get(back.href)]);
    expect([one.status, other.status].sort()).toEqual([200, 400]);
    expect((await browser.get(back.href)).status).toBe(400);
    expect(await failures()).toBe(before + 2);
    expect(await browser.me()).not.toBeNull();
  });

  it('of an account to add does nothing once somebody else is signed in', async () => {
    const { browser } = await signedIn('twitch');
    agrees('discord');
    await browser.get('/auth/account');
    const back = await wayBack(browser, '/auth/account/link/discord');
    const bob = await aPerson(world);
    browser.cookies.set('wb_session', bob.token);
    expect((await browser.get(back.href)).status).toBe(400);
    browser.cookies.delete('wb_session');
    expect((await browser.get(back.href)).status).toBe(400);
    expect(await world.rows('select from accounts where person_id = $1', [bob.id])).toHaveLength(1);
  });

  it.each(PLATFORMS)('with a no at %s says so, and what to do', async (platform) => {
    world[platform].consent = 'deny';
    const before = await failures();
    const browser = new Browser(world);
    const shown = await signIn(browser, platform, '/calendar');
    expect([shown.status, shown.text]).toEqual([403, expect.stringContaining('You did not agree')]);
    expect(shown.text).toContain('/auth/sign-in?to=%2Fcalendar');
    expect(await browser.me()).toBeNull();
    expect(await failures()).toBe(before);
  });

  it.each(PLATFORMS)('with a code of %s that is too old is refused', async (platform) => {
    agrees(platform, platform === 'youtube' || platform === 'kick' ? STREAMERS[0]?.[platform].id : undefined);
    const consent = world[platform].consent;
    world[platform].consent = { ...(consent as object), expired: true } as never;
    const shown = await signIn(new Browser(world), platform);
    expect([shown.status, shown.text]).toEqual([400, expect.stringContaining('Start again')]);
  });

  const OPEN_ID = ['twitch', 'slack', 'youtube'] as const;
  const SPOILED: readonly SpoiledIdToken[] = [
    'nonce',
    'issuer',
    'audience',
    'expired',
    'signature',
    'algorithm',
    'subject',
    'missing',
  ];
  it.each(OPEN_ID.flatMap((platform) => SPOILED.map((spoiled) => [platform, spoiled] as const)))(
    'with an ID token of %s that has a wrong %s is refused',
    async (platform, spoiled) => {
      // Google’s subject is the number of the account, which nothing else tells.
      if (platform === 'youtube' && spoiled === 'subject') return;
      agrees(platform, platform === 'youtube' ? STREAMERS[0]?.youtube.id : undefined);
      world[platform].openId.spoiled = spoiled;
      const browser = new Browser(world);
      const shown = await signIn(browser, platform);
      expect([400, 502], shown.text).toContain(shown.status);
      expect(await browser.me()).toBeNull();
    },
  );
});

describe('a platform that fails', () => {
  const status = (code: number, body?: unknown) => ({ kind: 'status', status: code, body }) as const;
  it.each([
    ['twitch', 'token', status(503), 502, 'did not answer'],
    ['twitch', 'token', { kind: 'drop' }, 502, 'did not answer'],
    ['twitch', 'token', { kind: 'hang' }, 502, 'did not answer'],
    ['twitch', 'token', status(200, '<html>not JSON</html>'), 502, 'cannot read'],
    ['twitch', 'token', status(200, { access_token: 7 }), 502, 'cannot read'],
    ['twitch', 'token', status(403, { status: 403, message: 'invalid client secret' }), 502, 'as it is registered'],
    ['twitch', 'keys', status(500), 502, 'did not answer'],
    ['twitch', 'keys', status(200, { keys: [] }), 400, 'does not prove'],
    ['twitch', 'users', status(200, { data: [] }), 502, 'cannot read'],
    ['twitch', 'users', status(401), 403, 'may not tell us'],
    ['twitch', 'users', status(200, { data: [{ id: '1', login: 'x', display_name: 'x' }] }), 400, 'does not prove'],
    ['discord', 'token', status(500), 502, 'did not answer'],
    ['discord', 'user', status(429), 502, 'did not answer'],
    ['discord', 'user', status(200, { id: '../1', username: 'x' }), 502, 'cannot read'],
    ['slack', 'openid.connect.token', status(200, { ok: false, error: 'fatal_error' }), 502, 'as it is registered'],
    ['slack', 'openid.connect.userInfo', status(200, { ok: false, error: 'x' }), 502, 'cannot read'],
    ['kick', 'token', status(502), 502, 'did not answer'],
    ['kick', 'users', status(200, { data: [{ user_id: '7', name: 'x' }] }), 502, 'cannot read'],
    ['youtube', 'channels.list', status(403), 403, 'may not tell us'],
    ['youtube', 'channels.list', status(200, { items: [{ id: 'x' }] }), 502, 'cannot read'],
  ] as const)('%s at %s with %j is told with %i', async (platform, op, fault, expected, words) => {
    agrees(platform, platform === 'youtube' || platform === 'kick' ? STREAMERS[1]?.[platform].id : undefined);
    world[platform].fault({ op, fault });
    const browser = new Browser(world);
    const shown = await signIn(browser, platform);
    expect([shown.status, shown.text]).toEqual([expected, expect.stringContaining(words)]);
    expect(await browser.me()).toBeNull();
    expect((await signIn(browser, platform)).status).toBe(200);
  });

  it('is told apart from a Google account without a channel, and from one that left YouTube out', async () => {
    agrees('youtube', 'UCnobody');
    expect((await signIn(new Browser(world), 'youtube')).text).toContain('has none');
    world.youtube.consent = { account: STREAMERS[0]?.youtube.id as string, scopes: ['openid'] };
    expect((await signIn(new Browser(world), 'youtube')).text).toContain('leave what it asks for ticked');
  });
});

describe('where somebody is sent afterwards', () => {
  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/.//evil.example',
    '/..//evil.example',
    '/%2f/evil.example',
    '/%5cevil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    ' //evil.example',
    '/\u00a0/evil.example',
    '/x\r\nSet-Cookie: a=b',
    '@evil.example',
    '.evil.example',
    `/${'x'.repeat(600)}`,
    '',
  ])('is never %j', async (to) => {
    agrees('twitch', '1000100');
    const browser = new Browser(world);
    const page = await browser.get(`/auth/sign-in?${new URLSearchParams({ to })}`);
    expect(page.text).not.toMatch(/evil|javascript|data:text/);
    const back = await wayBack(browser, '/auth/sign-in/twitch', { to });
    browser.follows = false;
    const shown = await browser.get(back.href);
    expect([shown.status, shown.headers.get('location')]).toEqual([303, '/hub']);
    expect(shown.headers.get('set-cookie')).not.toContain('a=b');
  });

  it('is the page that was left', async () => {
    agrees('twitch', '1000100');
    const browser = new Browser(world);
    await browser.get('/auth/sign-in');
    const back = await wayBack(browser, '/auth/sign-in/twitch', { to: '/calendar?week=7&x=%2F' });
    browser.follows = false;
    expect((await browser.get(back.href)).headers.get('location')).toBe('/calendar?week=7&x=%2F');
  });
});

describe('sessions', () => {
  it('end by signing out', async () => {
    const { browser } = await signedIn();
    const token = browser.cookies.get('wb_session') as string;
    await browser.get('/auth/account');
    const shown = await browser.post('/auth/sign-out');
    expect(shown.text).toContain('You are signed out of this browser');
    expect(browser.cookies.has('wb_session')).toBe(false);
    browser.cookies.set('wb_session', token);
    expect(await browser.me()).toBeNull();
    expect((await browser.get('/auth/account')).url.pathname).toBe('/auth/sign-in');
  });

  it('are listed, and ended one by one or all but this', async () => {
    const { browser, account } = await signedIn();
    const others = [new Browser(world), new Browser(world)] as const;
    for (const other of others) {
      agrees('twitch', account);
      await signIn(other, 'twitch');
    }
    const page = await browser.get('/auth/account');
    expect(page.text.match(/Firefox on Linux/g)?.length).toBeGreaterThanOrEqual(3);
    const [gone, stays] = others;
    const id = (await gone.me())?.session.id as string;
    expect((await browser.post('/auth/account/sessions/end', { id })).text).toContain('That session has ended');
    expect([await gone.me(), (await stays.me()) !== null]).toEqual([null, true]);
    expect((await browser.post('/auth/account/sessions/end', { id })).status).toBe(404);
    expect((await browser.post('/auth/account/sessions/end', { id: 'none' })).status).toBe(400);
    expect((await browser.post('/auth/account/sessions/end', { id, person: 'x' })).status).toBe(400);
    await browser.post('/auth/account/sessions/end-others');
    expect([await stays.me(), (await browser.me()) !== null]).toEqual([null, true]);
  });

  it('are the API’s to list and end, too, each person’s own', async () => {
    const [ann, bob] = [await aPerson(world), await aPerson(world)];
    const listed = async (person: TestPerson) =>
      (await ask<{ data: { id: string; isThis: boolean }[] }>(world, 'GET', '/me/sessions', person.asked)).json.data;
    const [own] = await listed(bob);
    expect((await ask(world, 'DELETE', `/me/sessions/${own?.id}`, ann.asked)).status).toBe(404);
    const another = await startSession(world.db, { person: bob.id, method: 'twitch', device: 'Phone' }, world.now());
    expect((await listed(bob)).map(({ isThis }) => isThis).sort()).toEqual([false, true]);
    const ended = await ask<{ ended: number }>(world, 'DELETE', '/me/sessions', bob.asked);
    expect([ended.status, ended.json.ended]).toEqual([200, 1]);
    expect((await ask(world, 'GET', '/me', asSent(another))).status).toBe(401);
    expect((await ask(world, 'DELETE', `/me/sessions/${own?.id}`, bob.asked)).status).toBe(204);
    expect((await ask(world, 'GET', '/me', bob.asked)).status).toBe(401);
    expect(await listed(ann)).toHaveLength(1);
  });

  it('of others are nobody’s to end', async () => {
    const [ann, bob] = [await signedIn(), await signedIn('discord')];
    const id = (await bob.browser.me())?.session.id as string;
    await ann.browser.get('/auth/account');
    expect((await ann.browser.post('/auth/account/sessions/end', { id })).status).toBe(404);
    expect(await bob.browser.me()).not.toBeNull();
  });
});

describe('the door', () => {
  it('takes forms of its own pages alone', async () => {
    const { browser } = await signedIn();
    for (const path of ['/auth/sign-in/twitch', '/auth/account/link/discord', '/auth/prove/twitch', '/auth/sign-out'])
      expect((await browser.post(path, { _csrf: 'forged' })).status).toBe(403);
    expect(await browser.me()).not.toBeNull();
  });

  it('is framed by nobody, stored by nobody, and tells no other site where it was', async () => {
    const { headers } = await new Browser(world).get('/auth/sign-in');
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
    });
  });

  it('knows no platform that is none', async () => {
    const browser = new Browser(world);
    await browser.get('/auth/sign-in');
    for (const platform of ['myspace', 'local', '__proto__', 'constructor'])
      expect([
        (await browser.post(`/auth/sign-in/${platform}`)).status,
        (await browser.get(`/auth/callback/${platform}?code=x&state=x`)).status,
      ]).toEqual([404, 404]);
  });

  it('wants a wait of a network that proves nothing again and again', async () => {
    const browser = new Browser(world, '10.99.99.99');
    const tries: number[] = [];
    for (let i = 0; i < 21; i++) tries.push((await browser.get('/auth/callback/twitch?code=x&state=x')).status);
    expect(tries).toEqual([...Array.from({ length: 20 }, () => 400), 429]);
    await browser.get('/auth/sign-in');
    const refused = await browser.post('/auth/sign-in/twitch');
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
  });

  it('lets nothing of what platforms say, nor codes, nor states, into the logs', async () => {
    const told = world.logs.join('\n');
    expect(told).toContain('sign-in.failed');
    expect(told).not.toMatch(/code=|state=|access_token|id_token|xoxp-|ya29\.|invalid client secret/);
  });
});
