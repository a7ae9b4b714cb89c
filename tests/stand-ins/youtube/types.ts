import type { Consent } from '../consent.ts';
import type { FaultPlan } from '../faults.ts';
import type { EventLog } from '../log.ts';
import type { OpenId } from '../openid.ts';
import type { Lease, PushDelivery, PushOptions } from './hub.ts';
import type { LiveChat, YouTubeSentLine } from './live-chat.ts';
import type { YouTubeBan } from './moderation.ts';
import type { Quota } from './quota.ts';
import type { GoogleTokenPair, GoogleTokens } from './tokens.ts';
import type { Video, YouTubeChannel, YouTubeVideo } from './videos.ts';

export interface YouTubeOptions {
  port?: number;
  clientId: string;
  clientSecret: string;
  /** Where this machine reaches the bot, when its callbacks name a tunnel; the callback's own origin unless given. */
  botUrl?: string;
  /** The bot's own channel; it is signed in on the consent page. The demo's unless given. */
  bot?: YouTubeChannel;
  /** The streamers' channels; the demo's one unless given. */
  channels?: YouTubeChannel[];
  /** Videos and broadcasts; the demo's live one unless given (then of the first channel). */
  videos?: YouTubeVideo[];
  /** Whether the bot's channel moderates the chats (default true). */
  botIsModerator?: boolean;
  /** The client's redirect addresses; any address when left out. */
  redirectUris?: readonly string[];
  /** API keys of the project; none unless given. */
  apiKeys?: readonly string[];
  /** Token pairs that are good from the start. */
  grants?: (Partial<GoogleTokenPair> & { userId: string; scopes?: readonly string[] })[];
  /** Whether the consent screen is in testing, where refresh tokens die after 7 days (default false). */
  testing?: boolean;
  /** What happens on the consent page (default `ask`). */
  consent?: Consent;
  /** Units a day (default 10,000). */
  quota?: number;
  /** Units a call costs, where they differ from YouTube's: `{'liveChatMessages.list': 1}`. */
  costs?: Readonly<Record<string, number>>;
  /** What lists of chat messages ask pollers to wait, in milliseconds (default 5,000). */
  pollingIntervalMs?: number;
  /** How many items the first page of a chat goes back (default 75). */
  historySize?: number;
  /** How long an ended chat answers liveChatEnded before it is not found any more, in milliseconds (default an hour). */
  forgetChatMs?: number;
  /** The lease when none is asked for (default 432,000) and the longest one (default 828,000), in seconds. */
  leaseSeconds?: { usual: number; longest: number };
  /** Pauses before the hub's redeliveries, in milliseconds (default 250, 1,000, 3,000). */
  retryDelaysMs?: readonly number[];
  /** The pause between the hub's 202 and its question to the callback, in milliseconds (default 10). */
  verifyDelayMs?: number;
  /** How long the bot may take to answer the hub, in milliseconds (default 5,000). */
  timeoutMs?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** How a feed went: the first lease's outcome (`status` 0 without a lease), and those of all. */
export interface PushDeliveries {
  status: number;
  statuses: number[];
  deliveries: PushDelivery[];
}

export interface YouTubeStandIn {
  url: string;
  port: number;
  /** YOUTUBE_API_URL, YOUTUBE_HUB_URL, GOOGLE_AUTH_URL and GOOGLE_TOKEN_URL. */
  apiUrl: string;
  hubUrl: string;
  authUrl: string;
  tokenUrl: string;
  log: EventLog;
  channels: readonly YouTubeChannel[];
  /** The lines inserted since the start or the last reset, oldest first. */
  readonly sent: readonly YouTubeSentLine[];
  /** The hub's leases in force. */
  readonly leases: readonly Lease[];
  readonly bans: readonly YouTubeBan[];
  /** The ids of the messages deleted by the API since the start or the last reset, oldest first. */
  readonly deleted: readonly string[];
  tokens: GoogleTokens;
  openId: OpenId;
  quota: Quota;
  consent: Consent;
  /** What lists of chat messages ask pollers to wait, in milliseconds. */
  pollingIntervalMs: number;
  fault(plan: FaultPlan): void;
  /** Adds a video or broadcast, or changes one, and tells nobody. */
  video(video: YouTubeVideo): Video;
  /** A video or broadcast as it is now. */
  videoOf(id: string): Video;
  /** Adds a video or broadcast and tells the hub's subscribers. */
  publish(video: YouTubeVideo, options?: PushOptions): Promise<PushDeliveries>;
  /** Changes a video and tells the hub's subscribers. */
  edit(video: YouTubeVideo, options?: PushOptions): Promise<PushDeliveries>;
  /** Deletes a video and tells the hub's subscribers by a tombstone. */
  delete(videoId: string, options?: PushOptions): Promise<PushDeliveries>;
  /** Sends any text in a feed's place to the leases on a channel (the first unless given). */
  push(body: string, channel?: string, options?: PushOptions): Promise<PushDeliveries>;
  /** Puts a lease there as if it had been confirmed. */
  subscribe(lease: { callback: string; channel?: string; secret?: string; seconds?: number }): Lease;
  /** The hub ends the leases on a channel (the first unless given); resolves to the callbacks' statuses. */
  deny(channel?: string, reason?: string): Promise<number[]>;
  /** The live chat of a broadcast, by its video id or its own id; the first broadcast's unless given. */
  live(id?: string): LiveChat;
  /** A broadcast goes on air. */
  start(videoId: string): Video;
  /** A broadcast is over, and its chat with it. */
  end(videoId: string): Video;
  /** Forgets what was sent, deleted and the limits; tokens, leases, videos and chats stay. */
  reset(): void;
  /** Resolves when the hub's questions under way are answered. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}
