import type { Person } from '../../events.ts';
import type { Dialect } from '../nodes.ts';
import type { Stream } from '../scope.ts';
import { ageInFossabotWords, inFossabotWords, inNightbotWords, inStreamElementsWords } from '../time/lengths.ts';
import { formatMoment } from '../time/moment.ts';
import { error, notLive, unavailable } from '../words.ts';
import type { Call } from './variable.ts';

/** Words for what a channel is or does; `of` is null for this one. */
type Fact = (call: Call, of: Person | null) => Promise<string>;

/** How long something went on, in a dialect's words; ours are StreamElements'. */
function lengthInWords(dialect: Dialect, from: number, to: number): string {
  if (dialect === 'nightbot') return inNightbotWords(Math.max(0, to - from));
  return dialect === 'fossabot'
    ? inFossabotWords(from, Math.max(from, to))
    : inStreamElementsWords(from, Math.max(from, to));
}

/** What is not known: StreamElements prints `0` for numbers and `error` for the rest. */
const unknownNumber = (dialect: Dialect, name: string): string =>
  dialect === 'streamelements' ? '0' : unavailable(dialect, name);

/** Something of a broadcast that is on. */
const ofBroadcast =
  (name: string, print: (stream: Stream, call: Call) => string | undefined): Fact =>
  async (call, of) => {
    const stream = await call.sources.stream(of);
    if (stream && !stream.live) return notLive(call.dialect);
    return (stream && print(stream, call)) ?? unavailable(call.dialect, name);
  };

export const uptime = ofBroadcast('uptime', ({ startedAt }, { dialect, scope }) =>
  startedAt === undefined ? undefined : lengthInWords(dialect, startedAt, scope.now),
);

export const viewers = ofBroadcast('channel.viewers', ({ viewers: count }) =>
  count === undefined ? undefined : String(count),
);

export const streamId = ofBroadcast('channel.stream_id', ({ id }) => id);

/** Nobody plays nothing: both peers have words for that. */
export const game: Fact = async ({ dialect, sources }, of) => {
  const stream = await sources.stream(of);
  if (!stream) return unavailable(dialect, 'game');
  return stream.game || (dialect === 'fossabot' ? '<no game>' : 'no game');
};

export const title: Fact = async ({ dialect, sources }, of) =>
  (await sources.stream(of))?.title ?? unavailable(dialect, 'title');

export const followers: Fact = async ({ dialect, sources }, of) => {
  const count = await sources.followers(of);
  return count === null ? unknownNumber(dialect, 'channel.followers') : String(count);
};

export const subscribers: Fact = async ({ dialect, sources }) => {
  const subscriptions = await sources.subscribers();
  return subscriptions ? String(subscriptions.count) : unknownNumber(dialect, 'channel.subscribers');
};

export const subPoints: Fact = async ({ dialect, sources }) => {
  const subscriptions = await sources.subscribers();
  return subscriptions ? String(subscriptions.points) : unknownNumber(dialect, 'channel.subpoints');
};

export const chatterCount: Fact = async ({ dialect, sources }) => {
  const chatters = await sources.chatters();
  if (chatters) return String(chatters.length);
  return dialect === 'fossabot' ? error(dialect, 'Unable to query chatters list.') : unknownNumber(dialect, 'chatters');
};

const createdAt = async ({ sources }: Call, of: Person | null): Promise<number | null> =>
  (await sources.profile(of))?.createdAt ?? null;

/** `3 years, 2 months and 1 day`. */
export const accountAge: Fact = async (call, of) => {
  const since = await createdAt(call, of);
  return since === null ? unavailable(call.dialect, 'accountage') : ageInFossabotWords(since, call.scope.now);
};

/** `Mon, 06 Apr 2015 23:09:03 UTC`. */
export const accountSince: Fact = async (call, of) => {
  const since = await createdAt(call, of);
  return since === null
    ? unavailable(call.dialect, 'accountsince')
    : formatMoment(since, 'UTC', 'ddd, DD MMM YYYY HH:mm:ss [UTC]');
};

export const bio: Fact = async ({ dialect, sources }, of) => {
  const profile = await sources.profile(of);
  return profile?.bio === undefined ? unavailable(dialect, 'bio') : profile.bio || '<empty>';
};
