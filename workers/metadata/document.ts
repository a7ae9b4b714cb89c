import { loadLinkedom } from '../lazy/load.ts';

/** What is needed of a DOM. */
interface PageElement {
  readonly textContent: string | null;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
}

interface PageDocument {
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** A small HTML page, as a tree can tell it. */
export interface ParsedPage {
  /** The text of the first element of this name; empty where there is none. */
  textOf(name: string): string;
  /** An attribute of the first element of this name that has it; empty where there is none. */
  attributeOf(name: string, attribute: string): string;
  /** The contents of `<meta>`s with one of these keys, whichever attribute holds it; those of the first key first. */
  metas(...keys: string[]): string[];
}

/** linkedom leaves attribute names as they were written. */
function attributesOf(element: PageElement): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const { name, value } of element.attributes) {
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, value);
  }
  return attributes;
}

function metasOf(document: PageDocument): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const meta of document.querySelectorAll('meta')) {
    const attributes = attributesOf(meta);
    const content = attributes.get('content');
    if (!content) continue;
    const given = ['property', 'name', 'itemprop', 'http-equiv'].map((name) => attributes.get(name) ?? '');
    for (const key of new Set(given.join(' ').toLowerCase().split(/\s+/))) {
      const contents = found.get(key);
      if (contents) contents.push(content);
      else found.set(key, [content]);
    }
  }
  return found;
}

/** The parser is loaded when the first page is read: it is big, and nothing else needs it. */
export async function loadParser(): Promise<(html: string) => ParsedPage> {
  const { DOMParser } = await loadLinkedom();
  return (html) => {
    const document = new DOMParser().parseFromString(html, 'text/html') as unknown as PageDocument;
    const metas = metasOf(document);
    return {
      textOf: (name) => document.querySelector(name)?.textContent ?? '',
      attributeOf: (name, attribute) =>
        Iterator.from(document.querySelectorAll(name))
          .map((element) => attributesOf(element).get(attribute))
          .find((value) => value !== undefined) ?? '',
      metas: (...keys) => keys.flatMap((key) => metas.get(key) ?? []),
    };
  };
}
