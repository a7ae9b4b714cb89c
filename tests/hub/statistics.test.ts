import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aCommunity, ask } from '../support/api.ts';
import { axe, inStep, keyboardWalk, noOverflow, openHub, withChromium } from '../support/hub.ts';
import { changeSeat } from '../support/hub-page.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { startWorld, type World } from '../support/world.ts';

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

const made = async (path: string, body: object) =>
  expect((await ask(world, 'POST', path, { body: { communityId: slug, ...body } })).status).toBe(201);

async function open(person: TestPerson): Promise<Page> {
  const { page } = await openHub(world, { person });
  await page.goto(`/hub/c/${slug}/memories/statistics`);
  await page.getByRole('heading', { level: 1, name: 'Statistics' }).waitFor();
  return page;
}

/** Quotes, bookmarks and reminders with something to count in each. */
async function fill(hostile = 'Ann'): Promise<void> {
  await made('/quotes', { text: 'The penguin did it', author: hostile, category: 'bugs' });
  await made('/quotes', { text: `${hostile} did it`, author: 'Bob', saidAt: '2001-01-01T00:00:00Z' });
  await made('/bookmarks', { url: 'https://example.org/', title: hostile, tags: ['gear'] });
  await world.rows(
    `with b as (update bookmarks b set visits = 12 from communities c where c.id = b.community_id and c.slug = $1 returning b.id)
     insert into bookmark_visits (bookmark_id, day, visitor) select id, (now() at time zone 'UTC')::date, 'somebody' from b`,
    [slug],
  );
  await world.rows(
    `update quotes q set up = 3, down = 1 from communities c where c.id = q.community_id and c.slug = $1 and number = 1`,
    [slug],
  );
  await world.rows(
    `with r as (
       insert into reminders (id, community_id, number, member_id, text, target, zone, fired)
       select gen_random_uuid(), m.community_id, 1, m.id, 'tea', '{}', 'UTC', 2
       from members m join accounts a on a.id = m.account_id where a.person_id = $1 returning id)
     insert into reminder_firings (reminder_id, due_at, status)
     select id, extract(epoch from now())::bigint * 1000 - n, case when n = 0 then 'missed' else 'sent' end
     from r, generate_series(0, 2) n`,
    [owner.id],
  );
}

withChromium('statistics', () => {
  it('say what they are for where nothing is kept yet', async () => {
    const page = await open(owner);
    for (const name of ['Nothing was quoted yet', 'Nothing is bookmarked yet', 'Nothing was to be remembered yet'])
      await page.getByRole('heading', { name }).waitFor();
    await axe(page);
    await page.getByRole('link', { name: 'To the quotes' }).click();
    await page.getByRole('heading', { level: 1, name: 'Quotes' }).waitFor();
  });

  it('show pictures with a table behind each, and lead to what is counted', async () => {
    await fill();
    const page = await open(owner);
    const months = page.getByRole('figure', { name: 'Quotes by the month in which they were said' });
    await months.locator('svg').first().waitFor();
    await page.getByText('1 more from before.').waitFor();
    await months.getByText('Show as a table').click();
    await expect.poll(() => months.getByRole('row').count(), PATIENT).toBe(13);
    const thisMonth = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
    await months.getByRole('cell', { name: thisMonth.format(Date.now()) }).waitFor();
    const due = page.getByRole('figure', { name: 'Due by month' });
    await due.getByText('Show as a table').click();
    await due.getByRole('columnheader', { name: 'Missed' }).waitFor();
    await expect.poll(() => due.getByRole('row').last().textContent(), PATIENT).toMatch(/21$/);
    await page.getByRole('table', { name: 'Most visited' }).getByRole('cell', { name: '12' }).waitFor();
    await page.getByRole('table', { name: 'Best liked' }).getByText('3 up, 1 down').waitFor();
    await axe(page);
    await page.reload();
    await months.locator('svg').first().waitFor();
    await keyboardWalk(page);
    await page.getByRole('table', { name: 'Quotes by category' }).getByRole('link', { name: 'bugs' }).click();
    await page.getByRole('heading', { level: 1, name: 'Quotes' }).waitFor();
    await page.getByRole('grid').getByText('The penguin did it').waitFor();
    expect(new URL(page.url()).searchParams.get('category')).toBe('bugs');
  });

  it('follow what is added while somebody looks', async () => {
    await fill();
    const page = await open(owner);
    const people = page.getByRole('table', { name: 'Quotes by who said them' }).getByRole('row');
    await expect.poll(() => people.count(), PATIENT).toBe(3);
    await inStep(page);
    await made('/quotes', { text: 'Me, too', author: 'Robin' });
    await expect.poll(() => people.count(), PATIENT).toBe(4);
  });

  it('fit a phone in both themes, whatever people are called', async () => {
    await fill(`<b>${'W'.repeat(90)}`);
    const viewer = await aPerson(world, { roles: { [slug]: 'viewer' } });
    const page = await open(viewer);
    for (const [theme, viewport] of [
      ['dark', 'phone'],
      ['light', 'phone'],
      ['light', 'desktop'],
    ] as const) {
      await changeSeat(page, { theme, viewport });
      await page.getByRole('figure', { name: 'Due by month' }).locator('svg').first().waitFor();
      await axe(page);
      await noOverflow(page);
    }
  });
});
