import * as z from 'zod';
import type { Level } from '../../core/levels.ts';
import type { PlatformClient, PlatformTraits, ReadBack, SendOutcome } from '../../core/platforms.ts';
import type { CallUpstream } from '../call.ts';
import { classify, unclear } from '../call.ts';
import { splitRoom } from './events.ts';
import { answerByUrl, retryAfterMs } from './response-url.ts';
import { slackRooms } from './rooms.ts';

/** Slack reads mentions, links and entities from these three; escaped, nothing in a text can ping anybody. */
const escapeSlack = (text: string): string =>
  // A mention of one person is the one piece of markup that may pass: it is how Slack shows a name.
  text.replace(/<@[UW][A-Z0-9]{2,20}>|[&<>]/g, (found) => ESCAPED[found] ?? found);
const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

export const slackTraits: PlatformTraits = {
  name: 'slack',
  title: 'Slack',
  // chat.postMessage: keep text to 4,000 characters; longer ones are split by Slack where it likes.
  limits: { length: 4_000, multiline: true, parts: 5 },
  escape: escapeSlack,
  mention: (account) => `<@${account}>`,
  readBackDelayMs: 3_000,
};

const apiAnswer = z.object({ ok: z.boolean(), error: z.string().optional(), ts: z.string().optional() });
const history = z.object({
  ok: z.literal(true),
  has_more: z.boolean().optional(),
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      metadata: z.looseObject({ event_payload: z.record(z.string(), z.unknown()).optional() }).optional(),
    }),
  ),
});
const userInfo = z.object({
  ok: z.literal(true),
  user: z.looseObject({
    is_owner: z.boolean().optional(),
    is_primary_owner: z.boolean().optional(),
    is_admin: z.boolean().optional(),
  }),
});

const METADATA_TYPE = 'waddlebot_delivery';
/** Errors that pass by themselves. */
const PASSING = new Set([
  'ratelimited',
  'rate_limited',
  'service_unavailable',
  'request_timeout',
  'internal_error',
  'fatal_error',
]);
/** Errors after which nobody knows whether the message is there. */
const UNCLEAR = new Set(['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable']);
/** What Slack says for 401. */
const UNAUTHORISED = new Set(['invalid_auth', 'token_expired', 'token_revoked', 'not_authed', 'account_inactive']);

export const isSlackUnauthorised = (_: Response, json: unknown): boolean => {
  const parsed = apiAnswer.safeParse(json);
  return parsed.success && !parsed.data.ok && UNAUTHORISED.has(parsed.data.error ?? '');
};

export interface SlackClientOptions {
  readonly apiUrl: string;
  /** Calls with the workspace's token. */
  readonly callFor: (team: string) => CallUpstream;
  readonly fetch: typeof fetch;
  readonly clock: () => number;
}

export function createSlackClient(options: SlackClientOptions): PlatformClient {
  const { apiUrl, callFor } = options;

  const post = (team: string, method: string, body: Readonly<Record<string, unknown>>) =>
    callFor(team)(`${apiUrl}/${method}`, (token) => ({
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
    }));
  // Slack's reading methods take forms only.
  const read = (team: string, method: string, form: Readonly<Record<string, string>>) =>
    callFor(team)(`${apiUrl}/${method}`, (token) => ({
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams(form),
    }));

  return {
    // chat.postMessage: one message per second and channel.
    budget: (message) => ({
      upstream: `slack:${message.channel}`,
      limits: [{ key: `channel:${splitRoom(message.room).channel}`, count: 1, windowMs: 1_000 }],
    }),

    async send(message): Promise<SendOutcome> {
      const { channel, threadTs } = splitRoom(message.room);
      const result = await post(message.channel, message.onlyFor ? 'chat.postEphemeral' : 'chat.postMessage', {
        channel,
        text: message.text,
        ...(threadTs ? { thread_ts: threadTs } : {}),
        ...(message.onlyFor
          ? { user: message.onlyFor }
          : { metadata: { event_type: METADATA_TYPE, event_payload: { delivery: message.deliveryId } } }),
        unfurl_links: false,
      });
      if (!result.ok) return result.outcome;
      const { response, json } = result;
      const parsed = apiAnswer.safeParse(json);
      if (!response.ok) return classify(response, retryAfterMs(response));
      if (!parsed.success) return unclear('an answer that is none');
      const { ok, error = 'unknown', ts = '' } = parsed.data;
      if (ok) return { outcome: 'sent', messageId: ts };
      if (UNCLEAR.has(error)) return unclear(error);
      return {
        outcome: 'refused',
        reason: error,
        ...(PASSING.has(error) ? { retryAfterMs: retryAfterMs(response) } : {}),
      };
    },

    async readBack(message, since): Promise<ReadBack> {
      // Ephemeral messages are in no history.
      if (message.onlyFor) return 'unclear';
      const { channel, threadTs } = splitRoom(message.room);
      const oldest = String((since - 30_000) / 1000);
      const page = { channel, oldest, limit: '100', include_all_metadata: 'true' };
      const result = threadTs
        ? await read(message.channel, 'conversations.replies', { ...page, ts: threadTs })
        : await read(message.channel, 'conversations.history', page);
      if (!result.ok || !result.response.ok) return 'unclear';
      const parsed = history.safeParse(result.json);
      if (!parsed.success) return 'unclear';
      const found = parsed.data.messages.some(
        (posted) => posted.metadata?.event_payload?.delivery === message.deliveryId,
      );
      if (found) return 'posted';
      // What is not on this page may be on the next one.
      return parsed.data.has_more ? 'unclear' : 'not-posted';
    },

    async respond({ answer, message }): Promise<SendOutcome> {
      if (answer.by !== 'slack-response-url') return { outcome: 'refused', reason: 'not an interaction of Slack' };
      const { text, onlyFor } = message;
      return answerByUrl(options.fetch, answer.url, { text, ephemeral: onlyFor !== undefined });
    },

    /** Workspace owners and admins; Slack's events say nothing of it. */
    async lookUpLevel(team, account): Promise<Level | null> {
      const result = await read(team, 'users.info', { user: account });
      if (!result.ok || !result.response.ok) return null;
      const parsed = userInfo.safeParse(result.json);
      if (!parsed.success) return null;
      const { is_owner, is_primary_owner, is_admin } = parsed.data.user;
      if (is_owner || is_primary_owner) return 'owner';
      return is_admin ? 'admin' : 'everyone';
    },

    /**
     * Slack finds people by email address only, which the bot does not ask for; by name it would have to read the whole
     * directory (users.list, tier 2: 20 pages a minute, names that are not unique and change at will). Nothing is lost: who
     * is mentioned arrives as an id.
     */
    findAccount: () => Promise.resolve(null),
    lookUpLive: () => Promise.resolve(null),
    rooms: slackRooms(options),
  };
}
