import * as z from 'zod';
import type { DeleteAnswer, PlatformClient } from '../../core/platforms.ts';
import {
  type DeleteRefusal,
  GONE,
  limited,
  noSuchMessage,
  refusal,
  StandingRefusals,
  tokenless,
  unanswered,
  uncalled,
} from '../deletes.ts';
import { EVERYTHING } from '../look-up.ts';
import type { Answered } from '../owner.ts';
import type { DiscordReader } from './look-ups.ts';
import { holdsOf } from './look-ups.ts';

const BOT = {
  title: 'Discord',
  agree: 'Copy the bot’s token from the Developer Portal (Bot → Reset Token) and set it as DISCORD_BOT_TOKEN.',
};
const { title } = BOT;
const SNOWFLAKE = /^\d{1,20}$/;

const failure = z.looseObject({ code: z.number() });

/** Discord: JSON Error Codes. */
const UNKNOWN_MESSAGE = 10_008;
const UNKNOWN_CHANNEL = 10_003;

/** Refusals of all that is in a room, until somebody changes a right. */
const ROOM_REFUSALS: Readonly<Record<number, DeleteRefusal>> = {
  50001: refusal('forbidden', 'The bot may not see this channel. Give its role View Channel there.'),
  50003: refusal('forbidden', 'In direct messages, Discord lets a bot delete only what it said itself.'),
  50013: refusal(
    'forbidden',
    'The bot may not delete messages here: its role lacks Manage Messages. Switch that on under Server Settings → Roles.',
  ),
  60003: refusal(
    'forbidden',
    'This server wants two-factor authentication of its moderators. The account that owns the bot has to switch it on.',
  ),
};
/** Refusals of one message. */
const REFUSALS: Readonly<Record<number, DeleteRefusal>> = {
  50021: refusal('forbidden', 'Discord lets nobody delete this message, for Discord itself wrote it.'),
  50083: refusal('forbidden', 'The thread is archived. Open it again first.'),
};

/** Delete Message, which takes MANAGE_MESSAGES for what others said. A thread is a room like any other. */
export function discordDeletes({
  apiUrl,
  headers,
  call,
  clock,
}: DiscordReader): Required<Pick<PlatformClient, 'deleteMessage'>> {
  const standing = new StandingRefusals(clock);

  const answerOf = (room: string, { response, json }: Answered): DeleteAnswer => {
    const { status } = response;
    for (const { key, forMs } of holdsOf(response, json, room))
      standing.hold(key, forMs, (leftMs) => limited(title, leftMs));
    if (response.ok) return GONE;
    if (status === 429) return standing.find(EVERYTHING, room) ?? limited(title, 1_000);
    if (status === 401) return standing.holdUntilChanged(EVERYTHING, tokenless(BOT, undefined));
    const code = failure.safeParse(json).data?.code ?? 0;
    if (code === UNKNOWN_MESSAGE) return GONE;
    if (code === UNKNOWN_CHANNEL)
      return refusal('not-found', 'Discord knows no such channel (any more), so there is nothing to delete in it.');
    const ofRoom = ROOM_REFUSALS[code];
    if (ofRoom) return standing.holdUntilChanged(room, ofRoom);
    if (status < 400 || status >= 500) return unanswered(title);
    return (
      REFUSALS[code] ?? refusal('forbidden', `Discord says no: HTTP ${status}${code === 0 ? '' : `, code ${code}`}`)
    );
  };

  return {
    async deleteMessage(_, room, messageId) {
      if (!SNOWFLAKE.test(room) || !SNOWFLAKE.test(messageId)) return noSuchMessage(title);
      const stands = standing.find(EVERYTHING, room);
      if (stands) return stands;
      const result = await call(`${apiUrl}/channels/${room}/messages/${messageId}`, (token) => ({
        method: 'DELETE',
        headers: { ...headers, authorization: `Bot ${token}` },
      }));
      return result.ok ? answerOf(room, result) : standing.holdUntilChanged(EVERYTHING, uncalled(BOT, result));
    },
  };
}
