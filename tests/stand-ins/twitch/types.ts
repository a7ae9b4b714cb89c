import type { Consent } from '../consent.ts';
import type { FaultPlan } from '../faults.ts';
import type { EventLog } from '../log.ts';
import type { OpenId } from '../openid.ts';
import type { TwitchCategory } from './categories.ts';
import type { TwitchUser } from './events.ts';
import type { Facts } from './facts.ts';
import type { ChatLine } from './lines.ts';
import type { ChannelInfo, TwitchChannel } from './people.ts';
import type { SentLine } from './send.ts';
import type { TwitchClip, TwitchMarker, TwitchRaid } from './stage.ts';
import type { Tokens } from './tokens.ts';
import type { DeliveryOptions, TwitchDelivery } from './webhook.ts';

export interface TwitchOptions {
  port?: number;
  clientId: string;
  clientSecret: string;
  /** The addresses registered for the app to come back to after a consent (default: any). */
  redirectUris?: readonly string[];
  /** The secret of the subscriptions that are there from the start. */
  webhookSecret: string;
  /** The bot's `POST /webhooks/twitch`. */
  callbackUrl: string;
  bot: TwitchUser;
  channels: TwitchChannel[];
  /**
   * Whether everything was set up long ago (default true): bot and broadcasters have consented to every scope, each
   * channel has an enabled channel.chat.message subscription, and events of other types come without one. False: nobody
   * has consented to anything, and only what was subscribed to is sent.
   */
  subscribed?: boolean;
  /** Whether the bot hears its own lines, as it does on Twitch (default true). */
  echo?: boolean;
  /** What people do on the consent page (default `ask`). */
  consent?: Consent;
  /** Whether replying to a line that was never said here is refused with 400, as on Twitch (default true). */
  refuseUnknownParents?: boolean;
  /** Points that each token has a minute for calls of Helix other than those of chat and EventSub (default 800). */
  points?: number;
  /** Games and other categories; some well-known ones unless given. */
  categories?: readonly TwitchCategory[];
  /** VIPs that a channel may have (default 10). */
  vipPlaces?: number;
  /** Pauses before redeliveries, in milliseconds (default 250, 1,000, 3,000). */
  retryDelaysMs?: readonly number[];
  /** How long the bot may take to answer a webhook, in milliseconds (default 5,000). */
  timeoutMs?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** What a channel shows, and who has a role in it, by their ids. */
export interface TwitchChannelState extends ChannelInfo {
  vips: readonly string[];
  moderators: readonly string[];
}

export interface ChatDelivery extends TwitchDelivery {
  messageId: string;
}

export interface TwitchStandIn {
  url: string;
  port: number;
  /** TWITCH_API_URL and TWITCH_AUTH_URL. */
  apiUrl: string;
  authUrl: string;
  log: EventLog;
  /** The bot's lines since the start or the last reset, oldest first. */
  readonly sent: readonly SentLine[];
  /** The ids of the messages that moderators deleted by Helix since the start or the last reset, oldest first. */
  readonly deleted: readonly string[];
  /** What was made since the start or the last reset, oldest first. */
  readonly clips: readonly TwitchClip[];
  readonly markers: readonly TwitchMarker[];
  readonly raids: readonly TwitchRaid[];
  /** Whether clips that were asked for come about (`works`, as at first), never do (`fails`), or are switched off. */
  clipping: 'works' | 'fails' | 'off';
  /** Whether broadcasts are kept as videos, which markers need (true at first). */
  keepsVideos: boolean;
  tokens: Tokens;
  openId: OpenId;
  echo: boolean;
  /** What people do on the consent page from now on; `account` is an id or login of somebody known (see `user`). */
  consent: Consent;
  /** Sends every other kind of event: one by one, or a fact with all its events (`…Of`). */
  emit: Facts;
  fault(plan: FaultPlan): void;
  /** Adds a person or changes one. */
  user(user: TwitchUser): void;
  /** Makes somebody (the bot unless given) a moderator of a channel or no longer one; what rested on it is revoked. */
  moderator(is: boolean, where?: { channel?: string; user?: string }): Promise<void>;
  /** What a channel (the first unless given) is like now. */
  channel(idOrLogin?: string): TwitchChannelState;
  /** Puts a channel (the first unless given) on the air or off it without an event, as when Twitch loses one. */
  onAir(is: boolean, channel?: string): void;
  /**
   * A user disconnects the app: tokens and consents end, what rested on them is revoked, user.authorization.revoke is
   * sent. Resolves when all of it was delivered. `user` is an id or login.
   */
  disconnect(user: string): Promise<void>;
  /** Disables a conduit's shard and sends conduit.shard.disabled; the status is notification_failures_exceeded unless given. */
  disableShard(conduitId: string, shardId: string, status?: string): Promise<TwitchDelivery>;
  /** A person says a line; resolves when the bot took it or every redelivery failed. `status` 0 without attempts: nobody is subscribed. */
  chat(line: ChatLine): Promise<ChatDelivery>;
  /** Sends any other notification about `event.broadcaster_user_id`. */
  notify(
    subscription: { type: string; version?: string; condition?: Record<string, string> },
    event: Record<string, unknown>,
    options?: DeliveryOptions,
  ): Promise<TwitchDelivery>;
  /** Revokes the chat subscription of a channel (of all unless given) and resolves to the bot's statuses. */
  revoke(status: string, channel?: string): Promise<number[]>;
  /** Forgets what was sent, deleted and made, and the limits; tokens, consents, subscriptions, said lines, titles and roles stay. */
  reset(): void;
  /** Resolves when echoes and handshakes under way are done. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}
