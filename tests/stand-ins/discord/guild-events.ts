import type { ApiMessage, DiscordGuild, DiscordMember, Guilds, Place } from './guilds.ts';
import { gatewayGuild, memberObject, userObject } from './objects.ts';
import type { GatewayEvent } from './posts.ts';

/** What happens to guilds and members, and the events that tell of it. */
export class GuildEvents {
  readonly now: () => number;
  #guilds: Guilds;
  #emit: (event: GatewayEvent) => number;

  constructor(guilds: Guilds, emit: (event: GatewayEvent) => number, now: () => number) {
    this.#guilds = guilds;
    this.#emit = emit;
    this.now = now;
  }

  memberJoin(guild: DiscordGuild, member: DiscordMember): void {
    this.#guilds.know(member, guild);
    this.#tell(guild, 'GUILD_MEMBER_ADD', { ...memberObject(member) });
  }

  memberLeave(guild: DiscordGuild, id: string): void {
    const user = this.#user(id);
    guild.members = guild.members?.filter((member) => member.id !== id);
    this.#tell(guild, 'GUILD_MEMBER_REMOVE', { user });
  }

  /** Other roles or names, or a timeout: `until` in milliseconds, null lifts it. */
  memberUpdate(guild: DiscordGuild, given: DiscordMember, until?: number | null): DiscordMember {
    this.#guilds.know(given, guild);
    const member = this.#guilds.member(guild, given.id) ?? given;
    if (until !== undefined) member.timedOutUntil = until ?? undefined;
    this.#tell(guild, 'GUILD_MEMBER_UPDATE', memberObject(member));
    return member;
  }

  /** A ban also removes the member. */
  banAdd(guild: DiscordGuild, id: string): void {
    const bans = this.#guilds.bans.get(guild.id) ?? new Set();
    this.#guilds.bans.set(guild.id, bans.add(id));
    const user = this.#user(id);
    this.#tell(guild, 'GUILD_BAN_ADD', { user });
    if (this.#guilds.member(guild, id)) this.memberLeave(guild, id);
  }

  banRemove(guild: DiscordGuild, id: string): void {
    this.#guilds.bans.get(guild.id)?.delete(id);
    this.#tell(guild, 'GUILD_BAN_REMOVE', { user: this.#user(id) });
  }

  reaction(
    t: 'MESSAGE_REACTION_ADD' | 'MESSAGE_REACTION_REMOVE',
    { guild, channel }: Place,
    message: Pick<ApiMessage, 'id' | 'author'>,
    user: DiscordMember,
    emoji: string,
  ): void {
    const [name, id] = emoji.split(':');
    const member = guild && this.#guilds.member(guild, user.id);
    const added = t === 'MESSAGE_REACTION_ADD';
    this.#emit({
      t,
      guildId: guild?.id,
      d: {
        user_id: user.id,
        channel_id: channel.id,
        message_id: message.id,
        ...(guild ? { guild_id: guild.id } : {}),
        ...(added && member ? { member: memberObject(member) } : {}),
        ...(added ? { message_author_id: message.author.id } : {}),
        emoji: { id: id ?? null, name },
        burst: false,
        type: 0,
      },
    });
  }

  /** The bot is out of the guild; `unavailable` is an outage instead. */
  guildDelete(guild: DiscordGuild, unavailable: boolean): void {
    const d = unavailable ? { id: guild.id, unavailable } : { id: guild.id };
    this.#emit({ t: 'GUILD_DELETE', guildId: guild.id, d });
    if (!unavailable) guild.botIsMember = false;
  }

  guildCreate(guild: DiscordGuild): void {
    guild.botIsMember = true;
    this.#guilds.add(guild);
    this.#emit({ t: 'GUILD_CREATE', guildId: guild.id, d: this.created(guild, false) });
  }

  created(guild: DiscordGuild, allMembers: boolean): Record<string, unknown> {
    const bot = this.#guilds.member(guild, this.#guilds.botId);
    if (!bot) throw new Error('the bot is nobody');
    return gatewayGuild(guild, bot, allMembers);
  }

  #user(id: string) {
    return userObject(this.#guilds.users.get(id) ?? { id, username: `user_${id.slice(-4)}` });
  }

  #tell(guild: DiscordGuild, t: string, d: Record<string, unknown>): void {
    this.#emit({ t, guildId: guild.id, d: { ...d, guild_id: guild.id } });
  }
}
