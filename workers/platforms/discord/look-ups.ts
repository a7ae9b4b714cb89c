import * as z from 'zod';
import type { Hold, PlatformClient } from '../../core/platforms.ts';
import { bareName, codePoints } from '../../core/text.ts';
import type { CallUpstream } from '../call.ts';
import { byStatus, createLookUp } from '../look-up.ts';
import { refusalOf } from './refusals.ts';
import { authorOf, user } from './shapes.ts';

const memberList = z.array(z.object({ nick: z.string().nullish(), user }));
type Found = z.infer<typeof memberList>[number];

/** Discord documents up to 1,000 for Search Guild Members; 100 is what some were given (twilight#587). */
const MOST_FOUND = 100;
/** Names in a guild have 32 characters at most. */
const LONGEST_NAME = 32;

export interface DiscordReader {
  readonly apiUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Calls with the bot's token. */
  readonly call: CallUpstream;
  readonly clock: () => number;
}

export function discordLookUps(reader: DiscordReader): Pick<PlatformClient, 'findAccount' | 'lookUpLive'> {
  const { apiUrl, headers, call, clock } = reader;
  const lookUp = createLookUp({ title: 'Discord', call, clock, read: byStatus(holdsOf) });
  return {
    /** Search Guild Members, which finds whose username or nickname begins like that. */
    async findAccount(channel, name) {
      const wanted = bareName(name);
      if (channel.startsWith('dm:') || wanted === '' || codePoints(wanted) > LONGEST_NAME) return null;
      const query = new URLSearchParams({ query: wanted, limit: String(MOST_FOUND) });
      const members = await lookUp({
        url: `${apiUrl}/guilds/${channel}/members/search?${query}`,
        request: (token) => ({ headers: { ...headers, authorization: `Bot ${token}` } }),
        shape: memberList,
        window: `search:${channel}`,
      });
      const found = theOneCalled(wanted, members ?? []);
      if (!found) return null;
      const { account, login, displayName } = authorOf(found.user, { nick: found.nick, roles: [] }, 'everyone');
      return { account, login, displayName };
    },

    lookUpLive: () => Promise.resolve(null),
  };
}

/**
 * A username is one person's in all of Discord. A display name or nickname is whatever somebody likes to be called: where
 * several are called the same, it names nobody.
 */
function theOneCalled(wanted: string, members: readonly Found[]): Found | null {
  const byUsername = members.find(({ user: { username } }) => username.toLowerCase() === wanted);
  if (byUsername) return byUsername;
  const [found, another] = members.filter(({ nick, user: { global_name } }) =>
    [nick, global_name].some((shown) => shown?.toLowerCase() === wanted),
  );
  return found && !another ? found : null;
}

/** Discord: Rate Limits: an answer tells when its window is used up, and a refusal which one was. */
export function holdsOf(response: Response, json: unknown, window: string): readonly Hold[] {
  if (!response.ok) {
    const refusal = refusalOf(response, json, window);
    return 'holds' in refusal ? (refusal.holds ?? []) : [];
  }
  const resetAfterMs = Number(response.headers.get('x-ratelimit-reset-after')) * 1000;
  const isUsedUp = response.headers.get('x-ratelimit-remaining') === '0' && resetAfterMs > 0;
  return isUsedUp ? [{ key: window, forMs: Math.ceil(resetAfterMs) }] : [];
}
