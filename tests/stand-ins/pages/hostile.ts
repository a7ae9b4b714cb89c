import type { Page } from './page.ts';

const KILOBYTE = 'x'.repeat(1_024);

/** The end of a page of 10 GB, which nobody has to wait for. */
export const ENDLESS: Page = {
  body: { start: '<title>The longest page</title><p>', chunk: KILOBYTE.repeat(64), times: 160_000 },
};

/** A title at once, and then a byte now and then. */
export const DRIP: Page = { body: { start: '<title>Drip</title>', chunk: 'x', times: 1_000_000, everyMs: 200 } };

/** What it says of its charset is wrong: the header by a name that nothing has, the meta by one that the text has not. */
export const WRONG_CHARSET: Page = {
  type: 'text/html; charset=klingon',
  body: '<meta charset="iso-8859-1"><title>Größer</title>',
};

export const SCRIPT_IN_TITLE: Page = {
  body: '<title><script>alert("1")</script>Hello <b>there</b></title><meta property="og:title" content="&lt;script&gt;alert(2)&lt;/script&gt;">',
};

export const NO_TITLE: Page = { body: '<html><body><p>Just a paragraph.</p></body></html>' };

export const PDF: Page = { type: 'application/pdf', body: '%PDF-1.7\n%\u00e2\u00e3\n1 0 obj' };

export const BROKEN: Page = {
  body: `<html><<head><meta property="og:title content="oops><title>A page </head> that <body>was never</p> finished <div <span class='a"b'>
<table><tr></div><title>And another</ti</table></b></b></b><!-- no end <h1>no</h1>`,
};

/** Pages that are as much work as 1 MB can be. */
export const EXHAUSTING: Readonly<Record<string, () => string>> = {
  '100,000 nested divs': () => `${'<div>'.repeat(100_000)}<h1>Deep</h1>${'</div>'.repeat(60_000)}`,
  'a million nested tags that close others': () => '<b>'.repeat(160_000) + '</x>'.repeat(130_000),
  'a million attributes': () => `<meta ${Array.from({ length: 1_000_000 }, (_, i) => i.toString(36)).join(' ')}>`,
  'attributes up to every limit': () =>
    `<meta ${Array.from({ length: 1_700 }, (_, i) => i.toString(36)).join(' ')}>`.repeat(200),
  'many metas': () => '<meta name=og:title content="">'.repeat(30_000),
  'many titles without an end': () => '<title>'.repeat(140_000),
  'many headings': () => '<h1></h1>'.repeat(110_000),
  'many scripts without an end': () => '<script>'.repeat(130_000),
  'many scripts': () => '<script></script>'.repeat(60_000),
  'many comments without an end': () => '<!--'.repeat(260_000),
  'a million <': () => '<'.repeat(1_000_000),
  'a title of a million <': () => `<title>${'<'.repeat(1_000_000)}</title>`,
  'a title of entities': () => `<title>${'&amp;'.repeat(200_000)}</title>`,
  'a title of scripts': () => `<title>${'<script>'.repeat(130_000)}</title>`,
  'a title of combining marks': () => `<title>a${'\u0301'.repeat(500_000)}</title>`,
  'a title of joined emoji': () => `<title>${'👩\u200d'.repeat(250_000)}</title>`,
  'a million blanks in a tag': () => `<a ${' '.repeat(1_000_000)}`,
  'a million equals signs': () => `<a ${'='.repeat(1_000_000)}`,
  'a million quotes': () => `<a ${'="'.repeat(500_000)}`,
  'quotes without an end in many tags': () => `<a x='${'<a x="'.repeat(170_000)}`,
  'classes without an end': () => `<html class="${'a b '.repeat(260_000)}"><title>Classy</title>`,
  'nested JSON-LD': () => `<script type="application/ld+json">${'['.repeat(250_000)}</script>`,
  'nested JSON-LD that ends': () =>
    `<script type="application/ld+json">${'['.repeat(120_000)}${']'.repeat(120_000)}</script>`,
  'huge JSON-LD': () =>
    `<script type="application/ld+json">[${'{"@type":"Article","name":" ","@graph":[{},{}]},'.repeat(5_000)}{}]</script>`,
  'many JSON-LD scripts': () => '<script type="application/ld+json">{"@type":"Article"}</script>'.repeat(18_000),
  'many broken JSON-LD scripts': () => '<script type="application/ld+json">{</script>'.repeat(22_000),
  'JSON-LD of entities': () =>
    `<script type="application/ld+json">[${'{"@type":"Article","name":"&#8203;&#8203;"},'.repeat(6_000)}{}]</script>`,
  'a million NULs': () => '\0'.repeat(1_000_000),
  'nested templates and pictures': () => '<svg><template><title>'.repeat(47_000),
};
