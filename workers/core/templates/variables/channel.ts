import type { Person } from '../../events.ts';
import { unavailable } from '../words.ts';
import {
  accountAge,
  accountSince,
  bio,
  chatterCount,
  followers,
  game,
  streamId,
  subPoints,
  subscribers,
  title,
  uptime,
  viewers,
} from './facts.ts';
import type { Call, Peer, Status, Variable } from './variable.ts';
import { ALL, FOSSABOT, linked, NIGHTBOT, notOffered, STREAMELEMENTS, WORKS } from './variable.ts';
import { channelGiven } from './who.ts';

type Fact = (call: Call, of: Person | null) => string | Promise<string>;

const BOTH: readonly Peer[] = ['streamelements', 'fossabot'];
const SUBSCRIBERS = linked('subscribers are told to the broadcaster’s own account only');

/** A fact of this channel, or of another one that is named behind it (StreamElements, "Checking another channel"). */
const member = (
  names: readonly string[],
  of: readonly Peer[],
  says: string,
  fact: Fact,
  status: Status = WORKS,
): Variable => ({
  names: names.map((name) => `channel.${name}`),
  of,
  status,
  says,
  print: async (call) => {
    const channel = call.dialect === 'fossabot' ? null : await channelGiven(call);
    return channel === undefined ? unavailable(call.dialect, `channel.${names[0]}`) : fact(call, channel);
  },
});

/** What only this channel tells of itself. */
const own =
  (fact: Fact): Fact =>
  (call, of) =>
    of === null ? fact(call, of) : call.dialect === 'streamelements' ? '0' : unavailable(call.dialect, 'channel');

const loginOf: Fact = ({ scope }, of) => nameOf(of ?? scope.channel);

/** The login; where a platform has none, the name as it is shown. */
const nameOf = ({ login, displayName, account }: Person): string => login || displayName || account;

export const CHANNEL: readonly Variable[] = [
  {
    names: ['channel'],
    of: ALL,
    status: WORKS,
    says: 'login of the channel',
    print: async (call) => {
      const channel = call.dialect === 'streamelements' ? await channelGiven(call) : null;
      return channel === undefined ? unavailable(call.dialect, 'channel') : loginOf(call, channel);
    },
  },
  member(['display_name'], BOTH, 'name as chat shows it', ({ scope }, of) => (of ?? scope.channel).displayName),
  member(['login'], FOSSABOT, 'login', loginOf),
  member(['alias'], STREAMELEMENTS, 'login', loginOf),
  member(['provider'], BOTH, 'platform', ({ scope }) => scope.platform),
  member(['provider_id'], BOTH, 'the platform’s id', ({ scope }, of) => (of ?? scope.channel).account),
  member(['twitchid', 'youtubeid'], STREAMELEMENTS, 'the same', ({ scope }, of) => (of ?? scope.channel).account),
  member(['id'], BOTH, 'our id of the community', ({ scope }) => scope.community.id),
  member(['slug'], FOSSABOT, 'name of the community in addresses', ({ scope }) => scope.community.slug),
  member(['viewers'], BOTH, 'viewers of the stream', viewers),
  member(['uptime'], BOTH, 'how long the stream is on', uptime),
  member(['stream_id'], FOSSABOT, 'the platform’s id of the broadcast', streamId),
  member(['title', 'status'], STREAMELEMENTS, 'title of the stream', title),
  member(['game'], STREAMELEMENTS, 'category of the stream', game),
  member(['followers'], BOTH, 'number of followers', followers),
  member(['subs', 'subcount'], STREAMELEMENTS, 'number of subscribers', own(subscribers), SUBSCRIBERS),
  member(['subscribers'], BOTH, 'the same', own(subscribers), SUBSCRIBERS),
  member(['subpoints'], BOTH, 'subscriber points', own(subPoints), SUBSCRIBERS),
  member(
    ['chatters'],
    STREAMELEMENTS,
    'how many are in chat',
    own(chatterCount),
    linked('who is in chat is told to the broadcaster’s own account only'),
  ),
  member(['accountage'], FOSSABOT, 'age of the account', accountAge),
  member(['accountsince'], FOSSABOT, 'when the account was made, UTC', accountSince),
  member(['bio'], FOSSABOT, 'what the channel says of itself', bio),
  {
    names: ['channel.views'],
    of: FOSSABOT,
    status: notOffered('Twitch tells no number of views any more'),
    says: 'number of views',
  },
  {
    names: ['channelid'],
    of: NIGHTBOT,
    status: WORKS,
    says: 'the platform’s id of the channel',
    print: ({ scope }) => scope.channel.account,
  },
  {
    names: ['chatid'],
    of: NIGHTBOT,
    status: WORKS,
    says: 'id of the room it was said in',
    print: ({ scope }) => scope.room,
  },
  {
    names: ['provider'],
    of: ['nightbot', 'streamelements'],
    status: WORKS,
    says: 'platform: `twitch`, `youtube`, `discord`, `kick`, `slack`',
    print: ({ scope }) => scope.platform,
  },
];
