import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { withChromium } from '../support/hub.ts';
import { axeFindings, openSeat, overflowOf, walkByKeyboard } from '../support/hub-page.ts';

const STYLE = 'body{margin:0;font:16px sans-serif;color:#111;background:#fff} :focus-visible{outline:2px solid #00f}';

/** Pages with one thing wrong with each, and one with nothing. */
const PAGES: Readonly<Record<string, string>> = {
  '/well':
    '<button>Save</button> <a href="/x">Away</a> <p tabindex="0" style="overflow:auto;width:90px;white-space:nowrap">long words that are scrolled to</p>',
  '/no-name': '<button></button>',
  '/pale': '<p style="color:#ccc">You can hardly read this.</p>',
  '/wide': '<div style="width:2000px">wide</div>',
  '/spills': '<div style="width:40px;white-space:nowrap">words that stick out of their box</div>',
  '/no-ring': '<button style="outline:none">Save</button>',
  '/trap': `<button>Before</button><input aria-label="a" id="a"><input aria-label="b" id="b">
    <script nonce="x">addEventListener('keydown',(e)=>{if(e.key==='Tab'&&document.activeElement.id==='b'){e.preventDefault();a.focus()}})</script>`,
  '/by-mouse': '<button>Save</button> <div role="button" onclick="">Only by mouse</div>',
  '/hidden-stop': '<button style="opacity:0">Nobody sees me</button>',
  '/throws': '<script nonce="x">null.x</script>',
  '/logs': '<script nonce="x">console.error("something broke")</script>',
  '/elsewhere': '<img alt="" src="http://localhost:1/x.png">',
  '/inline': '<script>alert(1)</script>',
  '/broken': '<script nonce="x">fetch("/500")</script>',
};
const POLICY =
  "default-src 'none'; script-src 'nonce-x'; style-src 'unsafe-inline'; connect-src 'self'; img-src * data:";

let server: Server;
let browser: Browser;
let origin: string;
beforeAll(async () => {
  const found = inject('chromium');
  if (!found) return;
  browser = await launchChromium(found);
  server = createServer(({ url = '' }, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', POLICY);
    response.statusCode = url === '/500' ? 500 : 200;
    const icon = '<link rel="icon" href="data:,">';
    response.end(
      `<!doctype html><html lang="en"><head><title>A page</title>${icon}<style>${STYLE}</style></head><body><main><h1>A page</h1>${PAGES[url] ?? ''}</main></body></html>`,
    );
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

type Kind = 'overflow' | 'axe' | 'byKeyboard' | 'problems';

/** Opens a page, and looks there for some kinds of what may be wrong. */
async function findings(
  path: string,
  ...kinds: readonly Kind[]
): Promise<Readonly<Partial<Record<Kind, readonly string[]>>>> {
  const { context, page, problems } = await openSeat(browser, origin, { viewport: 'phone' });
  const look: Readonly<Record<Kind, () => Promise<readonly string[]>>> = {
    overflow: () => overflowOf(page),
    axe: () => axeFindings(page),
    byKeyboard: async () => (await walkByKeyboard(page)).problems,
    problems: async () => problems.found,
  };
  try {
    await page.goto(path);
    const found: Partial<Record<Kind, readonly string[]>> = {};
    for (const kind of kinds) found[kind] = await look[kind]();
    // What is told by the browser comes a moment later.
    if (path !== '/well' && kinds.includes('problems'))
      await expect.poll(() => problems.found.length).toBeGreaterThan(0);
    return found;
  } finally {
    await context.close();
  }
}

withChromium('what tests look for on a page', () => {
  it('is not found on a page that is well', async () => {
    const found = await findings('/well', 'overflow', 'axe', 'byKeyboard', 'problems');
    expect(found).toEqual({ overflow: [], axe: [], byKeyboard: [], problems: [] });
  });

  it.each([
    ['/no-name', 'axe', /^button-name \(critical\)/],
    ['/pale', 'axe', /^color-contrast \(serious\)/],
    ['/wide', 'overflow', /^the page is 2000 px wide, of 360/],
    ['/spills', 'overflow', /^the words of div .* stick out/],
    ['/no-ring', 'byKeyboard', /does not show that it has focus/],
    ['/trap', 'byKeyboard', /a trap/],
    ['/by-mouse', 'byKeyboard', /“Only by mouse” cannot be reached by Tab/],
    ['/hidden-stop', 'byKeyboard', /is not to be seen/],
    ['/throws', 'problems', /TypeError/],
    ['/logs', 'problems', /console: something broke/],
    ['/elsewhere', 'problems', /asks another place/],
    ['/inline', 'problems', /the policy forbids script-src-elem: inline/],
    ['/broken', 'problems', /GET .*\/500 answered 500/],
  ] as const)('is found on %s, as %s', async (path, kind, expected) => {
    expect((await findings(path, kind))[kind]).toContainEqual(expect.stringMatching(expected));
  });
});
