import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aCommunity, ask } from '../support/api.ts';
import { axe, inStep, keyboardWalk, noOverflow, openHub, press, tabTo, withChromium } from '../support/hub.ts';
import { changeSeat } from '../support/hub-page.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { DISCORD_ROOMS, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

const PAGE = '/hub/c/demo/memories/reminders';
const HOUR = 3_600_000;
const CHANNEL = TWITCH_CHANNELS[0]?.id as string;

let world: World;
let owner: TestPerson;
beforeAll(async () => {
  world = await startWorld({ pages: true });
  owner = await aPerson(world, { roles: { demo: 'owner' } });
});
afterAll(() => world?.close());

const meaning = (page: Page) => page.locator('section').filter({ hasText: 'What this means' }).last();
const rowOf = (page: Page, text: string) =>
  page.getByRole('grid', { name: 'Reminders' }).locator('tbody tr[data-index]').filter({ hasText: text });
const panelOf = (page: Page) => page.getByRole('complementary').filter({ hasText: 'When it comes' });

/** Sets one as the owner by the API. @returns its number */
async function set(text: string, when: object, by: TestPerson = owner): Promise<number> {
  const body = { communityId: 'demo', text, channel: `twitch:${CHANNEL}`, mention: 'here', ...when };
  const { status, json } = await ask<{ number: number }>(world, 'POST', '/reminders', { ...by.asked, body });
  expect(status).toBe(201);
  return json.number;
}
const stateOf = async (number: number) =>
  (await ask<{ status: string; text: string; nextAt: string | null }>(world, 'GET', `/reminders/demo/${number}`)).json;

/** @param refused what is refused on purpose: the browser logs each of them */
async function open(search = '', person = owner, refused?: number): Promise<Page> {
  const { page, problems } = await openHub(world, { person });
  if (refused) problems.tolerate(new RegExp(`status of ${refused}`));
  await page.goto(`${PAGE}${search}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

withChromium('a reminder', () => {
  it('is made, explained, said in chat, and seen to be said', async () => {
    // What is no time yet is told as such while it is typed.
    const page = await open('', owner, 400);
    await page.getByRole('heading', { name: 'Nobody has to remember this' }).waitFor();
    await axe(page);
    await page.getByRole('button', { name: 'New reminder' }).click();
    const time = page.getByLabel('Time in words');
    await time.fill('someday');
    await meaning(page).getByText('This is not understood yet').waitFor();
    await time.fill('every 2 weeks on friday 17:00 fish for all');
    await meaning(page).getByText('Every 2 weeks on Friday at 17:00, UTC').waitFor();
    const dates = meaning(page).getByRole('list', { name: 'The next dates' }).getByRole('listitem');
    await expect.poll(() => dates.count()).toBe(10);
    // What was understood is chosen already, and is a rule that clocks do something to.
    await page.getByRole('radio', { name: 'Choose' }).click();
    expect(await page.getByLabel('Comes').inputValue()).toBe('weeks');
    expect(await page.getByLabel('Fri').isChecked()).toBe(true);
    await page.getByRole('radio', { name: 'Rule' }).click();
    const rule = page.getByLabel('Recurrence rule');
    expect(await rule.inputValue()).toContain('RRULE:FREQ=WEEKLY;INTERVAL=2');
    await rule.fill('DTSTART;TZID=Europe/Berlin:20270326T023000 FREQ=DAILY;COUNT=4');
    await meaning(page).getByText('On 28 March 2027 the clocks skip 02:30: it comes at 03:30.').waitFor();
    await meaning(page).getByText('These 4 are the last ones.').waitFor();
    await page.getByRole('radio', { name: 'In words' }).click();
    // Sooner than the page's feed would be thought to be closed, and later than what is queued at once.
    await time.fill('in 100 seconds fish for all');
    await meaning(page)
      .getByText(/^[A-Z][a-z]{2}, \d/)
      .first()
      .waitFor();
    await expect.poll(() => meaning(page).getByRole('list').count()).toBe(0);
    await page.getByLabel('Where').click();
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('room-33');
    await page.getByRole('option', { name: '#room-33' }).click();
    await axe(page);
    await noOverflow(page);
    await page.getByRole('button', { name: 'Create' }).click();
    await panelOf(page).getByText('fish for all').first().waitFor();
    await page.getByRole('list', { name: 'Comes next' }).getByText('fish for all').waitFor();

    await world.advance(97_000);
    await world.worker.cron('* * * * *', new Date(world.now()));
    const inRoom = () =>
      world.discord.posted.filter(
        ({ channel, text }) => channel === DISCORD_ROOMS[33]?.id && text.includes('Reminder: fish for all'),
      );
    await until('it is said', () => inRoom().length === 1, 60_000);
    await panelOf(page).getByText('said', { exact: true }).waitFor({ timeout: 40_000 });
    await panelOf(page).getByText('It was due once.').waitFor();
    expect(inRoom()).toHaveLength(1);
  });

  it('is left out, put off and cancelled, and each is taken back', async () => {
    const number = await set('feed the penguin', { rrule: 'FREQ=DAILY', start: '2099-06-01T09:00:00' });
    const before = await stateOf(number);
    const page = await open(`?reminder=${number}`);
    const back = async (words: string) => {
      await page.getByText(words).first().waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('It is as it was before').first().waitFor();
      expect(await stateOf(number)).toMatchObject({ status: 'open', nextAt: before.nextAt });
    };
    await panelOf(page).getByRole('button', { name: 'Skip the next' }).click();
    await back('The next time is left out');
    await panelOf(page).getByRole('button', { name: 'Put off' }).click();
    await page.getByRole('menuitem', { name: 'for an hour' }).click();
    await back('It comes later');
    await panelOf(page).getByRole('button', { name: 'Cancel it' }).click();
    await panelOf(page).getByText('It comes no more.').waitFor();
    await back('The reminder is cancelled');
    await panelOf(page).getByText('It comes no more.').waitFor({ state: 'detached' });
    const last = panelOf(page).getByRole('button', { name: 'Take the last change back' });
    await last.click();
    await panelOf(page).getByText('It comes no more.').waitFor();
    expect(await stateOf(number)).toMatchObject({ status: 'cancelled' });
    // Long after the toast is gone.
    await page.reload();
    await last.click();
    await page.getByText('It is as it was before').first().waitFor();
    expect(await stateOf(number)).toMatchObject({ status: 'open', nextAt: before.nextAt });
  });

  it('is changed by two who are told of each other', async () => {
    const number = await set('the old text', { when: 'in 30 days' });
    const page = await open(`?edit=${number}`);
    await page.getByLabel('What the bot says').fill('mine');
    await inStep(page);
    const kim = await aPerson(world, { roles: { demo: 'moderator' } });
    await world.rows(`update accounts set display_name = 'Kim' where person_id = $1`, [kim.id]);
    const { status } = await ask(world, 'PATCH', `/reminders/demo/${number}`, {
      ...kim.asked,
      body: { text: 'theirs' },
    });
    expect(status).toBe(200);
    await page.getByText(`changed reminder #${number} while you had it open`).waitFor({ timeout: 40_000 });
    await axe(page);
    await page.getByRole('button', { name: 'Keep yours' }).click();
    await press(page, 'ControlOrMeta+s');
    await page.getByText('The reminder is changed').first().waitFor();
    expect((await stateOf(number)).text).toBe('mine');
  });

  it('is moved to another room, for somebody, and back', async () => {
    const number = await set('a moving one', { when: 'in 31 days' });
    const target = async () =>
      (await ask<{ target: object }>(world, 'GET', `/reminders/demo/${number}`)).json.target as Record<string, string>;
    const page = await open(`?edit=${number}`);
    await page.getByRole('radio', { name: 'Me', exact: true }).check();
    await page.getByLabel('Where').click();
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('room-33');
    await page.getByRole('option', { name: '#room-33' }).click();
    // They are not known on Discord.
    await expect.poll(() => page.getByRole('radio', { name: 'Everybody there' }).isChecked()).toBe(true);
    await axe(page);
    await press(page, 'ControlOrMeta+s');
    await page.getByText('The reminder is changed').first().waitFor();
    expect(await target()).toMatchObject({ room: DISCORD_ROOMS[33]?.id, mention: null });
    await page.getByLabel('Where').click();
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('twitch');
    await page
      .getByRole('option', { name: /Twitch/ })
      .first()
      .click();
    await page.getByRole('radio', { name: 'Me', exact: true }).check();
    await press(page, 'ControlOrMeta+s');
    await until('it mentions them', async () => (await target()).mention === owner.account);
    expect((await target()).channel).toMatch(/^twitch:/);
    // Whoever leaves before the page knows that is asked whether they mean to.
    await page.getByText('Everything is saved').waitFor();
    await page.getByRole('button', { name: 'All reminders' }).click();
    await rowOf(page, 'a moving one').waitFor();
    expect((await ask(world, 'POST', `/reminders/demo/${number}/undo`, owner.asked)).status).toBe(200);
    expect(await target()).toMatchObject({ room: DISCORD_ROOMS[33]?.id, mention: null });
  });

  it('that did not arrive stands with why, and comes again', async () => {
    const number = await set('nobody was there', { when: 'in 1 hour' });
    await world.advance(50 * HOUR);
    await world.worker.cron('* * * * *', new Date(world.now()));
    await until('it is missed', async () => (await stateOf(number)).status === 'missed', 60_000);
    const page = await open('?tab=trouble');
    const row = page
      .getByRole('grid', { name: 'What went wrong' })
      .locator('tr')
      .filter({ hasText: 'nobody was there' });
    await row.getByText('away for more than a day').waitFor();
    await axe(page);
    await row.click();
    await panelOf(page).getByRole('button', { name: 'Bring it again' }).click();
    await page.getByRole('menuitem', { name: 'for 10 minutes' }).click();
    await until('it is open', async () => (await stateOf(number)).status === 'open');
  });

  it('is found, narrowed and opened, all of it in the address', async () => {
    await set('a needle', { when: 'in 40 days' });
    await set('hay', { rrule: 'FREQ=YEARLY', start: '2098-01-01T00:00:00' });
    const page = await open();
    await rowOf(page, 'a needle').waitFor();
    await page.getByRole('searchbox').fill('needle');
    await expect.poll(() => rowOf(page, 'hay').count()).toBe(0);
    await rowOf(page, 'a needle').click();
    await panelOf(page).getByText('a needle').first().waitFor();
    await page.reload();
    await panelOf(page).getByText('a needle').first().waitFor();
    await page.goBack();
    await expect.poll(() => panelOf(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('button', { name: 'State' }).click();
    await page.locator('label', { hasText: 'recurring' }).click();
    await press(page, 'Escape');
    await expect.poll(() => rowOf(page, 'a needle').count()).toBe(0);
    await rowOf(page, 'hay').waitFor();
  });

  it('is made by keyboard alone', async () => {
    const page = await open('', owner, 400);
    await page.getByRole('button', { name: 'New reminder' }).waitFor();
    await press(page, 'n');
    await page.getByLabel('Time in words').waitFor();
    await tabTo(page, 'Time in words');
    await page.keyboard.type('in 3 days by keyboard');
    await meaning(page).getByText(', UTC').waitFor();
    await press(page, 'ControlOrMeta+s');
    await panelOf(page).getByText('by keyboard').first().waitFor();
    await page.reload();
    await panelOf(page).getByText('by keyboard').first().waitFor();
    await keyboardWalk(page);
  });

  it('comes in step where somebody else cancels it', async () => {
    const number = await set('in step', { when: 'in 20 days' });
    const page = await open(`?reminder=${number}`);
    await panelOf(page).getByText('in step').first().waitFor();
    await inStep(page);
    const kim = await aPerson(world, { roles: { demo: 'moderator' } });
    await ask(world, 'DELETE', `/reminders/demo/${number}`, kim.asked);
    await panelOf(page).getByText('It comes no more.').waitFor({ timeout: 25_000 });
  });

  it('is to viewers what they may see, and is no business of other communities', async () => {
    const number = await set('look, but do not touch', { when: 'in 10 days' });
    const viewer = await aPerson(world, { roles: { demo: 'viewer' } });
    const page = await open(`?reminder=${number}`, viewer);
    await panelOf(page).getByText('look, but do not touch').first().waitFor();
    expect(await page.getByRole('button', { name: /New reminder|Edit|Cancel it|Put off/ }).count()).toBe(0);
    const refused = await Promise.all(
      [
        ['POST', '/undo'],
        ['POST', '/skip'],
        ['DELETE', ''],
      ].map(([method = '', path]) => ask(world, method, `/reminders/demo/${number}${path}`, viewer.asked)),
    );
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);

    const { slug } = await aCommunity(world);
    const stranger = await aPerson(world, { roles: { [slug]: 'owner' } });
    const { page: theirs, problems } = await openHub(world, { person: stranger });
    problems.tolerate(/status of 404/);
    await theirs.goto(`/hub/c/${slug}/memories/reminders?edit=${number}`);
    await theirs.getByText('There is no such reminder here').waitFor();
    await theirs.getByRole('button', { name: 'All reminders' }).first().click();
    await theirs.getByRole('heading', { name: 'Nobody has to remember this' }).waitFor();
    expect(await theirs.content()).not.toContain('do not touch');
  });

  it('fits a phone and both themes, whatever it says', async () => {
    const hostile = `<img src=x onerror="document.title='run'">${'W'.repeat(300)} ‮ gnirts Z${'̸̧͔͛'.repeat(20)}`;
    const number = await set(hostile, { when: 'in 5 minutes' });
    const { page } = await openHub(world, { person: owner, viewport: 'phone', theme: 'dark' });
    const arrive = async (search: string) => {
      await page.goto(`${PAGE}${search}`);
      // On a phone what is open covers it.
      await page.locator('h1').first().waitFor({ state: 'attached' });
      await expect.poll(() => page.locator('main .animate-shimmer').count(), { timeout: 15_000 }).toBe(0);
      await noOverflow(page);
      await axe(page);
    };
    for (const search of ['', `?reminder=${number}`, `?edit=${number}`, '?make=reminder', '?tab=trouble'])
      await arrive(search);
    await changeSeat(page, { theme: 'light', viewport: 'desktop' });
    for (const search of [`?reminder=${number}`, `?edit=${number}`]) await arrive(search);
    expect(await page.title()).not.toContain('run');
  });
});
