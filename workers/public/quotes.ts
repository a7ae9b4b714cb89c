import { html } from 'hono/html';
import { codePoints, truncate } from '../core/text.ts';
import type { Unnamed } from '../core/unnamed.ts';
import type { Quote } from '../modules/memories/quote-rows.ts';
import { clean, type Markup, own, type Sheet, short, sitePage } from './page.ts';
import { emptyList, queryOf, searchForm } from './parts.ts';

/** Quotes on one page. */
export const QUOTES_ON_PAGE = 20;
/** In a list, longer ones are cut here, characters: all of it stands at its own address. */
const MOST_IN_LIST = 400;
/** Categories that are offered, most quotes first. */
const MOST_CATEGORIES = 20;

export interface QuotesAsked {
  readonly words: string;
  readonly category: string | null;
  /** Where a list goes on: below this number. */
  readonly below: number | null;
  /** Where a search goes on: after so many. */
  readonly skip: number;
}

export interface QuotesFound {
  /** One more than is shown, where there are more. */
  readonly quotes: readonly Quote[];
  readonly total: number;
  readonly categories: readonly { readonly category: string; readonly quotes: number }[];
}

/** A quote as anybody may read it. */
interface Shown {
  readonly number: number;
  readonly text: string;
  readonly author: string;
  readonly category: string | null;
  readonly game: string | null;
  readonly saidAt: string;
}

function shownOf({ number, text, author, category, game, saidAt }: Quote, unnamed: Unnamed): Shown {
  const kept = (word: string | null): string | null => (word === null || unnamed.isNaming(word) ? null : word);
  return {
    number,
    text: clean(unnamed.text(text)),
    author: clean(unnamed.author(author)),
    category: kept(category),
    game: kept(game),
    saidAt,
  };
}

function byLine(sheet: Sheet, quote: Shown, isOwnPage: boolean): Markup {
  const { site, base, words: w } = sheet;
  const { number, author, category, game, saidAt } = quote;
  const day = new Intl.DateTimeFormat(site.language, { dateStyle: 'long', timeZone: site.zone }).format(
    Date.parse(saidAt),
  );
  return html`<p class="by">${author === '' ? '' : html`<span>— ${own(author)}</span>`}<time datetime="${saidAt}">${day}</time>${
    game === null ? '' : html`<span>${own(w.playing(short(game, 100)))}</span>`
  }${category === null ? '' : html`<a href="${base}/quotes${queryOf({ category })}">${own(category)}</a>`}${
    isOwnPage ? '' : html`<a href="${base}/quotes/${number}" aria-label="${w.quote(number)}">#${number}</a>`
  }</p>`;
}

function listItem(sheet: Sheet, quote: Shown): Markup {
  const { base, words: w } = sheet;
  const isLong = codePoints(quote.text) > MOST_IN_LIST;
  return html`<li><blockquote dir="auto">${isLong ? truncate(quote.text, MOST_IN_LIST) : quote.text}</blockquote>${
    isLong ? html`<p><a href="${base}/quotes/${quote.number}">${w.readAll}</a></p>` : ''
  }${byLine(sheet, quote, false)}</li>`;
}

/** `/quotes`: what was said, newest first, or what a search finds. */
export function quotesPage(sheet: Sheet, found: QuotesFound, unnamed: Unnamed, asked: QuotesAsked): string {
  const { site, base, words: w } = sheet;
  const { words, category, below, skip } = asked;
  const at = `${base}/quotes`;
  const shown = found.quotes.slice(0, QUOTES_ON_PAGE).map((quote) => shownOf(quote, unnamed));
  const hasMore = found.quotes.length > QUOTES_ON_PAGE;
  const isFirst = below === null && skip === 0;
  const onward = words === '' ? { below: shown.at(-1)?.number } : { skip: skip + QUOTES_ON_PAGE };
  const back = skip > QUOTES_ON_PAGE ? { skip: skip - QUOTES_ON_PAGE } : {};
  const choice = (to: string | null, label: Markup | string): Markup =>
    html`<a href="${at}${queryOf({ category: to, q: words })}"${to === category ? html` aria-current="true"` : ''}>${label}</a>`;
  const categories = found.categories
    .filter(({ category: name }) => !unnamed.isNaming(name))
    .toSorted((a, b) => b.quotes - a.quotes)
    .slice(0, MOST_CATEGORIES);
  const body = html`<h1>${w.quotes}</h1><p class="soft">${w.quotesWhat}</p>
<div class="tools">${searchForm({ at, label: w.searchQuotes, button: w.search, words, keep: { category } })}</div>
${
  categories.length === 0
    ? ''
    : html`<nav class="filter" aria-label="${w.category}">${choice(null, w.allCategories)}${categories.map(({ category: name }) => choice(name, own(name)))}</nav>`
}
${words === '' ? '' : html`<p class="soft" role="status">${w.found(found.total)} <a href="${at}${queryOf({ category })}">${w.clear}</a></p>`}
${
  shown.length === 0
    ? emptyList(words === '' && category === null && isFirst ? w.noQuotes : w.noQuotesFound)
    : html`<ol class="rows">${shown.map((quote) => listItem(sheet, quote))}</ol>`
}
${
  isFirst && !hasMore
    ? ''
    : html`<nav class="turn" aria-label="${w.pages}: ${w.quotes}">${isFirst ? '' : html`<a href="${at}${queryOf({ category, q: words, ...back })}" rel="prev">${words === '' ? w.newest : w.previous}</a>`}${
        hasMore
          ? html`<a href="${at}${queryOf({ category, q: words, ...onward })}" rel="next">${words === '' ? w.older : w.next}</a>`
          : ''
      }</nav>`
}`;
  return sitePage(sheet, {
    page: 'quotes',
    path: '/quotes',
    title: w.quotes,
    description: `${w.quotesWhat} ${site.name}`,
    isListed: words === '' && category === null && isFirst,
    body,
  });
}

/** `/quotes/12`: one, at an address of its own. */
export function quotePage(sheet: Sheet, quote: Quote, unnamed: Unnamed): string {
  const { base, words: w } = sheet;
  const shown = shownOf(quote, unnamed);
  return sitePage(sheet, {
    page: 'quotes',
    path: `/quotes/${shown.number}`,
    title: shown.author === '' ? w.quote(shown.number) : w.quoteBy(shown.number, shown.author),
    description: shown.text,
    isListed: true,
    type: 'article',
    body: html`<article class="one"><h1>${w.quote(shown.number)}</h1><blockquote dir="auto">${shown.text}</blockquote>${byLine(sheet, shown, true)}</article>
<nav class="turn" aria-label="${w.quotes}"><a href="${base}/quotes">${w.allQuotes}</a></nav>`,
  });
}
