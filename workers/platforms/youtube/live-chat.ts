import * as z from 'zod';
import type { Author, ChatEvent, EventData, EventKind, Person } from '../../core/events.ts';
import { NOBODY } from '../../core/events.ts';
import type { Level } from '../../core/levels.ts';
import { stripInvisibleEnd } from '../../core/text.ts';
import { youtubeRoom } from './events.ts';

const id = z.string().min(1).max(100);
/** Ids of chat messages hold ids of their own, in base64 within base64: those of some years ago have about 155 characters. */
const itemId = z.string().min(1).max(190);
/** 64-bit numbers are strings in Google's JSON. */
const amount = z
  .union([
    z.int().nonnegative(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .refine((value) => Number.isSafeInteger(value));
/** No ban with an end is longer than thirty years, s. */
const seconds = amount.refine((value) => value < 1e9);
const text = z.string().max(2_000);
const money = z.object({
  amountMicros: amount,
  currency: z.string().min(1).max(10),
  amountDisplayString: text.nullish(),
});
/** A sign that is none costs its level, never the line. */
const sign = z.boolean().nullish().catch(null);
const authorDetails = z.object({
  channelId: id,
  displayName: z.string().max(200),
  isVerified: sign,
  isChatOwner: sign,
  isChatModerator: sign,
  isChatSponsor: sign,
});
const item = z.object({
  id: itemId,
  snippet: z.object({
    type: z.string(),
    authorChannelId: id.nullish(),
    publishedAt: z.string(),
    displayMessage: z.string().nullish(),
  }),
  authorDetails: authorDetails.nullish(),
});
type Item = z.infer<typeof item>;

/** Kind, text and data of an event: what a type of item comes to. */
interface Told<K extends EventKind = EventKind> {
  readonly kind: K;
  readonly text: string;
  readonly data: EventData[K];
}
const told = <K extends EventKind>(kind: K, data: EventData[K], said?: string | null): Told<K> => ({
  kind,
  text: stripInvisibleEnd(said ?? ''),
  data,
});

/** The details of one type of item, named as the type is, read into what it tells; null where they are not as documented. */
const reading =
  <Shape extends z.ZodType>(shape: Shape, tell: (details: z.infer<Shape>, at: number) => Told) =>
  (snippet: unknown, at: number): Told | null => {
    const parsed = shape.safeParse(snippet);
    return parsed.success ? tell(parsed.data, at) : null;
  };

/**
 * Types of items that are events (YouTube Live Streaming API: LiveChatMessages). A received gift membership is part of the
 * gift it came with; polls, tombstones, the chat's own modes and its end tell of nobody.
 */
const READERS: Readonly<Record<string, (snippet: unknown, at: number) => Told | null>> = {
  textMessageEvent: reading(
    z.object({ textMessageDetails: z.object({ messageText: text }) }),
    ({ textMessageDetails }) => told('message', {}, textMessageDetails.messageText),
  ),
  superChatEvent: reading(
    z.object({ superChatDetails: money.extend({ userComment: text.nullish() }) }),
    ({ superChatDetails }) => told('tip', tipOf(superChatDetails), superChatDetails.userComment),
  ),
  superStickerEvent: reading(z.object({ superStickerDetails: money }), ({ superStickerDetails }) =>
    told('tip', tipOf(superStickerDetails)),
  ),
  // A member who pays for a higher level comes as a new one, too, with `isUpgrade`.
  newSponsorEvent: reading(z.object({}), () => told('subscribe', { tier: 'member' })),
  memberMilestoneChatEvent: reading(
    z.object({ memberMilestoneChatDetails: z.object({ memberMonth: amount, userComment: text.nullish() }) }),
    ({ memberMilestoneChatDetails: { memberMonth, userComment } }) =>
      told('resubscribe', { tier: 'member', months: memberMonth }, userComment),
  ),
  membershipGiftingEvent: reading(
    z.object({ membershipGiftingDetails: z.object({ giftMembershipsCount: amount }) }),
    ({ membershipGiftingDetails }) =>
      told('gift', {
        tier: 'member',
        count: membershipGiftingDetails.giftMembershipsCount,
        recipients: [],
        anonymous: false,
      }),
  ),
  messageDeletedEvent: reading(
    z.object({ messageDeletedDetails: z.object({ deletedMessageId: itemId }) }),
    ({ messageDeletedDetails }) => told('message.deleted', { messageId: messageDeletedDetails.deletedMessageId }),
  ),
  userBannedEvent: reading(
    z.object({
      userBannedDetails: z.object({
        bannedUserDetails: z.object({ channelId: id, displayName: z.string().max(200).nullish() }),
        banType: z.string(),
        banDurationSeconds: seconds.nullish(),
      }),
    }),
    ({ userBannedDetails: { bannedUserDetails, banType, banDurationSeconds } }, at) => {
      const target = person(bannedUserDetails.channelId, bannedUserDetails.displayName ?? '');
      return banType === 'temporary'
        ? told('timeout', { target, reason: '', until: at + (banDurationSeconds ?? 0) * 1000 })
        : told('ban', { target, reason: '' });
    },
  ),
};

const tipOf = ({ amountMicros, currency, amountDisplayString }: z.infer<typeof money>): EventData['tip'] => ({
  amountMicros,
  currency,
  shown: amountDisplayString ?? `${(amountMicros / 1e6).toFixed(2)} ${currency}`,
});

/** YouTube shows names and handles alike; a handle's @ is no part of it. */
const person = (account: string, name: string): Person => ({
  account,
  login: name.replace(/^@/, ''),
  displayName: name,
});

const BADGES = [
  ['isChatOwner', 'owner', 'owner'],
  ['isChatModerator', 'moderator', 'moderator'],
  ['isChatSponsor', 'member', 'subscriber'],
  ['isVerified', 'verified', 'everyone'],
] as const satisfies readonly (readonly [keyof z.infer<typeof authorDetails>, string, Level])[];

/** Whoever wrote, paid, gave or moderated. Items that nobody in particular stands behind name nobody. */
function authorOf({ authorDetails: details, snippet }: Item): Author {
  const account = details?.channelId ?? snippet.authorChannelId;
  if (!account) return NOBODY;
  // From the strongest sign to the weakest.
  const signs = details ? BADGES.filter(([flag]) => details[flag]) : [];
  return {
    ...person(account, details?.displayName ?? ''),
    level: signs[0]?.[2] ?? 'everyone',
    badges: signs.map(([, badge]) => badge),
  };
}

/** Whether the chat says with this item that it is over. */
export const isChatEnd = (payload: unknown): boolean => item.safeParse(payload).data?.snippet.type === 'chatEndedEvent';

/**
 * An item of a live chat as an event, or null where it is none: a type that tells of nothing, a shape that is not the
 * documented one, or a line of nobody. Its id is the same on every page and for every reader.
 */
export function liveChatEvent(
  payload: unknown,
  place: { readonly channel: string; readonly liveChatId: string },
  receivedAt: number,
): ChatEvent | null {
  const parsed = item.safeParse(payload);
  if (!parsed.success) return null;
  const { id: eventId, snippet } = parsed.data;
  const at = Date.parse(snippet.publishedAt);
  const read = Object.hasOwn(READERS, snippet.type) ? READERS[snippet.type] : undefined;
  const content = Number.isFinite(at) ? read?.((payload as { readonly snippet: unknown }).snippet, at) : null;
  if (!content) return null;
  const author = authorOf(parsed.data);
  const isOfNobody = author.account === '' && !MODERATION.includes(content.kind);
  if (isOfNobody || (content.kind === 'message' && content.text === '')) return null;
  return {
    id: eventId,
    platform: 'youtube',
    channel: place.channel,
    room: youtubeRoom(place.channel, place.liveChatId),
    author,
    ...content,
    attachments: [],
    mentions: [],
    at,
    receivedAt,
    correlationId: eventId,
    redelivered: false,
    answer: { by: 'api' },
  };
}

/** Who deleted or banned is told to moderators only. */
const MODERATION: readonly EventKind[] = ['message.deleted', 'ban', 'timeout'];
