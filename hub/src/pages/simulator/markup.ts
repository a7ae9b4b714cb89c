import type { Platform } from '@waddlebot/core/ids.ts';

/** A piece of a message as its platform would set it. */
export interface Piece {
  readonly text: string;
  readonly look?: 'bold' | 'italic' | 'strike' | 'code' | 'link';
}

type Look = NonNullable<Piece['look']>;
type Rules = readonly (readonly [RegExp, Look])[];

/** Markup that these platforms read in what a bot writes; on the others text is text. */
const RULES: Partial<Record<Platform, Rules>> = {
  discord: [
    [/`([^`\n]+)`/, 'code'],
    [/\*\*([^*\n]+)\*\*/, 'bold'],
    [/~~([^~\n]+)~~/, 'strike'],
    [/(?<![\w*])\*([^*\s][^*\n]*)\*(?!\w)/, 'italic'],
    [/(?<!\w)_([^_\n]+)_(?!\w)/, 'italic'],
  ],
  slack: [
    [/`([^`\n]+)`/, 'code'],
    [/<(?:[^<>|]+\|)?([^<>|]+)>/, 'link'],
    [/(?<!\w)\*([^*\n]+)\*(?!\w)/, 'bold'],
    [/(?<!\w)~([^~\n]+)~(?!\w)/, 'strike'],
    [/(?<!\w)_([^_\n]+)_(?!\w)/, 'italic'],
  ],
};

/** Slack reads these three entities, and no other. */
const slackText = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** A message in pieces, as its platform would show it. */
export function piecesOf(platform: Platform, text: string): readonly Piece[] {
  const rules = RULES[platform];
  if (!rules) return [{ text }];
  const plain = platform === 'slack' ? slackText : (part: string) => part;
  const any = new RegExp(rules.map(([{ source }]) => source).join('|'), 'g');
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of text.matchAll(any)) {
    if (found.index > at) pieces.push({ text: plain(text.slice(at, found.index)) });
    const which = found.slice(1).findIndex((inner) => inner !== undefined);
    const look = rules[which]?.[1];
    pieces.push({ text: plain(found[which + 1] ?? found[0]), ...(look ? { look } : {}) });
    at = found.index + found[0].length;
  }
  if (at < text.length) pieces.push({ text: plain(text.slice(at)) });
  return pieces;
}
