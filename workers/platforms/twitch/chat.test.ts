import { describe, expect, it } from 'vitest';
import cheer from '../../../tests/samples/twitch/chat.cheer.json';
import command from '../../../tests/samples/twitch/chat.command.json';
import moderator from '../../../tests/samples/twitch/chat.command.moderator.json';
import emotes from '../../../tests/samples/twitch/chat.emotes-and-mention.json';
import plain from '../../../tests/samples/twitch/chat.plain.json';
import reply from '../../../tests/samples/twitch/chat.reply.json';
import reward from '../../../tests/samples/twitch/chat.reward.json';
import foreign from '../../../tests/samples/twitch/chat.shared.foreign.json';
import home from '../../../tests/samples/twitch/chat.shared.home.json';
import joiner from '../../../tests/samples/twitch/chat.trailing-joiner.json';
import { parseChatMessage, twitchLevel } from './chat.ts';

const BOT = '1000002';
const SENT = Date.UTC(2026, 9, 4, 12);
const headers = { messageId: 'delivery-1', type: 'notification', retry: 0, sentAt: SENT };

const parse = (event: unknown, retry = 0) =>
  parseChatMessage(event, { ...headers, retry }, BOT, SENT + 150, 'delivery-1');
function eventOf(sample: { readonly event: unknown }) {
  const chat = parse(sample.event);
  if (chat.is !== 'event') throw new Error(`it is ${chat.is}`);
  return chat.event;
}

/** A line whose first fragment mentions somebody, as Twitch writes it. */
const mentioning = (account: string, name: string, rest: string, more: object = {}) => ({
  ...plain.event,
  message: {
    text: `@${name}${rest}`,
    fragments: [
      {
        type: 'mention',
        text: `@${name}`,
        mention: { user_id: account, user_login: name.toLowerCase(), user_name: name },
      },
      { type: 'text', text: rest, mention: null },
    ],
  },
  ...more,
});

describe('a chat message of Twitch', () => {
  it('becomes an event with everything the road needs', () => {
    expect(eventOf(command)).toEqual({
      id: 'b7a1c0de-0000-4000-8000-000000000002',
      platform: 'twitch',
      channel: '1000001',
      room: '1000001',
      kind: 'message',
      author: {
        account: '2000011',
        login: 'pia_penguin',
        displayName: 'Pia_Penguin',
        level: 'subscriber',
        badges: ['subscriber'],
      },
      text: '!ping',
      attachments: [],
      mentions: [],
      data: {},
      at: SENT,
      receivedAt: SENT + 150,
      correlationId: 'delivery-1',
      redelivered: false,
      answer: { by: 'api' },
    });
  });

  it('says when it was sent before', () => {
    expect(parse(command.event, 1)).toMatchObject({ event: { redelivered: true } });
  });

  it('keeps quotes, emotes and cheers as they were typed', () => {
    expect(eventOf(moderator)).toMatchObject({
      text: '!quote add "never slide downhill twice" - ann',
      author: { level: 'moderator' },
    });
    expect(eventOf(emotes)).toMatchObject({
      text: '@Mod_Mo that jump Kappa was great LUL',
      mentions: ['2000012'],
      data: {},
    });
    expect(eventOf(cheer)).toMatchObject({ text: 'Cheer100 for the fish fund', data: { bits: 100 } });
  });

  it('stays what was said when it was written for a reward, which is noted', () => {
    expect(eventOf(reward)).toMatchObject({
      kind: 'message',
      text: 'say hi to the puffins',
      data: { rewardId: '5eed0000-0000-4000-8000-000000000022' },
    });
    expect(eventOf({ event: { ...plain.event, channel_points_custom_reward_id: '' } }).data).toEqual({});
  });

  it('loses the invisible character that chat clients append', () => {
    expect(eventOf(joiner).text).toBe('!ping');
  });

  it('loses the mention that Twitch puts in front of a reply', () => {
    expect(eventOf(reply)).toMatchObject({
      text: 'yes, from the night train',
      replyTo: 'b7a1c0de-0000-4000-8000-000000000001',
    });
  });

  it('keeps the mention of somebody else in a reply', () => {
    const other = { ...reply.event, message: { ...reply.event.message, text: '@Mod_Mo look' } };
    expect(eventOf({ event: other }).text).toBe('@Mod_Mo look');
  });

  it('is not ours when it was said in another room of a shared chat', () => {
    expect(parse(foreign.event)).toEqual({ is: 'nothing' });
  });

  it('is ours when it was said here during a shared chat', () => {
    expect(eventOf(home)).toMatchObject({ text: '!ping', author: { level: 'moderator' } });
  });

  it('is the echo of the bot’s own line when the bot wrote it', () => {
    expect(parse({ ...reply.event, chatter_user_id: BOT })).toEqual({
      is: 'echo',
      echo: {
        channel: '1000001',
        text: 'yes, from the night train',
        replyTo: reply.event.reply.parent_message_id,
        at: SENT,
      },
    });
    expect(parse({ ...foreign.event, chatter_user_id: BOT })).toEqual({ is: 'nothing' });
  });

  it('is addressed when it begins with a mention of the bot, which is then no part of it', () => {
    expect(eventOf({ event: mentioning(BOT, 'WaddleBot', ' ping') })).toMatchObject({
      text: 'ping',
      data: { addressed: true },
      mentions: [BOT],
    });
    expect(eventOf({ event: mentioning('7', 'Other', ' ping') })).toMatchObject({ text: '@Other ping', data: {} });
  });

  it('names its author by the login where no name is shown', () => {
    expect(eventOf({ event: { ...plain.event, chatter_user_name: '' } }).author.displayName).toBe('pia_penguin');
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'hi'],
    ['a message without an id', { ...plain.event, message_id: undefined }],
    ['a message with an empty id', { ...plain.event, message_id: '' }],
    ['an id as a number', { ...plain.event, chatter_user_id: 2000011 }],
    ['an endless id', { ...plain.event, message_id: 'x'.repeat(101) }],
    ['no fragments', { ...plain.event, message: { text: 'hi' } }],
  ])('is nothing where there is %s', (_, event) => {
    expect(parse(event)).toEqual({ is: 'nothing' });
  });

  it('may leave out what Twitch may leave out', () => {
    const { cheer: _, reply: __, source_broadcaster_user_id: ___, ...bare } = plain.event;
    expect(eventOf({ event: bare }).text).toBe('anyone else watching from a train?');
  });
});

describe('badges', () => {
  it.each([
    [[], 'everyone'],
    [['bits', 'premium', 'artist-badge'], 'everyone'],
    [['subscriber'], 'subscriber'],
    [['founder'], 'subscriber'],
    [['vip'], 'vip'],
    [['vip', 'subscriber'], 'vip'],
    [['moderator'], 'moderator'],
    [['lead_moderator'], 'moderator'],
    [['moderator', 'subscriber', 'bits'], 'moderator'],
    [['subscriber', 'broadcaster'], 'owner'],
    [['staff', 'admin', 'global_mod'], 'everyone'],
    [['constructor', '__proto__', 'toString'], 'everyone'],
  ] as const)('%j make %s', (badges, level) => {
    expect(twitchLevel(badges)).toBe(level);
  });
});
