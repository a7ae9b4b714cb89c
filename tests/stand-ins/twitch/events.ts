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
}

export interface Badge {
  set_id: string;
  id: string;
  info: string;
}

const BADGES: Record<TwitchRole, Badge[]> = {
  viewer: [],
  subscriber: [{ set_id: 'subscriber', id: '6', info: '8' }],
  vip: [{ set_id: 'vip', id: '1', info: '' }],
  moderator: [{ set_id: 'moderator', id: '1', info: '' }],
  broadcaster: [{ set_id: 'broadcaster', id: '1', info: '' }],
};

// Three of Twitch's global emotes are enough to make lines that are not only text.
const EMOTES: Record<string, string> = { Kappa: '25', PogChamp: '305954156', LUL: '425618' };

/** The three `<prefix>_id|login|name` fields of a user, all null without one. */
function named(prefix: string, user: TwitchUser | undefined): Record<string, string | null> {
  return {
    [`${prefix}_id`]: user?.id ?? null,
    [`${prefix}_login`]: user?.login ?? null,
    [`${prefix}_name`]: user ? (user.name ?? user.login) : null,
  };
}

const isNamed = ({ login, name }: TwitchUser, word: string): boolean =>
  [login, name?.toLowerCase()].includes(word.toLowerCase());

/** Cuts a line into text, emote and mention fragments that join to the line again. */
function fragments(text: string, users: readonly TwitchUser[]): unknown[] {
  const parts: { type: string; text: string; emote?: unknown; mention?: unknown }[] = [];
  for (const word of text.split(/(\s+)/)) {
    const emote = Object.hasOwn(EMOTES, word) ? EMOTES[word] : undefined;
    const user = word.startsWith('@') ? users.find((one) => isNamed(one, word.slice(1))) : undefined;
    const last = parts.at(-1);
    if (emote) {
      parts.push({
        type: 'emote',
        text: word,
        emote: { id: emote, emote_set_id: '0', owner_id: '0', format: ['static'] },
      });
    } else if (user) {
      parts.push({ type: 'mention', text: word, mention: named('user', user) });
    } else if (last?.type === 'text') {
      last.text += word;
    } else if (word !== '') {
      parts.push({ type: 'text', text: word });
    }
  }
  return parts.map(({ type, text, emote, mention }) => ({
    type,
    text,
    cheermote: null,
    emote: emote ?? null,
    mention: mention ?? null,
  }));
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
    message: { text, fragments: fragments(text, users) },
    color: user.color ?? '#1E90FF',
    // Badges of a shared line are those of this channel; those of its home come beside them.
    badges: sharedFrom && sharedFrom.id !== channel.id ? [] : badges,
    source_badges: sharedFrom ? badges : null,
    message_type: 'text',
    cheer: null,
    reply: message.parent ? reply(message.parent) : null,
    channel_points_custom_reward_id: null,
    channel_points_animation_id: null,
  };
}
