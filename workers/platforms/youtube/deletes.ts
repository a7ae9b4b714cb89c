import type { DeleteAnswer, PlatformClient } from '../../core/platforms.ts';
import {
  type DeleteRefusal,
  GONE,
  limited,
  noSuchMessage,
  notAgreed,
  notAsked,
  refusal,
  StandingRefusals,
  tokenless,
  unanswered,
} from '../deletes.ts';
import { type Called, LACKS_SCOPE, readCall } from './errors.ts';
import { splitRoom } from './events.ts';
import type { YoutubeReader } from './look-ups.ts';
import { UNITS, unitBudget } from './quota.ts';

const BOT = { title: 'YouTube', agree: 'Connect the bot’s account again: `npm run connect youtube -- --as bot`' };
const { title } = BOT;

const spent = (retryAfterMs: number): DeleteRefusal =>
  refusal(
    'limited',
    'The units that YouTube gives WaddleBot a day are used up. They are back at midnight in California.',
    retryAfterMs,
  );
const NO_MODERATOR = refusal(
  'forbidden',
  'The bot is no moderator of this chat, so YouTube lets it delete nothing there. Add it in YouTube Studio, under Settings → Community.',
);
const ABOVE_BOTS = refusal(
  'forbidden',
  'YouTube lets no moderator delete messages of the broadcaster or of another moderator.',
);
const NO_CHAT = refusal('not-found', 'YouTube knows no such chat (any more), so there is nothing to delete.');

/** What refusals are about, besides a chat. */
const UNITS_LEFT = 'units';
const TOKEN = 'token';

/** `liveChatMessages.delete`, by the account that speaks, as a moderator. Costs `UNITS.deleteMessage`, refused or not. */
export function youtubeDeletes(reader: YoutubeReader): Required<Pick<PlatformClient, 'deleteMessage'>> {
  const { apiUrl, unitsPerDay, spend, call, clock } = reader;
  const standing = new StandingRefusals(clock);

  const answerOf = (chat: string, called: Called): DeleteAnswer => {
    if (called.ok) return GONE;
    switch (called.why) {
      case 'quota':
        return standing.hold(UNITS_LEFT, called.afterMs, spent);
      case 'rate':
        return standing.hold(chat, called.afterMs, (leftMs) => limited(title, leftMs));
      case 'token':
        return standing.holdUntilChanged(TOKEN, tokenless(BOT, called.afterMs));
      case 'unclear':
        return unanswered(title);
      case 'refused':
        if (called.reason === LACKS_SCOPE || called.status === 401)
          return standing.holdUntilChanged(TOKEN, notAgreed(BOT));
        if (called.reason === 'forbidden') return standing.holdUntilChanged(chat, NO_MODERATOR);
        if (called.reason === 'modificationNotAllowed') return ABOVE_BOTS;
        if (called.reason === 'liveChatMessageNotFound') return GONE;
        return called.status === 404 ? NO_CHAT : refusal('forbidden', `YouTube says no: ${called.reason}`);
    }
  };

  return {
    async deleteMessage(_, room, messageId) {
      if (messageId === '') return noSuchMessage(title);
      const chat = splitRoom(room).liveChatId ?? '';
      const stands = standing.find(TOKEN, UNITS_LEFT, chat);
      if (stands) return stands;
      const now = clock();
      const units = unitBudget(UNITS.deleteMessage, unitsPerDay, now);
      const isPaid = await spend(units).catch(() => null);
      if (isPaid === null) return notAsked(title);
      if (!isPaid) return spent(units.resetAt - now);
      const query = new URLSearchParams({ id: messageId });
      const result = await call(`${apiUrl}/liveChat/messages?${query}`, (token) => ({
        method: 'DELETE',
        headers: { authorization: `Bearer ${token}` },
      }));
      return answerOf(chat, readCall(result, clock()));
    },
  };
}
