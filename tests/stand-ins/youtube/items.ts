import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { etag } from './api.ts';

export const YOUTUBE_ROLES = ['viewer', 'member', 'moderator', 'owner'] as const;

/** Somebody in a live chat: `id` is the channel's, `name` is shown (the id unless given). */
export const LiveChatter = z.object({
  id: z.string().min(1),
  name: z.string().optional(),
  role: z.enum(YOUTUBE_ROLES).optional(),
  verified: z.boolean().optional(),
});

const money = {
  amountMicros: z.int().positive(),
  currency: z.string().default('USD'),
  tier: z.int().min(1).max(11).default(1),
};

/** What each type of liveChatMessage tells, but for plain text (YouTube Live Streaming API: liveChatMessages). */
export const LIVE_DETAILS = {
  superChatEvent: z.object({ user: LiveChatter, ...money, comment: z.string().default('') }),
  superStickerEvent: z.object({ user: LiveChatter, ...money, altText: z.string().default('A waving penguin') }),
  newSponsorEvent: z.object({
    user: LiveChatter,
    level: z.string().default('Member'),
    upgrade: z.boolean().default(false),
  }),
  memberMilestoneChatEvent: z.object({
    user: LiveChatter,
    months: z.int().min(1),
    level: z.string().default('Member'),
    comment: z.string().default(''),
  }),
  membershipGiftingEvent: z.object({
    user: LiveChatter,
    count: z.int().min(1),
    level: z.string().default('Member'),
  }),
  /** `giftingId`: the id of the membershipGiftingEvent's item. */
  giftMembershipReceivedEvent: z.object({
    user: LiveChatter,
    gifter: LiveChatter,
    giftingId: z.string(),
    level: z.string().default('Member'),
  }),
  messageDeletedEvent: z.object({ user: LiveChatter, messageId: z.string() }),
  /** With `seconds` temporary, without permanent. */
  userBannedEvent: z.object({ user: LiveChatter, banned: LiveChatter, seconds: z.int().min(1).optional() }),
  tombstone: z.object({ messageId: z.string().optional() }),
  chatEndedEvent: z.object({}),
  sponsorOnlyModeStartedEvent: z.object({ user: LiveChatter }),
  sponsorOnlyModeEndedEvent: z.object({ user: LiveChatter }),
  pollEvent: z.object({
    user: LiveChatter,
    question: z.string(),
    options: z.array(z.object({ text: z.string(), tally: z.int().min(0).default(0) })).min(2),
    status: z.enum(['active', 'closed']).default('active'),
  }),
} as const;

export type YouTubeRole = (typeof YOUTUBE_ROLES)[number];
export type LiveChatter = z.infer<typeof LiveChatter>;
export type LiveEventType = keyof typeof LIVE_DETAILS;
export type LiveDetails<Type extends LiveEventType> = z.input<(typeof LIVE_DETAILS)[Type]>;
type Told<Type extends LiveEventType> = z.output<(typeof LIVE_DETAILS)[Type]>;

/** A liveChatMessage resource. */
export interface LiveItem {
  kind: 'youtube#liveChatMessage';
  etag: string;
  id: string;
  snippet: Record<string, unknown> & { type: string };
  authorDetails?: Record<string, unknown>;
}

/** Where and when an item stands: `at` in milliseconds since the epoch. */
export interface Place {
  liveChatId: string;
  at: number;
}

interface Content {
  author?: LiveChatter;
  display?: string;
  details?: Record<string, unknown>;
  id?: string;
}

const newId = (): string =>
  `LCC.${randomBytes(32)
    .toString('base64url')
    .replace(/[^A-Za-z0-9]/g, 'x')}`;

/** RFC 3339 with microseconds, as recorded items have it. */
const publishedAt = (ms: number): string => `${new Date(ms).toISOString().slice(0, 23)}877+00:00`;

const nameOf = ({ id, name }: LiveChatter): string => name ?? id;

const profile = (user: LiveChatter) => ({
  channelId: user.id,
  channelUrl: `http://www.youtube.com/channel/${user.id}`,
  displayName: nameOf(user),
  profileImageUrl: `https://yt3.ggpht.com/${user.id}=s88-c-k-c0x00ffffff-no-rj`,
});

const authorDetails = (user: LiveChatter) => ({
  ...profile(user),
  isVerified: user.verified ?? false,
  isChatOwner: user.role === 'owner',
  isChatSponsor: user.role === 'member',
  isChatModerator: user.role === 'moderator',
});

const amount = ({ amountMicros, currency }: { amountMicros: number; currency: string }): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(amountMicros / 1_000_000);

function item(type: string, place: Place, { author, display, details, id }: Content): LiveItem {
  return {
    kind: 'youtube#liveChatMessage',
    etag: etag(),
    id: id ?? newId(),
    snippet: {
      type,
      liveChatId: place.liveChatId,
      ...(author ? { authorChannelId: author.id } : {}),
      publishedAt: publishedAt(place.at),
      hasDisplayContent: display !== undefined,
      ...(display === undefined ? {} : { displayMessage: display }),
      ...details,
    },
    ...(author ? { authorDetails: authorDetails(author) } : {}),
  };
}

/** A line of text. */
export const textItem = (author: LiveChatter, text: string, place: Place, id?: string): LiveItem =>
  item('textMessageEvent', place, {
    author,
    display: text,
    details: { textMessageDetails: { messageText: text } },
    id,
  });

/** For each type, what stands in its item. Numbers of 64 bits are strings, as in all of Google's JSON. */
const CONTENT: { [Type in LiveEventType]: (told: Told<Type>) => Content } = {
  superChatEvent({ user, amountMicros, currency, tier, comment }) {
    const shown = amount({ amountMicros, currency });
    const paid = { amountMicros: String(amountMicros), currency, amountDisplayString: shown };
    const display = comment === '' ? `${shown} from ${nameOf(user)}` : `${shown} from ${nameOf(user)}: "${comment}"`;
    const said = comment === '' ? {} : { userComment: comment };
    return { author: user, display, details: { superChatDetails: { ...paid, ...said, tier } } };
  },
  superStickerEvent({ user, amountMicros, currency, tier, altText }) {
    const shown = amount({ amountMicros, currency });
    const superStickerMetadata = { stickerId: 'penguin_wave_v1', altText, altTextLanguage: 'en' };
    const paid = { amountMicros: String(amountMicros), currency, amountDisplayString: shown, tier };
    const display = `${shown} from ${nameOf(user)}: "${altText}"`;
    return { author: user, display, details: { superStickerDetails: { superStickerMetadata, ...paid } } };
  },
  newSponsorEvent: ({ user, level, upgrade }) => ({
    author: user,
    display: upgrade ? `Upgraded membership to ${level}!` : `Welcome to ${level}!`,
    details: { newSponsorDetails: { memberLevelName: level, isUpgrade: upgrade } },
  }),
  memberMilestoneChatEvent({ user, months, level, comment }) {
    const said = comment === '' ? {} : { userComment: comment };
    const details = { memberMilestoneChatDetails: { ...said, memberMonth: months, memberLevelName: level } };
    return { author: user, display: `${nameOf(user)} has been a member for ${months} months`, details };
  },
  membershipGiftingEvent: ({ user, count, level }) => ({
    author: user,
    display: `Sent ${count} ${level} gift memberships`,
    details: { membershipGiftingDetails: { giftMembershipsCount: count, giftMembershipsLevelName: level } },
  }),
  giftMembershipReceivedEvent: ({ user, gifter, giftingId, level }) => ({
    author: user,
    display: `${nameOf(user)} was gifted a membership by ${nameOf(gifter)}`,
    details: {
      giftMembershipReceivedDetails: {
        memberLevelName: level,
        gifterChannelId: gifter.id,
        associatedMembershipGiftingMessageId: giftingId,
      },
    },
  }),
  messageDeletedEvent: ({ user, messageId }) => ({
    author: user,
    details: { messageDeletedDetails: { deletedMessageId: messageId } },
  }),
  userBannedEvent({ user, banned, seconds }) {
    const type =
      seconds === undefined ? { banType: 'permanent' } : { banType: 'temporary', banDurationSeconds: String(seconds) };
    return { author: user, details: { userBannedDetails: { bannedUserDetails: profile(banned), ...type } } };
  },
  tombstone: ({ messageId }) => ({ id: messageId }),
  chatEndedEvent: () => ({}),
  sponsorOnlyModeStartedEvent: ({ user }) => ({ author: user, display: 'Members-only mode is on' }),
  sponsorOnlyModeEndedEvent: ({ user }) => ({ author: user, display: 'Members-only mode is off' }),
  pollEvent({ user, question, options, status }) {
    const shown = options.map(({ text, tally }) => ({ optionText: text, tally: String(tally) }));
    return {
      author: user,
      display: question,
      details: { pollDetails: { metadata: { questionText: question, options: shown }, status } },
    };
  },
};

/** An item of any type but plain text. */
export function eventItem<Type extends LiveEventType>(type: Type, given: LiveDetails<Type>, place: Place): LiveItem {
  const told = LIVE_DETAILS[type].parse(given) as Told<Type>;
  return item(type, place, CONTENT[type](told));
}
