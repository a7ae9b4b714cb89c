import { afterAll, beforeAll, expect, it } from 'vitest';
import { axe, keyboardWalk, noOverflow, openHub, tabTo, withChromium } from '../support/hub.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true });
});
afterAll(() => world?.close());

withChromium('pages in a browser', () => {
  it('know who is signed in', async () => {
    const { page, person } = await openHub(world, { role: 'moderator' });
    await page.goto('/auth/account');
    await page.getByText(`user_${person?.account}`).first().waitFor();
  });

  it('ask nobody to be signed in to sign in', async () => {
    const { page } = await openHub(world, { role: 'nobody', viewport: 'phone' });
    await page.goto('/auth/account');
    expect(new URL(page.url()).pathname).toBe('/auth/sign-in');
    await axe(page);
    await noOverflow(page);
  });

  it('are walked through by keyboard', async () => {
    const { page } = await openHub(world, { role: 'nobody', theme: 'light' });
    await page.goto('/');
    expect(await keyboardWalk(page)).toHaveLength(2);
    await page.reload();
    await tabTo(page, 'Sign in');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/auth\/sign-in/);
    await axe(page);
  });
});
