import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aCommunity, ask } from '../support/api.ts';
import { axe, holdUndo, inStep, keyboardWalk, noOverflow, openHub, press, withChromium } from '../support/hub.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
let slug: string;
let owner: TestPerson;
beforeAll(async () => {
  world = await startWorld({ pages: true });
});
beforeEach(async () => {
  ({ slug } = await aCommunity(world));
  owner = await aPerson(world, { name: 'Olive', roles: { [slug]: 'owner' } });
});
afterAll(() => world?.close());

interface Detail {
  readonly name: string;
  readonly enabled: boolean;
  readonly level: string;
  readonly replies: readonly { readonly text: string }[];
}

async function add(name: string, texts: readonly string[] = ['Hello.'], options: Record<string, unknown> = {}) {
  const body = { name, replies: texts.map((text) => ({ text })), options };
  expect((await ask(world, 'POST', `/commands/${slug}`, { body })).status).toBe(201);
}
const detailOf = async (name: string) => (await ask<Detail>(world, 'GET', `/commands/${slug}/${name}`)).json;
const says = (name: string, text: string) =>
  until(`!${name} says ${text}`, async () => (await detailOf(name)).replies?.[0]?.text === text);

/** @param refused what is refused on purpose: the browser logs each of them */
async function open(person: TestPerson, search = '', refused?: number): Promise<Page> {
  const { page, problems } = await openHub(world, { person });
  if (refused) problems.tolerate(new RegExp(`status of ${refused}`));
  await page.goto(`/hub/c/${slug}/commands${search}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

const rowsOf = (page: Page) => page.getByRole('grid', { name: 'Commands' }).locator('tbody tr[data-index]');
const rowOf = (page: Page, name: string) => rowsOf(page).filter({ hasText: `!${name}` });
const reply = (page: Page, label = 'Reply') => page.getByRole('textbox', { name: label, exact: true });
const holds = (page: Page, text: string) =>
  until(`the reply ${text}`, async () => (await reply(page).inputValue()) === text);
const save = (page: Page) => page.getByRole('button', { name: /^Save/ });
const saved = (page: Page) => page.getByText('Everything is saved').waitFor();
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).click();
const previewOf = (page: Page) => page.locator('section').filter({ hasText: 'What chat would see' }).last();

withChromium('commands', () => {
  it('are found, narrowed, sorted and opened, all of it in the address', async () => {
    await add('hug', ['$(user) hugs $(touser)'], { group: 'fun' });
    await add('lurk', ['Enjoy the lurk.'], { enabled: false });
    const page = await open(owner);
    await rowOf(page, 'hug').getByText('your own').waitFor();
    await rowOf(page, 'about').getByText('built in').waitFor();
    await page.getByRole('search').getByRole('button', { name: 'Kind' }).click();
    await page.locator('label', { hasText: 'your own' }).click();
    await press(page, 'Escape');
    await expect.poll(() => rowsOf(page).count()).toBe(2);
    await page.getByRole('searchbox').fill('enjoy');
    await expect.poll(() => rowsOf(page).count()).toBe(1);
    await page.getByText(/^1 of \d+/).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('button', { name: 'Uses' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBe('-uses');
    await page.getByRole('searchbox').fill('hug');
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('hug');
    await rowOf(page, 'hug').click();
    await reply(page).waitFor();
    expect(new URL(page.url()).searchParams.get('edit')).toBe('hug');
    await page.getByRole('link', { name: 'All commands' }).click();
    // Back where one was: the filter as it stood, the focus on the row.
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('hug');
    await expect.poll(() => page.evaluate('document.activeElement?.dataset.index')).toBe('0');
    await page.getByRole('searchbox').fill('nothing of that name');
    await page.getByText('No command matches').waitFor();
  });

  it('are made, with what is wrong marked where it stands, and taken back', async () => {
    const page = await open(owner);
    await page.getByRole('heading', { name: 'Make your first own command' }).waitFor();
    await page.getByRole('button', { name: 'New command' }).click();
    await page.getByLabel('Name').fill('hug');
    await page.getByRole('button', { name: /^Create/ }).click();
    await page.getByText('It has to say something.').waitFor();
    await reply(page).fill('$(user) hugs $(usr) and $(touser');
    const marked = page.locator('mark');
    await expect.poll(() => marked.allTextContents()).toEqual(['$(usr)', '$(touser']);
    await page.getByText('There is no $(usr) in this dialect.').waitFor();
    await axe(page);
    await page.getByRole('button', { name: /^Show in the text: ?\$\(usr\)/ }).click();
    await expect.poll(() => page.evaluate('document.activeElement.selectionStart')).toBe('$(user) hugs '.length);
    await reply(page).fill('$(user) hugs ');
    await reply(page).press('End');
    await page.getByRole('button', { name: 'Variables' }).click();
    await page.getByPlaceholder('Search by name or by what it prints').fill('touser');
    await page.getByRole('option', { name: /\$\(touser\)/ }).click();
    await holds(page, '$(user) hugs $(touser)');
    await previewOf(page).getByText('Robin hugs Max').waitFor();
    await press(page, 'ControlOrMeta+s');
    await says('hug', '$(user) hugs $(touser)');
    await page.getByRole('heading', { level: 1, name: '!hug' }).waitFor();
    expect(new URL(page.url()).searchParams.get('edit')).toBe('hug');
    await undo(page);
    await expect.poll(async () => (await ask(world, 'GET', `/commands/${slug}/hug`)).status).toBe(404);
    await page.getByRole('heading', { name: 'Make your first own command' }).waitFor();
  });

  it('answer by the new text, and after undo by the old one', async () => {
    slug = 'demo';
    const [channel] = TWITCH_CHANNELS;
    await add('greet', ['Good morning.']);
    let viewer = 7_600;
    const answer = async () => {
      const user = { id: String(++viewer), login: `viewer${viewer}`, role: 'viewer' as const };
      const { messageId } = await world.twitch.chat({ channel: channel?.id as string, user, text: '!greet' });
      await until('an answer', () => world.twitch.sent.some(({ replyTo }) => replyTo === messageId));
      return world.twitch.sent.find(({ replyTo }) => replyTo === messageId)?.text;
    };
    await ask(world, 'PATCH', '/commands/demo/greet', { body: { options: { cooldown: { user: 0, channel: 0 } } } });
    expect(await answer()).toBe('Good morning.');
    const olive = await aPerson(world, { roles: { demo: 'editor' } });
    const page = await open(olive, '?edit=greet');
    await reply(page).fill('Good evening.');
    await save(page).click();
    await saved(page);
    await holdUndo(page);
    expect(await answer()).toBe('Good evening.');
    await undo(page);
    await says('greet', 'Good morning.');
    await holds(page, 'Good morning.');
    expect(await answer()).toBe('Good morning.');
  });

  it('have several replies, a level, waits and platforms, and a history that goes back', async () => {
    await add('roll-call', ['One.']);
    const page = await open(owner, '?edit=roll-call');
    await page.getByRole('button', { name: 'Add a reply' }).click();
    await reply(page, 'Reply 2').fill('Two.');
    await page.getByLabel('Weight of reply 2').fill('3');
    await page.getByRole('button', { name: 'Move reply 2 up' }).click();
    await expect.poll(() => reply(page, 'Reply 1').inputValue()).toBe('Two.');
    await page.getByLabel('At least').selectOption('vip');
    await page.getByLabel('for everybody').fill('30');
    await page.getByRole('checkbox', { name: 'Twitch' }).click();
    await page.getByRole('textbox', { name: /^Group/ }).fill('fun');
    await save(page).click();
    await saved(page);
    expect(await detailOf('roll-call')).toMatchObject({
      replies: [
        { text: 'Two.', weight: 3 },
        { text: 'One.', weight: 1 },
      ],
      level: 'vip',
      cooldown: { channel: 30 },
      platforms: ['twitch'],
      group: 'fun',
    });
    const line = page.getByRole('list', { name: 'History' }).getByRole('listitem').first();
    await line.getByText('Olive').click();
    await line.getByText('options.level').waitFor();
    await line.getByRole('button', { name: /^Take it back/ }).click();
    await until('as it was', async () => (await detailOf('roll-call')).level === 'everyone');
    await holds(page, 'One.');
  });

  it('that are built in have options, each part its own', async () => {
    const page = await open(owner, '?edit=quote');
    await page.getByText('It is built in').waitFor();
    expect(await reply(page).count()).toBe(0);
    await page.getByLabel('Part of the command').selectOption('add');
    await page.getByText('Keeps what somebody said.').waitFor();
    expect(new URL(page.url()).searchParams.get('part')).toBe('add');
    await page.getByLabel('At least').selectOption('moderator');
    await save(page).click();
    await saved(page);
    const { json } = await ask(world, 'GET', `/commands/${slug}/quote`);
    expect(json).toMatchObject({ level: 'everyone', subcommands: { add: { level: 'moderator' } } });
    await page.getByLabel('At least').selectOption({ label: 'By itself' });
    await save(page).click();
    await saved(page);
    expect((await ask(world, 'GET', `/commands/${slug}/quote`)).json).toMatchObject({ parts: { add: {} } });
  });

  it('name who may use them and who may not, and are changed person by person, by keyboard', async () => {
    await add('stage', ['Yours.']);
    const ann = await aPerson(world, { name: 'Ann Ash', roles: { [slug]: 'viewer' } });
    const max = await aPerson(world, { name: 'Max Moss', roles: { [slug]: 'viewer' } });
    for (const account of [`twitch:${ann.account}`, 'kick:404'])
      await ask(world, 'PUT', `/commands/${slug}/stage/people/${account}`, { body: { list: 'allow' } });
    const page = await open(owner, '?edit=stage');
    const may = page.getByRole('list', { name: 'May always' }).getByRole('listitem');
    const focused = () => page.evaluate('document.activeElement?.getAttribute("aria-label")');
    await may.filter({ hasText: 'Ann Ash' }).getByText(`user_${ann.account}`).waitFor();
    await may.filter({ hasText: 'Kick404' }).waitFor();
    // What is written meanwhile stays, and is saved afterwards.
    await reply(page).fill('Mine.');
    await page.getByRole('combobox', { name: 'Add somebody: May always' }).focus();
    await press(page, 'Enter');
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('moss');
    await page.getByRole('option', { name: /Max Moss/, selected: true }).waitFor();
    await expect.poll(() => page.locator('[cmdk-item]').count()).toBe(1);
    await press(page, 'Enter');
    await may.filter({ hasText: 'Max Moss' }).waitFor();
    await expect.poll(focused).toBe('Add somebody: May always');
    await page.getByRole('button', { name: 'Take Ann Ash off the list' }).focus();
    await press(page, 'Enter');
    await page.getByText('!stage treats Ann Ash like anybody again').first().waitFor();
    await expect.poll(() => may.filter({ hasText: 'Ann Ash' }).count()).toBe(0);
    await expect.poll(focused).toBe('Take Max Moss off the list');
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await may.filter({ hasText: 'Ann Ash' }).waitFor();
    await axe(page);
    await press(page, 'ControlOrMeta+s');
    await saved(page);
    expect(await detailOf('stage')).toMatchObject({
      replies: [{ text: 'Mine.' }],
      set: { allow: [`twitch:${ann.account}`, 'kick:404', `twitch:${max.account}`] },
    });
    const added = page.getByRole('list', { name: 'History' }).getByRole('listitem').nth(3);
    await added.getByText('Olive').click();
    await added.getByText('Ann Ash, kick:404, Max Moss').waitFor();
  });

  it('tell two who change one of each other, as it happens and when one comes too late', async () => {
    await add('duel', ['First.']);
    const kim = await aPerson(world, { name: 'Kim', roles: { [slug]: 'editor' } });
    const [mine, theirs] = [await open(owner, '?edit=duel', 409), await open(kim, '?edit=duel', 409)];
    await inStep(mine, theirs);
    await reply(theirs).fill('Hers.');
    // While it is open here: what was not touched comes in, and who did it is said.
    await reply(mine).fill('Mine.');
    await mine.getByLabel('At least').selectOption('vip');
    await save(theirs).click();
    await saved(theirs);
    await mine.getByText('Kim changed !duel while you had it open').waitFor();
    await mine.getByText('You both changed the same.').first().waitFor();
    await axe(mine);
    expect(await save(mine).isDisabled()).toBe(true);
    await mine.getByRole('button', { name: 'Keep yours' }).click();
    await save(mine).click();
    await saved(mine);
    expect(await detailOf('duel')).toMatchObject({ replies: [{ text: 'Mine.' }], level: 'vip' });
    await holds(theirs, 'Mine.');
  });

  it('tell who heard of nothing when what they saved is refused', async () => {
    await add('late', ['First.']);
    const { page, problems } = await openHub(world, { person: owner });
    problems.tolerate(/status of 409/);
    // A feed that says nothing.
    await page.routeWebSocket(/\/live/, () => {});
    await page.goto(`/hub/c/${slug}/commands?edit=late`);
    await reply(page).fill('Mine.');
    const kim = await aPerson(world, { name: 'Kim', roles: { [slug]: 'editor' } });
    const body = { replies: [{ text: 'Hers.' }], options: { hidden: true } };
    await ask(world, 'PATCH', `/commands/${slug}/late`, { ...kim.asked, body });
    await press(page, 'ControlOrMeta+s');
    await page.getByText('Kim changed !late while you had it open').waitFor();
    await page.getByText('So nothing of yours was saved yet.').waitFor();
    // What was not touched here has come in.
    expect(await page.getByRole('switch', { name: 'Hidden' }).isChecked()).toBe(true);
    expect(await reply(page).inputValue()).toBe('Mine.');
    expect((await detailOf('late')).replies[0]?.text).toBe('Hers.');
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await saved(page);
    expect(await reply(page).inputValue()).toBe('Hers.');
  });

  it('are switched off many at once, in one request, and on again by undo', async () => {
    for (const name of ['a1', 'a2', 'a3']) await add(name);
    const page = await open(owner, '?kind=custom');
    const sent: string[] = [];
    page.on('request', (request) => request.method() === 'PATCH' && sent.push(request.url()));
    await expect.poll(() => rowsOf(page).count()).toBe(3);
    await page.getByLabel('Select all').click();
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('3 commands are off').first().waitFor();
    expect(sent).toHaveLength(1);
    await expect.poll(() => rowsOf(page).getByText('off').count()).toBe(3);
    expect((await detailOf('a2')).enabled).toBe(false);
    await undo(page);
    await expect.poll(() => rowsOf(page).getByText('off').count()).toBe(0);
    await expect.poll(async () => (await detailOf('a2')).enabled).toBe(true);
  });

  it('are removed, and back by undo', async () => {
    await add('gone', ['Here.']);
    const page = await open(owner, '?edit=gone', 404);
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('!gone is removed').first().waitFor();
    await expect.poll(() => rowOf(page, 'gone').count()).toBe(0);
    await undo(page);
    await rowOf(page, 'gone').waitFor();
    await says('gone', 'Here.');
  });

  it('ask before what is not saved is left', async () => {
    await add('draft', ['Old.']);
    const page = await open(owner, '?edit=draft');
    await reply(page).fill('New.');
    await page.getByRole('link', { name: 'All commands' }).click();
    await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
    await axe(page);
    await page.getByRole('button', { name: 'Stay here' }).click();
    expect(await reply(page).inputValue()).toBe('New.');
    await page.getByRole('link', { name: 'All commands' }).click();
    await page.getByRole('button', { name: 'Leave without saving' }).click();
    await rowOf(page, 'draft').waitFor();
    expect((await detailOf('draft')).replies[0]?.text).toBe('Old.');
  });

  it('come in step in a list that somebody else looks at', async () => {
    const page = await open(owner, '?kind=custom');
    await page.getByRole('heading', { name: 'Make your first own command' }).waitFor();
    await inStep(page);
    await add('fresh');
    await rowOf(page, 'fresh').waitFor();
  });

  it('are found by the palette', async () => {
    await add('sandcastle', ['Built of sand.']);
    const page = await open(owner);
    await rowOf(page, 'about').waitFor();
    await press(page, 'ControlOrMeta+k');
    // It comes when it is asked for the first time.
    await page.getByRole('dialog').getByRole('combobox').fill('!sandc');
    await page.getByRole('option', { name: /sandcastle/, selected: true }).waitFor();
    await press(page, 'Enter');
    await page.getByRole('heading', { level: 1, name: '!sandcastle' }).waitFor();
  });

  it('are written by keyboard alone', async () => {
    await add('keys', ['Old.']);
    const page = await open(owner, '?q=keys');
    await rowsOf(page).first().focus();
    await press(page, 'Enter');
    await reply(page).waitFor();
    await reply(page).focus();
    await press(page, 'ControlOrMeta+a');
    await page.keyboard.type('New by ');
    await press(page, 'Shift+Tab', 'Enter');
    await page.getByPlaceholder('Search by name or by what it prints').waitFor();
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('touser');
    await page.getByRole('option', { name: /\$\(touser\)/, selected: true }).waitFor();
    await press(page, 'Enter');
    await holds(page, 'New by $(touser)');
    await press(page, 'ControlOrMeta+s');
    await says('keys', 'New by $(touser)');
    await saved(page);
    await keyboardWalk(page);
    await page.goto(`/hub/c/${slug}/commands?q=keys`);
    await rowsOf(page).first().waitFor();
    await keyboardWalk(page);
    await press(page, 'Escape', 'n');
    await page.getByRole('heading', { name: 'A new command' }).waitFor();
  });

  it('are read by viewers, who change nothing', async () => {
    await add('read-me', ['Look.']);
    const viewer = await aPerson(world, { roles: { [slug]: 'viewer' } });
    const page = await open(viewer, '?edit=read-me');
    await page.getByText('You can read this').waitFor();
    expect(await save(page).count()).toBe(0);
    expect(await reply(page).getAttribute('readonly')).not.toBeNull();
    await page.getByRole('link', { name: 'All commands' }).click();
    await rowOf(page, 'read-me').waitFor();
    expect(await page.getByRole('button', { name: 'New command' }).count()).toBe(0);
    expect(await page.getByRole('checkbox').count()).toBe(0);
    const refused = [
      await ask(world, 'PATCH', `/commands/${slug}/read-me`, { ...viewer.asked, body: { options: { level: 'vip' } } }),
      await ask(world, 'PATCH', `/commands/${slug}`, {
        ...viewer.asked,
        body: { names: ['read-me'], options: { enabled: false } },
      }),
      await ask(world, 'DELETE', `/commands/${slug}/read-me`, viewer.asked),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
    // Of another community there is nothing to see.
    const stranger = await aPerson(world, { roles: { demo: 'owner' } });
    expect((await ask(world, 'GET', `/commands/${slug}/read-me`, stranger.asked)).status).toBe(404);
  });

  it('may say anything', async () => {
    const texts = [
      `<img src=x onerror="document.title='run'">${'<b>'.repeat(20)}`,
      'עברית ‮ gnirts sdrawkcab $(user',
      `Z${'\u0338\u0327\u0354\u035b'.repeat(120)}algo`,
      '👩‍👩‍👧‍👦'.repeat(60),
      'x'.repeat(500),
    ];
    await add('ünïcödé-👩‍👩‍👧‍👦', texts);
    for (const [theme, viewport] of [
      ['dark', 'desktop'],
      ['light', 'phone'],
    ] as const) {
      const { page, problems } = await openHub(world, { person: owner, theme, viewport });
      problems.tolerate(/status of 404/);
      await page.goto(`/hub/c/${slug}/commands`);
      await rowsOf(page).first().waitFor();
      await axe(page);
      await noOverflow(page);
      await page.goto(`/hub/c/${slug}/commands?edit=${encodeURIComponent('ünïcödé-👩‍👩‍👧‍👦')}`);
      await reply(page, 'Reply 5').waitFor();
      await expect.poll(() => page.locator('mark').count()).toBe(1);
      await axe(page);
      await noOverflow(page);
      expect(await page.title()).toContain('WaddleBot');
      await page.goto(`/hub/c/${slug}/commands?edit=nothing-here&part=nothing`);
      await page.getByText('There is no such command').waitFor();
    }
  });
});
