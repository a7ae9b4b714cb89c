import type { Consent } from '../consent.ts';
import type { FaultPlan } from '../faults.ts';
import type { EventLog } from '../log.ts';
import type { KickCategory } from './channels.ts';
import type { KickChatter, KickEvent, KickUser } from './events.ts';
import type { KickStream } from './lookups.ts';
import type { KickBan } from './moderation.ts';
import type { KickSentLine } from './send.ts';
import type { KickSubscription } from './subscriptions.ts';
import type { KickTokenPair, KickTokens } from './tokens.ts';
import type { KickDelivery, KickDeliveryOptions } from './webhook.ts';

export interface KickOptions {
  port?: number;
  clientId: string;
  clientSecret: string;
  /** The bot's `POST /webhooks/kick`: the one webhook URL of the app. */
  webhookUrl: string;
  /** The bot's own account; it is signed in on the consent page. The demo's unless given. */
  bot?: KickUser;
  /** The broadcasters; the demo's one unless given. */
  channels?: KickUser[];
  /** The app's redirect addresses; any address when left out. */
  redirectUris?: readonly string[];
  /** Token pairs that are good from the start. */
  grants?: (Partial<KickTokenPair> & { userId: string; scopes?: readonly string[] })[];
  /** Whether each channel starts with one subscription of every event (default true). */
  subscribed?: boolean;
  /** Whether the bot hears its own lines (default true). */
  echo?: boolean;
  /** Whether `type: "bot"` answers 500 (default false). */
  botTypeBroken?: boolean;
  /** Whether payloads leave out what Kick added later: identity, replies_to, created_at … (default false). */
  older?: boolean;
  /** What happens on the consent page (default `ask`). */
  consent?: Consent;
  /** A limit of POST /chat per channel; none unless given. */
  rate?: { perSecond: number; burst: number };
  /** How many chat subscriptions the app may hold (default 1,000). */
  chatSubscriptionLimit?: number;
  /** How long an event may fail before the app is unsubscribed from it, in milliseconds (default a day). */
  unsubscribeAfterMs?: number;
  /** Games and other categories; some well-known ones unless given. */
  categories?: readonly KickCategory[];
  /** Pauses before redeliveries, in milliseconds (default 250, 1,000: three attempts, as Kick makes). */
  retryDelaysMs?: readonly number[];
  /** How long the bot may take to answer a webhook, in milliseconds (default 5,000). */
  timeoutMs?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

export interface KickSendOptions extends KickDeliveryOptions {
  /** Minutes east of UTC in which the payload's times are written. */
  offsetMinutes?: number;
}

/** One chat line; `channel` is an id, login or slug, the first channel unless given. */
export interface KickChatLine extends KickSendOptions {
  channel?: string;
  user: KickChatter;
  text: string;
  messageId?: string;
  /** The id of the line it answers. */
  replyTo?: string;
}

/** An event goes out once per subscription: the first delivery's outcome, and all of them. */
export interface KickDeliveries extends KickDelivery {
  deliveries: KickDelivery[];
}

export interface KickChatDelivery extends KickDeliveries {
  messageId: string;
}

export interface KickStandIn {
  url: string;
  port: number;
  /** KICK_API_URL and KICK_AUTH_URL. */
  apiUrl: string;
  authUrl: string;
  /** The key that webhooks are signed with now (KICK_PUBLIC_KEY). */
  readonly publicKeyPem: string;
  log: EventLog;
  channels: readonly KickUser[];
  /** The bot's lines since the start or the last reset, oldest first. */
  readonly sent: readonly KickSentLine[];
  /** The ids of the messages it deleted. */
  readonly deleted: readonly string[];
  /** The bans and timeouts in force. */
  readonly bans: readonly KickBan[];
  readonly subscriptions: readonly KickSubscription[];
  tokens: KickTokens;
  echo: boolean;
  botTypeBroken: boolean;
  older: boolean;
  consent: Consent;
  /** How long `GET /channels` goes on telling what was before a change by the API, in milliseconds (0 at first). */
  channelLagMs: number;
  /** What people see of a channel (the first unless given). */
  stream(channel?: string): KickStream;
  fault(plan: FaultPlan): void;
  /** Signs with a new key from now on. */
  rotateKey(): void;
  /** Adds a subscription, as a POST does. */
  subscribe(event: string, channel?: string): KickSubscription;
  /** Ends all subscriptions, as switching webhooks off in the dashboard does (Kick changelog, 2025-12-19). */
  unsubscribeAll(): void;
  /** A person says a line; resolves when the bot took it or every redelivery failed. */
  chat(line: KickChatLine): Promise<KickChatDelivery>;
  /** Anything else happens in a channel. */
  emit(event: KickEvent, options?: KickSendOptions): Promise<KickDeliveries>;
  /** Sends any payload as an event, subscribed or not. */
  send(event: string, payload: unknown, options?: KickDeliveryOptions): Promise<KickDelivery>;
  /** Forgets what was sent, deleted and limited; tokens, subscriptions and said lines stay. */
  reset(): void;
  /** Resolves when echoes under way are done. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}
