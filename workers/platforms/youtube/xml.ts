/** One element. `text` is what stands directly in it, entities decoded, its children left out. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const MAX_LENGTH = 256 * 1024;
const MAX_DEPTH = 16;
const MAX_ELEMENTS = 4_000;

const NAME = '[A-Za-z_][\\w.:-]*';
const OPENING = new RegExp(`<(${NAME})`, 'y');
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y');
const OPENING_END = /\s*(\/?)>/y;
const CLOSING = new RegExp(`</(${NAME})\\s*>`, 'y');
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * The root of a small XML document, or null where it is not well-formed, is larger than any feed, or declares a document
 * type: there are no entities but XML's own five and the numeric ones, so nothing in it can grow when it is read.
 * Names keep their prefixes; what a prefix stands for is not looked up. (workerd has no DOMParser, and HTMLRewriter reads
 * HTML.)
 */
export function parseXml(source: string): XmlElement | null {
  if (source.length > MAX_LENGTH || !isXmlText(source)) return null;
  const text = source.replace(/^\uFEFF/, '');
  const open: OpenElement[] = [];
  let root: XmlElement | null = null;
  let elements = 0;
  let at = 0;

  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  /** What stands between here and `end`, which is passed over; null where it never ends. */
  const until = (start: string, end: string): string | null => {
    const from = at + start.length;
    const to = text.indexOf(end, from);
    if (to < 0) return null;
    at = to + end.length;
    return text.slice(from, to);
  };
  const say = (said: string): boolean => {
    const parent = open.at(-1);
    if (parent) parent.text += said;
    return parent !== undefined || said.trim() === '';
  };
  const close = (element: OpenElement): boolean => {
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else if (root) return false;
    else root = element;
    return true;
  };

  while (at < text.length) {
    if (text[at] !== '<') {
      const end = text.indexOf('<', at);
      const said = decoded(text.slice(at, end < 0 ? text.length : end));
      at = end < 0 ? text.length : end;
      if (said === null || !say(said)) return null;
    } else if (text.startsWith('<!--', at)) {
      if (until('<!--', '-->') === null) return null;
    } else if (text.startsWith('<![CDATA[', at)) {
      const said = until('<![CDATA[', ']]>');
      if (said === null || open.length === 0 || !say(said)) return null;
    } else if (text.startsWith('<?', at)) {
      if (until('<?', '?>') === null) return null;
    } else if (text.startsWith('</', at)) {
      const element = open.pop();
      if (!element || match(CLOSING)?.[1] !== element.name || !close(element)) return null;
    } else {
      // `<!DOCTYPE` and the like are no names and end here.
      const name = match(OPENING)?.[1];
      if (name === undefined || ++elements > MAX_ELEMENTS) return null;
      const attributes = new Map<string, string>();
      for (let found = match(ATTRIBUTE); found; found = match(ATTRIBUTE)) {
        const value = decoded(found[2] ?? found[3] ?? '');
        if (value === null || attributes.has(found[1] as string)) return null;
        attributes.set(found[1] as string, value);
      }
      const end = match(OPENING_END);
      if (!end) return null;
      const element: OpenElement = { name, attributes, children: [], text: '' };
      if (end[1] !== '/') open.push(element);
      else if (!close(element)) return null;
      if (open.length > MAX_DEPTH) return null;
    }
  }
  return open.length === 0 ? root : null;
}

export const childOf = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((child) => child.name === name);

/** The trimmed text of a child, '' where there is none. */
export const textOf = (element: XmlElement, name: string): string => childOf(element, name)?.text.trim() ?? '';

/** Text with its entities decoded, or null where one is unknown or names no character of XML. */
function decoded(text: string): string | null {
  if (!text.includes('&')) return text;
  let broken = false;
  const plain = text.replace(/&([^&;]{0,12};?)/g, (_, body: string) => {
    const char = body.endsWith(';') ? entity(body.slice(0, -1)) : null;
    broken ||= char === null;
    return char ?? '';
  });
  return broken ? null : plain;
}

function entity(name: string): string | null {
  const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name) ?? [];
  if (hex === undefined && decimal === undefined)
    return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? null) : null;
  const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return isXmlChar(point) ? String.fromCodePoint(point) : null;
}

/** XML 1.0 §2.2. */
const isXmlChar = (point: number): boolean =>
  point === 0x9 ||
  point === 0xa ||
  point === 0xd ||
  (point >= 0x20 && point <= 0xd7ff) ||
  (point >= 0xe000 && point <= 0xfffd) ||
  (point >= 0x1_0000 && point <= 0x10_ffff);

function isXmlText(text: string): boolean {
  for (const char of text) if (!isXmlChar(char.codePointAt(0) as number)) return false;
  return true;
}
