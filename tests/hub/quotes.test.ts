import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readQuotesCsv } from '../../workers/modules/memories/quotes-csv.ts';
import { aCommunity, ask } from '../support/api.ts';
import { axe, inStep, keyboardWalk, noOverflow, openHub, press, tabTo, withChromium } from '../support/hub.ts';
import { beforeSaving, changeSeat } from '../support/hub-page.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

/** Two cores with much to do: what comes is waited for. */
const PATIENT = { timeout: 15_000 } as const;

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

async function add(text: string, more: object = {}): Promise<number> {
  const body = { communityId: slug, text, ...more };
  const { status, json } = await ask<{ quote: { number: number } }>(world, 'POST', '/quotes', { body });
  expect(status).toBe(201);
  return json.quote.number;
}

/** Has quotes wait that are there already. */
const wait = (...numbers: readonly number[]) =>
  world.rows(
    `update quotes q set status = 'pending' from communities c where c.id = q.community_id and c.slug = $1 and number = any($2)`,
    [slug, numbers],
  );

/** @param refused what is refused on purpose: the browser logs each of them */
async function open(person: TestPerson, search = '', refused?: number): Promise<Page> {
  const { page, problems } = await openHub(world, { person });
  if (refused) problems.tolerate(new RegExp(`status of ${refused}`));
  await page.goto(`/hub/c/${slug}/memories${search}`);
  await page.getByRole('heading', { level: 1, name: 'Quotes' }).waitFor();
  return page;
}

const rowsOf = (page: Page) => page.getByRole('grid').locator('tbody tr[data-index]');
const panelOf = (page: Page) => page.getByRole('complementary').filter({ hasText: /Quote|quote/ });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).first().click();

interface Kept {
  readonly text: string;
  readonly author: string;
  readonly status: string;
  readonly category: string | null;
  readonly saidAt: string;
}
const quoteOf = async (number: number): Promise<Kept | null> => {
  const { json } = await ask<{ quote?: Kept }>(world, 'GET', `/quotes/${slug}/${number}`);
  return json.quote ?? null;
};
const is = (number: number, wanted: Partial<Kept> | null) =>
  expect.poll(() => quoteOf(number), PATIENT).toEqual(wanted === null ? null : expect.objectContaining(wanted));

let turn = 0;
/** Says a line in the demo community. @returns what was answered */
async function say(text: string, role: 'viewer' | 'moderator' = 'viewer'): Promise<string> {
  const channel = TWITCH_CHANNELS[0]?.id as string;
  const user = { id: `9920${++turn}`, login: `chatter${turn}`, role };
  const { messageId } = await world.twitch.chat({ channel, user, text });
  return until(`an answer to ${text}`, () => world.twitch.sent.find((line) => line.replyTo === messageId)?.text);
}

withChromium('quotes', () => {
  it('that chat adds show at once, wait, and are shown in chat once they are approved', async () => {
    slug = 'demo';
    owner = await aPerson(world, { roles: { demo: 'owner' } });
    await ask(world, 'PATCH', `/memories/${slug}/settings`, { body: { quoteApproval: true } });
    const page = await open(owner);
    await page.getByRole('heading', { name: 'Nothing was quoted yet' }).waitFor();
    await page.getByText('I am not lost').waitFor();
    await axe(page);
    await page.getByRole('tab', { name: 'Waiting' }).click();
    await page.getByRole('heading', { name: 'Nothing waits' }).waitFor();
    await inStep(page);
    expect(await say('!quote add "It works here" - ann')).toContain('moderator');
    // Told live: nobody has loaded the page again.
    await rowsOf(page).filter({ hasText: 'It works here' }).waitFor();
    await page.getByRole('tab', { name: 'Waiting 1' }).waitFor();
    expect(await say('!quote 1')).not.toContain('It works here');
    await page.getByRole('button', { name: 'Approve #1' }).click();
    await is(1, { status: 'approved' });
    await page.getByText('Quote #1 is approved').first().waitFor();
    await page.getByRole('tab', { name: 'Shown' }).click();
    await rowsOf(page).filter({ hasText: 'It works here' }).waitFor();
    expect(await say('!quote 1')).toContain('"It works here" — ann');
  });

  it('are found, narrowed and opened, all of it in the address', async () => {
    await add('The penguin did it', { author: 'Robin', category: 'fails' });
    await add('The stairs were there', { author: 'Mara', category: 'fails' });
    await add('A penguin walks into a bar', { author: 'Mara' });
    const page = await open(owner);
    await expect.poll(() => rowsOf(page).count(), PATIENT).toBe(3);
    await page.getByRole('searchbox').fill('penguin');
    await expect.poll(() => rowsOf(page).count(), PATIENT).toBe(2);
    await page.getByRole('button', { name: 'Category' }).click();
    await page.locator('label', { hasText: 'fails' }).click();
    await press(page, 'Escape');
    await expect.poll(() => rowsOf(page).count(), PATIENT).toBe(1);
    await rowsOf(page).first().click();
    await panelOf(page).getByRole('heading', { name: 'Quote #1' }).waitFor();
    const { searchParams } = new URL(page.url());
    expect([searchParams.get('q'), searchParams.get('category'), searchParams.get('quote')]).toEqual([
      'penguin',
      'fails',
      '1',
    ]);
    await page.reload();
    await panelOf(page).getByRole('heading', { name: 'Quote #1' }).waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('penguin');
    await page.goBack();
    await expect.poll(() => panelOf(page).count(), PATIENT).toBe(0);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('button', { name: 'Who said it' }).click();
    await page.locator('label', { hasText: 'Mara' }).click();
    await press(page, 'Escape');
    await expect.poll(() => rowsOf(page).count(), PATIENT).toBe(2);
    await page.getByRole('searchbox').fill('nothing of that kind');
    await page.getByRole('heading', { name: 'No quote matches' }).waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => rowsOf(page).count(), PATIENT).toBe(3);
  });

  it('are added, edited, taken back by their history, and deleted with a way back', async () => {
    const page = await open(owner);
    await page.getByRole('button', { name: 'New quote' }).first().click();
    await panelOf(page).getByRole('button', { name: 'Add', exact: true }).click();
    await panelOf(page).getByText('Write what was said.').waitFor();
    await panelOf(page).getByLabel('What was said').fill('It works hear');
    await panelOf(page).getByLabel('Who said it').fill('Ann');
    await panelOf(page).getByLabel('Said on').fill('2026-03-01');
    await axe(page);
    await panelOf(page).getByRole('button', { name: 'Add', exact: true }).click();
    await panelOf(page).getByRole('heading', { name: 'Quote #1' }).waitFor();
    await is(1, { text: 'It works hear', author: 'Ann', saidAt: expect.stringMatching(/^2026-03-01/) });

    await panelOf(page).getByLabel('What was said').fill('It works here');
    await panelOf(page).getByLabel('Category').fill('Bugs');
    await panelOf(page).getByText('Not saved yet').waitFor();
    await panelOf(page).getByRole('button', { name: 'Save' }).click();
    await is(1, { text: 'It works here', category: 'bugs' });
    await page.getByText('Quote #1 is saved').first().waitFor();
    // It is kept in its one form, and nobody else changed it.
    await expect.poll(() => panelOf(page).getByLabel('Category').inputValue(), PATIENT).toBe('bugs');
    expect(await panelOf(page).getByText('meanwhile').count()).toBe(0);
    const lines = panelOf(page).getByRole('list', { name: 'History' }).getByRole('listitem');
    await expect.poll(() => lines.count(), PATIENT).toBe(2);
    await lines.first().locator('summary').click();
    await lines.first().getByRole('cell', { name: 'It works hear' }).waitFor();
    await axe(page);
    await lines
      .first()
      .getByRole('button', { name: /^Take it back/ })
      .click();
    await is(1, { text: 'It works hear', category: null });
    await expect.poll(() => panelOf(page).getByLabel('What was said').inputValue(), PATIENT).toBe('It works hear');

    await panelOf(page).getByRole('button', { name: 'Delete' }).click();
    await is(1, null);
    await page.getByRole('heading', { name: 'Nothing was quoted yet' }).waitFor();
    await undo(page);
    await is(1, { text: 'It works hear' });
    await rowsOf(page).filter({ hasText: 'It works hear' }).waitFor();
  });

  it('that say what is said already are refused where they are written', async () => {
    await add('Said before');
    const page = await open(owner, '?quote=new', 409);
    await panelOf(page).getByLabel('What was said').fill('said BEFORE');
    await panelOf(page).getByRole('button', { name: 'Add', exact: true }).click();
    await panelOf(page).getByText('That is quote 1 already').waitFor();
    expect(await panelOf(page).getByLabel('What was said').inputValue()).toBe('said BEFORE');
  });

  it('keep what was left unsaved, and tell two who change one of them', async () => {
    await add('The first words', { author: 'Ann' });
    const page = await open(owner, '?quote=1', 409);
    await panelOf(page).getByLabel('What was said').fill('My words');
    await panelOf(page).getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => panelOf(page).count(), PATIENT).toBe(0);
    await rowsOf(page).first().click();
    await panelOf(page).getByText('Not saved yet').waitFor();
    expect(await panelOf(page).getByLabel('What was said').inputValue()).toBe('My words');

    const robin = await aPerson(world, { name: 'Robin', roles: { [slug]: 'editor' } });
    const change = (body: object) => ask(world, 'PATCH', `/quotes/${slug}/1`, { ...robin.asked, body });
    await inStep(page);
    await change({ text: 'Their words', author: 'Bob' });
    await panelOf(page).getByText('Robin changed Quote #1 while you had it open').waitFor();
    await panelOf(page).getByText('Their words').first().waitFor();
    // Nobody touched the name here: it came in.
    expect(await panelOf(page).getByLabel('Who said it').inputValue()).toBe('Bob');
    await axe(page);
    await panelOf(page).getByRole('button', { name: 'Keep yours' }).click();
    await panelOf(page).getByRole('button', { name: 'Save' }).click();
    await is(1, { text: 'My words', author: 'Bob' });
    await page.getByText('Quote #1 is saved').first().waitFor();

    // Who saves at the same moment is refused what they had not seen.
    await beforeSaving(page, () => change({ text: 'Their last words' }));
    await panelOf(page).getByLabel('What was said').fill('My last words');
    await panelOf(page).getByRole('button', { name: 'Save' }).click();
    await panelOf(page).getByText('So nothing of yours was saved yet.').waitFor();
    await is(1, { text: 'Their last words' });
    await panelOf(page).getByRole('button', { name: 'Take theirs' }).click();
    await expect.poll(() => panelOf(page).getByLabel('What was said').inputValue(), PATIENT).toBe('Their last words');
  });

  it('are approved and declined in bulk, and the decision is taken back', async () => {
    const numbers = [await add('One'), await add('Two'), await add('Three')];
    await wait(...numbers);
    const page = await open(owner, '?tab=waiting');
    await page.getByLabel('Select #1').click();
    await page.getByLabel('Select #2').click();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await Promise.all([is(1, { status: 'approved' }), is(2, { status: 'approved' })]);
    await page.getByText('2 quotes are approved').first().waitFor();
    await undo(page);
    await Promise.all([is(1, { status: 'pending' }), is(2, { status: 'pending' })]);
    await page.getByRole('button', { name: 'Decline #3' }).click();
    await is(3, null);
    await page.getByText('Quote #3 was declined').first().waitFor();
    await page.getByRole('tab', { name: 'Waiting 2' }).waitFor();
  });

  it('go out as a file that reads back the same, formulas guarded', async () => {
    await add('=HYPERLINK("https://evil.example")', {
      author: 'Ann',
      category: 'bugs',
      saidAt: '2026-03-01T10:00:00Z',
    });
    await add('two\nlines, "quoted"');
    const page = await open(owner);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export CSV' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(`quotes-${slug}.csv`);
    const text = await readFile((await file.path()) as string, 'utf8');
    expect(text).toContain(`"'=HYPERLINK`);
    const { lines } = readQuotesCsv(text, { now: Date.now(), zone: 'UTC' });
    expect(lines.map(({ status, quote }) => [status, quote?.text, quote?.author])).toEqual([
      ['ok', '=HYPERLINK("https://evil.example")', 'Ann'],
      ['ok', 'two\nlines, "quoted"', ''],
    ]);
    expect(await page.getByRole('link', { name: 'Import' }).getAttribute('href')).toBe(`/hub/c/${slug}/move`);
  });

  it('are looked after by keyboard alone', async () => {
    await wait(await add('First'), await add('Second'), await add('Third'));
    const page = await open(owner, '?tab=waiting');
    await rowsOf(page).nth(2).waitFor();
    await rowsOf(page).first().focus();
    await press(page, 'a');
    await is(3, { status: 'approved' });
    // The focus has gone on to the row that came in its place.
    await expect.poll(() => page.evaluate('document.activeElement.textContent'), PATIENT).toContain('Second');
    await press(page, 'd');
    await is(2, null);
    await expect.poll(() => page.evaluate('document.activeElement.textContent'), PATIENT).toContain('First');
    await press(page, 'Enter');
    await panelOf(page).getByLabel('What was said').waitFor();
    await tabTo(page, 'What was said');
    await press(page, 'ControlOrMeta+a');
    await page.keyboard.type('First of all');
    await press(page, 'ControlOrMeta+s');
    await is(1, { text: 'First of all', status: 'pending' });
    await press(page, 'Escape');
    await expect.poll(() => panelOf(page).count(), PATIENT).toBe(0);
    await expect.poll(() => page.evaluate('document.activeElement.dataset.index'), PATIENT).toBe('0');
    await press(page, 'n');
    await expect.poll(() => page.evaluate('document.activeElement.tagName'), PATIENT).toBe('TEXTAREA');
    await page.keyboard.type('By hand');
    await press(page, 'ControlOrMeta+Enter');
    await is(4, { text: 'By hand' });
    await page.goto(`/hub/c/${slug}/memories`);
    await rowsOf(page).first().waitFor();
    await keyboardWalk(page);
  });

  it('are to those who may only read what they may read, and nothing to do', async () => {
    await add('To be read', { author: 'Ann' });
    await wait(await add('Waits'));
    const viewer = await aPerson(world, { roles: { [slug]: 'viewer' } });
    const page = await open(viewer, '?quote=1');
    await page.getByRole('complementary').getByText('To be read').waitFor();
    for (const name of ['New quote', 'Save', 'Delete'])
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Import' }).count()).toBe(0);
    expect(await page.getByRole('list', { name: 'History' }).count()).toBe(0);
    expect(await page.getByLabel('Select #1').count()).toBe(0);
    await page.goto(`/hub/c/${slug}/memories?tab=waiting`);
    await rowsOf(page).first().waitFor();
    expect(await page.getByRole('button', { name: /^Approve/ }).count()).toBe(0);
    const refused = await Promise.all([
      ask(world, 'PATCH', `/quotes/${slug}/1`, { ...viewer.asked, body: { text: 'Mine' } }),
      ask(world, 'POST', `/quotes/${slug}/2/approve`, viewer.asked),
      ask(world, 'DELETE', `/quotes/${slug}/1`, viewer.asked),
      ask(world, 'GET', `/quotes/${slug}/1/changes`, viewer.asked),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  });

  it('of another community are not there', async () => {
    await add('Not for others');
    const { slug: others } = await aCommunity(world);
    const stranger = await aPerson(world, { roles: { [others]: 'owner' } });
    slug = others;
    const page = await open(stranger, '?quote=1', 404);
    await page.getByText('There is no such quote here').waitFor();
    expect(await page.content()).not.toContain('Not for others');
  });

  it('may say anything, on a phone and in both themes', async () => {
    const texts = [
      `<img src=x onerror="document.title='run'">${'<b>'.repeat(20)}`,
      'עברית \u202e gnirts sdrawkcab',
      `Z${'\u0338\u0327\u0354\u034b'.repeat(300)}algo`,
      '👩‍👩‍👧‍👦'.repeat(200),
      'x'.repeat(5_000),
    ];
    for (const text of texts)
      await add(text, { author: text.slice(0, 60), category: text.slice(0, 30), game: text.slice(0, 200) });
    await wait(4, 5);
    const { page } = await openHub(world, { person: owner, theme: 'dark', viewport: 'phone' });
    for (const at of ['', '?tab=waiting', '?quote=1', '?quote=3', '?quote=5', '?quote=new']) {
      await changeSeat(page, { theme: 'dark', viewport: 'phone' });
      await page.goto(`/hub/c/${slug}/memories${at}`);
      await (at.includes('quote') ? page.getByLabel('What was said') : rowsOf(page).first()).waitFor();
      await axe(page);
      await noOverflow(page);
      if (at !== '' && at !== '?quote=3') continue;
      await changeSeat(page, { theme: 'light', viewport: 'desktop' });
      await axe(page);
      await noOverflow(page);
    }
    expect(await page.title()).toBe('Quotes · WaddleBot');
  });
});
