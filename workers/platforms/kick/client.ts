import * as z from 'zod';
import type { OutgoingMessage, PlatformClient, PlatformTraits, ReadBack, SendOutcome } from '../../core/platforms.ts';
import type { CallUpstream } from '../call.ts';
import { classify, unclear } from '../call.ts';
import { shownText } from './chat.ts';
import { kickDeletes } from './deletes.ts';
import { kickLookUps, retryAfterMs } from './look-ups.ts';

export const kickTraits: PlatformTraits = {
  name: 'kick',
  title: 'Kick',
  // Kick: Post Chat Message takes 500 characters and shows one line.
  limits: { length: 500, multiline: false, parts: 3 },
  escape: (text) => text,
  readBackDelayMs: 5_000,
};

/** Who says a line in a channel, and the calls with their token. */
export interface KickVoice {
  /**
   * `user`: an account of the bot's own, in any channel. `bot`: the app by the broadcaster's token, in the broadcaster's
   * own channel only; public apps have long got HTTP 500 for it (KickDevDocs#343).
   */
  readonly type: 'user' | 'bot';
  /** Refreshes the token once on 401. */
  readonly call: CallUpstream;
}

export interface KickClientOptions {
  readonly apiUrl: string;
  /** The bot account's voice where one is connected, else the broadcaster's. @throws when there is none. */
  readonly voiceIn: (channel: string) => Promise<KickVoice>;
  /** Calls with the app's own token; asks for another on 401. */
  readonly asApp: CallUpstream;
  readonly clock: () => number;
  /** Whether the channel showed a line of ours. */
  readonly echoed: (message: OutgoingMessage, since: number) => Promise<ReadBack>;
}

const answer = z.object({ data: z.object({ is_sent: z.boolean(), message_id: z.string().nullish() }) });

const budgetKey = (channel: string): string => `channel:${channel}`;

export function createKickClient({ apiUrl, voiceIn, asApp, clock, echoed }: KickClientOptions): PlatformClient {
  return {
    // Kick publishes no limit; one message per second and channel has been safe.
    budget: ({ channel }) => ({
      upstream: `kick:${channel}`,
      limits: [{ key: budgetKey(channel), count: 1, windowMs: 1_000 }],
    }),

    async send(message): Promise<SendOutcome> {
      const voice = await voiceIn(message.channel).catch(() => null);
      if (!voice) return { outcome: 'refused', reason: 'no token', retryAfterMs: 5_000 };
      const result = await voice.call(`${apiUrl}/public/v1/chat`, (token) => ({
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
        body: bodyOf(message, voice.type),
      }));
      if (!result.ok) return result.outcome;
      const { response, json } = result;
      if (response.status === 429) return limited(message.channel, retryAfterMs(response, clock()));
      if (!response.ok) return classify(response);
      const parsed = answer.safeParse(json);
      if (!parsed.success) return unclear('an answer that is none');
      const { is_sent, message_id } = parsed.data.data;
      // Kick does not say why.
      return is_sent ? { outcome: 'sent', messageId: message_id ?? '' } : { outcome: 'refused', reason: 'not sent' };
    },

    // The echo is read like any line, so what is looked for has to be read the same way.
    readBack: (message, since) => echoed({ ...message, text: shownText(message.text) }, since),
    respond: () => Promise.resolve({ outcome: 'refused', reason: 'Kick has no interactions' }),
    lookUpLevel: () => Promise.resolve(null),
    ...kickLookUps({ apiUrl, asApp, clock }),
    ...kickDeletes({ apiUrl, voiceIn, clock }),
  };
}

const bodyOf = ({ channel, text, replyTo }: OutgoingMessage, type: KickVoice['type']): string =>
  JSON.stringify({
    type,
    content: text,
    // As a bot, the line goes to the channel of the token.
    ...(type === 'user' ? { broadcaster_user_id: Number(channel) } : {}),
    ...(replyTo ? { reply_to_message_id: replyTo } : {}),
  });

const limited = (channel: string, forMs: number): SendOutcome => ({
  outcome: 'refused',
  reason: 'rate limited',
  retryAfterMs: forMs,
  holds: [{ key: budgetKey(channel), forMs }],
});
