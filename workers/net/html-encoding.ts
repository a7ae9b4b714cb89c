/** How far into a page its declaration is looked for (HTML §13.2.3.2). */
const PRESCANNED = 1_024;
/** The same for a page that turns out not to be UTF-8: its head, if it is not made to take time. */
const PRESCANNED_LATE = 65_536;

/** Labels that mean nothing, after which no other is tried: looking one up takes longer than anything else here. */
const MAX_LABELS = 16;

const SPACE = '[\\t\\n\\f\\r ]';
/** Comments, tags up to their attributes, and what else begins with `<`. */
const MARKUP = /<(?:!--|(meta)(?=[\t\n\f\r /])|\/?[a-z][^\t\n\f\r >]*|[!/?])/gi;
const ATTRIBUTE = new RegExp(
  `[\\t\\n\\f\\r /]*(=?[^\\t\\n\\f\\r />=]+|=)${SPACE}*(?:=${SPACE}*(?:"([^"]*)"|'([^']*)'|((?!["'])[^\\t\\n\\f\\r >]*)))?`,
  'y',
);
const CONTENT_CHARSET = new RegExp(`charset${SPACE}*=${SPACE}*(?:"([^"]*)"|'([^']*)'|([^\\t\\n\\f\\r ;"']+))`, 'i');
const XML_DECLARATION = /^<\?xml[^>]*?\sencoding\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')/;

/** The encoding that a label means to a browser; null where it is none. */
function encodingOf(label: string | null | undefined): string | null {
  if (!label) return null;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

/** A declaration that could be read was not written in UTF-16. */
function declared(label: string | null | undefined): string | null {
  if (label?.trim().toLowerCase() === 'x-user-defined') return 'windows-1252';
  const encoding = encodingOf(label);
  return encoding?.startsWith('utf-16') ? 'utf-8' : encoding;
}

/** The attributes of the tag whose name ends at `from`, by name in lower case, the first of each; and where they end. */
function attributesAt(text: string, from: number): { attributes: ReadonlyMap<string, string>; end: number } {
  const attributes = new Map<string, string>();
  let end = from;
  for (;;) {
    ATTRIBUTE.lastIndex = end;
    const found = ATTRIBUTE.exec(text);
    if (!found) return { attributes, end };
    end = ATTRIBUTE.lastIndex;
    const name = found[1]!.toLowerCase();
    if (!attributes.has(name)) attributes.set(name, found[2] ?? found[3] ?? found[4] ?? '');
  }
}

/** The label of an encoding that a meta declares; null where it is about something else. */
function labelIn(attributes: ReadonlyMap<string, string>): string | null {
  const label = attributes.get('charset');
  if (label !== undefined) return label;
  if (attributes.get('http-equiv')?.toLowerCase() !== 'content-type') return null;
  const [, a, b, c] = CONTENT_CHARSET.exec(attributes.get('content') ?? '') ?? [];
  return a ?? b ?? c ?? null;
}

/** The standard’s “prescan a byte stream to determine its encoding”, with its XML declaration as the last resort. */
function prescan(bytes: Uint8Array): string | null {
  if (bytes[0] === 0x3c && bytes[1] === 0 && bytes[2] === 0x3f && bytes[3] === 0) return 'utf-16le';
  if (bytes[0] === 0 && bytes[1] === 0x3c && bytes[2] === 0 && bytes[3] === 0x3f) return 'utf-16be';
  // One character per byte; what is looked for is ASCII.
  const text = new TextDecoder('windows-1252').decode(bytes);
  let labelsLeft = MAX_LABELS;
  MARKUP.lastIndex = 0;
  for (let found = MARKUP.exec(text); found; found = MARKUP.exec(text)) {
    const [all, meta] = found;
    let end = MARKUP.lastIndex;
    if (all === '<!--') {
      // `<!-->` is a whole comment.
      end = text.indexOf('-->', end - 2) + 3;
      if (end < 3) break;
    } else if (/^<[!?/]$/.test(all)) {
      end = text.indexOf('>', end) + 1;
      if (end === 0) break;
    } else {
      const tag = attributesAt(text, end);
      const label = meta === undefined ? null : labelIn(tag.attributes);
      const encoding = declared(label);
      if (encoding !== null) return encoding;
      if (label !== null && --labelsLeft === 0) break;
      end = tag.end;
    }
    MARKUP.lastIndex = end;
  }
  const [, a, b] = XML_DECLARATION.exec(text) ?? [];
  return declared(a ?? b);
}

function byteOrderMark([a, b, c]: Uint8Array): string | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return a === 0xff && b === 0xfe ? 'utf-16le' : null;
}

/** The bytes as UTF-8; null where more of them is broken than whole, so that they are something else. */
function asUtf8(bytes: Uint8Array, isCut: boolean): string | null {
  const text = new TextDecoder().decode(bytes, { stream: isCut });
  let broken = 0;
  let whole = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0xfffd) broken++;
    else if (unit > 0x7f) whole++;
  }
  return broken === 0 || broken < whole ? text : null;
}

/** What pages are said to be in by servers and templates that do not know. */
const IS_GUESS: ReadonlySet<string> = new Set(['utf-8', 'windows-1252']);

/**
 * The text of an HTML page as a browser reads it (HTML §13.2.3): by its byte order mark, by the charset of its header, by what
 * its first 1,024 bytes declare. A page that declares nothing is UTF-8; where it cannot be that, by a declaration further
 * down, which browsers heed, too, and else windows-1252.
 * More than browsers do: of UTF-8 and Latin-1 the one is taken for the other where the bytes show that it is.
 *
 * @param charset what the header names, if it does.
 */
export function decodeHtml(bytes: Uint8Array, charset: string | undefined, isCut: boolean): string {
  const mark = byteOrderMark(bytes);
  const told = mark ?? encodingOf(charset) ?? prescan(bytes.subarray(0, PRESCANNED));
  const isUnsure = mark === null && (told === null || IS_GUESS.has(told));
  const text = isUnsure ? asUtf8(bytes, isCut) : null;
  if (text !== null) return text;
  const late = told === null ? prescan(bytes.subarray(0, PRESCANNED_LATE)) : null;
  const encoding = isUnsure ? (late ?? 'windows-1252') : told!;
  return new TextDecoder(encoding).decode(bytes, { stream: isCut });
}
