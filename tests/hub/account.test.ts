import { randomInt } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axe, keyboardWalk, noOverflow, openHub, press, tabTo, withChromium } from '../support/hub.ts';
import { changeSeat } from '../support/hub-page.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, TWITCH_CHANNELS, type World } from '../support/world.ts';

const STREAMER = {
  youtube: { id: 'UChubaccount000000000000', title: 'Streamer', handle: 'streamer' },
  kick: { id: '3990001', login: 'streamer' },
};
/** Consent pages of the stand-ins are other places on this machine. */
const CONSENT = /^http:\/\/127\.0\.0\.1:\d+\//;

let world: World;
beforeAll(async () => {
  world = await startWorld({
    pages: true,
    youtube: { channels: [{ id: 'UCdemo0000000000000000000', title: 'Demo' }, STREAMER.youtube] },
    kick: { channels: [{ id: '3000001', login: 'waddle_demo' }, STREAMER.kick] },
  });
});
afterAll(() => world?.close());

const PLATFORMS = { twitch: 'Twitch', discord: 'Discord', slack: 'Slack', youtube: 'YouTube', kick: 'Kick' } as const;

/** Somebody of a platform agrees on its consent page from now on. */
function agrees(platform: keyof typeof PLATFORMS): void {
  const id = String(randomInt(70_000_000, 80_000_000));
  if (platform === 'twitch') world.twitch.user({ id, login: `user_${id}`, name: `User_${id}` });
  if (platform === 'slack') world.slack.user({ id: `U${id}`, name: `user_${id}` });
  if (platform === 'discord') world.discord.consent = { user: { id: `20000000000${id}`, username: `user_${id}` } };
  else if (platform === 'youtube' || platform === 'kick') world[platform].consent = { account: STREAMER[platform].id };
  else world[platform].consent = { account: platform === 'slack' ? `U${id}` : id };
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, exact: true });
const told = (page: Page, words: string) => page.getByRole('region').getByText(words, { exact: true }).waitFor();

withChromium('signing in', () => {
  it.each(Object.entries(PLATFORMS))('by %s comes back to where somebody wanted to go', async (platform, title) => {
    agrees(platform as keyof typeof PLATFORMS);
    const { page } = await openHub(world, { role: 'nobody', elsewhere: CONSENT });
    await page.goto('/hub/account');
    expect(new URL(page.url()).pathname).toBe('/auth/sign-in');
    await page.getByRole('button', { name: `Continue with ${title}` }).click();
    await heading(page, 'Linked accounts').waitFor();
    expect(new URL(page.url()).pathname).toBe('/hub/account');
    await page.getByRole('list').getByText(title, { exact: true }).first().waitFor();
  });

  it('by a name and a password, and ends with the session', async () => {
    const { page, problems } = await openHub(world, { role: 'nobody' });
    await page.goto('/hub/account');
    await page.getByRole('link', { name: 'Use a name and password' }).click();
    await page.locator('input[type=password]').waitFor();
    await page
      .getByRole('link', { name: /new here|account|sign up/i })
      .first()
      .click();
    await page.waitForURL(/sign-up/);
    const name = `pia${randomInt(1_000_000)}`;
    await page.locator('input[name=name]').fill(name);
    for (const field of await page.locator('input[type=password]').all())
      await field.fill('waddle gently over the ice');
    await page.getByRole('button').last().click();
    await page.waitForURL(/\/hub\//);
    await page.goto('/hub/account');
    await page.getByText(`You sign in as ${name}.`).waitFor();
    await world.rows('delete from sessions');
    problems.tolerate(/status of 401/);
    await page.getByRole('button', { name: 'Get a code' }).click();
    await page.waitForURL(/\/auth\/sign-in\?to=%2Fhub%2Faccount/);
  });
});

withChromium('the account page', () => {
  it('adds an account by signing in there', async () => {
    const ann = await aPerson(world, { platform: 'discord' });
    const { page } = await openHub(world, { person: ann, elsewhere: CONSENT });
    agrees('twitch');
    await page.goto('/hub/account');
    await page.getByRole('button', { name: 'Add an account' }).click();
    await page.getByRole('menuitem', { name: 'Sign in with Twitch' }).click();
    await told(page, 'Linked. It is yours now.');
    await page.getByRole('list').getByText('Twitch', { exact: true }).first().waitFor();
    await expect.poll(() => page.url()).toBe(`${world.publicUrl}/hub/account`);
  });

  it('links an account by a code that is typed in chat, once its owner has seen who typed it', async () => {
    const ann = await aPerson(world, { platform: 'discord' });
    const hub = await openHub(world, { person: ann });
    await hub.page.goto('/hub/account');
    await hub.page.getByRole('button', { name: 'Get a code' }).click();
    const typed = (await hub.page.locator('pre code').textContent()) ?? '';
    expect(typed).toMatch(/^!link [A-Z0-9-]+$/);
    const id = String(randomInt(80_000_000, 90_000_000));
    const hostile = `<img src=x onerror=alert(1)>\u202e${'🐧'.repeat(40)}`.slice(0, 100);
    const channel = TWITCH_CHANNELS[0]?.id as string;
    await world.twitch.chat({ channel, user: { id, login: `ann_${id}`, name: hostile, role: 'viewer' }, text: typed });
    await hub.page.getByText('Somebody typed your code').waitFor();
    await noOverflow(hub.page);
    await hub.page.getByText(`ann_${id}`).waitFor();
    await hub.page.getByRole('button', { name: 'Yes, that is me' }).click();
    await told(hub.page, 'Linked. It is yours now.');
    await hub.page.getByRole('list').getByText('Twitch', { exact: true }).first().waitFor();
  });

  it('ends sessions, makes another account the first, and gives everything that is kept', async () => {
    const ann = await aPerson(world);
    await world.rows(
      `insert into accounts (id, platform, platform_id, login, display_name, person_id, is_primary)
       values (gen_random_uuid(), 'kick', $1, 'ann_kick', 'Ann of Kick', $2, false)`,
      [`k${ann.account}`, ann.id],
    );
    const other = await aPerson(world, { account: ann.account });
    await world.rows('update sessions set person_id = $1, device = $3 where person_id = $2', [
      ann.id,
      other.id,
      'A phone',
    ]);
    await world.rows('update accounts set person_id = $1 where person_id = $2', [ann.id, other.id]);
    const { page } = await openHub(world, { person: ann });
    await page.goto('/hub/account');
    await page.getByRole('button', { name: 'Actions for Ann of Kick' }).click();
    await page.getByRole('menuitem', { name: 'Go by this one' }).click();
    await told(page, 'You go by Ann of Kick now');
    await page.getByRole('button', { name: 'End the session of A phone' }).click();
    await told(page, 'That session has ended');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download' }).click();
    expect((await download).suggestedFilename()).toBe('waddlebot-export.json');
  });

  it('makes a passkey, names it anew, and takes it away', async () => {
    const ann = await aPerson(world);
    const { page, context } = await openHub(world, { person: ann, elsewhere: /^(?:http|ws):\/\/localhost:/ });
    // Browsers make no passkeys for 127.0.0.1.
    const origin = world.publicUrl.replace('127.0.0.1', 'localhost');
    await context.addCookies([{ name: 'wb_session', value: ann.token, url: origin, httpOnly: true, sameSite: 'Lax' }]);
    const debug = await context.newCDPSession(page);
    await debug.send('WebAuthn.enable');
    await debug.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
      },
    });
    await page.goto(`${origin}/hub/account`);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('Its name').fill('My <b>phone</b>');
    await press(page, 'Enter');
    await told(page, 'Your passkey is kept. It signs you in alone.');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('Its name').fill('My laptop');
    await press(page, 'Enter');
    await page.getByText('My laptop', { exact: true }).waitFor();
    await context.clearCookies();
    await page.goto(`${origin}/hub/account`);
    await page.getByRole('link', { name: 'Use a name and password' }).click();
    await page.getByRole('button', { name: /passkey/i }).click();
    await page.waitForURL(/\/hub\/account$/);
    await page.getByRole('button', { name: 'Remove' }).click();
    await told(page, 'My laptop opens nothing any more. Delete it on your device, too.');
    expect(await world.rows('select from passkeys where person_id = $1', [ann.id])).toEqual([]);
  });

  it('wants a proof before it gives away who somebody is', async () => {
    const ann = await aPerson(world);
    await world.rows(`update sessions set proved_at = now() - interval '11 minutes' where person_id = $1`, [ann.id]);
    const { page } = await openHub(world, { person: ann });
    await page.goto('/hub/account');
    await page.getByText('Prove once more that it is you').waitFor();
    expect(await page.getByRole('button', { name: 'Download' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Erase me' }).isDisabled()).toBe(true);
    await page.getByRole('link', { name: 'Prove it' }).click();
    await page.waitForURL(/\/auth\/prove\?to=%2Fhub%2Faccount/);
  });

  it('erases somebody by keys alone, once they have typed the word', async () => {
    const ann = await aPerson(world);
    const { page } = await openHub(world, { person: ann });
    await page.goto('/hub/account');
    await heading(page, 'Your data').waitFor();
    await tabTo(page, 'Erase me');
    await press(page, 'Enter');
    await page.getByLabel('Type erase to confirm').waitFor();
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('erase');
    await press(page, 'Enter');
    await page.waitForURL(/\/auth\/sign-in/);
    expect(await world.rows('select from persons where id = $1', [ann.id])).toEqual([]);
  });

  it('is for everybody: axe, keys, a phone, both themes, German', async () => {
    const { page } = await openHub(world, { role: 'owner', viewport: 'phone' });
    await page.goto('/hub/account');
    await heading(page, 'Your data').waitFor();
    await noOverflow(page);
    for (const theme of ['dark', 'light'] as const) {
      await changeSeat(page, { theme, viewport: 'desktop' });
      await axe(page);
    }
    const stops = await keyboardWalk(page);
    expect(stops[0]).toContain('Skip to the content');
    await page.evaluate(`localStorage.setItem('waddlebot.language', 'de')`);
    await page.reload();
    await heading(page, 'Deine Daten').waitFor();
    await changeSeat(page, { theme: 'light', viewport: 'phone' });
    await noOverflow(page);
  });
});

withChromium('the frame', () => {
  it('goes anywhere by keys, says which, and leads to nothing that is not theirs', async () => {
    const { page } = await openHub(world, { role: 'editor' });
    await page.goto('/hub');
    await page.waitForURL(/\/hub\/c\/demo$/);
    await page.getByRole('link', { name: 'Home' }).waitFor();
    expect(await page.getByRole('link', { name: 'Members' }).count()).toBe(0);
    await press(page, '?');
    await page.getByRole('dialog', { name: 'Keys of this page' }).waitFor();
    await axe(page);
    await press(page, 'Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await press(page, 'ControlOrMeta+k');
    await page.getByPlaceholder('Type a page, a person, a setting or what to do.').fill('account');
    await page.getByRole('option', { name: /account/i, selected: true }).waitFor();
    await press(page, 'Enter');
    await page.waitForURL(/\/hub\/account$/);
    await page.goto('/hub/c/demo/members');
    await page.getByText('That is not yours to see').waitFor();
    await axe(page);
    await page.goto('/hub/c/nobodys');
    await page.getByText('Nobody waddles here').waitFor();
  });
});

describe('the hub’s page', () => {
  it('runs no script but its own, is framed by nobody, and is kept by nobody', async () => {
    const { asked } = await aPerson(world);
    const page = await fetch(`${world.worker.url}/hub/c/demo/feed?x=1`, { headers: asked.headers });
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(page.status).toBe(200);
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    const [, nonce = ''] = /style-src 'self' 'nonce-([\w-]+)'/.exec(policy) ?? [];
    expect(nonce).toHaveLength(22);
    const text = await page.text();
    expect(text).toContain(`nonce="${nonce}"`);
    expect(text).not.toContain('__NONCE__');
    expect(page.headers.get('cache-control')).toBe('no-store');
    const [asset = ''] = /\/hub\/assets\/index-[\w-]+\.js/.exec(text) ?? [];
    const script = await fetch(`${world.worker.url}${asset}`);
    expect([script.status, script.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    await Promise.all([page.body?.cancel(), script.body?.cancel()].map((done) => done?.catch(() => {})));
  });

  it('sends who is not signed in to do so, and back', async () => {
    const away = await fetch(`${world.worker.url}/hub/c/demo?tab=a&b=1`, { redirect: 'manual' });
    expect([away.status, away.headers.get('location')]).toEqual([
      302,
      `/auth/sign-in?to=${encodeURIComponent('/hub/c/demo?tab=a&b=1')}`,
    ]);
  });
});
