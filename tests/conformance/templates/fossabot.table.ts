// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the language under test
import type { Documented } from './table.ts';
import type { Given } from './world.ts';
import { NOW } from './world.ts';

const OFF: Given = { sources: { stream: async () => ({ live: false }) } };
const TIMER: Given = { author: null };

const unavailable = (variable: string, args = ''): Documented => ({
  variable,
  docs: 'errors are text: [Error: …]',
  cases: [
    [`$(${variable}${args})`, `[Error: $(${variable}) is not available.]`],
    [`now $(${variable}${args})!`, `now [Error: $(${variable}) is not available.]!`],
  ],
});

/** `$(sender.…)`, `$(user.…)` and `$(channel.…)` tell the same of different people. */
const members = (
  base: 'sender' | 'user' | 'channel',
  told: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): Documented[] =>
  Object.entries(told).map(([member, prints]) => ({
    variable: `${base}.${member}`,
    docs: `${base}: $(${base}.${member})`,
    cases: [
      [`$(${base}.${member})`, prints],
      base === 'user'
        ? [`$(user.${member} aiden)`, other[member] as string]
        : [`[$(${base}.${member.toUpperCase()})]`, `[${prints}]`],
    ],
  }));

const OF_PIA = {
  accountage: '1 month and 9 days',
  accountsince: 'Fri, 11 Sep 2026 10:00:00 UTC',
  bio: 'Hi, I am Pia.',
  display_name: 'Pia',
  login: 'pia',
  provider: 'twitch',
  provider_id: '42',
};
const OF_AIDEN = {
  accountage: '11 years, 6 months and 13 days',
  accountsince: 'Mon, 06 Apr 2015 23:09:03 UTC',
  bio: '<empty>',
  display_name: 'Aiden',
  followers: '10664',
  game: 'Just Chatting',
  login: 'aiden',
  provider: 'twitch',
  provider_id: '87763385',
  title: 'Welcome to my stream!',
  uptime: '[Error: Stream is offline.]',
  viewers: '[Error: Stream is offline.]',
};

/** Where the caller is the broadcaster, so that there is a stream to tell of. */
const OWN: Given = {
  author: { account: '87763385', login: 'aiden', displayName: 'Aiden', level: 'owner', badges: [] },
};

/** Fossabot, docs.fossabot.com/variables (field.md §3.3). */
export const FOSSABOT: readonly Documented[] = [
  {
    variable: '1',
    docs: 'start:end: `$(2)` is `$(index2)`; the fallback follows the number',
    cases: [
      ['$(2)', 'test2', { args: 'test1 test2' }],
      ['$(2)', '[Error: Index 2 is not in arguments.]', { args: 'test1' }, ''],
      ['$(2 this is a fallback response)', 'this is a fallback response', { args: 'test1' }],
    ],
  },
  {
    variable: 'index1',
    docs: 'index: an argument, else the fallback, else an error',
    cases: [
      ['$(index2 this is a fallback response)', 'test2', { args: 'test1 test2 test3' }],
      ['$(index2 this is a fallback response)', 'this is a fallback response', { args: 'test1' }],
      ['$(index2)', '[Error: Index 2 is not in arguments.]', {}, ''],
    ],
  },
  {
    variable: '2:',
    docs: 'start:end: from an index onwards',
    cases: [
      ['$(2:)', 'test2 test3', { args: 'test1 test2 test3' }],
      ['$(2: nobody)', 'nobody', { args: 'test1' }],
    ],
  },
  {
    variable: 'fromindex2',
    docs: 'fromindex',
    cases: [
      ['$(fromindex2 fall back)', 'test2 test3', { args: 'test1 test2 test3' }],
      ['$(fromindex2 fall back)', 'fall back', { args: 'test1' }],
    ],
  },
  {
    variable: '1:3',
    docs: 'start:end: both included, fewer if there are fewer; a lower end is an error',
    cases: [
      ['$(1:3 this is a fallback response)', 'test1 test2 test3', { args: 'test1 test2 test3 test4' }],
      ['$(1:3 this is a fallback response)', 'test1 test2', { args: 'test1 test2' }],
      ['$(1:3 this is a fallback response)', 'this is a fallback response'],
      ['$(1:3)', '[Error: Index 1 is not in arguments.]', {}, ''],
      ['$(3:1)', '[Error: Invalid tag]', { args: 'a b c' }, '$(3:1)'],
    ],
  },
  {
    variable: 'query',
    docs: 'query',
    cases: [
      ['$(query)', 'look at this cool text', { args: 'look at this cool text' }],
      ['[$(query)]', '[]'],
    ],
  },
  {
    variable: 'querystring',
    docs: 'querystring: Go’s QueryEscape',
    cases: [
      ['$(querystring)', 'look+at+this%21', { args: 'look at this!' }, 'look%20at%20this!'],
      ['$(querystring)', 'a%26b', { args: 'a&b' }],
    ],
  },
  {
    variable: 'urlencode',
    docs: 'urlencode',
    cases: [
      ['$(urlencode my example input)', 'my+example+input'],
      ['$(urlencode $(query))', '100%25', { args: '100%' }],
    ],
  },
  {
    variable: 'urldecode',
    docs: 'urldecode',
    cases: [
      ['$(urldecode my+example+input)', 'my example input'],
      ['$(urldecode $(query))', '[Error: Invalid URL escape.]', { args: '%zz' }],
      ['$(urldecode %F0%9F%A6%86)', '🦆'],
    ],
  },
  {
    variable: 'pathencode',
    docs: 'pathencode: Go’s PathEscape',
    cases: [
      ['$(pathencode path with?reserved characters)', 'path%20with%3Freserved%20characters'],
      ['$(pathencode a+b:c@d/e)', 'a+b:c@d%2Fe'],
    ],
  },
  {
    variable: 'pathdecode',
    docs: 'pathdecode',
    cases: [
      ['$(pathdecode path%20with%3Freserved)', 'path with?reserved'],
      ['$(pathdecode a+b)', 'a+b'],
    ],
  },
  {
    variable: 'sender',
    docs: 'sender: display name; not inside of a timer',
    cases: [
      ['$(sender)', 'Pia', { args: 'aiden' }],
      ['$(sender)', '[Error: Cannot be executed inside of a timer]', TIMER, ''],
    ],
  },
  ...members('sender', OF_PIA, OF_PIA),
  ...['followers', 'game', 'title', 'uptime', 'viewers'].map(
    (member): Documented => ({
      variable: `sender.${member}`,
      docs: `sender: $(sender.${member}), of the sender’s own channel`,
      cases: [
        [
          `$(sender.${member})`,
          OF_AIDEN[member as 'game'],
          OWN,
          OF_AIDEN[member as 'game'].replace('[Error: Stream is offline.]', 'not live'),
        ],
        [`$(sender.${member})`, '[Error: Cannot be executed inside of a timer]', TIMER, ''],
      ],
    }),
  ),
  unavailable('sender.views'),
  {
    variable: 'user',
    docs: 'user: a name, else the first argument, else the sender, who also counts where nobody has the name',
    cases: [
      [
        'Shout out to $(user.display_name)! They were playing $(user.game)',
        'Shout out to Aiden! They were playing Just Chatting',
        { args: 'aiden' },
        /^Shout out to Pia!/,
      ],
      ['$(user fossabot_is_unknown)', 'Pia', {}, 'fossabot_is_unknown'],
      ['$(user aiden)', 'Aiden'],
      ['$(user no/name)', '[Error: Invalid username.]', {}, 'no/name'],
      ['[$(user)]', '[]', TIMER],
    ],
  },
  ...members('user', OF_PIA, OF_AIDEN),
  ...(['followers', 'game', 'title', 'uptime', 'viewers'] as const).map(
    (member): Documented => ({
      variable: `user.${member}`,
      docs: `user: $(user.${member})`,
      cases: [
        [
          `$(user.${member} aiden)`,
          OF_AIDEN[member],
          {},
          OF_AIDEN[member].replace('[Error: Stream is offline.]', 'not live'),
        ],
        [`$(user.${member} no/name)`, '[Error: Invalid username.]', {}, ''],
      ],
    }),
  ),
  unavailable('user.views'),
  {
    variable: 'touser',
    docs: 'user: “the same as $(touser)”; argument, else caller',
    cases: [
      ['$(touser)', 'Mo', { args: '@Mo' }],
      ['$(touser)', 'Pia'],
    ],
  },
  {
    variable: 'channel',
    docs: 'channel: login',
    cases: [
      ['$(channel)', 'waddle_demo'],
      ['$(channel)', 'waddle_demo', { args: 'x' }],
    ],
  },
  ...members(
    'channel',
    {
      accountage: '3 years, 2 months and 1 day',
      accountsince: 'Sat, 19 Aug 2023 03:04:05 UTC',
      bio: 'Pixels and ponds.',
      display_name: 'Waddle_Demo',
      followers: '5305',
      id: 'c0ffee',
      login: 'waddle_demo',
      provider: 'twitch',
      provider_id: '1000001',
      slug: 'demo',
      subscribers: '36',
      subpoints: '46',
    },
    {},
  ),
  {
    variable: 'channel.uptime',
    docs: 'channel: “Stream is offline.”',
    cases: [
      ['$(channel.uptime)', '3 hours and 25 minutes', {}, '3 hours 25 mins'],
      ['$(channel.uptime)', '[Error: Stream is offline.]', OFF, 'not live'],
    ],
  },
  {
    variable: 'channel.viewers',
    docs: 'channel: “Stream is offline.”',
    cases: [
      ['$(channel.viewers)', '36'],
      ['$(channel.viewers)', '[Error: Stream is offline.]', OFF, 'not live'],
    ],
  },
  {
    variable: 'channel.stream_id',
    docs: 'channel',
    cases: [
      ['$(channel.stream_id)', '123456789'],
      ['$(channel.stream_id)', '[Error: Stream is offline.]', OFF, 'not live'],
    ],
  },
  unavailable('channel.views'),
  {
    variable: 'chatters',
    docs: 'chatters: how many; “Unable to query chatters list.”',
    cases: [
      ['$(chatters) $(chatters.count)', '2 2'],
      [
        '$(chatters)',
        '[Error: Unable to query chatters list.]',
        { sources: { chatters: async () => null } },
        '[$(chatters) is not available.]',
      ],
    ],
  },
  {
    variable: 'chatters.random',
    docs: 'chatters: display name; “Unable to find a chatter.”',
    cases: [
      ['$(chatters.random) $(chatters.random.display_name)', 'Mo Mo', { random: [0.9] }],
      ['$(chatters.random)', '[Error: Unable to find a chatter.]', { sources: { chatters: async () => [] } }],
    ],
  },
  {
    variable: 'chatters.random.login',
    docs: 'chatters',
    cases: [
      ['$(chatters.random.login)', 'mo_plays', { random: [0.9] }],
      ['$(chatters.random.login)', 'aiden', { random: [0] }],
    ],
  },
  {
    variable: 'chatters.random.provider_id',
    docs: 'chatters',
    cases: [
      ['$(chatters.random.provider_id)', '7', { random: [0.9] }],
      ['$(chatters.random.provider_id)', '87763385', { random: [0] }],
    ],
  },
  {
    variable: 'count',
    docs: 'count: how often the command was executed',
    cases: [
      ['$(count)', '11', { counters: { hug: 10 } }],
      ['$(count) $(count)', '11 11', { counters: { hug: 10 } }],
    ],
  },
  {
    variable: 'count.get',
    docs: 'count.get: without a name it increments as $(count) does',
    cases: [
      ['$(count.get)', '11', { counters: { hug: 10 } }],
      ['$(count.get my-cool-variable)', '23', { counters: { 'my-cool-variable': 23 } }],
      ['$(count.get no/name)', '[Error: Count name invalid. Must contain only alphanumeric, dashes, or underscores.]'],
    ],
  },
  {
    variable: 'count.increment',
    docs: 'count.increment = count.update: by 1 or so many',
    cases: [
      ['$(count.increment my-cool-variable)', '23', { counters: { 'my-cool-variable': 22 } }],
      ['$(count.update my-cool-variable 10)', '32', { counters: { 'my-cool-variable': 22 } }],
      ['$(count.update my-cool-variable -10)', '12', { counters: { 'my-cool-variable': 22 } }],
      ['$(count.update)', '[Error: Count name invalid. Must contain only alphanumeric, dashes, or underscores.]'],
    ],
  },
  {
    variable: 'count.set',
    docs: 'count.set: at least 0; “Usage: $(count.set <name> <count>).”',
    cases: [
      ['$(count.set my-cool-variable 20)', '20'],
      ['$(count.set my-cool-variable -5)', '0'],
      ['$(count.set my-cool-variable)', '[Error: Usage: $(count.set <name> <count>).]'],
    ],
  },
  {
    variable: 'randint',
    docs: 'randint: between two bounds; “Usage: $(randint 1 30).”',
    cases: [
      ['$(randint 1 5)', '3'],
      ['$(randint 1 5)', '5', { random: [0.999] }],
      ['$(randint 1)', '[Error: Usage: $(randint 1 30).]'],
    ],
  },
  {
    variable: 'rngphrase',
    docs: 'rngphrase: a comma list, blanks allowed; “Must provide arguments.”',
    cases: [
      ['$(rngphrase Kappa,Keepo now,PogChamp)', 'Keepo now'],
      ['$(rngphrase a,$(query),c)', 'tea, coffee', { args: 'tea, coffee' }],
      ['$(rngphrase $(query))', 'tea', { args: 'tea, coffee', random: [0] }],
      ['$(rngphrase)', '[Error: Must provide arguments.]'],
    ],
  },
  {
    variable: 'repeat',
    docs: 'repeat: with blanks between; “Usage: $(repeat 6 Phrase).”',
    cases: [
      ['$(repeat 5 PogChamp Kappa)', 'PogChamp Kappa PogChamp Kappa PogChamp Kappa PogChamp Kappa PogChamp Kappa'],
      ['$(repeat x)', '[Error: Usage: $(repeat 6 Phrase).]'],
    ],
  },
  {
    variable: 'eval',
    docs: 'eval: in double quotes, `"` and `\\` escaped',
    cases: [
      ['$(eval "123 + 456")', '579', {}, '123 + 456'],
      ['$(eval "$(index1) + $(index2)")', '579', { args: '123 456' }, '123 + 456'],
      [
        String.raw`$(eval "'Félix \\\"xQc\\\" Lengyel'")`,
        'Félix "xQc" Lengyel',
        {},
        String.raw`'Félix \"xQc\" Lengyel'`,
      ],
      [String.raw`$(eval "'1 (blabla) 3'.replace(/\\(.*\\)/, '2')")`, '1 2 3', {}, /^'1/],
      ['$(eval 1 + 1)', '[Error: JavaScript has to be in double quotes.]', {}, '2'],
      [
        "$(eval \"var cname='$(channel.login)';var sname='$(sender.login)';var utime=`$(uptime)`; `${utime}` !== '[Error: Stream is offline.]' ? `${(sname === cname ? 'You have been' : cname + ' has been')} live for ${utime}.` : `${(sname === cname ? 'Your' : 'The')} stream is currently offline.`\")",
        'waddle_demo has been live for 3 hours and 25 minutes.',
        {},
        /^var cname/,
      ],
      ['$(eval "for (;;) {}")', '[Error: JavaScript evaluation timed out on remote server.]', {}, 'for (;;) {}'],
    ],
  },
  {
    variable: 'math',
    docs: 'math: math.js; “No math provided.”, “Math.js API returned error 400.”',
    cases: [
      ['$(math 1 + 1)', '2'],
      ['$(math a = 5.08 cm + 2 inch)', '10.16 cm'],
      ['$(math)', '[Error: No math provided.]'],
      ['$(math 1 +* 2)', '[Error: Math.js API returned error 400.]', {}, '[Unexpected "*".]'],
    ],
  },
  {
    variable: 'customapi',
    docs: 'customapi: “All status codes will be ignored”; “Failed to connect to remote server.”',
    cases: [
      ['$(customapi https://api.example.com/gone)', 'no such page', {}, '[The server answered 404.]'],
      [
        '$(customapi https://nowhere.example)',
        '[Error: Failed to connect to remote server.]',
        {},
        '[The server cannot be reached.]',
      ],
    ],
  },
  {
    variable: 'references',
    docs: 'references: the response of a custom command; recursion is blocked',
    cases: [
      ['$(references hello)', 'Hello Pia!'],
      ['$(references !hello) $(references)', 'Hello Pia! [Error: Input argument required.]'],
      ['$(references nothing)', '[Error: Command not found.]'],
      [
        '$(references loop)',
        'again [Error: A referenced command cannot refer to another.]',
        { sources: { commandText: async () => ({ text: 'again $(references loop)', dialect: 'fossabot' }) } },
        // The referenced text stays in the dialect it was written in.
        'again [Error: A referenced command cannot refer to another.]',
      ],
    ],
  },
  {
    variable: 'echo',
    docs: 'echo: “the content of the sender’s message”',
    cases: [
      ['you: $(echo)', 'you: !hug look at this', { args: 'look at this' }],
      ['$(echo some $(1))', 'some a', { args: 'a' }],
    ],
  },
  {
    variable: 'msgid',
    docs: 'msgid',
    cases: [
      ['$(msgid)', 'msg-1'],
      ['[$(MsgId)]', '[msg-1]'],
    ],
  },
  unavailable('botuptime'),
  {
    variable: 'time',
    docs: 'time: a zone, then moment.js tokens, `hh:mm:ss A (z)` where none follow',
    cases: [
      ['$(time Europe/London)', '09:14:13 PM (GMT)', { now: Date.UTC(2022, 0, 18, 21, 14, 13) }, '21:14'],
      [
        '$(time America/Los_Angeles LLLL)',
        'Tuesday, January 18, 2022 1:14 PM',
        { now: Date.UTC(2022, 0, 18, 21, 14, 13) },
      ],
      [
        '$(time Australia/Sydney YYYY/MM/DD hh:mm:ss)',
        '2022/01/19 08:14:13',
        { now: Date.UTC(2022, 0, 18, 21, 14, 13) },
      ],
      ['$(time)', '[Error: No timezone provided.]', {}, '14:34'],
      ['$(time Middle/Earth)', '[Error: Invalid timezone.]', {}, '[Unknown time zone Middle/Earth.]'],
    ],
  },
  {
    variable: 'currenttime',
    docs: 'time: shared with $(currenttime)',
    cases: [
      ['$(currenttime Europe/London)', '01:34:56 PM (BST)', {}, '13:34'],
      ['$(currenttime Asia/Tokyo H)', '21'],
    ],
  },
  {
    variable: 'countdown',
    docs: 'countdown: both ways; UTC without an offset; “No timestamp provided.”, “Failed to parse timestamp.”',
    cases: [
      [
        '$(countdown 2030-01-01 00:00:00)',
        '7 years, 11 months, 14 days and 9 hours',
        { now: Date.UTC(2022, 0, 17, 14, 46) },
        /^2905 days/,
      ],
      [
        '$(countdown Jan 01 2030 00:00:00 GMT-0400)',
        '7 years, 11 months, 14 days and 13 hours',
        { now: Date.UTC(2022, 0, 17, 14, 46) },
        /^2905 days/,
      ],
      ['$(countdown 2022-01-01)', /^4 years, 9 months, 19 days and 12 hours$/, {}, '0 seconds'],
      ['$(countdown)', '[Error: No timestamp provided.]'],
      ['$(countdown soon)', '[Error: Failed to parse timestamp.]'],
    ],
  },
  {
    variable: 'countup',
    docs: 'countup: works as $(countdown)',
    cases: [
      [
        '$(countup 2022-01-01 00:00:00)',
        '17 days, 13 hours and 15 minutes',
        { now: Date.UTC(2022, 0, 18, 13, 15) },
        /^17 days 14 hours 15 minutes$/,
      ],
      [
        '$(countup Jan 1st 2022 02:00:00PM GMT-0400)',
        '16 days, 19 hours and 15 minutes',
        { now: Date.UTC(2022, 0, 18, 13, 15) },
        '16 days 19 hours 15 minutes',
      ],
      ['$(countup 1st Jan 2030)', /^3 years, 2 months/, {}, '0 seconds'],
    ],
  },
  {
    variable: 'uptime',
    docs: 'uptime: “Stream is offline.”',
    cases: [
      ['$(uptime)', '3 hours and 25 minutes', {}, '3 hours 25 mins'],
      ['$(uptime aiden)', '[Error: Stream is offline.]', {}, 'not live'],
    ],
  },
  {
    variable: 'downtime',
    docs: 'downtime: “Stream is live.”, “User has no recorded downtime yet.”',
    cases: [
      ['$(downtime)', '[Error: Stream is live.]'],
      ['$(downtime)', '[Error: User has no recorded downtime yet.]', OFF],
      [
        '$(downtime)',
        '3 hours and 25 minutes',
        { sources: { stream: async () => ({ live: false, endedAt: NOW - 205 * 60_000 }) } },
      ],
    ],
  },
  {
    variable: 'game',
    docs: 'game: “<no game>”, “User not found.”',
    cases: [
      ['$(game)', 'Celeste'],
      ['$(game)', '<no game>', OFF, 'no game'],
      ['$(game nobody_known)', '[Error: User not found.]', {}, '[$(game) is not available.]'],
    ],
  },
  {
    variable: 'game.name',
    docs: 'game: alias',
    cases: [
      ['$(game.name)', 'Celeste'],
      ['$(game.name aiden)', 'Just Chatting'],
    ],
  },
  unavailable('game.playtime'),
  unavailable('gamesplayed'),
  {
    variable: 'title',
    docs: 'title',
    cases: [
      ['$(title)', 'Speedrunning all night!'],
      ['$(title aiden)', 'Welcome to my stream!'],
    ],
  },
  {
    variable: 'setgame',
    docs: 'setgame: a game, else what was typed; “Changed game to …”, “Game does not exist on Twitch.”',
    cases: [
      ['$(setgame)', 'Changed game to "Grand Theft Auto V"', { args: 'Grand Theft Auto V' }, '[No game provided.]'],
      ['$(setgame gta)', 'Changed game to "Grand Theft Auto V"', {}, 'Grand Theft Auto V'],
      ['$(setgame nope)', '[Error: Game does not exist on Twitch.]', {}, '[There is no game of that name.]'],
    ],
  },
  {
    variable: 'settitle',
    docs: 'settitle: “Changed title to …”, “No title provided.”',
    cases: [
      [
        '$(settitle Playing on NoPixel 3.0 today!)',
        'Changed title to "Playing on NoPixel 3.0 today!"',
        {},
        'Playing on NoPixel 3.0 today!',
      ],
      ['$(settitle)', '[Error: No title provided.]'],
    ],
  },
  {
    variable: 'accountage',
    docs: 'accountage: a sentence; “User not found.”',
    cases: [
      ['$(accountage aiden)', 'Aiden created their account 11 years, 6 months, 13 days and 13 hours ago'],
      ['$(accountage)', 'Pia created their account 1 month, 9 days, 2 hours and 34 minutes ago'],
      ['$(accountage nobody_known)', '[Error: User not found.]'],
    ],
  },
  {
    variable: 'followage',
    docs: 'followage: a sentence; “is not following”, “You cannot follow yourself.”, “One or more users not found.”',
    cases: [
      ['$(followage)', 'Pia has been following Waddle_Demo for 9 days and 2 hours'],
      ['$(followage pia aiden)', 'Pia has been following Aiden for 9 days and 2 hours'],
      ['$(followage aiden)', '[Error: Aiden is not following Waddle_Demo.]'],
      ['$(followage aiden aiden)', '[Error: You cannot follow yourself.]'],
      ['$(followage nobody_known)', '[Error: One or more users not found.]'],
    ],
  },
  {
    variable: 'bits',
    docs: 'bits: 0 where none were cheered',
    cases: [
      ['$(bits)', '36', { bits: 36 }],
      ['$(bits)', '0'],
    ],
  },
  {
    variable: 'quote',
    docs: 'quote: “This channel does not have any quotes.”',
    cases: [
      ['$(quote)', '[Error: This channel does not have any quotes.]', {}, '[$(quote) is not available.]'],
      ['$(quote 21)', '[Error: This channel does not have any quotes.]', {}, '[$(quote) is not available.]'],
    ],
  },
  ...['', '.amount_raised', '.description', '.name', '.progress', '.remaining', '.target', '.website'].map(
    (member): Documented => ({
      variable: `charity${member}`,
      docs: 'charity: “No campaign active.”',
      cases: [
        [`$(charity${member})`, '[Error: No campaign active.]', {}, `[$(charity${member}) is not available.]`],
        [
          `for $(charity${member})!`,
          'for [Error: No campaign active.]!',
          {},
          `for [$(charity${member}) is not available.]!`,
        ],
      ],
    }),
  ),
  ...['', '.queue_depth', '.redeemer_position', '.redeemers'].map(
    (member): Documented => ({
      variable: `twitchreward${member}`,
      docs: 'twitchreward: “Unable to find a reward with that name.”',
      cases: [
        [
          `$(twitchreward${member} Play with me!)`,
          '[Error: Unable to find a reward with that name.]',
          {},
          `[$(twitchreward${member}) is not available.]`,
        ],
        [
          `$(twitchreward${member}.3 Play)`,
          '[Error: Unable to find a reward with that name.]',
          {},
          `[$(twitchreward${member}) is not available.]`,
        ],
      ],
    }),
  ),
  {
    variable: 'x',
    docs: 'x: the last post, which is not asked for; ours is Nightbot’s',
    cases: [
      ['$(x somebody)', '[Error: $(x) is not available.]', {}, 'https://x.com/intent/post?text=somebody'],
      ['now $(x a b)', 'now [Error: $(x) is not available.]', {}, 'now https://x.com/intent/post?text=a%20b'],
    ],
  },
  ...[
    'twitchemotes',
    'bttvemotes',
    'ffzemotes',
    '7tvemotes',
    'lastfm',
    'leagueoflegends',
    'teamfighttactics',
    'valorant',
    'mastodon',
    'tiktok',
    'youtube',
    'weather',
  ].map((variable) => unavailable(variable, ' somebody')),
];
