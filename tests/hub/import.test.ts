import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aCommunity, ask } from '../support/api.ts';
import { axe, inStep, keyboardWalk, noOverflow, openHub, press, tabTo, withChromium } from '../support/hub.ts';
import { changeSeat } from '../support/hub-page.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
let slug: string;
let owner: TestPerson;
beforeAll(async () => {
  world = await startWorld({ pages: true });
});
beforeEach(async () => {
  ({ slug } = await aCommunity(world));
  owner = await aPerson(world, { roles: { [slug]: 'owner' } });
});
afterAll(() => world?.close());

const FILE = JSON.stringify({
  commands: [
    { name: '!pond', message: '$(user) jumps into the pond', userLevel: 'everyone', coolDown: 5 },
    { name: '!ping', message: 'mine', userLevel: 'everyone' },
    { name: '!wild', message: '$(urlfetch https://api.example.com/x)', userLevel: 'moderator' },
  ],
  timers: [{ name: 'Follow us', message: 'Follow us', interval: '*/15 * * * *', enabled: true }],
  regulars: [{ name: 'pia', displayName: 'Pia' }],
});

async function open(person: TestPerson, search = ''): Promise<Page> {
  const { page } = await openHub(world, { person });
  await page.goto(`/hub/c/${slug}/move${search}`);
  await page.getByRole('heading', { level: 1, name: 'Move' }).waitFor();
  return page;
}
const rowsOf = (page: Page) => page.getByRole('grid', { name: 'Lines of the file' }).locator('tbody tr[data-index]');
const rowOf = (page: Page, text: string) => rowsOf(page).filter({ hasText: text });

async function choose(page: Page, text: string, name = 'commands.json'): Promise<void> {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}
const commandIs = (name: string, status: number) =>
  until(
    `${name} to be ${status}`,
    async () => (await ask(world, 'GET', `/commands/${slug}/${name}`)).status === status,
  );

withChromium('moving in', () => {
  it('shows each line of a file, brings what is chosen, and takes it back at once or later', async () => {
    const page = await open(owner);
    await choose(page, FILE);
    await expect.poll(() => rowsOf(page).count()).toBe(5);
    await rowOf(page, 'Conflict').click();
    const panel = page.getByRole('complementary').filter({ hasText: 'ping is built in here.' });
    await panel.getByRole('heading', { name: 'What is there' }).waitFor();
    const name = panel.getByLabel('Another name');
    await name.focus();
    await expect.poll(() => name.inputValue()).toBe('ping2');
    await name.fill('ourping');
    expect(await panel.getByLabel('Bring this line').isChecked()).toBe(true);
    await panel.getByText('mine', { exact: true }).last().waitFor();

    await page.getByRole('button', { name: 'Status' }).click();
    await page.locator('label', { hasText: 'Look at it' }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => rowsOf(page).count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('status')).toBe('needs-review');
    await page.getByRole('button', { name: 'Clear filters' }).click();

    await page.getByRole('button', { name: 'Bring 3 lines' }).click();
    await page.getByText('3 lines moved in').first().waitFor();
    await commandIs('pond', 200);
    await commandIs('ourping', 200);
    expect((await ask(world, 'GET', `/commands/${slug}/wild`)).status).toBe(404);
    await page.getByRole('button', { name: 'Undo' }).click();
    await commandIs('pond', 404);
    await page.getByRole('list', { name: 'Last imports' }).getByText('taken back').waitFor();

    await choose(page, FILE);
    await page.getByRole('button', { name: 'Bring 2 lines' }).click();
    await commandIs('pond', 200);
    await page.reload();
    await page.getByRole('button', { name: 'Take back commands.json' }).click();
    await commandIs('pond', 404);
    await expect.poll(() => page.getByRole('list', { name: 'Last imports' }).getByText('taken back').count()).toBe(2);
  });

  it('does the same by keyboard alone', async () => {
    const page = await open(owner, '?source=nightbot');
    await tabTo(page, 'Or paste what is in it');
    await page.keyboard.insertText(FILE);
    await tabTo(page, 'Look at it');
    await press(page, 'Enter');
    await rowOf(page, 'pond').waitFor();
    await rowsOf(page).first().focus();
    // From pond to ping: Enter opens it, and Escape leads back to its row.
    await press(page, 'ArrowDown', 'Enter');
    await page.getByText('ping is built in here.').first().waitFor();
    await tabTo(page, 'Another name');
    await press(page, 'ControlOrMeta+a');
    await page.keyboard.type('pong');
    await press(page, 'Escape');
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toContain('pong');
    await page.getByRole('button', { name: 'Bring 3 lines' }).focus();
    await press(page, 'Enter');
    await page.getByText('3 lines moved in').first().waitFor();
    await commandIs('pong', 200);
  });

  it('says what is wrong with a file, and reads one of another source as what it is', async () => {
    const page = await open(owner, '?source=fossabot');
    await choose(page, '{"commands": [');
    await page.getByText('something is wrong in line 1, column 15').waitFor();
    await choose(page, FILE);
    await page.getByText('This file is from elsewhere: Nightbot').waitFor();
    await page.getByRole('button', { name: 'Read it as Nightbot' }).click();
    await expect.poll(() => rowsOf(page).count()).toBe(5);
    await expect.poll(() => new URL(page.url()).searchParams.get('source')).toBe('nightbot');
  });

  it('tells what came in the way meanwhile, and what somebody else brought', async () => {
    const [page, other] = [await open(owner), await open(owner)];
    await choose(page, FILE);
    await rowOf(page, 'pond').waitFor();
    await inStep(other);
    await ask(world, 'POST', `/commands/${slug}`, { body: { name: 'pond', replies: [{ text: 'first' }] } });
    await page.getByRole('button', { name: 'Bring 2 lines' }).click();
    await page.getByText('There is a command pond already.').waitFor();
    // The other tab hears of it by itself.
    await other.getByRole('list', { name: 'Last imports' }).getByText('commands.json').waitFor();
  });

  it('brings quotes out of a table', async () => {
    const page = await open(owner, '?source=quotes');
    await choose(page, 'text,author\n"I can swim, honestly.",Robin\n', 'quotes.csv');
    await rowOf(page, 'I can swim').waitFor();
    await page.getByRole('button', { name: 'Bring 1 line' }).click();
    await until('a quote', async () => (await ask(world, 'GET', `/quotes/${slug}/1`)).status === 200);
  });

  it('is there for those who may, and for nobody else', async () => {
    const { page: viewer } = await openHub(world, { person: await aPerson(world, { roles: { [slug]: 'viewer' } }) });
    await viewer.goto(`/hub/c/${slug}/move`);
    await viewer.getByRole('heading', { level: 1 }).waitFor();
    expect(await viewer.getByRole('button', { name: 'Choose a file' }).count()).toBe(0);
    const editor = await open(await aPerson(world, { roles: { [slug]: 'editor' } }));
    await editor.getByRole('button', { name: 'Choose a file' }).waitFor();
    expect(await editor.getByRole('tab', { name: 'Moving out' }).count()).toBe(0);
  });

  it('is as good to those who see, hear and tap it, whatever a file holds', async () => {
    const hostile = [
      '<b>bold</b><img src=x onerror="globalThis.hacked=1">',
      '\u202Eright to left',
      `${'Z\u0351\u0351\u0351'.repeat(40)}`,
      '🐧'.repeat(300),
    ];
    const text = JSON.stringify({
      commands: [
        { name: '!first', message: '$(user)' },
        ...hostile.map((one, i) => ({ name: `!x${i}${one}`, message: one.repeat(i === 1 ? 20 : 1) })),
      ],
    });
    const page = await open(owner);
    await axe(page);
    await keyboardWalk(page);
    await choose(page, text, `${hostile[0]}.json`);
    await rowOf(page, 'first').waitFor();
    await keyboardWalk(page);
    for (const theme of ['light', 'dark'] as const) {
      await changeSeat(page, { theme, viewport: 'desktop' });
      await rowsOf(page).nth(1).click();
      await axe(page);
      await noOverflow(page);
    }
    await changeSeat(page, { theme: 'dark', viewport: 'phone' });
    await noOverflow(page);
    await page.keyboard.press('Escape');
    await noOverflow(page);
    await axe(page);
    expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
    expect(await page.locator('main b, main img[src="x"]').count()).toBe(0);
  });
});
