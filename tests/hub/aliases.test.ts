import { afterAll, beforeAll, expect, it } from 'vitest';
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
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true });
});
afterAll(() => world?.close());

const make = async (slug: string, name: string, command = 'ping') =>
  expect((await ask(world, 'POST', `/aliases/${slug}`, { body: { name, command } })).status).toBe(201);
interface Kept {
  readonly command: string;
  readonly options: {
    readonly enabled?: boolean;
    readonly level?: string;
    readonly cooldown?: { readonly user: number };
  };
}
const kept = async (slug: string, name: string) => {
  const { status, json } = await ask<Kept>(world, 'GET', `/aliases/${slug}/${name}`);
  return status === 200 ? json : null;
};
const owner = (slug: string) => aPerson(world, { roles: { [slug]: 'owner' } });

async function open(slug: string, person: TestPerson, search = '', seat: Parameters<typeof openHub>[1] = {}) {
  const { page, problems } = await openHub(world, { person, ...seat });
  await page.goto(`/hub/c/${slug}/commands/aliases${search}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, problems };
}

/** However busy the machine is. */
const SOON = { timeout: 20_000 };

withChromium('aliases', () => {
  it('are made in the hub, shown step by step, and then used in chat', async () => {
    const replies = [{ text: 'Hug for $(1)' }];
    await ask(world, 'POST', '/commands/demo', { body: { name: 'hug', replies } });
    const { page } = await open('demo', await owner('demo'), '?new=yes');
    await page.getByLabel('Name', { exact: true }).fill('!cuddle');
    const command = page.getByLabel('What it stands for');
    await command.fill('hug ');
    await page.getByRole('button', { name: 'Put in a placeholder' }).click();
    await page.getByRole('menuitem', { name: /\{target\}/ }).click();
    await expect.poll(() => command.inputValue(), SOON).toBe('hug {target}');
    await page.getByText('!hug Robin').waitFor();
    await page.getByLabel('Typed after it').fill('@bob now');
    await page.getByText('!hug bob').waitFor();
    await axe(page);
    await command.fill('nosuchthing');
    await page.getByText('There is no “nosuchthing” here').waitFor();
    await command.fill('hug {target}');
    await page.getByRole('button', { name: /^Create/ }).click();
    await page.getByText('!cuddle is there now').first().waitFor();
    await holdUndo(page);
    const user = { id: '66801', login: 'ann', role: 'viewer' } as const;
    const channel = TWITCH_CHANNELS[1]?.id as string;
    const { messageId } = await world.twitch.chat({ channel, user, text: '!cuddle @bob' });
    await until(
      'the answer',
      () => world.twitch.sent.some(({ replyTo, text }) => replyTo === messageId && text === 'Hug for bob'),
      60_000,
    );
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('There is nothing of this name').waitFor();
    expect(await kept('demo', 'cuddle')).toBeNull();
  });

  it('are switched one and many, removed, and had back', async () => {
    const { slug } = await aCommunity(world);
    await make(slug, 'one');
    await make(slug, 'two', 'uptime');
    const { page } = await open(slug, await owner(slug));
    const rows = page.getByRole('grid', { name: 'Aliases' }).locator('tbody tr[data-index]');
    await expect.poll(() => rows.count(), SOON).toBe(2);
    await page.getByLabel('Select all').click();
    await page.getByRole('button', { name: 'Switch off' }).click();
    await until('both are off', async () => (await kept(slug, 'two'))?.options.enabled === false);
    await page.getByRole('button', { name: 'Undo' }).click();
    await until('both are on', async () => (await kept(slug, 'two'))?.options.enabled === undefined);
    await page.getByLabel('Select one').click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => rows.count(), SOON).toBe(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => rows.count(), SOON).toBe(2);
    await page.getByRole('searchbox').fill('uptime');
    await expect.poll(() => rows.count(), SOON).toBe(1);
    await axe(page);
  });

  it('are changed by the keyboard alone, with options, and taken back', async () => {
    const { slug } = await aCommunity(world);
    await make(slug, 'one');
    const { page } = await open(slug, await owner(slug), '?edit=one');
    await page.getByText('added an alias').waitFor();
    await keyboardWalk(page);
    await page.getByLabel('What it stands for').focus();
    await tabTo(page, 'For');
    await page.keyboard.type('v');
    await tabTo(page, 'Wait for the same person');
    await press(page, 'ControlOrMeta+a');
    await page.keyboard.type('30');
    await press(page, 'ControlOrMeta+s');
    await until('it is saved', async () => {
      const options = (await kept(slug, 'one'))?.options;
      return options?.level === 'vip' && options.cooldown?.user === 30;
    });
    await page.getByText('changed an alias').click();
    await page.getByRole('button', { name: 'Take it back: changed an alias' }).click();
    await until('it is as before', async () => (await kept(slug, 'one'))?.options.level === undefined);
  });

  it('tell two who change one of them', async () => {
    const { slug } = await aCommunity(world);
    await make(slug, 'one');
    const { page } = await open(slug, await owner(slug), '?edit=one');
    await page.getByLabel('What it stands for').fill('uptime');
    await inStep(page);
    const robin = await owner(slug);
    const body = { command: 'help' };
    expect((await ask(world, 'PATCH', `/aliases/${slug}/one`, { ...robin.asked, body })).status).toBe(200);
    await page.getByText(/changed !one while you had it open/).waitFor();
    await page.getByRole('button', { name: 'Keep yours' }).click();
    await page.getByRole('button', { name: /^Save/ }).click();
    await until('it is mine', async () => (await kept(slug, 'one'))?.command === 'uptime');
  });

  it('teach at the first visit, and are read by viewers who may change nothing', async () => {
    const { slug } = await aCommunity(world);
    const { page } = await open(slug, await owner(slug));
    await page.getByText('A shorter word for what you type often').waitFor();
    await axe(page);
    await make(slug, 'one');
    const viewer = await aPerson(world, { roles: { [slug]: 'viewer' } });
    const { page: theirs } = await open(slug, viewer, '?edit=one');
    await theirs.getByText('Changing it takes the role editor').waitFor();
    expect(await theirs.getByRole('button', { name: /^Save/ }).count()).toBe(0);
    expect((await ask(world, 'DELETE', `/aliases/${slug}/one`, viewer.asked)).status).toBe(403);
  });

  it('fit a phone, in both themes, whatever they hold', async () => {
    const { slug } = await aCommunity(world);
    await make(slug, 'w'.repeat(40), `help <b>bold</b> \u202eright to left ${'W'.repeat(300)}`);
    const person = await owner(slug);
    for (const theme of ['dark', 'light'] as const) {
      const { page } = await open(slug, person, '', { theme, viewport: 'phone' });
      await page.getByRole('grid').locator('tr[data-index="0"]').waitFor();
      await noOverflow(page);
      await axe(page);
      await page.getByRole('grid').locator('[data-name]').click();
      await page.getByText('Explains the bot, or one command.').waitFor();
      await noOverflow(page);
      await axe(page);
      expect(await page.locator('main b').count()).toBe(0);
    }
  });
});
