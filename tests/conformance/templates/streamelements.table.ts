// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the language under test
import type { Documented } from './table.ts';
import type { Given } from './world.ts';
import { PIA } from './world.ts';

const OFF: Given = { sources: { stream: async () => ({ live: false }) } };
const UNKNOWN: Given = {
  sources: {
    stream: async () => null,
    followers: async () => null,
    subscribers: async () => null,
    chatters: async () => null,
  },
};
const as = (level: (typeof PIA)['level'], more: Given = {}): Given => ({ author: { ...PIA, level }, ...more });

/** What StreamElements prints where it cannot tell. */
const error = (variable: string, prints = 'error', args = ''): Documented => ({
  variable,
  docs: 'errors are “0” or “error”',
  cases: [
    [`$(${variable}${args})`, prints, {}, `[$(${variable}) is not available.]`],
    [`\${${variable}${args}}!`, `${prints}!`, {}, `[$(${variable}) is not available.]!`],
  ],
});

const userMember = (member: string, docs: string, cases: Documented['cases']): Documented => ({
  variable: `user.${member}`,
  docs,
  cases,
});

/** StreamElements, docs.streamelements.com/chatbot/variables (field.md §3.2). */
export const STREAMELEMENTS: readonly Documented[] = [
  {
    variable: '1',
    docs: 'args: `$(N)`, missing is blank, a fallback behind the pipe',
    cases: [
      ['$(1) is ${2} years old', 'Alice is 25 years old', { args: 'Alice 25' }],
      ['$(sender) hugs $(1|everyone)!', 'Pia hugs everyone!'],
      ['[$(3)]', '[]', { args: 'one two' }],
      // “Argument tokens strip a leading `/` or `.`”
      ['$(1)', 'timeout', { args: '/timeout mo' }, '› /timeout'],
    ],
  },
  {
    variable: '2:',
    docs: 'args: `$(N:)`, words N through the end',
    cases: [
      ['Attention: $(1:)', 'Attention: the stream starts', { args: 'the stream  starts' }],
      ["[${3:|' '}]", '[ ]', { args: 'a b' }],
    ],
  },
  {
    variable: '1:3',
    docs: 'args: `$(N:M)`, inclusive; “reversed ranges render as literal text”',
    cases: [
      ['$(2:3)', 'b c', { args: 'a b c d' }],
      ["[${1:1 | ' '}]", '[a]', { args: 'a b' }],
      ['$(3:1)', '$(3:1)', { args: 'a b c' }],
    ],
  },
  {
    variable: ':3',
    docs: 'args: `$(:M)`, word 0 is the trigger',
    cases: [
      ['you wrote $(:1)', 'you wrote !hug a', { args: 'a b' }, 'you wrote $(:1)'],
      ['you wrote $(0)', 'you wrote !hug', { args: 'a b' }, 'you wrote $(0)'],
    ],
  },
  {
    variable: '1.word',
    docs: 'args: `.word`, only without symbols',
    cases: [
      ['[$(1.word)]', '[Hello]', { args: 'Hello' }],
      ['[$(1.word)]', '[]', { args: 'Hello!' }],
      ['[$(1 username)]', '[@CoolStreamer]', { args: '@CoolStreamer' }],
    ],
  },
  {
    variable: '1.emote',
    docs: 'args: `.emote`, only a known emote (messages come without them here)',
    cases: [
      ['[$(1.emote)]', '[]', { args: 'Kappa' }],
      ['[$(1.emote|none)]', '[none]', { args: 'Kappa' }],
    ],
  },
  {
    variable: 'args',
    docs: 'args',
    cases: [
      ['$(args)', 'a b', { args: 'a  b' }],
      ['[$(args|nothing)]', '[nothing]'],
    ],
  },
  {
    variable: 'user',
    docs: 'user: display name, of the caller or of a name',
    cases: [
      ['$(user)', 'Pia'],
      ['$(user aiden)', 'Aiden'],
      ['$(user)', 'Pia', { args: 'aiden' }],
    ],
  },
  userMember('name', 'user: login in lower case', [
    ['$(user.name)', 'pia'],
    ['$(user.name Mo)', 'mo_plays'],
  ]),
  userMember('twitchid', 'user: the platform’s user id', [
    ['$(user.twitchid)', '42'],
    ['$(user.twitchid aiden)', '87763385'],
  ]),
  userMember('level', 'user: access levels 100, 250, 400, 500, 1500 (300 regular)', [
    ['$(user.level)', '400'],
    ['$(user.level)', '100', as('follower')],
    ['$(user.level)', '300', as('subscriber', { isRegular: true })],
    ['$(user.level)', '1500', as('owner')],
    ['$(user.level waddle_demo)', '1500'],
    ['$(sender.level)', '500', as('moderator')],
  ]),
  error('user.points', '0'),
  ...[
    'points_rank',
    'points_alltime_rank',
    'lastmessage',
    'lastseen',
    'lastactive',
    'time_online',
    'time_online_rank',
    'time_offline',
    'time_offline_rank',
  ].map((member) => error(`user.${member}`)),
  {
    variable: 'sender',
    docs: 'sender: always the caller, no argument',
    cases: [
      ['$(sender)', 'Pia', { args: 'aiden' }],
      ['${sender aiden}', 'Pia'],
    ],
  },
  {
    variable: 'source',
    docs: 'sender: alias',
    cases: [
      ['$(source)', 'Pia', { args: 'aiden' }],
      ['${source} $(source.name)', 'Pia pia'],
    ],
  },
  {
    variable: 'sender.name',
    docs: 'sender',
    cases: [
      ['$(sender.name)', 'pia'],
      ['$(SENDER.Name)', 'pia'],
    ],
  },
  {
    variable: 'sender.twitchid',
    docs: 'sender',
    cases: [
      ['$(sender.twitchid)', '42'],
      ['$(source.twitchid)', '42'],
    ],
  },
  {
    variable: 'sender.level',
    docs: 'sender',
    cases: [
      ['$(sender.level)', '400'],
      ['$(source.level)', '1500', as('owner')],
    ],
  },
  error('sender.points', '0'),
  ...[
    'points_rank',
    'points_alltime_rank',
    'lastmessage',
    'lastseen',
    'lastactive',
    'time_online',
    'time_online_rank',
    'time_offline',
    'time_offline_rank',
  ].map((member) => error(`sender.${member}`)),
  {
    variable: 'touser',
    docs: 'touser: is `$(1|sender)`',
    cases: [
      ["check out $(touser)'s channel", "check out CoolStreamer's channel", { args: 'CoolStreamer now' }],
      ['$(touser)', 'Pia'],
    ],
  },
  {
    variable: 'channel',
    docs: 'channel: login name, of another channel where one is named',
    cases: [
      ['$(channel)', 'waddle_demo'],
      ['$(channel aiden)', 'aiden', {}, 'waddle_demo'],
    ],
  },
  {
    variable: 'channel.display_name',
    docs: 'channel',
    cases: [
      ['$(channel.display_name)', 'Waddle_Demo'],
      ['$(channel.display_name aiden)', 'Aiden'],
    ],
  },
  {
    variable: 'channel.alias',
    docs: 'channel',
    cases: [
      ['$(channel.alias)', 'waddle_demo'],
      ['${channel.alias}', 'waddle_demo'],
    ],
  },
  {
    variable: 'channel.provider',
    docs: 'channel',
    cases: [
      ['$(channel.provider)', 'twitch'],
      ['$(channel.provider)', 'kick', { platform: 'kick' }],
    ],
  },
  {
    variable: 'channel.provider_id',
    docs: 'channel',
    cases: [
      ['$(channel.provider_id)', '1000001'],
      ['$(channel.provider_id mo)', '7'],
    ],
  },
  {
    variable: 'channel.twitchid',
    docs: 'channel',
    cases: [
      ['$(channel.twitchid)', '1000001'],
      ['$(channel.youtubeid)', '1000001'],
    ],
  },
  {
    variable: 'channel.id',
    docs: 'channel: the bot’s own id of it',
    cases: [
      ['$(channel.id)', 'c0ffee'],
      ['${channel.id}', 'c0ffee'],
    ],
  },
  {
    variable: 'channel.viewers',
    docs: 'channel: “not live” if offline',
    cases: [
      ['$(channel.viewers)', '36'],
      ['$(channel.viewers)', 'not live', OFF],
    ],
  },
  {
    variable: 'channel.uptime',
    docs: 'channel: “not live” if offline',
    cases: [
      ['$(channel.uptime)', '3 hours 25 mins'],
      ['$(channel.uptime)', 'not live', OFF],
    ],
  },
  {
    variable: 'channel.title',
    docs: 'channel: “error” where it cannot be told',
    cases: [
      ['$(channel.title) / $(channel.status)', 'Speedrunning all night! / Speedrunning all night!'],
      ['$(channel.title)', 'error', UNKNOWN, '[$(title) is not available.]'],
    ],
  },
  {
    variable: 'channel.game',
    docs: 'channel: “no game” if none is set',
    cases: [
      ['$(channel.game)', 'Celeste'],
      ['$(channel.game)', 'no game', OFF],
      ['$(channel.game aiden)', 'Just Chatting'],
    ],
  },
  {
    variable: 'channel.followers',
    docs: 'channel: “0” on error',
    cases: [
      ['$(channel.followers)', '5305'],
      ['$(channel.followers)', '0', UNKNOWN, '[$(channel.followers) is not available.]'],
    ],
  },
  ...[
    ['channel.subs', '36', 'channel.subscribers'],
    ['channel.subscribers', '36', 'channel.subscribers'],
    ['channel.subpoints', '46', 'channel.subpoints'],
    ['channel.chatters', '2', 'chatters'],
  ].map(
    ([variable, prints, ours]): Documented => ({
      variable: variable as string,
      docs: 'channel: “0” on error',
      cases: [
        [`$(${variable})`, prints as string],
        [`$(${variable})`, '0', UNKNOWN, `[$(${ours}) is not available.]`],
        [`$(${variable} aiden)`, '0', {}, '[$(channel) is not available.]'],
      ],
    }),
  ),
  {
    variable: 'provider',
    docs: 'provider',
    cases: [
      ['$(provider)', 'twitch'],
      ['$(provider)', 'youtube', { platform: 'youtube' }],
    ],
  },
  {
    variable: 'count',
    docs: 'count: default counter is the command’s, +1; prints the new value',
    cases: [
      ['$(count)', '13', { counters: { hug: 12 } }],
      ['$(count bossfails +5)', '25', { counters: { bossfails: 20 } }],
      ['$(count deaths -3)', '-1', { counters: { deaths: 2 } }],
      ['$(count deaths 0)', '0', { counters: { deaths: 99 } }],
      ['$(count.deaths)', '3', { counters: { deaths: 2 } }],
      ['$(count +2)', '6', { counters: { hug: 4 } }],
      ['$(count $(1) +1)', '1', { args: 'wins' }],
    ],
  },
  {
    variable: 'getcount',
    docs: 'getcount: never changes it; “If the counter doesn’t exist, returns 0”',
    cases: [
      ["We're at $(getcount deaths) deaths", "We're at 13 deaths", { counters: { deaths: 13 } }],
      ['$(getcount nothing)', '0'],
      ['$(count deaths) $(getcount deaths)', '14 14', { counters: { deaths: 13 } }],
    ],
  },
  {
    variable: 'random',
    docs: 'random: 1 to 100, or X-Y, both included',
    cases: [
      ['$(random)', '100', { random: [0.999] }],
      ['${random.1-6}', '1', { random: [0] }],
      ['$(random 1-6)', '6', { random: [0.999] }],
      ['$(random.number 5-7)', '6'],
      ['$(random.x-y)', '51'],
    ],
  },
  {
    variable: 'random.pick',
    docs: 'random: items in quotes or between blanks, or one list with commas',
    cases: [
      ["$(random.pick 'pizza' 'pasta' 'fruit salad')", 'fruit salad', { random: [0.9] }],
      ['$(random.pick Fortnite,Minecraft,Valorant)', 'Minecraft'],
      ["$(random.pick 'don't stop' 'no')", "don't stop", { random: [0] }],
      ['$(random.pick ${1:})', 'black coffee', { args: 'tea,black coffee', random: [0.9] }],
    ],
  },
  {
    variable: 'random.chatter',
    docs: 'random: one of the chatters',
    cases: [
      ['$(random.chatter)', 'Mo', { random: [0.9] }],
      ['$(random.chatter)', '<no chatters>', UNKNOWN, '[Unable to query chatters list.]'],
    ],
  },
  error('random.emote'),
  {
    variable: 'repeat',
    docs: 'repeat: joined by blanks',
    cases: [
      ['$(repeat 5 HYPE)', 'HYPE HYPE HYPE HYPE HYPE'],
      ['$(repeat 2 "$(user) is awesome!")', 'Pia is awesome! Pia is awesome!'],
      ['$(repeat 21 x)', `${'x '.repeat(20)}[Repeated too often: 20 times is the most.]`],
      // “the bot sends nothing — the entire command response is suppressed”
      ['ready? $(repeat none HYPE)', '', {}, 'ready? [Usage: $(repeat 6 Phrase).]'],
    ],
  },
  {
    variable: 'math',
    docs: 'math: math.js',
    cases: [
      ['$(math "round(10/3)")', '3'],
      ['$(math "random(1,10)")', '5.5'],
      ['$(math $(1:))', '4', { args: '2 + 2' }],
      ['$(math 5.08 cm + 2 inch)', '10.16 cm'],
      ['$(math 2 +)', 'Error: Something is missing at the end', {}, '[Something is missing at the end.]'],
    ],
  },
  {
    variable: 'if',
    docs: 'if: `1`, `true` or anything else; false without an else suppresses the whole reply',
    cases: [
      ["$(if true '4Head')", '4Head'],
      ['$(if xd \'4Head\' "Keepo it")', 'Keepo it'],
      ["Hello $(if false '4Head')", ''],
      ["it's $(if $(random.pick 1,0) Heads Tails)!", "it's Heads!", { random: [0] }],
    ],
  },
  {
    variable: 'customapi',
    docs: 'customapi: “only HTTP 200”, else “Unable to make request”',
    cases: [
      ['$(customapi https://api.example.com/joke)', 'Knock knock.'],
      ['$(customapi.https://api.example.com/joke)', 'Knock knock.'],
      ['$(customapi https://api.example.com/gone)', 'Unable to make request', {}, '[The server answered 404.]'],
    ],
  },
  {
    variable: 'urlfetch',
    docs: 'customapi: `$(urlfetch)` is an alias',
    cases: [
      ['${urlfetch https://api.example.com/joke}', 'Knock knock.'],
      ['$(urlfetch https://nowhere.example)', 'Unable to make request', {}, '[The server cannot be reached.]'],
    ],
  },
  {
    variable: 'queryescape',
    docs: 'queryescape: blanks become `+`; the first parameter',
    cases: [
      ['?q=$(queryescape ${1:})', '?q=funny+cat+videos', { args: 'funny cat videos' }],
      ['$(queryescape "two & words")', 'two+%26+words'],
      ['$(queryescape)', '$(queryescape)', {}, ''],
    ],
  },
  {
    variable: 'pathescape',
    docs: 'pathescape: blanks become `%20`',
    cases: [
      ['$(pathescape "a b/c")', 'a%20b%2Fc'],
      ['$(pathescape $(1:))', 'x%20y', { args: 'x y' }],
    ],
  },
  {
    variable: 'pathencode',
    docs: 'pathescape: alias',
    cases: [
      ['$(pathencode "a b")', 'a%20b'],
      ['$(pathencode "a:b")', 'a:b'],
    ],
  },
  {
    variable: 'uptime',
    docs: 'uptime: of this or another channel, “not live” when offline',
    cases: [
      ['$(uptime)', '3 hours 25 mins'],
      ['$(uptime aiden)', 'not live'],
      ['$(uptime nobody_known)', 'error', {}, '[$(uptime) is not available.]'],
    ],
  },
  {
    variable: 'game',
    docs: 'game',
    cases: [
      ['$(game)', 'Celeste'],
      ['$(game aiden)', 'Just Chatting'],
      ['$(game)', 'error', UNKNOWN, '[$(game) is not available.]'],
    ],
  },
  {
    variable: 'title',
    docs: 'title',
    cases: [
      ['$(title)', 'Speedrunning all night!'],
      ['$(title aiden)', 'Welcome to my stream!'],
    ],
  },
  {
    variable: 'status',
    docs: 'title: alias',
    cases: [
      ['$(status)', 'Speedrunning all night!'],
      ['$(status aiden)', 'Welcome to my stream!'],
    ],
  },
  {
    variable: 'setgame',
    docs: 'setgame: fuzzy; prints the category; “invalid channel” without authorization',
    cases: [
      ['Game updated to $(setgame ${1:})', 'Game updated to Grand Theft Auto V', { args: 'gta' }],
      ['$(setgame "World of Warcraft")', 'World of Warcraft'],
      [
        '$(setgame x)',
        'invalid channel',
        { sources: { setGame: async () => null } },
        '[The game cannot be changed here.]',
      ],
    ],
  },
  {
    variable: 'settitle',
    docs: 'settitle: prints the new title, or the platform’s error',
    cases: [
      ['Title: $(settitle ${1:})', 'Title: Speedrunning all night!', { args: 'Speedrunning all night!' }],
      ['$(settitle rude)', 'The title is refused.', {}, '[The title is refused.]'],
    ],
  },
  {
    variable: 'time',
    docs: 'time: HH:MM in a zone, UTC without one; “unknown time zone lol”',
    cases: [
      [
        '$(time.America/New_York) $(time.timezone America/New_York) $(time America/New_York)',
        '08:34 08:34 08:34',
        {},
        '08:34 08:34 08:34',
      ],
      ['$(time)', '12:34', {}, '14:34'],
      ['$(time lol)', 'unknown time zone lol', {}, '[Unknown time zone lol.]'],
      ['$(time PST)', 'unknown time zone PST', {}, '05:34'],
    ],
  },
  {
    variable: 'time.until',
    docs: 'time.until: the next HH:MM in UTC, or RFC 3339; “ago” where it is over; else a parse error',
    cases: [
      ['$(time.until 15:04)', '2 hours 29 mins', {}, '29 mins 4 secs'],
      ['$(time.until 2026-10-22T19:00:00-03:00)', '2 days 9 hours'],
      ['$(time.until 2026-10-20T10:04:56Z)', '2 hours 30 mins ago'],
      [
        '$(time.until 19:00:00-03:00)',
        'parsing time "19:00:00-03:00" as "2006-01-02T15:04:05Z07:00": cannot parse "19:00:00-03:00" as "2006"',
        {},
        '9 hours 25 mins',
      ],
    ],
  },
  {
    variable: 'msgid',
    docs: 'msgid',
    cases: [
      ['$(msgid)', 'msg-1'],
      ['id ${msgid}', 'id msg-1'],
    ],
  },
  {
    variable: 'quote',
    docs: 'quote: “quote not found”',
    cases: [
      ['$(quote)', 'quote not found', {}, '[$(quote) is not available.]'],
      ['$(quote 12)', 'quote not found', {}, '[$(quote) is not available.]'],
    ],
  },
  {
    variable: 'pointsname',
    docs: 'pointsname: “points” where none is set',
    cases: [
      ['$(pointsname)', 'points', {}, '[$(pointsname) is not available.]'],
      ['12 ${pointsname}', '12 points', {}, '12 [$(pointsname) is not available.]'],
    ],
  },
  error('pubg', 'Failed to get stats', ' na shroud solo wins'),
  ...[
    'redeem',
    'ai',
    'twitchemotes',
    'bttvemotes',
    'ffzemotes',
    '7tvemotes',
    'weather',
    'stockprice',
    'leagueoflegends',
    'teamfighttactics',
    'tft',
  ].map((variable) => error(variable)),
];
