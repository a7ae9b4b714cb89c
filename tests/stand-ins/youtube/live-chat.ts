import * as z from 'zod';
import type { EventLog } from '../log.ts';
import { type Answer, parseJson, type StandInRequest } from '../routes.ts';
import { googleError, invalidParameter, list, missingParameter, partsOf } from './api.ts';
import { eventItem, type LiveChatter, type LiveDetails, type LiveEventType, type LiveItem, textItem } from './items.ts';
import type { Caller, GoogleToken } from './tokens.ts';

/** A line of the bot that everyone in the chat can read; `at` in milliseconds since the epoch. */
export interface YouTubeSentLine {
  messageId: string;
  liveChatId: string;
  /** The channel it was sent as. */
  userId: string;
  text: string;
  at: number;
}

/** How tests make a chat's list behave badly. */
export interface Mischief {
  /** How many items of the page before come again (default 0). */
  repeat: number;
  /** Whether items of a page come newest first, as they never should (default false). */
  reversed: boolean;
}

/** One live chat: people write, the bot reads it page by page. */
export interface LiveChat extends Mischief {
  id: string;
  videoId: string;
  /** All items so far, oldest first. */
  items: readonly LiveItem[];
  /** Whether the owner has switched the chat off. */
  disabled: boolean;
  /** How many pages after the first were read: from one on, whatever is said is heard and no history. */
  followed: number;
  /** When the stream went offline, in milliseconds since the epoch. */
  endedAt?: number;
  /** A person writes a line; `at` is now unless given. */
  say(line: { user: LiveChatter; text: string; at?: number; id?: string }): LiveItem;
  /** Anything else happens. */
  emit<Type extends LiveEventType>(type: Type, details: LiveDetails<Type>, at?: number): LiveItem;
}

export interface LiveChatRules {
  log: EventLog;
  now(): number;
  /** The pause between two lists that answers ask for, in milliseconds. */
  pollingIntervalMs(): number;
  /** How many items the first page goes back. */
  historySize: number;
  /** How long an ended chat is known, in milliseconds. */
  forgetMs: number;
  /** Who writes with this token in this chat. */
  author(token: GoogleToken, chat: LiveChat): LiveChatter;
  /** The chat of a broadcast that is there. */
  chatOf(liveChatId: string): LiveChat | undefined;
}

const DOMAIN = { domain: 'youtube.liveChat' };
const MAX_CHARACTERS = 200;
const PAGE = { smallest: 200, usual: 500, largest: 2_000 };

const Insert = z.object({
  snippet: z.looseObject({
    liveChatId: z.string().optional(),
    type: z.string().optional(),
    textMessageDetails: z.looseObject({ messageText: z.string().optional() }).optional(),
  }),
});

const required = (reason: string, name: string): Answer =>
  googleError(400, reason, `The liveChatMessage resource must specify a value for the ${name} property.`, DOMAIN);

const chatEnded = (): Answer => googleError(403, 'liveChatEnded', 'The live chat is no longer live.', DOMAIN);

export const chatNotFound = (): Answer =>
  googleError(
    404,
    'liveChatNotFound',
    'The live chat that you are trying to retrieve cannot be found. Check the value of the requests liveChatId parameter to ensure that it is correct.',
    DOMAIN,
  );

const chatDisabled = (): Answer =>
  googleError(403, 'liveChatDisabled', 'Live chat is not enabled for the specified broadcast.', DOMAIN);

const tooSoon = (): Answer =>
  googleError(
    403,
    'rateLimitExceeded',
    "The request was sent too soon after the previous one. This error occurs when API requests to retrieve messages are being sent more frequently than YouTube's refresh rates, which unnecessarily wastes bandwidth and quota.",
    DOMAIN,
  );

/** The live chats, and the bot's two ways into them: list and insert. */
export class LiveChats {
  /** What was inserted since the start or the last reset, oldest first. */
  sent: YouTubeSentLine[] = [];
  #chats = new Map<string, LiveChat>();
  #nextPoll = new Map<string, number>();
  #over = new Set<string>();
  #rules: LiveChatRules;

  constructor(rules: LiveChatRules) {
    this.#rules = rules;
  }

  get all(): LiveChat[] {
    return [...this.#chats.values()];
  }

  /** The chat with this id, made when it is new. */
  open(id: string, videoId: string): LiveChat {
    const known = this.#chats.get(id);
    if (known) return known;
    const { now, log } = this.#rules;
    const items: LiveItem[] = [];
    const add = (item: LiveItem): LiveItem => {
      items.push(item);
      return item;
    };
    const chat: LiveChat = {
      id,
      videoId,
      items,
      disabled: false,
      followed: 0,
      repeat: 0,
      reversed: false,
      say({ user, text, at = now(), id: messageId }) {
        const item = add(textItem(user, text, { liveChatId: id, at }, messageId));
        log.add('posted', 'chat', { messageId: item.id, liveChatId: id, videoId, user, text });
        return item;
      },
      emit: (type, details, at = now()) => add(eventItem(type, details, { liveChatId: id, at })),
    };
    this.#chats.set(id, chat);
    return chat;
  }

  /** Forgets what was sent and the limits; chats and their items stay. */
  reset(): void {
    this.sent = [];
    this.#nextPoll.clear();
  }

  /** `GET /liveChat/messages`: the history first, then what came after the page token. */
  list({ query }: StandInRequest, caller: Caller): Answer {
    const parts = partsOf(query);
    if (!parts) return missingParameter('part');
    const id = query.get('liveChatId');
    if (!id) return missingParameter('liveChatId');
    const size = Number(query.get('maxResults') ?? PAGE.usual);
    if (!Number.isInteger(size) || size < PAGE.smallest || size > PAGE.largest) return invalidParameter('maxResults');
    const chat = this.#find(id);
    if (!chat) return chatNotFound();
    if (chat.disabled) return chatDisabled();
    const poller = `${id} ${caller === 'key' ? caller : caller.userId}`;
    const token = query.get('pageToken');
    // A poller hears once when the stream went offline; whoever comes later finds an ended chat.
    if (chat.endedAt !== undefined && (token === null || this.#over.has(poller))) return chatEnded();
    if ((this.#nextPoll.get(poller) ?? 0) > this.#rules.now()) return tooSoon();
    const from = token === null ? Math.max(0, chat.items.length - this.#rules.historySize) : offsetOf(token, chat);
    if (from === undefined) return invalidParameter('pageToken', 'pageTokenInvalid');
    if (token !== null) chat.followed++;
    return this.#page(chat, poller, from, token === null ? from : Math.max(0, from - chat.repeat), size, parts);
  }

  /** `POST /liveChat/messages?part=snippet`: the answer is the new item. */
  insert({ query, body, reject }: StandInRequest, token: GoogleToken): Answer {
    const parts = partsOf(query);
    if (!parts) return missingParameter('part');
    const parsed = Insert.safeParse(parseJson(body));
    if (!parsed.success) return required('liveChatIdRequired', 'snippet.liveChatId');
    const { liveChatId, type, textMessageDetails } = parsed.data.snippet;
    if (!liveChatId) return required('liveChatIdRequired', 'snippet.liveChatId');
    if (!type) return required('typeRequired', 'snippet.type');
    if (type !== 'textMessageEvent') return invalidParameter('snippet.type', 'invalidValue');
    const text = textMessageDetails?.messageText?.trim() ?? '';
    if (text === '') return required('messageTextRequired', 'snippet.textMessageDetails.messageText');
    if ([...text].length > MAX_CHARACTERS) {
      return googleError(400, 'messageTextInvalid', 'The message text is not valid.', DOMAIN);
    }
    const chat = this.#find(liveChatId);
    if (!chat) return chatNotFound();
    if (chat.disabled) return chatDisabled();
    if (chat.endedAt !== undefined) return chatEnded();
    if (reject) {
      const { code, message } = reject.dropReason ?? { code: 'rateLimitExceeded', message: 'Too many messages.' };
      return googleError(403, code, message, DOMAIN);
    }
    return { json: shown(this.#post(chat, token, text), parts) };
  }

  #post(chat: LiveChat, token: GoogleToken, text: string): LiveItem {
    const at = this.#rules.now();
    const item = textItem(this.#rules.author(token, chat), text, { liveChatId: chat.id, at });
    (chat.items as LiveItem[]).push(item);
    const line = { messageId: item.id, liveChatId: chat.id, userId: token.userId, text, at };
    this.sent.push(line);
    const { userId, ...posted } = line;
    this.#rules.log.add('posted', 'chat', { ...posted, videoId: chat.videoId });
    return item;
  }

  #find(id: string): LiveChat | undefined {
    const chat = this.#rules.chatOf(id);
    const gone = chat?.endedAt !== undefined && this.#rules.now() - chat.endedAt >= this.#rules.forgetMs;
    return gone ? undefined : chat;
  }

  #page(chat: LiveChat, poller: string, from: number, first: number, size: number, parts: string[]): Answer {
    const until = Math.min(chat.items.length, from + size);
    const page = chat.items.slice(first, until).map((item) => shown(item, parts));
    if (chat.reversed) page.reverse();
    const offline = chat.endedAt !== undefined && until === chat.items.length;
    if (offline) this.#over.add(poller);
    const pollingIntervalMillis = this.#rules.pollingIntervalMs();
    this.#nextPoll.set(poller, this.#rules.now() + pollingIntervalMillis);
    return list('liveChatMessage', page, {
      pollingIntervalMillis,
      ...(offline ? { offlineAt: new Date(chat.endedAt ?? 0).toISOString() } : {}),
      nextPageToken: Buffer.from(`${until} ${chat.id}`).toString('base64url'),
    });
  }
}

/** Where a page token goes on, or undefined when this chat never gave it. */
function offsetOf(token: string, chat: LiveChat): number | undefined {
  const [, offset, id] = /^(\d+) (.+)$/.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? [];
  const from = Number(offset);
  return id === chat.id && from <= chat.items.length ? from : undefined;
}

/** An item with the parts that were asked for; its id is always there. */
function shown({ snippet, authorDetails, ...item }: LiveItem, parts: readonly string[]): Record<string, unknown> {
  return {
    ...item,
    ...(parts.includes('snippet') ? { snippet } : {}),
    ...(parts.includes('authorDetails') && authorDetails ? { authorDetails } : {}),
  };
}
