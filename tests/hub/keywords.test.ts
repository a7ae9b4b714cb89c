import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aCommunity, ask } from '../support/api.ts';
import {
  axe,
  holdUndo,
  inStep,
  keyboardWalk,
  noOverflow,
  openHub,
  press,
  tabTo,
  withChromium,
} from '../support/hub.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true });
});
afterAll(() => world?.close());

const CHANNEL = TWITCH_CHANNELS[0] as (typeof TWITCH_CHANNELS)[number];
const rule = (more: Record<string, unknown> = {}) => ({
  name: 'hi',
  match: 'word',
  pattern: 'hello',
  action: { is: 'reply', text: 'Hello $(user)!' },
  ...more,
});
const make = async (slug: string, more: Record<string, unknown> = {}) =>
  expect((await ask(world, 'POST', `/keywords/${slug}`, { body: rule(more) })).status).toBe(201);
const kept = async (slug: string, name: string) => {
  const { status, json } = await ask<{ pattern: string; enabled: boolean; priority: number }>(
    world,
    'GET',
    `/keywords/${slug}/${name}`,
  );
  return status === 200 ? json : null;
};

async function open(slug: string, person: TestPerson, search = '', seat: Parameters<typeof openHub>[1] = {}) {
  const { page, problems } = await openHub(world, { person, ...seat });
  await page.goto(`/hub/c/${slug}/commands/keywords${search}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, problems };
}
const owner = (slug: string) => aPerson(world, { roles: { [slug]: 'owner' } });
const save = (page: Page) => page.getByRole('button', { name: /^(?:Save|Create)/ });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).click();

/** However busy the machine is. */
const SOON = { timeout: 20_000 };

withChromium('keyword rules', () => {
  it('are written and tried on what was really said, and then answer in chat', async () => {
    await make('demo', { name: 'tea', pattern: 'tea', priority: 5, action: { is: 'reply', text: 'Tea!' } });
    const say = (text: string) =>
      world.twitch.chat({ channel: CHANNEL.id, user: { id: '66901', login: 'ann', role: 'viewer' }, text });
    for (const text of ['who likes chess', 'tea and chess', 'good morning']) await say(text);
    const { page } = await open('demo', await owner('demo'), '?new=yes');
    await page.getByText('Type a pattern first.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('chess');
    await page.getByLabel('Pattern').fill('CHESS');
    await page.getByLabel('What it says').fill('Checkmate, $(user).');
    await page.getByLabel('What somebody might write').fill('I play chess');
    await page.getByText('It matches, and says “Checkmate, $(user).”.').waitFor();
    await expect.poll(() => page.locator('mark', { hasText: 'chess' }).count(), SOON).toBe(1);
    await page.getByLabel('What somebody might write').fill('tea or chess?');
    await page.getByText('It matches, but the rule “tea” goes first.').waitFor();
    await page.getByLabel('What somebody might write').fill('tea');
    await page.getByText('It does not match this line. The rule “tea” acts.').waitFor();

    await page.getByRole('tab', { name: 'Recent lines' }).click();
    await page.getByLabel('Channel').selectOption(`twitch:${CHANNEL.id}`);
    await page.getByText(/^Matches 2 of the last \d+ lines\.$/).waitFor({ timeout: 40_000 });
    const lines = page.getByRole('list', { name: 'Recent lines' });
    expect(await lines.getByText('good morning').count()).toBe(0);
    expect(await lines.locator('mark').allTextContents()).toEqual(['chess', 'chess']);
    await lines.getByText('“tea” goes first').waitFor();
    await axe(page);

    await page.keyboard.press('ControlOrMeta+s');
    await page.getByText('chess is there now').first().waitFor();
    await holdUndo(page);
    await expect.poll(() => new URL(page.url()).searchParams.get('edit'), SOON).toBe('chess');
    const { messageId } = await say('chess anybody?');
    await until(
      'the answer',
      () => world.twitch.sent.some(({ replyTo, text }) => replyTo === messageId && text === 'Checkmate, ann.'),
      60_000,
    );
    await undo(page);
    await page.getByText('There is nothing of this name').waitFor();
    expect(await kept('demo', 'chess')).toBeNull();
  });

  it('stand in their order, are switched one and many, removed, and had back', async () => {
    const { slug } = await aCommunity(world);
    await make(slug);
    await make(slug, { name: 'first', priority: 7 });
    const { page } = await open(slug, await owner(slug));
    const rows = page.getByRole('grid', { name: 'Keywords' }).locator('tbody tr[data-index]');
    await expect.poll(() => rows.count(), SOON).toBe(2);
    expect(await rows.locator('[data-name]').allTextContents()).toEqual(['first', 'hi']);
    await page.getByRole('switch', { name: 'hi is on' }).click();
    await until('it is off', async () => (await kept(slug, 'hi'))?.enabled === false);
    await undo(page);
    await until('it is on', async () => (await kept(slug, 'hi'))?.enabled === true);

    await page.getByLabel('Select all').click();
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('2 are off now').first().waitFor();
    await undo(page);
    await until('both are on', async () => (await kept(slug, 'hi'))?.enabled && (await kept(slug, 'first'))?.enabled);
    await page.getByLabel('Select first').click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => rows.count(), SOON).toBe(1);
    await undo(page);
    await expect.poll(() => rows.count(), SOON).toBe(2);

    await page.getByRole('searchbox').fill('HELLO');
    await expect.poll(() => rows.count(), SOON).toBe(2);
    await page.getByRole('searchbox').fill('nothing like it');
    await page.getByText('Nothing matches').waitFor();
    await axe(page);
  });

  it('are changed by the keyboard alone, with their history to go back in', async () => {
    const { slug } = await aCommunity(world);
    await make(slug);
    const { page } = await open(slug, await owner(slug));
    await page.getByRole('grid').locator('tr[data-index="0"]').focus();
    await press(page, 'Enter');
    await page.getByText('added a keyword rule').waitFor();
    await keyboardWalk(page);
    await page.getByLabel('Name', { exact: true }).focus();
    await tabTo(page, 'Pattern');
    await press(page, 'ControlOrMeta+a');
    await page.keyboard.type('servus');
    await press(page, 'ControlOrMeta+s');
    await until('it is saved', async () => (await kept(slug, 'hi'))?.pattern === 'servus');
    await page.getByText('changed a keyword rule').waitFor();
    await page.getByText('changed a keyword rule').click();
    await page.getByRole('cell', { name: 'servus' }).waitFor();
    await page.getByRole('button', { name: 'Take it back: changed a keyword rule' }).click();
    await until('it is as before', async () => (await kept(slug, 'hi'))?.pattern === 'hello');
    await expect.poll(() => page.getByLabel('Pattern').inputValue(), SOON).toBe('hello');
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await expect.poll(() => page.evaluate('document.activeElement?.getAttribute("data-index")'), SOON).toBe('0');
  });

  it('tell two who change one of them', async () => {
    const { slug } = await aCommunity(world);
    await make(slug);
    const { page } = await open(slug, await owner(slug), '?edit=hi');
    await page.getByLabel('Pattern').fill('mine');
    await inStep(page);
    const robin = await owner(slug);
    const body = { ...rule({ pattern: 'theirs', priority: 3 }), name: undefined };
    expect((await ask(world, 'PUT', `/keywords/${slug}/hi`, { ...robin.asked, body })).status).toBe(200);
    await page.getByText(/changed hi while you had it open/).waitFor();
    await page.getByRole('button', { name: 'Keep yours' }).click();
    await save(page).click();
    await until('both are in', async () => {
      const now = await kept(slug, 'hi');
      return now?.pattern === 'mine' && now.priority === 3;
    });
  });

  it('say what stands in the way of trying them on recent lines', async () => {
    const { slug } = await aCommunity(world);
    await make(slug);
    const editor = await aPerson(world, { roles: { [slug]: 'editor' } });
    const { page } = await open(slug, editor, '?edit=hi');
    await page.getByRole('tab', { name: 'Recent lines' }).click();
    await page.getByText('Recent lines are for moderators').waitFor();
    const { page: theirs } = await open(slug, await owner(slug), '?edit=hi');
    await world.rows('update communities set recent_lines = false where slug = $1', [slug]);
    await theirs.reload();
    await theirs.getByRole('tab', { name: 'Recent lines' }).click();
    await theirs.getByText('This community keeps no recent lines').waitFor();
  });

  it('teach at the first visit, and are read by viewers who may change nothing', async () => {
    const { slug } = await aCommunity(world);
    const { page } = await open(slug, await owner(slug));
    await page.getByText('Answer what people write without a command').waitFor();
    await axe(page);
    await page.getByRole('button', { name: 'Make the first rule' }).click();
    await page.getByRole('heading', { level: 1, name: 'New rule' }).waitFor();

    await make(slug);
    const viewer = await aPerson(world, { roles: { [slug]: 'viewer' } });
    const { page: theirs } = await open(slug, viewer, '?edit=hi');
    await theirs.getByText('Changing it takes the role editor').waitFor();
    expect(await save(theirs).count()).toBe(0);
    expect(await theirs.getByText('Test box').count()).toBe(0);
    expect((await ask(world, 'DELETE', `/keywords/${slug}/hi`, viewer.asked)).status).toBe(403);
  });

  it('fit a phone, in both themes, whatever they hold', async () => {
    const { slug } = await aCommunity(world);
    const text = `<b>bold</b> \u202eright to left ${'W'.repeat(300)} 👩‍👩‍👧‍👦`;
    await make(slug, { name: 'w'.repeat(40), pattern: text, match: 'contains', action: { is: 'reply', text } });
    const person = await owner(slug);
    for (const theme of ['dark', 'light'] as const) {
      const { page } = await open(slug, person, '', { theme, viewport: 'phone' });
      await page.getByRole('grid').locator('tr[data-index="0"]').waitFor();
      await noOverflow(page);
      await axe(page);
      await page.getByRole('grid').locator('[data-name]').click();
      await page.getByLabel('Pattern').waitFor();
      await page.getByLabel('What somebody might write').fill(text);
      await page.getByText(/^It matches, and/).waitFor();
      await noOverflow(page);
      await axe(page);
      expect(await page.locator('main b').count()).toBe(0);
    }
  });
});
