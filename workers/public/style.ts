/**
 * The look of public pages: the hub's colours (`hub/src/design/tokens.css`), the system's own font, dark where the system is. One
 * text of a few kilobytes in the page itself, so that nothing else has to come before it is painted.
 */
export const STYLE = `:root{color-scheme:light dark;--bg:oklch(98.2% .004 245);--card:#fff;--sunken:oklch(96.3% .006 245);--ink:oklch(24% .022 255);--soft:oklch(41% .024 253);--faint:oklch(50.5% .024 252);--line:oklch(91% .01 245);--edge:oklch(63% .022 250);--brand:oklch(48.5% .12 246);--link:oklch(46% .115 246);--on:#fff;--told:oklch(95.8% .018 240);--coat:oklch(42% .105 247);--belly:oklch(97.5% .008 240);--beak:oklch(78% .15 70);--eye:oklch(22% .03 252)}
@media (prefers-color-scheme:dark){:root{--bg:oklch(17% .013 258);--card:oklch(20.5% .014 258);--sunken:oklch(14.5% .012 258);--ink:oklch(95.5% .006 245);--soft:oklch(80% .013 245);--faint:oklch(70.5% .017 245);--line:oklch(29% .017 258);--edge:oklch(56% .022 250);--brand:oklch(55% .124 243);--link:oklch(80% .1 235);--on:oklch(99% .005 240);--told:oklch(28% .05 245);--coat:oklch(58% .115 244);--belly:oklch(97% .008 240);--beak:oklch(81% .145 72);--eye:oklch(22% .03 258)}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.55 Inter,system-ui,sans-serif;overflow-wrap:anywhere}
.in{max-width:56rem;margin:0 auto;padding:0 1.25rem}
.skip{position:absolute;left:1rem;top:.5rem;background:var(--card);padding:.4rem .8rem;border-radius:8px;z-index:1}.skip:not(:focus){width:1px;height:1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
header{background:var(--card);border-bottom:1px solid var(--line)}
.top{display:flex;align-items:center;gap:.75rem;padding:1.1rem 0 .6rem;min-width:0}
.mark{flex:none;width:2rem;height:2rem}
.top .name{font-weight:650;font-size:1.2rem;line-height:1.3;margin:0;letter-spacing:-.012em;color:var(--ink);text-decoration:none;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;min-width:0}
nav.pages{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
nav.pages a{color:var(--soft);text-decoration:none;padding:.55rem .1rem;border-bottom:2px solid transparent}
nav.pages a:hover{color:var(--ink)}nav.pages a[aria-current]{color:var(--ink);font-weight:600;border-color:var(--brand)}
main{padding:1.75rem 0 3rem}
h1.name{margin:0}h1{font-size:1.5rem;letter-spacing:-.015em;line-height:1.25;margin:0 0 .35rem}
h2{font-size:1.1rem;letter-spacing:-.01em;margin:2.25rem 0 .6rem}.in>h2:first-child{margin-top:0}h3{font-size:1rem;margin:0}
p{margin:.35rem 0}.soft{color:var(--soft)}.faint{color:var(--faint)}.lines{white-space:pre-line}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
code{font:.94em ui-monospace,"JetBrains Mono",monospace}
ul,ol{list-style:none;margin:0;padding:0}
.cards{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),1fr));margin-top:1rem}
.cards a{display:block;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.9rem 1rem;text-decoration:none;color:var(--ink);height:100%}
.cards a:hover{border-color:var(--edge)}.cards strong{display:block;color:var(--link)}
.tools{display:flex;flex-wrap:wrap;gap:.75rem 1.5rem;align-items:end;margin:1.1rem 0 0}
form.find{display:flex;gap:.5rem;align-items:end;flex:1 1 18rem;max-width:30rem}
label{display:block;font-size:.87rem;color:var(--soft);flex:1;min-width:0}
input{font:inherit;width:100%;margin-top:.2rem;padding:.45rem .7rem;border:1px solid var(--edge);border-radius:8px;background:var(--card);color:var(--ink)}
button{font:inherit;font-weight:600;padding:.45rem 1rem;border-radius:8px;border:1px solid var(--brand);background:var(--brand);color:var(--on);cursor:pointer}
.filter{display:flex;flex-wrap:wrap;gap:.35rem;align-items:center;margin:1rem 0 0}
.filter a{display:inline-block;max-width:100%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;border:1px solid var(--line);border-radius:99px;padding:.2rem .8rem;text-decoration:none;color:var(--soft);background:var(--card)}
.filter a:hover{color:var(--ink);border-color:var(--edge)}.filter a[aria-current]{background:var(--told);color:var(--ink);border-color:var(--edge);font-weight:600}
ol.rows{margin-top:1.1rem}.rows h3 code{font-weight:650}.rows>li{background:var(--card);border:1px solid var(--line);border-top-width:0;padding:.8rem 1rem;min-width:0;overflow:hidden}
.rows>li:first-child{border-top-width:1px;border-radius:10px 10px 0 0}.rows>li:last-child{border-radius:0 0 10px 10px}.rows>li:only-child{border-radius:10px}
.said{margin:.3rem 0;white-space:pre-line;overflow:hidden}
.var{font:.9em ui-monospace,"JetBrains Mono",monospace;background:var(--sunken);border:1px solid var(--line);border-radius:5px;padding:0 .3em;color:var(--soft)}
.meta{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;margin:.25rem 0 0;font-size:.87rem;color:var(--soft)}
.meta div{display:flex;gap:.35em;min-width:0}.meta dt{color:var(--faint)}.meta dd{margin:0;min-width:0}
.parts{margin:.35rem 0 0;font-size:.93rem}.parts li{margin:.15rem 0}
blockquote{margin:0;font-size:1.05rem;white-space:pre-line;overflow:hidden}
.one blockquote{font-size:1.35rem;line-height:1.4;margin:1rem 0 .5rem}
.by{color:var(--soft);font-size:.9rem;display:flex;flex-wrap:wrap;gap:.1rem .9rem}
.none{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:2rem 1rem;text-align:center;color:var(--soft);margin-top:1.25rem}
nav.turn{display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;margin-top:1.25rem;align-items:center}
footer{border-top:1px solid var(--line);color:var(--faint);font-size:.87rem;padding:1.25rem 0 2rem}footer a{color:var(--soft)}
@media (max-width:30rem){.in{padding:0 1rem}main{padding-top:1.25rem}}
@media (prefers-reduced-motion:no-preference){a,button{transition:border-color .15s,color .15s,filter .15s}button:hover{filter:brightness(1.1)}}`;
