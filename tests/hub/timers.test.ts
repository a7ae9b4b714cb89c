import { afterAll, beforeAll, expect, it } from 'vitest';
import { aCommunity, ask } from '../support/api.ts';
import { axe, inStep, keyboardWalk, noOverflow, openHub, press, tabTo, withChromium } from '../support/hub.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { DISCORD_ROOMS, startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true });
});
afterAll(() => world?.close());

const MINUTE = 60_000;
/** Called as no other room is. */
const ROOM = DISCORD_ROOMS[33] as (typeof DISCORD_ROOMS)[number];
const make = async (slug: string, more: Record<string, unknown> = {}) => {
  const body = { name: 'follow', texts: ['Follow us!'], schedule: { every: 60 }, ...more };
  expect((await ask(world, 'POST', `/timers/${slug}`, { body })).status).toBe(201);
};
interface Kept {
  readonly enabled: boolean;
  readonly texts: readonly string[];
  readonly minLines: number;
  readonly target: object | null;
}
const kept = async (slug: string, name: string) => {
  const { status, json } = await ask<Kept>(world, 'GET', `/timers/${slug}/${name}`);
  return status === 200 ? json : null;
};
const owner = (slug: string) => aPerson(world, { roles: { [slug]: 'owner' } });

async function open(slug: string, person: TestPerson, search = '', seat: Parameters<typeof openHub>[1] = {}) {
  const { page, problems } = await openHub(world, { person, ...seat });
  await page.goto(`/hub/c/${slug}/commands/timers${search}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, problems };
}

/** However busy the machine is. */
const SOON = { timeout: 20_000 };

withChromium('timers', () => {
  it('are made in the hub, and then speak in the room that was chosen', async () => {
    const { page, problems } = await open('demo', await owner('demo'), '?new=yes');
    await page.getByLabel('Name', { exact: true }).fill('water');
    await page.getByLabel('Text', { exact: true }).fill('Drink some water!');
    await page.getByLabel('Minutes', { exact: true }).fill('10');
    await page.getByText('every 10 minutes').waitFor();
    await expect.poll(() => page.getByRole('list', { name: 'Next times' }).locator('li').count(), SOON).toBe(10);
    await page.getByLabel('Lines since it last spoke').fill('0');
    const where = page.getByLabel('Where it speaks');
    await where.click();
    await page.locator('input:focus').waitFor();
    // Servers with their rooms, and found by typing.
    await page.keyboard.type('room-3');
    await page.getByRole('group', { name: 'Discord · Waddle Demo' }).waitFor();
    await page.getByRole('group', { name: 'Slack · Waddle Demo' }).waitFor();
    await axe(page);
    await page.keyboard.type('3');
    await page.getByRole('option', { name: `#${ROOM.name}` }).waitFor();
    await expect.poll(() => page.getByRole('listbox').getByRole('option').count(), SOON).toBe(1);
    await press(page, 'Enter');
    await expect.poll(() => where.textContent(), SOON).toBe(`#${ROOM.name} · Discord · Waddle Demo`);
    await page.getByRole('button', { name: /^Create/ }).click();
    await page.getByText('water is there now').first().waitFor();
    await world.advance(11 * MINUTE);
    await world.worker.cron('* * * * *', new Date(world.now()));
    await until(
      'it speaks',
      () => world.discord.posted.some(({ channel, text }) => channel === ROOM.id && text === 'Drink some water!'),
      60_000,
    );

    // Nobody answers: that is said, and had by another try. The room has gone: it is shown as such, and stays until another is chosen.
    problems.tolerate(/(?:status of|answered) 502/);
    await world.rows(`update timers set target = jsonb_set(target, '{room}', '"2999"') where name = 'water'`);
    // No page is open that would ask before.
    await page.goto('about:blank');
    await world.advance(2 * MINUTE);
    world.discord.fault({ op: 'guild-channels', fault: { kind: 'status', status: 503 } });
    await page.goto('/hub/c/demo/commands/timers?edit=water');
    await page.getByText('The rooms of Discord · Waddle Demo could not be listed').waitFor();
    await expect.poll(() => where.textContent(), SOON).toBe('A room of Discord · Waddle Demo');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The bot does not see this room').waitFor();
    await axe(page);
    await page.getByLabel('Text', { exact: true }).fill('More water!');
    await page.getByRole('button', { name: /^Save/ }).click();
    await until('it is saved', async () => (await kept('demo', 'water'))?.texts[0] === 'More water!');
    expect((await kept('demo', 'water'))?.target).toEqual({ channel: 'discord:2000000000000000001', room: '2999' });
    // Nobody looks at it any more, who would be told that it is not there.
    await page.goto('about:blank');
    await ask(world, 'DELETE', '/timers/demo/water');
  });

  it('say in words what a cron expression means, and what is wrong with one', async () => {
    const { slug } = await aCommunity(world);
    await world.rows(`update communities set zone = 'Europe/Berlin' where slug = $1`, [slug]);
    const { page, problems } = await open(slug, await owner(slug), '?new=yes');
    problems.tolerate(/status of 400/);
    await page.getByText('At set times (cron)').click();
    const cron = page.getByLabel('Cron expression');
    await cron.fill('0 18 * * 5');
    await page.getByText('at 18:00, on Friday').waitFor();
    await page.getByText('Times of Europe/Berlin').waitFor();
    const times = page.getByRole('list', { name: 'Next times' });
    await expect
      .poll(async () => (await times.locator('time').first().textContent()) ?? '', SOON)
      .toMatch(/^Fri .*18:00$/);
    await cron.fill('0 18 30 2 *');
    await page.getByText('No day is ever as this cron expression says.').waitFor();
    await cron.fill('*/20 18-21 * * *');
    await page.getByText('every 20 minutes from 18:00 to 21:59').waitFor();
    await page.getByLabel('Lines since it last spoke').fill('3');
    await page.getByText('if 3 lines were written since').waitFor();
  });

  it('are listed with their next times, switched one and many, and had back', async () => {
    const { slug } = await aCommunity(world);
    await make(slug, { minLines: 5, live: 'live' });
    await make(slug, { name: 'other', schedule: { cron: '0 18 * * 5' } });
    const { page } = await open(slug, await owner(slug));
    const rows = page.getByRole('grid', { name: 'Timers' }).locator('tbody tr[data-index]');
    await expect.poll(() => rows.count(), SOON).toBe(2);
    await expect.poll(() => rows.first().locator('time').count(), SOON).toBe(3);
    await rows.first().getByText('if 5 lines were written since, if the channel is live').waitFor();
    await page.getByRole('switch', { name: 'follow is on' }).click();
    await until('it is off', async () => (await kept(slug, 'follow'))?.enabled === false);
    await page.getByRole('button', { name: 'Undo' }).click();
    await until('it is on', async () => (await kept(slug, 'follow'))?.enabled === true);
    await page.getByLabel('Select all').click();
    await page.getByRole('button', { name: 'Switch off' }).click();
    await until(
      'both are off',
      async () => !(await kept(slug, 'follow'))?.enabled && !(await kept(slug, 'other'))?.enabled,
    );
    // What was switched off is no longer selected once the page has heard of it.
    await expect.poll(() => page.getByRole('button', { name: 'Remove' }).count(), SOON).toBe(0);
    // What is marked while another one is switched stays marked.
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/api/v1/timers/**', async (route) => {
      if (route.request().method() !== 'GET') await held;
      await route.continue();
    });
    await page.getByLabel('Select other').click();
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByLabel('Select follow').click();
    release();
    await expect.poll(() => page.getByLabel('Select other').isChecked(), SOON).toBe(false);
    expect(await page.getByLabel('Select follow').isChecked()).toBe(true);
    await page.getByLabel('Select follow').click();
    await page.getByLabel('Select other').click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => rows.count(), SOON).toBe(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => rows.count(), SOON).toBe(2);
    await axe(page);
  });

  it('are changed by the keyboard alone, and taken back', async () => {
    const { slug } = await aCommunity(world);
    await make(slug);
    const { page } = await open(slug, await owner(slug), '?edit=follow');
    await page.getByText('added a timer').waitFor();
    await keyboardWalk(page);
    await page.getByLabel('Text', { exact: true }).focus();
    await tabTo(page, 'Another text');
    await press(page, 'Enter');
    await page.getByLabel('Text 2', { exact: true }).waitFor();
    await page.getByLabel('Text 2', { exact: true }).focus();
    await page.keyboard.type('We stream on Fridays.');
    await press(page, 'ControlOrMeta+s');
    await until('it has two', async () => (await kept(slug, 'follow'))?.texts.length === 2);
    await page.getByText('In turn').waitFor();
    await page.getByText('changed a timer').waitFor();
    expect(await page.getByText('in a moment').count()).toBe(0);
    await page.getByText('changed a timer').click();
    await page.getByRole('button', { name: 'Take it back: changed a timer' }).click();
    await until('it has one', async () => (await kept(slug, 'follow'))?.texts.length === 1);
    await page.getByLabel('Text', { exact: true }).waitFor();
  });

  it('tell two who change one of them', async () => {
    const { slug } = await aCommunity(world);
    await make(slug);
    const { page } = await open(slug, await owner(slug), '?edit=follow');
    await page.getByLabel('Text', { exact: true }).fill('Mine');
    await inStep(page);
    const robin = await owner(slug);
    const body = { texts: ['Theirs'], schedule: { every: 60 }, minLines: 9 };
    expect((await ask(world, 'PUT', `/timers/${slug}/follow`, { ...robin.asked, body })).status).toBe(200);
    await page.getByText(/changed follow while you had it open/).waitFor();
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await expect.poll(() => page.getByLabel('Text', { exact: true }).inputValue(), SOON).toBe('Theirs');
    await expect.poll(() => page.getByLabel('Lines since it last spoke').inputValue(), SOON).toBe('9');
  });

  it('teach at the first visit, and are read by viewers who may change nothing', async () => {
    const { slug } = await aCommunity(world);
    const { page } = await open(slug, await owner(slug));
    await page.getByText('Let the bot remind your chat').waitFor();
    await axe(page);
    await make(slug);
    const viewer = await aPerson(world, { roles: { [slug]: 'viewer' } });
    const { page: theirs } = await open(slug, viewer, '?edit=follow');
    await theirs.getByText('Changing it takes the role editor').waitFor();
    expect(await theirs.getByRole('button', { name: /^Save/ }).count()).toBe(0);
    expect((await ask(world, 'DELETE', `/timers/${slug}/follow`, viewer.asked)).status).toBe(403);
  });

  it('fit a phone, in both themes, whatever they hold', async () => {
    const { slug } = await aCommunity(world);
    const text = `<b>bold</b> \u202eright to left ${'W'.repeat(300)}`;
    await make(slug, { name: 'w'.repeat(40), texts: [text, text], minLines: 5 });
    const person = await owner(slug);
    for (const theme of ['dark', 'light'] as const) {
      const { page } = await open(slug, person, '', { theme, viewport: 'phone' });
      await page.getByRole('grid').locator('tr[data-index="0"]').waitFor();
      await noOverflow(page);
      await axe(page);
      await page.getByRole('grid').locator('[data-name]').click();
      await page.getByLabel('Text 2', { exact: true }).waitFor();
      await noOverflow(page);
      await axe(page);
      expect(await page.locator('main b').count()).toBe(0);
    }
  });
});
