import { afterAll, beforeAll, expect, it } from 'vitest';
import { axe, keyboardWalk, noOverflow, openHub, press, tabTo, withChromium } from '../support/hub.ts';
import { changeSeat } from '../support/hub-page.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true });
});
afterAll(() => world?.close());

const AT = '/hub/c/demo/settings/api';

withChromium('the API within the hub', () => {
  it('is found by words, opened by its address, and shows how to try it without a key', async () => {
    const { page } = await openHub(world, { role: 'owner' });
    await page.goto(AT);
    await page.getByRole('heading', { level: 1, name: 'API' }).waitFor();
    await page.getByLabel('Search by name, path or scope').fill('quotes memories:write patch');
    const row = page.getByRole('button', { name: /^PATCH \/api\/v1\/quotes\/\{communityId\}\/\{number\}/ }).first();
    await row.waitFor();
    await row.click();
    await expect.poll(() => new URL(page.url()).searchParams.get('open')).toBeTruthy();
    await page.getByText('a key with memories:write').waitFor();
    const example = await page.locator('pre').first().textContent();
    expect(example).toContain(`curl -X PATCH '${world.publicUrl}/api/v1/quotes/demo/`);
    expect(example).toContain('Bearer YOUR_KEY');
    expect(await page.content()).not.toMatch(/wbk_|Bearer (?!YOUR_KEY)/);
    await page.reload();
    await page.getByText('a key with memories:write').waitFor();
    await page.goBack();
    await page.getByLabel('Search by name, path or scope').fill('nothing like this');
    await page.getByText('Nothing fits').waitFor();
  });

  it('opens each operation of the document, and no operation breaks it', async () => {
    const { page } = await openHub(world, { role: 'owner' });
    const document = (await (await fetch(`${world.worker.url}/openapi.json`)).json()) as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    };
    const count = Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length;
    await page.goto(AT);
    await page.getByText(`${count} operations`).waitFor();
    const rows = page.locator('main button[aria-expanded]');
    expect(await rows.count()).toBe(count);
    // Every seventh: all kinds are among them.
    for (let i = 0; i < count; i += 7) {
      await rows.nth(i).click();
      await expect.poll(() => rows.nth(i).getAttribute('aria-expanded')).toBe('true');
      await page.getByRole('heading', { name: 'Answers' }).waitFor();
    }
  });

  it('is used by keyboard alone, in both themes, on a phone', async () => {
    const { page } = await openHub(world, { role: 'owner' });
    await page.goto(`${AT}?q=timer`);
    await page
      .getByRole('button', { name: /timers/ })
      .first()
      .waitFor();
    await keyboardWalk(page);
    await page.getByLabel('Search by name, path or scope').focus();
    await tabTo(page, '/api/v1/timers');
    await press(page, 'Enter');
    await page.getByRole('heading', { name: 'Answers' }).waitFor();
    await axe(page);
    await changeSeat(page, { theme: 'light', viewport: 'phone' });
    await axe(page);
    await noOverflow(page);
  });

  it('leads moderators to no keys, and is nothing to editors', async () => {
    const { page } = await openHub(world, { role: 'moderator' });
    await page.goto(AT);
    await page.getByLabel('Search by name, path or scope').waitFor();
    expect(await page.getByRole('link', { name: 'API keys' }).count()).toBe(0);
    const { page: theirs } = await openHub(world, { role: 'editor' });
    await theirs.goto(AT);
    await theirs.getByRole('heading', { name: 'That is not yours to see' }).first().waitFor();
  });
});
