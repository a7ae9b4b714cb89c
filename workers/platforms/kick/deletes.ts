import type { DeleteAnswer, PlatformClient } from '../../core/platforms.ts';
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
import { EVERYTHING } from '../look-up.ts';
import type { Answered } from '../owner.ts';
import { bearer } from './answer.ts';
import type { KickClientOptions, KickVoice } from './client.ts';
import { retryAfterMs } from './look-ups.ts';

const TITLE = 'Kick';
/** Kick's ids of messages are UUIDs; whatever else is named goes into no address. */
const ID = /^[\w-]{1,100}$/;

/** Whose agreement is missing, by who speaks. */
const AGREE: Readonly<Record<KickVoice['type'], string>> = {
  user: 'Connect the bot’s account again: `npm run connect kick -- --as bot`',
  bot: 'Connect the channel again: `npm run connect kick`',
};
const wordsOf = (type: KickVoice['type']) => ({ title: TITLE, agree: AGREE[type] });

/** The same 403 is said to a token without the scope and to an account that does not moderate. */
const FORBIDDEN: Readonly<Record<KickVoice['type'], string>> = {
  user: `Kick does not let the bot delete this. Paste /mod and the bot’s name into the channel’s chat. If it is a moderator already: ${AGREE.user}`,
  bot: `Kick does not let WaddleBot delete this in the channel’s name. ${AGREE.bot}`,
};

/** Delete Chat Message (`moderation:chat_message:manage`), by the account that speaks in the channel. */
export function kickDeletes({
  apiUrl,
  voiceIn,
  clock,
}: Pick<KickClientOptions, 'apiUrl' | 'voiceIn' | 'clock'>): Required<Pick<PlatformClient, 'deleteMessage'>> {
  const standing = new StandingRefusals(clock);

  const answerOf = (channel: string, type: KickVoice['type'], { response }: Answered): DeleteAnswer => {
    const { status } = response;
    if (response.ok || status === 404) return GONE;
    if (status === 401) return standing.holdUntilChanged(channel, notAgreed(wordsOf(type)));
    if (status === 403) return refusal('forbidden', FORBIDDEN[type]);
    // Kick publishes no limit, nor what it counts.
    if (status === 429)
      return standing.hold(EVERYTHING, retryAfterMs(response, clock()), (leftMs) => limited(TITLE, leftMs));
    if (status >= 400 && status < 500) return refusal('forbidden', `Kick says no: HTTP ${status}`);
    return unanswered(TITLE);
  };

  return {
    async deleteMessage(channel, _, messageId) {
      if (!ID.test(messageId)) return noSuchMessage(TITLE);
      const stands = standing.find(EVERYTHING, channel);
      if (stands) return stands;
      const voice = await voiceIn(channel).catch(() => null);
      if (!voice) return notAsked(TITLE);
      const result = await voice.call(`${apiUrl}/public/v1/chat/${messageId}`, (token) => ({
        method: 'DELETE',
        headers: bearer(token),
      }));
      return result.ok
        ? answerOf(channel, voice.type, result)
        : standing.holdUntilChanged(channel, uncalled(wordsOf(voice.type), result));
    },
  };
}
