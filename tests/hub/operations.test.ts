import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Invocation } from '../../workers/core/invocation.ts';
import { ask } from '../support/api.ts';
import { axe, holdUndo, keyboardWalk, noOverflow, openHub, press, withChromium } from '../support/hub.ts';
import { axeFindings, beforeSaving, changeSeat } from '../support/hub-page.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { quiet, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
let owner: TestPerson;
beforeAll(async () => {
  world = await startWorld({ pages: true });
  owner = await aPerson(world, { roles: { demo: 'owner' } });
});
beforeEach(async () => {
  await world.rows('delete from dead_letters');
});
afterAll(() => world?.close());

/** Stands in what people write here: who runs the installation alone never reads it. */
const WORDS = 'penguins-only';
const CHANNEL = TWITCH_CHANNELS[0]?.id as string;

let turn = 0;

/** A command with an effect that ran; its invocation, and the message it answered. */
async function ran(name: string): Promise<{ readonly invocation: Invocation; readonly messageId: string }> {
  const user = { id: `91${turn++}`, login: `mod${turn}`, role: 'moderator' as const };
  const { messageId } = await world.twitch.chat({ channel: CHANNEL, user, text: `!command add ${name} ${WORDS}` });
  const row = await until('it ran', async () => {
    const [found] = await world.rows<{ invocation: Invocation }>(
      `select i.invocation from invocations i join deliveries d using (id) where i.id like $1 and d.status = 'sent'`,
      [`%:${messageId}:0`],
    );
    return found;
  });
  return { invocation: row.invocation, messageId };
}

async function handOver(queue: string, body: unknown, attempts: number): Promise<void> {
  const consumer = await world.worker.miniflare.getWorker();
  await consumer.queue(queue, [{ id: `m-${randomUUID()}`, timestamp: new Date(), attempts, body }]);
}

/** A command that its queue gave up, as the database was away: it would add `name`. @returns the message it answers */
async function givenUp(name: string): Promise<string> {
  const { invocation, messageId } = await ran(`x${name}`);
  const body = { ...invocation, id: `${invocation.id}1`, args: `${name} ${WORDS}` };
  await world.bridge.pause();
  for (const attempt of [1, 2]) await handOver('waddlebot-invocations', body, attempt);
  await world.bridge.resume();
  await handOver('waddlebot-dead-letters', body, 1);
  return messageId;
}

/** An answer that ended as it is said, with nobody knowing more. */
async function ended(status: 'unknown' | 'refused', reason: string): Promise<string> {
  const { invocation } = await ran(`ended${turn}`);
  await world.rows(`update deliveries set status = $2, reason = $3 where id = $1`, [invocation.id, status, reason]);
  return invocation.id;
}

/** @param refused what is refused on purpose: the browser logs each of them */
async function open(person: TestPerson, search = '', refused?: number): Promise<Page> {
  const { page, problems } = await openHub(world, { person });
  if (refused) problems.tolerate(new RegExp(`status of ${refused}`));
  await page.goto(`/hub/c/demo/operations${search}`);
  await page.getByRole('heading', { level: 1, name: 'Operations' }).waitFor();
  return page;
}

const rowsOf = (page: Page, list: string) => page.getByRole('grid', { name: list }).locator('tbody tr[data-index]');
const panelOf = (page: Page) => page.getByRole('complementary').last();
const added = (name: string) => world.rows('select from commands where name = $1', [name]);
const openLetters = async () => (await world.rows('select from dead_letters where settled is null')).length;

withChromium('operations', () => {
  it('show a dead letter, have it replayed, and its command has run once', async () => {
    const messageId = await givenUp('replayed');
    const page = await open(owner);
    await expect.poll(() => rowsOf(page, 'Dead letters').count()).toBe(1);
    await rowsOf(page, 'Dead letters').first().click();
    const panel = panelOf(page);
    await panel.getByText(`!command add xreplayed ${WORDS}`).waitFor();
    await expect.poll(() => panel.getByRole('table', { name: 'Tries' }).getByRole('row').count()).toBe(3);
    await panel.getByText('DatabaseError').first().waitFor();
    await axe(page);
    expect(new URL(page.url()).searchParams.get('letter')).toMatch(/^[0-9a-f-]{36}$/);
    await panel.getByRole('button', { name: 'Replay' }).click();
    await panel.getByText('replayed', { exact: true }).waitFor();
    await until('it ran', async () => (await added('replayed')).length === 1);
    await quiet(world);
    const answers = world.twitch.sent.filter((line) => line.replyTo === messageId && line.text.includes('!replayed'));
    expect(answers).toHaveLength(1);
    expect(await panel.getByRole('button', { name: 'Replay' }).count()).toBe(0);

    await panel.getByRole('button', { name: 'See its way' }).click();
    await panelOf(page).getByRole('table', { name: 'The way of the command' }).waitFor();
    await page.goBack();
    await panelOf(page).getByRole('table', { name: 'Tries' }).waitFor();
  });

  it('have many discarded at once, in step in another tab, and taken back', async () => {
    for (const name of ['one', 'two', 'three']) await givenUp(`many${name}`);
    const [page, other] = [await open(owner), await open(owner)];
    for (const each of [page, other]) await expect.poll(() => rowsOf(each, 'Dead letters').count()).toBe(3);
    await page.getByLabel('Select all').click();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('3 letters are discarded').first().waitFor();
    await holdUndo(page);
    await page.getByRole('heading', { name: 'No dead letters' }).waitFor();
    await other.getByRole('heading', { name: 'No dead letters' }).waitFor({ timeout: 60_000 });
    expect(await openLetters()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => rowsOf(page, 'Dead letters').count()).toBe(3);
    expect(await openLetters()).toBe(3);

    // One that somebody else has settled meanwhile is told by itself.
    await page.getByLabel('Select all').click();
    await page.getByText('3 selected').waitFor();
    await beforeSaving(page, () =>
      world.rows(
        `update dead_letters set settled = 'replayed', settled_at = now() where id = (select min(id::text) from dead_letters)::uuid`,
      ),
    );
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('1 of 3 could not be changed').waitFor();
    await page.getByText('which is final').waitFor();
    await axe(page);
  });

  it('show answers that nobody saw, and say one again once', async () => {
    const id = await ended('unknown', 'unclear');
    await ended('refused', 'automod_held: held');
    const page = await open(owner, '?tab=unseen');
    await expect.poll(() => rowsOf(page, 'Unseen answers').count()).toBe(2);
    await page.getByRole('button', { name: 'Outcome' }).click();
    await page.locator('label', { hasText: 'unknown' }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => rowsOf(page, 'Unseen answers').count()).toBe(1);
    await rowsOf(page, 'Unseen answers').first().click();
    const panel = panelOf(page);
    await panel.getByText('Chat may have read it already').waitFor();
    await axe(page);
    await panel.getByRole('button', { name: 'Say it again' }).click();
    await panel.getByText('It was said again already').waitFor();
    const again = () => world.twitch.sent.filter(({ text }) => text.endsWith('(again)'));
    await until('it is said', () => again().length > 0);
    await quiet(world);
    expect(again()).toHaveLength(1);
    expect(await panel.getByRole('button', { name: 'Say it again' }).count()).toBe(0);
    await panel.getByRole('button', { name: 'See its way' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('invocation')).toBe(id);
    await panelOf(page).getByRole('button', { name: 'It was said again' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('invocation')).toBe(`${id}/again`);
  });

  it('draw the way of a command as a table of its steps', async () => {
    const { invocation } = await ran('waterfall');
    const page = await open(owner, `?invocation=${encodeURIComponent(invocation.id)}`);
    const table = panelOf(page).getByRole('table', { name: 'The way of the command' });
    await table.waitFor();
    const names = await table.getByRole('rowheader').allTextContents();
    expect(names).toHaveLength(7);
    for (const [i, name] of [
      'Platform to WaddleBot',
      'Admission',
      'Waiting in the queue',
      'Effect and commit',
    ].entries())
      expect(names[i]).toContain(name);
    expect(await table.getByRole('cell').allTextContents()).toEqual(
      Array(7).fill(expect.stringMatching(/\d+ (?:ms|s)/)),
    );
    await panelOf(page).getByText(`!command add waterfall ${WORDS}`).waitFor();
    await axe(page);

    const nowhere = await open(owner, '?invocation=twitch%3A1%3Anothing%3A0', 404);
    await nowhere.getByRole('heading', { name: 'Nothing is kept of that' }).waitFor();
  });

  it('are gone through by keyboard alone', async () => {
    await givenUp('keys');
    const page = await open(owner);
    await rowsOf(page, 'Dead letters').first().focus();
    await press(page, 'Enter');
    await panelOf(page).getByRole('button', { name: 'Discard' }).waitFor();
    await press(page, 'Escape');
    await expect.poll(() => page.getByRole('button', { name: 'Discard' }).count()).toBe(0);
    await expect.poll(() => page.evaluate('document.activeElement.dataset.index')).toBe('0');
    await press(page, 'Space');
    await page.getByText('1 selected').waitFor();
    await page.getByRole('button', { name: 'Replay' }).focus();
    await press(page, 'Enter');
    await until('it ran', async () => (await added('keys')).length === 1);
    await page.getByRole('heading', { name: 'No dead letters' }).waitFor();
    await page.getByRole('tab', { name: 'Dead letters' }).focus();
    await press(page, 'ArrowRight');
    await expect.poll(() => new URL(page.url()).searchParams.get('tab')).toBe('unseen');
    await page.reload();
    await page.getByRole('tab', { name: 'Unseen answers' }).waitFor();
    await keyboardWalk(page);
  });

  it('are an owner’s, and hidden from everybody else', async () => {
    for (const role of ['admin', 'editor', 'viewer'] as const) {
      const person = await aPerson(world, { roles: { demo: role } });
      const { page } = await openHub(world, { person });
      await page.goto('/hub/c/demo');
      await page.getByRole('navigation').getByRole('link', { name: 'Home' }).first().waitFor();
      expect(await page.getByRole('link', { name: 'Operations' }).count()).toBe(0);
      await page.goto('/hub/c/demo/operations');
      await page.getByRole('heading', { name: 'That is not yours to see' }).first().waitFor();
      for (const path of ['/dead-letters?community=demo', '/communities/demo/operations/executions'])
        expect((await ask(world, 'GET', path, person.asked)).status).toBe(403);
    }
  });

  it('are the installation’s for who runs it, without a word of anybody’s', async () => {
    await givenUp('blank');
    const viewer = await aPerson(world, { roles: { demo: 'viewer' }, operator: true });
    const page = await open(viewer);
    await expect.poll(() => rowsOf(page, 'Dead letters').count()).toBe(1);
    expect(await page.getByRole('tab').allTextContents()).toEqual([
      'Dead letters',
      'Breakers',
      'Agenda',
      'Versions',
      'Security',
    ]);
    await rowsOf(page, 'Dead letters').first().click();
    await panelOf(page).getByRole('table', { name: 'Tries' }).waitFor();
    expect(await page.content()).not.toContain(WORDS);
    expect(await panelOf(page).getByRole('button', { name: 'See its way' }).count()).toBe(0);

    const { page: alone } = await openHub(world, { role: 'operator' });
    await alone.goto('/hub/operations?tab=agenda');
    await alone.getByRole('cell', { name: 'Reminders' }).waitFor();
    await axe(alone);
    await alone.getByRole('tab', { name: 'Versions' }).click();
    await alone.getByText('PostgreSQL').waitFor();
    await axe(alone);

    const { page: member } = await openHub(world, { person: owner });
    await member.goto('/hub/operations');
    await member.getByRole('heading', { name: 'This is for who runs WaddleBot' }).waitFor();
  });

  it('fit a phone and both themes, whatever anybody wrote', async () => {
    const hostile = `<img src=x onerror="document.title='run'">‮ ${'Z̸̧͔͛'.repeat(100)} ${'x'.repeat(2_000)}`;
    await givenUp('hostile');
    await world.rows(
      `update dead_letters set reason = $1, command = $2, body = jsonb_set(body, '{event,text}', to_jsonb($1::text))`,
      [hostile, hostile.slice(0, 300)],
    );
    const { invocation } = await ran('hostile');
    await world.rows(
      `with i as (update invocations set command = $2 where id = $1)
       update deliveries set status = 'refused', reason = $2, reply = $2 where id = $1`,
      [invocation.id, hostile],
    );
    await world.rows(
      `insert into http_modules (id, community_id, name, url, sealed_secret)
       select gen_random_uuid(), id, 'weather', 'https://' || repeat('weather-', 7) || 'x.example.org/hook', 'x'
       from communities where slug = 'demo'`,
    );
    const [letter] = await world.rows<{ id: string }>('select id from dead_letters');
    const id = encodeURIComponent(invocation.id);
    const { page } = await openHub(world, { person: owner });
    for (const [search, words] of [
      ['', 'open'],
      [`?letter=${letter?.id}`, 'What it is about'],
      [`?tab=unseen&delivery=${id}`, 'The platform did not take it'],
      [`?tab=executions&invocation=${id}`, 'The way of the command'],
      ['?tab=limits', 'All commands of a channel'],
      ['?tab=hosts', 'lets calls through'],
    ] as const) {
      await changeSeat(page, { theme: 'light', viewport: 'phone' });
      await page.goto(`/hub/c/demo/operations${search}`);
      await page.getByText(words).first().waitFor();
      await axe(page);
      await noOverflow(page);
      await changeSeat(page, { theme: 'dark', viewport: 'desktop' });
      expect(await axeFindings(page, ['color-contrast'])).toEqual([]);
      await noOverflow(page);
    }
    expect(await page.title()).toBe('Operations · WaddleBot');
  });
});
