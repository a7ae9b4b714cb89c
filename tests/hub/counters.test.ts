import { afterAll, beforeAll, expect, it } from 'vitest';
import { aCommunity, ask, type Page as Listed } from '../support/api.ts';
import { axe, inStep, keyboardWalk, noOverflow, openHub, press, tabTo, withChromium } from '../support/hub.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true });
});
afterAll(() => world?.close());

const set = async (slug: string, name: string, value: number) =>
  expect((await ask(world, 'PUT', `/counters/${slug}/${name}`, { body: { value } })).status).toBe(200);
const standsAt = async (slug: string, name: string) => {
  const { json } = await ask<Listed<{ name: string; value: number }>>(world, 'GET', `/counters/${slug}`);
  return json.data.find((row) => row.name === name)?.value ?? null;
};
const is = (slug: string, name: string, value: number | null) =>
  until(`${name} at ${value}`, async () => (await standsAt(slug, name)) === value);
const owner = (slug: string) => aPerson(world, { roles: { [slug]: 'owner' } });

async function open(slug: string, person: TestPerson, search = '', seat: Parameters<typeof openHub>[1] = {}) {
  const { page, problems } = await openHub(world, { person, ...seat });
  await page.goto(`/hub/c/${slug}/commands/counters${search}`);
  await page.getByRole('heading', { level: 1, name: 'Counters' }).waitFor();
  return { page, problems };
}

/** However busy the machine is. */
const SOON = { timeout: 20_000 };

withChromium('counters', () => {
  it('are set in the hub and shown in chat', async () => {
    const replies = [{ text: 'Died $(getcount deaths) times' }];
    await ask(world, 'POST', '/commands/demo', { body: { name: 'died', replies } });
    await set('demo', 'wins', 1);
    const { page } = await open('demo', await owner('demo'));
    await page.getByRole('button', { name: 'New counter' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('deaths');
    await dialog.getByLabel('Begins at').fill('3');
    await axe(page);
    await dialog.getByRole('button', { name: 'Make it' }).click();
    const panel = page.getByRole('complementary').filter({ hasText: 'Set it to' });
    await panel.getByLabel('Set it to').fill('41');
    await panel.getByRole('button', { name: 'Set', exact: true }).click();
    await is('demo', 'deaths', 41);
    await panel.getByRole('link', { name: 'died' }).waitFor();
    await page.getByRole('button', { name: 'One more of deaths' }).click();
    await is('demo', 'deaths', 42);
    // Until it is told, what is offered is to take back what was done before.
    await page.getByText('deaths stands at 42').first().waitFor();
    // Ten seconds is all that it is offered for.
    await page.getByRole('button', { name: 'Undo' }).click();
    await is('demo', 'deaths', 41);
    const user = { id: '66701', login: 'ann', role: 'viewer' } as const;
    const channel = TWITCH_CHANNELS[2]?.id as string;
    const { messageId } = await world.twitch.chat({ channel, user, text: '!died' });
    const answer = () => world.twitch.sent.find(({ replyTo }) => replyTo === messageId)?.text;
    expect(await until('the answer', answer, 40_000)).toBe('Died 41 times');
    // The last change stands first, once the page has heard of it.
    await expect.poll(() => panel.getByText('set a counter').count(), SOON).toBe(4);
    await panel.getByText('set a counter').first().click();
    await panel.getByRole('button', { name: 'Take it back: set a counter' }).click();
    await is('demo', 'deaths', 42);
    await axe(page);
  });

  it('are reset and removed, one and many, and had back', async () => {
    const { slug } = await aCommunity(world);
    await set(slug, 'deaths', 7);
    await set(slug, 'wins', 9);
    const { page } = await open(slug, await owner(slug));
    const rows = page.getByRole('grid', { name: 'Counters' }).locator('tbody tr[data-index]');
    await expect.poll(() => rows.count(), SOON).toBe(2);
    await page.getByLabel('Select all').click();
    await page.getByRole('button', { name: 'Reset to 0' }).click();
    await Promise.all([is(slug, 'deaths', 0), is(slug, 'wins', 0)]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await Promise.all([is(slug, 'deaths', 7), is(slug, 'wins', 9)]);
    await page.getByLabel('Select wins').click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => rows.count(), SOON).toBe(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await is(slug, 'wins', 9);
  });

  it('are set by the keyboard alone', async () => {
    const { slug } = await aCommunity(world);
    await set(slug, 'deaths', 7);
    const { page } = await open(slug, await owner(slug));
    await page.getByRole('grid').locator('tr[data-index="0"]').focus();
    await press(page, 'Enter');
    await page.getByText('set a counter').waitFor();
    await keyboardWalk(page);
    await page.getByRole('complementary').getByRole('button', { name: 'Close' }).focus();
    await tabTo(page, 'Set it to');
    await page.keyboard.type('-5');
    await press(page, 'Enter');
    await is(slug, 'deaths', -5);
    await page.getByLabel('Set it to').focus();
    await press(page, 'Escape');
    await expect.poll(() => page.evaluate('document.activeElement?.getAttribute("data-index")'), SOON).toBe('0');
  });

  it('come in step in another tab', async () => {
    const { slug } = await aCommunity(world);
    await set(slug, 'deaths', 7);
    const person = await owner(slug);
    const [{ page: one }, { page: other }] = [await open(slug, person), await open(slug, person)];
    await other.getByText('7', { exact: true }).waitFor();
    await inStep(other);
    await one.getByRole('button', { name: 'One more of deaths' }).click();
    // Sooner than it looks by itself.
    await other.getByText('8', { exact: true }).waitFor({ timeout: 25_000 });
    // What takes the place of another notice has all of its own ten seconds.
    await one.clock.install();
    await one.reload();
    for (const value of [9, 10]) {
      await one.getByRole('button', { name: 'One more of deaths' }).click();
      await one.getByText(`deaths stands at ${value}`).first().waitFor();
      await one.clock.fastForward(5_500);
    }
    await one.getByRole('button', { name: 'Undo' }).click();
    await is(slug, 'deaths', 9);
  });

  it('teach at the first visit, and are read by viewers who may change nothing', async () => {
    const { slug } = await aCommunity(world);
    const { page } = await open(slug, await owner(slug));
    await page.getByText('Count what happens').waitFor();
    await axe(page);
    await set(slug, 'deaths', 7);
    const viewer = await aPerson(world, { roles: { [slug]: 'viewer' } });
    const { page: theirs } = await open(slug, viewer, '?counter=deaths');
    await theirs.getByText('No text names it').waitFor();
    expect(await theirs.getByRole('button', { name: 'One more of deaths' }).count()).toBe(0);
    expect(await theirs.getByLabel('Set it to').count()).toBe(0);
    expect((await ask(world, 'PUT', `/counters/${slug}/deaths`, { ...viewer.asked, body: { value: 1 } })).status).toBe(
      403,
    );
  });

  it('fit a phone, in both themes', async () => {
    const { slug } = await aCommunity(world);
    await set(slug, 'w'.repeat(40), 1_000_000_000_000_000);
    const person = await owner(slug);
    for (const theme of ['dark', 'light'] as const) {
      const { page } = await open(slug, person, '', { theme, viewport: 'phone' });
      await page.getByRole('grid').locator('tr[data-index="0"]').waitFor();
      await noOverflow(page);
      await axe(page);
      await page.getByRole('grid').locator('[data-name]').click();
      await page.getByLabel('Set it to').waitFor();
      await noOverflow(page);
      await axe(page);
    }
  });
});
