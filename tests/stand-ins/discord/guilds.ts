import type { userObject } from './objects.ts';
import type { Snowflakes } from './snowflake.ts';

/** Discord: permissions, bitwise permission flags. */
export const PERMISSIONS = {
  KICK_MEMBERS: 1n << 1n,
  BAN_MEMBERS: 1n << 2n,
  ADMINISTRATOR: 1n << 3n,
  MANAGE_GUILD: 1n << 5n,
  ADD_REACTIONS: 1n << 6n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  MANAGE_MESSAGES: 1n << 13n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MENTION_EVERYONE: 1n << 17n,
  USE_APPLICATION_COMMANDS: 1n << 31n,
  MODERATE_MEMBERS: 1n << 40n,
} as const;

export type Permission = keyof typeof PERMISSIONS;

const ALL = (1n << 53n) - 1n;
const P = PERMISSIONS;
/** What @everyone may do in a guild of the stand-in. */
export const EVERYONE_PERMISSIONS =
  P.VIEW_CHANNEL | P.SEND_MESSAGES | P.READ_MESSAGE_HISTORY | P.ADD_REACTIONS | P.USE_APPLICATION_COMMANDS;
const BOT =
  EVERYONE_PERMISSIONS | P.MANAGE_MESSAGES | P.MENTION_EVERYONE | P.KICK_MEMBERS | P.BAN_MEMBERS | P.MODERATE_MEMBERS;

export interface DiscordUser {
  id: string;
  username: string;
  globalName?: string;
  bot?: boolean;
  /** Direct messages to this person answer 50007. */
  refusesDms?: boolean;
}

/** A user in one guild; `permissions` (decimal bits) stands for what the roles would add up to. */
export interface DiscordMember extends DiscordUser {
  roles?: readonly string[];
  permissions?: string;
  nick?: string;
  /** Milliseconds since the epoch. */
  timedOutUntil?: number;
}

/** `permissions`: decimal bits. The role with the guild's own id is @everyone. */
export interface DiscordRole {
  id: string;
  name: string;
  permissions: string;
}

export interface DiscordChannel {
  id: string;
  name: string;
  /** What the bot may do (default `write`): `hidden` answers 50001, `read` answers 50013 to writing. */
  bot?: 'write' | 'read' | 'hidden';
  /** Discord: channel types (default 0, text; 4 is a category). */
  type?: number;
  /** The category it is in. */
  parent?: string;
}

export interface DiscordGuild {
  id: string;
  name: string;
  ownerId: string;
  channels: DiscordChannel[];
  /** Default: moderators with MANAGE_MESSAGES and admins with ADMINISTRATOR, ids `guild + 1001` and `guild + 1002`. */
  roles?: DiscordRole[];
  members?: DiscordMember[];
  /** The bot's own permissions, decimal bits. */
  botPermissions?: string;
  /** Default true. */
  botIsMember?: boolean;
}

/** A message object as REST gives it (Discord: message resource). */
export interface ApiMessage {
  id: string;
  channel_id: string;
  type: number;
  author: ReturnType<typeof userObject>;
  content: string;
  flags: number;
  timestamp: string;
  edited_timestamp: string | null;
  mentions: ReturnType<typeof userObject>[];
  mention_roles: string[];
  mention_everyone: boolean;
  attachments: unknown[];
  embeds: unknown[];
  components: unknown[];
  pinned: boolean;
  tts: boolean;
  nonce?: string | number;
  webhook_id?: string;
  application_id?: string;
  message_reference?: Record<string, unknown>;
  referenced_message?: ApiMessage | null;
  interaction_metadata?: Record<string, unknown>;
}

export interface Place {
  channel: DiscordChannel;
  /** Absent for a direct message. */
  guild?: DiscordGuild;
  /** The person of a direct message. */
  recipient?: DiscordUser;
}

/** The guilds, people and messages that the application could come across. */
export class Guilds {
  readonly users = new Map<string, DiscordUser>();
  readonly bans = new Map<string, Set<string>>();
  readonly botId: string;
  #guilds = new Map<string, DiscordGuild>();
  #dms = new Map<string, Place>();
  #messages = new Map<string, ApiMessage[]>();
  #ids: Snowflakes;

  constructor(bot: DiscordUser, ids: Snowflakes) {
    this.botId = bot.id;
    this.#ids = ids;
    this.users.set(bot.id, { ...bot, bot: true });
  }

  /** The guilds that the bot is in. */
  get joined(): DiscordGuild[] {
    return [...this.#guilds.values()].filter(({ botIsMember }) => botIsMember !== false);
  }

  /** All guilds, the bot in them or not. */
  get known(): DiscordGuild[] {
    return [...this.#guilds.values()];
  }

  /** Any guild by id; the first one unless given. */
  find(id?: string): DiscordGuild | undefined {
    return id === undefined ? this.known[0] : this.#guilds.get(id);
  }

  /** A user's permissions in a guild, in decimal bits. */
  permissions(guild: DiscordGuild, userId: string): string {
    const member = this.member(guild, userId);
    return member ? permissionsOf(guild, member) : '0';
  }

  add(guild: DiscordGuild): void {
    const moderator = {
      id: String(BigInt(guild.id) + 1_001n),
      name: 'Moderators',
      permissions: String(P.MANAGE_MESSAGES),
    };
    const admin = { id: String(BigInt(guild.id) + 1_002n), name: 'Admins', permissions: String(P.ADMINISTRATOR) };
    guild.roles ??= [moderator, admin];
    guild.members ??= [];
    this.#guilds.set(guild.id, guild);
    for (const member of guild.members) this.know(member, guild);
    this.know(this.users.get(guild.ownerId) ?? { id: guild.ownerId, username: 'owner' }, guild);
  }

  /** A guild the bot is in; the first one unless given. */
  guild(id: string | undefined = this.joined[0]?.id): DiscordGuild | undefined {
    return this.joined.find((guild) => guild.id === id);
  }

  /** As `guild`, for tests that name one. */
  named(id?: string): DiscordGuild {
    const guild = id === undefined ? (this.guild() ?? this.find()) : this.find(id);
    if (!guild) throw new Error(`No Discord guild ${id ?? 'at all'}`);
    return guild;
  }

  place(channelId: string): Place | undefined {
    for (const guild of this.joined) {
      const channel = guild.channels.find(({ id }) => id === channelId);
      if (channel) return { channel, guild };
    }
    return this.#dms.get(channelId);
  }

  /** Where a test means: its channel, or the first of the guild. */
  placeNamed(channelId: string | undefined, guildId?: string): Place {
    const guild = channelId === undefined ? this.named(guildId) : undefined;
    const id = channelId ?? guild?.channels[0]?.id ?? '';
    const place = this.place(id);
    if (!place) throw new Error(`No Discord channel ${id}`);
    return place;
  }

  /** The direct message channel with a person, opened when there is none. */
  dm(user: DiscordUser): Place {
    const open = [...this.#dms.values()].find(({ recipient }) => recipient?.id === user.id);
    if (open) return open;
    const place = { channel: { id: this.#ids.next(), name: user.username }, recipient: this.know(user) };
    this.#dms.set(place.channel.id, place);
    return place;
  }

  /** Remembers a person, and makes them a member when a guild is given. */
  know(user: DiscordMember, guild?: DiscordGuild): DiscordUser {
    const { roles, permissions, nick, timedOutUntil, ...account } = user;
    const known = { ...this.users.get(user.id), ...account };
    this.users.set(user.id, known);
    if (guild && user.id !== this.botId) {
      guild.members ??= [];
      const { members } = guild;
      const member = members.find(({ id }) => id === user.id);
      const given = Object.fromEntries(Object.entries(user).filter(([, value]) => value !== undefined));
      if (member) Object.assign(member, given);
      else members.push({ ...user });
    }
    return known;
  }

  member(guild: DiscordGuild, userId: string): DiscordMember | undefined {
    if (userId === this.botId) return { ...(this.users.get(userId) as DiscordUser), permissions: botBits(guild) };
    return guild.members?.find(({ id }) => id === userId);
  }

  /** Puts a message into its channel, where history finds it. */
  keep(message: ApiMessage): ApiMessage {
    const held = this.#messages.get(message.channel_id) ?? [];
    held.push(message);
    this.#messages.set(message.channel_id, held);
    return message;
  }

  message(channelId: string, messageId: string): ApiMessage | undefined {
    return this.#messages.get(channelId)?.find(({ id }) => id === messageId);
  }

  messages(channelId: string): readonly ApiMessage[] {
    return this.#messages.get(channelId) ?? [];
  }

  /** Whether it was there. */
  remove(channelId: string, messageId: string): boolean {
    const held = this.#messages.get(channelId) ?? [];
    const at = held.findIndex(({ id }) => id === messageId);
    if (at >= 0) held.splice(at, 1);
    return at >= 0;
  }

  forgetMessages(): void {
    this.#messages.clear();
  }
}

const botBits = (guild: DiscordGuild): string => guild.botPermissions ?? String(BOT);

/** A member's permissions in decimal bits: those given, the owner's all, or what the roles add up to. */
export function permissionsOf(guild: DiscordGuild, member: DiscordMember): string {
  if (member.permissions !== undefined) return member.permissions;
  if (member.id === guild.ownerId) return String(ALL);
  const roles = (guild.roles ?? []).filter(({ id }) => id === guild.id || member.roles?.includes(id));
  const bits = roles.reduce((sum, { permissions }) => sum | BigInt(permissions), EVERYONE_PERMISSIONS);
  return String((bits & P.ADMINISTRATOR) === 0n ? bits : ALL);
}

/** Whether a member holds one permission; administrators hold all. */
export function may(guild: DiscordGuild, member: DiscordMember, permission: Permission): boolean {
  const bits = BigInt(permissionsOf(guild, member));
  return (bits & (P[permission] | P.ADMINISTRATOR)) !== 0n;
}
