/** Where a file may come from; by the API's names. */
export const SOURCES = ['nightbot', 'streamelements', 'fossabot', 'quotes'] as const;
export type Source = (typeof SOURCES)[number];

/** What is asked for, as it is typed into a terminal or an address line. */
export const ADDRESSES: Readonly<Record<Source, readonly string[]>> = {
  nightbot: ['curl -H "Authorization: Bearer TOKEN" https://api.nightbot.tv/1/commands -o nightbot.json'],
  streamelements: [
    'curl -H "Authorization: Bearer TOKEN" https://api.streamelements.com/kappa/v2/bot/commands/ACCOUNT-ID -o streamelements.json',
  ],
  fossabot: [
    'https://api.fossabot.com/v2/cached/channels/by-slug/CHANNEL',
    'https://api.fossabot.com/v2/cached/channels/ID/commands',
  ],
  quotes: [],
};

/** A small file of each, to see how it goes: a line for each status. */
export const EXAMPLES: Readonly<Record<Source, string>> = {
  nightbot: JSON.stringify({
    commands: [
      {
        name: '!pond',
        message: '$(user) jumps into the pond. Jump number $(count)!',
        coolDown: 5,
        count: 41,
        userLevel: 'everyone',
      },
      { name: '!splash', alias: '!pond', message: '$(query)', coolDown: 0, count: 0, userLevel: 'everyone' },
      {
        name: '!weather',
        message: '$(urlfetch https://weather.example.com/pond)',
        coolDown: 30,
        count: 0,
        userLevel: 'subscriber',
      },
      { name: '!help', message: 'Ask a penguin.', coolDown: 0, count: 0, userLevel: 'everyone' },
    ],
    timers: [
      { name: 'Follow the pond', message: 'Follow us to the pond.', interval: '*/15 * * * *', lines: 5, enabled: true },
    ],
    regulars: [{ name: 'robin', displayName: 'Robin' }],
  }),
  streamelements: JSON.stringify({
    commands: [
      {
        command: 'pond',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the bot's language
        reply: '${sender} jumps into the pond.',
        aliases: ['splash'],
        keywords: ['good morning'],
        accessLevel: 100,
        cooldown: { user: 15, global: 5 },
        type: 'say',
        cost: 0,
      },
      {
        command: 'fish',
        reply: 'Here, a fish for $(touser).',
        accessLevel: 250,
        cooldown: { user: 0, global: 0 },
        type: 'reply',
        cost: 50,
      },
      { command: 'help', reply: 'Ask a penguin.', accessLevel: 100, type: 'say' },
    ],
    timers: [
      {
        name: 'follow',
        messages: ['Follow us to the pond.', 'The pond has a Discord.'],
        online: { enabled: true, interval: 15 },
        offline: { enabled: false, interval: 30 },
        chatLines: 5,
      },
    ],
    counters: [{ counter: 'falls', value: 12 }],
  }),
  fossabot: JSON.stringify({
    roles: [
      { id: '1', name: 'Moderator', default: true },
      { id: '2', name: 'Broadcaster', default: true },
      { id: '3', name: 'Friends of the pond', default: false },
    ],
    commands: [
      {
        name: 'pond',
        response: '$(sender) jumps into the pond.',
        type: 'custom',
        aliases: ['splash'],
        role_ids: [],
        enabled_online: true,
        enabled_offline: true,
      },
      {
        name: 'drain',
        response: 'The pond is empty.',
        type: 'custom',
        aliases: [],
        role_ids: ['3'],
        enabled_online: true,
        enabled_offline: false,
      },
      {
        name: 'help',
        response: 'Ask a penguin.',
        type: 'custom',
        aliases: [],
        role_ids: [],
        enabled_online: true,
        enabled_offline: true,
      },
      {
        name: 'uptime',
        response: '',
        type: 'default',
        aliases: [],
        role_ids: [],
        enabled_online: true,
        enabled_offline: true,
      },
    ],
  }),
  quotes:
    'text,author,game,date\n"I can swim, honestly.",Robin,Celeste,2026-03-01\nWho drained the pond?,Mara,,01/02/2026\n',
};
