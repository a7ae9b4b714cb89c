import { printDuration } from '../core/durations.ts';
import type { StreamRefusal } from '../core/stream.ts';
import type { CallResult, CallUpstream } from './call.ts';

/** Calls by the token that a channel's owner gave; null where nobody did. @throws when that cannot be told just now. */
export type CallAsOwner = (channel: string) => Promise<CallUpstream | null>;

interface Words {
  /** The platform as people call it. */
  readonly title: string;
  /** The command by which a channel's owner allows its verbs. */
  readonly connect: string;
}

interface Owners extends Words {
  readonly asOwner: CallAsOwner;
}

/** An HTTP answer, whatever it says. */
export type Answered = Extract<CallResult, { readonly ok: true }>;

/** The way to call as a channel's owner, or in words why there is none. */
export async function ownersCall(
  { title, connect, asOwner }: Owners,
  channel: string,
): Promise<CallUpstream | StreamRefusal> {
  try {
    return (await asOwner(channel)) ?? notAllowed({ title, connect });
  } catch {
    return refusal(
      'upstream',
      'WaddleBot could not look up this channel’s token, so nothing was done. Try again soon.',
    );
  }
}

/** Asks for a change, once: what the platform answered, or in words why it did not. */
export async function askAsOwner(
  owners: Owners,
  channel: string,
  url: string,
  request: (token: string) => RequestInit,
): Promise<Answered | StreamRefusal> {
  const call = await ownersCall(owners, channel);
  if (typeof call !== 'function') return call;
  const result = await call(url, request);
  if (result.ok) return result;
  const { outcome } = result;
  return outcome.outcome === 'unclear' ? unclearAnswer(owners.title) : noToken(owners, outcome.retryAfterMs);
}

export const isRefusal = (answered: Answered | StreamRefusal): answered is StreamRefusal => !answered.ok;

export const refusal = (reason: StreamRefusal['reason'], message: string, retryAfterMs?: number): StreamRefusal => ({
  ok: false,
  reason,
  message,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

export const notAllowed = ({ title, connect }: Words): StreamRefusal =>
  refusal('scope', `The owner of this channel has not allowed WaddleBot to do that on ${title}. To ask: ${connect}`);

/** @param retryAfterMs absent where the token was refused and cannot be renewed. */
export const noToken = ({ title, connect }: Words, retryAfterMs: number | undefined): StreamRefusal =>
  retryAfterMs === undefined
    ? refusal('scope', `${title} no longer takes this channel’s token. Its owner has to agree again: ${connect}`)
    : refusal(
        'upstream',
        `${title} gave no token for this channel just now, so nothing was done. If that stays so, its owner has to agree again: ${connect}`,
        retryAfterMs,
      );

export const limited = (title: string, retryAfterMs: number): StreamRefusal =>
  refusal(
    'limited',
    `${title} takes no more of these for now. Try again in ${printDuration(Math.ceil(retryAfterMs / 1_000))}.`,
    retryAfterMs,
  );

/** No answer, a 5xx, or one that is none: nobody knows what came of it. */
export const unclearAnswer = (title: string): StreamRefusal =>
  refusal(
    'upstream',
    `${title} did not answer properly, so this may or may not have happened. Look before you try again.`,
  );
