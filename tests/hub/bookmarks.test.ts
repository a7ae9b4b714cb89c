import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type PagesStandIn, startPages } from '../stand-ins/pages.ts';
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
import { beforeSaving, changeSeat } from '../support/hub-page.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { startWorld, type World } from '../support/world.ts';

const A_PAGE = { body: '<title>A page</title>' } as const;

/** Two cores with much to do: what comes is waited for. */
const PATIENT = { timeout: 15_000 } as const;

let world: World;
let pages: PagesStandIn;
let slug: string;
let owner: TestPerson;
beforeAll(async () => {
  pages = await startPages();
  world = await startWorld({ pages: true, vars: { FETCH_ALLOW_HOSTS: pages.host } });
});
beforeEach(async () => {
  ({ slug } = await aCommunity(world));
  owner = await aPerson(world, { roles: { [slug]: 'owner' } });
});
afterAll(async () => {
  await world?.close();
  await pages?.stop();
});

async function add(body: object): Promise<number> {
  const { status, json } = await ask<{ number: number }>(world, 'POST', '/bookmarks', {
    body: { communityId: slug, ...body },
  });
  expect(status).toBe(201);
  return json.number;
}

/** What became of a bookmark's page, once nobody reads it any more. */
const pageOf = async (number: number, set: string) => {
  await expect
    .poll(async () => (await ask<Kept>(world, 'GET', `/bookmarks/${slug}/${number}`)).json.metadata, PATIENT)
    .not.toBe('pending');
  await world.rows(
    `update bookmarks b set ${set}, updated_at = now() from communities c where c.id = b.community_id and c.slug = $1 and number = $2`,
    [slug, number],
  );
};

/** @param refused what is refused on purpose: the browser logs each of them */
async function open(person: TestPerson, search = '', refused?: number): Promise<Page> {
  const { page, problems } = await openHub(world, { person });
  if (refused) problems.tolerate(new RegExp(`status of ${refused}`));
  await page.goto(`/hub/c/${slug}/memories/bookmarks${search}`);
  await page.getByRole('heading', { level: 1, name: 'Bookmarks' }).waitFor();
  return page;
}

const cardsOf = (page: Page) => page.getByRole('list', { name: 'Bookmarks' }).getByRole('article');
const panelOf = (page: Page) => page.getByRole('complementary').filter({ hasText: /bookmark/i });
const count = (page: Page, wanted: number) => expect.poll(() => cardsOf(page).count(), PATIENT).toBe(wanted);

interface Kept {
  readonly url: string | null;
  readonly title: string;
  readonly tags: readonly string[];
  readonly description: string | null;
  readonly metadata: string;
}
const is = (number: number, wanted: Partial<Kept> | null) =>
  expect
    .poll(async () => {
      const { status, json } = await ask<Kept>(world, 'GET', `/bookmarks/${slug}/${number}`);
      return status === 200 ? json : null;
    }, PATIENT)
    .toEqual(wanted === null ? null : expect.objectContaining(wanted));

withChromium('bookmarks', () => {
  it('are added, noted, edited, tagged, taken back and deleted with a way back', async () => {
    const page = await open(owner);
    await page.getByRole('heading', { name: 'Nothing is bookmarked yet' }).waitFor();
    await page.getByText('How to find us').waitFor();
    await axe(page);
    await page.getByRole('button', { name: 'New bookmark' }).first().click();
    await panelOf(page).getByRole('button', { name: 'Add', exact: true }).click();
    await panelOf(page).getByText('Give the address of a page, or a title for a note.').waitFor();
    await panelOf(page).getByLabel('Title').fill('Bring cables');
    await panelOf(page).getByLabel('Tags').fill('Travel, gear');
    await panelOf(page).getByRole('button', { name: 'Add', exact: true }).click();
    await is(1, { title: 'Bring cables', tags: ['travel', 'gear'] });
    await panelOf(page).getByRole('heading', { name: 'Bookmark #1' }).waitFor();
    await cardsOf(page).filter({ hasText: 'Bring cables' }).waitFor();

    await panelOf(page).getByLabel('Title').fill('Bring long cables');
    await panelOf(page).getByLabel('Tags').fill('travel, new');
    await panelOf(page).getByRole('button', { name: 'Save' }).click();
    await is(1, { title: 'Bring long cables', tags: ['travel', 'new'] });
    await expect.poll(() => panelOf(page).getByLabel('Tags').inputValue(), PATIENT).toBe('travel, new');
    const lines = panelOf(page).getByRole('list', { name: 'History' }).getByRole('listitem');
    await expect.poll(() => lines.count(), PATIENT).toBe(2);
    await lines.first().locator('summary').click();
    await axe(page);
    await lines
      .first()
      .getByRole('button', { name: /^Take it back/ })
      .click();
    await is(1, { title: 'Bring cables', tags: ['travel', 'gear'] });
    await expect.poll(() => panelOf(page).getByLabel('Title').inputValue(), PATIENT).toBe('Bring cables');

    await panelOf(page).getByRole('button', { name: 'Delete' }).click();
    await is(1, null);
    await page.getByRole('heading', { name: 'Nothing is bookmarked yet' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await is(1, { title: 'Bring cables' });
    await cardsOf(page).filter({ hasText: 'Bring cables' }).waitFor();
  });

  it('of pages tell what becomes of reading them, and are read again', async () => {
    const url = pages.serve('/guide', { status: 404, body: '<title>Nothing here</title>' });
    const number = await add({ url, tags: ['guide'] });
    await is(number, { metadata: 'failed' });
    const page = await open(owner);
    await cardsOf(page).getByText('The page could not be read').waitFor();
    await axe(page);
    await cardsOf(page).getByRole('button').first().click();
    await panelOf(page)
      .getByText(/^It said: /)
      .waitFor();
    pages.serve('/guide', {
      delayMs: 2_500,
      body: '<title>The guide</title><meta name="description" content="All of it.">',
    });
    await cardsOf(page).getByRole('button', { name: 'Read it again: #1' }).click();
    await cardsOf(page).getByText('The page is being read').waitFor();
    // Nobody tells of it: it is looked for.
    await cardsOf(page).getByText('All of it.').waitFor();
    await expect.poll(() => panelOf(page).getByLabel('Description').inputValue(), PATIENT).toBe('All of it.');
    expect(await panelOf(page).getByRole('link', { name: 'Open the page' }).getAttribute('href')).toBe(url);
    expect(
      await cardsOf(page)
        .getByText(/^\/b\/[a-z0-9]{7}$/)
        .count(),
    ).toBe(1);
  });

  it('get another address, which no other bookmark has', async () => {
    const [first, second] = [pages.serve('/old', A_PAGE), pages.serve('/taken', A_PAGE)];
    const moved = pages.serve('/new', { body: '<title>The new page</title>' });
    await add({ url: first, tags: ['kept'] });
    await add({ url: second });
    await pageOf(1, 'visits = 3');
    const page = await open(owner, '?bookmark=1', 409);
    const address = panelOf(page).getByLabel('Address');
    expect(await address.inputValue()).toBe(first);
    await address.fill('');
    await press(page, 'ControlOrMeta+s');
    await panelOf(page).getByText('A bookmark of a page needs its address.').waitFor();
    await address.fill(second);
    await press(page, 'ControlOrMeta+s');
    await panelOf(page).getByText('That page is bookmark 2 already.').waitFor();
    await axe(page);
    await address.fill(moved);
    await press(page, 'ControlOrMeta+s');
    // It takes a while until the page is read.
    await holdUndo(page);
    await cardsOf(page).getByText('The new page').waitFor();
    await is(1, { url: moved, title: 'The new page', tags: ['kept'] });
    await panelOf(page).getByText('3 visits').waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await is(1, { url: first, title: 'A page' });
    await expect.poll(() => address.inputValue(), PATIENT).toBe(first);
  });

  it('tell two who change one of them', async () => {
    await add({ title: 'Bring cables', tags: ['gear'] });
    const robin = await aPerson(world, { name: 'Robin', roles: { [slug]: 'editor' } });
    const page = await open(owner, '?bookmark=1', 409);
    await panelOf(page).getByLabel('Title').fill('Mine');
    await beforeSaving(page, () =>
      ask(world, 'PATCH', `/bookmarks/${slug}/1`, { ...robin.asked, body: { title: 'Theirs', tags: ['travel'] } }),
    );
    await panelOf(page).getByRole('button', { name: 'Save' }).click();
    await panelOf(page).getByText('Robin changed Bookmark #1 while you had it open').waitFor();
    await panelOf(page).getByText('So nothing of yours was saved yet.').waitFor();
    // Nobody touched the tags here: they came in.
    expect(await panelOf(page).getByLabel('Tags').inputValue()).toBe('travel');
    await axe(page);
    await panelOf(page).getByRole('button', { name: 'Keep yours' }).click();
    await panelOf(page).getByRole('button', { name: 'Save' }).click();
    await is(1, { title: 'Mine', tags: ['travel'] });
  });

  it('show the picture of their page, and none that is broken', async () => {
    const [good, bad] = [
      await add({ url: pages.serve('/good', A_PAGE) }),
      await add({ url: pages.serve('/bad', A_PAGE) }),
    ];
    for (const [number, image] of [
      [good, 'https://pictures.example/good.svg'],
      [bad, 'https://pictures.example/bad.svg'],
    ] as const)
      await pageOf(number, `metadata = 'read', title = 'Page ${number}', image = '${image}'`);
    const { page, problems } = await openHub(world, { person: owner });
    // The page of a bookmark is another place by its nature; its picture is all that is fetched from there.
    problems.tolerate(/pictures\.example|ERR_FAILED|status of 404/);
    await page.route('https://pictures.example/**', (route) =>
      route.request().url().includes('good')
        ? route.fulfill({
            contentType: 'image/svg+xml',
            body: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
          })
        : route.fulfill({ status: 404, body: '' }),
    );
    await page.goto(`/hub/c/${slug}/memories/bookmarks`);
    await count(page, 2);
    await expect.poll(() => page.locator('article img').count(), PATIENT).toBe(1);
    expect(await page.locator('article img').getAttribute('src')).toContain('good');
    const sizes = await page.evaluate(
      `[...document.querySelectorAll('article img, article span[aria-hidden].grid')].map((e) => e.getBoundingClientRect().width)`,
    );
    expect(new Set((sizes as number[]).map((size) => Math.round(size / 4))).size).toBe(1);
  });

  it('are found by words and tags, and ordered, all of it in the address', async () => {
    await add({ title: 'Long cable', tags: ['gear', 'travel'] });
    await add({ title: 'Short cable', tags: ['gear'] });
    await add({ title: 'Map', tags: ['travel'] });
    await pageOf(1, 'visits = 7');
    const page = await open(owner);
    await count(page, 3);
    await page.getByRole('button', { name: 'gear 2 bookmarks' }).click();
    await count(page, 2);
    await page.getByRole('button', { name: 'travel 2 bookmarks' }).click();
    await count(page, 1);
    await page.getByRole('button', { name: 'gear 2 bookmarks' }).click();
    await count(page, 2);
    await page.getByLabel('Order').selectOption('visits');
    await expect.poll(() => cardsOf(page).first().textContent(), PATIENT).toContain('Long cable');
    await page.getByRole('searchbox').fill('cable');
    await count(page, 1);
    const { searchParams } = new URL(page.url());
    expect([searchParams.get('q'), searchParams.get('tags'), searchParams.get('sort')]).toEqual([
      'cable',
      'travel',
      'visits',
    ]);
    await page.reload();
    await count(page, 1);
    await page.getByRole('searchbox').fill('nothing of that kind');
    await page.getByRole('heading', { name: 'No bookmark matches' }).waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await count(page, 3);
    await cardsOf(page).first().getByRole('button', { name: 'Only these: gear' }).click();
    await count(page, 2);
  });

  it('are looked after by keyboard alone, and come in step in another tab', async () => {
    await add({ title: 'First' });
    await add({ title: 'Second' });
    const [page, other] = [await open(owner), await open(owner)];
    await Promise.all([count(page, 2), count(other, 2)]);
    await inStep(page, other);
    await press(page, 'n');
    await expect.poll(() => page.evaluate('document.activeElement.type'), PATIENT).toBe('url');
    await tabTo(page, 'Title');
    await page.keyboard.type('Third');
    await press(page, 'Enter');
    await is(3, { title: 'Third' });
    await count(other, 3);
    await panelOf(page).getByRole('heading', { name: 'Bookmark #3' }).waitFor();
    await tabTo(page, 'Title');
    await press(page, 'ControlOrMeta+a');
    await page.keyboard.type('The third');
    await press(page, 'ControlOrMeta+s');
    await is(3, { title: 'The third' });
    await cardsOf(other).getByText('The third').waitFor();
    await cardsOf(page).getByText('The third').waitFor();
    await press(page, 'Escape');
    await expect.poll(() => panelOf(page).count(), PATIENT).toBe(0);
    await expect.poll(() => page.evaluate('document.activeElement.textContent'), PATIENT).toBe('The third');
    await press(page, 'Enter');
    await tabTo(page, 'Delete');
    await press(page, 'Enter');
    await is(3, null);
    await expect.poll(() => page.evaluate('document.activeElement.textContent'), PATIENT).toBe('Second');
    await page.reload();
    await count(page, 2);
    await keyboardWalk(page);
  });

  it('are to those who may only read what they may read, and nothing to do', async () => {
    await add({ url: pages.serve('/read', A_PAGE), title: 'To be read', description: 'All about it', tags: ['one'] });
    await pageOf(1, `metadata = 'failed'`);
    const viewer = await aPerson(world, { roles: { [slug]: 'viewer' } });
    const page = await open(viewer, '?bookmark=1');
    await page.getByRole('complementary').getByText('All about it').waitFor();
    for (const name of ['New bookmark', 'Save', 'Delete', /^Read/])
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    const refused = await Promise.all([
      ask(world, 'PATCH', `/bookmarks/${slug}/1`, { ...viewer.asked, body: { title: 'Mine' } }),
      ask(world, 'DELETE', `/bookmarks/${slug}/1`, viewer.asked),
      ask(world, 'POST', `/bookmarks/${slug}/1/refresh`, viewer.asked),
      ask(world, 'GET', `/bookmarks/${slug}/1/changes`, viewer.asked),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403]);

    const { slug: others } = await aCommunity(world);
    const stranger = await aPerson(world, { roles: { [others]: 'owner' } });
    slug = others;
    const theirs = await open(stranger, '?bookmark=1', 404);
    await theirs.getByText('There is no such bookmark here').waitFor();
    expect(await theirs.content()).not.toContain('To be read');
  });

  it('may say anything, on a phone and in both themes', async () => {
    const texts = [
      `<img src=x onerror="document.title='run'">${'<b>'.repeat(20)}`,
      'עברית \u202e gnirts sdrawkcab',
      `Z${'\u0338\u0327\u0354\u034b'.repeat(100)}algo`,
      '👩‍👩‍👧‍👦'.repeat(60),
      'x'.repeat(500),
    ];
    for (const title of texts)
      await add({ title, description: title.repeat(3).slice(0, 1_500), tags: ['t'.repeat(30)] });
    const long = await add({ url: pages.serve(`/${'y'.repeat(1_800)}`, { status: 404, body: '' }) });
    await pageOf(long, `metadata = 'failed', metadata_reason = repeat('z', 200)`);
    const { page } = await openHub(world, { person: owner });
    for (const at of ['', '?bookmark=3', '?bookmark=6', '?bookmark=new']) {
      await changeSeat(page, { theme: 'dark', viewport: 'phone' });
      await page.goto(`/hub/c/${slug}/memories/bookmarks${at}`);
      await (at === '' ? cardsOf(page).first() : page.getByLabel('Title')).waitFor();
      await axe(page);
      await noOverflow(page);
      if (at !== '' && at !== '?bookmark=6') continue;
      await changeSeat(page, { theme: 'light', viewport: 'desktop' });
      await axe(page);
      await noOverflow(page);
    }
    expect(await page.title()).toBe('Bookmarks · WaddleBot');
  });
});
