import * as z from 'zod';
import type { Person } from '../../core/events.ts';
import type { PlatformClient } from '../../core/platforms.ts';
import { bareName } from '../../core/text.ts';
import type { CallUpstream } from '../call.ts';
import { byStatus, createLookUp, EVERYTHING } from '../look-up.ts';
import { bearer } from './answer.ts';

const userId = z.int().positive().transform(String);
const channelList = z.object({
  data: z.array(
    z.object({
      broadcaster_user_id: userId,
      slug: z.string(),
      stream: z.object({ is_live: z.boolean() }).nullish(),
    }),
  ),
});
const userList = z.object({ data: z.array(z.object({ user_id: userId, name: z.string().min(1) })) });

/** Kick: Get Channels takes slugs of at most 25 characters. */
const NAME = /^[a-z0-9_-]{1,25}$/;

export interface KickReader {
  readonly apiUrl: string;
  /** Calls with the app's own token: a user's would need `channel:read`, which the bot's account is not asked for. */
  readonly asApp: CallUpstream;
  readonly clock: () => number;
}

/** Asks for all with one of the values in a field; null for what Kick knows nothing of. @throws WaddleError `UPSTREAM` */
export type AskKick = <Shape extends z.ZodType>(
  path: string,
  field: string,
  values: readonly string[],
  shape: Shape,
) => Promise<z.output<Shape> | null>;

export function kickAsker({ apiUrl, asApp, clock }: KickReader): AskKick {
  const lookUp = createLookUp({
    title: 'Kick',
    call: asApp,
    clock,
    // Kick publishes no limit, nor what it counts: a 429 holds all look-ups.
    read: byStatus((response) =>
      response.status === 429 ? [{ key: EVERYTHING, forMs: retryAfterMs(response, clock()) }] : [],
    ),
  });
  return (path, field, values, shape) => {
    const query = new URLSearchParams(values.map((value) => [field, value]));
    const request = (token: string) => ({ headers: bearer(token) });
    return lookUp({ url: `${apiUrl}/public/${path}?${query}`, request, shape, window: path });
  };
}

export function kickLookUps(reader: KickReader): Pick<PlatformClient, 'findAccount' | 'lookUpLive'> {
  const ask = kickAsker(reader);
  return {
    /**
     * Get Channels, by slug, for users are found by their ids only; then Get Users, for a channel does not say its user's
     * name. A slug is the name with hyphens for its underscores, but that of some old channels has the underscores.
     */
    async findAccount(_, name): Promise<Person | null> {
      const wanted = bareName(name);
      if (!NAME.test(wanted)) return null;
      const slugs = [...new Set([wanted, wanted.replaceAll('_', '-')])];
      const channels = (await ask('v1/channels', 'slug', slugs, channelList))?.data ?? [];
      if (channels.length === 0) return null;
      const ids = channels.map(({ broadcaster_user_id }) => broadcaster_user_id);
      const users = (await ask('v1/users', 'id', ids, userList))?.data ?? [];
      const bySlug = channels.find(({ slug }) => slug.toLowerCase() === wanted)?.broadcaster_user_id;
      const user =
        users.find((shown) => shown.name.toLowerCase() === wanted) ?? users.find(({ user_id }) => user_id === bySlug);
      return user ? { account: user.user_id, login: user.name, displayName: user.name } : null;
    },

    /** Get Channels, by the broadcaster's id; null for a channel that is not there (any more). */
    async lookUpLive(channel) {
      const [shown] = (await ask('v1/channels', 'broadcaster_user_id', [channel], channelList))?.data ?? [];
      return shown ? (shown.stream?.is_live ?? false) : null;
    },
  };
}

/** Retry-After in seconds or as a date (RFC 9110 §10.2.3), where it makes sense; else a second, ms. */
export function retryAfterMs(response: Response, now: number): number {
  const given = response.headers.get('retry-after') ?? '';
  const wait = /^\d+$/.test(given) ? Number(given) * 1_000 : Date.parse(given) - now;
  return wait > 0 && wait < 3_600_000 ? wait : 1_000;
}
