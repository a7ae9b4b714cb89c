import type { FaultPlan } from '../faults.ts';
import type { EventLog } from '../log.ts';
import type { DeclaredCommand } from './commands.ts';
import type { GatewayControls, GatewayOptions } from './gateway-types.ts';
import type { DiscordChannel, DiscordGuild, DiscordMember, DiscordUser } from './guilds.ts';
import type { InteractionOutcome, InteractionRequest } from './interactions.ts';
import type { ForcedLimit, LimitOptions } from './limits.ts';
import type { Consent } from './oauth.ts';
import type { WebhookEventDelivery } from './webhook-events.ts';

/** Whether a privileged intent is off, on for a small app (`limited`), or granted in review. */
export type IntentGrant = boolean | 'limited';

export interface DiscordOptions {
  port?: number;
  /** The application's id; the bot user and the OAuth client have the same one. */
  applicationId: string;
  clientSecret: string;
  botToken: string;
  /** The Ed25519 seed, 32 bytes in hex; a fresh key pair unless given. */
  privateKey?: string;
  guilds: DiscordGuild[];
  users?: DiscordUser[];
  /** The bot's `POST /webhooks/discord`, for interactions and webhook events. */
  webhookUrl: string;
  /** What the developer portal grants (default: message content and guild members `limited`, presences off). */
  intents?: { messageContent?: IntentGrant; guildMembers?: IntentGrant; presences?: IntentGrant };
  limits?: LimitOptions;
  gateway?: GatewayOptions;
  /** Redirect addresses registered in the portal; any is taken unless given. */
  redirectUris?: readonly string[];
  /** How people answer the consent page (default `ask`: it waits for a click). */
  consent?: Consent;
  /** How long the bot may take to answer an interaction or webhook event, in milliseconds (default 3,000). */
  timeoutMs?: number;
  /** How long an interaction's token works, in milliseconds (default 15 minutes). */
  tokenLifeMs?: number;
  /** How long a nonce with `enforce_nonce` finds the earlier message, in milliseconds (default 3 minutes). */
  nonceLifeMs?: number;
  /** Pauses before webhook events are sent again, in milliseconds (default 250, 1,000, 4,000). */
  retryDelaysMs?: readonly number[];
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** Which of its mentions made a message ping; `repliedUser` is the author of the message it answers. */
export interface Pings {
  everyone: boolean;
  users: string[];
  roles: string[];
  repliedUser?: string;
}

/** A message of the bot that someone can read. */
export interface DiscordLine {
  /** `interaction`: the answer to one, at once or deferred; `followup`: any further one. */
  via: 'message' | 'interaction' | 'followup';
  messageId: string;
  channel: string;
  /** Absent in direct messages. */
  guild?: string;
  text: string;
  embeds: unknown[];
  components: unknown[];
  /** Only `to` can read it. */
  ephemeral: boolean;
  to?: string;
  interactionId?: string;
  /** Shown by the HTTP answer to the interaction itself. */
  inline: boolean;
  replyTo?: string;
  nonce?: string;
  pings: Pings;
  /** Earlier texts, oldest first. */
  edits: string[];
  deleted: boolean;
  at: number;
}

/** A person's line; the first guild's first channel unless given. `dm` sends it to the bot alone. */
export interface DiscordSaid {
  guild?: string;
  channel?: string;
  user: DiscordMember;
  text: string;
  dm?: boolean;
  /** User ids beside those that the text names with `<@id>`. */
  mentions?: readonly string[];
  attachments?: readonly { filename: string; url: string; contentType?: string; size?: number }[];
  embeds?: readonly unknown[];
  /** The id of the message it answers, which pings its author. */
  replyTo?: string;
  /** Posted by a webhook instead of an account. */
  webhookId?: string;
  /** When it was written, for a late one. */
  at?: number;
}

/** Somebody in a guild, the first one unless given. */
export interface MemberRef {
  guild?: string;
  user: DiscordMember;
}

export interface MessageRef {
  channel?: string;
  messageId: string;
}

export interface ReactionRef extends MessageRef {
  user: DiscordMember;
  /** A unicode emoji, or `name:id`. */
  emoji: string;
}

export interface DiscordStandIn {
  url: string;
  port: number;
  /** DISCORD_API_URL: `…/api/v10`. */
  apiUrl: string;
  /** DISCORD_AUTH_URL: `…/oauth2`, which has `/authorize`; tokens are at `${apiUrl}/oauth2/token`. */
  authUrl: string;
  applicationId: string;
  /** DISCORD_PUBLIC_KEY, in hex. */
  publicKey: string;
  /** DISCORD_BOT_TOKEN as it is now: too many identifies reset it. */
  readonly botToken: string;
  log: EventLog;
  readonly guilds: readonly DiscordGuild[];
  /** What the bot posted since the start or the last reset, oldest first; edits change the line in place. */
  readonly posted: readonly DiscordLine[];
  /** The ids of the messages that the bot deleted since then, by REST; those of interactions are not among them. */
  readonly deleted: readonly string[];
  gateway: GatewayControls;
  /** The commands the application declared: global ones, or those of a guild. */
  commands(guild?: string): readonly DeclaredCommand[];
  /** Requests that counted as invalid (401, 403, 429) in the last ten minutes. */
  readonly invalidRequests: number;
  fault(plan: FaultPlan): void;
  /** Refuses the next requests with 429: `cloudflare` is the HTML page of an address block, without rate headers. */
  limit(forced: ForcedLimit): void;
  /** Resets the bot token; sessions end and the old token is refused everywhere. */
  resetToken(token?: string): string;
  consent: Consent;
  /** A person uses a command, a component, a modal or autocomplete. Never redelivered. */
  interact(request: InteractionRequest): Promise<InteractionOutcome>;
  /** As when the endpoint's URL is saved: a PING, and requests with bad signatures that must all get 401. */
  probe(): Promise<{ ok: boolean; ping: number; bad: number[] }>;
  /** Sends a webhook event with retries; `acknowledged` only by 204 without a body. */
  webhookEvent(type: string, data: Record<string, unknown>): Promise<WebhookEventDelivery>;
  /** The PING of webhook events. */
  webhookPing(): Promise<WebhookEventDelivery>;
  /** A person, another bot or a webhook writes; `delivered` counts the sessions that had it at once. */
  message(said: DiscordSaid): Promise<{ messageId: string; channel: string; delivered: number }>;
  /** A person edits what they wrote. */
  edit(ref: MessageRef & { text: string }): void;
  messageDelete(ref: MessageRef): void;
  messageDeleteBulk(ref: { channel?: string; messageIds: readonly string[] }): void;
  memberJoin(ref: MemberRef): void;
  memberLeave(ref: { guild?: string; user: string }): void;
  /** GUILD_MEMBER_UPDATE: other roles, or a timeout (`until` in milliseconds, null: lifted). */
  memberUpdate(ref: MemberRef & { until?: number | null }): void;
  banAdd(ref: { guild?: string; user: string }): void;
  banRemove(ref: { guild?: string; user: string }): void;
  reactionAdd(ref: ReactionRef): void;
  reactionRemove(ref: ReactionRef): void;
  /** The bot is kicked from a guild, or the guild has an outage (`unavailable`). */
  guildDelete(guild?: string, options?: { unavailable?: boolean }): void;
  /** The bot comes (back) into a guild. */
  guildCreate(guild: DiscordGuild): void;
  /** Adds a channel or changes one, such as what the bot may do there. */
  channel(channel: DiscordChannel, guild?: string): void;
  /** Forgets lines, deletions, limits and nonces; guilds, commands, tokens and sessions stay. */
  reset(): void;
  /** Resolves when interactions and events under way are done. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}
