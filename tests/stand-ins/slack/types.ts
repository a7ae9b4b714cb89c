import type { FaultPlan } from '../faults.ts';
import type { EventLog } from '../log.ts';
import type { OpenId } from '../openid.ts';
import type { SlackConsent } from './authorize.ts';
import type { SlackEmit } from './emit.ts';
import type { SlackLine } from './events.ts';
import type { Interact } from './interact.ts';
import type { SlackTeam } from './oauth.ts';
import type { SlackResponse } from './response-urls.ts';
import type { SlackDelivery } from './webhooks.ts';
import type { SlackChannel, SlackUser } from './workspace.ts';
import type { PostedMessage } from './writes.ts';

export interface SlackOptions {
  port?: number;
  signingSecret: string;
  clientId: string;
  clientSecret: string;
  botToken: string;
  team: { id: string; name?: string };
  botUserId: string;
  appId: string;
  channels: SlackChannel[];
  users?: SlackUser[];
  /** The scopes of `botToken`. */
  scopes?: readonly string[];
  /** The addresses configured for the app to come back to after a consent (default: any). */
  redirectUris?: readonly string[];
  /** What the person on the consent page does (default `ask`). */
  consent?: SlackConsent;
  eventsUrl: string;
  commandsUrl: string;
  interactivityUrl: string;
  /** chat.postMessage per channel (default 1 a second, 3 at once). */
  rate?: { perSecond: number; burst: number };
  /** Whether the app receives its own messages as events, as in Slack (default true). */
  echo?: boolean;
  /** Pauses before event retries, in milliseconds (default 50, 500, 2,000). */
  retryDelaysMs?: readonly number[];
  /** How long the bot may take to answer, in milliseconds (default 3,000). */
  timeoutMs?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

export interface SlackSaid extends SlackDelivery {
  ts: string;
}

/** An answered form: `body` parsed when it was JSON, `ms` until the answer, `status` 0 without one; `responseUrl` empty where Slack gives none. */
export interface SlackFormAnswer {
  status: number;
  body: unknown;
  ms: number;
  responseUrl: string;
}

export interface SlackStandIn {
  url: string;
  port: number;
  /** SLACK_API_URL and SLACK_AUTH_URL. */
  apiUrl: string;
  authUrl: string;
  log: EventLog;
  openId: OpenId;
  channels: readonly SlackChannel[];
  /** The bot's messages since the start or the last reset, oldest first; responses among them. */
  readonly posted: readonly PostedMessage[];
  /** What arrived at response URLs, oldest first. */
  readonly responses: readonly SlackResponse[];
  echo: boolean;
  /** What the person on the consent page does from now on. */
  consent: SlackConsent;
  /** Sends every event that is not a message. */
  emit: SlackEmit;
  /** Uses the app's buttons, modals and shortcuts. */
  interact: Interact;
  fault(plan: FaultPlan): void;
  /** Adds a person or changes one. */
  user(user: SlackUser): void;
  /** Grants scopes to a token. */
  grant(token: string, scopes: readonly string[]): void;
  /** Makes a token one of a whole organisation, whose app was added to these workspaces. */
  grantOrganisation(token: string, team: SlackTeam, workspaces: readonly SlackTeam[]): void;
  /** Ends a token (the bot token unless given): calls answer `token_revoked`. */
  revokeToken(token?: string): void;
  /** A code that oauth.v2.access takes once, without a redirect_uri. */
  issueCode(user?: string): string;
  /** A person, or another bot, writes a message. */
  message(line: SlackLine): Promise<SlackSaid>;
  /** As `message`, with the app_mention event beside the message event; resolves to how the app_mention went. */
  mention(line: SlackLine): Promise<SlackSaid & { messageStatus: number }>;
  slash(command: { channel: string; user: string; command: string; text: string }): Promise<SlackFormAnswer>;
  /** Sends an interaction; team, app and response_url are filled in unless given. */
  interactivity(payload: Record<string, unknown>): Promise<SlackFormAnswer>;
  /** Sends any other event (app_uninstalled, tokens_revoked, …) in an event_callback. */
  event(event: Record<string, unknown>): Promise<SlackDelivery>;
  /** `verified`: whether the challenge came back, as text, JSON or form. */
  urlVerification(): Promise<{ status: number; body: string; verified: boolean }>;
  sslCheck(): Promise<{ status: number; body: string }>;
  /** Forgets messages, responses and limits; tokens, people and response URLs stay. */
  reset(): void;
  /** Resolves when echoes under way are done. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}
