/** Something to look at or listen to. */
export interface ReplyMedia {
  readonly url: string;
  readonly title?: string;
}

/** A line that runs over the picture for a while. */
export interface ReplyTicker {
  readonly text: string;
  readonly seconds?: number;
}

export const FIELD_KINDS = ['line', 'text', 'number', 'choice'] as const;

/** Something to fill in. */
export interface ReplyForm {
  readonly title: string;
  /** Where it can be filled in. */
  readonly url?: string;
  readonly fields: readonly {
    readonly name: string;
    readonly label?: string;
    readonly kind?: (typeof FIELD_KINDS)[number];
    readonly choices?: readonly string[];
  }[];
}

/**
 * What a command answers. `text` is all of it in words, as chat shows it; what else there is is for who can show more.
 * `parts`, when given, are separate messages in this order; else `text` is split where it must be.
 */
export interface Reply {
  readonly text: string;
  readonly parts?: readonly string[];
  /** Shown only to the one who asked, where the platform has that; elsewhere it is said in the room. */
  readonly ephemeral?: boolean;
  /** For the eyes of who asked alone: the feed tells that it was answered, and nothing keeps what. */
  readonly secret?: true;
  readonly media?: ReplyMedia;
  readonly ticker?: ReplyTicker;
  readonly form?: ReplyForm;
  /** What `text` and the last part end with, and what is seen of it whatever else has to be left out. */
  readonly mark?: string;
  /** Whom it is for: mentioned as the platform does that, in front of the text. */
  readonly mention?: { readonly account: string; readonly displayName: string };
}

export const say = (text: string): Reply => ({ text });

/** The same reply with a mark behind it, which is behind its last message where it has several. */
export function markedReply(reply: Reply, mark: string): Reply {
  if (mark === '') return reply;
  const marked = (text: string): string => `${text} ${mark}`.trim();
  const last = reply.parts?.at(-1);
  return {
    ...reply,
    text: marked(reply.text),
    ...(reply.parts && last !== undefined ? { parts: reply.parts.with(-1, marked(last)) } : {}),
    mark,
  };
}

/** What a reply says, message by message, without its mark. */
export function unmarkedTexts({ text, parts, mark = '' }: Reply): readonly string[] {
  const texts = parts ?? [text];
  const last = texts.at(-1);
  return mark !== '' && last?.endsWith(mark) ? texts.with(-1, last.slice(0, -mark.length)) : texts;
}

/** A reply before it is put into words. */
export interface ReplyPieces extends Omit<Reply, 'text' | 'parts'> {
  readonly text?: string;
}

/**
 * A reply out of its pieces. In words, media are their title and address, a ticker is its text, and a form its title, what it
 * asks for and its address; what the text says already is not said twice.
 */
export function replyOf({ text = '', ...pieces }: ReplyPieces): Reply {
  const { media, ticker, form } = pieces;
  const lines = [text];
  if (media && !text.includes(media.url)) lines.push(media.title ? `${media.title}: ${media.url}` : media.url);
  if (ticker && !text.includes(ticker.text)) lines.push(ticker.text);
  if (form) lines.push(inWords(form));
  return { text: lines.filter((line) => line !== '').join('\n'), ...pieces };
}

const inWords = ({ title, url, fields }: ReplyForm): string => {
  const asked = fields.map(({ name, label }) => label ?? name).join(', ');
  return `${title}: ${asked}${url === undefined ? '' : ` (${url})`}`;
};
