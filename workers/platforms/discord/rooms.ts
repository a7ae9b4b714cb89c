import * as z from 'zod';
import type { PlatformClient } from '../../core/platforms.ts';
import { byStatus, createLookUp } from '../look-up.ts';
import type { DiscordReader } from './look-ups.ts';
import { holdsOf } from './look-ups.ts';

const place = z.looseObject({ guild_id: z.string().optional() });
const SNOWFLAKE = /^\d{1,20}$/;
/** Rooms whose guild is remembered: a room never changes it. */
const ROOMS_KEPT = 10_000;

/**
 * Whether a text channel or thread is in a guild. The bot's token opens the rooms of every guild it is in, so what a program
 * names has to be looked at.
 */
export function discordRooms({
  apiUrl,
  headers,
  call,
  clock,
}: DiscordReader): Required<Pick<PlatformClient, 'ownsRoom'>> {
  const read = byStatus(holdsOf);
  const lookUp = createLookUp({
    title: 'Discord',
    call,
    clock,
    // 403 (50001, Missing Access) is a room of a guild without the bot, or one that it may not see.
    read: (result, window) => (result.ok && result.response.status === 403 ? { is: 'none' } : read(result, window)),
  });
  const guilds = new Map<string, string>();
  return {
    async ownsRoom(channel, room) {
      if (!SNOWFLAKE.test(room)) return false;
      const known = guilds.get(room);
      if (known !== undefined) return known === channel;
      const found = await lookUp({
        url: `${apiUrl}/channels/${room}`,
        request: (token) => ({ headers: { ...headers, authorization: `Bot ${token}` } }),
        shape: place,
        window: `channel:${room}`,
      });
      if (found?.guild_id === undefined) return false;
      if (guilds.size >= ROOMS_KEPT) guilds.delete(guilds.keys().next().value as string);
      guilds.set(room, found.guild_id);
      return found.guild_id === channel;
    },
  };
}
