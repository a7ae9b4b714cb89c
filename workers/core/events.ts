import type { ChannelKey, Platform } from './ids.ts';
import { channelKey } from './ids.ts';
import type { Level } from './levels.ts';

/** Every kind of event a platform can bring. The set is closed: a handler for a kind that does not exist does not compile. */
const EVENT_KINDS = [
  'message',
  'command',
  'component',
  'modal',
  'autocomplete',
  'follow',
  'subscribe',
  'resubscribe',
  'gift',
  'cheer',
  'tip',
  'raid',
  'redemption',
  'stream.online',
  'stream.offline',
  'stream.update',
  'video.published',
  'video.deleted',
  'member.join',
  'member.leave',
  'reaction',
  'message.deleted',
  'ban',
  'timeout',
  'unban',
  'shoutout',
  'installation.revoked',
  'shard.disabled',
  'webhook',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export interface Author {
  /** The platform's user id; a login is only an attribute. */
  readonly account: string;
  readonly login: string;
  readonly displayName: string;
  readonly level: Level;
  readonly badges: readonly string[];
}

/** How an event wants to be answered: by a call to the platform's API, in the HTTP response itself, or not at all. */
export type AnswerBy =
  | { readonly by: 'api' }
  | { readonly by: 'slack-response-url'; readonly url: string }
  | { readonly by: 'none' };

/** Typed facts per kind. Kinds without an entry carry no data of their own. */
export interface EventData {
  readonly message: { readonly bits?: number; readonly addressed?: boolean };
  readonly command: { readonly trigger: string };
  readonly component: { readonly customId: string; readonly values: readonly string[] };
  readonly 'installation.revoked': { readonly reason: string };
}

export interface ChatEvent<K extends EventKind = EventKind> {
  /** The business key of the fact, so that copies under other delivery ids are the same event. */
  readonly id: string;
  readonly platform: Platform;
  /** The platform's own id of the channel, guild or workspace. */
  readonly channel: string;
  /** Where it was said and is answered: a text channel, a conversation, a thread (`C1/1583636399.000700` on Slack). */
  readonly room: string;
  readonly kind: K;
  readonly author: Author;
  readonly text: string;
  readonly attachments: readonly string[];
  /** Platform user ids mentioned in the text, in order. */
  readonly mentions: readonly string[];
  /** Id of the message this one answers. */
  readonly replyTo?: string;
  readonly data: K extends keyof EventData ? EventData[K] : Readonly<Record<string, unknown>>;
  /** The platform's own time of the event, ms since epoch. */
  readonly at: number;
  /** When the edge had it, ms since epoch. */
  readonly receivedAt: number;
  readonly correlationId: string;
  /** True when the platform says that it has sent this before. */
  readonly redelivered: boolean;
  readonly answer: AnswerBy;
}

export const keyOf = (event: Pick<ChatEvent, 'platform' | 'channel'>): ChannelKey =>
  channelKey(event.platform, event.channel);
