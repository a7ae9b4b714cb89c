/** Ranges of code points that show nothing: U+034F and U+E0000 … dodge duplicate checks, the rest are marks and fillers. */
const INVISIBLE: readonly (readonly [number, number])[] = [
  [0x034f, 0x034f],
  [0x200b, 0x200f],
  [0x2060, 0x206f],
  [0x2800, 0x2800],
  [0xfe00, 0xfe0f],
  [0xe0000, 0xe007f],
];

/** Flags of England, Scotland and the like: a black flag, then tags that show nothing by themselves. */
const TAGGED_FLAG = /^\u{1F3F4}[\u{E0020}-\u{E007E}]{1,10}\u{E007F}/u;

const isInvisible = (char: string): boolean => {
  const point = char.codePointAt(0) as number;
  return /\s/.test(char) || INVISIBLE.some(([from, to]) => point >= from && point <= to);
};

/**
 * Chat clients append invisible characters to dodge the platform's duplicate check (Chatterino and 7TV: U+034F, before
 * that U+E0000). Only the end is cleaned, because inside the text U+200D and U+FE0F build emoji; and the U+FE0F that
 * belongs to a last emoji stays.
 */
export function stripInvisibleEnd(text: string): string {
  let end = text.length;
  while (end > 0) {
    const isPair = end > 1 && (text.charCodeAt(end - 1) & 0xfc00) === 0xdc00;
    const start = end - (isPair ? 2 : 1);
    if (!isInvisible(text.slice(start, end))) break;
    end = start;
  }
  const isEmoji = text[end] === '\uFE0F' && /(?:\p{Emoji}|\u20E3)$/u.test(text.slice(Math.max(0, end - 2), end));
  if (isEmoji) return text.slice(0, end + 1);
  const flag = end >= 2 ? TAGGED_FLAG.exec(text.slice(end - 2)) : null;
  return text.slice(0, flag ? end - 2 + flag[0].length : end);
}

/** The same at the front, where nothing visible can depend on it. */
export function stripInvisibleStart(text: string): string {
  let start = 0;
  for (const char of text) {
    if (!isInvisible(char)) break;
    start += char.length;
  }
  return text.slice(start);
}

/** A name as people write it of somebody (`@Pia`), as names are compared: without the @, in lower case. */
export const bareName = (name: string): string =>
  stripInvisibleStart(stripInvisibleEnd(name)).replace(/^@/, '').toLowerCase();

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export const graphemes = (text: string): string[] => Array.from(segmenter.segment(text), (s) => s.segment);

/** Code points, the unit in which Twitch and Slack count. */
export const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

/** One line for platforms that have no second one. */
export const oneLine = (text: string): string =>
  text
    .split(/[\r\n\u0085\u2028\u2029]+/)
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ');

/**
 * Cuts a text into parts that measure at most `limit`, at word borders where there are any and never inside a grapheme.
 * A grapheme longer than the limit is dropped: no platform could show it.
 *
 * @param measure length of a piece in the platform's unit; additive over pieces
 */
export function splitText(text: string, limit: number, measure: (piece: string) => number = codePoints): string[] {
  if (measure(text) <= limit) return text === '' ? [] : [text];
  const parts: string[] = [];
  let part = '';
  let length = 0;
  const flush = () => {
    const cut = part.trimEnd();
    if (cut !== '') parts.push(cut);
    part = '';
    length = 0;
  };
  for (const word of text.split(/(?<=\s)(?!\p{M})/u)) {
    const size = measure(word.trimEnd());
    if (length > 0 && length + size > limit) flush();
    if (size <= limit) {
      part += word;
      length += measure(word);
      continue;
    }
    for (const grapheme of graphemes(word)) {
      const points = measure(grapheme);
      if (points > limit) continue;
      if (length + points > limit) flush();
      part += grapheme;
      length += points;
    }
  }
  flush();
  return parts;
}

/** The first part of a text that fits into `limit` code points, with an ellipsis where something was left out. */
export function truncate(text: string, limit: number): string {
  if (codePoints(text) <= limit) return text;
  return `${splitText(text, limit - 1)[0] ?? ''}…`;
}

/** A value as JSON for a jsonb column: JSON can spell what that does not take, NUL and halves of surrogate pairs. */
export const storable = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'string' ? inner.replaceAll('\u0000', '').toWellFormed() : inner,
  );
