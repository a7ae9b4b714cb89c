import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type Answer, parseJson, type StandInRequest } from '../routes.ts';
import { googleError, missingParameter, partsOf, resource } from './api.ts';
import type { LiveChatter } from './items.ts';
import { chatNotFound, type LiveChat } from './live-chat.ts';
import type { GoogleToken } from './tokens.ts';

/** A ban, or a timeout when it ends; `expiresAt` in milliseconds since the epoch. */
export interface YouTubeBan {
  id: string;
  liveChatId: string;
  userId: string;
  expiresAt: number | null;
}

export interface YouTubeModerationRules {
  now(): number;
  chats(): LiveChat[];
  chatOf(liveChatId: string): LiveChat | undefined;
  author(token: GoogleToken, chat: LiveChat): LiveChatter;
}

const Ban = z.object({
  snippet: z.object({
    liveChatId: z.string(),
    type: z.enum(['permanent', 'temporary']),
    banDurationSeconds: z.coerce.number().int().min(1).optional(),
    bannedUserDetails: z.looseObject({ channelId: z.string() }),
  }),
});

// YouTube's own timeouts last five minutes.
const USUAL_SECONDS = 300;

const messageNotFound = (): Answer =>
  googleError(404, 'liveChatMessageNotFound', 'The message that you are trying to delete cannot be found.', {
    domain: 'youtube.liveChat',
  });

const notDeletable = (): Answer =>
  googleError(403, 'modificationNotAllowed', 'The specified live chat message cannot be deleted.', {
    domain: 'youtube.liveChat',
  });

const forbidden = (): Answer =>
  googleError(403, 'forbidden', 'You do not have the permissions needed for this action.', {
    domain: 'youtube.liveChat',
  });

/** `DELETE /liveChat/messages`, `POST|DELETE /liveChat/bans`: for the chat's owner and moderators. */
export class YouTubeModeration {
  /** Ids of messages, oldest first. */
  deleted: string[] = [];
  #gone = new Set<string>();
  #bans: YouTubeBan[] = [];
  #rules: YouTubeModerationRules;

  constructor(rules: YouTubeModerationRules) {
    this.#rules = rules;
  }

  /** Forgets which messages were deleted; they stay gone. */
  reset(): void {
    this.deleted = [];
  }

  /** The bans and timeouts in force. */
  get bans(): readonly YouTubeBan[] {
    return this.#bans.filter(({ expiresAt }) => expiresAt === null || expiresAt > this.#rules.now());
  }

  deleteMessage({ query }: StandInRequest, token: GoogleToken): Answer {
    const id = query.get('id');
    if (!id) return missingParameter('id');
    const chat = this.#rules.chats().find(({ items }) => items.some((item) => item.id === id));
    const message = chat?.items.find((item) => item.id === id);
    if (!chat || !message || this.#gone.has(id)) return messageNotFound();
    const user = this.#moderator(token, chat);
    if (!user) return forbidden();
    const { channelId, isChatOwner, isChatModerator } = message.authorDetails ?? {};
    if ((isChatOwner || isChatModerator) && channelId !== token.userId && user.role !== 'owner') return notDeletable();
    this.#gone.add(id);
    this.deleted.push(id);
    chat.emit('messageDeletedEvent', { user, messageId: id });
    return { status: 204 };
  }

  ban({ query, body }: StandInRequest, token: GoogleToken): Answer {
    const parts = partsOf(query);
    if (!parts) return missingParameter('part');
    const parsed = Ban.safeParse(parseJson(body));
    if (!parsed.success) return googleError(400, 'invalidValue', z.prettifyError(parsed.error));
    const { snippet } = parsed.data;
    const chat = this.#rules.chatOf(snippet.liveChatId);
    if (!chat) return chatNotFound();
    const user = this.#moderator(token, chat);
    if (!user) return forbidden();
    const seconds = snippet.type === 'temporary' ? (snippet.banDurationSeconds ?? USUAL_SECONDS) : undefined;
    const { channelId } = snippet.bannedUserDetails;
    const expiresAt = seconds === undefined ? null : this.#rules.now() + seconds * 1_000;
    const ban = { id: randomUUID(), liveChatId: chat.id, userId: channelId, expiresAt };
    this.#bans.push(ban);
    chat.emit('userBannedEvent', { user, banned: { id: channelId }, seconds });
    return { json: resource('liveChatBan', ban.id, parts, { snippet }) };
  }

  unban({ query }: StandInRequest, token: GoogleToken): Answer {
    const ban = this.bans.find(({ id }) => id === query.get('id'));
    if (!ban) {
      return googleError(404, 'liveChatBanNotFound', 'The ban cannot be found.', { domain: 'youtube.liveChat' });
    }
    const chat = this.#rules.chatOf(ban.liveChatId);
    if (!chat || !this.#moderator(token, chat)) return forbidden();
    this.#bans = this.#bans.filter((one) => one !== ban);
    return { status: 204 };
  }

  #moderator(token: GoogleToken, chat: LiveChat): LiveChatter | undefined {
    const author = this.#rules.author(token, chat);
    return author.role === 'owner' || author.role === 'moderator' ? author : undefined;
  }
}
