import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askOwnerLink } from '../../scripts/local/owner-link.ts';
import { DEMO } from '../stand-ins/run.ts';
import { axe, keyboardWalk, noOverflow, openHub, press, tabTo, withChromium } from '../support/hub.ts';
import { changeSeat } from '../support/hub-page.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true, empty: true, twitch: { subscribed: false }, kick: { subscribed: false } });
});
afterAll(() => world?.close());

/** Consent pages of the stand-ins are other places on this machine. */
const CONSENT = /^http:\/\/127\.0\.0\.1:\d+\//;
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });
const ownerLink = async (): Promise<string> =>
  new URL((await askOwnerLink({ url: world.worker.url, serviceKey: world.secrets.service }))?.url as string).pathname;

/** Goes the first step, as its owner. */
async function named(page: Page, name: string): Promise<string> {
  await page.goto('/hub/start');
  await page.getByLabel('What is it called?').fill(name);
  await page.getByText('Free', { exact: true }).waitFor();
  await button(page, 'Make the community').click();
  await heading(page, `Where does ${name} chat?`).waitFor();
  return new URL(page.url()).searchParams.get('community') as string;
}

withChromium('from nothing', () => {
  it('the owner’s link leads to a community, and to the first answer without any platform', async () => {
    const { page } = await openHub(world, { role: 'nobody' });
    await page.goto('/hub');
    await page.getByText('Nobody runs this WaddleBot yet').waitFor();
    await page.goto(await ownerLink());
    await page.getByLabel('Name').fill('ann_on_ice');
    await page.getByLabel('Password').fill('a penguin on the ice');
    await button(page, 'Make my account and run it').click();
    await heading(page, 'Welcome to your WaddleBot').waitFor();
    expect(new URL(page.url()).pathname).toBe('/hub/start');

    await page.getByLabel('What is it called?').fill('The Igloo');
    expect(await page.getByLabel('Address').inputValue()).toBe('the-igloo');
    await page.getByText('Free', { exact: true }).waitFor();
    await button(page, 'Make the community').click();
    await heading(page, 'Where does The Igloo chat?').waitFor();
    await button(page, 'Try it without one').click();
    await button(page, 'Make !hello').click();
    await page.getByText('!hello is there and answers:').waitFor();
    await button(page, 'Say it').click();
    await page.getByRole('log').getByText('Hello ann_on_ice, nice to see you.').waitFor();
    await page.getByText('The bot said hello').waitFor();
    await page.getByRole('link', { name: 'Go to The Igloo' }).click();
    await page.waitForURL('**/hub/c/the-igloo');
    expect(await world.rows('select slug, language, zone, kind from communities')).toEqual([
      { slug: 'the-igloo', language: 'en', zone: 'UTC', kind: 'creator' },
    ]);
  });

  it('does the same by keyboard alone', async () => {
    const person = await aPerson(world, { operator: true });
    const { page } = await openHub(world, { person });
    await page.goto('/hub');
    await heading(page, 'Welcome to your WaddleBot').waitFor();
    await tabTo(page, 'What is it called?');
    await page.keyboard.type('Keys Only');
    await page.getByText('Free', { exact: true }).waitFor();
    await press(page, 'Enter');
    await heading(page, 'Where does Keys Only chat?').waitFor();
    await tabTo(page, 'Try it without one');
    await press(page, 'Enter');
    await button(page, 'Make !hello').waitFor();
    await tabTo(page, 'Make !hello');
    await press(page, 'Enter');
    await page.getByText('!hello is there and answers:').waitFor();
    await page.locator('div:focus').waitFor();
    await tabTo(page, 'Your line', 3);
    await press(page, 'Enter');
    await page.getByText('The bot said hello').waitFor();
    await tabTo(page, 'Go to Keys Only');
    await press(page, 'Enter');
    await page.waitForURL('**/hub/c/keys-only');
  });

  it('connects Twitch through its consent page, waits for the chat, and shows what was said and answered', async () => {
    const { page } = await openHub(world, { person: await aPerson(world), elsewhere: CONSENT });
    const slug = await named(page, 'Live Penguins');
    await button(page, /^Twitch/).click();
    world.twitch.consent = 'deny';
    await button(page, 'Link a channel on Twitch').click();
    await page.getByText('Twitch was not linked', { exact: true }).waitFor();
    await page
      .getByText('You said no there, so nothing was stored. Start again if that was not meant.', { exact: true })
      .waitFor();

    world.twitch.consent = { account: DEMO.twitch.channel.id };
    await button(page, 'Link a channel on Twitch').click();
    await page.getByText('Twitch is linked', { exact: true }).waitFor();
    await page.getByText('Linked, and well').waitFor();
    await expect.poll(() => new URL(page.url()).search).toBe(`?step=connect&community=${slug}`);
    await button(page, 'Go on').click();
    await button(page, 'Make !hello').click();
    await page.getByText('Waiting for it to arrive').waitFor();
    await expect.poll(() => page.evaluate('document.readyState')).toBe('complete');

    const user = { id: '4242', login: 'bo', role: 'viewer' } as const;
    await expect
      .poll(
        async () => {
          await world.twitch.chat({ user, text: 'good morning' });
          return page.getByText('The bot hears your chat.').isVisible();
        },
        { interval: 500, timeout: 20_000 },
      )
      .toBe(true);
    await world.twitch.chat({ user, text: '!hello' });
    await page.getByRole('log').getByText('Hello bo, nice to see you.').waitFor();
    await page.getByText('The bot said hello').waitFor();
    expect(world.twitch.sent.at(-1)?.text).toBe('Hello bo, nice to see you.');
  });
});

withChromium('what is missing', () => {
  it('is said where a slug is taken, kept or none, with one that is free', async () => {
    const { page, problems } = await openHub(world, { person: await aPerson(world) });
    problems.tolerate(/status of 400/);
    await named(page, 'Only Once');
    await page.goto('/hub/start');
    await page.getByLabel('What is it called?').fill('Only Once');
    await button(page, 'Take only-once-2').click();
    await page.getByText('Free', { exact: true }).waitFor();
    const address = page.getByLabel('Address');
    await address.fill('login');
    await page.getByText('login is kept for pages of WaddleBot itself').waitFor();
    await address.fill('a--b');
    await page.getByText('Use 3 to 40 of a–z').waitFor();
    await page.getByLabel('What is it called?').fill('');
    await button(page, 'Make the community').click();
    await page.getByText('Give it a name.').waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('true');
  });

  it('is shown at once where it is known, with what to do', async () => {
    const { page } = await openHub(world, { person: await aPerson(world) });
    const slug = await named(page, 'Quiet Ones');
    await world.rows(
      `insert into channels (id, community_id, platform, platform_id, login, bot_account)
       select gen_random_uuid(), id, 'kick', '3000999', 'quiet_kick', 'x' from communities where slug = $1`,
      [slug],
    );
    await page.goto(`/hub/start?step=hello&community=${slug}`);
    await button(page, 'Make !hello').click();
    // Its owner's consent is not there: nobody has to wait a minute to be told.
    await page.getByText('Its owner’s consent is not kept here').waitFor();
    await page.getByRole('link', { name: 'Check quiet_kick' }).click();
    await heading(page, 'quiet_kick').waitFor();
    expect(new URL(page.url()).searchParams.get('channel')).toBe('kick:3000999');
    await button(page, 'Agree again on Kick').waitFor();
  });

  it('is gone on with later', async () => {
    const { page } = await openHub(world, { person: await aPerson(world) });
    const slug = await named(page, 'Later Maybe');
    await page.goto('/hub/start');
    await page.getByText('Later Maybe is not connected yet').waitFor();
    await button(page, 'Go on with it').click();
    await heading(page, 'Where does Later Maybe chat?').waitFor();
    await page.goBack();
    await page.getByText('Later Maybe is not connected yet').waitFor();
    await page.goto(`/hub/start?step=hello&community=${slug}`);
    await button(page, 'Make !hello').waitFor();
  });

  it('says who makes no community here how to come into one', async () => {
    await world.rows(`update installation_settings set sign_up = 'closed'`);
    await world.rows(
      `insert into installation_settings (sign_up) select 'closed' where not exists (select from installation_settings)`,
    );
    await world.rows(`insert into communities (id, slug, name, visibility, join_mode) values
      (gen_random_uuid(), 'open-ice', 'Open Ice', 'public', 'open'), (gen_random_uuid(), 'secret-ice', 'Secret Ice', 'private', 'open')`);
    try {
      const { page } = await openHub(world, { person: await aPerson(world) });
      await page.goto('/hub');
      await page.getByText('Only operators make communities here').waitFor();
      await button(page, 'Or join one that is there').click();
      await page.getByLabel('Invite').fill('hello');
      await button(page, 'Open the invite').click();
      await page.getByText('That is no invite of this WaddleBot').waitFor();
      expect(await page.getByText('Secret Ice').count()).toBe(0);
      await button(page, /^Join\s*Open Ice/).click();
      await page.waitForURL('**/hub/c/open-ice');
    } finally {
      await world.rows(`update installation_settings set sign_up = 'open'`);
    }
  });

  it('is not theirs where their role links nothing', async () => {
    await world.rows(`insert into communities (id, slug, name) values (gen_random_uuid(), 'not-mine', 'Not Mine')`);
    const { page } = await openHub(world, { person: await aPerson(world, { roles: { 'not-mine': 'moderator' } }) });
    await page.goto('/hub/start?step=connect&community=not-mine');
    await page.getByText('You do not steer this community').waitFor();
    await page.goto('/hub/start?step=hello&community=no-such&said=linked&on=%3Cb%3E');
    await page.getByText('You do not steer this community').waitFor();
    expect(await page.getByText('is linked').count()).toBe(0);
  });
});

withChromium('each step', () => {
  it('can be read, reached and fits, in both themes, on a desk and on a phone, with a name that is hostile', async () => {
    const person = await aPerson(world);
    const { page } = await openHub(world, { person });
    const hostile = '<b>x</b> \u202Eاب\u202C Z̷̰̈͑a̶l̷g̵o̴ 🐧🐧🐧 and_a_word_that_never_ends_at_all_abcdef';
    await page.goto('/hub/start');
    await heading(page, 'Welcome to your WaddleBot').waitFor();
    await keyboardWalk(page);
    await page.getByLabel('What is it called?').fill(hostile);
    await page.getByLabel('Address').fill('hostile-one');
    await page.getByText('Free', { exact: true }).waitFor();
    for (const step of ['name', 'connect', 'hello', 'join'] as const) {
      if (step === 'connect') {
        await button(page, 'Make the community').click();
        await button(page, /^Twitch/).click();
      }
      if (step === 'hello') {
        await page.goto('/hub/start?step=hello&community=hostile-one');
        await button(page, 'Make !hello').click();
        await button(page, 'Say it').click();
        await page.getByText('The bot said hello').waitFor();
      }
      if (step === 'join') {
        await page.goto('/hub/start?step=join');
        await heading(page, 'Public communities').waitFor();
      }
      for (const theme of ['dark', 'light'] as const)
        for (const viewport of ['desktop', 'phone'] as const) {
          await changeSeat(page, { theme, viewport });
          await axe(page);
          await noOverflow(page);
        }
      await changeSeat(page, { theme: 'dark', viewport: 'desktop' });
      if (step === 'name') continue;
      await page.reload();
      await heading(page, /./).first().waitFor();
      await keyboardWalk(page);
    }
  });
});
