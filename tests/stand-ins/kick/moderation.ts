import * as z from 'zod';
import { type Answer, parseJson, type StandInRequest } from '../routes.ts';
import { kickError, ok } from './api.ts';
import type { KickToken } from './tokens.ts';

/** A ban, or a timeout when it ends; `expiresAt` in milliseconds since the epoch. */
export interface KickBan {
  broadcasterId: string;
  userId: string;
  moderatorId: string;
  reason: string;
  expiresAt: number | null;
}

export interface ModerationRules {
  now(): number;
  broadcaster(id: string): boolean;
  banned(ban: KickBan): void;
}

const Ban = z.object({
  broadcaster_user_id: z.int().positive(),
  user_id: z.int().positive(),
  /** Minutes; a ban without. */
  duration: z.int().min(1).max(10_080).optional(),
  reason: z.string().max(100).optional(),
});

const Unban = Ban.pick({ broadcaster_user_id: true, user_id: true });

/** `POST|DELETE /public/v1/moderation/bans`. */
export class KickModeration {
  #bans: KickBan[] = [];
  #rules: ModerationRules;

  constructor(rules: ModerationRules) {
    this.#rules = rules;
  }

  /** The bans and timeouts in force. */
  get bans(): readonly KickBan[] {
    return this.#bans.filter(({ expiresAt }) => expiresAt === null || expiresAt > this.#rules.now());
  }

  ban({ body }: StandInRequest, token: KickToken): Answer {
    const parsed = Ban.safeParse(parseJson(body));
    if (!parsed.success) return kickError(400);
    const { broadcaster_user_id, user_id, duration, reason = '' } = parsed.data;
    const broadcasterId = String(broadcaster_user_id);
    if (!this.#rules.broadcaster(broadcasterId)) return kickError(404);
    const expiresAt = duration === undefined ? null : this.#rules.now() + duration * 60_000;
    const ban = { broadcasterId, userId: String(user_id), moderatorId: token.userId ?? '', reason, expiresAt };
    this.#forget(broadcasterId, ban.userId);
    this.#bans.push(ban);
    this.#rules.banned(ban);
    return ok({});
  }

  unban({ body }: StandInRequest): Answer {
    const parsed = Unban.safeParse(parseJson(body));
    if (!parsed.success) return kickError(400);
    const { broadcaster_user_id, user_id } = parsed.data;
    return this.#forget(String(broadcaster_user_id), String(user_id)) ? ok({}) : kickError(404);
  }

  #forget(broadcasterId: string, userId: string): boolean {
    const kept = this.#bans.filter((one) => one.broadcasterId !== broadcasterId || one.userId !== userId);
    const found = kept.length < this.#bans.length;
    this.#bans = kept;
    return found;
  }
}
