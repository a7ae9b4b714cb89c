import * as z from 'zod';
import { utf8 } from '../../core/bytes.ts';
import type { GatewayStart } from '../../core/intake.ts';
import type { Level } from '../../core/levels.ts';
import type {
  Hold,
  LateAnswer,
  OutgoingMessage,
  PlatformClient,
  PlatformTraits,
  SendBudget,
  SendOutcome,
} from '../../core/platforms.ts';
import type { CallResult, CallUpstream } from '../call.ts';
import { unclear } from '../call.ts';
import { EPHEMERAL, NO_MENTIONS } from './answers.ts';
import { discordDeletes } from './deletes.ts';
import { levelOfPermissions, permissionsOf } from './levels.ts';
import { discordLookUps } from './look-ups.ts';
import { refusalOf } from './refusals.ts';
import { discordRoomList } from './room-list.ts';
import { discordRooms } from './rooms.ts';

export const discordTraits: PlatformTraits = {
  name: 'discord',
  title: 'Discord',
  // Create Message takes 2,000 characters; more of one answer would flood a channel.
  limits: { length: 2_000, multiline: true, parts: 1 },
  escape: (text) => text,
  mention: (account) => `<@${account}>`,
  // Which unit they count in is not documented: UTF-16 units are never fewer than characters.
  measure: (piece) => piece.length,
  readBackDelayMs: 2_000,
};

/** Discord: Reference, User Agent. Requests without one may be blocked before they arrive. */
const userAgent = (version: string): string => `DiscordBot (https://github.com/waddlebot/waddlebot, ${version})`;
const VERSION = '0.1.0';

/** Enforced nonces are remembered "for a few minutes"; two are safe. */
const NONCE_FOR_MS = 2 * 60_000;

const created = z.looseObject({ id: z.string() });
const gatewayBot = z.object({
  url: z.url(),
  session_start_limit: z.object({ remaining: z.number(), reset_after: z.number() }),
});
const application = z.looseObject({ flags: z.number().default(0) });
const guildMember = z.looseObject({ roles: z.array(z.string()) });
const guild = z.looseObject({
  owner_id: z.string(),
  roles: z.array(z.looseObject({ id: z.string(), permissions: z.string() })),
});

/** A bucket as its headers told of it. */
interface Bucket {
  readonly name: string;
  readonly count: number;
  readonly windowMs: number;
}
const BUCKETS_KEPT = 1_000;
/** What routes allow as long as nothing is known of them: Create Message is 5 per 5 s. */
const UNKNOWN_BUCKET = { count: 5, windowMs: 5_000 };

export interface DiscordClientOptions {
  readonly apiUrl: string;
  readonly botToken: string;
  /** Calls with the bot's token. */
  readonly call: CallUpstream;
  readonly fetch: typeof fetch;
  readonly clock: () => number;
}

export interface DiscordClient extends PlatformClient {
  gatewayStart(): Promise<GatewayStart>;
}

export function createDiscordClient(options: DiscordClientOptions): DiscordClient {
  const { apiUrl, clock } = options;
  const headers = { 'user-agent': userAgent(VERSION), 'content-type': 'application/json' };
  /** Bucket and top-level id share a window (Discord: Rate Limits); which bucket a route is in, its answers tell. */
  const buckets = new Map<string, Bucket>();

  const asBot = (path: string, init: RequestInit = {}) =>
    options.call(`${apiUrl}${path}`, (token) => ({
      ...init,
      headers: { ...headers, authorization: `Bot ${token}` },
    }));

  /** Calls that carry their right in the address: an interaction's token. */
  async function bare(method: string, path: string, body?: object): Promise<CallResult> {
    try {
      const response = await options.fetch(`${apiUrl}${path}`, {
        method,
        headers,
        ...(body ? { body: JSON.stringify(body) } : {}),
        redirect: 'manual',
        signal: AbortSignal.timeout(5_000),
      });
      const text = await response.text();
      return { ok: true, response, json: parseJson(text) };
    } catch (error) {
      return { ok: false, outcome: unclear(error instanceof Error ? error.name : 'connection lost') };
    }
  }

  const keyOf = (room: string): string => {
    const bucket = buckets.get(room);
    return bucket ? `bucket:${bucket.name}:${room}` : `route:messages:${room}`;
  };

  function learn(room: string, response: Response): readonly Hold[] {
    const name = response.headers.get('x-ratelimit-bucket');
    const count = Number(response.headers.get('x-ratelimit-limit'));
    const remaining = Number(response.headers.get('x-ratelimit-remaining') ?? Number.NaN);
    const resetAfterMs = Number(response.headers.get('x-ratelimit-reset-after')) * 1000;
    if (!name || !(count > 0)) return [];
    if (buckets.size >= BUCKETS_KEPT) buckets.clear();
    // The window's whole length shows itself only at its first use; shorter would be too bold.
    const windowMs = Math.max(buckets.get(room)?.windowMs ?? UNKNOWN_BUCKET.windowMs, resetAfterMs || 0);
    buckets.set(room, { name, count: Math.min(count, 120), windowMs });
    return remaining === 0 && resetAfterMs > 0 ? [{ key: keyOf(room), forMs: Math.ceil(resetAfterMs) }] : [];
  }

  return {
    budget: (message): SendBudget => {
      const { count, windowMs } = buckets.get(message.room) ?? UNKNOWN_BUCKET;
      return {
        upstream: 'discord:bot',
        limits: [
          { key: 'global', count: 50, windowMs: 1_000 },
          { key: keyOf(message.room), count, windowMs },
        ],
      };
    },

    async send(message): Promise<SendOutcome> {
      const result = await asBot(`/channels/${message.room}/messages`, {
        method: 'POST',
        body: JSON.stringify({
          content: message.text,
          nonce: await nonceOf(message.deliveryId),
          enforce_nonce: true,
          allowed_mentions: {
            ...NO_MENTIONS,
            replied_user: false,
            ...(message.pings === undefined ? {} : { users: [message.pings] }),
          },
          ...(message.replyTo ? { message_reference: { message_id: message.replyTo, fail_if_not_exists: false } } : {}),
        }),
      });
      if (!result.ok) return result.outcome;
      const { response, json } = result;
      const route = keyOf(message.room);
      const holds = learn(message.room, response);
      if (!response.ok) return refusalOf(response, json, route);
      const posted = created.safeParse(json);
      return posted.success ? { outcome: 'sent', messageId: posted.data.id, holds } : unclear('an answer that is none');
    },

    /** The same nonce brings the earlier message back instead of a second one. */
    readBack: async (_, since) => (clock() - since < NONCE_FOR_MS ? 'repeatable' : 'unclear'),
    /** Editing the deferral twice is editing it once; a follow-up has no mark of ours. */
    readBackAnswer: async (late) => (editsDeferral(late) ? 'repeatable' : 'unclear'),

    async respond(late): Promise<SendOutcome> {
      const { answer, message } = late;
      if (answer.by !== 'discord-interaction') return { outcome: 'refused', reason: 'no interaction to answer' };
      const webhook = `/webhooks/${answer.applicationId}/${answer.token}`;
      const body = { content: message.text, allowed_mentions: NO_MENTIONS };
      if (editsDeferral(late)) return settled(await bare('PATCH', `${webhook}/messages/@original`, body));
      if (late.part === 0 && late.deferredAs === 'public') {
        // A deferral that everybody sees cannot become private: it goes, and the answer follows in private.
        const gone = await bare('DELETE', `${webhook}/messages/@original`);
        if (!gone.ok) return gone.outcome;
      }
      return settled(await bare('POST', webhook, { ...body, ...(message.onlyFor ? { flags: EPHEMERAL } : {}) }));
    },

    /** A guild's owner may do everything; members have the sum of their roles, and everybody's. */
    async lookUpLevel(channel, account): Promise<Level | null> {
      if (channel.startsWith('dm:')) return 'everyone';
      const [asked, of] = await Promise.all([
        asBot(`/guilds/${channel}/members/${account}`),
        asBot(`/guilds/${channel}`),
      ]);
      if (!asked.ok || !of.ok || !asked.response.ok || !of.response.ok) return null;
      const member = guildMember.safeParse(asked.json);
      const home = guild.safeParse(of.json);
      if (!member.success || !home.success) return null;
      if (home.data.owner_id === account) return 'owner';
      const held = new Set([...member.data.roles, channel]);
      return levelOfPermissions(
        home.data.roles
          .filter((role) => held.has(role.id))
          .reduce((sum, role) => sum | permissionsOf(role.permissions), 0n),
      );
    },

    ...discordLookUps({ apiUrl, headers, call: options.call, clock }),
    ...discordRooms({ apiUrl, headers, call: options.call, clock }),
    rooms: discordRoomList({ apiUrl, headers, call: options.call, clock }),
    ...discordDeletes({ apiUrl, headers, call: options.call, clock }),

    async gatewayStart(): Promise<GatewayStart> {
      const [start, app] = await Promise.all([asBot('/gateway/bot'), asBot('/applications/@me')]);
      const found = start.ok && start.response.ok ? gatewayBot.safeParse(start.json) : null;
      if (!found?.success)
        throw new Error(start.ok ? `Discord answered ${start.response.status}` : start.outcome.reason);
      const flags = app.ok && app.response.ok ? application.safeParse(app.json) : null;
      const { url, session_start_limit: limit } = found.data;
      return {
        token: options.botToken,
        url,
        intents: intentsFor(flags?.success ? flags.data.flags : 0),
        remaining: limit.remaining,
        resetAfterMs: limit.reset_after,
      };
    },
  };
}

/** Discord: Gateway Intents. The last of each list is privileged: only what the Developer Portal allows may be asked for. */
const INTENTS = {
  GUILDS: 1 << 0,
  GUILD_MEMBERS: 1 << 1,
  GUILD_MODERATION: 1 << 2,
  GUILD_MESSAGES: 1 << 9,
  GUILD_MESSAGE_REACTIONS: 1 << 10,
  DIRECT_MESSAGES: 1 << 12,
  MESSAGE_CONTENT: 1 << 15,
} as const;
/** Discord: Application Flags; the limited ones are those of bots in fewer than 100 servers. */
const MEMBERS_FLAGS = (1 << 14) | (1 << 15);
const CONTENT_FLAGS = (1 << 18) | (1 << 19);

function intentsFor(flags: number): number {
  const { GUILD_MEMBERS, MESSAGE_CONTENT, ...free } = INTENTS;
  return (
    Object.values(free).reduce((sum, bit) => sum | bit, 0) |
    ((flags & MEMBERS_FLAGS) === 0 ? 0 : GUILD_MEMBERS) |
    ((flags & CONTENT_FLAGS) === 0 ? 0 : MESSAGE_CONTENT)
  );
}

const editsDeferral = ({ part, deferredAs, message }: LateAnswer): boolean =>
  part === 0 && deferredAs !== null && !(deferredAs === 'public' && message.onlyFor !== undefined);

function settled(result: CallResult): SendOutcome {
  if (!result.ok) return result.outcome;
  const { response, json } = result;
  if (!response.ok) return refusalOf(response, json, 'interactions');
  const posted = created.safeParse(json);
  return { outcome: 'sent', messageId: posted.success ? posted.data.id : '' };
}

/** At most 25 characters that say which delivery this is. */
async function nonceOf(deliveryId: OutgoingMessage['deliveryId']): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(deliveryId)));
  return btoa(String.fromCharCode(...digest.slice(0, 18)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
