import type { Person } from '../../events.ts';
import type { Level } from '../../levels.ts';
import type { Scope } from '../scope.ts';
import { wordTexts } from '../segments.ts';
import { inFossabotWords } from '../time/lengths.ts';
import { error, unavailable } from '../words.ts';
import { namedBy } from './arguments.ts';
import { accountAge, accountSince, bio, followers, game, title, uptime, viewers } from './facts.ts';
import type { Call, Peer, Printed, Status, Variable } from './variable.ts';
import { ALL, FOSSABOT, joins, linked, NIGHTBOT, notOffered, STREAMELEMENTS, WORKS } from './variable.ts';
import type { Who } from './who.ts';
import { givenName, personNamed, sender, user } from './who.ts';

/** Nightbot's words for levels; VIPs are Twitch's, regulars the community's own. */
export function nightbotLevel({ author, isRegular, platform }: Scope): string {
  switch (author?.level) {
    case 'owner':
      return 'owner';
    case 'admin':
    case 'moderator':
      return 'moderator';
    case 'vip':
      return platform === 'twitch' ? 'twitch_vip' : 'regular';
    case 'subscriber':
      return isRegular ? 'regular' : 'subscriber';
    default:
      return isRegular ? 'regular' : 'everyone';
  }
}

/** StreamElements' numbers for levels ("Access levels"). */
const ACCESS: Readonly<Record<Level, number>> = {
  everyone: 100,
  follower: 100,
  subscriber: 250,
  vip: 400,
  moderator: 500,
  admin: 1000,
  owner: 1500,
};

type Find = (call: Call) => Who | Promise<Who>;
type Tell = (call: Call, who: Person) => string | Promise<string>;

/** What both `$(sender.…)` and `$(user.…)` tell, of the one that each of them means. */
interface Member {
  readonly names: readonly string[];
  readonly of: readonly Peer[];
  readonly status: Status;
  readonly says: string;
  readonly tell?: Tell;
  /** StreamElements prints nought where it cannot tell a number. */
  readonly isNumber?: true;
}

const POINTS = joins(10, 'loyalty points');
const WATCHED = joins(10, 'time watched');
const SEEN = joins(5, 'observed messages');
const VIEWS = notOffered('Twitch tells no number of views any more');

const MEMBERS: readonly Member[] = [
  { names: ['name'], of: STREAMELEMENTS, status: WORKS, says: 'login, in lower case', tell: loginOf },
  { names: ['login'], of: FOSSABOT, status: WORKS, says: 'the same', tell: loginOf },
  {
    names: ['display_name'],
    of: FOSSABOT,
    status: WORKS,
    says: 'name as chat shows it',
    tell: (_, who) => who.displayName,
  },
  { names: ['provider_id'], of: FOSSABOT, status: WORKS, says: 'the platform’s id', tell: (_, who) => who.account },
  { names: ['twitchid'], of: STREAMELEMENTS, status: WORKS, says: 'the same', tell: (_, who) => who.account },
  { names: ['provider'], of: FOSSABOT, status: WORKS, says: 'platform', tell: ({ scope }) => scope.platform },
  {
    names: ['level'],
    of: STREAMELEMENTS,
    status: WORKS,
    says: 'level as a number: 100 everyone, 250 subscriber, 300 regular, 400 VIP, 500 moderator, 1500 owner',
    tell: ({ scope, dialect }, who) => accessOf(scope, who.account) ?? unavailable(dialect, 'user.level'),
  },
  { names: ['followers'], of: FOSSABOT, status: WORKS, says: 'number of followers', tell: followers },
  { names: ['game'], of: FOSSABOT, status: WORKS, says: 'category of their stream', tell: game },
  { names: ['title'], of: FOSSABOT, status: WORKS, says: 'title of their stream', tell: title },
  { names: ['uptime'], of: FOSSABOT, status: WORKS, says: 'how long their stream is on', tell: uptime },
  { names: ['viewers'], of: FOSSABOT, status: WORKS, says: 'viewers of their stream', tell: viewers },
  { names: ['accountage'], of: FOSSABOT, status: WORKS, says: 'age of the account', tell: accountAge },
  { names: ['accountsince'], of: FOSSABOT, status: WORKS, says: 'when the account was made, UTC', tell: accountSince },
  { names: ['bio'], of: FOSSABOT, status: WORKS, says: 'what they say of themselves', tell: bio },
  { names: ['views'], of: FOSSABOT, status: VIEWS, says: 'number of views' },
  { names: ['points'], of: STREAMELEMENTS, status: POINTS, says: 'loyalty points', isNumber: true },
  { names: ['points_rank'], of: STREAMELEMENTS, status: POINTS, says: 'rank by points: `5/283`' },
  { names: ['points_alltime_rank'], of: STREAMELEMENTS, status: POINTS, says: 'rank by all points ever' },
  { names: ['lastmessage'], of: STREAMELEMENTS, status: SEEN, says: 'their last message' },
  { names: ['lastseen'], of: STREAMELEMENTS, status: SEEN, says: 'time since they were seen' },
  { names: ['lastactive'], of: STREAMELEMENTS, status: SEEN, says: 'time since they wrote' },
  { names: ['time_online'], of: STREAMELEMENTS, status: WATCHED, says: 'time they watched' },
  { names: ['time_online_rank'], of: STREAMELEMENTS, status: WATCHED, says: 'rank by time watched' },
  { names: ['time_offline'], of: STREAMELEMENTS, status: WATCHED, says: 'time in chat while the stream is off' },
  { names: ['time_offline_rank'], of: STREAMELEMENTS, status: WATCHED, says: 'rank by that time' },
];

function loginOf(_: Call, who: Person): string {
  return who.login.toLowerCase();
}

function accessOf({ author, isRegular, channel }: Scope, account: string): string | null {
  if (account === channel.account) return String(ACCESS.owner);
  if (account !== author?.account) return null;
  const level = ACCESS[author.level];
  return String(isRegular ? Math.max(300, level) : level);
}

const telling =
  (find: Find, tell: Tell) =>
  async (call: Call): Promise<Printed> => {
    const who = await find(call);
    return who.is === 'nobody' ? who.words : tell(call, who.person);
  };

/** `$(source)` is StreamElements' other name of `$(sender)`. */
const basesOf = (base: 'user' | 'sender', of: readonly Peer[]): string[] =>
  base === 'sender' && of.includes('streamelements') ? ['sender', 'source'] : [base];

const membersOf = (base: 'user' | 'sender', find: Find): Variable[] =>
  MEMBERS.map(({ names, of, status, says, tell, isNumber }) => ({
    names: basesOf(base, of).flatMap((one) => names.map((name) => `${one}.${name}`)),
    of,
    status,
    says,
    ...(tell ? { print: telling(find, tell) } : {}),
    ...(isNumber ? { print: noughtOr(`${base}.${names[0]}`) } : {}),
  }));

const noughtOr =
  (name: string) =>
  ({ dialect }: Call): Printed =>
    dialect === 'streamelements' ? '0' : unavailable(dialect, name);

/** `$(touser)`: the first argument as it was typed, without its `@`, else who typed the command; nobody is asked. */
function target({ dialect, scope }: Call): string {
  const typed = namedBy(scope);
  const name = dialect === 'streamelements' ? typed.replace(/^[/.]+/, '') : typed;
  return name || (scope.author?.displayName ?? '');
}

export const PEOPLE: readonly Variable[] = [
  {
    names: ['user'],
    of: ALL,
    status: WORKS,
    says: 'who typed the command; with a name (StreamElements, Fossabot) that one; in Fossabot whom the first argument names',
    print: async (call) => {
      // Nightbot's takes no name.
      const who = await (call.dialect === 'nightbot' ? sender(call) : user(call));
      if (who.is === 'person') return who.person.displayName;
      return who.words || (call.dialect === 'native' || call.dialect === 'streamelements' ? givenName(call) : '');
    },
  },
  ...membersOf('user', user),
  {
    names: ['sender'],
    of: ['streamelements', 'fossabot'],
    status: WORKS,
    says: 'who typed the command',
    print: telling(sender, (_, who) => who.displayName),
  },
  {
    names: ['source'],
    of: STREAMELEMENTS,
    status: WORKS,
    says: 'the same',
    print: telling(sender, (_, who) => who.displayName),
  },
  ...membersOf('sender', sender),
  {
    names: ['touser'],
    of: ALL,
    status: WORKS,
    says: 'the first argument without its `@`, else who typed the command',
    print: target,
  },
  {
    names: ['userid'],
    of: NIGHTBOT,
    status: WORKS,
    says: 'the platform’s id of who typed the command',
    print: ({ scope }) => scope.author?.account ?? '',
  },
  {
    names: ['userlevel'],
    of: NIGHTBOT,
    status: WORKS,
    says: 'level of who typed the command; in Nightbot’s words there: `owner`, `moderator`, `twitch_vip`, `regular`, `subscriber`, `everyone`',
    print: ({ dialect, scope }) =>
      dialect === 'nightbot' ? nightbotLevel(scope) : (scope.author?.level ?? 'everyone'),
  },
  {
    names: ['accountage'],
    of: FOSSABOT,
    status: WORKS,
    says: 'when somebody made their account, as a sentence',
    print: accountAgeSentence,
  },
  {
    names: ['followage'],
    of: FOSSABOT,
    status: linked('who follows is told to the broadcaster’s own account only'),
    says: 'how long somebody follows this or another channel, as a sentence',
    print: followAge,
  },
];

async function accountAgeSentence(call: Call): Promise<string> {
  const { dialect, scope, sources } = call;
  const name = givenName(call);
  const who = name === '' ? scope.author : await personNamed(call, name);
  if (!who) return error(dialect, 'User not found.');
  const since = (await sources.profile(who))?.createdAt;
  if (since === undefined) return unavailable(dialect, 'accountage');
  return `${who.displayName} created their account ${inFossabotWords(since, scope.now)} ago`;
}

async function followAge(call: Call): Promise<string> {
  const { dialect, scope, sources } = call;
  const [name, channel, ...more] = wordTexts(call.args);
  const who = name === undefined ? scope.author : await personNamed(call, name.replace(/^@/, ''));
  const of = channel === undefined ? scope.channel : await personNamed(call, channel.replace(/^@/, ''));
  if (!who || !of || more.length > 0) return error(dialect, 'One or more users not found.');
  if (who.account === of.account) return error(dialect, 'You cannot follow yourself.');
  const follow = await sources.follow(who, of.account === scope.channel.account ? null : of);
  if (!follow) return unavailable(dialect, 'followage');
  if (follow.since === null) return error(dialect, `${who.displayName} is not following ${of.displayName}.`);
  return `${who.displayName} has been following ${of.displayName} for ${inFossabotWords(follow.since, scope.now)}`;
}
