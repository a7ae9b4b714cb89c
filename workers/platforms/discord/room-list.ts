import * as z from 'zod';
import { WaddleError } from '../../core/errors.ts';
import type { Room, RoomPort, Silence } from '../../core/rooms.ts';
import { byStatus, createLookUp } from '../look-up.ts';
import { askAboutRooms } from '../rooms.ts';
import { permissionsOf } from './levels.ts';
import type { DiscordReader } from './look-ups.ts';
import { holdsOf } from './look-ups.ts';

/** Discord: Permissions, Bitwise Permission Flags. */
const ADMINISTRATOR = 1n << 3n;
const VIEW_CHANNEL = 1n << 10n;
const SEND_MESSAGES = 1n << 11n;

/** Discord: Channel Types: text and announcements. Threads come and go, and what is written beside a voice is for who is there. */
const SPOKEN_IN: readonly number[] = [0, 5];
const CATEGORY = 4;

const overwrite = z.looseObject({ id: z.string(), allow: z.string(), deny: z.string() });
const guildChannel = z.looseObject({
  id: z.string(),
  type: z.number(),
  name: z.string().nullish(),
  position: z.number().default(0),
  parent_id: z.string().nullish(),
  permission_overwrites: z.array(overwrite).default([]),
});
const guildOf = z.looseObject({ roles: z.array(z.looseObject({ id: z.string(), permissions: z.string() })) });
const memberOf = z.looseObject({ roles: z.array(z.string()), communication_disabled_until: z.string().nullish() });
const self = z.looseObject({ id: z.string() });
type GuildChannel = z.infer<typeof guildChannel>;

/** Whose permissions are asked for. */
interface Standing {
  readonly guild: string;
  readonly roles: readonly string[];
  /** Null: anybody, with @everyone's alone. */
  readonly user: string | null;
  /** What the roles add up to in the guild as a whole. */
  readonly base: bigint;
}

/**
 * Discord: Permissions, Permission Overwrites: @everyone's first, then those of all roles together, then the member's own; what
 * is denied on one level the next may allow.
 */
function permissionsIn({ permission_overwrites: overwrites }: GuildChannel, standing: Standing): bigint {
  const { guild, roles, user, base } = standing;
  if ((base & ADMINISTRATOR) !== 0n) return ~0n;
  const levels: readonly (readonly string[])[] = [[guild], roles, user === null ? [] : [user]];
  return levels.reduce((held, ids) => {
    const ofLevel = overwrites.filter(({ id }) => ids.includes(id));
    const denied = ofLevel.reduce((sum, { deny }) => sum | permissionsOf(deny), 0n);
    const allowed = ofLevel.reduce((sum, { allow }) => sum | permissionsOf(allow), 0n);
    return (held & ~denied) | allowed;
  }, base);
}

const TIMED_OUT: Silence = {
  is: 'timed-out',
  text: 'The bot is timed out in this server: it can say nothing until a moderator ends that.',
};
const NO_SENDING: Silence = {
  is: 'send-messages',
  text: 'The bot may not write in this channel. Give its role Send Messages there.',
};

const TITLE = 'Discord';
const WORDS = {
  'no token': 'There is no token for the bot. Set DISCORD_BOT_TOKEN.',
  'token refused, and no new one to be had':
    'Discord does not accept the bot’s token any more. Copy it from the Developer Portal (Bot → Reset Token) and set it as DISCORD_BOT_TOKEN.',
};
const NOT_THERE =
  'The bot is not in this Discord server (any more). Link the server again under Integrations, which invites it.';

/** Rooms of a guild: what the bot sees of them, and where it may write. Asked for with three calls, and one more the first time. */
export function discordRoomList({ apiUrl, headers, call, clock }: DiscordReader): RoomPort {
  const read = byStatus(holdsOf);
  const lookUp = createLookUp({
    title: TITLE,
    call,
    clock,
    // 403 (50001, Missing Access) is a guild without the bot.
    read: (result, window) => (result.ok && result.response.status === 403 ? { is: 'none' } : read(result, window)),
  });
  const ask = <Shape extends z.ZodType>(path: string, shape: Shape) =>
    lookUp({
      url: `${apiUrl}${path}`,
      request: (token) => ({ headers: { ...headers, authorization: `Bot ${token}` } }),
      shape,
      window: path,
    });
  /** The bot's own account: the same as the application's id only where the application is young. */
  let bot: string | undefined;

  async function standing(guild: string) {
    bot ??= (await ask('/users/@me', self))?.id;
    const [channels, home, member] = await Promise.all([
      ask(`/guilds/${guild}/channels`, z.array(guildChannel)),
      ask(`/guilds/${guild}`, guildOf),
      ask(`/guilds/${guild}/members/${bot}`, memberOf),
    ]);
    if (!channels || !home || !member) throw new WaddleError('CONFLICT', NOT_THERE);
    return { channels, home, member };
  }

  return {
    list: (guild) =>
      askAboutRooms(TITLE, WORDS, async () => {
        const { channels, home, member } = await standing(guild);
        const baseOf = (roles: readonly string[]): bigint =>
          home.roles
            .filter(({ id }) => roles.includes(id))
            .reduce((sum, { permissions }) => sum | permissionsOf(permissions), 0n);
        const { roles } = member;
        const ofBot: Standing = { guild, roles, user: bot ?? null, base: baseOf([guild, ...roles]) };
        const anybody: Standing = { guild, roles: [], user: null, base: baseOf([guild]) };
        const isTimedOut =
          (ofBot.base & ADMINISTRATOR) === 0n && Date.parse(member.communication_disabled_until ?? '') > clock();
        const categories = new Map(channels.filter(({ type }) => type === CATEGORY).map((one) => [one.id, one]));
        const spoken = channels.filter(({ type }) => SPOKEN_IN.includes(type));
        const seen = spoken.filter((channel) => (permissionsIn(channel, ofBot) & VIEW_CHANNEL) !== 0n);
        const roomOf = (channel: GuildChannel): Room => ({
          id: channel.id,
          name: channel.name ?? channel.id,
          group: categories.get(channel.parent_id ?? '')?.name ?? null,
          isPrivate: (permissionsIn(channel, anybody) & VIEW_CHANNEL) === 0n,
          silence: isTimedOut ? TIMED_OUT : (permissionsIn(channel, ofBot) & SEND_MESSAGES) === 0n ? NO_SENDING : null,
        });
        // As Discord shows them: those in no category first.
        const placeOf = ({ parent_id }: GuildChannel): number => categories.get(parent_id ?? '')?.position ?? -1;
        const ordered = seen.toSorted((one, other) => placeOf(one) - placeOf(other) || one.position - other.position);
        return { rooms: ordered.map(roomOf), unseen: spoken.length - seen.length, isWhole: true };
      }),
  };
}
