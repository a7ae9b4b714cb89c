import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { DEMO } from '../stand-ins/run.ts';
import { ask } from '../support/api.ts';
import { axe, keyboardWalk, noOverflow, openHub, press, tabTo, withChromium } from '../support/hub.ts';
import { changeSeat } from '../support/hub-page.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, type World } from '../support/world.ts';

const KICK = DEMO.kick.channel;
let world: World;
beforeAll(async () => {
  world = await startWorld({
    pages: true,
    twitch: { subscribed: false },
    kick: { subscribed: false },
    vars: { DISCORD_CLIENT_SECRET: '' },
  });
  await world.rows('delete from channels');
  await world.rows(`delete from installations where subject not in ('bot', $1)`, [DEMO.twitch.bot.id]);
});
afterAll(() => world?.close());
beforeEach(async () => {
  world.kick.consent = { account: KICK.id };
});

/** Consent pages of the stand-ins are other places on this machine. */
const CONSENT = /^http:\/\/127\.0\.0\.1:\d+\//;
const PATH = '/hub/c/demo/integrations';
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });
const row = (page: Page, name: string | RegExp) => page.getByRole('listitem').getByRole('button', { name });
const heading = (page: Page, name: string) => page.getByRole('heading', { name });
const linked = async () =>
  (await world.rows(`select 1 from channels where platform = 'kick' and platform_id = $1`, [KICK.id])).length;

/** Kick's channel is linked, by its owner's consent in the browser. */
async function linkKick(page: Page): Promise<void> {
  await page.goto(`${PATH}?platform=kick`);
  await button(page, 'Link a channel on Kick').click();
  await page.getByText('Kick is linked', { exact: true }).waitFor();
}

withChromium('a channel', () => {
  it('is linked by its owner’s consent, checked, and unlinked by its name', async () => {
    const { page } = await openHub(world, { role: 'owner', elsewhere: CONSENT });
    await page.goto(PATH);
    await heading(page, 'No channel is linked yet').waitFor();
    await row(page, /^Kick/).click();
    await page.getByText('A stand-in on this machine plays Kick').waitFor();
    await button(page, 'Link a channel on Kick').click();
    await page.getByText('Kick is linked', { exact: true }).waitFor();
    await expect.poll(() => new URL(page.url()).pathname + new URL(page.url()).search).toBe(PATH);
    await row(page, new RegExp(KICK.login)).click();
    await heading(page, KICK.login).waitFor();
    expect(new URL(page.url()).searchParams.get('channel')).toBe(`kick:${KICK.id}`);
    await button(page, 'Check again').click();
    await heading(page, 'Checked: all is well').waitFor();

    await button(page, 'Unlink').click();
    const dialog = page.getByRole('dialog', { name: `Unlink ${KICK.login}?` });
    await dialog.getByText('its owner has to agree again').waitFor();
    expect(await dialog.getByRole('button', { name: 'Unlink' }).isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill(KICK.login);
    await dialog.getByRole('button', { name: 'Unlink' }).click();
    await page.getByText(`${KICK.login} is unlinked`, { exact: true }).waitFor();
    await heading(page, 'No channel is linked yet').waitFor();
    expect(await linked()).toBe(0);
  });

  it('that is broken is shown with why, and repaired by one click', async () => {
    const { page } = await openHub(world, { role: 'admin', elsewhere: CONSENT });
    await linkKick(page);
    await world.rows(`update channels set broken_reason = 'notification_failures_exceeded' where platform = 'kick'`);
    await page.goto(`${PATH}?channel=kick:${KICK.id}`);
    await page.getByText('could not reach this WaddleBot for too long').waitFor();
    await page.getByText('1 of 1 needs you.').waitFor();
    await button(page, 'Repair').click();
    await heading(page, 'Checked: all is well').waitFor();
    await page.getByText('All of them are well.').waitFor();
    expect(await world.rows(`select broken_reason from channels where platform = 'kick'`)).toEqual([
      { broken_reason: null },
    ]);
  });

  it('whose consent was taken back is had again by its owner’s, and comes back to the same place', async () => {
    const { page, problems } = await openHub(world, { role: 'owner', elsewhere: CONSENT });
    await linkKick(page);
    await world.rows(`delete from installations where platform = 'kick' and subject = $1`, [KICK.id]);
    await page.goto(`${PATH}?channel=kick:${KICK.id}`);
    await page.getByText('Its owner’s consent is not kept here').waitFor();
    problems.tolerate(/status of 502/);
    world.kick.consent = { account: DEMO.kick.bot.id };
    await button(page, 'Agree again on Kick').click();
    await page.getByText('Kick was not linked', { exact: true }).waitFor();
    await page.getByText(/^You agreed there as another account/).waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.has('said')).toBe(false);
    expect(new URL(page.url()).searchParams.get('channel')).toBe(`kick:${KICK.id}`);
    world.kick.consent = { account: KICK.id };
    await button(page, 'Agree again on Kick').click();
    await page.getByText('Kick is linked', { exact: true }).waitFor();
    await page.getByText('The bot hears what is said there').waitFor();
  });

  it('is looked at and unlinked by keyboard alone', async () => {
    const { page } = await openHub(world, { role: 'owner', elsewhere: CONSENT });
    await linkKick(page);
    await page.goto(PATH);
    await row(page, new RegExp(KICK.login)).waitFor();
    await tabTo(page, KICK.login);
    await press(page, 'Enter');
    await heading(page, KICK.login).waitFor();
    await press(page, 'Escape');
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe(`row-kick:${KICK.id}`);
    await press(page, 'Enter');
    await heading(page, KICK.login).waitFor();
    await tabTo(page, 'Unlink');
    await press(page, 'Enter');
    await page.getByRole('dialog').locator('input:focus').waitFor();
    await page.keyboard.type(KICK.login);
    await press(page, 'Enter');
    await page.getByText(`${KICK.login} is unlinked`, { exact: true }).waitFor();
    expect(await linked()).toBe(0);
  });
});

withChromium('who may not link', () => {
  it('sees how channels do, and no button; the server refuses it as well', async () => {
    const owner = await openHub(world, { role: 'owner', elsewhere: CONSENT });
    await linkKick(owner.page);
    const moderator = await aPerson(world, { roles: { demo: 'moderator' } });
    const { page } = await openHub(world, { person: moderator });
    await page.goto(`${PATH}?channel=kick:${KICK.id}`);
    await heading(page, KICK.login).waitFor();
    for (const name of ['Check again', 'Repair', 'Unlink', 'Agree again on Kick'])
      expect(await button(page, name).count()).toBe(0);
    expect(await heading(page, 'Link another').count()).toBe(0);
    await page.goto(`${PATH}?platform=kick`);
    await row(page, new RegExp(KICK.login)).waitFor();
    expect(await button(page, 'Link a channel on Kick').count()).toBe(0);
    const { status } = await ask(world, 'POST', `/channels/kick:${KICK.id}/repair`, { ...moderator.asked });
    expect(status).toBe(403);
    expect((await ask(world, 'DELETE', `/channels/kick:${KICK.id}`, { ...moderator.asked })).status).toBe(403);
  });
});

withChromium('a platform that is not set up', () => {
  it('says to who runs the place which secrets are missing, and how to set them', async () => {
    const person = await aPerson(world, { roles: { demo: 'owner' }, operator: true });
    const { page } = await openHub(world, { person });
    await page.goto(PATH);
    await row(page, /^Discord Not set up here/).click();
    await heading(page, 'Discord is not set up here').waitFor();
    await page.getByText('One secret is missing.').waitFor();
    const secret = page.getByRole('listitem').filter({ has: page.getByText('DISCORD_CLIENT_SECRET') });
    expect(await secret.last().textContent()).toMatch(/under OAuth2\s*missing/);
    await page.getByText(`${world.publicUrl}/auth/channels/callback/discord`).waitFor();
    await button(page, 'Check again').click();
    await heading(page, 'Discord is not set up here').waitFor();
    await axe(page);
  });

  it('says to others who can', async () => {
    const { page } = await openHub(world, { role: 'owner' });
    await page.goto(`${PATH}?platform=discord`);
    await page.getByText('Whoever runs this WaddleBot can switch it on.').waitFor();
    expect(await page.getByText('DISCORD_CLIENT_SECRET').count()).toBe(0);
  });
});

withChromium('what somebody comes back with', () => {
  it('is one of a few words, and nothing else is shown or kept', async () => {
    const { page } = await openHub(world, { role: 'owner' });
    await page.goto(`${PATH}?said=You+were+hacked&on=twitch`);
    await heading(page, 'Integrations').waitFor();
    await page.waitForURL(`**${PATH}`);
    expect(await page.getByText('hacked').count()).toBe(0);
    await page.goto(`${PATH}?said=linked&on=evil`);
    await page.waitForURL(`**${PATH}`);
    expect(await page.getByText('is linked').count()).toBe(0);
  });
});

withChromium('the page', () => {
  it('can be read, reached and fits, with names that are hostile', async () => {
    await world.rows(
      `insert into channels (id, community_id, platform, platform_id, login)
       select gen_random_uuid(), c.id, v.platform, v.id, v.login from communities c,
         unnest($1::text[], $2::text[], $3::text[]) as v (platform, id, login) where c.slug = 'demo'
       on conflict (platform, platform_id) do nothing`,
      [
        ['discord', 'slack', 'twitch'],
        ['2000000000000000077', 'T0HOSTILE', '1999999'],
        [`<img src=x onerror=alert(1)> ${'long '.repeat(60)}`, '\u202Eاب Z̷̰̈͑a̶l̷g̵o̴\u202C', 'x'.repeat(900)],
      ],
    );
    const { page } = await openHub(world, { role: 'owner' });
    for (const path of [
      PATH,
      `${PATH}?channel=twitch:1999999`,
      `${PATH}?platform=discord`,
      `${PATH}?channel=kick:none`,
    ]) {
      await page.goto(path);
      await row(page, /onerror/)
        .or(page.getByRole('dialog'))
        .first()
        .waitFor();
      for (const theme of ['dark', 'light'] as const)
        for (const viewport of ['desktop', 'phone'] as const) {
          await changeSeat(page, { theme, viewport });
          await axe(page);
          await noOverflow(page);
        }
      await changeSeat(page, { theme: 'dark', viewport: 'desktop' });
      await page.reload();
      await row(page, /onerror/).waitFor();
      await keyboardWalk(page);
    }
  });
});
