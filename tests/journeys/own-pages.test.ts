import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from '../support/browser.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const MINUTE = 60_000;
let turn = 0;

/** Somebody who is signed in, at their browser. */
async function atBrowser(wanted: Parameters<typeof aPerson>[1] = {}) {
  const person = await aPerson(world, wanted);
  const browser = new Browser(world);
  browser.cookies.set('wb_session', person.token);
  await browser.get('/auth/account');
  return { person, browser };
}

/** Types a line on Twitch, and waits for the answer. */
async function types(text: string, user: { readonly id: string; readonly login: string }): Promise<string> {
  const { id: channel } = TWITCH_CHANNELS[turn++ % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number];
  const { messageId } = await world.twitch.chat({ channel, user: { ...user, role: 'viewer' }, text });
  return until('an answer', () => world.twitch.sent.find(({ replyTo }) => replyTo === messageId)?.text);
}

const idIn = (page: string): string => /name="id" value="([^"]+)"/.exec(page)?.[1] ?? '';
const codeIn = (page: string): string => /!link ([A-Z0-9-]+)/.exec(page)?.[1] ?? '';

describe('a code that is got in the browser', () => {
  const HERE = '/auth/account/codes';

  it('links who typed it in chat, once they are seen and confirmed', async () => {
    const { browser } = await atBrowser({ platform: 'discord', account: '20000000000777001' });
    const user = { id: '7770001', login: 'pia_typed' };
    const code = codeIn((await browser.post(HERE)).text);
    expect(code).not.toBe('');
    expect(await types(`!link ${code}`, user)).not.toContain(code);
    const asked = await browser.get(HERE);
    expect(asked.text).toContain('pia_typed');
    const done = await browser.post(`${HERE}/confirm`, { id: idIn(asked.text) });
    expect([done.url.pathname, done.text]).toEqual(['/auth/account', expect.stringContaining('yours now')]);
    expect((await browser.me())?.accounts.map(({ account }) => account)).toContain(user.id);
  });

  it('is dead once a stranger who typed it first was refused', async () => {
    const { browser } = await atBrowser();
    const code = codeIn((await browser.post(HERE)).text);
    await types(`!link ${code}`, { id: '7770002', login: 'stranger' });
    const asked = await browser.get(HERE);
    expect(asked.text).toContain('stranger');
    const id = idIn(asked.text);
    expect((await browser.post(`${HERE}/refuse`, { id })).text).not.toContain('stranger');
    expect((await browser.post(`${HERE}/confirm`, { id })).status).toBe(409);
    await types(`!link ${code}`, { id: '7770003', login: 'me' });
    expect((await browser.get(HERE)).text).not.toContain('Yes, that is me');
    expect((await browser.me())?.accounts).toHaveLength(1);
  });

  it('is for who is signed in', async () => {
    const page = await new Browser(world).get(HERE);
    expect([page.status, page.text]).toEqual([401, expect.stringContaining('/auth/sign-in')]);
  });
});

describe('two persons who are one', () => {
  it('are joined after who is both has seen what it means', async () => {
    const discord = `20000000000${randomInt(10_000_000, 99_999_999)}`;
    const other = await aPerson(world, { platform: 'discord', account: discord, roles: { demo: 'moderator' } });
    const { browser, person } = await atBrowser();
    world.discord.consent = { user: { id: discord, username: `user_${discord}` } };
    const told = await browser.post('/auth/account/link/discord');
    expect(told.status).toBe(409);
    const proof = /name="proof" value="([^"]+)"/.exec(told.text)?.[1] as string;
    const preview = await browser.post('/auth/account/merge', { proof });
    expect(preview.text).toContain(`user_${discord}`);
    expect(preview.text).toContain('moderator');
    expect((await browser.me())?.accounts).toHaveLength(1);
    const stranger = await atBrowser();
    expect((await stranger.browser.post('/auth/account/merge', { proof, confirm: 'yes' })).status).toBe(404);
    const done = await browser.post('/auth/account/merge', { proof, confirm: 'yes' });
    expect(done.text).toContain('You are one now');
    expect((await browser.me())?.accounts.map(({ account }) => account).sort()).toEqual(
      [person.account, discord].sort(),
    );
    expect(await world.rows('select from sessions where person_id = $1', [other.id])).toEqual([]);
  });
});

describe('what is kept of somebody', () => {
  const HERE = '/auth/account/data';

  it('is shown and erased to who has just proved who they are', async () => {
    const { browser, person } = await atBrowser();
    await world.advance(11 * MINUTE);
    const first = await browser.get(HERE);
    expect(first.text).toContain('/auth/prove');
    expect(first.text).not.toContain('Erase me');
    const unproved = await browser.post(`${HERE}/erase`, { confirm: 'erase' });
    expect(unproved.url.pathname).toBe('/auth/prove');
    await world.rows('update sessions set proved_at = to_timestamp($1) where person_id = $2', [
      world.now() / 1000,
      person.id,
    ]);
    expect((await browser.get(HERE)).text).toContain('/api/v1/me/export');
    const exported = await browser.get('/api/v1/me/export');
    expect([exported.status, exported.text]).toEqual([200, expect.stringContaining(person.account)]);
    const wrong = await browser.post(`${HERE}/erase`, { confirm: 'yes' });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('Type the word erase')]);
    expect((await browser.post(`${HERE}/erase`, { confirm: 'erase' })).text).toContain('You are gone');
    expect(await browser.me()).toBeNull();
    expect(await world.rows('select from accounts where platform_id = $1', [person.account])).toEqual([]);
  });
});
