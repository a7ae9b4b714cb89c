import { randomInt } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Role } from '../../workers/core/levels.ts';
import { DEMO } from '../stand-ins/run.ts';
import { ask } from '../support/api.ts';
import { axe, type Hub, keyboardWalk, noOverflow, openHub, press, tabTo, withChromium } from '../support/hub.ts';
import { type Seat, settle } from '../support/hub-page.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, until, type World } from '../support/world.ts';

/** One for each test: what is said in one community is nobody else's. */
const CHANNELS = Array.from({ length: 16 }, (_, i) => ({
  id: String(1_500_000 + i),
  login: `feed_${i}`,
  botIsModerator: true,
}));

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true, twitch: { channels: [DEMO.twitch.channel, ...CHANNELS] } });
});
afterAll(() => world?.close());

interface Place {
  readonly slug: string;
  readonly channel: string;
}

let places = 0;
async function aPlace(): Promise<Place> {
  const { id: channel, login: slug } = CHANNELS[places++] as (typeof CHANNELS)[number];
  await world.rows(
    `with made as (insert into communities (id, slug, name) values (gen_random_uuid(), $1, $1) returning id)
     insert into channels (id, community_id, platform, platform_id, login, bot_is_moderator)
     select gen_random_uuid(), id, 'twitch', $2, $3, true from made`,
    [slug.replace('_', '-'), channel, slug],
  );
  return { slug: slug.replace('_', '-'), channel };
}

const ann = { id: '880001', login: 'ann', role: 'moderator' } as const;
const bo = { id: '880002', login: 'bo', role: 'viewer' } as const;

const say = (channel: string, text: string, user: { id: string; login: string; role: 'viewer' | 'moderator' } = bo) =>
  world.twitch.chat({ channel, user, text });

const rows = (page: Page) => page.locator('[data-row]');
const row = (page: Page, words: string | RegExp) => rows(page).filter({ hasText: words });

/** Isolates hear that a feed is watched within this, ms; what is said meanwhile may be told or not. */
const OPENS_WITHIN_MS = 2_000;

interface Watching extends Hub, Place {}

/** Somebody before a community's feed, when that has begun: isolates hear of it within seconds. */
async function watch({ role = 'owner', query = '', ...seat }: Seat & { role?: Role; query?: string } = {}) {
  const place = await aPlace();
  const hub = await openHub(world, { role, community: place.slug, ...seat });
  await hub.page.goto(`/hub/c/${place.slug}/feed${query}`);
  await hub.page.getByRole('heading', { name: 'Feed', level: 1 }).waitFor();
  await hub.page.waitForTimeout(OPENS_WITHIN_MS);
  let tries = 0;
  await until('the feed runs', async () => {
    await say(place.channel, `first line ${++tries}`);
    return (await row(hub.page, 'first line').count()) > 0;
  });
  return { ...place, ...hub } satisfies Watching;
}

withChromium('the feed', () => {
  it('shows what is said, run, answered, refused and what happens, each with what came of it', async () => {
    const { page, channel } = await watch();
    await say(channel, 'hello everybody');
    await say(channel, '!ping', ann);
    await say(channel, '!command add x y');
    await world.twitch.emit.follow({ channel, user: { id: '880003', login: 'cleo', name: 'Cleo' } });
    await row(page, 'hello everybody').waitFor();
    const command = row(page, '!ping');
    await command.getByText('Pong!').waitFor();
    await command.getByText('answered').waitFor();
    expect(await command.count()).toBe(1);
    await row(page, '!command add x y').getByText('their level is too low').waitFor();
    await row(page, 'Cleo follows now').waitFor();
    await command.click();
    const panel = page.getByRole('complementary', { name: 'Command' });
    await panel.getByText('Pong!').waitFor();
    await panel.getByText(`twitch:${channel}`, { exact: true }).waitFor();
    expect(page.url()).toContain('entry=twitch%3A');
    await axe(page);
    await page.goBack();
    await panel.waitFor({ state: 'detached' });
    await row(page, '!command add x y').click();
    await page
      .getByRole('complementary', { name: 'Refused command' })
      .getByText('Else lower the command’s level', { exact: false })
      .waitFor();
  });

  it('is gone through by keyboard alone', async () => {
    const { page, channel } = await watch();
    await keyboardWalk(page);
    for (const text of ['one', 'two', 'three']) await say(channel, `line ${text}`);
    await row(page, 'line three').waitFor();
    await tabTo(page, 'Live feed');
    await press(page, 'k');
    await expect.poll(() => page.locator(':focus').textContent()).toContain('line three');
    await press(page, 'ArrowUp');
    await expect.poll(() => page.locator(':focus').textContent()).toContain('line two');
    await press(page, 'Enter');
    const panel = page.getByRole('complementary', { name: 'Message' });
    await panel.getByText('line two').waitFor();
    await press(page, 'Escape');
    await panel.waitFor({ state: 'detached' });
    await expect.poll(() => page.locator(':focus').textContent()).toContain('line two');
    await say(channel, 'line four');
    await page.getByRole('button', { name: '1 new' }).waitFor();
    await press(page, 'End');
    await row(page, 'line four').waitFor();
    await press(page, '/');
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('line t');
    await row(page, 'line four').waitFor({ state: 'detached' });
    await expect.poll(() => rows(page).count()).toBe(2);
    await expect.poll(() => page.url()).toContain('q=line+t');
    await press(page, 'Escape');
    await row(page, 'line four').waitFor();
    await page.locator('h1').click();
    await press(page, '.');
    await page.getByRole('button', { name: /^Go on/ }).waitFor();
    await press(page, '?');
    await page.getByRole('dialog').getByText('Stop and go on').waitFor();
  });

  it('is narrowed by what stands in the address, to kinds and to a person', async () => {
    const { page, channel, slug } = await watch();
    await say(channel, 'from ann', ann);
    await say(channel, '!ping', ann);
    await say(channel, 'from bo');
    await row(page, 'from bo').waitFor();
    await row(page, 'Pong!').waitFor();
    await row(page, 'from ann').click();
    await page.getByRole('button', { name: 'Show only what they do' }).click();
    await row(page, 'from bo').waitFor({ state: 'detached' });
    await expect.poll(() => rows(page).count()).toBe(2);
    await page.getByRole('button', { name: 'Kind' }).click();
    await page.getByRole('dialog').getByText('Commands', { exact: true }).click();
    await expect.poll(() => rows(page).count()).toBe(1);
    await press(page, 'Escape');
    expect(new URL(page.url()).searchParams.get('kind')).toBe('command');
    await page.reload();
    await row(page, 'Pong!').waitFor();
    expect(await rows(page).count()).toBe(1);
    await page.goto(`/hub/c/${slug}/feed?kind=notice`);
    await page.getByText('Nothing matches', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await row(page, 'from bo').waitFor();
  });

  it('stops where somebody reads, says how many are new, and goes on at the end', async () => {
    const { page, channel } = await watch();
    for (let i = 1; i <= 40; i++) await say(channel, `early ${i} of many`);
    await row(page, 'early 40').waitFor();
    await page.getByRole('log').hover();
    await page.mouse.wheel(0, -600);
    await page.getByText('Paused', { exact: true }).waitFor();
    await settle(page);
    const before = await rows(page).allInnerTexts();
    for (let i = 1; i <= 12; i++) await say(channel, `late ${i}`);
    await page.getByRole('button', { name: '12 new' }).waitFor();
    expect(await rows(page).allInnerTexts()).toEqual(before);
    await page.getByRole('button', { name: '12 new' }).click();
    await row(page, 'late 12').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await say(channel, 'the very last');
    await row(page, 'the very last').waitFor();
  });

  it('tells of a lost connection, comes back by itself, and fills in what was missed', async () => {
    const { page, context, channel, problems } = await watch();
    problems.tolerate(/ERR_INTERNET_DISCONNECTED/);
    await say(channel, 'before');
    await row(page, 'before').waitFor();
    await context.setOffline(true);
    await page.getByText('The connection was lost').waitFor();
    await axe(page);
    for (const text of ['missed one', 'missed two']) await say(channel, text);
    expect(await row(page, 'missed').count()).toBe(0);
    await context.setOffline(false);
    await row(page, 'missed two').waitFor();
    await page.getByText('The connection was lost').waitFor({ state: 'detached' });
    await say(channel, 'after');
    await row(page, 'after').waitFor();
    expect((await rows(page).allInnerTexts()).join('\n')).toMatch(
      /before[\s\S]*missed one[\s\S]*missed two[\s\S]*after/,
    );
    expect(await page.getByText('Something may be missing').count()).toBe(0);
  });

  it('marks where something is missing that nobody kept', async () => {
    const { page, context, channel, problems } = await watch();
    problems.tolerate(/ERR_INTERNET_DISCONNECTED/);
    await context.setOffline(true);
    await page.getByText('The connection was lost').waitFor();
    // So long that nothing was noted down any more.
    await world.advance(10 * 60_000);
    await context.setOffline(false);
    await page.getByText('Something may be missing').waitFor();
    await until('it goes on', async () => {
      await say(channel, 'here again');
      return (await row(page, 'here again').count()) > 0;
    });
  });

  it('outlives a deploy', async () => {
    const { page, channel, problems } = await watch();
    problems.tolerate(
      /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_SOCKET|WebSocket|answered 50|status of 50/,
    );
    await say(channel, 'old build');
    await row(page, 'old build').waitFor();
    await world.deploy();
    await until(
      'it goes on',
      async () => {
        await say(channel, 'new build');
        return (await row(page, 'new build').count()) > 0;
      },
      60_000,
    );
    expect(await row(page, 'old build').count()).toBe(1);
  });

  it('shows what others change, with who did it', async () => {
    const { page, slug } = await watch();
    const editor = await aPerson(world, { roles: { [slug]: 'editor' } });
    const made = await ask(world, 'POST', `/commands/${slug}`, {
      ...editor.asked,
      body: { name: 'so', replies: [{ text: 'look at them' }] },
    });
    expect(made.status).toBe(201);
    await row(page, `user_${editor.account} added a command`).waitFor();
  });

  it.each(['desktop', 'phone'] as const)('holds hostile text and names (%s)', async (viewport) => {
    const { page, channel } = await watch({ viewport, theme: viewport === 'phone' ? 'light' : 'dark' });
    const texts = [
      '<img src=x onerror=alert(1)><script>alert(2)</script>',
      'مرحبا بكم \u202eright to left\u202c and back',
      `zalgo ${'z\u0335\u0321\u0322\u0327\u031b'.repeat(60)}`,
      'x'.repeat(490),
      '🐧'.repeat(120),
      'a\nb\tc',
    ];
    for (const [i, text] of texts.entries())
      await say(channel, text, { id: `99000${i}`, login: i === 3 ? 'n'.repeat(25) : `hostile_${i}`, role: 'viewer' });
    await say(channel, 'the end');
    await row(page, 'the end').waitFor();
    await noOverflow(page);
    await axe(page);
    await row(page, 'xxxxxxxx').click();
    await page.getByRole('heading', { name: 'Message' }).waitFor();
    await noOverflow(page);
    expect(await page.locator('main img, main script').count()).toBe(0);
    if (viewport === 'phone') await page.getByRole('button', { name: 'Back', exact: true }).click();
    else await press(page, 'Escape');
    await noOverflow(page);
  });

  it('is for those who may read what is said, and shows nobody else’s', async () => {
    const { slug, channel } = await watch();
    const { page, person } = await openHub(world, { role: 'viewer', community: slug });
    await page.goto(`/hub/c/${slug}`);
    await page.getByRole('navigation').getByRole('link', { name: 'Home' }).waitFor();
    expect(await page.getByRole('link', { name: 'Feed' }).count()).toBe(0);
    await page.goto(`/hub/c/${slug}/feed`);
    await page.getByText('That is not yours to see').waitFor();
    expect(await page.getByRole('log').count()).toBe(0);
    const recent = await ask(world, 'GET', `/channels/twitch:${channel}/lines`, person?.asked);
    expect(recent.status).toBe(403);
    const other = await watch();
    await say(channel, 'a secret of the other community');
    await say(other.channel, 'own line');
    await row(other.page, 'own line').waitFor();
    expect(await row(other.page, 'a secret').count()).toBe(0);
  });

  it('runs at hundreds a second without growing beyond a thousand rows', async () => {
    const { page, channel } = await watch();
    const users = Array.from({ length: 50 }, () => ({
      id: String(randomInt(1e6, 9e6)),
      login: 'crowd',
      role: 'viewer' as const,
    }));
    for (let i = 0; i < 6; i++) await Promise.all(users.map((user, n) => say(channel, `wave ${i} line ${n}`, user)));
    await row(page, 'wave 5').first().waitFor();
    // Those in sight and a few around them are drawn.
    expect(await rows(page).count()).toBeLessThan(80);
    await expect.poll(() => page.getByRole('log').getAttribute('aria-live'), { timeout: 15_000 }).toBe('polite');
  });
});
