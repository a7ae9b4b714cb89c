import type { Person } from '../../events.ts';
import type { Profile, Sources, Stream } from '../scope.ts';
import { fillFields, textOf, unquoted, wordsOf } from '../segments.ts';
import { inFossabotWords, inNightbotWords } from '../time/lengths.ts';
import { formatMoment } from '../time/moment.ts';
import { error, unavailable } from '../words.ts';
import { chatterCount, game, title, uptime } from './facts.ts';
import type { Call, Printed, Variable } from './variable.ts';
import { FOSSABOT, joins, linked, NIGHTBOT, notOffered, STREAMELEMENTS, WORKS } from './variable.ts';
import { channelGiven } from './who.ts';

const BOTH = ['streamelements', 'fossabot'] as const;
const CHATTERS = linked('who is in chat is told to the broadcaster’s own account only');
const MANAGES = linked('only the broadcaster’s own account changes the stream');

/** A fact of this channel's stream or of the one that is named. */
const ofChannel =
  (name: string, fact: (call: Call, of: Person | null) => Promise<string>) =>
  async (call: Call): Promise<Printed> => {
    const channel = await channelGiven(call);
    if (channel !== undefined) return fact(call, channel);
    return call.dialect === 'fossabot' ? error(call.dialect, 'User not found.') : unavailable(call.dialect, name);
  };

async function downtime({ dialect, scope, sources }: Call): Promise<string> {
  const stream = await sources.stream(null);
  if (!stream) return unavailable(dialect, 'downtime');
  if (stream.live) return error(dialect, 'Stream is live.');
  if (stream.endedAt === undefined) return error(dialect, 'User has no recorded downtime yet.');
  return inFossabotWords(stream.endedAt, scope.now);
}

/** Someone in chat, by chance; the words of a dialect where nobody is. */
const chatter =
  (print: (chatter: Person) => string) =>
  async ({ dialect, scope, sources }: Call): Promise<string> => {
    const chatters = await sources.chatters();
    const one = chatters?.[Math.floor(scope.random() * chatters.length)];
    if (one) return print(one);
    if (dialect === 'streamelements') return '<no chatters>';
    return error(dialect, chatters ? 'Unable to find a chatter.' : 'Unable to query chatters list.');
  };

/** `$(setgame x)`, `$(settitle x)`; Fossabot takes what was typed after the command where nothing else is said. */
const setting =
  (is: 'game' | 'title', set: (sources: Sources, to: string) => ReturnType<Sources['setGame']>) =>
  async (call: Call): Promise<Printed> => {
    const { dialect, scope, sources } = call;
    const given = textOf(unquoted(call.args)).trim();
    const to = given || (dialect === 'fossabot' ? scope.args.trim() : '');
    if (to === '') return dialect === 'streamelements' ? null : error(dialect, `No ${is} provided.`);
    call.changes({ is, to });
    const answer = await set(sources, to);
    if (answer?.is === 'set') return dialect === 'fossabot' ? `Changed ${is} to "${answer.to}"` : answer.to;
    if (answer === null)
      return dialect === 'streamelements' ? 'invalid channel' : error(dialect, `The ${is} cannot be changed here.`);
    const reason =
      answer.is === 'refused'
        ? answer.reason
        : dialect === 'fossabot'
          ? 'Game does not exist on Twitch.'
          : `There is no ${is} of that name.`;
    return dialect === 'streamelements' ? reason : error(dialect, reason);
  };

/** What a format of `$(twitch …)` may name (Nightbot, "Twitch"). What Twitch tells no more, or to nobody, prints nothing. */
type Fields = Readonly<Record<string, (about: About) => string | number | undefined>>;

interface About {
  readonly who: Person;
  readonly stream: Stream | null;
  readonly profile: Profile | null;
  readonly followers: number | null;
  readonly subscribers: number | null;
  readonly now: number;
}

const DATE = 'ddd MMM DD YYYY HH:mm:ss [GMT]ZZ (z)';
const dated = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : formatMoment(at, 'UTC', DATE);
const since = (at: number | undefined, now: number): string | undefined =>
  at === undefined ? undefined : inNightbotWords(now - at);
const onAir = (stream: Stream | null): Stream | null => (stream?.live ? stream : null);

const TWITCH: Fields = {
  name: ({ who }) => who.login,
  displayName: ({ who }) => who.displayName,
  url: ({ who }) => `https://www.twitch.tv/${who.login}`,
  status: ({ stream }) => (stream?.live ? 'live' : 'offline'),
  title: ({ stream }) => stream?.title,
  game: ({ stream }) => stream?.game,
  createdAt: ({ profile }) => dated(profile?.createdAt),
  createdLength: ({ profile, now }) => since(profile?.createdAt, now),
  viewers: ({ stream }) => onAir(stream)?.viewers ?? 0,
  followers: ({ followers }) => followers?.toLocaleString('en-US'),
  uptimeAt: ({ stream }) => dated(onAir(stream)?.startedAt),
  uptimeLength: ({ stream, now }) => since(onAir(stream)?.startedAt, now),
  subscriberCount: ({ subscribers }) => subscribers?.toLocaleString('en-US'),
};

async function twitch(call: Call): Promise<Printed> {
  const { dialect, scope, sources } = call;
  const [name, format] = wordsOf(call.args);
  if (!name) return error(dialect, 'A user name is needed.');
  if (scope.platform !== 'twitch') return error(dialect, 'This is not a channel of Twitch.');
  const other = await channelGiven({ ...call, args: name.segments });
  if (other === undefined) return error(dialect, 'There is no such channel.');
  const who = other ?? scope.channel;
  const wanted = format ? textOf(format.segments) : '';
  const about: About = {
    who,
    now: scope.now,
    stream: await sources.stream(other),
    profile: /created/.test(wanted) ? await sources.profile(other) : null,
    followers: /followers/.test(wanted) ? await sources.followers(other) : null,
    subscribers:
      other === null && /subscriberCount/.test(wanted) ? ((await sources.subscribers())?.count ?? null) : null,
  };
  if (format)
    return fillFields(format.segments, (field) =>
      String((Object.hasOwn(TWITCH, field) ? TWITCH[field]?.(about) : undefined) ?? ''),
    );
  return sentence(about);
}

/** `Night is currently live playing Super Mario Kart with 64 viewers since … (4 hours 3 minutes) - https://…` */
function sentence({ who, stream, now }: About): string {
  const url = `https://www.twitch.tv/${who.login}`;
  const live = onAir(stream);
  if (!live) return `${who.displayName} is currently offline - ${url}`;
  const playing = live.game ? ` playing ${live.game}` : '';
  const watched = live.viewers === undefined ? '' : ` with ${live.viewers} viewers`;
  const began = live.startedAt === undefined ? '' : ` since ${dated(live.startedAt)} (${since(live.startedAt, now)})`;
  return `${who.displayName} is currently live${playing}${watched}${began} - ${url}`;
}

export const STREAM: readonly Variable[] = [
  {
    names: ['uptime'],
    of: BOTH,
    status: WORKS,
    says: 'how long the stream is on, or another channel’s',
    print: ofChannel('uptime', uptime),
  },
  {
    names: ['title'],
    of: BOTH,
    status: WORKS,
    says: 'title of the stream, or of another channel’s',
    print: ofChannel('title', title),
  },
  { names: ['status'], of: STREAMELEMENTS, status: WORKS, says: 'the same', print: ofChannel('title', title) },
  {
    names: ['game'],
    of: BOTH,
    status: WORKS,
    says: 'category of the stream, or of another channel’s',
    print: ofChannel('game', game),
  },
  { names: ['game.name'], of: FOSSABOT, status: WORKS, says: 'the same', print: ofChannel('game', game) },
  {
    names: ['game.playtime'],
    of: FOSSABOT,
    status: joins(15, 'what was played and for how long'),
    says: 'how long the category is set',
  },
  {
    names: ['gamesplayed'],
    of: FOSSABOT,
    status: joins(15, 'what was played and for how long'),
    says: 'categories of the last stream',
  },
  { names: ['downtime'], of: FOSSABOT, status: WORKS, says: 'how long the stream is off', print: downtime },
  {
    names: ['setgame'],
    of: BOTH,
    status: MANAGES,
    says: 'sets the category; prints which',
    effect: 'changes-stream',
    print: setting('game', (sources, to) => sources.setGame(to)),
  },
  {
    names: ['settitle'],
    of: BOTH,
    status: MANAGES,
    says: 'sets the title; prints it',
    effect: 'changes-stream',
    print: setting('title', (sources, to) => sources.setTitle(to)),
  },
  {
    names: ['twitch'],
    of: NIGHTBOT,
    status: WORKS,
    says: 'a sentence on a channel of Twitch, or a format: `name displayName url status title game createdAt createdLength viewers followers uptimeAt uptimeLength subscriberCount` (`tags views resolution fps` print nothing)',
    print: twitch,
  },
  {
    names: ['chatters', 'chatters.count'],
    of: FOSSABOT,
    status: CHATTERS,
    says: 'how many are in chat',
    print: (call) => chatterCount(call, null),
  },
  {
    names: ['chatters.random', 'chatters.random.display_name'],
    of: FOSSABOT,
    status: CHATTERS,
    says: 'someone in chat',
    print: chatter(({ displayName }) => displayName),
  },
  {
    names: ['chatters.random.login'],
    of: FOSSABOT,
    status: CHATTERS,
    says: 'login of someone in chat',
    print: chatter(({ login }) => login.toLowerCase()),
  },
  {
    names: ['chatters.random.provider_id'],
    of: FOSSABOT,
    status: CHATTERS,
    says: 'the platform’s id of someone in chat',
    print: chatter(({ account }) => account),
  },
  {
    names: ['random.chatter'],
    of: STREAMELEMENTS,
    status: CHATTERS,
    says: 'someone in chat',
    print: chatter(({ displayName }) => displayName),
  },
  {
    names: ['bits'],
    of: FOSSABOT,
    status: WORKS,
    says: 'bits cheered with the message',
    print: ({ scope }) => String(scope.bits ?? 0),
  },
  {
    names: ['botuptime'],
    of: FOSSABOT,
    status: notOffered('no process of ours runs for long: every message may meet a new one'),
    says: 'how long the bot is up',
  },
];
