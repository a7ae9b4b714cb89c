import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '../support/api.ts';
import { axe, type Hub, keyboardWalk, noOverflow, openHub, press, tabTo, withChromium } from '../support/hub.ts';
import { type LivedIn, livedIn } from '../support/lived-in.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let lived: LivedIn;
let folder: string;
beforeAll(async () => {
  world = await startWorld({ pages: true });
  lived = await livedIn(world);
  folder = await mkdtemp(path.join(tmpdir(), 'waddlebot-archive-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await world?.close();
});

const HOSTILE = `<img src=x onerror=alert(1)>\u202e${'Z̷̛͖'.repeat(8)}🐧`;

/** An archive of the community as a file, with whatever is to be changed in its first line. */
async function aFile(name: string, change: (first: string) => string = (first) => first): Promise<string> {
  const answer = await fetch(`${world.worker.url}/api/v1/communities/${lived.slug}/export`, {
    headers: lived.owner.asked.headers,
  });
  const [first = '', ...rest] = gunzipSync(Buffer.from(await answer.arrayBuffer()))
    .toString()
    .split('\n');
  const file = path.join(folder, name);
  await writeFile(file, gzipSync([change(first), ...rest].join('\n')));
  return file;
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });
const choose = (page: Page, file: string) => page.locator('input[type=file]').setInputFiles(file);
const moveOut = () => `/hub/c/${lived.slug}/move?tab=out`;

async function takeIn(hub: Hub, file: string, slug: string): Promise<void> {
  const { page } = hub;
  await page.goto('/hub/start?step=archive');
  await choose(page, file);
  await heading(page, /as it was/).waitFor();
  await page.getByLabel('Address').fill(slug);
  await page.getByText('Free', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Take it in' }).click();
  await heading(page, /is here$/).waitFor();
}

withChromium('moving out', () => {
  it('tells what is in the file, and gives it to an owner who has proved who they are', async () => {
    const { page } = await openHub(world, { person: lived.owner });
    await page.goto(moveOut());
    await heading(page, 'Take everything along').waitFor();
    await page.locator('dl').getByText('Reminders').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the archive' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^lived-.*\.waddlebot\.gz$/);
    const saved = path.join(folder, 'saved.gz');
    await download.saveAs(saved);
    const taker = await aPerson(world);
    const { readFile } = await import('node:fs/promises');
    const headers = { ...taker.asked.headers, 'content-type': 'application/gzip' };
    const body = await readFile(saved);
    const brought = await fetch(`${world.worker.url}/api/v1/communities/import`, { method: 'POST', headers, body });
    expect(brought.status).toBe(200);
  });

  it('asks for a proof where it is long ago that they gave one', async () => {
    const owner = await aPerson(world, { roles: { [lived.slug]: 'owner' } });
    await world.rows(`update sessions set proved_at = now() - interval '1 hour' where person_id = $1`, [owner.id]);
    const { page } = await openHub(world, { person: owner });
    await page.goto(moveOut());
    await page.getByText('Prove first that it is you').waitFor();
    expect(await page.getByRole('button', { name: 'Download the archive' }).isDisabled()).toBe(true);
    const href = await page.getByRole('link', { name: 'Prove it' }).getAttribute('href');
    expect(new URL(href ?? '', world.publicUrl).searchParams.get('to')).toBe(moveOut());
  });

  it('is hidden from who does not own the community, and refused by the server', async () => {
    const admin = await aPerson(world, { roles: { [lived.slug]: 'admin' } });
    const { page } = await openHub(world, { person: admin });
    await page.goto(moveOut());
    await heading(page, 'Move').waitFor();
    expect(await page.getByRole('tab', { name: 'Moving out' }).count()).toBe(0);
    expect(await page.getByText('Take everything along').count()).toBe(0);
    for (const asked of ['export', 'export/contents'])
      expect((await ask(world, 'GET', `/communities/${lived.slug}/${asked}`, admin.asked)).status).toBe(403);
  });
});

withChromium('an archive', () => {
  it('is looked at, named, taken in, and tells its new secrets once', async () => {
    const file = await aFile('one.waddlebot.gz');
    const hub = await openHub(world, { person: await aPerson(world) });
    const { page } = hub;
    await page.goto('/hub/start');
    await page.getByRole('button', { name: 'Take an archive in' }).click();
    await choose(page, file);
    await heading(page, /as it was/).waitFor();
    await expect.poll(() => page.getByLabel('Address').inputValue()).toBe(`${lived.slug}-2`);
    await page.getByText('lived_in').waitFor();
    // What is looked at has an address.
    await page.reload();
    await heading(page, /as it was/).waitFor();
    await page.getByLabel('Address').fill('demo');
    await page.getByRole('button', { name: /demo-2/ }).click();
    await page.getByText('Free', { exact: true }).waitFor();
    await page.getByLabel('What is it called here?').fill('Taken in');
    await page.getByRole('button', { name: 'Take it in' }).click();
    await heading(page, 'Taken in is here').waitFor();
    await page.getByText('weather', { exact: true }).waitFor();
    expect(await page.locator('pre').allTextContents()).toEqual([
      expect.stringMatching(/^whsec_/),
      expect.stringContaining('/webhooks/in/'),
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ]);
    await axe(page);
    await page.getByRole('button', { name: 'Connect its channels' }).click();
    await page.waitForURL(/step=connect&community=demo-2/);
    const made = await world.rows(`select name from communities where slug = 'demo-2'`);
    expect(made).toEqual([{ name: 'Taken in' }]);
  });

  it('is taken in by keyboard alone', async () => {
    const file = await aFile('keys.waddlebot.gz');
    const { page } = await openHub(world, { person: await aPerson(world) });
    await page.goto('/hub/start?step=archive');
    await heading(page, 'Take an archive in').waitFor();
    // The browser is to know that the test takes the chooser well before the key is pressed: keys go another way there, and overtake.
    const open = async () => {
      await tabTo(page, 'Choose a file');
      await press(page, 'Enter');
    };
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), open()]);
    await chooser.setFiles(file);
    await heading(page, /as it was/).waitFor();
    await tabTo(page, 'Address');
    await press(page, 'ControlOrMeta+a');
    await page.keyboard.type('by-keys-alone');
    await page.getByText('Free', { exact: true }).waitFor();
    await tabTo(page, 'Take it in');
    await press(page, 'Enter');
    await heading(page, /is here$/).waitFor();
    await tabTo(page, 'Open it');
    await press(page, 'Enter');
    await page.waitForURL(/\/hub\/c\/by-keys-alone/);
  });

  it('that is none says so beside the file, and another one can be chosen', async () => {
    const foreign = path.join(folder, 'other.json');
    await writeFile(foreign, '{"commands": []}');
    const file = await aFile('after.waddlebot.gz');
    const { page, problems } = await openHub(world, { person: await aPerson(world) });
    problems.tolerate(/status of 400/);
    await page.goto('/hub/start?step=archive');
    await choose(page, foreign);
    await page.getByText('This file cannot be taken in').waitFor();
    await page.getByText(/no archive of a WaddleBot community/).waitFor();
    await axe(page);
    await choose(page, file);
    await heading(page, /as it was/).waitFor();
    await page.getByRole('button', { name: 'Discard it' }).click();
    await page.getByRole('button', { name: 'Choose a file' }).waitFor();
    expect(new URL(page.url()).searchParams.get('archive')).toBeNull();
  });

  it('with hostile names breaks nothing, in both themes, on a small screen', async () => {
    const file = await aFile('hostile.waddlebot.gz', (first) => {
      const manifest = JSON.parse(first);
      const channels = [{ platform: 'twitch', id: '1', login: HOSTILE.repeat(3).slice(0, 200) }];
      const from = `https://${'x'.repeat(280)}`;
      return JSON.stringify({ ...manifest, from, channels, community: { slug: 'admin', name: HOSTILE.slice(0, 200) } });
    });
    for (const theme of ['dark', 'light'] as const) {
      const { page } = await openHub(world, {
        person: await aPerson(world),
        theme,
        viewport: 'phone',
      });
      await page.goto('/hub/start?step=archive');
      await heading(page, 'Take an archive in').waitFor();
      await axe(page);
      await choose(page, file);
      await heading(page, /as it was/).waitFor();
      await noOverflow(page);
      await axe(page);
      await page.reload();
      await heading(page, /as it was/).waitFor();
      await keyboardWalk(page);
      // Its own address is kept here: another one has to be chosen.
      expect(await page.getByLabel('Address').inputValue()).toBe('');
    }
    const out = await openHub(world, { person: lived.owner, theme: 'light', viewport: 'phone' });
    await out.page.goto(moveOut());
    await heading(out.page, 'Take everything along').waitFor();
    await noOverflow(out.page);
    await axe(out.page);
    await keyboardWalk(out.page);
  });

  it('of somebody who may make no more communities is shown, and not taken in', async () => {
    const file = await aFile('closed.waddlebot.gz');
    const { page } = await openHub(world, { person: await aPerson(world) });
    await world.rows(
      `insert into installation_settings (id, sign_up) values (true, 'closed') on conflict (id) do update set sign_up = 'closed'`,
    );
    await page.goto('/hub/start?step=archive');
    await choose(page, file);
    await heading(page, /as it was/).waitFor();
    expect(await page.getByRole('button', { name: 'Take it in' }).count()).toBe(0);
    await world.rows(`update installation_settings set sign_up = 'open'`);
    await takeIn({ page } as Hub, file, 'open-again');
  });
});
