// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the language under test
import type { Documented } from './table.ts';
import { LIVE, PIA } from './world.ts';

const at = (time: string) => ({ now: Date.parse(time) });
const level = (level: (typeof PIA)['level'], more = {}) => ({ author: { ...PIA, level }, ...more });
const unavailable = (name: string): Documented['cases'] => [
  [`$(${name} somebody)`, `[$(${name}) is not available.]`],
  [`now: $(${name} $(query) "{{title}}")`, `now: [$(${name}) is not available.]`, { args: 'me' }],
];

/** Nightbot, docs.nightbot.tv/variables (field.md §3.1). */
export const NIGHTBOT: readonly Documented[] = [
  {
    variable: '1',
    docs: 'Arguments: “print arguments split by spaces after a command”, 1 through 9',
    cases: [
      ['$(3)', 'dolor', { args: 'lorem ipsum dolor' }],
      ['[$(2)]', '[]', { args: 'one' }],
      ['$(2)-$(1)', 'b-a', { args: 'a   b' }],
    ],
  },
  {
    variable: 'query',
    docs: 'Query: “prints anything a user types after a command”',
    cases: [
      ['you said: $(query)', 'you said: a  b', { args: 'a  b' }],
      ['[$(query)]', '[]'],
    ],
  },
  {
    variable: 'querystring',
    docs: 'QueryString: url-encoded; “also accepts arguments”',
    cases: [
      ['?q=$(querystring)', '?q=a%20b%26c', { args: 'a b&c' }],
      ['$(querystring $(twitch $(channel) "{{url}}"))', 'https%3A%2F%2Fwww.twitch.tv%2Fwaddle_demo'],
    ],
  },
  {
    variable: 'command',
    docs: 'Command: “the current command being executed”',
    cases: [
      ['this is $(command)', 'this is !testcommand', { command: 'testcommand' }],
      // As an answer's beginning it would be a command again.
      ['$(command)', '› !hug'],
    ],
  },
  {
    variable: 'user',
    docs: 'User: “the name of the user calling the command”',
    cases: [
      ['/me hugs $(user)', 'hugs Pia'],
      ['$(user)', 'Pia', { args: 'mo' }],
    ],
  },
  {
    variable: 'userid',
    docs: 'UserID: “the particular user’s ID”',
    cases: [
      ['$(userid)', '42'],
      ['[$(userid)]', '[]', { author: null }],
    ],
  },
  {
    variable: 'userlevel',
    docs: 'UserLevel: owner, moderator, twitch_vip, regular, subscriber, everyone',
    cases: [
      ['$(userlevel)', 'twitch_vip', {}, 'vip'],
      ['$(userlevel)', 'owner', level('owner')],
      ['$(userlevel)', 'moderator', level('admin'), 'admin'],
      ['$(userlevel)', 'subscriber', level('subscriber')],
      ['$(userlevel)', 'regular', level('subscriber', { isRegular: true }), 'subscriber'],
      ['$(userlevel)', 'regular', level('vip', { platform: 'kick' }), 'vip'],
      ['$(userlevel)', 'everyone', level('follower'), 'follower'],
    ],
  },
  {
    variable: 'touser',
    docs: 'ToUser: first argument, else the caller',
    cases: [
      ['/me hugs $(touser)', 'hugs nightdev', { args: 'nightdev please' }],
      ['$(touser)', 'Pia'],
      ['$(touser)', 'Mo', { args: '@Mo' }],
    ],
  },
  {
    variable: 'channel',
    docs: 'Channel: “prints the current channel”',
    cases: [
      ['$(channel)', 'waddle_demo'],
      ['in $(channel)!', 'in waddle_demo!', { args: 'x' }],
    ],
  },
  {
    variable: 'channelid',
    docs: 'ChannelID',
    cases: [
      ['$(channelid)', '1000001'],
      ['id $(CHANNELID)', 'id 1000001'],
    ],
  },
  {
    variable: 'chatid',
    docs: 'ChatID: “the particular chat’s ID”, with eval',
    cases: [
      ['$(chatid)', 'room-7'],
      ["$(eval '$(chatid)' === 'room-7' ? 'say this' : 'say something else')", 'say this'],
    ],
  },
  {
    variable: 'provider',
    docs: 'Provider: twitch, youtube, discord …',
    cases: [
      ['$(provider)', 'twitch'],
      ['$(provider)', 'youtube', { platform: 'youtube' }],
    ],
  },
  {
    variable: 'count',
    docs: 'Count: “how many times a command has been used”, this time included',
    cases: [
      ['$(count)', '1'],
      [
        '/me hugged $(touser) ($(count) hugs have been given)',
        'hugged Mo (5 hugs have been given)',
        { args: 'Mo', counters: { hug: 4 } },
      ],
    ],
  },
  {
    variable: 'countdown',
    docs: 'Countdown: a date and time, or a time that resets daily; “1 day 3 hours 20 minutes 30 seconds”',
    cases: [
      ['$(countdown Dec 25 2015 12:00:00 AM EST)', '1 day 3 hours 20 minutes 30 seconds', at('2015-12-24T01:39:30Z')],
      ['$(countdown 5:00:00 PM EST)', '3 hours 20 minutes 30 seconds', at('2015-12-24T18:39:30Z')],
      ['$(countdown 12 25 2026 12:00:00 AM EST)', '65 days 16 hours 25 minutes 4 seconds'],
      ['$(countdown 5:00:00 PM EST)', '23 hours', at('2015-12-24T23:00:00Z')],
    ],
  },
  {
    variable: 'countup',
    docs: 'Countup: time since a date, or since a time of every day',
    cases: [
      ['$(countup Dec 25 2014 12:00:00 AM EST)', '1 day 3 hours 20 minutes 30 seconds', at('2014-12-26T08:20:30Z')],
      ['$(countup 5:00:00 PM EST)', '3 hours 20 minutes 30 seconds', at('2015-12-25T01:20:30Z')],
    ],
  },
  {
    variable: 'time',
    docs: 'Time: a zone of the list, then a format of moment.js in quotes',
    cases: [
      ['$(time US/Eastern)', 'December 8th 2015, 10:05:04 am EST GMT-05:00', at('2015-12-08T15:05:04Z'), '10:05'],
      [
        '$(time US/Eastern "MMMM Do YYYY, h:mm:ss a z [GMT]Z")',
        'December 8th 2015, 10:05:04 am EST GMT-05:00',
        at('2015-12-08T15:05:04Z'),
      ],
      ['$(time EST "HH:mm z")', '07:34 EST'],
      ['$(time Europe/Berlin "dddd [the] Do, HH:mm ZZ")', 'Tuesday the 20th, 14:34 +0200'],
      ['$(time Middle/Earth)', '[Unknown time zone Middle/Earth.]'],
    ],
  },
  {
    variable: 'eval',
    docs: 'Eval: “evaluates JavaScript”, the last expression is printed',
    cases: [
      ['$(eval 2 + 2)', '4'],
      ["$(eval const responses = ['Yes!', 'No!', 'Don\\'t count on it.']; responses[2];)", "Don't count on it."],
      ['$(eval `${1 + 1} ducks`)', '2 ducks'],
      ['$(eval "@$(user), " + "$(query)".toUpperCase())', '@Pia, LULW', { args: 'lulw' }],
      ['$(eval nope)', 'ReferenceError: nope is not defined', {}, '[ReferenceError: nope is not defined]'],
      ['$(eval for (;;) {})', '[The script took too long or too much memory.]'],
    ],
  },
  {
    variable: 'urlfetch',
    docs: 'UrlFetch: “retrieve and display a response”; json inside of eval',
    cases: [
      ['joke: $(urlfetch https://api.example.com/joke)', 'joke: Knock knock.'],
      ['$(urlfetch https://api.example.com/long)', `${'x'.repeat(399)}…`, {}, 'x'.repeat(500)],
      ['$(urlfetch https://api.example.com/gone)', 'Remote Server Returned Code 404', {}, '[The server answered 404.]'],
      [
        '$(urlfetch https://nowhere.example)',
        'Error Connecting To Remote Server',
        {},
        '[The server cannot be reached.]',
      ],
      [
        '$(eval const api = $(urlfetch json https://api.example.com/wiki?q=$(querystring)); api.error || !api[1][0] ? "Please add a query" : `${api[1][0]} - ${api[3][0]}`)',
        'Duck - https://example.org/Duck',
        { args: 'duck' },
      ],
      ['$(urlfetch json https://api.example.com/wiki?q=duck)', '[JSON is for $(eval …) only.]'],
    ],
  },
  {
    variable: 'customapi',
    docs: 'UrlFetch: “formerly customapi”',
    cases: [
      ['$(customapi https://api.example.com/joke)', 'Knock knock.'],
      [
        '$(customapi https://nowhere.example)',
        'Error Connecting To Remote Server',
        {},
        '[The server cannot be reached.]',
      ],
    ],
  },
  {
    variable: 'twitch',
    docs: 'Twitch: a sentence, or a format with mustache fields',
    cases: [
      ['Stream uptime: $(twitch $(channel) "{{uptimeLength}}")', 'Stream uptime: 3 hours 25 minutes 8 seconds'],
      ['$(twitch aiden "{{displayName}} has {{followers}} followers")', 'Aiden has 10,664 followers'],
      [
        '$(twitch aiden "{{status}} {{game}} {{createdAt}}")',
        'offline Just Chatting Mon Apr 06 2015 23:09:03 GMT+0000 (UTC)',
      ],
      [
        '$(twitch waddle_demo)',
        'Waddle_Demo is currently live playing Celeste with 36 viewers since Tue Oct 20 2026 09:09:48 GMT+0000 (UTC) (3 hours 25 minutes 8 seconds) - https://www.twitch.tv/waddle_demo',
      ],
      ['$(twitch nobody_known)', '[There is no such channel.]'],
      ['$(twitch $(channel) "{{nonsense}}{{constructor}}|{{viewers}}")', '|36'],
      [
        '$(twitch $(channel) "{{title}} for $(user)")',
        '{{game}} for Pia',
        { sources: { stream: async () => ({ ...LIVE, title: '{{game}}' }) } },
      ],
      ['$(twitch $(channel) "{{subscriberCount}}")', '36'],
    ],
  },
  {
    variable: 'x',
    docs: 'X: “a click-to-post link”; tweet is an alias',
    cases: [
      [
        '$(x Come watch: http://twitch.tv/night)',
        'https://x.com/intent/post?text=Come%20watch%3A%20http%3A%2F%2Ftwitch.tv%2Fnight',
      ],
      ['$(tweet hi $(user))', 'https://x.com/intent/post?text=hi%20Pia'],
    ],
  },
  {
    variable: 'bluesky',
    docs: 'Bluesky: “a click-to-post link”',
    cases: [
      ['$(bluesky hi)', 'https://bsky.app/intent/compose?text=hi'],
      ['$(bluesky $(query))', 'https://bsky.app/intent/compose?text=a%26b', { args: 'a&b' }],
    ],
  },
  {
    variable: 'threads',
    docs: 'Threads: “a click-to-post link”',
    cases: [
      ['$(threads hi)', 'https://www.threads.net/intent/post?text=hi'],
      ['$(threads $(query))', 'https://www.threads.net/intent/post?text=%F0%9F%A6%86', { args: '🦆' }],
    ],
  },
  ...['steam', 'lastfm', 'rainwave', 'leagueoflegends', 'teamfighttactics', 'weather', 'djkhaled'].map((variable) => ({
    variable,
    docs: 'needs a service that is not asked',
    cases: unavailable(variable),
  })),
];
