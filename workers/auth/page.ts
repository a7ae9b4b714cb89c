import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { AuthEnv } from './frame.ts';

/** What `html` makes: escaped text. */
export type Markup = ReturnType<typeof html>;

/** Readable without the hub's assets: one column, the system's own font, the hub's colours (`hub/src/design/tokens.css`), dark where the system is. */
const STYLE = `
:root{color-scheme:light dark;--bg:oklch(98.2% .004 245);--card:#fff;--field:oklch(96.3% .006 245);--ink:oklch(24% .022 255);--soft:oklch(41% .024 253);--line:oklch(91% .01 245);--edge:oklch(63% .022 250);--brand:oklch(48.5% .125 246);--link:oklch(46% .125 246);--on:#fff;--bad:oklch(49% .175 25);--good:oklch(46% .115 156);--told:oklch(94.8% .026 238)}
@media (prefers-color-scheme:dark){:root{--bg:oklch(17% .013 252);--card:oklch(20.5% .014 252);--field:oklch(14.5% .012 252);--ink:oklch(95.5% .006 245);--soft:oklch(80% .013 245);--line:oklch(29% .017 252);--edge:oklch(56% .022 250);--brand:oklch(56% .125 243);--link:oklch(80% .1 235);--on:oklch(99% .005 240);--bad:oklch(75% .135 22);--good:oklch(79% .14 158);--told:oklch(28% .05 245)}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 Inter,system-ui,sans-serif;min-height:100vh;display:grid;place-items:center;padding:1rem}
main{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:2rem;width:100%;max-width:30rem}
.home{display:block;width:2.25rem;height:2.25rem;margin:0 0 1rem;border-radius:8px}.home svg{display:block}
h1{font-size:1.4rem;letter-spacing:-.012em;line-height:1.25;margin:0 0 .5rem}h2{font-size:1.1rem;margin:1.75rem 0 .5rem}p{margin:.5rem 0}.soft{color:var(--soft)}
label{display:block;font-weight:600;margin:1rem 0 .25rem}
input,select,textarea{font:inherit;width:100%;padding:.6rem .75rem;border:1px solid var(--edge);border-radius:8px;background:var(--field);color:var(--ink)}
button,.button{font:inherit;font-weight:600;display:inline-block;width:100%;text-align:center;text-decoration:none;margin-top:1rem;padding:.65rem 1rem;border-radius:8px;border:1px solid var(--brand);background:var(--brand);color:var(--on);cursor:pointer}
.button.other,button.other{background:transparent;color:var(--ink);border-color:var(--edge);margin-top:.5rem}
button.bad{background:transparent;color:var(--bad);border-color:var(--bad)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
a{color:var(--link)}a.button{color:var(--on)}a.button.other{color:var(--ink)}
.told{border-left:3px solid var(--link);padding:.6rem .85rem;background:var(--told);border-radius:8px}.told.bad{border-color:var(--bad)}.told.good{border-color:var(--good)}
button.way{display:flex;align-items:center;gap:.85rem;text-align:left}p+form>button.way{margin-top:1rem}.mark{flex:none;border-radius:6px}
.or{display:flex;align-items:center;gap:.75rem;margin:1rem 0 .5rem;color:var(--soft)}.or::before,.or::after{content:"";flex:1;border-top:1px solid var(--line)}
.row{display:flex;align-items:center;gap:.75rem}.grow{flex:1;min-width:0;overflow-wrap:anywhere}
.tag{font-size:.8rem;font-weight:600;color:var(--soft);border:1px solid var(--line);border-radius:99px;padding:.1rem .6rem;white-space:nowrap}
button.small{width:auto;margin:0;padding:.35rem .85rem}summary{cursor:pointer;padding:.5rem 0;color:var(--link);font-weight:600}
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

/** The mark: the penguin's face, as the hub has it (`hub/src/design/penguin.tsx`). */
const MARK = raw(
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 1.5c5.6 0 9.5 4.1 9.5 10.2 0 6.6-3.7 10.8-9.5 10.8s-9.5-4.2-9.5-10.8C2.5 5.6 6.4 1.5 12 1.5Z" fill="#2f6ea5"/><path d="M8.3 6.8c1.7 0 3 .9 3.7 2.3.7-1.4 2-2.3 3.7-2.3 2.5 0 4.1 1.9 4.1 4.7 0 5.2-3 9-7.8 9s-7.8-3.8-7.8-9c0-2.8 1.6-4.7 4.1-4.7Z" fill="#f4f8fb"/><circle cx="8.7" cy="11.3" r="1.35" fill="#16202e"/><circle cx="15.3" cy="11.3" r="1.35" fill="#16202e"/><path d="M9.6 13.9c0-.7 1.1-1.3 2.4-1.3s2.4.6 2.4 1.3c0 .9-1.5 2.5-2.4 2.5s-2.4-1.6-2.4-2.5Z" fill="#f2a33a"/></svg>',
);

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
<link rel="icon" href="/mark.svg" type="image/svg+xml">
<title>${title} · WaddleBot</title>
<style nonce="${nonce}">${raw(STYLE)}</style>
</head>
<body><main>
<a class="home" href="/" aria-label="WaddleBot">${MARK}</a>
<h1>${title}</h1>
${body}
</main>${script === undefined ? '' : html`<script nonce="${nonce}" type="module">${raw(script)}</script>`}</body>
</html>`;
  return c.html(whole, status as 200);
}

/** The field that proves a form to be of this page: the first in every form. */
export const csrfInput = (c: Context<AuthEnv>): Markup =>
  html`<input type="hidden" name="_csrf" value="${c.get('csrf')}">`;
