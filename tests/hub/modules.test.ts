import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HttpModuleStandIn, startHttpModule } from '../stand-ins/http-module.ts';
import { aCommunity, ask } from '../support/api.ts';
import { axe, inStep, keyboardWalk, noOverflow, openHub, press, withChromium } from '../support/hub.ts';
import { changeSeat } from '../support/hub-page.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

const PAGE = '/hub/c/demo/commands/modules';
const FREE = { cooldown: { user: 0, channel: 0 } };

let weather: HttpModuleStandIn;
let world: World;
let owner: TestPerson;
beforeAll(async () => {
  weather = await startHttpModule({ now: () => world?.now() ?? Date.now() });
  world = await startWorld({ pages: true, vars: { FETCH_ALLOW_HOSTS: weather.host } });
  owner = await aPerson(world, { roles: { demo: 'owner' } });
});
afterAll(async () => {
  await world?.close();
  await weather?.stop();
});

const rowOf = (page: Page, name: string) =>
  page.getByRole('grid', { name: 'HTTP modules' }).locator('tbody tr[data-index]').filter({ hasText: name });
const calls = (page: Page) => page.getByRole('list', { name: 'Last calls' }).getByRole('listitem');

async function add(name: string, url = weather.url): Promise<string> {
  const body = { name, url, options: FREE };
  const { status, json } = await ask<{ secret: string }>(world, 'POST', '/modules/demo', { body });
  expect(status).toBe(201);
  return json.secret;
}
const moduleOf = async (name: string) =>
  (await ask<{ summary: string; enabled: boolean }>(world, 'GET', `/modules/demo/${name}`)).json;

async function open(search = '', person = owner, refused?: number): Promise<Page> {
  const { page, problems } = await openHub(world, { person });
  if (refused) problems.tolerate(new RegExp(`status of ${refused}`));
  await page.goto(`${PAGE}${search}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

let turn = 0;
async function answerTo(text: string): Promise<string> {
  const { id: channel } = TWITCH_CHANNELS[turn % 20] as (typeof TWITCH_CHANNELS)[number];
  const user = { id: `92${++turn}`, login: `viewer${turn}`, role: 'viewer' as const };
  const { messageId } = await world.twitch.chat({ channel, user, text });
  const line = await until(`an answer to ${text}`, () => world.twitch.sent.find((one) => one.replyTo === messageId));
  return line.text;
}

withChromium('an HTTP module', () => {
  it('is added, shows its secret once, is tried, answers chat, and tells of its calls', async () => {
    const page = await open('', owner, 400);
    await page.getByRole('heading', { name: 'Your own code behind a command' }).waitFor();
    await axe(page);
    await page.getByRole('button', { name: 'New module' }).click();
    await page.getByLabel('Name').fill('weather');
    await page.getByLabel('Address').fill('http://example.com/hook');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('has to be https').first().waitFor();
    await page.getByLabel('Address').fill(weather.url);
    await page.getByLabel('Each person waits').fill('0');
    await axe(page);
    await page.getByRole('button', { name: 'Create' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('It is shown this once.').waitFor();
    const secret = (await dialog.locator('pre').textContent()) ?? '';
    expect(secret).toMatch(/^whsec_/);
    weather.secret = secret;
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByRole('heading', { level: 1, name: '!weather' }).waitFor();
    await expect.poll(() => page.content()).not.toContain(secret);

    weather.answers({ text: 'Sunny today' });
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('Answered 200').waitFor();
    await page.getByText('Sunny today').waitFor();
    await calls(page).getByText('test').waitFor();
    expect(await answerTo('!weather')).toBe('Sunny today');
    await page.reload();
    await expect.poll(() => calls(page).count()).toBe(2);
    expect(await page.getByRole('list', { name: 'Last calls' }).textContent()).not.toContain('Sunny');

    weather.answers({ status: 204 });
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('Nothing: it answered without a text').waitFor();
    weather.answers({ status: 404 });
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('its server refused the request (404)').waitFor();
    await axe(page);

    await page.getByRole('button', { name: 'Make another secret' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make another secret' }).click();
    await page.getByText('It is shown this once.').waitFor();
    const next = (await page.getByRole('dialog').locator('pre').textContent()) ?? '';
    expect(next).toMatch(/^whsec_/);
    expect(next).not.toBe(secret);
    weather.secret = next;
    await page.getByRole('button', { name: 'I have copied it' }).click();
    weather.answers({ text: 'Signed anew' });
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('Signed anew').waitFor();
  });

  it('is changed, and that is taken back; two who change it are told of each other', async () => {
    await add('dice');
    const page = await open('?edit=dice');
    await page.getByLabel('What it does').fill('Rolls a die');
    await page.getByLabel('Answers its command').click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The module is changed').first().waitFor();
    expect(await moduleOf('dice')).toMatchObject({ summary: 'Rolls a die', enabled: false });
    await page.getByRole('button', { name: 'Undo' }).click();
    await until('it is as it was', async () => (await moduleOf('dice')).enabled);
    await expect.poll(() => page.getByLabel('What it does').inputValue()).toBe('');

    await page.getByLabel('What it does').fill('mine');
    await inStep(page);
    const ada = await aPerson(world, { roles: { demo: 'admin' } });
    await world.rows(`update accounts set display_name = 'Ada' where person_id = $1`, [ada.id]);
    const body = { url: weather.url, summary: 'theirs' };
    expect((await ask(world, 'PUT', '/modules/demo/dice', { ...ada.asked, body })).status).toBe(200);
    await page.getByText('Ada changed !dice while you had it open').waitFor();
    await page.getByRole('button', { name: 'Keep yours' }).click();
    await press(page, 'ControlOrMeta+s');
    await until('mine is kept', async () => (await moduleOf('dice')).summary === 'mine');
  });

  it('whose server fails is told to be left alone, with when it is asked again, until a try succeeds', async () => {
    await ask(world, 'PUT', '/modules/demo/dice', { body: { url: weather.url, options: FREE } });
    weather.secret = (await ask<{ secret: string }>(world, 'POST', '/modules/demo/dice/secret')).json.secret;
    weather.answers({ status: 500 });
    const page = await open('?edit=dice');
    for (let i = 0; i < 5; i++) await answerTo('!dice');
    await page.getByText('left alone', { exact: true }).waitFor();
    await page.getByText('Asked again').waitFor();
    await page.getByRole('button', { name: 'All modules' }).click();
    await rowOf(page, '!dice').getByText('left alone').waitFor();
    await axe(page);
    await rowOf(page, '!dice').click();
    weather.answers({ text: 'Here again' });
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('Here again').waitFor();
    await page.getByText('is called', { exact: true }).waitFor();
  });

  it('is removed by typing its name', async () => {
    await add('gone');
    const page = await open('?edit=gone', owner, 404);
    await page.getByRole('button', { name: 'Remove this module' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('gone');
    await axe(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Remove this module' }).click();
    await page.getByText('The module is removed').first().waitFor();
    await rowOf(page, '!dice').waitFor();
    expect(await rowOf(page, '!gone').count()).toBe(0);
  });

  it('is looked after by keyboard alone', async () => {
    const page = await open();
    await rowOf(page, '!dice').focus();
    await press(page, 'Enter');
    await page.getByRole('heading', { level: 1, name: '!dice' }).waitFor();
    await page.getByLabel('What it does').fill('typed');
    await press(page, 'ControlOrMeta+s');
    await until('it is kept', async () => (await moduleOf('dice')).summary === 'typed');
    await page.reload();
    await page.getByLabel('What it does').waitFor();
    await expect.poll(() => page.locator('main .animate-shimmer').count(), { timeout: 15_000 }).toBe(0);
    await keyboardWalk(page);
    await page.getByRole('button', { name: 'All modules' }).focus();
    await press(page, 'Enter');
    await expect.poll(() => page.evaluate('document.activeElement?.getAttribute("aria-current")')).toBe('true');
  });

  it('is to moderators what they may see, and to editors and others nothing', async () => {
    const moderator = await aPerson(world, { roles: { demo: 'moderator' } });
    const page = await open('?edit=dice', moderator);
    await page.getByText('You can look at modules, but not change them').waitFor();
    expect(await page.getByRole('button', { name: /Save|Try it|secret|Remove/ }).count()).toBe(0);
    const refused = [
      await ask(world, 'POST', '/modules/demo/dice/test', moderator.asked),
      await ask(world, 'POST', '/modules/demo/dice/secret', moderator.asked),
      await ask(world, 'DELETE', '/modules/demo/dice', moderator.asked),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
    const editor = await aPerson(world, { roles: { demo: 'editor' } });
    expect((await ask(world, 'GET', '/modules/demo/dice/calls', editor.asked)).status).toBe(403);

    const { slug } = await aCommunity(world);
    const stranger = await aPerson(world, { roles: { [slug]: 'owner' } });
    const { page: theirs, problems } = await openHub(world, { person: stranger });
    problems.tolerate(/status of 404/);
    await theirs.goto(`/hub/c/${slug}/commands/modules?edit=dice`);
    await theirs.getByText('There is no such module here').waitFor();
    expect(await theirs.content()).not.toContain(weather.host);
  });

  it('fits a phone and both themes, whatever is written into it', async () => {
    const body = {
      url: `${weather.url}?${'q'.repeat(1_500)}`,
      summary: `<img src=x onerror="document.title='run'">${'W'.repeat(150)}`,
    };
    expect((await ask(world, 'PUT', '/modules/demo/dice', { body })).status).toBe(200);
    const { page } = await openHub(world, { person: owner, viewport: 'phone', theme: 'dark' });
    const arrive = async (search: string) => {
      await page.goto(`${PAGE}${search}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => page.locator('main .animate-shimmer').count(), { timeout: 15_000 }).toBe(0);
      await noOverflow(page);
      await axe(page);
    };
    for (const search of ['', '?edit=dice', '?make=module']) await arrive(search);
    await changeSeat(page, { theme: 'light', viewport: 'desktop' });
    await arrive('?edit=dice');
    expect(await page.title()).not.toContain('run');
  });
});
