import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDemoBroadcast } from '../../scripts/local/demo.ts';
import { DEMO } from '../stand-ins/run.ts';
import { chatsAreRead, quiet, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ youtube: { pollingIntervalMs: 500 } });
});
afterEach(() => world?.disarm());
afterAll(() => world?.close());

const CHANNEL: string = DEMO.twitch.channel.id;
/** Connected without the scopes that steer a stream. */
const OTHER = (TWITCH_CHANNELS[0] as (typeof TWITCH_CHANNELS)[number]).id;
const owner = { ...DEMO.twitch.channel, role: 'broadcaster' } as const;
const mia = { id: '660001', login: 'mia', role: 'moderator' } as const;
const pia = { id: '660002', login: 'pia', role: 'viewer' } as const;
const CONNECT = 'npm run connect twitch -- --with stream';

type TwitchUser = typeof owner | typeof mia | typeof pia;

/** A room takes five replies in ten seconds, and journeys talk faster. */
const breathe = () => world.advance(11_000);

const answersTo = (messageId: string) => world.twitch.sent.filter(({ replyTo }) => replyTo === messageId);

async function onTwitch(user: TwitchUser, text: string, channel = CHANNEL): Promise<string> {
  await breathe();
  const { messageId } = await world.twitch.chat({ channel, user, text });
  const [line] = await until(`an answer to ${text}`, () => {
    const answers = answersTo(messageId);
    return answers.length > 0 && answers;
  });
  return line?.text ?? '';
}

async function onKick(text: string, role: 'viewer' | 'moderator' | 'broadcaster' = 'moderator'): Promise<string> {
  await breathe();
  const user = { id: `77${role.length}`, login: `kick_${role}`, role };
  const { messageId } = await world.kick.chat({ channel: DEMO.kick.channel.id, user, text });
  const line = await until(`an answer to ${text}`, () => world.kick.sent.find(({ replyTo }) => replyTo === messageId));
  return line.text;
}

// First: its chats are read by alarms, which an advanced clock would put far ahead.
describe('a stream on YouTube, from chat', () => {
  const video = DEMO.youtube.broadcast.id;
  const ask = async (text: string): Promise<string> => {
    const chat = world.youtube.live(video);
    const sent = () => world.youtube.sent.filter(({ liveChatId }) => liveChatId === chat.id);
    const before = sent().length;
    chat.say({ user: { id: 'UCmoderator', name: 'Mia', role: 'moderator' }, text });
    const line = await until(`an answer to ${text}`, () => sent()[before]);
    return line.text;
  };

  it('has its title, and says so of what YouTube lacks', async () => {
    await world.worker.cron('* * * * *');
    await openDemoBroadcast(world.db, world.youtube, world.secrets.youtube, world.worker.url);
    await chatsAreRead(world, [video]);
    expect(await ask('!title set Penguins live')).toContain('The title is now: Penguins live');
    expect(await ask('!title')).toContain('Title: Penguins live');
    expect(await ask('!uptime')).toContain('The stream has been on for');
    expect(await ask('!game set Chess')).toContain('YouTube’s API has nothing for the game of a stream.');
    expect(await ask('!clip')).toContain('YouTube’s API has nothing for clips.');
  });
});

describe('a stream on Twitch, from chat', () => {
  it('is off, then on: seen by everybody, marked and clipped only then', async () => {
    expect(await onTwitch(pia, '!uptime')).toBe('The stream is off.');
    expect(await onTwitch(pia, '!clip')).toBe('Not now: There is nothing to clip: the channel is not on the air.');
    await world.twitch.emit.streamOnline({ channel: CHANNEL, startedAt: world.now() - 90 * 60_000 });
    // What is known of a stream may be half a minute old.
    await world.advance(31_000);
    expect(await onTwitch(pia, '!uptime')).toMatch(/^The stream has been on for 1 h 3\d min\.$/);
    const said = await onTwitch(pia, '!clip');
    expect(said).toContain(`https://clips.twitch.tv/${world.twitch.clips[0]?.id}`);
    expect(await onTwitch(mia, '!marker what a moment')).toMatch(/^Marked, 1 h 3\d min into the stream\.$/);
    expect(world.twitch.markers).toMatchObject([{ description: 'what a moment' }]);
  });

  it('has its title and its game set by a moderator, and shown to everybody', async () => {
    expect(await onTwitch(mia, '!title set Penguins   at play')).toBe('The title is now: Penguins   at play');
    expect(await onTwitch(pia, '!title')).toBe('Title: Penguins   at play');
    expect(await onTwitch(mia, '!title Something else')).toContain('!title set … changes it.');
    expect(await onTwitch(mia, '!game set craft')).toBe(
      'Which one is "craft"? There are: Minecraft, Minecraft Dungeons. Nothing was changed.',
    );
    expect(await onTwitch(mia, '!game set gta')).toBe('The game is now: Grand Theft Auto V');
    expect(await onTwitch(pia, '!game')).toBe('Game: Grand Theft Auto V');
    expect(world.twitch.channel(CHANNEL)).toMatchObject({
      title: 'Penguins   at play',
      categoryName: 'Grand Theft Auto V',
    });
    const { messageId } = await world.twitch.chat({ channel: CHANNEL, user: pia, text: '!title set Mine' });
    await quiet(world);
    expect(answersTo(messageId)).toEqual([]);
    expect(world.twitch.channel(CHANNEL).title).toBe('Penguins   at play');
  });

  it('tells how long somebody follows and is there', async () => {
    await world.twitch.emit.follow({ channel: CHANNEL, user: pia, at: world.now() - 3 * 86_400_000 });
    expect(await onTwitch(mia, '!followage @pia')).toMatch(/^pia has followed since \d{4}-\d\d-\d\d \(3 d.*\)\.$/);
    expect(await onTwitch(mia, '!followage')).toBe('mia does not follow this channel.');
    expect(await onTwitch(pia, '!accountage')).toMatch(
      /^pia has had this account since \d{4}-\d\d-\d\d \(\d+ d.*\)\.$/,
    );
    expect(await onTwitch(mia, '!accountage @no_such_body')).toContain('I know nobody called');
  });

  it('is taken to another channel, or not after all', async () => {
    const other = TWITCH_CHANNELS[1] as (typeof TWITCH_CHANNELS)[number];
    expect(await onTwitch(mia, `!raid @${other.login}`)).toContain(`The raid on ${other.login} is being prepared.`);
    expect(await onTwitch(mia, '!raid cancel')).toBe('The raid is cancelled.');
    expect(world.twitch.raids).toMatchObject([{ from: CHANNEL, to: other.id, cancelled: true }]);
    expect(await onTwitch(mia, '!raid cancel')).toBe('There is no raid to cancel.');
  });

  it('has its VIPs and moderators named by the broadcaster alone', async () => {
    expect(await onTwitch(owner, '!vip add @pia')).toBe('pia is a VIP now.');
    expect(world.twitch.channel(CHANNEL).vips).toContain(pia.id);
    expect(await onTwitch(owner, '!vip remove @pia')).toBe('pia is no longer a VIP.');
    expect(await onTwitch(owner, '!mod add @pia')).toBe('pia is a moderator now.');
    expect(await onTwitch(owner, '!vip add @pia')).toContain('That was not done.');
    expect(await onTwitch(owner, '!mod remove @pia')).toBe('pia is no longer a moderator.');
    const { messageId } = await world.twitch.chat({ channel: CHANNEL, user: mia, text: '!mod add @pia' });
    await quiet(world);
    expect(answersTo(messageId)).toEqual([]);
    expect(world.twitch.channel(CHANNEL).moderators).not.toContain(pia.id);
  });

  it('is not steered where its owner has not allowed it, and tells what to run', async () => {
    expect(await onTwitch(mia, '!title set Mine', OTHER)).toContain(CONNECT);
    expect(await onTwitch(mia, '!followage', OTHER)).toContain('npm run connect twitch');
  });
});

describe('an act that was interrupted', () => {
  const clips = () => world.twitch.clips.length;
  const failures = () => world.logs.filter((line) => line.includes('queue.failed')).length;

  it('before it was done is not done later, and says that nobody knows', async () => {
    const before = clips();
    await world.arm('execute:after-commit');
    expect(await onTwitch(mia, '!clip')).toContain('cannot tell whether that happened');
    await quiet(world);
    expect(clips()).toBe(before);
  });

  it('after it was done is not done again, nor told twice', async () => {
    const before = clips();
    const failed = failures();
    await breathe();
    await world.arm('execute:before-ack');
    const { messageId } = await world.twitch.chat({ channel: CHANNEL, user: mia, text: '!clip', copies: 3 });
    await until('the clip', () => answersTo(messageId).length > 0);
    await quiet(world, 6_000);
    expect(answersTo(messageId).map(({ text }) => text)).toEqual([expect.stringContaining('https://clips.twitch.tv/')]);
    expect(clips()).toBe(before + 1);
    expect(failures()).toBe(failed + 1);
  });
});

describe('a stream on Kick, from chat', () => {
  it('has its title and its game', async () => {
    expect(await onKick('!title set Pinguine')).toBe('The title is now: Pinguine');
    expect(await onKick('!game set craft')).toContain('Minecraft, Minecraft Dungeons');
    expect(await onKick('!game set minecraft')).toBe('The game is now: Minecraft');
    expect(world.kick.stream()).toMatchObject({ title: 'Pinguine', category: { name: 'Minecraft' } });
    expect(await onKick('!title', 'viewer')).toBe('Title: Pinguine');
    expect(await onKick('!uptime', 'viewer')).toBe('The stream is off.');
  });

  it('says so of what Kick lacks', async () => {
    expect(await onKick('!clip')).toBe(
      'Kick’s API has nothing for clips. Whoever watches can make one below the video.',
    );
    expect(await onKick('!marker')).toContain('Kick’s API has nothing for markers.');
    expect(await onKick('!raid @somebody')).toContain('Kick’s API has nothing for hosting.');
    expect(await onKick('!vip add @kick_viewer', 'broadcaster')).toContain('can type /vip');
    expect(await onKick('!followage')).toBe('This platform does not tell who follows.');
    expect(await onKick('!accountage')).toBe('This platform does not tell how old accounts are.');
  });
});
