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

interface Settings {
  readonly name: string;
  readonly prefix: string;
  readonly zone: string;
  readonly unknownHint: boolean;
  readonly isTest: boolean;
  readonly visibility: string;
  readonly profile: { readonly about: string | null };
  readonly limits: { readonly command: { readonly count: number } | null };
}
const settings = async (): Promise<Settings> => (await ask<Settings>(world, 'GET', `/communities/${slug}`)).json;
const kept = (what: string, isSo: (now: Settings) => boolean) => until(what, async () => isSo(await settings()));
const setElsewhere = (body: object) => ask(world, 'PATCH', `/communities/${slug}`, { body });

/** @param refused what is refused on purpose: the browser logs each of them */
async function open(person: TestPerson, section = '', refused?: number): Promise<Page> {
  const { page, problems } = await openHub(world, { person });
  if (refused) problems.tolerate(new RegExp(`status of ${refused}`));
  await page.goto(`/hub/c/${slug}/settings${section}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

withChromium('settings', () => {
  it('save themselves, say so, and are taken back', async () => {
    const page = await open(owner);
    await page.getByLabel('Name').fill('The Ice Shelf');
    await page.getByText('Saves when you leave the field').waitFor();
    await page.getByLabel('Prefix').fill('?');
    await kept('the name', ({ name }) => name === 'The Ice Shelf');
    await page.keyboard.press('ControlOrMeta+s');
    await kept('the prefix', ({ prefix }) => prefix === '?');
    await page.getByRole('status').getByText('Saved', { exact: true }).waitFor();

    await page.getByLabel('Help with mistyped commands').click();
    await kept('the switch', ({ unknownHint }) => unknownHint);
    await page.getByText('Help with mistyped commands changed').first().waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await kept('the switch as it was', ({ unknownHint }) => !unknownHint);
    await expect.poll(() => page.getByLabel('Help with mistyped commands').isChecked()).toBe(false);

    await page.getByRole('radio', { name: 'Members alone' }).click();
    await kept('who may know of it', ({ visibility }) => visibility === 'private');
    await page.getByLabel('One person, one command').click();
    await page.getByLabel('One person, one command: times').fill('7');
    await page.keyboard.press('Enter');
    await kept('the limit', ({ limits }) => limits.command?.count === 7);
  });

  it('tell at the field what is wrong, and keep what was typed', async () => {
    const page = await open(owner, '', 400);
    await page.getByLabel('Prefix').fill('abc');
    await page.keyboard.press('Tab');
    await page.getByText(/has to be signs alone/).waitFor();
    expect(await page.getByLabel('Prefix').inputValue()).toBe('abc');
    await page.getByText('Your change is not saved').waitFor();
    await axe(page);
    await page.getByRole('button', { name: 'Discard it' }).click();
    expect(await page.getByLabel('Prefix').inputValue()).toBe('!');
  });

  it('are found by the name of a zone', async () => {
    const page = await open(owner);
    await page.getByLabel('Time zone').click();
    await page.getByPlaceholder('Search').fill('berlin');
    await page.getByRole('option', { name: /Berlin/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await kept('the zone', ({ zone }) => zone === 'Europe/Berlin');
  });

  it('come in from another tab where nothing was touched', async () => {
    const [one, other] = [await open(owner), await open(owner)];
    await inStep(other);
    await one.getByLabel('Prefix').fill('%');
    await one.keyboard.press('Tab');
    await expect.poll(() => other.getByLabel('Prefix').inputValue()).toBe('%');
  });

  it('ask whose it is to be, where two change one thing', async () => {
    const bo = await aPerson(world, { roles: { [slug]: 'admin' } });
    const [mine, theirs] = [await open(owner, '', 409), await open(bo, '', 409)];
    await inStep(mine, theirs);
    await theirs.getByLabel('Name').fill('Theirs');
    await mine.getByLabel('Name').fill('Mine');
    await mine.getByLabel('Description').fill('Also mine');
    // The name was kept when it was left: what is told is that theirs came after.
    await kept('mine', ({ name }) => name === 'Mine');
    await theirs.keyboard.press('Tab');
    const told = theirs.getByText(`changed “Name” while you did`);
    await told.waitFor();
    await theirs.getByText('Not saved: somebody else changed it too').waitFor();
    await axe(theirs);
    await theirs.getByRole('button', { name: 'Keep mine' }).click();
    await kept('theirs', ({ name }) => name === 'Theirs');
    await expect.poll(() => mine.getByLabel('Name').inputValue()).toBe('Theirs');
    // What the other was still writing is theirs to keep.
    expect(await mine.getByLabel('Description').inputValue()).toBe('Also mine');
    await mine.keyboard.press('ControlOrMeta+s');
    await kept('both', ({ name, profile }) => name === 'Theirs' && profile.about === 'Also mine');
  });

  it('of a module are made of its schema', async () => {
    const page = await open(owner, '/hype', 400);
    await page.getByLabel('Goal').fill('23');
    await page.keyboard.press('Tab');
    const goal = async () => {
      const { json } = await ask<{ data: { module: string; value: { goal: number } }[] }>(
        world,
        'GET',
        `/communities/${slug}/settings`,
      );
      return json.data.find(({ module }) => module === 'hype')?.value.goal;
    };
    await until('the goal', async () => (await goal()) === 23);
    await page.getByRole('button', { name: 'Undo' }).click();
    await until('the goal as it was', async () => (await goal()) === 10);
    await page.getByLabel('Goal').fill('1');
    await page.keyboard.press('Tab');
    await page.getByText('One field needs another look.').waitFor();
    await axe(page);
  });

  it('are read, not changed, by moderators, and are nothing to editors', async () => {
    const moderator = await aPerson(world, { roles: { [slug]: 'moderator' } });
    const page = await open(moderator);
    await page.getByText('You can read this').waitFor();
    expect(await page.getByLabel('Name').isEditable()).toBe(false);
    expect(await page.getByLabel('Help with mistyped commands').isDisabled()).toBe(true);
    const sections = page.getByRole('navigation', { name: 'Sections of the settings' });
    expect(await sections.getByRole('link').allInnerTexts()).not.toContain('API keys');
    expect(await sections.getByRole('link').allInnerTexts()).not.toContain('Danger zone');
    for (const section of ['/keys', '/danger']) {
      await page.goto(`/hub/c/${slug}/settings${section}`);
      await page.getByText('There is no such part of the settings').waitFor();
    }
    const refused = [
      await ask(world, 'PATCH', `/communities/${slug}`, { ...moderator.asked, body: { prefix: '?' } }),
      await ask(world, 'PATCH', `/communities/${slug}/settings/hype`, {
        ...moderator.asked,
        body: { value: { goal: 3 }, version: 0 },
      }),
      await ask(world, 'GET', `/communities/${slug}/keys`, moderator.asked),
      await ask(world, 'DELETE', `/communities/${slug}`, moderator.asked),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403]);

    const editor = await aPerson(world, { roles: { [slug]: 'editor' } });
    const { page: theirs } = await openHub(world, { person: editor });
    await theirs.goto(`/hub/c/${slug}/settings`);
    await theirs.getByRole('heading', { name: 'That is not yours to see' }).first().waitFor();
  });

  it('show a key once, and close it for good', async () => {
    const page = await open(owner, '/keys');
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByText('Choose at least one.').waitFor();
    await page.getByLabel('What it is for').fill('Overlay <img src=x onerror=alert(1)>');
    await page.getByLabel('See commands').click();
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByText('Your new key').waitFor();
    const key = await page.getByRole('dialog').locator('pre').textContent();
    expect((await ask(world, 'GET', `/commands/${slug}`, { key })).status).toBe(200);
    await axe(page);
    await page.getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => page.content()).not.toContain(key);
    await page.getByRole('button', { name: /^Close the key Overlay/ }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Overlay <img src=x onerror=alert(1)>');
    await page.keyboard.press('Enter');
    await page.getByText('closed', { exact: true }).waitFor();
    expect((await ask(world, 'GET', `/commands/${slug}`, { key })).status).toBe(401);
  });

  it('have a log of who changed what, narrowed by what and by whom', async () => {
    const bo = await aPerson(world, { roles: { [slug]: 'moderator' } });
    await ask(world, 'POST', `/commands/${slug}`, {
      ...bo.asked,
      body: { name: 'fish', replies: [{ text: 'A fish.' }] },
    });
    await ask(world, 'PATCH', `/communities/${slug}`, { ...owner.asked, body: { prefix: '?' } });
    const page = await open(owner, '/audit');
    const lines = page.getByRole('list', { name: 'Audit log' }).getByRole('listitem');
    await expect.poll(() => lines.count()).toBe(2);
    await lines.first().locator('summary').click();
    await page.getByRole('cell', { name: 'prefix' }).waitFor();
    await page.getByRole('combobox', { name: 'Who' }).click();
    await page.getByRole('option', { name: `user_${bo.account}` }).click();
    await expect.poll(() => lines.count()).toBe(1);
    expect(page.url()).toContain(`actor=twitch%3A${bo.account}`);
    await page.getByText('added a command').waitFor();
    await axe(page);
    await page.goto(`/hub/c/${slug}/settings/audit?action=community.edit`);
    await expect.poll(() => lines.count()).toBe(1);
  });

  it('want a fresh proof before a community is given away or deleted, and give it back', async () => {
    await world.rows(`update sessions set proved_at = now() - interval '1 hour' where person_id = $1`, [owner.id]);
    const page = await open(owner, '/danger', 403);
    const remove = async () => {
      await page.getByRole('button', { name: 'Delete the community' }).click();
      await page.getByRole('dialog').getByRole('textbox').fill(slug);
      await page.keyboard.press('Enter');
    };
    await remove();
    const prove = page.getByRole('link', { name: 'Prove it' });
    await prove.waitFor();
    expect(await prove.getAttribute('href')).toBe(
      `/auth/prove?to=${encodeURIComponent(`/hub/c/${slug}/settings/danger`)}`,
    );
    await axe(page);
    await world.rows(`update sessions set proved_at = now() where person_id = $1`, [owner.id]);
    await page.reload();
    await remove();
    await page.getByText('You can have it back until').first().waitFor();
    expect((await ask(world, 'GET', `/communities/${slug}`, owner.asked)).status).toBe(404);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.waitForURL(`/hub/c/${slug}`);
    expect((await ask(world, 'GET', `/communities/${slug}`, owner.asked)).status).toBe(200);
  });

  it('are handed over to another member by name', async () => {
    const heir = await aPerson(world, { roles: { [slug]: 'moderator' } });
    const page = await open(owner, '/danger');
    await page.getByLabel('To whom').click();
    await page.getByPlaceholder('Search').fill(`user_${heir.account}`);
    await page.getByRole('option', { name: new RegExp(`user_${heir.account}`) }).click();
    await page.getByRole('button', { name: 'Hand the community over' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill(slug);
    await page.keyboard.press('Enter');
    await page.getByText('The community has another owner now').first().waitFor();
    const sections = page.getByRole('navigation', { name: 'Sections of the settings' });
    await expect.poll(() => sections.getByText('Danger zone').count()).toBe(0);
  });

  it('make a test community of it, and the simulator says that things are kept', async () => {
    const page = await open(owner);
    await page.getByRole('switch', { name: 'A test community' }).click();
    await kept('that it is one', ({ isTest }) => isTest);
    await page.goto(`/hub/c/${slug}/simulator`);
    await page.getByText('Kept for real here').first().waitFor();
    await inStep(page);
    await setElsewhere({ isTest: false });
    await page.getByText('Kept for real here').first().waitFor({ state: 'hidden' });
  });

  it('are changed by keyboard alone', async () => {
    const page = await open(owner);
    await tabTo(page, 'Prefix');
    await press(page, 'ControlOrMeta+a');
    await page.keyboard.type('~');
    await press(page, 'Tab');
    await kept('the prefix', ({ prefix }) => prefix === '~');
    await press(page, 'Space');
    await kept('the switch', ({ unknownHint }) => unknownHint);
    // The walk begins at the top.
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await keyboardWalk(page);
  });

  it('fit a phone and both themes, whatever a name is', async () => {
    const hostile = `<b>${'😀‮עברית'.repeat(3)}Z̸̧͔͛a̶̤̒l̵̹̽g̶̲̈́o̴͙͝`;
    await setElsewhere({ name: hostile, profile: { about: 'x'.repeat(1_000) } });
    const page = await open(owner);
    for (const section of ['', '/roles', '/keys', '/audit', '/danger', '/hype', '/greetings']) {
      await page.goto(`/hub/c/${slug}/settings${section}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      for (const theme of ['dark', 'light'] as const) {
        await changeSeat(page, { theme, viewport: theme === 'dark' ? 'phone' : 'desktop' });
        await axe(page);
        await noOverflow(page);
      }
    }
  });
});
