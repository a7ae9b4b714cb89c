import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** How somebody sits before the hub. */
export interface Seat {
  readonly theme?: 'dark' | 'light';
  readonly viewport?: 'desktop' | 'phone';
  readonly reducedMotion?: boolean;
  /** As browsers say it: `en`, `de`. */
  readonly locale?: string;
  /** Where pages take parts from beside our own place; nowhere by default. */
  readonly elsewhere?: RegExp;
}

export const VIEWPORTS = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 360, height: 800 },
} as const;

/** Something a page should never do. */
export interface Problems {
  readonly found: string[];
  /** Takes what is meant to happen out of what is found, also later: `status of 403`. */
  tolerate(pattern: RegExp): void;
}

export interface SeatedPage {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly problems: Problems;
}

const LOOK = stripTypeScriptTypes(readFileSync(path.join(import.meta.dirname, 'in-page/look.ts'), 'utf8'));

/** The hub's theme is dark unless somebody chose otherwise (hub/src/app/preferences.ts); here it is the seat's. */
const FOLLOW_THE_SYSTEM = `try { localStorage.getItem('waddlebot.theme') ?? localStorage.setItem('waddlebot.theme', 'system') } catch {}\n`;

/**
 * A page of a browser of its own, that nobody has been in.
 * @param origin of our site: anything from anywhere else is a problem
 */
export async function openSeat(browser: Browser, origin: string, seat: Seat = {}): Promise<SeatedPage> {
  const context = await browser.newContext({
    baseURL: origin,
    colorScheme: seat.theme ?? 'dark',
    viewport: VIEWPORTS[seat.viewport ?? 'desktop'],
    ...(seat.viewport === 'phone' ? { hasTouch: true } : {}),
    reducedMotion: seat.reducedMotion ? 'reduce' : 'no-preference',
    locale: seat.locale ?? 'en',
    timezoneId: 'Etc/UTC',
    serviceWorkers: 'block',
  });
  const found: string[] = [];
  const tolerated: RegExp[] = [];
  const tell = (what: string) => {
    if (!tolerated.some((pattern) => pattern.test(what))) found.push(what);
  };
  await context.exposeBinding('waddleTold', (_, what: string) => tell(what));
  await context.addInitScript({ content: `${FOLLOW_THE_SYSTEM}${LOOK}` });
  const page = await context.newPage();
  watch(page, origin, tell, seat.elsewhere);
  context.on('page', (other) => watch(other, origin, tell, seat.elsewhere));
  const problems = {
    found,
    tolerate(pattern: RegExp) {
      tolerated.push(pattern);
      for (const what of found.filter((each) => pattern.test(each))) found.splice(found.indexOf(what), 1);
    },
  };
  return { context, page, problems };
}

const watched = new WeakSet<Page>();
const listening = new WeakSet<Page>();

/** Whether a page hears what changes in its community: what changed before that nobody tells it. */
export const isListening = (page: Page): boolean => listening.has(page);

/** Tells of everything that goes wrong in a page. */
function watch(page: Page, origin: string, tell: (what: string) => void, elsewhere: RegExp = /^(?!)/): void {
  if (watched.has(page)) return;
  watched.add(page);
  const isOurs = (url: string) => new URL(url).host === new URL(origin).host || /^(?:data|blob|about):/.test(url);
  const at = () => new URL(page.url(), origin).pathname;
  page.on('console', (message) => {
    if (message.type() === 'error') tell(`${at()}: console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => tell(`${at()}: ${error.stack ?? error.message}`));
  page.on('crash', () => tell(`${at()}: the page crashed`));
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) listening.delete(page);
    if (!isOurs(request.url()) && !elsewhere.test(request.url())) tell(`${at()}: asks another place: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (isOurs(response.url()) && response.status() >= 500)
      tell(`${at()}: ${response.request().method()} ${response.url()} answered ${response.status()}`);
  });
  page.on('websocket', (socket) => {
    if (!isOurs(socket.url())) tell(`${at()}: opens a socket elsewhere: ${socket.url()}`);
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).startsWith('{"type":"hello"')) listening.add(page);
    });
  });
}

/** So long at most, ms: something may move on and on. */
const SETTLES_WITHIN_MS = 10_000;

/** Waits until what was set moving has come to rest: a theme that changes, a drawer that opens. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const moving = () => document.getAnimations().filter(({ effect, playState }) => playState === 'running' && effect?.getTiming().iterations !== Infinity);
    const end = performance.now() + ${SETTLES_WITHIN_MS};
    // What came meanwhile may move as well.
    do {
      await Promise.race([
        Promise.all(moving().map((each) => each.finished.catch(() => {}))),
        new Promise((resolve) => setTimeout(resolve, 1000)),
      ]);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    } while (moving().length > 0 && performance.now() < end);
  })()`);
}

/** All that is to be read on a page as it is: words, names, what fields hold. */
export const wordsOf = (page: Page): Promise<string> => page.evaluate('waddleLook.read()');

/** Changes what the person's system says of itself; a page that has themes has to follow. */
export async function changeSeat(
  page: Page,
  { theme, viewport }: { readonly theme: NonNullable<Seat['theme']>; readonly viewport: NonNullable<Seat['viewport']> },
): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.setViewportSize(VIEWPORTS[viewport]);
  // Asked by the debugger, as the page's policy evaluates no text.
  const has = () => page.evaluate(`(document.documentElement.dataset.theme ?? '${theme}') === '${theme}'`);
  for (let tries = 0; !(await has()); tries++) {
    if (tries > 50) throw new Error(`the page does not follow the theme ${theme}`);
    await page.waitForTimeout(100);
  }
  await settle(page);
}

/** What is wider than the room it has, at the width that the page has now. */
export const overflowOf = (page: Page): Promise<readonly string[]> => page.evaluate('waddleLook.overflow()');

const AXE = readFileSync(path.join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface AxeResult {
  readonly id: string;
  readonly impact: string | null;
  readonly help: string;
  readonly nodes: readonly {
    readonly target: readonly unknown[];
    readonly html: string;
    readonly failureSummary?: string;
  }[];
}

/**
 * What axe finds on a page as it is now, a line for each element.
 * @param rules those alone, else all
 */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  // By the debugger: the page's policy allows no script but its own.
  const debug = await page.context().newCDPSession(page);
  try {
    await debug.send('Runtime.evaluate', { expression: `globalThis.axe ?? (() => {${AXE}})()` });
  } finally {
    await debug.detach();
  }
  const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: AXE_TAGS };
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'] });
  const violations = (await page.evaluate(
    `axe.run(document, ${options}).then(({ violations }) => violations)`,
  )) as AxeResult[];
  return violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(({ target, html, failureSummary = '' }) => {
      const why = failureSummary
        .split('\n')
        .slice(1)
        .map((line) => line.trim());
      return `${id} (${impact}): ${help}: ${target.join(' ')} ${html.slice(0, 200)} ${why.join('; ')}`.trim();
    }),
  );
}

interface Stop {
  readonly name: string;
  readonly id: number;
  readonly isPage: boolean;
  readonly isVisible: boolean;
  readonly hasRing: boolean;
  readonly hasParts: boolean;
}

export interface Walk {
  /** Where the Tab key stops, in order. */
  readonly stops: readonly string[];
  readonly problems: readonly string[];
}

const MOST_STOPS = 400;
/** Of a moment: month, day, year, hour, minute, half of the day, and the calendar's button. */
const MOST_PARTS = 7;

/** Goes once through a page by Tab: each stop has to be seen, to show that it has focus, and to let go. */
export async function walkByKeyboard(page: Page): Promise<Walk> {
  await page.evaluate('waddleLook.begin()');
  const stops: Stop[] = [];
  const problems: string[] = [];
  let parts = 0;
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = (await page.evaluate('waddleLook.stop()')) as Stop;
    parts = stop.hasParts && stop.id === stops.at(-1)?.id ? parts + 1 : 0;
    if (parts > 0 && parts <= MOST_PARTS) continue;
    if (stop.isPage || stop.id === stops[0]?.id) break;
    if (stops.some(({ id }) => id === stop.id)) {
      problems.push(`Tab goes back to ${stop.name} and never leaves: a trap`);
      break;
    }
    stops.push(stop);
    if (!stop.isVisible) problems.push(`${stop.name} has focus and is not to be seen`);
    else if (!stop.hasRing) problems.push(`${stop.name} does not show that it has focus`);
    if (stops.length === MOST_STOPS) {
      problems.push(`there are more than ${MOST_STOPS} stops`);
      break;
    }
  }
  const missed = (await page.evaluate('waddleLook.missed()')) as string[];
  problems.push(...missed.map((name) => `${name} cannot be reached by Tab`));
  return { stops: stops.map(({ name }) => name), problems };
}

/** Has something happen just before what is saved next reaches the server, as when somebody else was a moment faster. */
export async function beforeSaving(page: Page, happens: () => Promise<unknown>): Promise<void> {
  let isOver = false;
  await page.route('**/api/v1/**', async (route) => {
    if (!isOver && route.request().method() !== 'GET') {
      isOver = true;
      await happens();
    }
    await route.continue();
  });
}
