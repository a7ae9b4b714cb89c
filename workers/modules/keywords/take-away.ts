import { WaddleError } from '../../core/errors.ts';
import type { EventHandler } from '../../core/modules.ts';

/** Takes a line away that a rule matched, where the platform lets the bot. What may go better later is tried again. */
export const takeAway: EventHandler = async (event, ctx) => {
  const answer = await ctx.deleteMessage(event);
  if (answer === 'unsupported' || answer.ok) return null;
  if (answer.reason === 'limited' || answer.reason === 'upstream') throw new WaddleError('UPSTREAM', answer.message);
  ctx.log('info', 'keyword.not-deleted', { reason: answer.reason, platform: event.platform });
  return null;
};
