import type { StreamPort, StreamRefusal } from '../../core/stream.ts';
import { refusal } from '../owner.ts';
import { StreamCache } from '../stream-cache.ts';
import { type BroadcastReader, profileOf, streamOf } from './broadcasts.ts';
import { setTitle } from './retitle.ts';

/** Streams on YouTube: a channel's broadcasts are known to its owner alone, so that everything but profiles is asked as them. */
export function youtubeStream(reader: BroadcastReader): StreamPort {
  const cache = new StreamCache(reader.clock);
  return {
    streamOf: (channel) => cache.streamOf(channel, () => streamOf(reader, channel)),
    profileOf: (who) => cache.profileOf(who, () => profileOf(reader, who)),
    // Whom somebody subscribes to is theirs to tell, and most keep it to themselves (YouTube: subscriptions.list).
    followedAt: () => Promise.resolve('unknown'),
    searchCategories: () => Promise.resolve([]),
    hasClip: () => Promise.resolve(false),
    stats: () => cache.stats(),

    async setTitle(channel, title) {
      const answer = await setTitle(reader, channel, title);
      if (answer.ok) cache.changed(channel, { title: answer.title });
      return answer;
    },

    setCategory: () => lacks('the game of a stream', 'It is set in YouTube Studio.'),
    createClip: () => lacks('clips', 'Whoever watches can make one below the video.'),
    createMarker: () => lacks('markers', 'YouTube itself has none.'),
    raid: () => lacks('redirecting viewers', 'It is set in YouTube Studio before the stream ends.'),
    cancelRaid: () => lacks('redirecting viewers', 'It is set in YouTube Studio.'),
    addVip: () => lacks('VIPs', 'YouTube itself has none.'),
    removeVip: () => lacks('VIPs', 'YouTube itself has none.'),
    addModerator: moderators,
    removeModerator: moderators,
  };
}

const lacks = (what: string, instead: string): Promise<StreamRefusal> =>
  Promise.resolve(refusal('unsupported', `YouTube’s API has nothing for ${what}. ${instead}`));

/** `liveChatModerators` would make some of one chat; whether they are there in the next is documented nowhere. */
const moderators = (): Promise<StreamRefusal> =>
  Promise.resolve(
    refusal(
      'unsupported',
      'WaddleBot makes no moderators on YouTube. They are named in YouTube Studio, under Settings → Community.',
    ),
  );
