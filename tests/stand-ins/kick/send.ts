import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type Answer, parseJson, type StandInRequest } from '../routes.ts';
import { kickError, ok } from './api.ts';
import type { KickToken } from './tokens.ts';

/** A line of the bot that everyone in the channel can read; `at` in milliseconds since the epoch. */
export interface KickSentLine {
  messageId: string;
  broadcasterId: string;
  userId: string;
  text: string;
  type: 'user' | 'bot';
  replyTo?: string;
  at: number;
}

export interface SendRules {
  now(): number;
  broadcaster(id: string): boolean;
  /** Whether type `bot` answers 500, as public apps reported it (KickDevDocs#343). */
  botTypeBroken(): boolean;
  /** Lines a second and lines at once per channel; no limit when left out, as Kick publishes none. */
  rate?: { perSecond: number; burst: number };
  posted(line: KickSentLine): void;
}

const MAX_CHARACTERS = 500;

const Body = z.object({
  content: z.string().min(1),
  type: z.enum(['user', 'bot']),
  broadcaster_user_id: z.int().positive().optional(),
  reply_to_message_id: z.string().optional(),
});

/** `POST /public/v1/chat`. */
export class KickSender {
  sent: KickSentLine[] = [];
  #times = new Map<string, number[]>();
  #rules: SendRules;

  constructor(rules: SendRules) {
    this.#rules = rules;
  }

  /** Forgets what was sent, the limits with it. */
  reset(): void {
    this.sent = [];
    this.#times.clear();
  }

  handle(request: StandInRequest, token: KickToken): Answer {
    const parsed = Body.safeParse(parseJson(request.body));
    if (!parsed.success) return kickError(400);
    const { content, type, broadcaster_user_id, reply_to_message_id } = parsed.data;
    if ([...content].length > MAX_CHARACTERS) return kickError(400);
    if (type === 'bot' && this.#rules.botTypeBroken()) return kickError(500);
    if (type === 'user' && broadcaster_user_id === undefined) return kickError(400);
    const userId = token.userId ?? '';
    // Kick: chat: as a bot, the line goes to the channel of the token, whatever the body names.
    const broadcasterId = type === 'bot' ? userId : String(broadcaster_user_id);
    if (!this.#rules.broadcaster(broadcasterId)) return kickError(404);
    const wait = this.#wait(broadcasterId);
    if (wait > 0) return kickError(429, undefined, Math.ceil(wait / 1_000));
    if (request.reject) return ok({ is_sent: false, message_id: '' });
    const line: KickSentLine = {
      messageId: randomUUID(),
      broadcasterId,
      userId,
      text: content,
      type,
      replyTo: reply_to_message_id,
      at: this.#rules.now(),
    };
    this.#times.get(broadcasterId)?.push(line.at);
    this.sent.push(line);
    this.#rules.posted(line);
    return ok({ is_sent: true, message_id: line.messageId });
  }

  /** Milliseconds until the channel takes another line. */
  #wait(broadcasterId: string): number {
    const { rate, now } = this.#rules;
    if (!rate) return 0;
    const windowMs = (rate.burst / rate.perSecond) * 1_000;
    const recent = (this.#times.get(broadcasterId) ?? []).filter((at) => now() - at < windowMs);
    this.#times.set(broadcasterId, recent);
    return recent.length < rate.burst ? 0 : windowMs - (now() - recent[0]!);
  }
}
