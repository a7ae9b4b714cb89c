import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aCommunity, ask } from '../support/api.ts';
import { axe, inStep, keyboardWalk, noOverflow, openHub, press, withChromium } from '../support/hub.ts';
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

type Role = 'admin' | 'moderator' | 'editor' | 'viewer';

/** Somebody who belongs to the community by a name of theirs. */
async function aMember(name: string, role: Role, platform: 'twitch' | 'kick' = 'twitch'): Promise<TestPerson> {
  const person = await aPerson(world, { platform, roles: { [slug]: role } });
  await world.rows(`update accounts set display_name = $1 where person_id = $2`, [name, person.id]);
  await world.rows(`update persons set display_name = $1 where id = $2`, [name, person.id]);
  return person;
}

const roleOf = async ({ account }: TestPerson) => {
  const { json } = await ask<{ data: { account: string; role: string }[] }>(world, 'GET', `/communities/${slug}/roles`);
  return json.data.find((held) => held.account.endsWith(`:${account}`))?.role ?? null;
};
const is = (person: TestPerson, role: Role | null) =>
  until(`the role ${role}`, async () => (await roleOf(person)) === role);

/** @param refused what is refused on purpose: the browser logs each of them */
async function open(person: TestPerson, search = '', refused?: number): Promise<Page> {
  const { page, problems } = await openHub(world, { person });
  if (refused) problems.tolerate(new RegExp(`status of ${refused}`));
  await page.goto(`/hub/c/${slug}/members${search}`);
  await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
  return page;
}

const rowsOf = (page: Page) => page.getByRole('grid', { name: 'Members' }).locator('tbody tr[data-index]');
const panelOf = (page: Page) => page.getByRole('complementary').filter({ hasText: 'Accounts' });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).click();

withChromium('members', () => {
  it('are found, narrowed and opened, all of it in the address', async () => {
    await aMember('Robin', 'moderator');
    await aMember('Rosa', 'viewer', 'kick');
    const page = await open(owner);
    await expect.poll(() => rowsOf(page).count()).toBe(3);
    await page.getByRole('searchbox').fill('ro');
    await expect.poll(() => rowsOf(page).count()).toBe(2);
    await page.getByRole('button', { name: 'Platform' }).click();
    await page.locator('label', { hasText: 'Kick' }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => rowsOf(page).count()).toBe(1);
    await rowsOf(page).first().click();
    await panelOf(page).getByText('Rosa').first().waitFor();
    const address = page.url();
    expect(new URL(address).searchParams.get('q')).toBe('ro');
    expect(new URL(address).searchParams.get('platform')).toBe('kick');
    await page.reload();
    await panelOf(page).getByText('Rosa').first().waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('ro');
    await page.goBack();
    await expect.poll(() => panelOf(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => rowsOf(page).count()).toBe(3);
    await page.getByRole('searchbox').fill('nobody of that name');
    await page.getByText('Nobody matches').waitFor();
  });

  it('are given roles, one and many, and have the old ones back', async () => {
    const [robin, mara] = [await aMember('Robin', 'viewer'), await aMember('Mara', 'editor')];
    const page = await open(owner, '?q=robin');
    await rowsOf(page).first().click();
    await panelOf(page).getByLabel('Role here').selectOption('moderator');
    await is(robin, 'moderator');
    await undo(page);
    await is(robin, 'viewer');

    await page.goto(`/hub/c/${slug}/members`);
    await page.getByLabel('Select Robin').click();
    await page.getByLabel('Select Mara').click();
    await page.getByRole('button', { name: 'Give a role' }).click();
    await page.getByRole('menuitem', { name: 'admin' }).click();
    await Promise.all([is(robin, 'admin'), is(mara, 'admin')]);
    await page.getByText('2 people are admin now').first().waitFor();
    await undo(page);
    await Promise.all([is(robin, 'viewer'), is(mara, 'editor')]);
  });

  it('are banned with a reason and let in again', async () => {
    const robin = await aMember('Robin', 'viewer');
    const page = await open(owner, '?q=robin');
    await rowsOf(page).first().click();
    await panelOf(page).getByRole('button', { name: 'Ban' }).click();
    await page.getByLabel('Reason').fill('Sold fish that was not theirs');
    await axe(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Ban' }).click();
    await is(robin, null);
    await panelOf(page).getByText('Banned from this hub').waitFor();
    await undo(page);
    await is(robin, 'viewer');

    await ask(world, 'PUT', `/communities/${slug}/bans/${await memberOf(robin)}`, { body: { reason: 'Sold fish' } });
    await page.getByRole('tab', { name: 'Bans' }).click();
    await page.getByText('Sold fish').waitFor();
    await page.getByRole('button', { name: 'Lift the ban of Robin' }).click();
    await page.getByRole('heading', { name: 'Nobody is banned' }).waitFor();
    await undo(page);
    await page.getByText('Sold fish').waitFor();
  });

  const memberOf = async ({ id }: TestPerson) => {
    const [row] = await world.rows<{ id: string }>(
      `select m.id from members m join accounts a on a.id = m.account_id join communities c on c.id = m.community_id
       where a.person_id = $1 and c.slug = $2`,
      [id, slug],
    );
    return row?.id ?? '';
  };

  it('are noted about, by those who look after the community', async () => {
    await aMember('Robin', 'viewer');
    const page = await open(owner, '?q=robin');
    await rowsOf(page).first().click();
    const panel = panelOf(page);
    await panel.getByLabel('New note').fill('Knows the rules.');
    await panel.getByRole('button', { name: 'Add the note' }).click();
    await panel.getByText('Knows the rules.').waitFor();
    await panel.getByRole('button', { name: 'Edit the note' }).click();
    await panel.getByLabel('Edit the note').fill('Knows the rules by now.');
    await page.keyboard.press('ControlOrMeta+Enter');
    await panel.getByText('Knows the rules by now.').waitFor();
    await panel.getByText('edited').first().waitFor();
    await panel.getByText('noted something about a member').waitFor();
    await panel.getByRole('button', { name: 'Delete the note' }).click();
    await panel.getByText('Nothing is noted yet.').waitFor();
    await undo(page);
    await panel.getByText('Knows the rules by now.').waitFor();
    await axe(page);
  });

  it('come in step in another tab', async () => {
    const robin = await aMember('Robin', 'viewer');
    const [one, other] = [await open(owner, '?q=robin'), await open(owner, '?q=robin')];
    await rowsOf(other).first().waitFor();
    await inStep(other);
    await rowsOf(one).first().click();
    await panelOf(one).getByLabel('Role here').selectOption('editor');
    await is(robin, 'editor');
    await rowsOf(other).getByText('editor').waitFor();
  });

  it('ask to be let in, and hear yes or no', async () => {
    const people = [await aPerson(world), await aPerson(world)];
    for (const { id } of people)
      await world.rows(
        `insert into join_requests (community_id, person_id, message) select id, $1, 'Hello' from communities where slug = $2`,
        [id, slug],
      );
    const page = await open(owner, '?tab=requests');
    const [ann, bo] = people as [TestPerson, TestPerson];
    await page.getByRole('button', { name: `Let in user_${ann.account}` }).click();
    await is(ann, 'viewer');
    await axe(page);
    await page.getByRole('button', { name: `Decline user_${bo.account}` }).click();
    await page.getByRole('heading', { name: 'Nobody is waiting' }).waitFor();
    expect(await roleOf(bo)).toBe(null);
  });

  it('are invited by a link that is shown once', async () => {
    const page = await open(owner, '?tab=invites');
    await page.getByRole('button', { name: 'New invite' }).click();
    await page.getByLabel('They become').selectOption('editor');
    await page.getByLabel('How many people').selectOption('5');
    await page.getByRole('button', { name: 'Make the link' }).click();
    await page.getByText('Your invite').waitFor();
    const link = (await page.getByRole('dialog').locator('pre').textContent()) ?? '';
    expect(link).toMatch(/\/auth\/join\/.+/);
    await axe(page);
    await page.getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => page.content()).not.toContain(link);
    await page.getByText('0 of 5').waitFor();
    await page.getByRole('button', { name: /^Close this invite/ }).click();
    await page.getByText('closed', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /^Close this invite/ }).count()).toBe(0);
  });

  it('are to moderators what they may do, and to editors nothing', async () => {
    const moderator = await aMember('Mod', 'moderator');
    const [admin, viewer] = [await aMember('Ada', 'admin'), await aMember('Vi', 'viewer')];
    const page = await open(moderator, `?member=${await memberOf(admin)}`);
    await panelOf(page).getByText('Ada').first().waitFor();
    expect(await panelOf(page).getByLabel('Role here').getByRole('combobox').count()).toBe(0);
    expect(await panelOf(page).getByRole('button', { name: 'Ban' }).count()).toBe(0);
    await page.getByLabel('Select Ada').click();
    await page.getByText('None of these is below you in role').waitFor();
    await page.getByLabel('Select Vi').click();
    expect(await page.getByRole('button', { name: 'Give a role' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Ban', exact: true }).waitFor();
    const refused = [
      await ask(world, 'PUT', `/communities/${slug}/roles/twitch:${viewer.account}`, {
        ...moderator.asked,
        body: { role: 'editor' },
      }),
      await ask(world, 'PUT', `/communities/${slug}/bans/${await memberOf(admin)}`, { ...moderator.asked, body: {} }),
      await ask(world, 'POST', `/communities/${slug}/invites`, { ...moderator.asked, body: { role: 'editor' } }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);

    const editor = await aMember('Ed', 'editor');
    const { page: theirs } = await openHub(world, { person: editor });
    await theirs.goto(`/hub/c/${slug}/members`);
    await theirs.getByRole('heading', { name: 'That is not yours to see' }).first().waitFor();
    expect((await ask(world, 'GET', `/communities/${slug}/members`, editor.asked)).status).toBe(403);
  });

  it('of another community are not there', async () => {
    const robin = await aMember('Robin', 'viewer');
    const member = await memberOf(robin);
    ({ slug } = await aCommunity(world));
    const stranger = await aPerson(world, { roles: { [slug]: 'owner' } });
    const page = await open(stranger, `?member=${member}`, 404);
    await page.getByText('There is no such member here').waitFor();
    expect(await page.content()).not.toContain('Robin');
  });

  it('are looked after by keyboard alone', async () => {
    const robin = await aMember('Robin', 'viewer');
    const page = await open(owner, '?q=robin');
    await rowsOf(page).first().focus();
    await press(page, 'Enter');
    await panelOf(page).getByLabel('Role here').waitFor();
    // The panel has the focus: the first thing in it is a Tab away.
    await press(page, 'Tab');
    expect(await panelOf(page).getByLabel('Role here').evaluate('document.activeElement.tagName')).toBe('SELECT');
    await page.keyboard.type('mod');
    await is(robin, 'moderator');
    await press(page, 'Escape');
    await expect.poll(() => panelOf(page).count()).toBe(0);
    await expect.poll(() => page.evaluate('document.activeElement.dataset.index')).toBe('0');
    await press(page, 'Space');
    await page.getByText('1 selected').waitFor();
    await press(page, 'Escape');
    await expect.poll(() => page.getByText('1 selected').count()).toBe(0);
    await page.reload();
    await rowsOf(page).first().waitFor();
    await keyboardWalk(page);
  });

  it('may be called anything', async () => {
    const names = [
      `<img src=x onerror="document.title='run'">${'<b>'.repeat(20)}`,
      'עברית ‮ gnirts sdrawkcab',
      `Z${'̸̧͔͛'.repeat(300)}algo`,
      '👩‍👩‍👧‍👦'.repeat(200),
      'x'.repeat(5_000),
    ];
    for (const name of names) await aMember(name, 'viewer');
    const long = await aMember('Long', 'viewer');
    const { status } = await ask(world, 'POST', `/communities/${slug}/members/${await memberOf(long)}/notes`, {
      ...owner.asked,
      body: { text: `${'<script>alert(1)</script>'.repeat(10)}${'y'.repeat(1_500)}` },
    });
    expect(status).toBe(201);
    for (const [theme, viewport] of [
      ['dark', 'desktop'],
      ['light', 'phone'],
    ] as const) {
      const { page } = await openHub(world, { person: owner, theme, viewport });
      await page.goto(`/hub/c/${slug}/members`);
      await expect.poll(() => rowsOf(page).count()).toBe(7);
      await axe(page);
      await noOverflow(page);
      for (const person of [long, await byName(names[4] ?? ''), await byName(names[2] ?? '')]) {
        await page.goto(`/hub/c/${slug}/members?member=${await memberOf(person)}`);
        await page.getByText('New note').waitFor();
        await axe(page);
        await noOverflow(page);
      }
      expect(await page.title()).toBe('Members · WaddleBot');
    }
  });

  const byName = async (name: string): Promise<TestPerson> => {
    const [row] = await world.rows<{ id: string }>(`select id from persons where display_name = $1`, [name]);
    return { ...owner, id: (row?.id ?? '') as TestPerson['id'] };
  };

  it('have lists that fit a phone and both themes', async () => {
    for (const [theme, viewport] of [
      ['dark', 'phone'],
      ['light', 'desktop'],
    ] as const) {
      const { page } = await openHub(world, { person: owner, theme, viewport });
      for (const tab of ['requests', 'invites', 'bans']) {
        await page.goto(`/hub/c/${slug}/members?tab=${tab}`);
        await page.getByText('An example').waitFor();
        await axe(page);
        await noOverflow(page);
      }
    }
  });
});
