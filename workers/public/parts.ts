import { html } from 'hono/html';
import { clean, type Markup, nothing } from './page.ts';
import type { PublicWords } from './words.ts';

type Query = Readonly<Record<string, string | number | null | undefined>>;

/** `?q=…`, of what is said; nothing where nothing is. The first page is said by none. */
export function queryOf(query: Query): string {
  const said = Object.entries(query).filter(
    ([name, value]) => value !== null && value !== undefined && value !== '' && !(name === 'page' && value === 1),
  );
  return said.length === 0
    ? ''
    : `?${new URLSearchParams(said.map(([name, value]): [string, string] => [name, String(value)]))}`;
}

export interface SearchForm {
  readonly at: string;
  readonly label: string;
  readonly button: string;
  readonly words: string;
  /** What goes along with the search. */
  readonly keep: Query;
}

/** A search that works without a script: a form that asks for an address. */
export const searchForm = ({ at, label, button, words, keep }: SearchForm): Markup =>
  html`<form class="find" role="search" method="get" action="${at}"><label>${label}<input type="search" name="q" value="${clean(words)}" maxlength="200" autocomplete="off"/></label>${Object.entries(
    keep,
  ).map(([name, value]) =>
    value === null || value === undefined ? '' : html`<input type="hidden" name="${name}" value="${value}"/>`,
  )}<button>${button}</button></form>`;

export const emptyList = (text: string): Markup => html`<p class="none">${text}</p>`;

export function turnPages({
  words: w,
  page,
  pages,
  to,
}: {
  readonly words: PublicWords;
  readonly page: number;
  readonly pages: number;
  readonly to: (page: number) => string;
}): Markup {
  if (pages <= 1) return nothing;
  return html`<nav class="turn" aria-label="${w.pageOf(page, pages)}">${page > 1 ? html`<a href="${to(page - 1)}" rel="prev">${w.previous}</a>` : ''}<span class="soft">${w.pageOf(page, pages)}</span>${page < pages ? html`<a href="${to(page + 1)}" rel="next">${w.next}</a>` : ''}</nav>`;
}
