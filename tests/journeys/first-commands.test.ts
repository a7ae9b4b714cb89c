import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SLACK_CHANNELS, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const moderator = (name: string) => ({
  id: `70${name.length}${name.charCodeAt(0)}`,
  login: name,
  role: 'moderator' as const,
});
const viewer = (name: string) => ({
  id: `80${name.length}${name.charCodeAt(0)}`,
  login: name,
  role: 'viewer' as const,
});

let turn = 0;
const nextTwitch = () => (TWITCH_CHANNELS[turn++ % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number]).id;
const nextSlack = () => (SLACK_CHANNELS[turn++ % SLACK_CHANNELS.length] as (typeof SLACK_CHANNELS)[number]).id;

/** Says a line on Twitch and waits for the bot's answer to it. */
async function ask(
  user: ReturnType<typeof viewer> | ReturnType<typeof moderator>,
  text: string,
  channel = nextTwitch(),
): Promise<string> {
  const { messageId, status } = await world.twitch.chat({ channel, user, text });
  expect(status).toBe(204);
  const sent = await until(`an answer to ${text}`, () => world.twitch.sent.find((line) => line.replyTo === messageId));
  return sent.text;
}

describe('the first commands on Twitch', () => {
  it('help names the commands one can use', async () => {
    const answer = await ask(viewer('ada'), '!help');
    expect(answer).toContain('!ping');
    expect(answer).not.toContain('!command ');
  });

  it('a moderator adds a command, anybody uses it, its change counts for the next message', async () => {
    expect(await ask(moderator('mia'), '!command add !hello Hello $(touser)!')).toBe('Added !hello. Try it.');
    expect(await ask(viewer('bob'), '!hello @ann')).toBe('Hello ann!');
    expect(await ask(moderator('mia'), '!command edit hello Good day $(user).')).toBe('Changed !hello.');
    expect(await ask(viewer('cleo'), '!HELLO')).toBe('Good day cleo.');
    expect(await ask(moderator('mia'), '!cmd show hello')).toBe('The text of !hello: Good day $(user).');
    expect(await ask(moderator('mia'), '!command remove !hello')).toBe('Removed !hello.');
    const channel = nextTwitch();
    const { messageId } = await world.twitch.chat({ channel, user: viewer('dora'), text: '!hello' });
    expect(await ask(viewer('dora'), '!ping', channel)).toBe('Pong!');
    expect(world.twitch.sent.some((line) => line.replyTo === messageId)).toBe(false);
  });

  it('says what is wrong and what to do', async () => {
    const mia = moderator('mia');
    expect(await ask(mia, '!command add ping x')).toContain('built in');
    expect(await ask(mia, '!command edit nothere x')).toContain('!command add !nothere');
    expect(await ask(mia, '!command add one')).toBe('Usage: !command add <name> <text…>');
    await ask(mia, '!command add twice first');
    expect(await ask(mia, '!command add twice second')).toContain('!command edit !twice');
    expect(await ask(mia, `!command add a!b x`)).toContain('"a!b" cannot be a command');
  });

  it('answers the one who speaks to it by name, without a prefix', async () => {
    expect(await ask(viewer('eve'), '@waddlebot ping')).toBe('Pong!');
  });

  it('takes an invisible character at the end as nothing', async () => {
    expect(await ask(viewer('fay'), '!ping \u034F')).toBe('Pong!');
  });

  it('a viewer cannot make commands, and hears nothing about it', async () => {
    const channel = nextTwitch();
    const { messageId } = await world.twitch.chat({ channel, user: viewer('gil'), text: '!command add evil x' });
    expect(await ask(viewer('gil'), '!ping', channel)).toBe('Pong!');
    expect(world.twitch.sent.some((line) => line.replyTo === messageId)).toBe(false);
    expect(await world.rows('select from commands where name = $1', ['evil'])).toHaveLength(0);
  });

  it('a line said in another room of a shared chat is answered there, not here', async () => {
    const channel = nextTwitch();
    const { messageId } = await world.twitch.chat({
      channel,
      user: viewer('hal'),
      text: '!ping',
      sharedFrom: { id: '1999999', login: 'elsewhere' },
    });
    expect(await ask(viewer('ivy'), '!ping', channel)).toBe('Pong!');
    expect(world.twitch.sent.some((line) => line.replyTo === messageId)).toBe(false);
  });

  it('keeps the way of a command with its times, under one correlation id', async () => {
    await ask(moderator('mia'), '!command add traced x');
    const [row] = await until('the trace', async () => {
      const rows = await world.rows<{
        trace: Record<string, number>;
        invocation: { event: { correlationId: string } };
      }>(`select trace, invocation from invocations where invocation->>'args' = 'traced x' and trace ? 'sent'`);
      return rows.length > 0 && rows;
    });
    const { at, received, admitted, executed, committed, claimed, sent } = row?.trace ?? {};
    const times = [at, received, admitted, executed, committed, claimed, sent];
    expect(times.every((time) => typeof time === 'number')).toBe(true);
    expect([...times].slice(1)).toEqual([...times].slice(1).sort((a, b) => (a ?? 0) - (b ?? 0)));
    expect(row?.invocation.event.correlationId).toMatch(/./);
  });
});

describe('the first commands on Slack', () => {
  it('answers in the channel and in the thread', async () => {
    await world.slack.message({ channel: 'C0DEMO', user: 'U100', text: '!ping' });
    await until('a pong', () =>
      world.slack.posted.find((line) => line.text === 'Pong!' && !line.threadTs && line.via === 'chat.postMessage'),
    );
    await world.slack.message({ channel: 'C0DEMO', user: 'U101', text: '!ping', threadTs: '1700000000.000100' });
    await until('a pong in the thread', () =>
      world.slack.posted.find((line) => line.threadTs === '1700000000.000100' && line.text === 'Pong!'),
    );
  });

  it('answers a slash command in its own request', async () => {
    const { status, body } = await world.slack.slash({
      channel: 'C0DEMO',
      user: 'U102',
      command: '/waddlebot',
      text: 'ping',
    });
    expect(status).toBe(200);
    expect(body).toEqual({ response_type: 'in_channel', text: 'Pong!' });
  });

  it('shows help only to the one who asked', async () => {
    const { body } = await world.slack.slash({ channel: 'C0DEMO', user: 'U103', command: '/waddlebot', text: '' });
    expect(body).toMatchObject({ response_type: 'ephemeral' });
  });

  it('an admin of the workspace can add a command; anybody else cannot', async () => {
    world.slack.user({ id: 'U104', isAdmin: true });
    const slash = (user: string, text: string) =>
      world.slack.slash({ channel: 'C0DEMO', user, command: '/waddlebot', text });
    expect((await slash('U105', 'command add coffee Coffee!')).body).toMatchObject({
      text: 'You may not use !command add here.',
    });
    expect((await slash('U104', 'command add coffee Coffee!')).body).toMatchObject({ text: 'Added !coffee. Try it.' });
    expect((await slash('U105', 'coffee')).body).toMatchObject({ text: 'Coffee!' });
  });

  it('answers a mention once, though Slack tells of it twice', async () => {
    const channel = nextSlack();
    const said = (text: string) =>
      world.slack.posted.filter((line) => line.channel === channel && line.text.startsWith(text));
    await world.slack.mention({ channel, user: 'U106', text: '<@U0WADDLE> ping' });
    await until('a pong', () => said('Pong!').length > 0);
    await world.slack.message({ channel, user: 'U107', text: '!about' });
    await until('the next answer', () => said('WaddleBot: one community').length > 0);
    expect(said('Pong!')).toHaveLength(1);
  });

  it('text of people pings nobody', async () => {
    world.slack.user({ id: 'U104', isAdmin: true });
    await world.slack.slash({
      channel: 'C0DEMO',
      user: 'U104',
      command: '/waddlebot',
      text: 'command add shout <!channel> $(query)',
    });
    const { body } = await world.slack.slash({
      channel: 'C0DEMO',
      user: 'U108',
      command: '/waddlebot',
      text: 'shout <!here> & co',
    });
    expect((body as { text: string }).text).not.toMatch(/<!/);
  });

  it('takes the handshakes: url_verification and ssl_check', async () => {
    expect(await world.slack.urlVerification()).toMatchObject({ status: 200, verified: true });
    expect((await world.slack.sslCheck()).status).toBe(200);
  });
});

describe('what a command carries over from one platform to the other', () => {
  it('a command made on Twitch answers on Slack', async () => {
    await ask(moderator('mia'), '!command add everywhere Here too.');
    const { body } = await world.slack.slash({
      channel: 'C0DEMO',
      user: 'U109',
      command: '/waddlebot',
      text: 'everywhere',
    });
    expect(body).toMatchObject({ text: 'Here too.' });
  });
});
