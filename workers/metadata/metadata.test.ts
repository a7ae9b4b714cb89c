import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { EXHAUSTING } from '../../tests/stand-ins/pages/hostile.ts';
import { ORDINARY } from '../../tests/stand-ins/pages/ordinary.ts';
import { leastTime } from '../../tests/support/least-time.ts';
import { graphemes } from '../core/text.ts';
import { metadataOf } from './metadata.ts';

const ADDRESS = 'https://www.example.com/notes/2026/';
const NAMED_BY_ADDRESS = 'example.com/notes/2026';

const read = (html: string, url = ADDRESS) => metadataOf(html, url);
const titleOf = async (html: string, url = ADDRESS) => (await read(html, url)).title;
const meta = (name: string, content: string) => `<meta property="${name}" content="${content}">`;
const jsonLd = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;

describe('an ordinary page', () => {
  it.each(ORDINARY.map((page) => [page.name, page] as const))(
    'is told as a person would tell it: %s',
    async (_, page) => {
      expect(await read(String(page.body))).toMatchObject(page.is);
    },
  );
});

describe('the title', () => {
  it('is told by the first that tells one', async () => {
    const sources = [
      [meta('og:title', 'Open Graph'), 'Open Graph'],
      [meta('twitter:title', 'Card'), 'Card'],
      [jsonLd({ '@type': 'Article', headline: 'Data' }), 'Data'],
      ['<title>Title</title>', 'Title'],
      ['<h1>Heading</h1>', 'Heading'],
      ['', NAMED_BY_ADDRESS],
    ] as const;
    for (const [i, [, title]] of sources.entries()) {
      const left = sources.slice(i).map(([html]) => html);
      expect(await titleOf(left.toReversed().join('\n'))).toBe(title);
      const empty = [meta('og:title', ' &#8203; '), meta('twitter:title', ''), '<title> </title>'];
      expect(await titleOf([...empty, ...left].join(''))).toBe(title);
    }
  });

  it.each([
    ['entities', '<title>Caf&eacute; &amp; Bar &#x1F986; &lt;b&gt;</title>', 'Café & Bar 🦆 <b>'],
    ['entities that were encoded twice', meta('og:title', 'Tom &amp;amp; Pia&amp;#39;s'), "Tom & Pia's"],
    ['an entity that it is about', '<title>The &amp;nbsp; entity</title>', 'The &nbsp; entity'],
    ['an element that it is about', '<title>&lt;script&gt;: a reference</title>', '<script>: a reference'],
    ['angle brackets', '<title>List<String> and a < b</title>', 'List<String> and a < b'],
    ['markup by mistake', '<title>My <b class="x">best</b> day<br>ever</title>', 'My best day ever'],
    ['a script', '<title>Hello<script>alert(1)</script></title>', 'Hello'],
    ['a script without an end', '<title>Hello<script>alert(1)</title>', 'Hello'],
    ['a script in a property', meta('og:title', 'A &lt;script src=x&gt;alert(1)&lt;/script&gt; B'), 'A B'],
    ['blanks and lines', '<title>\n  A\t\r\n&nbsp; B\u2028C </title>', 'A B C'],
    ['controls', '<title>A\u0000B\u0007C\u009bD&#7;</title>', 'ABCD'],
    ['overrides of direction', '<title>in\u202Efdp.exe\u202C \u2066x\u2069</title>', 'infdp.exe x'],
    ['zero-width characters', '<title>ex\u200Ba\u2060m\u00ADp\uFEFFl\u200De</title>', 'example'],
    ['invisible tags', '<title>A\u{E0041}\u{E0042}B</title>', 'AB'],
    ['emoji of several parts', '<title>👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏳️‍🌈 ❤️‍🔥</title>', '👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏳️‍🌈 ❤️‍🔥'],
    ['joiners that a script needs', '<title>می‌خواهم क्‍ष</title>', 'می‌خواهم क्‍ष'],
    [
      'marks without end',
      `<title>Z\u0301${'\u0315'.repeat(90)}algo</title>`,
      'Ź\u0315\u0315\u0315\u0315\u0315\u0315algo',
    ],
    ['a lone surrogate', jsonLd({ '@type': 'Article', name: 'x\ud800y' }), 'xy'],
    ['a title of a picture', '<svg><title>Logo</title></svg><title>Page</title>', 'Page'],
    ['a title in a comment', '<!-- <title>Old</title> --><title>New</title>', 'New'],
    ['a title in a script', '<script>x = "<title>Code</title>"</script><title>Page</title>', 'Page'],
    ['a title in a text field', '<textarea><title>Draft</title></textarea><title>Page</title>', 'Page'],
    ['a title without an end', '<title>Half a page<p>text', 'Half a page'],
    ['a heading for those without scripts', '<noscript><h1>Enable it</h1></noscript><h1>Page</h1>', 'Page'],
    ['two titles', '<title>One</title><title>Two</title>', 'One'],
    ['quotes around a tag', `<meta name='x' content='<title>No</title>'><title>Yes</title>`, 'Yes'],
    ['an end behind a quoted >', '<meta content="a > b" property="og:title"><title>No</title>', 'a > b'],
    ['a slash for a blank', '<meta/property="og:title"/content="Slashed"/>', 'Slashed'],
    [
      'a heading full of tags',
      '<h1>\n<!-- x --><a href="/">Ducks <i>of</i></a><div>Europe</div></h1>',
      'Ducks of Europe',
    ],
  ])('is plain text: %s', async (_, html, title) => {
    expect(await titleOf(html)).toBe(title);
  });

  it('has at most 300 characters, as people count them', async () => {
    expect(await titleOf(`<title>${'👩‍👩‍👧'.repeat(300)}</title>`)).toBe('👩‍👩‍👧'.repeat(300));
    expect(await titleOf(`<title>${'👩‍👩‍👧'.repeat(301)}</title>`)).toBe(`${'👩‍👩‍👧'.repeat(299)}…`);
    expect(await titleOf(`<title>${'word '.repeat(500)}</title>`)).toMatch(/^(?:word ){59}word…$/);
  });

  it.each([
    ['https://www.example.com/', 'example.com'],
    ['https://example.com:8443/a%20b/%E6%B8%A1/?q=1#x', 'example.com:8443/a b/渡'],
    ['http://example.com/%ff%00%E2%80%AEx', 'example.com/%ff%00%E2%80%AEx'],
    ['http://example.com/%E2%80%AEx%0A', 'example.com/x'],
    [`http://example.com/${'a'.repeat(1_000)}`, `example.com/${'a'.repeat(287)}…`],
  ])('is the address where there is none: %s', async (url, title) => {
    expect(await titleOf('<p>text', url)).toBe(title);
  });
});

describe('JSON-LD', () => {
  it.each([
    ['a name', { '@type': 'Event', name: 'Swan race' }, 'Swan race'],
    ['a headline before a name', { '@type': 'Article', name: 'b', headline: 'a' }, 'a'],
    [
      'a list',
      [
        { '@type': 'Organization', name: 'Us' },
        { '@type': 'Book', name: 'It' },
      ],
      'It',
    ],
    [
      'a graph',
      {
        '@graph': [
          { '@type': 'Person', name: 'Me' },
          { '@type': 'Movie', name: 'It' },
        ],
      },
      'It',
    ],
    ['a list of graphs', [{ '@graph': [{ '@type': 'Course', name: 'It' }] }], 'It'],
    [
      'a subject before its page',
      [
        { '@type': 'WebPage', name: 'It | Us' },
        { '@type': 'Recipe', name: 'It' },
      ],
      'It',
    ],
    ['a page where there is no subject', { '@type': 'AboutPage', name: 'About' }, 'About'],
    ['a page’s subject', { '@type': 'WebPage', mainEntity: { '@type': 'Game', name: 'It' } }, 'It'],
    ['a type as an address', { '@type': 'https://schema.org/Article', name: 'It' }, 'It'],
    ['several types', { '@type': ['Thing', 'Article'], name: 'It' }, 'It'],
    [
      'a shop that stands on every page',
      [
        { '@type': 'Store', name: 'Us' },
        { '@type': 'Product', name: 'It' },
      ],
      'It',
    ],
    [
      'a shop where there is nothing else',
      [
        { '@type': 'Person', name: 'Me' },
        { '@type': 'Store', name: 'Us' },
      ],
      'Us',
    ],
    ['no type', { name: 'It' }, 'It'],
    ['names in languages', { '@type': 'Article', name: [{ '@value': 'Eins', '@language': 'de' }] }, 'Eins'],
    ['entities', { '@type': 'Article', name: 'Sal&eacute; &#038; Poivr&eacute;' }, 'Salé & Poivré'],
    ['nothing', {}, NAMED_BY_ADDRESS],
    ['other kinds of values', [null, 1, 'x', [], [[{ '@type': 'Article', name: 7 }]]], NAMED_BY_ADDRESS],
    ['a prototype', { __proto__: null, '@type': 'Article', constructor: 'x', name: { name: 'y' } }, NAMED_BY_ADDRESS],
  ])('is understood: %s', async (_, value, title) => {
    expect(await titleOf(jsonLd(value))).toBe(title);
  });

  it('of what stands on every page does not name one that has a title', async () => {
    const html = `${jsonLd({ '@type': 'Restaurant', name: 'Us' })}<title>Contact</title>`;
    expect(await titleOf(html)).toBe('Contact');
  });

  it('is looked at as far as pages need it', async () => {
    const owners = (length: number) => Array.from({ length }, () => ({ '@type': 'Organization' }));
    const subject = { '@type': 'Article', name: 'It' };
    expect(await titleOf(jsonLd([...owners(190), subject]))).toBe('It');
    expect(await titleOf(jsonLd([...owners(300), subject]))).toBe(NAMED_BY_ADDRESS);
    expect(await titleOf(owners(49).map(jsonLd).join('') + jsonLd(subject))).toBe('It');
    expect(await titleOf(owners(50).map(jsonLd).join('') + jsonLd(subject))).toBe(NAMED_BY_ADDRESS);
    expect(await titleOf(jsonLd({ ...subject, text: 'x'.repeat(300_000) }))).toBe(NAMED_BY_ADDRESS);
  });

  it.each([
    '',
    '{',
    '{"@type":"Article","name":"x"',
    '// <![CDATA[',
    'null',
    '{"@type":"Article","name":"x"};alert(1)',
  ])('that is broken is as if it were not there: %s', async (broken) => {
    const html = `<script type="application/ld+json">${broken}</script>${jsonLd({ '@type': 'Article', name: 'Whole' })}`;
    expect(await titleOf(html)).toBe('Whole');
  });
});

describe('the description', () => {
  it('is told by the first that tells one, without markup', async () => {
    const all = [
      meta('og:description', '&lt;p&gt;A &lt;b&gt;b&lt;/b&gt;&lt;/p&gt;'),
      meta('twitter:description', 'card'),
      jsonLd({ '@type': 'Article', description: 'data' }),
      '<META NAME=DESCRIPTION CONTENT=plain>',
    ];
    const told = await Promise.all(all.map(async (_, i) => (await read(all.slice(i).join(''))).description));
    expect(told).toEqual(['A b', 'card', 'data', 'plain']);
  });

  it('has at most 500 characters', async () => {
    const { description } = await read(meta('og:description', 'ü'.repeat(600)));
    expect(description).toBe(`${'ü'.repeat(499)}…`);
  });
});

describe('the image', () => {
  it.each([
    ['/a.png', 'https://www.example.com/a.png'],
    ['a.png', 'https://www.example.com/notes/2026/a.png'],
    ['//img.example.com/a b.png', 'https://img.example.com/a%20b.png'],
    [' http://img.example.com/a.png ', 'http://img.example.com/a.png'],
    ['data:image/png;base64,AAAA', null],
    ['javascript:alert(1)', null],
    ['java\nscript:alert(1)', null],
    ['file:///etc/passwd', null],
    ['https://user:pw@example.com/a.png', null],
    ['https://', null],
    [`https://example.com/${'a'.repeat(2_000)}`, null],
    ['', null],
  ])('is an absolute web address or nothing: %s', async (given, image) => {
    expect((await read(meta('og:image', given))).image).toBe(image);
  });

  it('is the first that is one', async () => {
    const html =
      meta('og:image', 'data:,x') + meta('og:image', '') + meta('og:image', '/2.png') + meta('og:image', '/3.png');
    expect((await read(html)).image).toBe('https://www.example.com/2.png');
    const data = { '@type': 'Article', image: [{ contentUrl: 'blob:x' }, { url: '/data.png' }] };
    expect((await read(jsonLd(data))).image).toBe('https://www.example.com/data.png');
  });

  it.each([
    ['<base href="/img/">', 'https://www.example.com/img/a.png'],
    ['<base target="_top"><BASE HREF="//cdn.example.com/x/y">', 'https://cdn.example.com/x/a.png'],
    ['<base href="data:text/html,x">', 'https://www.example.com/notes/2026/a.png'],
    ['<base href="javascript:x">', 'https://www.example.com/notes/2026/a.png'],
  ])('is relative to the base: %s', async (base, image) => {
    expect((await read(base + meta('og:image', 'a.png'))).image).toBe(image);
  });
});

describe('site and language', () => {
  it.each([
    ['<html lang="de">', 'de'],
    ['<html LANG="zh-hant-tw">', 'zh-Hant-TW'],
    [meta('og:locale', 'en_US'), 'en-US'],
    ['<meta http-equiv="Content-Language" content="fr, en">', 'fr'],
    [`<html lang="">${jsonLd({ '@type': 'Article', inLanguage: 'nl' })}`, 'nl'],
    ['<html lang="{{lang}}">', null],
    ['<html lang="not a language">', null],
    [`<html lang="${'x'.repeat(50)}">`, null],
  ])('a language is a tag or nothing: %s', async (html, language) => {
    expect((await read(html)).language).toBe(language);
  });

  it.each([
    [meta('og:site_name', 'Pond') + meta('application-name', 'App'), 'Pond'],
    [meta('application-name', 'App'), 'App'],
    [jsonLd({ '@type': 'WebSite', name: 'Web' }), 'Web'],
    [jsonLd({ '@type': 'Article', publisher: [{ name: 'Press' }] }), 'Press'],
    ['<title>Only</title>', null],
  ])('a site is named by itself: %s', async (html, site) => {
    expect((await read(html)).site).toBe(site);
  });
});

describe('a page that is as much work as can be', () => {
  it.each(Object.entries(EXHAUSTING))('is done in less than a second: %s', async (_, page) => {
    const html = page();
    expect(await leastTime(1_000, () => read(html))).toBeLessThan(1_000);
    const { title } = await read(html);
    expect(title).not.toBe('');
    expect(title.length).toBeLessThan(10_000);
  });

  it('counts for no more than its first megabyte', async () => {
    expect(await titleOf(`${' '.repeat(1_048_576)}<title>Late</title>`)).toBe(NAMED_BY_ADDRESS);
  });
});

describe('whatever a page is', () => {
  const PIECES =
    `< > </ /> <!-- --> --!> <! <? <?xml " ' = & &amp; &#0; &#x110000; &lt <title> </title> <title/> <h1> </h1> <meta <html <base
    <script </script> <svg> </svg> <template> property="og:title" content="x" content=' lang= href= type="application/ld+json" {"@type":"Article","name":"
    __proto__ constructor <![CDATA[ ]]> \u0000 \ud800 \u202e 渡`.split(/\s+/);
  const soup = fc
    .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...PIECES, ' ') }, fc.string({ maxLength: 20 })), {
      maxLength: 400,
    })
    .map((pieces) => pieces.join(''));
  const long = fc.string({ unit: 'binary', maxLength: 20_000, size: 'max' });

  it('it is told within the limits, and nothing is thrown', async () => {
    const property = fc.asyncProperty(fc.oneof(soup, long, fc.string()), fc.webUrl(), async (html, url) => {
      const { title, description, image, site, language } = await read(html, url);
      expect(title).not.toBe('');
      expect(graphemes(title).length).toBeLessThanOrEqual(300);
      expect(graphemes(description ?? '').length).toBeLessThanOrEqual(500);
      expect(graphemes(site ?? '').length).toBeLessThanOrEqual(100);
      for (const text of [title, description ?? '', site ?? '']) {
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toMatch(/[\p{Cc}\u2028-\u202E\u2066-\u2069]|^\s|\s$/u);
      }
      expect(image ?? 'https://').toMatch(/^https?:\/\//);
      expect(language ?? 'en').toMatch(/^[a-z]{2,8}(?:-[a-z\d]{1,8})*$/i);
    });
    await fc.assert(property, { numRuns: cases(5_000) });
  });
});
