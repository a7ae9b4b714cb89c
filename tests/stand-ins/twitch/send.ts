import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type Answer, parseJson, type StandInRequest } from '../routes.ts';
import { type Caller, helixError } from './auth.ts';
import type { Rights } from './event-types.ts';
import type { TwitchUser } from './events.ts';
import type { TwitchChannel } from './people.ts';

/** A line of the bot that everyone in the channel can read; `at` in milliseconds since the epoch. */
export interface SentLine {
  messageId: string;
  broadcasterId: string;
  text: string;
  replyTo?: string;
  at: number;
}

export interface SendRules {
  bot: TwitchUser;
  rights: Pick<Rights, 'allows' | 'moderates'>;
  channel(id: string): TwitchChannel | undefined;
  /** Whether a line with this id can be replied to. */
  knownLine(messageId: string): boolean;
  posted(line: SentLine): void;
  now(): number;
}

const MAX_CHARACTERS = 500;
const WINDOW_MS = 30_000;
const CHANNEL_PAUSE_MS = 1_000;
// Twitch chat: rate limits: broadcasters, moderators and VIPs have the larger bucket; their lines fill the small one too.
const LIMIT = { usual: 20, privileged: 100 };

const Body = z.object({
  broadcaster_id: z.string().min(1),
  sender_id: z.string().min(1),
  message: z.string(),
  reply_parent_message_id: z.string().optional(),
  for_source_only: z.boolean().optional(),
});

const notPermitted = (): Answer =>
  helixError(403, 'The sender is not permitted to send chat messages to the broadcaster’s chat room.');

const notSent = (drop_reason: { code: string; message: string }): Answer => ({
  json: { data: [{ message_id: '', is_sent: false, drop_reason }] },
});

/** `POST /helix/chat/messages`: Send Chat Message with its limits and its ways to say no. */
export class ChatSender {
  sent: SentLine[] = [];
  #times: number[] = [];
  #rules: SendRules;

  constructor(rules: SendRules) {
    this.#rules = rules;
  }

  /** Forgets what was sent, the limits with it. */
  reset(): void {
    this.sent = [];
    this.#times = [];
  }

  handle(request: StandInRequest, caller: Caller): Answer {
    const parsed = Body.safeParse(parseJson(request.body));
    if (!parsed.success) {
      const field = parsed.error.issues[0]?.path.join('.') || 'body';
      return helixError(400, `The parameter "${field}" was malformed or missing`);
    }
    const { broadcaster_id, sender_id, message, reply_parent_message_id } = parsed.data;
    const channel = this.#rules.channel(broadcaster_id);
    const refused = this.#refusal(caller, sender_id, broadcaster_id);
    if (refused) return refused;
    if (sender_id !== this.#rules.bot.id || !channel) return notPermitted();
    // Chat is one line: what comes after a line break is joined to it.
    const text = message.replace(/[\r\n]+/g, ' ').trim();
    if (text === '') return helixError(400, 'The message field may not contain an empty string.');
    // The reference says 422; 400 was seen too (twitchdev/issues#904).
    if ([...message].length > MAX_CHARACTERS) return helixError(422, 'The message is too large.');
    if (reply_parent_message_id && !this.#rules.knownLine(reply_parent_message_id)) {
      // Worded as in twitchdev/issues#896.
      return helixError(400, "The request's input was not valid. Message cannot be replied to.");
    }
    const headers = this.#limit(channel);
    if (headers['Ratelimit-Remaining'] === '0') return helixError(429, 'Too Many Requests', headers);
    if (request.reject?.dropReason) return { ...notSent(request.reject.dropReason), headers };
    if (this.#repeats(channel, text)) {
      const reason = 'Your message is identical to the one you sent less than 30 seconds ago.';
      return { ...notSent({ code: 'msg_duplicate', message: reason }), headers };
    }
    const line = this.#post(channel, text, reply_parent_message_id);
    headers['Ratelimit-Remaining'] = String(Number(headers['Ratelimit-Remaining']) - 1);
    return { headers, json: { data: [{ message_id: line.messageId, is_sent: true, drop_reason: null }] } };
  }

  /** What the sender and the broadcaster have to allow, by the kind of token (Twitch API: Send Chat Message). */
  #refusal(caller: Caller, senderId: string, broadcasterId: string): Answer | undefined {
    const { allows, moderates } = this.#rules.rights;
    if (caller.is === 'app') {
      const sender = allows(senderId, 'user:write:chat') && allows(senderId, 'user:bot');
      const welcome = allows(broadcasterId, 'channel:bot') || moderates(senderId, broadcasterId);
      return sender && welcome ? undefined : notPermitted();
    }
    if (!caller.scopes.includes('user:write:chat')) return helixError(401, 'Missing scope: user:write:chat');
    if (caller.userId === senderId) return undefined;
    return helixError(401, 'The ID in sender_id must match the user ID in the access token.');
  }

  #post(channel: TwitchChannel, text: string, replyTo: string | undefined): SentLine {
    const at = this.#rules.now();
    const line = { messageId: randomUUID(), broadcasterId: channel.id, text, replyTo, at };
    this.#times.push(at);
    this.sent.push(line);
    this.#rules.posted(line);
    return line;
  }

  /** The Ratelimit headers before this line; `Ratelimit-Remaining` 0 means it may not be sent, reset is in Unix seconds. */
  #limit(channel: TwitchChannel): Record<string, string> {
    const now = this.#rules.now();
    this.#times = this.#times.filter((at) => at > now - WINDOW_MS);
    const limit = channel.botIsModerator ? LIMIT.privileged : LIMIT.usual;
    let free = Math.max(0, limit - this.#times.length);
    let reset = free > 0 ? now : (this.#times.at(-limit) ?? now) + WINDOW_MS;
    const last = this.sent.findLast((line) => line.broadcasterId === channel.id)?.at;
    if (!channel.botIsModerator && last !== undefined && now - last < CHANNEL_PAUSE_MS) {
      free = 0;
      reset = Math.max(reset, last + CHANNEL_PAUSE_MS);
    }
    return {
      'Ratelimit-Limit': String(limit),
      'Ratelimit-Remaining': String(free),
      'Ratelimit-Reset': String(Math.ceil(reset / 1_000)),
    };
  }

  #repeats(channel: TwitchChannel, text: string): boolean {
    if (channel.botIsModerator) return false;
    const since = this.#rules.now() - WINDOW_MS;
    return this.sent.some((line) => line.broadcasterId === channel.id && line.text === text && line.at > since);
  }
}
