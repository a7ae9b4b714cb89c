import { setTimeout as sleep } from 'node:timers/promises';

/** One webhook request: `status` 0 and a `failure` when no answer came; `ms` is how long it took. */
export interface Attempt {
  status: number;
  body: string;
  headers: Headers;
  ms: number;
  failure?: 'timeout' | 'connection';
}

export interface Outgoing {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Posts once and always resolves: platforms treat a refused or silent endpoint as a failed attempt. */
export async function post(out: Outgoing, timeoutMs: number, stopped: AbortSignal): Promise<Attempt> {
  const started = performance.now();
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(out.url, {
      method: 'POST',
      headers: out.headers,
      body: out.body,
      // Twitch EventSub: handling webhook events: redirects are not followed.
      redirect: 'manual',
      signal: AbortSignal.any([timeout, stopped]),
    });
    const body = await answer.text();
    return { status: answer.status, body, headers: answer.headers, ms: performance.now() - started };
  } catch {
    const failure = timeout.aborted ? 'timeout' : 'connection';
    return { status: 0, body: '', headers: new Headers(), ms: performance.now() - started, failure };
  }
}

export const accepted = (attempt: Attempt): boolean => attempt.status >= 200 && attempt.status < 300;

export interface RetryRules {
  /** Pauses before the second, third, … attempt, in milliseconds; its length is the number of retries. */
  delaysMs: readonly number[];
  again(attempt: Attempt): boolean;
  stopped: AbortSignal;
}

/** Sends, and sends again after each pause while `again` says so; resolves to every attempt in order. */
export async function deliver(
  send: (retry: number, previous?: Attempt) => Promise<Attempt>,
  rules: RetryRules,
): Promise<Attempt[]> {
  const attempts = [await send(0)];
  for (const [index, pause] of rules.delaysMs.entries()) {
    const previous = attempts.at(-1) as Attempt;
    if (!rules.again(previous) || rules.stopped.aborted) break;
    await sleep(pause, undefined, { signal: rules.stopped }).catch(() => undefined);
    if (rules.stopped.aborted) break;
    attempts.push(await send(index + 1, previous));
  }
  return attempts;
}
