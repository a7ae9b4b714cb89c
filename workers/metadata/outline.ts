import { withoutMarkup } from './clean.ts';

/** What a page says of itself, cut out of everything else that it is. */
export interface Outline {
  /** A short, flat HTML page: `<html>`, `<base>`, `<meta>`s, the title and the first heading, each as it was written. */
  readonly html: string;
  /** The texts of its JSON-LD scripts. */
  readonly jsonLd: readonly string[];
}

/** In UTF-16 units, but for the number of scripts; a page is at most 1 MB. */
const MAX = { page: 1_048_576, tag: 8_192, text: 4_096, markup: 65_536, jsonLd: 262_144, scripts: 50 } as const;

const MARKUP = /<(?:!--|[!?]|\/?[a-z][^\t\n\f\r />]*)/gi;
/** Whatever ends a tag, or may hide a `>` from it. */
const TAG_PART = />|=[\t\n\f\r ]*(?:(["'])|[^\t\n\f\r >]*)/g;
const IS_JSON_LD = /[\t\n\f\r "'/]type[\t\n\f\r ]*=[\t\n\f\r ]*["']?[\t\n\f\r ]*application\/ld\+json/i;

/** Elements whose content is none of the page's: code, pictures with titles of their own, and what waits for a script. */
const SKIPPED: ReadonlySet<string> = new Set(
  'iframe math noembed noframes noscript script style svg template textarea xmp'.split(' '),
);

/** A page as a browser's tokenizer goes through it (HTML §13.2.5): in one pass, without a tree. */
class Walk {
  readonly #html: string;
  readonly #isXml: boolean;
  /** Elements that have no end in the rest of the page: looking again would make the time quadratic. */
  readonly #endless = new Set<string>();
  #at = 0;

  constructor(html: string) {
    this.#html = html.slice(0, MAX.page);
    this.#isXml = /^\s*<\?xml\s/.test(this.#html);
  }

  /** The next tag, past any comments and declarations; null at the end of the page. */
  next(): { name: string; text: string; isClosed: boolean } | null {
    for (;;) {
      MARKUP.lastIndex = this.#at;
      const found = MARKUP.exec(this.#html);
      if (!found) return null;
      const name = found[0].slice(1).toLowerCase();
      const from = found.index;
      if (name === '!--') this.#at = this.#commentEnd(from);
      else if (name === '!' || name === '?') this.#at = this.#after('>', from);
      else {
        this.#at = this.#tagEnd(MARKUP.lastIndex);
        const text = this.#html.slice(from, this.#at);
        const isClosed = text.endsWith('/>') && (this.#isXml || name === 'svg' || name === 'math');
        if (text.endsWith('>')) return { name, text, isClosed };
      }
    }
  }

  /** What stands between the last tag and the end of its element, which is passed; null where there is no such end. */
  content(name: string): string | null {
    if (this.#endless.has(name)) return null;
    const end = new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, 'gi');
    end.lastIndex = this.#at;
    const found = end.exec(this.#html);
    if (!found) {
      this.#endless.add(name);
      return null;
    }
    const content = this.#html.slice(this.#at, found.index);
    this.#at = this.#tagEnd(end.lastIndex);
    return content;
  }

  /** The text up to the next tag. */
  line(): string {
    return this.#html.slice(this.#at, this.#after('<', this.#at) - 1).slice(0, MAX.text);
  }

  #after(mark: string, from: number): number {
    const found = this.#html.indexOf(mark, from);
    return found < 0 ? this.#html.length + 1 : found + mark.length;
  }

  #commentEnd(from: number): number {
    // `<!-->` and `<!--->` are whole comments.
    const end = /--!?>/g;
    end.lastIndex = from + 2;
    return end.test(this.#html) ? end.lastIndex : this.#html.length;
  }

  #tagEnd(from: number): number {
    TAG_PART.lastIndex = from;
    for (let part = TAG_PART.exec(this.#html); part; part = TAG_PART.exec(this.#html)) {
      if (part[0] === '>') return TAG_PART.lastIndex;
      if (part[1] !== undefined) TAG_PART.lastIndex = this.#after(part[1], TAG_PART.lastIndex);
    }
    return this.#html.length;
  }
}

/** The text of a heading: without the tags inside it, and without what those hide. */
function headingText(content: string): string {
  const text = content.slice(0, MAX.text);
  const shown = text.replace(/<!--[\s\S]*?(?:-->|$)|<(script|style|svg|template)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ');
  return withoutMarkup(shown).replace(/<\/?[a-z][^<>]*>/gi, ' ');
}

/** A title has no tags: what looks like one is its text, but for scripts and for what was meant as markup. */
const titleText = (content: string): string =>
  withoutMarkup(content.slice(0, MAX.text).replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' '));

const element = (name: string, text: string): string => `<${name}>${text.replaceAll('<', '&lt;')}</${name}>`;

/**
 * The few parts of a page that tell what it is. A tree of the whole would take its time from the page's author: the parser
 * needs seconds for 100,000 nested elements or a million `<`, and this takes one pass, whatever the page is.
 */
export function outlineOf(page: string): Outline {
  const walk = new Walk(page);
  const head: string[] = [];
  const jsonLd: string[] = [];
  let markupLeft: number = MAX.markup;
  let jsonLdLeft: number = MAX.jsonLd;
  let root = '';
  let title = '';
  let heading = '';
  for (let tag = walk.next(); tag; tag = walk.next()) {
    const { name, text } = tag;
    if (name === 'html') root ||= text.length <= MAX.tag ? text : '';
    else if (name === 'base' || name === 'meta') {
      if (text.length > Math.min(MAX.tag, markupLeft)) continue;
      head.push(text);
      markupLeft -= text.length;
    } else if (tag.isClosed) continue;
    else if (name === 'title') {
      const content = titleText(walk.content(name) ?? walk.line());
      if (title.trim() === '') title = content;
    } else if (name === 'h1')
      heading = heading.trim() === '' ? headingText(walk.content(name) ?? walk.line()) : heading;
    else if (SKIPPED.has(name)) {
      const content = walk.content(name);
      if (content === null || name !== 'script' || !IS_JSON_LD.test(text)) continue;
      if (content.length > jsonLdLeft || jsonLd.length >= MAX.scripts) continue;
      jsonLd.push(content);
      jsonLdLeft -= content.length;
    }
  }
  const html = `${root || '<html>'}<head>${head.join('')}${element('title', title)}</head><body>${element('h1', heading)}</body></html>`;
  return { html, jsonLd };
}
