import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/api.ts';
import { quiet, SLACK_CHANNELS, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

let turn = 0;
const MOD = { id: '66300', login: 'mod', role: 'moderator' } as const;
const viewer = () => ({ id: `79${++turn}`, login: `viewer${turn}`, role: 'viewer' as const });
const channelAt = (i: number) => (TWITCH_CHANNELS[i % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number]).id;

async function say(
  text: string,
  { channel = channelAt(turn++), user = viewer() as ReturnType<typeof viewer> | typeof MOD } = {},
) {
  const { messageId, redeliver } = await world.twitch.chat({ channel, user, text });
  const answers = () => world.twitch.sent.filter((line) => line.replyTo === messageId).map((line) => line.text);
  return { answers, redeliver, messageId };
}

async function answerTo(
  text: string,
  user: ReturnType<typeof viewer> | typeof MOD = MOD,
  channel?: string,
): Promise<string> {
  const { answers } = await say(text, { user, ...(channel === undefined ? {} : { channel }) });
  return until(`an answer to ${text}`, () => answers()[0]);
}

describe('keyword rules', () => {
  it('answer plain lines, once each, from the moment they are made until they are removed', async () => {
    expect(await answerTo('!keyword add hi word hello => Hello $(user)!')).toContain('hi');
    const ann = viewer();
    const { answers, redeliver } = await say('oh Hello everybody', { user: ann });
    await until('the answer', () => answers().length === 1);
    await redeliver();
    await quiet(world);
    expect(answers()).toEqual([`Hello ${ann.login}!`]);
    const other = await say('othello is a play');
    await quiet(world);
    expect(other.answers()).toEqual([]);
    await answerTo('!keyword remove hi');
    const gone = await say('hello again');
    await quiet(world);
    expect(gone.answers()).toEqual([]);
  });

  it('run a command with the rights of who wrote the line, and take lines away', async () => {
    await answerTo('!command add greet Welcome $(1)');
    await answerTo('!keyword add new contains first time here => x');
    expect(await answerTo('!keyword options new action=run line="greet {user}"')).toContain('new');
    const pia = viewer();
    const first = await say('it is my FIRST time here', { user: pia });
    await until('the command', () => first.answers()[0] === `Welcome ${pia.login}`);

    await answerTo('!keyword add spam regex buy\\s+followers => x');
    await answerTo('!keyword options spam action=delete');
    const bad = await say('Buy   followers now');
    await until('it is taken away', () => world.twitch.deleted.includes(bad.messageId));
    const moderator = await say('do not buy followers', { user: MOD });
    await quiet(world);
    expect(world.twitch.deleted.includes(moderator.messageId)).toBe(false);
  });

  it('are tried on what was written last', async () => {
    const channel = channelAt(3);
    await answerTo('!keyword add seen exact nothing matches this => x', MOD, channel);
    await say('who plays chess', { channel });
    await say('i like tea', { channel });
    const lines = await until(
      'the lines are remembered',
      async () => {
        const { json } = await ask<{ data: { text: string }[] }>(world, 'GET', `/channels/twitch:${channel}/lines`);
        return json.data.some(({ text }) => text === 'i like tea') && json.data;
      },
      30_000,
      500,
    );
    expect(lines.map(({ text }) => text)).toContain('i like tea');
    const rule = { match: 'contains', pattern: 'TEA' };
    const tried = await ask(world, 'POST', '/keywords/demo/test', { body: { channel: `twitch:${channel}`, rule } });
    expect(tried.status).toBe(200);
    expect(tried.text).toContain('i like tea');
    expect(tried.text).not.toContain('chess');
    expect((await ask(world, 'PATCH', '/communities/demo', { body: { recentLines: false } })).status).toBe(200);
    expect((await ask<{ data: unknown[] }>(world, 'GET', `/channels/twitch:${channel}/lines`)).json.data).toEqual([]);
    await ask(world, 'PATCH', '/communities/demo', { body: { recentLines: true } });
  });
});

describe('timers', () => {
  const minute = 60_000;
  const cron = () => world.worker.cron('* * * * *', new Date(world.now()));
  const said = (text: string) =>
    world.twitch.sent.filter((line) => line.text === text).map(({ broadcasterId }) => broadcasterId);

  it('speak when they are due, where people have written enough since', async () => {
    const channel = channelAt(20);
    expect(await answerTo('!timer add socials 10m Follow us!', MOD, channel)).toContain('socials');
    expect(await answerTo('!timer options socials lines=2', MOD, channel)).toContain('socials');
    await world.advance(11 * minute);
    await cron();
    await quiet(world);
    expect(said('Follow us!')).toEqual([]);
    await say('one', { channel });
    await say('two', { channel });
    // An isolate gathers lines for ten seconds of its own. They are remembered where they are counted.
    await until(
      'the lines are counted',
      async () => (await ask(world, 'GET', `/channels/twitch:${channel}/lines`)).text.includes('"two"'),
      60_000,
      500,
    );
    await world.advance(10 * minute);
    await cron();
    await until('the timer spoke', () => said('Follow us!').length === 1);
    await cron();
    await quiet(world);
    expect(said('Follow us!')).toEqual([channel]);
  });

  it('keep their beat through a deploy, and speak in the room they were made in', async () => {
    const { id: channel } = SLACK_CHANNELS[2] as (typeof SLACK_CHANNELS)[number];
    world.slack.user({ id: 'UMOD', isAdmin: true });
    const posted = () => world.slack.posted.filter((line) => line.text.includes('Stand up'));
    await world.slack.message({ channel, user: 'UMOD', text: '!timer add stand 30m Stand up' });
    await until('it is made', () => world.slack.posted.some((line) => line.channel === channel));
    await world.advance(31 * minute);
    await world.deploy();
    await cron();
    await until('it spoke', () => posted().length === 1);
    expect(posted()[0]?.channel).toBe(channel);
    await world.advance(30 * minute);
    await cron();
    await until('it spoke again', () => posted().length === 2);
  });
});
