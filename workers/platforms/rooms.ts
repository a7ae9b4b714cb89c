import { Limited, WaddleError } from '../core/errors.ts';
import { Unanswered } from './look-up.ts';

/**
 * Asks a platform about rooms: what it does not answer is told to people, with what to do about it.
 * @param words by the reason of a look-up: what the bot lacks, and who gives it
 * @throws WaddleError `CONFLICT`, `LIMITED`, `UPSTREAM`
 */
export async function askAboutRooms<T>(
  title: string,
  words: Readonly<Record<string, string>>,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const { reason, retryAfterMs } = error;
    const lacks = words[reason];
    if (lacks !== undefined) throw new WaddleError('CONFLICT', lacks);
    if (retryAfterMs !== undefined) {
      const seconds = Math.ceil(retryAfterMs / 1000);
      throw new Limited(`${title} was asked too often. Try again in ${seconds} s.`, retryAfterMs);
    }
    throw new WaddleError('UPSTREAM', `${title} did not answer (${reason}). Try again in a minute.`);
  }
}
