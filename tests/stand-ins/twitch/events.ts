import { randomUUID } from 'node:crypto';

export interface TwitchUser {
  id: string;
  login: string;
  /** Display name; the login unless given. */
  name?: string;
}

export type TwitchRole = 'viewer' | 'subscriber' | 'vip' | 'moderator' | 'broadcaster';

export interface Chatter extends TwitchUser {
  role?: TwitchRole;
  color?: string;
}

/** A line that was said, as far as a reply to it has to know it. */
export interface KnownLine {
  messageId: string;
  user: TwitchUser;
  text: string;
  thread?: KnownLine;
}

/** Stands for a line said before this process started, which nobody here remembers. */
export const unknownLine = (messageId: string, user: TwitchUser): KnownLine => ({ messageId, user, text: '' });

export interface ChatMessage {
  channel: TwitchUser;
  user: Chatter;
  text: string;
  messageId: string;
  parent?: KnownLine;
  /** Shared chat: the channel in whose chat it was said, which may be this one. */
  sharedFrom?: TwitchUser;
  badges?: Badge[];
  /** Bits cheered with it; the text holds the cheermotes. */
  bits?: number;
  /** The custom reward it was written for. */
  rewardId?: string;
}

export interface Badge {
  set_id: string;
  id: string;
  info: string;
}

/** What a person's name is adorned with in chat. */
export const BADGES: Record<TwitchRole, Badge[]> = {
  viewer: [],
  subscriber: [{ set_id: 'subscriber', id: '6', info: '8' }],
  vip: [{ set_id: 'vip', id: '1', info: '' }],
  moderator: [{ set_id: 'moderator', id: '1', info: '' }],
  broadcaster: [{ set_id: 'broadcaster', id: '1', info: '' }],
};

// Three of Twitch's global emotes are enough to make lines that are not only text.
const EMOTES: Record<string, string> = { Kappa: '25', PogChamp: '305954156', LUL: '425618' };

/** The three `<prefix>_id|login|name` fields of a user, all null without one. */
export function named(prefix: string, user: TwitchUser | undefined): Record<string, string | null> {
  return {
    [`${prefix}_id`]: user?.id ?? null,
    [`${prefix}_login`]: user?.login ?? null,
    [`${prefix}_name`]: user ? (user.name ?? user.login) : null,
  };
}

const isNamed = ({ login, name }: TwitchUser, word: string): boolean =>
  [login, name?.toLowerCase()].includes(word.toLowerCase());

/** The bits of a cheermote, and 0 for other words: "Cheer" is the one prefix that every channel has. */
const cheered = (word: string): number => Number(/^cheer([1-9]\d{0,5})$/i.exec(word)?.[1] ?? 0);

const CHEER_TIERS = [10_000, 5_000, 1_000, 100, 1];

/** A line that holds this many bits in cheermotes: one is put before a text that has none. */
export function cheerText(bits: number, text = ''): string {
  return text.split(/\s+/).some(cheered) ? text : `Cheer${bits} ${text}`.trimEnd();
}

export interface Fragment {
  type: 'text' | 'cheermote' | 'emote' | 'mention';
  text: string;
  cheermote: { prefix: string; bits: number; tier: number } | null;
  emote: { id: string; emote_set_id: string; owner_id: string; format: string[] } | null;
  mention: Record<string, string | null> | null;
}

const EMPTY = { cheermote: null, emote: null, mention: null };

/** Cuts a line into text, emote, mention and (where bits are cheered) cheermote fragments that join to the line again. */
export function fragments(text: string, users: readonly TwitchUser[], cheering = false): Fragment[] {
  const parts: Fragment[] = [];
  for (const word of text.split(/(\s+)/)) {
    const emote = Object.hasOwn(EMOTES, word) ? EMOTES[word] : undefined;
    const user = word.startsWith('@') ? users.find((one) => isNamed(one, word.slice(1))) : undefined;
    const bits = cheering ? cheered(word) : 0;
    const last = parts.at(-1);
    if (bits > 0) {
      const cheermote = { prefix: word.slice(0, 5), bits, tier: CHEER_TIERS.find((tier) => bits >= tier) ?? 1 };
      parts.push({ ...EMPTY, type: 'cheermote', text: word, cheermote });
    } else if (emote) {
      const shown = { id: emote, emote_set_id: '0', owner_id: '0', format: ['static'] };
      parts.push({ ...EMPTY, type: 'emote', text: word, emote: shown });
    } else if (user) {
      parts.push({ ...EMPTY, type: 'mention', text: word, mention: named('user', user) });
    } else if (last?.type === 'text') {
      last.text += word;
    } else if (word !== '') {
      parts.push({ ...EMPTY, type: 'text', text: word });
    }
  }
  return parts;
}

function reply(parent: KnownLine): unknown {
  const thread = parent.thread ?? parent;
  return {
    parent_message_id: parent.messageId,
    parent_message_body: parent.text,
    ...named('parent_user', parent.user),
    thread_message_id: thread.messageId,
    ...named('thread_user', thread.user),
  };
}

/** The `event` of a channel.chat.message notification (Twitch EventSub: subscription types). */
export function chatMessageEvent(message: ChatMessage, users: readonly TwitchUser[]): Record<string, unknown> {
  const { channel, user, sharedFrom } = message;
  const badges = message.badges ?? BADGES[user.role ?? 'viewer'];
  // Twitch puts the answered person before a reply's text (lrrbot#974), so `!ping` in a reply does not come first.
  const answered = message.parent ? `@${message.parent.user.name ?? message.parent.user.login} ` : '';
  const text = answered + message.text;
  return {
    ...named('broadcaster_user', channel),
    ...named('source_broadcaster_user', sharedFrom),
    ...named('chatter_user', user),
    message_id: message.messageId,
    source_message_id: sharedFrom ? (sharedFrom.id === channel.id ? message.messageId : randomUUID()) : null,
    is_source_only: sharedFrom ? false : null,
    message: { text, fragments: fragments(text, users, message.bits !== undefined) },
    color: user.color ?? '#1E90FF',
    // Badges of a shared line are those of this channel; those of its home come beside them.
    badges: sharedFrom && sharedFrom.id !== channel.id ? [] : badges,
    source_badges: sharedFrom ? badges : null,
    message_type: 'text',
    cheer: message.bits === undefined ? null : { bits: message.bits },
    reply: message.parent ? reply(message.parent) : null,
    channel_points_custom_reward_id: message.rewardId ?? null,
    channel_points_animation_id: null,
  };
}
