import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aCommunity, ask } from '../support/api.ts';
import { axe, inStep, noOverflow, openHub, press, tabTo, withChromium } from '../support/hub.ts';
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

const deaths = async (): Promise<number | undefined> =>
  (await ask<{ data: { value: number }[] }>(world, 'GET', `/counters/${slug}`)).json.data[0]?.value;
const count = (value: number, by: TestPerson = owner) =>
  ask(world, 'PUT', `/counters/${slug}/deaths`, { ...by.asked, body: { value } });

async function open(person: TestPerson, search = ''): Promise<Page> {
  const { page } = await openHub(world, { person });
  await page.goto(`/hub/c/${slug}/settings/audit${search}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

withChromium('the audit log', () => {
  it('takes a change back, and that as well', async () => {
    await count(3);
    await count(8);
    const page = await open(owner);
    const log = page.getByRole('list', { name: 'Audit log' });
    const newest = log.getByRole('listitem').first();
    await newest.getByText('set a counter').click();
    await newest.getByRole('cell', { name: '8', exact: true }).waitFor();
    await newest.getByRole('button', { name: /^Take it back/ }).click();
    await page.getByText('Taken back: set a counter').first().waitFor();
    await until('the count as it was', async () => (await deaths()) === 3);
    await log.getByText('took back a change of a counter').waitFor();
    await log.getByRole('listitem').first().getByText('took back a change of a counter').click();
    await log
      .getByRole('listitem')
      .first()
      .getByRole('button', { name: /^Take it back/ })
      .click();
    await until('the count as it had become', async () => (await deaths()) === 8);
    // What was changed again since says so, and offers nothing.
    await until('three undoable lines', async () => (await log.getByRole('listitem').count()) === 4);
    const oldest = log.getByRole('listitem').last();
    await oldest.getByText('set a counter').click();
    await oldest.getByText('It was changed again since').waitFor();
    expect(await oldest.getByRole('button').count()).toBe(0);
  });

  it('is walked by keyboard, is accessible, and fits a phone', async () => {
    await count(3);
    const page = await open(owner);
    await page.getByText('set a counter').waitFor();
    await tabTo(page, 'set a counter');
    await press(page, 'Enter');
    await axe(page);
    await noOverflow(page);
    await changeSeat(page, { theme: 'light', viewport: 'phone' });
    await axe(page);
    await noOverflow(page);
    await tabTo(page, 'Take it back');
    await press(page, 'Enter');
    await until('the count as it was', async () => (await deaths()) === 0);
  });

  it('offers no change of what somebody may not change, and is told what others change', async () => {
    await ask(world, 'PATCH', `/communities/${slug}`, { ...owner.asked, body: { zone: 'Europe/Berlin' } });
    const page = await open(await aPerson(world, { roles: { [slug]: 'moderator' } }));
    await page.getByText('changed the community’s settings').click();
    await page.getByRole('cell', { name: 'Europe/Berlin' }).waitFor();
    expect(await page.getByRole('button', { name: /^Take it back/ }).count()).toBe(0);
    await inStep(page);
    await count(1);
    await page.getByText('set a counter').waitFor();
  });

  it('is narrowed to what there is, and by time', async () => {
    await count(3);
    const page = await open(owner);
    await page.getByText('set a counter').waitFor();
    await page.getByLabel('When').selectOption('day');
    await page.waitForURL(/span=day/);
    await page.getByText('set a counter').waitFor();
    await page.goto(`/hub/c/${slug}/settings/audit?action=command.add`);
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await page.getByRole('button', { name: 'Show everything' }).click();
    await page.getByText('set a counter').waitFor();
  });
});
