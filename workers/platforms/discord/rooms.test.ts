import { describe, expect, it } from 'vitest';
import { answering } from '../../../tests/support/calls.ts';
import type { CallResult } from '../call.ts';
import { discordRooms } from './rooms.ts';

const GUILD = '2000000000000000001';
const ROOM = '2000000000000000002';

function roomsFor(answer: Response | CallResult) {
  const { call, seen } = answering(answer);
  const rooms = discordRooms({ apiUrl: 'https://api.example/v10', headers: {}, call, clock: () => 0 });
  return { ...rooms, seen };
}

describe('a room of a guild', () => {
  it('is one whose guild it is, as Discord says', async () => {
    const { ownsRoom, seen } = roomsFor(Response.json({ id: ROOM, guild_id: GUILD }));
    expect(await ownsRoom(GUILD, ROOM)).toBe(true);
    expect(seen[0]?.url).toBe(`https://api.example/v10/channels/${ROOM}`);
    expect(seen[0]?.headers.get('authorization')).toBe('Bot token-1');
  });

  it('is asked about once, for a room never changes its guild', async () => {
    const { ownsRoom, seen } = roomsFor(Response.json({ id: ROOM, guild_id: GUILD }));
    expect([await ownsRoom(GUILD, ROOM), await ownsRoom(GUILD, ROOM), await ownsRoom('3', ROOM)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(seen).toHaveLength(1);
  });

  it('is none of another guild, of nobody’s, or that the bot may not see', async () => {
    expect(await roomsFor(Response.json({ id: ROOM, guild_id: '3' })).ownsRoom(GUILD, ROOM)).toBe(false);
    // A direct message has no guild.
    expect(await roomsFor(Response.json({ id: ROOM })).ownsRoom(GUILD, ROOM)).toBe(false);
    const unknown = Response.json({ message: 'Unknown Channel', code: 10003 }, { status: 404 });
    expect(await roomsFor(unknown).ownsRoom(GUILD, ROOM)).toBe(false);
    const hidden = Response.json({ message: 'Missing Access', code: 50001 }, { status: 403 });
    expect(await roomsFor(hidden).ownsRoom(GUILD, ROOM)).toBe(false);
  });

  it('is a number: whatever else was named goes into no address', async () => {
    const { ownsRoom, seen } = roomsFor(Response.json({ guild_id: GUILD }));
    for (const named of ['../users/@me', `${ROOM}/messages`, '', 'general', '9'.repeat(21)])
      expect(await ownsRoom(GUILD, named)).toBe(false);
    expect(seen).toHaveLength(0);
  });

  it('is unknown where Discord does not answer', async () => {
    const { ownsRoom } = roomsFor(Response.json({}, { status: 503 }));
    await expect(ownsRoom(GUILD, ROOM)).rejects.toThrow('Discord did not answer a look-up: HTTP 503');
  });
});
