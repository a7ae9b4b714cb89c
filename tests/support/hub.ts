import type { Browser, BrowserContext, Page } from 'playwright-core';
import { describe, expect, inject, onTestFinished } from 'vitest';
import { csrfToken } from '../../workers/auth/csrf.ts';
import type { Role } from '../../workers/core/levels.ts';
import { launchChromium } from './chromium.ts';
import {
  axeFindings,
  isListening,
  openSeat,
  overflowOf,
  type Problems,
  type Seat,
  settle,
  walkByKeyboard,
} from './hub-page.ts';
import { aPerson, sessionIdOf, type TestPerson } from './sign-in.ts';
import type { World } from './world.ts';

/** For what needs a browser: skipped where there is none, which the run says by name. */
export const withChromium = describe.skipIf(inject('chromium') === null);

let launched: Promise<Browser> | undefined;
/** One for all files of a test process, which ends with it: pages of one test know nothing of another's. */
function browser(): Promise<Browser> {
  const found = inject('chromium');
  if (!found) throw new Error('there is no Chromium: put this into withChromium(…)');
  launched ??= launchChromium(found);
  return launched;
}

export interface Visitor extends Seat {
  /** In the community; `operator` runs the installation, `nobody` is not signed in. */
  readonly role?: Role | 'operator' | 'member' | 'nobody';
  /** By its slug. */
  readonly community?: string;
  /** Somebody who is there already. */
  readonly person?: TestPerson;
}

export interface Hub {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Who is signed in; null for nobody. */
  readonly person: TestPerson | null;
  /** What the page did that it should not; the test fails where something is left in it. */
  readonly problems: Problems;
}

/**
 * The hub as somebody sees it who is signed in, in a browser of their own. The test fails where a page logs an error, throws,
 * breaks its policy, asks another place for something, or is answered 5xx.
 */
export async function openHub(world: World, visitor: Visitor = {}): Promise<Hub> {
  const { role = 'owner', community = 'demo' } = visitor;
  const seated = await openSeat(await browser(), world.publicUrl, visitor);
  const { context, page, problems } = seated;
  onTestFinished(async () => {
    await context.close();
    expect(problems.found).toEqual([]);
  });
  const person = visitor.person ?? (role === 'nobody' ? null : await aPersonOf(world, role, community));
  if (person) await context.addCookies(await cookiesOf(world, person));
  return { page, context, person, problems };
}

function aPersonOf(world: World, role: Exclude<Visitor['role'], 'nobody' | undefined>, community: string) {
  if (role === 'operator') return aPerson(world, { operator: true });
  return aPerson(world, role === 'member' ? {} : { roles: { [community]: role } });
}

/** What signing in leaves in a browser. */
async function cookiesOf(world: World, { token }: TestPerson) {
  const csrf = await csrfToken(world.secrets.session, await sessionIdOf(world, token));
  const at = { url: world.publicUrl, sameSite: 'Lax' } as const;
  return [
    { name: 'wb_session', value: token, httpOnly: true, ...at },
    { name: 'wb_csrf', value: csrf, ...at },
  ];
}

/** Has axe look at the page as it is: WCAG 2.0 to 2.2, A and AA, and its best practices. */
export async function axe(page: Page): Promise<void> {
  await settle(page);
  expect(await axeFindings(page), `axe at ${page.url()}`).toEqual([]);
}

/** Nothing scrolls sideways, and nothing is wider than its box. */
export async function noOverflow(page: Page): Promise<void> {
  await settle(page);
  // What slides in is wider than its place until it stands there.
  await expect.poll(() => overflowOf(page), { message: `too wide at ${page.url()}` }).toEqual([]);
}

/**
 * Goes through the page by Tab alone: each stop is seen, shows that it has focus, and lets go; nothing that can be clicked is
 * left out. @returns the stops in order, as `button “Save”`
 */
export async function keyboardWalk(page: Page): Promise<readonly string[]> {
  // What is still to come would come behind the focus.
  await expect.poll(() => page.locator('main .animate-shimmer').count()).toBe(0);
  await settle(page);
  const { stops, problems } = await walkByKeyboard(page);
  expect(problems, `by keyboard at ${page.url()}`).toEqual([]);
  return stops;
}

/** Waits until pages hear what changes in their community: what is changed before that they are told by nobody. */
export async function inStep(...pages: readonly Page[]): Promise<void> {
  for (const page of pages) await expect.poll(() => isListening(page), { message: 'the page listens' }).toBe(true);
}

/** Holds on to the notice that offers to take something back: it stays while it is pointed at, however long the test looks elsewhere. */
export const holdUndo = (page: Page): Promise<void> => page.getByRole('button', { name: 'Undo' }).hover();

/** Presses keys, one after the other: `press(page, 'ControlOrMeta+k')`, `press(page, 'g', 'f')`. */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Presses Tab until an element has focus whose name holds the words. */
export async function tabTo(page: Page, words: string, most = 100): Promise<void> {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const { name } = (await page.evaluate('waddleLook.stop()')) as { name: string };
    if (name.includes(words)) return;
  }
  throw new Error(`Tab does not come to “${words}” at ${page.url()}`);
}
