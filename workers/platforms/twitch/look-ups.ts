import * as z from 'zod';
import type { Hold, PlatformClient } from '../../core/platforms.ts';
import { bareName } from '../../core/text.ts';
import type { CallUpstream } from '../call.ts';
import { byStatus, createLookUp } from '../look-up.ts';

const userList = z.object({
  data: z.array(z.object({ id: z.string().min(1), login: z.string().min(1), display_name: z.string().nullish() })),
});
const streamList = z.object({ data: z.array(z.object({ user_id: z.string() })) });

/** Of what cannot be a login Twitch makes a 400 ("Bad Identifiers", Firebot#3265), not an empty list. */
export const LOGIN = /^[a-z0-9_]{1,25}$/;

/** Twitch API guide, rate limits: each look-up costs one of the points that the app's token has in a minute. */
const POINTS = 'points';

export interface TwitchReader {
  readonly apiUrl: string;
  readonly clientId: string;
  /** Calls with the app token, which needs no scope for these. */
  readonly call: CallUpstream;
  readonly clock: () => number;
}

/** Asks Helix by a path with its query; null for what it knows nothing of. @throws WaddleError `UPSTREAM` */
export type AskHelix = <Shape extends z.ZodType>(path: string, shape: Shape) => Promise<z.output<Shape> | null>;

/** @param isNone which answers tell of nothing, besides 404. */
export function helixAsker(
  { apiUrl, clientId, call, clock }: TwitchReader,
  isNone: (response: Response) => boolean = () => false,
): AskHelix {
  const usual = byStatus((response) => holdsOf(response, clock()));
  const lookUp = createLookUp({
    title: 'Twitch',
    call,
    clock,
    read: (result, window) => (result.ok && isNone(result.response) ? { is: 'none' } : usual(result, window)),
  });
  return (path, shape) =>
    lookUp({ url: `${apiUrl}${path}`, request: (token) => helixRequest(clientId, token), shape, window: POINTS });
}

export const helixRequest = (clientId: string, token: string, method = 'GET', body?: object): RequestInit => ({
  method,
  headers: {
    authorization: `Bearer ${token}`,
    'client-id': clientId,
    ...(body ? { 'content-type': 'application/json' } : {}),
  },
  ...(body ? { body: JSON.stringify(body) } : {}),
});

export function twitchLookUps(reader: TwitchReader): Pick<PlatformClient, 'findAccount' | 'lookUpLive'> {
  const ask = helixAsker(reader);

  return {
    /** Get Users, by login: a display name in letters of its own (Japanese, Korean, Chinese) finds nobody. */
    async findAccount(_, name) {
      const login = bareName(name);
      if (!LOGIN.test(login)) return null;
      const [user] = (await ask(`/users?login=${login}`, userList))?.data ?? [];
      return user ? { account: user.id, login: user.login, displayName: user.display_name || user.login } : null;
    },

    /** Get Streams, which lists only what is on the air. */
    async lookUpLive(channel) {
      const streams = await ask(`/streams?user_id=${encodeURIComponent(channel)}`, streamList);
      return streams?.data.some(({ user_id }) => user_id === channel) ?? false;
    },
  };
}

/** Answers tell how many points are left; without any, all look-ups wait for `Ratelimit-Reset`. */
function holdsOf(response: Response, now: number): readonly Hold[] {
  if (response.status !== 429 && response.headers.get('ratelimit-remaining') !== '0') return [];
  return [{ key: POINTS, forMs: untilReset(response, now) }];
}

/** No window of Helix is longer than the ten minutes of raids, whose end it tells in whole seconds, ms. */
const LONGEST_WINDOW_MS = 601_000;

/** Helix: `Ratelimit-Reset` in unix seconds; a second where it makes no sense, ms. */
export function untilReset(response: Response, now: number): number {
  const wait = Number(response.headers.get('ratelimit-reset')) * 1000 - now;
  return wait > 0 && wait <= LONGEST_WINDOW_MS ? wait : 1_000;
}
