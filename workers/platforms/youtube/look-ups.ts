import * as z from 'zod';
import type { PlatformClient, UnitBudget } from '../../core/platforms.ts';
import { bareName } from '../../core/text.ts';
import type { CallResult, CallUpstream } from '../call.ts';
import { type Answer, createLookUp, EVERYTHING, unanswered } from '../look-up.ts';
import { readCall } from './errors.ts';
import { UNITS, unitBudget } from './quota.ts';

/** Of nobody there are no `items`, not none of them (minet#753). */
const channelList = z.object({
  items: z
    .array(
      z.object({
        id: z.string().min(1).max(200),
        snippet: z.object({ title: z.string(), customUrl: z.string().nullish() }),
      }),
    )
    .nullish(),
});

/** YouTube Help, handle naming guidelines: 3 to 30 letters and digits of many languages, with `_`, `-`, `.` and `·`. */
export const HANDLE = /^[\p{L}\p{M}\p{N}_.·-]{3,30}$/u;

export interface YoutubeReader {
  readonly apiUrl: string;
  readonly unitsPerDay: number;
  readonly spend: (units: UnitBudget) => Promise<boolean>;
  /** Calls with the bot account's token. */
  readonly call: CallUpstream;
  readonly clock: () => number;
}

/** Asks for a list by its path, at the price of one unit. @throws WaddleError `UPSTREAM` */
export type AskYoutube = <Shape extends z.ZodType>(
  list: string,
  query: Readonly<Record<string, string>>,
  shape: Shape,
) => Promise<z.output<Shape> | null>;

export function youtubeAsker({ apiUrl, unitsPerDay, spend, call, clock }: YoutubeReader): AskYoutube {
  const title = 'YouTube';
  /** A look-up comes out of the same units as messages and live chats. */
  const paid: CallUpstream = async (url, request) => {
    const units = unitBudget(UNITS.list, unitsPerDay, clock());
    if (!(await spend(units).catch(() => false))) throw unanswered(title, 'the units of the day are used up');
    return call(url, request);
  };
  const lookUp = createLookUp({ title, call: paid, clock, read: (result) => read(result, clock()) });
  return (list, query, shape) =>
    lookUp({
      url: `${apiUrl}/${list}?${new URLSearchParams(query)}`,
      request: (token) => ({ headers: { authorization: `Bearer ${token}` } }),
      shape,
      window: list,
    });
}

export function youtubeLookUps(reader: YoutubeReader): Pick<PlatformClient, 'findAccount' | 'lookUpLive'> {
  const ask = youtubeAsker(reader);
  return {
    /** `channels.list` by handle, which everybody has one of; a channel's title finds nobody. Costs `UNITS.list`. */
    async findAccount(_, name) {
      const handle = bareName(name);
      if (!HANDLE.test(handle)) return null;
      const found = await ask('channels', { part: 'snippet', forHandle: `@${handle}` }, channelList);
      const [channel] = found?.items ?? [];
      if (!channel) return null;
      const { title: shown, customUrl } = channel.snippet;
      const login = bareName(customUrl ?? '') || handle;
      return { account: channel.id, login, displayName: shown || login };
    },

    /**
     * To ask what a channel has on the air takes `search.list`, of which a project has a hundred a day. Whoever watches its
     * broadcasts (`LiveChat`) knows without asking.
     */
    lookUpLive: () => Promise.resolve(null),
  };
}

function read(result: CallResult, now: number): Answer {
  const called = readCall(result, now);
  if (called.ok) return { is: 'found', json: called.json };
  const { reason } = called;
  const isLimit = called.why === 'quota' || called.why === 'rate';
  return { is: 'failed', reason, holds: isLimit ? [{ key: EVERYTHING, forMs: called.afterMs }] : [] };
}
