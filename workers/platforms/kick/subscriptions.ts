import * as z from 'zod';
import type { KickAnswer } from './answer.ts';
import { ask, bearer } from './answer.ts';
import { KICK_EVENTS } from './events.ts';

/** Whose events, and the token to ask with: the app's own for any broadcaster, a user's for that user's channel. */
export interface KickSubscriber {
  readonly apiUrl: string;
  readonly token: string;
  readonly broadcaster: string;
}

export interface KickSubscription {
  readonly id: string;
  readonly event: string;
}

export interface KickSubscribed {
  /** One subscription per event: those that were there and those made now. */
  readonly held: readonly KickSubscription[];
  /** How many of them were made now. */
  readonly created: number;
  /** Further ones of an event that is held already; each brings every event once more, and should be deleted. */
  readonly duplicates: readonly KickSubscription[];
  /** What Kick did not subscribe to, with its own words. */
  readonly refused: readonly { readonly event: string; readonly detail: string }[];
}

const textOrNumber = z.union([z.string().min(1), z.number().transform(String)]);
const listed = z.object({
  data: z.array(
    z.object({
      id: z.string().min(1),
      event: z.string(),
      version: z.number().nullish(),
      method: z.string().nullish(),
      broadcaster_user_id: textOrNumber.nullish(),
    }),
  ),
});
const created = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      subscription_id: z.string().nullish(),
      error: z.string().nullish(),
    }),
  ),
});
const nothing = z.unknown();

const pathOf = (apiUrl: string): string => `${apiUrl}/public/v1/events/subscriptions`;

/** The app's subscriptions to the broadcaster's events, by webhook and of version 1. */
export async function listSubscriptions(
  { apiUrl, token, broadcaster }: KickSubscriber,
  fetcher: typeof fetch,
): Promise<KickAnswer<readonly KickSubscription[]>> {
  const query = new URLSearchParams({ broadcaster_user_id: broadcaster });
  const answer = await ask(fetcher, `${pathOf(apiUrl)}?${query}`, { headers: bearer(token) }, listed);
  if (!answer.ok) return answer;
  const own = answer.value.data.filter(
    ({ broadcaster_user_id, method, version }) =>
      (broadcaster_user_id ?? broadcaster) === broadcaster &&
      (method ?? 'webhook') === 'webhook' &&
      (version ?? 1) === 1,
  );
  return { ok: true, value: own.map(({ id, event }) => ({ id, event })) };
}

/**
 * Sees to it that there is a subscription to each of the events. It looks first and asks only for what is missing, for Kick
 * makes another of what is there (KickDevDocs#246). What it has just made may not be listed afterwards (KickDevDocs#419),
 * so this belongs into a daily run.
 */
export async function createSubscriptions(
  subscriber: KickSubscriber,
  fetcher: typeof fetch,
  events: readonly string[] = KICK_EVENTS,
): Promise<KickAnswer<KickSubscribed>> {
  const list = await listSubscriptions(subscriber, fetcher);
  if (!list.ok) return list;
  const held = new Map<string, KickSubscription>();
  const duplicates: KickSubscription[] = [];
  for (const subscription of list.value) {
    if (held.has(subscription.event)) duplicates.push(subscription);
    else held.set(subscription.event, subscription);
  }
  const missing = [...new Set(events)].filter((event) => !held.has(event));
  if (missing.length === 0)
    return { ok: true, value: { held: [...held.values()], created: 0, duplicates, refused: [] } };
  const answer = await subscribe(subscriber, fetcher, missing);
  if (!answer.ok) return answer;
  const made = answer.value.data.flatMap(({ name: event, subscription_id: id }) => (id ? [{ id, event }] : []));
  const refused = missing
    .filter((event) => !made.some((subscription) => subscription.event === event))
    .map((event) => ({
      event,
      detail: answer.value.data.find(({ name }) => name === event)?.error ?? 'Kick did not say why',
    }));
  return { ok: true, value: { held: [...held.values(), ...made], created: made.length, duplicates, refused } };
}

const subscribe = ({ apiUrl, token, broadcaster }: KickSubscriber, fetcher: typeof fetch, events: readonly string[]) =>
  ask(
    fetcher,
    pathOf(apiUrl),
    {
      method: 'POST',
      headers: { ...bearer(token), 'content-type': 'application/json' },
      body: JSON.stringify({
        broadcaster_user_id: Number(broadcaster),
        method: 'webhook',
        events: events.map((name) => ({ name, version: 1 })),
      }),
    },
    created,
  );

/** Ends subscriptions by their ids. */
export async function deleteSubscriptions(
  { apiUrl, token }: Pick<KickSubscriber, 'apiUrl' | 'token'>,
  ids: readonly string[],
  fetcher: typeof fetch,
): Promise<KickAnswer<null>> {
  if (ids.length === 0) return { ok: true, value: null };
  const query = new URLSearchParams(ids.map((id) => ['id', id]));
  const init = { method: 'DELETE', headers: bearer(token) };
  const answer = await ask(fetcher, `${pathOf(apiUrl)}?${query}`, init, nothing);
  return answer.ok ? { ok: true, value: null } : answer;
}
