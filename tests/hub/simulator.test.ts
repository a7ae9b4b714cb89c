import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aCommunity, ask } from '../support/api.ts';
import { axe, keyboardWalk, noOverflow, openHub, press, tabTo, withChromium } from '../support/hub.ts';
import { changeSeat } from '../support/hub-page.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true });
});
afterAll(() => world?.close());

const SIMULATOR = '/hub/c/demo/simulator';

const line = (page: Page) => page.getByRole('combobox', { name: 'What is said' });
const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });
const step = (page: Page, name: string) => page.getByRole('listitem', { name, exact: true });
const optionsOf = (page: Page, label: string) =>
  page.getByLabel(label, { exact: true }).locator('option').allInnerTexts();

async function say(page: Page, text: string): Promise<void> {
  await line(page).fill(text);
  await line(page).press('Enter');
}

withChromium('what is said', () => {
  it('is answered as in chat, with each step, and stays in the tab and its address', async () => {
    const { page } = await openHub(world, { role: 'owner' });
    await page.goto(SIMULATOR);
    await page.getByRole('button', { name: '!ping is answered' }).click();
    await log(page).getByText('Pong!', { exact: true }).waitFor();
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('What is said');
    await step(page, 'Decided').getByText('needs everyone, is everyone').waitFor();
    await step(page, 'Put together').getByText('by Somebody (everyone)').waitFor();
    await step(page, 'Ran !ping').getByText('changes nothing').waitFor();
    await step(page, '!ping answered').getByText('1 message').waitFor();
    await page.getByText('Rolled back', { exact: true }).waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get('run')).toMatch(/^[0-9a-f-]{36}$/);

    await page.getByLabel('Platform').selectOption('slack');
    await page.getByLabel('Speaks as').selectOption('moderator');
    await page.getByLabel('Called').fill('Ann');
    await say(page, '!command add fish <b>&</b> chips');
    await log(page).getByText('Added !fish').waitFor();
    await step(page, 'Decided').getByText('with “fish <b>&</b> chips”').waitFor();
    await page.getByText('command.add', { exact: true }).waitFor();
    await page.getByText('Rows of commands').waitFor();
    const { searchParams } = new URL(page.url());
    expect(Object.fromEntries(searchParams)).toMatchObject({ platform: 'slack', as: 'moderator', name: 'Ann' });

    // Another run is chosen, and it is still there after the page is loaded anew.
    await page.getByRole('button', { name: 'Show the steps of !ping' }).click();
    await step(page, 'Ran !ping').waitFor();
    await page.reload();
    await step(page, 'Ran !ping').waitFor();
    await log(page).getByText('Added !fish').waitFor();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.getByText('Say something to your bot').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await log(page).getByText('Added !fish').waitFor();
    const rows = await world.rows(`select from commands where name = 'fish'`);
    expect(rows).toEqual([]);
  });

  it('is refused with why and what helps', async () => {
    const { page } = await openHub(world, { role: 'owner' });
    await page.goto(`${SIMULATOR}?platform=kick`);
    await say(page, '!command add never x');
    await log(page).getByText('Refused: Their level is too low for this command.').waitFor();
    const decided = step(page, 'Decided');
    await decided.getByText('needs moderator, is everyone').waitFor();
    await decided.getByText('Speak as a higher level, or lower what the command needs.').waitFor();
    await say(page, 'Good evening');
    await decided.getByText('Commands begin with !.').waitFor();
  });

  it('is suggested, brought back and sent by keys alone', async () => {
    const { page } = await openHub(world, { role: 'owner' });
    await page.goto(SIMULATOR);
    await line(page).waitFor();
    await tabTo(page, 'What is said');
    await page.keyboard.type('!pin');
    const option = page.getByRole('option', { name: /^!ping/ });
    await option.waitFor();
    await press(page, 'ArrowDown');
    expect(await option.getAttribute('aria-selected')).toBe('true');
    expect(await line(page).getAttribute('aria-activedescendant')).toBe(await option.getAttribute('id'));
    await press(page, 'Enter');
    expect(await line(page).inputValue()).toBe('!ping ');
    await press(page, 'Enter');
    await log(page).getByText('Pong!', { exact: true }).waitFor();
    await page.keyboard.type('!quote a');
    await page.getByRole('option', { name: /^!quote add/ }).waitFor();
    await press(page, 'Escape');
    expect(await page.getByRole('listbox', { name: 'Commands' }).count()).toBe(0);
    await press(page, 'ControlOrMeta+a', 'Delete', 'ArrowUp');
    expect(await line(page).inputValue()).toBe('!ping');
    await press(page, 'ArrowDown');
    expect(await line(page).inputValue()).toBe('');
    await press(page, 'ArrowUp', 'Enter');
    await log(page).getByText('Pong!', { exact: true }).nth(1).waitFor();
  });

  it('says why where it was not tried out, and keeps the line', async () => {
    const hub = await openHub(world, { role: 'owner' });
    await hub.page.goto(SIMULATOR);
    await line(hub.page).waitFor();
    hub.problems.tolerate(/status of 4|ERR_FAILED|status of 429/);
    await hub.page.route('**/simulations', (route) => route.abort());
    await say(hub.page, '!ping');
    await hub.page.getByRole('alert').getByText('WaddleBot could not be reached.').waitFor();
    await expect.poll(() => line(hub.page).inputValue()).toBe('!ping');
    await hub.page.unroute('**/simulations');
    await line(hub.page).press('Enter');
    await log(hub.page).getByText('Pong!', { exact: true }).waitFor();
    expect(await hub.page.getByRole('alert').count()).toBe(0);
  });
});

withChromium('an event', () => {
  it('is chosen, said otherwise and fired: a raid is greeted, a wrong field says so', async () => {
    const { slug } = await aCommunity(world);
    await world.rows(
      `insert into module_settings (community_id, module, value) select id, 'greetings', '{"enabled": true}' from communities where slug = $1`,
      [slug],
    );
    const hub = await openHub(world, { role: 'owner', community: slug });
    const { page } = hub;
    await page.goto(`/hub/c/${slug}/simulator?name=Ann`);
    await page.getByRole('tab', { name: 'Event' }).click();
    await page.getByLabel('What happens').selectOption({ label: 'A raid' });
    await page.getByLabel('Viewers').fill('77');
    await page.getByRole('button', { name: 'Fire' }).click();
    await log(page).getByText('Event: A raid').waitFor();
    await log(page).getByText('77').waitFor();
    await step(page, 'Ran greetings on raid').waitFor();
    expect(new URL(page.url()).searchParams.get('event')).toBe('raid');

    await page.getByLabel('What happens').selectOption({ label: 'A tip' });
    await page.getByLabel('Currency').fill('euros');
    hub.problems.tolerate(/status of 400/);
    await page.getByRole('button', { name: 'Fire' }).click();
    await page.getByText('is no currency of ISO 4217, as EUR is one', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Back to the sample' }).click();
    await expect.poll(() => page.getByLabel('Currency').inputValue()).toBe('EUR');
  });
});

withChromium('a test community', () => {
  it('says that what is tried out there is kept', async () => {
    const { slug } = await aCommunity(world);
    const person = await aPerson(world, { roles: { [slug]: 'owner' } });
    await ask(world, 'PATCH', `/communities/${slug}`, { ...person.asked, body: { isTest: true } });
    const { page } = await openHub(world, { person });
    await page.goto(`/hub/c/${slug}/simulator?as=owner`);
    await page.getByText('Kept for real here').waitFor();
    await say(page, '!command add stays Still here');
    await page.getByText('Kept', { exact: true }).waitFor();
    await page.getByRole('heading', { name: 'What changed' }).waitFor();
    await say(page, '!stays');
    await log(page).getByText('Still here', { exact: true }).waitFor();
  });
});

withChromium('who may', () => {
  it('speaks up to their own level, as the API has it', async () => {
    const moderator = await openHub(world, { role: 'moderator' });
    await moderator.page.goto(`${SIMULATOR}?as=owner`);
    await line(moderator.page).waitFor();
    expect(await optionsOf(moderator.page, 'Speaks as')).toEqual([
      'everyone',
      'follower',
      'subscriber',
      'VIP',
      'moderator',
    ]);
    expect(await moderator.page.getByLabel('Speaks as').inputValue()).toBe('moderator');
    const editor = await openHub(world, { role: 'editor' });
    await editor.page.goto(SIMULATOR);
    await line(editor.page).waitFor();
    expect(await optionsOf(editor.page, 'Speaks as')).toEqual(['everyone']);
    expect(await editor.page.getByRole('link', { name: /Settings/ }).count()).toBe(0);
    await say(editor.page, '!ping');
    await log(editor.page).getByText('Pong!', { exact: true }).waitFor();
  });

  it('is nobody who only looks', async () => {
    const { page, person } = await openHub(world, { role: 'viewer' });
    await page.goto(SIMULATOR);
    await page.getByRole('heading', { name: 'That is not yours to see' }).first().waitFor();
    expect(await page.getByRole('link', { name: 'Simulator' }).count()).toBe(0);
    const asked = { ...person?.asked, body: { platform: 'twitch', text: '!ping' } };
    expect((await ask(world, 'POST', '/communities/demo/simulations', asked)).status).toBe(403);
    expect((await ask(world, 'GET', '/communities/demo/simulations/events', person?.asked)).status).toBe(403);
  });
});

withChromium('the page', () => {
  it('is for everybody: hostile text, axe, keys, a phone, both themes', async () => {
    const { page } = await openHub(world, { role: 'owner', viewport: 'phone' });
    const hostile = `<img src=x onerror=alert(1)>\u202e${'🐧'.repeat(20)} **b** `;
    const reply = `${hostile}${'x'.repeat(300)}`;
    const added = await ask(world, 'POST', '/commands/demo', { body: { name: 'hostile', replies: [{ text: reply }] } });
    expect(added.status).toBe(201);
    await page.goto(
      `${SIMULATOR}?platform=discord&name=${encodeURIComponent(`${'Z\u0337\u0334'.repeat(8)}${'w'.repeat(20)}`)}`,
    );
    await line(page).waitFor();
    await noOverflow(page);
    await axe(page);
    await say(page, '!hostile');
    await log(page).getByText('x'.repeat(300)).first().waitFor();
    await say(page, `!ping ${'<script>'.repeat(200)}`);
    await log(page).getByText('Pong!', { exact: true }).waitFor();
    await page.getByText('As the API tells it (JSON)').click();
    await noOverflow(page);
    expect(await page.locator('main img, main script').count()).toBe(0);
    for (const theme of ['dark', 'light'] as const) {
      await changeSeat(page, { theme, viewport: 'desktop' });
      await axe(page);
    }
    await page.reload();
    await log(page).getByText('Pong!', { exact: true }).waitFor();
    const stops = await keyboardWalk(page);
    expect(stops.filter((stop) => stop.includes('Show the steps of'))).toHaveLength(2);
    await page.getByRole('tab', { name: 'Event' }).click();
    await page.getByLabel('What happens').selectOption({ label: 'A reward is redeemed' });
    await page.getByLabel('Cost').waitFor();
    await axe(page);
    await changeSeat(page, { theme: 'light', viewport: 'phone' });
    await noOverflow(page);
    await page.evaluate(`localStorage.setItem('waddlebot.language', 'de')`);
    await page.reload();
    await page.getByRole('button', { name: 'Auslösen' }).waitFor();
    await noOverflow(page);
  });
});
