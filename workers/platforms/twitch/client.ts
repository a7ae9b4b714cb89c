import * as z from 'zod';
import type { OutgoingMessage, PlatformClient, PlatformTraits, ReadBack, SendOutcome } from '../../core/platforms.ts';
import type { CallUpstream } from '../call.ts';
import { classify, unclear } from '../call.ts';
import { twitchLookUps, untilReset } from './look-ups.ts';

export const twitchTraits: PlatformTraits = {
  name: 'twitch',
  title: 'Twitch',
  // Helix: Send Chat Message takes 500 characters and shows one line.
  limits: { length: 500, multiline: false, parts: 3 },
  escape: (text) => text,
  readBackDelayMs: 5_000,
};

const answer = z.object({
  data: z.tuple([
    z.object({
      message_id: z.string(),
      is_sent: z.boolean(),
      drop_reason: z.object({ code: z.string(), message: z.string().optional() }).nullish(),
    }),
  ]),
});

/** The same text within 30 s is dropped where the bot is no moderator; later it is another text. */
const DUPLICATE_WINDOW_MS = 30_000;

export interface TwitchClientOptions {
  readonly apiUrl: string;
  readonly clientId: string;
  readonly botUserId: string;
  /** Calls with the app token; refreshes it once on 401. */
  readonly call: CallUpstream;
  readonly clock: () => number;
  /** Whether the channel showed a line of ours. */
  readonly echoed: (message: OutgoingMessage, since: number) => Promise<ReadBack>;
}

export function createTwitchClient(options: TwitchClientOptions): PlatformClient {
  const { apiUrl, clientId, botUserId, call, echoed } = options;
  return {
    // Twitch chat rate limits: 20 messages per 30 s over all channels and one per second and channel; where the bot
    // moderates, 100 per 30 s. Sends to moderated channels fill the small window too, but are not held by it.
    budget: (message) => ({
      upstream: `twitch:${botUserId}`,
      limits: message.privileged
        ? [{ key: 'all:moderator', count: 100, windowMs: 30_000 }]
        : [
            { key: 'all', count: 20, windowMs: 30_000 },
            { key: `channel:${message.channel}`, count: 1, windowMs: 1_000 },
          ],
    }),

    async send(message): Promise<SendOutcome> {
      const body = JSON.stringify({
        broadcaster_id: message.channel,
        sender_id: botUserId,
        message: message.text,
        ...(message.replyTo ? { reply_parent_message_id: message.replyTo } : {}),
      });
      const result = await call(`${apiUrl}/chat/messages`, (token) => ({
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'client-id': clientId, 'content-type': 'application/json' },
        body,
      }));
      if (!result.ok) return result.outcome;
      const { response, json } = result;
      if (!response.ok) return classify(response, untilReset(response, options.clock()));
      const parsed = answer.safeParse(json);
      if (!parsed.success) return unclear('an answer that is none');
      const [sent] = parsed.data.data;
      if (sent.is_sent) return { outcome: 'sent', messageId: sent.message_id };
      // The codes are undocumented and change; the two that pass by themselves are worth another try.
      const code = sent.drop_reason?.code ?? 'unknown';
      const passes = /duplicate|rate_?limit/.test(code);
      return {
        outcome: 'refused',
        reason: `dropped: ${code}`,
        ...(passes ? { retryAfterMs: DUPLICATE_WINDOW_MS } : {}),
      };
    },

    readBack: echoed,
    respond: () => Promise.resolve({ outcome: 'refused', reason: 'Twitch has no interactions' }),
    lookUpLevel: () => Promise.resolve(null),
    ...twitchLookUps(options),
  };
}
