import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Role } from '../../workers/core/levels.ts';
import { DEMO } from '../stand-ins/run.ts';
import { ask } from '../support/api.ts';
import { axe, keyboardWalk, noOverflow, openHub, press, tabTo, withChromium } from '../support/hub.ts';
import { changeSeat, type Seat } from '../support/hub-page.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
const CHANNELS = Array.from({ length: 6 }, (_, i) => ({
  id: String(1_600_000 + i),
  login: `home_${i}`,
  botIsModerator: true,
}));
beforeAll(async () => {
  world = await startWorld({ pages: true, twitch: { channels: [DEMO.twitch.channel, ...CHANNELS] } });
});
afterAll(() => world?.close());

let places = 0;
/** A community with some channels, all of them well. */
async function aPlace({ channels = 1, name = 'The Floe' } = {}) {
  const slug = `home-${++places}`;
  const taken = CHANNELS.splice(0, channels);
  await world.rows(
    `with made as (insert into communities (id, slug, name) values (gen_random_uuid(), $1, $2) returning id)
     insert into channels (id, community_id, platform, platform_id, login, bot_is_moderator)
     select gen_random_uuid(), made.id, 'twitch', c.id, c.login, true
     from made, unnest($3::text[], $4::text[]) as c (id, login)`,
    [slug, name, taken.map(({ id }) => id), taken.map(({ login }) => login)],
  );
  await world.rows(
    `insert into installations (id, platform, subject, sealed_access_token, sealed_refresh_token, scopes, access_expires_at)
     select gen_random_uuid(), i.platform, c.id, i.sealed_access_token, i.sealed_refresh_token, i.scopes, i.access_expires_at
     from installations i, unnest($1::text[]) as c (id) where i.platform = 'twitch' and i.subject = '1000001'`,
    [taken.map(({ id }) => id)],
  );
  return { slug, channels: taken.map(({ id }) => id) };
}

async function homeOf(slug: string, { role = 'owner', ...seat }: Seat & { role?: Role } = {}) {
  const hub = await openHub(world, { role, community: slug, ...seat });
  await hub.page.goto(`/hub/c/${slug}`);
  await hub.page.locator('h1').waitFor();
  return hub;
}

const breakChannel = (id: string, reason: string | null) =>
  world.rows('update channels set broken_reason = $2 where platform_id = $1', [id, reason]);

withChromium('the home page', () => {
  it('says at a glance that all is well, with a day of numbers', async () => {
    const { slug, channels } = await aPlace();
    const { page } = await homeOf(slug);
    await page.getByText('Nothing needs you', { exact: true }).waitFor();
    const ann = { id: '890001', login: 'ann', role: 'moderator' } as const;
    await until('somebody hears it', async () => {
      await world.twitch.chat({ channel: channels[0] ?? '', user: ann, text: '!ping' });
      return (await page.locator('[data-row]').filter({ hasText: 'Pong!' }).count()) > 0;
    });
    await page.reload();
    await page
      .locator('dd')
      .filter({ hasText: /\d answered, \d+ refused, 0 failed/ })
      .waitFor();
    for (const name of ['Messages per minute', 'Commands per hour', 'Answer time'])
      await page.getByRole('figure', { name }).waitFor();
    await page.getByText('Show as a table').first().click();
    await page.getByRole('table', { name: 'Messages per minute' }).waitFor();
    for (const theme of ['dark', 'light'] as const) {
      await changeSeat(page, { theme, viewport: 'desktop' });
      await axe(page);
    }
    await changeSeat(page, { theme: 'light', viewport: 'phone' });
    await noOverflow(page);
    await page.locator('[data-row]').filter({ hasText: 'Pong!' }).first().click();
    await page.waitForURL(/\/feed\?entry=/);
    await page.getByRole('heading', { name: 'Command' }).waitFor();
  });

  it('shows what needs somebody, the worst first, with why and one way on; by keyboard alone', async () => {
    const { slug, channels } = await aPlace({ channels: 2 });
    const [first = '', second = ''] = channels;
    await world.rows('update channels set bot_is_moderator = false where platform_id = $1', [first]);
    await breakChannel(second, 'authorization_revoked');
    const { page } = await homeOf(slug);
    await page.getByText('2 things need you').waitFor();
    // The light that is always in sight says no less: one link is broken, the other lacks something.
    await page.getByRole('link', { name: '2 channels need you' }).waitFor();
    const list = page.getByRole('listitem');
    await expect
      .poll(() => list.allTextContents())
      .toEqual(
        expect.arrayContaining([
          expect.stringMatching(/ended the link.*Repair the link.*Repair$/),
          expect.stringMatching(/no moderator there.*Write \/mod.*Repair$/),
        ]),
      );
    const told = (await list.allTextContents()).filter((text) => text.endsWith('Repair'));
    expect(told[0]).toContain('ended the link');
    await axe(page);
    await keyboardWalk(page);
    await page.locator('h1').click();
    await tabTo(page, 'Repair');
    await press(page, 'Enter');
    await page.waitForURL(new RegExp(`/integrations\\?channel=twitch%3A${second}`));
  });

  it('comes in step by itself when something breaks', async () => {
    const { slug, channels } = await aPlace();
    const { page } = await homeOf(slug);
    await page.getByText('Nothing needs you', { exact: true }).waitFor();
    await breakChannel(channels[0] ?? '', 'authorization_revoked');
    const owner = await aPerson(world, { roles: { [slug]: 'owner' } });
    await until('it is told', async () => {
      await ask(world, 'PATCH', `/communities/${slug}`, { ...owner.asked, body: { name: `Floe ${Math.random()}` } });
      return (await page.getByText('One thing needs you').count()) > 0;
    });
  });

  it('begins with the first channel, or without one', async () => {
    const { slug } = await aPlace({ channels: 0 });
    const { page } = await homeOf(slug);
    await page.getByText('Link your first channel').waitFor();
    await axe(page);
    await page.getByRole('link', { name: 'or try it without one' }).waitFor();
    await page.getByRole('link', { name: 'Link a channel' }).click();
    await page.waitForURL(/\/integrations/);
    const viewer = await homeOf(slug, { role: 'viewer' });
    await viewer.page.getByText('No channel is linked yet').waitFor();
    expect(await viewer.page.getByRole('link', { name: 'Link a channel' }).count()).toBe(0);
    expect(await viewer.page.getByRole('link', { name: 'or try it without one' }).count()).toBe(0);
  });

  it('shows whoever may see little just that, and holds hostile names', async () => {
    const hostile = `<img src=x onerror=alert(1)> \u202eabc ${'z\u0335\u0321\u0322\u0327'.repeat(20)} ${'W'.repeat(60)}`;
    const { slug, channels } = await aPlace({ name: hostile.slice(0, 100) });
    await world.rows('update channels set login = $2 where platform_id = $1', [channels[0], hostile]);
    await breakChannel(channels[0] ?? '', hostile);
    const { page } = await homeOf(slug, { role: 'viewer', viewport: 'phone' });
    await page.getByRole('heading', { name: 'Channels' }).waitFor();
    expect(await page.getByText('Just now', { exact: true }).count()).toBe(0);
    expect(await page.getByRole('link', { name: /Repair|To the channel/ }).count()).toBe(0);
    expect(await page.locator('main img').count()).toBe(0);
    await noOverflow(page);
    await axe(page);
    const owner = await homeOf(slug);
    await owner.page.getByText('One thing needs you').waitFor();
    await noOverflow(owner.page);
  });
});
