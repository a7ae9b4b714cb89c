import {
  type DiscordChannel,
  type DiscordGuild,
  type DiscordMember,
  type DiscordUser,
  EVERYONE_PERMISSIONS,
  PERMISSIONS,
  type Place,
} from './guilds.ts';

/** User object (Discord: user resource). */
export function userObject({ id, username, globalName, bot }: DiscordUser) {
  return {
    id,
    username,
    global_name: globalName ?? null,
    discriminator: bot ? '0000' : '0',
    avatar: null,
    public_flags: 0,
    ...(bot ? { bot: true } : {}),
  };
}

/** Guild member object without its user, as messages carry it (Discord: guild resource). */
export function partialMember(member: DiscordMember) {
  const { timedOutUntil } = member;
  return {
    roles: [...(member.roles ?? [])],
    nick: member.nick ?? null,
    avatar: null,
    joined_at: '2026-01-05T08:00:00.000000+00:00',
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until: timedOutUntil === undefined ? null : isoTime(timedOutUntil),
  };
}

export const memberObject = (member: DiscordMember) => ({ ...partialMember(member), user: userObject(member) });

/** Timestamps as Discord writes them, with microseconds and an offset. */
export const isoTime = (ms: number): string => new Date(ms).toISOString().replace('Z', '000+00:00');

export function roleObjects(guild: DiscordGuild) {
  const everyone = { id: guild.id, name: '@everyone', permissions: String(EVERYONE_PERMISSIONS) };
  const roles = guild.roles ?? [];
  return [...(roles.some(({ id }) => id === guild.id) ? [] : [everyone]), ...roles].map((role, position) => ({
    ...role,
    position,
    color: 0,
    hoist: false,
    icon: null,
    unicode_emoji: null,
    managed: false,
    mentionable: false,
    flags: 0,
  }));
}

/** What keeps the bot from a channel, as an overwrite of @everyone: the bot has no role of its own here. */
function overwritesOf({ bot }: DiscordChannel, guild: DiscordGuild) {
  const denied = { write: 0n, read: PERMISSIONS.SEND_MESSAGES, hidden: PERMISSIONS.VIEW_CHANNEL }[bot ?? 'write'];
  return denied === 0n ? [] : [{ id: guild.id, type: 0, allow: '0', deny: String(denied) }];
}

export function channelObject({ channel, guild, recipient }: Place) {
  if (!guild) {
    const recipients = recipient ? [userObject(recipient)] : [];
    return { id: channel.id, type: 1, last_message_id: null, flags: 0, recipients };
  }
  return {
    id: channel.id,
    type: channel.type ?? 0,
    guild_id: guild.id,
    name: channel.name,
    position: guild.channels.indexOf(channel),
    permission_overwrites: overwritesOf(channel, guild),
    topic: null,
    nsfw: false,
    last_message_id: null,
    rate_limit_per_user: 0,
    parent_id: channel.parent ?? null,
    flags: 0,
  };
}

export function guildObject(guild: DiscordGuild) {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    description: null,
    owner_id: guild.ownerId,
    roles: roleObjects(guild),
    emojis: [],
    features: [],
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    preferred_locale: 'en-US',
    premium_tier: 0,
    nsfw_level: 0,
  };
}

/** GUILD_CREATE's guild: without the presences intent, members are the bot alone (Discord: gateway events). */
export function gatewayGuild(guild: DiscordGuild, bot: DiscordMember, allMembers: boolean) {
  const members = [bot, ...(allMembers ? (guild.members ?? []) : [])];
  return {
    ...guildObject(guild),
    joined_at: '2026-01-05T08:00:00.000000+00:00',
    large: false,
    unavailable: false,
    member_count: (guild.members?.length ?? 0) + 1,
    members: members.map(memberObject),
    channels: guild.channels.map((channel) => channelObject({ channel, guild })),
    threads: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
