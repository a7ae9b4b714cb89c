import type { Platform } from '../../workers/core/ids.ts';
import { DEMO } from '../stand-ins/run.ts';
import type { Person } from './person.ts';
import type { Place } from './places.ts';

export type Role = 'viewer' | 'subscriber' | 'vip' | 'moderator' | 'owner';

/** A line of the bot's. */
export interface Answer {
  readonly text: string;
  /** The only one who sees it. */
  readonly onlyFor?: string | undefined;
  /** Whether it hangs at the line it answers, where the platform has that. */
  readonly isReply: boolean;
}

/** What somebody said, and what came of it. */
export interface Said {
  answers(): readonly Answer[];
  /** The platform tells of it once more. */
  again(): Promise<unknown>;
}

export interface More {
  /** Where; else the place's next room. */
  readonly room?: string;
  /** How often the platform tells of it. */
  readonly copies?: number;
  /** When it was said, ms since epoch. */
  readonly at?: number;
}

/** A line as the platform keeps it. */
interface Line {
  readonly text: string;
  readonly replyTo?: string | undefined;
  readonly onlyFor?: string | undefined;
}

/** How people speak on one platform, and read what the bot says there. */
interface Door {
  accountOf(name: string): string;
  /** Has the platform know somebody who has said nothing yet. */
  knows?(who: Person): void;
  /** Has the platform tell the bot of a line; `messageId` where answers say what they answer. */
  tell(
    who: Person,
    text: string,
    room: string,
    more: More,
  ): Promise<{ readonly messageId?: string; again(): Promise<unknown> }>;
  /** All lines of the bot's in a room, oldest first. */
  lines(place: Place, room: string): readonly Line[];
  slash?(who: Person, line: string): Promise<{ readonly text: string; readonly ephemeral: boolean }>;
}

const ON_STREAMS = {
  viewer: 'viewer',
  subscriber: 'subscriber',
  vip: 'vip',
  moderator: 'moderator',
  owner: 'broadcaster',
} as const satisfies Record<Role, string>;
const ON_YOUTUBE = {
  viewer: 'viewer',
  subscriber: 'member',
  vip: 'viewer',
  moderator: 'moderator',
  owner: 'owner',
} as const satisfies Record<Role, string>;
/** Discord: permissions, bitwise permission flags; and the stand-in's roles that hold them. */
const ON_DISCORD: Partial<Record<Role, { readonly permissions: string; readonly role: bigint }>> = {
  moderator: { permissions: String(1 << 13), role: 1_001n },
  owner: { permissions: String(1 << 3), role: 1_002n },
};

let accounts = 0;

const chatter = ({ account, name, role }: Person) => ({ id: account, login: name, role: ON_STREAMS[role] });

const twitch: Door = {
  accountOf: () => String(7_000_000 + accounts++),
  knows: ({ place, account, name }) => place.world.twitch.user({ id: account, login: name }),
  async tell(who, text, room, { copies, at }) {
    const { messageId, redeliver } = await who.place.world.twitch.chat({
      channel: room,
      user: chatter(who),
      text,
      ...(copies === undefined ? {} : { copies }),
      ...(at === undefined ? {} : { at }),
    });
    return { messageId, again: redeliver };
  },
  lines: ({ world }, room) => world.twitch.sent.filter((line) => line.broadcasterId === room),
};

const kick: Door = {
  accountOf: () => String(8_000_000 + accounts++),
  async tell(who, text, room, { copies, at }) {
    const { messageId, redeliver } = await who.place.world.kick.chat({
      channel: room,
      user: chatter(who),
      text,
      ...(copies === undefined ? {} : { copies }),
      ...(at === undefined ? {} : { at }),
    });
    return { messageId, again: redeliver };
  },
  lines: ({ world }, room) => world.kick.sent.filter((line) => line.broadcasterId === room),
};

function discordMember({ place, account, name, role }: Person) {
  const rights = ON_DISCORD[role];
  const member = { id: account, username: name };
  if (!rights) return member;
  return { ...member, permissions: rights.permissions, roles: [String(BigInt(place.channel) + rights.role)] };
}

const discord: Door = {
  accountOf: () => String(2_600_000_000_000_000_000n + BigInt(accounts++)),
  async tell(who, text, room, { copies = 1, at }) {
    const { world, channel } = who.place;
    const said = { guild: channel, channel: room, user: discordMember(who), text, ...(at === undefined ? {} : { at }) };
    const { messageId } = await world.discord.message(said);
    const again = async () => world.discord.gateway.repeat(1);
    for (let copy = 1; copy < copies; copy++) await again();
    return { messageId, again };
  },
  lines: ({ world }, room) => world.discord.posted.filter((line) => line.channel === room),
  async slash(who, line) {
    const { world, channel: guild } = who.place;
    const [name = '', ...args] = line.split(' ');
    const isDeclared = world.discord.commands().some((command) => command.name === name);
    const { text = '', ephemeral = false } = await world.discord.interact({
      guild,
      channel: who.place.nextRoom(),
      user: discordMember(who),
      ...(isDeclared ? { name } : { name: 'do', options: { name, args: args.join(' ') } }),
    });
    return { text, ephemeral };
  },
};

const slack: Door = {
  accountOf: (name) => `U${name.toUpperCase()}`,
  knows: ({ place, account, role }) =>
    place.world.slack.user({ id: account, isAdmin: role === 'moderator', isOwner: role === 'owner' }),
  async tell(who, text, room) {
    const { redeliver } = await who.place.world.slack.message({ channel: room, user: who.account, text });
    return { again: redeliver };
  },
  lines: ({ world }, room) =>
    world.slack.posted
      .filter((line) => line.channel === room)
      .map(({ text, ephemeral, user }) => ({ text, ...(ephemeral ? { onlyFor: user } : {}) })),
  async slash(who, line) {
    const asked = { channel: who.place.nextRoom(), user: who.account, command: '/waddlebot', text: line };
    const { body } = await who.place.world.slack.slash(asked);
    const { text = '', response_type } = body as { readonly text?: string; readonly response_type?: string };
    return { text, ephemeral: response_type === 'ephemeral' };
  },
};

const youtube: Door = {
  accountOf: (name) => `UC${name}`,
  async tell({ place, account, name, role }, text, room, { at }) {
    const chat = place.world.youtube.live(room);
    chat.say({ user: { id: account, name, role: ON_YOUTUBE[role] }, text, ...(at === undefined ? {} : { at }) });
    return {
      async again() {
        chat.repeat = 1;
      },
    };
  },
  lines({ world }, room) {
    const { id } = world.youtube.live(room);
    return world.youtube.sent.filter((line) => line.liveChatId === id);
  },
};

export const DOORS: Readonly<Record<Platform, Door>> = { twitch, discord, slack, youtube, kick };

/** Where the next line of a room begins, for whom it matters. */
const nextLine = new Map<string, () => void>();

/**
 * Says a line. An answer to it hangs at it, or, where it hangs at nothing, stands between it and the next line in the room.
 */
export async function say(who: Person, text: string, more: More): Promise<Said> {
  const { place } = who;
  const door = DOORS[place.platform];
  const room = more.room ?? place.nextRoom();
  const lines = () => door.lines(place, room);
  const from = lines().length;
  let to: number | undefined;
  nextLine.get(room)?.();
  nextLine.set(room, () => (to = lines().length));
  const { messageId, again } = await door.tell(who, text, room, more);
  const isAnswer = ({ replyTo }: Line, i: number) =>
    replyTo === undefined ? i >= from && i < (to ?? Number.POSITIVE_INFINITY) : replyTo === messageId;
  const answers = () =>
    lines()
      .filter(isAnswer)
      .map(({ text, replyTo, onlyFor }) => ({ text, isReply: replyTo !== undefined, onlyFor }));
  return { answers, again };
}

/** The bot's name as people write it when they speak to it. */
export const BOT_MENTION: Readonly<Record<Exclude<Platform, 'youtube' | 'kick'>, string>> = {
  twitch: `@${DEMO.twitch.bot.login}`,
  discord: `<@${DEMO.discord.applicationId}>`,
  slack: `<@${DEMO.slack.botUserId}>`,
};
