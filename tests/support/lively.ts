import { DEMO } from '../stand-ins/run.ts';
import { ask } from './api.ts';
import { TWITCH_CHANNELS, until, type World } from './world.ts';

/** Those who talk in the demo community, with the platform they are on. */
const PEOPLE = [
  { name: 'ann_on_ice', role: 'moderator' },
  { name: 'bo', role: 'subscriber' },
  { name: 'carlotta_the_considerably_long', role: 'viewer' },
  { name: 'dev_null', role: 'vip' },
  { name: 'emil', role: 'viewer' },
] as const;

const LINES = [
  'that last run was really something',
  'first time here, hello everybody',
  '!fish',
  'when is the next stream?',
  '🐧🐧🐧',
  '!quote 1',
  'what does the fish cost https://example.org/fish?size=large',
  '!ping',
];

const QUOTES = [
  { text: 'The ice is never too thin for a good plan.', author: 'Ann' },
  { text: 'I have not lost, I have found 40 ways to fall into the water.', author: 'Bo' },
  { text: 'Bitte keine Fische mehr in den Chat werfen.', author: 'Carlotta' },
] as const;

const COMMANDS = [
  { name: 'fish', replies: [{ text: 'One fish for $(user).' }] },
  { name: 'schedule', replies: [{ text: 'We waddle on Mondays and Thursdays at 19:00.' }] },
] as const;

/** Fills the demo community with what a day of it leaves behind: people, lines on every platform, quotes, commands. */
export async function makeLively(world: World): Promise<void> {
  const made = [
    ...QUOTES.map((quote) => ask(world, 'POST', '/quotes', { body: { communityId: 'demo', ...quote } })),
    ...COMMANDS.map((command) => ask(world, 'POST', '/commands/demo', { body: command })),
  ];
  for (const { status, text } of await Promise.all(made))
    if (status !== 201) throw new Error(`the lively community lacks something: ${status} ${text}`);
  const shown = await ask(world, 'PATCH', '/communities/demo/public-pages', { body: { state: 'public' } });
  if (shown.status !== 200) throw new Error(`the lively community shows nothing: ${shown.status} ${shown.text}`);
  await talk(world);
}

/** Has people talk on every platform, and waits until the bot has answered what was asked of it on Twitch. */
export async function talk(world: World): Promise<void> {
  const since = world.twitch.sent.length;
  for (const [i, text] of LINES.entries()) {
    const { name, role } = PEOPLE[i % PEOPLE.length] as (typeof PEOPLE)[number];
    const user = { id: String(7_700_000 + (i % PEOPLE.length)), login: name, role };
    const channel = (TWITCH_CHANNELS[i % 2] as (typeof TWITCH_CHANNELS)[number]).id;
    await world.twitch.chat({ channel, user, text });
    await world.kick.chat({ channel: DEMO.kick.channel.id, user: { ...user, role: 'viewer' }, text });
    const { guild, channel: room } = DEMO.discord;
    await world.discord.message({
      guild: guild.id,
      channel: room.id,
      user: { id: `27000000000000000${i}`, username: name },
      text,
    });
    await world.slack.message({ channel: DEMO.slack.channel.id, user: 'UANN', text });
  }
  await until('the bot answers', () => world.twitch.sent.length >= since + 2);
}
