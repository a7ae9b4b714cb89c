import * as z from 'zod';
import type { Author, ChatEvent, EventData, EventKind, Person } from '../../core/events.ts';
import { NOBODY } from '../../core/events.ts';
import type { Level } from '../../core/levels.ts';
import type { VerifiedHeaders } from './verify.ts';

export const id = z.string().min(1).max(100);

export type Fields = Readonly<Record<string, unknown>>;

const badge = z.object({ set_id: z.string() });

/** The sets of the badges that chat shows beside a name. What is no badge costs its level, never the line. */
export const badgeSets = z
  .array(badge.nullable().catch(null))
  .catch([])
  .transform((badges) => badges.flatMap((worn) => worn?.set_id ?? []));

/** A notification of EventSub that was verified: its `event`, whose channel it is about, and how it came. */
export interface Notification {
  readonly event: Fields;
  readonly channel: Person;
  /** What the subscription asked for. */
  readonly condition: Fields;
  readonly headers: VerifiedHeaders;
  /** ms since epoch. */
  readonly receivedAt: number;
}

/** Reads one type of notification; null where there is nothing in it for this channel. */
export type Parser = (notification: Notification) => ChatEvent | null;

const person = z.object({ account: id, login: z.string().nullish(), name: z.string().nullish() });

/** Twitch names people by `<prefix>_id`, `<prefix>_login` and `<prefix>_name`, all null where it names nobody. */
export function personOf(event: Fields, prefix: string): Person | null {
  const parsed = person.safeParse({
    account: event[`${prefix}_id`],
    login: event[`${prefix}_login`],
    name: event[`${prefix}_name`],
  });
  if (!parsed.success) return null;
  const { account, login, name } = parsed.data;
  return { account, login: login || account, displayName: name || login || account };
}

/** Only chat carries badges; elsewhere a level is what the event itself proves. */
export const authorOf = (person: Person, channel: Person, level: Level = 'everyone'): Author => ({
  ...person,
  level: person.account === channel.account ? 'owner' : level,
  badges: [],
});

/** Who moderated, as far as it is told. */
export function moderatorOf({ event, channel }: Notification): Author {
  const moderator = personOf(event, 'moderator_user');
  return moderator ? authorOf(moderator, channel, 'moderator') : NOBODY;
}

/** A time of the payload (RFC 3339, up to nanoseconds) in ms since epoch, or null where there is none. */
export function timeOf(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(time) ? time : null;
}

/** What tells one fact from another; the rest of its event follows from how it came. */
export interface Fact<K extends EventKind> {
  /** The fact's business key where it has one. */
  readonly id?: string | undefined;
  readonly author: Author;
  readonly text?: string | undefined;
  readonly data: EventData[K];
  /** The platform's own time where the payload tells one, ms since epoch. */
  readonly at?: number | null;
  readonly twin?: ChatEvent['twin'];
}

/**
 * The event of a fact. One without a business key goes by the delivery's id, which Twitch's retries and the second shard
 * of a conduit share. Twitch has also sent one fact under two delivery ids (twitchdev/issues#918: channel.update,
 * stream.online): ids of streams and redemptions, counted months and keys with a time of the payload hold then. For the
 * rest nothing is safe: the header's time is that of the attempt, so that a key by content and minute would make another
 * fact of a retry, and it would lose the second of two equal cheers. An update told twice says the same thing twice.
 */
export function eventOf<K extends EventKind>(kind: K, notification: Notification, fact: Fact<K>): ChatEvent<K> {
  const { channel, headers, receivedAt } = notification;
  return {
    id: fact.id ?? headers.messageId.slice(0, 200),
    platform: 'twitch',
    channel: channel.account,
    room: channel.account,
    kind,
    author: fact.author,
    text: fact.text ?? '',
    attachments: [],
    mentions: [],
    data: fact.data,
    ...(fact.twin ? { twin: fact.twin } : {}),
    at: fact.at ?? headers.sentAt,
    receivedAt,
    correlationId: headers.messageId,
    redelivered: headers.retry > 0,
    answer: { by: 'api' },
  };
}

/** `<what>:<who>:<ms>` where the payload tells the time, which two facts about one person never share. */
export const keyByTime = (what: string, account: string, at: number | null): string | undefined =>
  at === null ? undefined : `${what}:${account}:${at}`;
