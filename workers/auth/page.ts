import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { AuthEnv } from './frame.ts';

/** What `html` makes: escaped text. */
export type Markup = ReturnType<typeof html>;

/** Readable without the hub's assets: one column, the system's own fonts and colours, dark where the system is. */
const STYLE = `
:root{color-scheme:light dark;--bg:#f4f6fb;--card:#fff;--ink:#16202e;--soft:#55617a;--line:#d5dbe6;--brand:#0b5fff;--on:#fff;--bad:#b3261e;--good:#13703c}
@media (prefers-color-scheme:dark){:root{--bg:#0e1420;--card:#182131;--ink:#e9eef8;--soft:#a3b0c8;--line:#33415a;--brand:#7aa7ff;--on:#0e1420;--bad:#ff8f86;--good:#7ddb9f}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif;min-height:100vh;display:grid;place-items:center;padding:1rem}
main{background:var(--card);border:1px solid var(--line);border-radius:16px;padding:2rem;width:100%;max-width:30rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .5rem}h2{font-size:1.1rem;margin:1.75rem 0 .5rem}p{margin:.5rem 0}.soft{color:var(--soft)}
label{display:block;font-weight:600;margin:1rem 0 .25rem}
input,select,textarea{font:inherit;width:100%;padding:.6rem .75rem;border:1px solid var(--soft);border-radius:8px;background:var(--bg);color:var(--ink)}
button,.button{font:inherit;font-weight:600;display:inline-block;width:100%;text-align:center;text-decoration:none;margin-top:1rem;padding:.65rem 1rem;border-radius:8px;border:1px solid var(--brand);background:var(--brand);color:var(--on);cursor:pointer}
.button.other,button.other{background:transparent;color:var(--ink);border-color:var(--soft);margin-top:.5rem}
button.bad{background:transparent;color:var(--bad);border-color:var(--bad)}
:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
a{color:var(--brand)}a.button{color:var(--on)}a.button.other{color:var(--ink)}
.told{border-left:4px solid var(--brand);padding:.5rem .75rem;background:var(--bg);border-radius:0 8px 8px 0}.told.bad{border-color:var(--bad)}.told.good{border-color:var(--good)}
button.way{display:flex;align-items:center;gap:.85rem;text-align:left}p+form>button.way{margin-top:1rem}.mark{flex:none;border-radius:6px}
.or{display:flex;align-items:center;gap:.75rem;margin:1rem 0 .5rem;color:var(--soft)}.or::before,.or::after{content:"";flex:1;border-top:1px solid var(--line)}
.row{display:flex;align-items:center;gap:.75rem}.grow{flex:1;min-width:0;overflow-wrap:anywhere}
.tag{font-size:.8rem;font-weight:600;color:var(--soft);border:1px solid var(--line);border-radius:99px;padding:.1rem .6rem;white-space:nowrap}
button.small{width:auto;margin:0;padding:.35rem .85rem}summary{cursor:pointer;padding:.5rem 0;color:var(--brand);font-weight:600}
ul.list{list-style:none;margin:0;padding:0}ul.list li{border-top:1px solid var(--line);padding:.75rem 0}
label.tick{display:flex;gap:.5rem;align-items:baseline;font-weight:400;margin:1.25rem 0 0}.tick input{width:auto;flex:none}
div.told{margin:.5rem 0}
.fields{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.5rem;align-items:end}.lines{white-space:pre-line}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
ol{padding-left:1.25rem}.qr svg{display:block;width:100%;max-width:15rem;margin:1rem auto;border-radius:8px}ul.codes{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));column-gap:1rem}details summary{cursor:pointer;margin-top:.5rem}
code{font:1.05em ui-monospace,monospace;overflow-wrap:anywhere}
@media (max-width:30rem){main{padding:1.25rem;border-radius:12px}body{padding:.5rem;place-items:start stretch}}
@media (prefers-reduced-motion:no-preference){button,.button{transition:filter .15s}button:hover,.button:hover{filter:brightness(1.1)}}
`;

export interface PageParts {
  readonly title: string;
  readonly body: Markup;
  /** Runs in the page: a script's own text, never a person's. */
  readonly script?: string;
}

/** A page of ours: for a person, by the keyboard and by touch, light and dark. */
export function page(
  c: Context<AuthEnv>,
  { title, body, script }: PageParts,
  status = 200,
): Response | Promise<Response> {
  const nonce = c.get('secureHeadersNonce');
  const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · WaddleBot</title>
<style nonce="${nonce}">${raw(STYLE)}</style>
</head>
<body><main>
<h1>${title}</h1>
${body}
</main>${script === undefined ? '' : html`<script nonce="${nonce}" type="module">${raw(script)}</script>`}</body>
</html>`;
  return c.html(whole, status as 200);
}

/** The field that proves a form to be of this page: the first in every form. */
export const csrfInput = (c: Context<AuthEnv>): Markup =>
  html`<input type="hidden" name="_csrf" value="${c.get('csrf')}">`;
