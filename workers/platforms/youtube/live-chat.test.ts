import { describe, expect, it } from 'vitest';
import last from '../../../tests/samples/youtube/liveChatMessages.last.json';
import page from '../../../tests/samples/youtube/liveChatMessages.page.json';
import type { ChatEvent } from '../../core/events.ts';
import { isChatEnd, liveChatEvent } from './live-chat.ts';

const NOW = Date.UTC(2026, 9, 4, 12);
const PLACE = { channel: 'UCdemo0000000000000000000', liveChatId: 'chat-1' };
const read = (item: unknown) => liveChatEvent(item, PLACE, NOW);
const itemsOf = (type: string) => page.items.filter(({ snippet }) => snippet.type === type);
const firstOf = (type: string) => itemsOf(type)[0] as (typeof page.items)[number];
const changed = (type: string, snippet: object, more: object = {}) => {
  const item = firstOf(type);
  return read({ ...item, ...more, snippet: { ...item.snippet, ...snippet } });
};

it('a page is what its items tell, in their order', () => {
  expect(page.items.map((item) => read(item)?.kind ?? null)).toEqual([
    ...['message', 'message', 'message', 'message', 'tip', 'tip', 'subscribe', 'resubscribe', 'gift', null],
    ...['message.deleted', 'ban', 'timeout', null, null, null],
  ]);
});

describe('a line', () => {
  it('is said in the chat of its broadcast, and answered there', () => {
    expect(read(firstOf('textMessageEvent'))).toEqual({
      id: 'LCC.EhwKGkNKd2FkZGxl0001',
      platform: 'youtube',
      channel: PLACE.channel,
      room: `${PLACE.channel}/chat-1`,
      kind: 'message',
      author: {
        account: 'UCpia00000000000000000000',
        login: 'pia',
        displayName: '@pia',
        level: 'everyone',
        badges: [],
      },
      text: '!ping',
      attachments: [],
      mentions: [],
      data: {},
      at: Date.UTC(2026, 9, 4, 11, 59, 11, 796),
      receivedAt: NOW,
      correlationId: 'LCC.EhwKGkNKd2FkZGxl0001',
      redelivered: false,
      answer: { by: 'api' },
    } satisfies ChatEvent<'message'>);
  });

  it('carries its author’s level and signs', () => {
    expect(itemsOf('textMessageEvent').map((item) => read(item)?.author.level)).toEqual([
      'everyone',
      'subscriber',
      'moderator',
      'owner',
    ]);
    expect(read(itemsOf('textMessageEvent')[2])?.author.badges).toEqual(['moderator', 'member', 'verified']);
  });

  it('is taken without the details of its author, by somebody whose level is not known', () => {
    expect(changed('textMessageEvent', {}, { authorDetails: undefined })?.author).toEqual({
      account: 'UCpia00000000000000000000',
      login: '',
      displayName: '',
      level: 'everyone',
      badges: [],
    });
  });

  it('loses the invisible end that dodges duplicate checks', () => {
    expect(changed('textMessageEvent', { textMessageDetails: { messageText: '!ping \u{E0000}' } })?.text).toBe('!ping');
  });

  it('may have an id as long as those of some years ago', () => {
    expect(changed('textMessageEvent', {}, { id: 'L'.repeat(155) })?.id).toHaveLength(155);
    expect(changed('textMessageEvent', {}, { id: 'L'.repeat(191) })).toBeNull();
  });

  it.each([
    ['without text', { textMessageDetails: { messageText: '' } }, {}],
    ['without its details', { textMessageDetails: undefined }, {}],
    ['of nobody', { authorChannelId: undefined }, { authorDetails: undefined }],
    ['without a time', { publishedAt: 'soon' }, {}],
    ['without an id', {}, { id: '' }],
    ['of a type that JavaScript knows', { type: 'constructor' }, {}],
  ])('%s is none', (_, snippet, more) => {
    expect(changed('textMessageEvent', snippet, more)).toBeNull();
  });
});

describe('money', () => {
  it('is a tip with the giver’s own words', () => {
    expect(read(firstOf('superChatEvent'))).toMatchObject({
      kind: 'tip',
      text: 'keep waddling',
      author: { account: 'UCpia00000000000000000000' },
      data: { amountMicros: 5_000_000, currency: 'EUR', shown: '€5.00' },
    });
  });

  it('with a sticker has no words', () => {
    expect(read(firstOf('superStickerEvent'))).toMatchObject({
      kind: 'tip',
      text: '',
      data: { amountMicros: 1_990_000, currency: 'USD', shown: '$1.99' },
    });
  });

  it('is shown as it is where YouTube does not say how', () => {
    const superChatDetails = { amountMicros: 2_500_000, currency: 'CHF' };
    expect(changed('superChatEvent', { superChatDetails })?.data).toMatchObject({ shown: '2.50 CHF' });
  });

  it.each([null, '', '-1', '1e3', 1.5, '9'.repeat(16), true])('is not %j', (amountMicros) => {
    expect(changed('superChatEvent', { superChatDetails: { amountMicros, currency: 'EUR' } })).toBeNull();
  });
});

describe('memberships', () => {
  it('begin, and are kept', () => {
    expect(read(firstOf('newSponsorEvent'))?.data).toEqual({ tier: 'member' });
    expect(read(firstOf('memberMilestoneChatEvent'))).toMatchObject({
      text: 'a whole year',
      data: { tier: 'member', months: 12 },
    });
  });

  it('are given in one gift, whoever receives them', () => {
    expect(read(firstOf('membershipGiftingEvent'))?.data).toEqual({
      tier: 'member',
      count: 5,
      recipients: [],
      anonymous: false,
    });
    expect(read(firstOf('giftMembershipReceivedEvent'))).toBeNull();
  });
});

describe('moderation', () => {
  it('names the line that is gone', () => {
    expect(read(firstOf('messageDeletedEvent'))).toMatchObject({
      author: { account: 'UCmo000000000000000000000' },
      data: { messageId: 'LCC.EhwKGkNKd2FkZGxl0002' },
    });
  });

  it('bans for good, or for a while', () => {
    const [ban, timeout] = itemsOf('userBannedEvent').map(read);
    expect(ban).toMatchObject({ kind: 'ban', data: { target: { account: 'UCspam0000000000000000000' }, reason: '' } });
    expect(timeout).toMatchObject({
      kind: 'timeout',
      data: { target: { displayName: 'Loud' }, until: (timeout?.at ?? 0) + 300_000 },
    });
  });

  it('may be nobody’s', () => {
    const event = changed('messageDeletedEvent', { authorChannelId: undefined }, { authorDetails: undefined });
    expect(event).toMatchObject({ kind: 'message.deleted', author: { account: '' } });
  });
});

it('knows the end of a chat from all else', () => {
  expect(last.items.map(isChatEnd)).toEqual([true]);
  expect(page.items.some(isChatEnd)).toBe(false);
  expect([null, 'chatEndedEvent', {}].some(isChatEnd)).toBe(false);
});

it.each([null, undefined, 1, 'item', [], {}, { id: 'x', snippet: null }])('takes %j for no item', (payload) => {
  expect(read(payload)).toBeNull();
});
