import type { SendOutcome } from '../../core/platforms.ts';
import { classify, unclear } from '../call.ts';

/**
 * Says something by an interaction's `response_url`, which works for 30 minutes and five messages, without a token and
 * also where the bot is no member. The message a button hangs on stays as it is.
 */
export async function answerByUrl(
  fetcher: typeof fetch,
  url: string,
  said: { readonly text: string; readonly ephemeral: boolean },
): Promise<SendOutcome> {
  try {
    const response = await fetcher(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({
        response_type: said.ephemeral ? 'ephemeral' : 'in_channel',
        replace_original: false,
        text: said.text,
      }),
      redirect: 'manual',
      signal: AbortSignal.timeout(5_000),
    });
    await response.body?.cancel();
    return response.ok ? { outcome: 'sent', messageId: '' } : classify(response, retryAfterMs(response));
  } catch (error) {
    return unclear(error instanceof Error ? error.name : 'connection lost');
  }
}

/** Slack: on 429 wait for `Retry-After` (s). */
export function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 && seconds < 3_600 ? seconds * 1000 : 1_000;
}
