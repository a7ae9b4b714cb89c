import * as z from 'zod';
import { toHex, utf8 } from '../../core/bytes.ts';
import type { Author, ChatEvent, EventData, EventKind, Person } from '../../core/events.ts';
import type { Level } from '../../core/levels.ts';
import { highest } from '../../core/levels.ts';
import type { VerifiedHeaders } from './verify.ts';

/** Ids that Kick writes as text: of messages, rewards, redemptions. */
export const textId = z.string().min(1).max(100);

const userId = z.union([z.int().positive().transform(String), z.string().regex(/^\d{1,20}$/)]);

const badge = z.object({ type: z.string() });

/** The types of the badges beside a name. What is no badge costs its level, never the line. */
const badgeTypes = z
  .array(badge.nullable().catch(null))
  .transform((badges) => badges.flatMap((worn) => worn?.type ?? []));

/** A user as payloads show one; all null where somebody is anonymous. Fields that Kick added later may be missing. */
export const user = z.object({
  is_anonymous: z.boolean().nullish(),
  user_id: userId.nullish(),
  username: z.string().nullish(),
  identity: z.object({ badges: badgeTypes }).nullish().catch(null),
});
export type User = z.infer<typeof user>;

/** A webhook that was verified: its payload, whose channel it is about, and how it came. */
export interface Notification {
  readonly payload: unknown;
  readonly channel: Person;
  readonly headers: VerifiedHeaders;
  /** ms since epoch. */
  readonly receivedAt: number;
}

/** Reads one type of payload; null where it is not of that type's shape. */
export type Parser = (notification: Notification) => Promise<ChatEvent> | null;

export function personOf(shown: User | null | undefined): Person | null {
  if (!shown?.user_id || shown.is_anonymous) return null;
  const name = shown.username || shown.user_id;
  return { account: shown.user_id, login: name, displayName: name };
}

/**
 * Kick publishes no list of badge types. `og` is given by the streamer to whom they like, beside VIPs and subscribers
 * (KickDevDocs#62, #236), so it proves no subscription; nor do `sub_gifter`, `verified`, `staff` prove anything here.
 */
const LEVEL_OF_BADGE: Readonly<Record<string, Level>> = {
  broadcaster: 'owner',
  moderator: 'moderator',
  vip: 'vip',
  founder: 'subscriber',
  subscriber: 'subscriber',
};

/** Badges carry every level but follower, which Kick shows nowhere (KickDevDocs#84). */
export const kickLevel = (badges: readonly string[]): Level =>
  highest(...badges.map((badge) => LEVEL_OF_BADGE[badge] ?? 'everyone'));

/** Only chat carries badges: elsewhere a level is what the event itself proves. */
export const authorOf = (
  person: Person,
  channel: Person,
  level: Level = 'everyone',
  badges: readonly string[] = [],
): Author => ({ ...person, level: person.account === channel.account ? 'owner' : level, badges });

/**
 * A time of a payload in ms since epoch, whatever its offset; null where there is none, or only the year 1 that Go writes
 * for a time that is not set.
 */
export const time = z
  .unknown()
  .optional()
  .transform((value): number | null => {
    const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    return ms > 0 ? ms : null;
  });

/** `<what>:<part>:…` where the payload tells when it happened, which tells one fact from every other. */
export const keyByTime = (
  what: string,
  at: number | null,
  ...parts: readonly (string | number | null)[]
): string | undefined => (at === null ? undefined : [what, at, ...parts.map((part) => part ?? '')].join(':'));

/** What tells one fact from another; the rest of its event follows from how it came. */
export interface Fact<K extends EventKind> {
  /** The fact's business key where it has one. */
  readonly id: string | undefined;
  readonly author: Author;
  readonly text?: string | null | undefined;
  readonly replyTo?: string | undefined;
  readonly data: EventData[K];
  /** What of it copies share, where that is not all of `data`. */
  readonly content?: unknown;
  /** The platform's own time where the payload tells one, ms since epoch. */
  readonly at?: number | null;
}

/** How far the deliveries of doubled subscriptions may come apart, ms: one of them may be a redelivery. */
const TWINS_WITHIN_MS = 10 * 60_000;

/**
 * The event of a fact. A subscription that was asked for twice brings every fact twice, under two message ids and two
 * subscription ids (KickDevDocs#246). A business key holds against that for good; it is taken wherever the payload has an
 * id or a time of its own. What has neither (follows, changes of title, older captures) goes by the delivery's id, which a
 * redelivery keeps, and by its content: told by another subscription it is the same fact, told again by the same one it
 * has happened again.
 */
export async function eventOf<K extends EventKind>(
  kind: K,
  { channel, headers, receivedAt }: Notification,
  fact: Fact<K>,
): Promise<ChatEvent<K>> {
  const { author, data, replyTo, content = data } = fact;
  const text = fact.text ?? '';
  const twin =
    fact.id === undefined && headers.subscriptionId !== null
      ? {
          key: `${kind}:${await digest(JSON.stringify([author.account, text, content]))}`,
          source: headers.subscriptionId,
          withinMs: TWINS_WITHIN_MS,
        }
      : undefined;
  return {
    id: fact.id ?? headers.messageId,
    platform: 'kick',
    channel: channel.account,
    room: channel.account,
    kind,
    author,
    text,
    attachments: [],
    mentions: [],
    ...(replyTo ? { replyTo } : {}),
    data,
    ...(twin ? { twin } : {}),
    at: fact.at ?? headers.sentAt,
    receivedAt,
    correlationId: headers.messageId,
    redelivered: false,
    answer: { by: 'api' },
  };
}

const digest = async (text: string): Promise<string> => toHex(await crypto.subtle.digest('SHA-256', utf8(text)));
