import type { PlatformClient } from '../../core/platforms.ts';
import type { StreamPort } from '../../core/stream.ts';
import { StreamCache } from '../stream-cache.ts';
import { type TwitchStreamReader, twitchStreamLookUps } from './stream-look-ups.ts';
import { twitchStreamVerbs } from './stream-verbs.ts';

/** Streams on Twitch: looked up with the app token, changed with the token of the broadcaster. */
export function twitchStream(
  given: Omit<TwitchStreamReader, 'cache'> & Pick<PlatformClient, 'findAccount'>,
): StreamPort {
  const reader = { ...given, cache: new StreamCache(given.clock) };
  return { ...twitchStreamLookUps(reader), ...twitchStreamVerbs(reader) };
}
