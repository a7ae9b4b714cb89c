import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHub, withChromium } from '../support/hub.ts';
import { axeFindings, changeSeat, overflowOf, wordsOf } from '../support/hub-page.ts';
import { makeLively } from '../support/lively.ts';
import { startWorld, type World } from '../support/world.ts';
import { SCREENS } from './screens.ts';
import { quotedIn, screensPage } from './screens-page.ts';

/** Where pictures go, if they are wanted. */
const { SHOTS } = process.env;

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true });
  await makeLively(world);
  if (SHOTS) await mkdir(SHOTS, { recursive: true });
});
afterAll(() => world?.close());

/** Each theme and each size once: colours are all that a theme changes, and no size changes them. Pictures are taken of all four. */
const SEATS = [
  { theme: 'dark', viewport: 'desktop' },
  { theme: 'light', viewport: 'phone' },
  ...(SHOTS
    ? ([
        { theme: 'light', viewport: 'desktop' },
        { theme: 'dark', viewport: 'phone' },
      ] as const)
    : []),
] as const;

withChromium('every page, in both themes, on a desktop and a phone', () => {
  it.each(SCREENS)(
    '$name shows what it has to',
    async ({ name, path: at, role, shows, showsOnDesktop = [], prepare }) => {
      const hub = await openHub(world, { role });
      const { page } = hub;
      await page.goto(at);
      await prepare?.(hub, world);
      for (const { theme, viewport } of SEATS) {
        const where = `${name}, ${theme}, ${viewport}`;
        await changeSeat(page, { theme, viewport });
        const wanted = [...shows, ...(viewport === 'desktop' ? showsOnDesktop : [])].flatMap(quotedIn);
        await expect
          .poll(
            async () => {
              const words = await wordsOf(page);
              return wanted.filter((each) => !words.includes(each));
            },
            { message: `missing: ${where}` },
          )
          .toEqual([]);
        if (SHOTS) await page.screenshot({ path: path.join(SHOTS, `${name}-${theme}-${viewport}.png`) });
        await expect.poll(() => overflowOf(page), { message: `too wide: ${where}` }).toEqual([]);
        // In whole in one of the seats, the next page in the other: each page's own journey looks in all of them.
        const isWhole = SEATS[SCREENS.findIndex((screen) => screen.name === name) % 2]?.viewport === viewport;
        expect(await axeFindings(page, isWhole ? undefined : ['color-contrast']), `axe: ${where}`).toEqual([]);
      }
    },
  );
});

it('docs/screens.md says what each page shows: npm run shots writes it anew', async () => {
  expect(await readFile('docs/screens.md', 'utf8')).toBe(screensPage(SCREENS));
});
