import * as z from 'zod';
import type { DeleteAnswer, PlatformClient } from '../../core/platforms.ts';
import { oneLine, truncate } from '../../core/text.ts';
import type { CallUpstream } from '../call.ts';
import {
  GONE,
  limited,
  noSuchMessage,
  notAgreed,
  notAsked,
  refusal,
  StandingRefusals,
  unanswered,
  uncalled,
} from '../deletes.ts';
import type { Answered } from '../owner.ts';
import { helixRequest, untilReset } from './look-ups.ts';

const BOT = { title: 'Twitch', agree: 'Connect the bot’s account again: `npm run connect twitch -- --as bot`' };
const { title } = BOT;

const NO_MODERATOR = refusal(
  'forbidden',
  'The bot is no moderator of this channel, so Twitch lets it delete nothing there. Paste /mod and the bot’s name into the channel’s chat.',
);
const TOO_OLD = refusal('forbidden', 'Twitch deletes no message that is older than six hours.');
const ABOVE_BOTS = refusal(
  'forbidden',
  'Twitch lets no moderator delete messages of the broadcaster or of another moderator.',
);

/** Windows and rights that refusals are about, besides those of a channel. */
const POINTS = 'points';
const TOKEN = 'token';

const failure = z.object({ message: z.string() });

interface TwitchModerator {
  readonly apiUrl: string;
  readonly clientId: string;
  readonly botUserId: string;
  /** Calls with the token of the bot's own account; null where it has agreed to nothing. @throws when that cannot be told now. */
  readonly asBot: () => Promise<CallUpstream | null>;
  readonly clock: () => number;
}

/** Delete Chat Messages (`moderator:manage:chat_messages`), as the moderator that the bot's account is. */
export function twitchDeletes({
  apiUrl,
  clientId,
  botUserId,
  asBot,
  clock,
}: TwitchModerator): Required<Pick<PlatformClient, 'deleteMessage'>> {
  const standing = new StandingRefusals(clock);

  const answerOf = (channel: string, { response, json }: Answered): DeleteAnswer => {
    const { status } = response;
    const said = truncate(oneLine(failure.safeParse(json).data?.message ?? ''), 200);
    if (response.ok) return GONE;
    // Said to a token without the scope, too.
    if (status === 401) return standing.holdUntilChanged(TOKEN, notAgreed(BOT));
    if (status === 403) return standing.holdUntilChanged(channel, NO_MODERATOR);
    // Also said of a message that is older than six hours, which is still there.
    if (status === 404) return /\b(?:6|six) hours\b/i.test(said) ? TOO_OLD : GONE;
    if (status === 429) return standing.hold(POINTS, untilReset(response, clock()), (leftMs) => limited(title, leftMs));
    // twitchdev/issues#660: of whose message it is, only the words tell.
    if (status === 400 && /\b(?:moderator|broadcaster)\b/i.test(said)) return ABOVE_BOTS;
    if (status >= 400 && status < 500) return refusal('forbidden', `Twitch says no: ${said || `HTTP ${status}`}`);
    return unanswered(title);
  };

  return {
    async deleteMessage(channel, _, messageId) {
      // Without an id, Twitch would clear the whole chat.
      if (messageId === '') return noSuchMessage(title);
      const stands = standing.find(TOKEN, POINTS, channel);
      if (stands) return stands;
      const call = await asBot().catch(() => undefined);
      if (!call) return standing.holdUntilChanged(TOKEN, call === null ? notAgreed(BOT) : notAsked(title));
      const query = new URLSearchParams({
        broadcaster_id: channel,
        moderator_id: botUserId,
        message_id: messageId,
      });
      const result = await call(`${apiUrl}/moderation/chat?${query}`, (token) =>
        helixRequest(clientId, token, 'DELETE'),
      );
      return result.ok ? answerOf(channel, result) : standing.holdUntilChanged(TOKEN, uncalled(BOT, result));
    },
  };
}
