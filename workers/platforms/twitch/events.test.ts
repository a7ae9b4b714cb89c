import { describe, expect, it } from 'vitest';
import authorizationRevoke from '../../../tests/samples/twitch/authorization.revoke.json';
import ban from '../../../tests/samples/twitch/ban.json';
import timeout from '../../../tests/samples/twitch/ban.timeout.json';
import update from '../../../tests/samples/twitch/channel.update.json';
import shardDisabled from '../../../tests/samples/twitch/conduit.shard.disabled.json';
import messageDelete from '../../../tests/samples/twitch/message_delete.json';
import raid from '../../../tests/samples/twitch/raid.json';
import raidOut from '../../../tests/samples/twitch/raid.out.json';
import revocation from '../../../tests/samples/twitch/revocation.json';
import shoutoutSent from '../../../tests/samples/twitch/shoutout.create.json';
import shoutoutReceived from '../../../tests/samples/twitch/shoutout.receive.json';
import offline from '../../../tests/samples/twitch/stream.offline.json';
import online from '../../../tests/samples/twitch/stream.online.json';
import unban from '../../../tests/samples/twitch/unban.json';
import challenge from '../../../tests/samples/twitch/webhook_callback_verification.json';
import { NOBODY } from '../../core/events.ts';
import {
  eventsubBody,
  parseAuthorizationRevoke,
  parseNotification,
  parseShardDisabled,
  verification,
} from './events.ts';

const SENT = Date.UTC(2026, 9, 4, 12);
const headers = { messageId: 'delivery-1', type: 'notification', retry: 0, sentAt: SENT };

interface Sample {
  readonly subscription: { readonly type: string; readonly condition?: Readonly<Record<string, unknown>> };
  readonly event: unknown;
}
const parse = ({ subscription, event }: Sample, more: object = {}) =>
  parseNotification(subscription, event, { ...headers, ...more }, SENT + 150);
const withEvent = (sample: Sample, more: object) => ({ ...sample, event: { ...(sample.event as object), ...more } });

const DEMO = { account: '1000001', login: 'waddle_demo', displayName: 'Waddle_Demo' };
const ISLA = { account: '3000021', login: 'isla_ice', displayName: 'Isla_Ice' };
const MO = { account: '2000012', login: 'mod_mo', displayName: 'Mod_Mo' };
const SAL = { account: '2000013', login: 'seal_sal', displayName: 'Seal_Sal' };

describe('the stream', () => {
  it('goes online once per stream, at its own time, under its own id', () => {
    expect(parse(online)).toEqual({
      id: 'online:40000000041',
      platform: 'twitch',
      channel: '1000001',
      room: '1000001',
      kind: 'stream.online',
      author: { ...DEMO, level: 'owner', badges: [] },
      text: '',
      attachments: [],
      mentions: [],
      data: { streamId: '40000000041', startedAt: Date.UTC(2026, 9, 4, 11, 59, 30) },
      at: Date.UTC(2026, 9, 4, 11, 59, 30),
      receivedAt: SENT + 150,
      correlationId: 'delivery-1',
      redelivered: false,
      answer: { by: 'api' },
    });
    expect(parse(online, { messageId: 'delivery-2', retry: 1 })).toMatchObject({
      id: 'online:40000000041',
      redelivered: true,
    });
  });

  it('goes offline under the delivery’s id, because it names no stream', () => {
    expect(parse(offline)).toMatchObject({ id: 'delivery-1', kind: 'stream.offline', data: {}, at: SENT });
  });

  it('has a new title, category or language', () => {
    expect(parse(update)).toMatchObject({
      id: 'delivery-1',
      kind: 'stream.update',
      data: { title: 'Building an igloo, day 3', category: 'Art', language: 'en' },
    });
    expect(parse(withEvent(update, { title: '', category_name: '', language: null }))?.data).toEqual({});
  });
});

describe('a raid', () => {
  it('is the raider’s, in the channel that is raided', () => {
    expect(parse(raid)).toMatchObject({
      id: 'delivery-1',
      kind: 'raid',
      channel: '1000001',
      author: { ...ISLA, level: 'everyone' },
      data: { viewers: 42 },
      twin: { key: 'raid:3000021', source: 'event', withinMs: 60_000 },
    });
  });

  it('is not told to the channel it leaves from', () => {
    expect(parse(raidOut)).toBeNull();
  });
});

describe('a shoutout', () => {
  it('is sent by a moderator, who may send the next one later', () => {
    expect(parse(shoutoutSent)).toMatchObject({
      id: `shoutout:3000021:${Date.UTC(2026, 9, 4, 11, 59, 50, 250)}`,
      kind: 'shoutout',
      author: { ...MO, level: 'moderator' },
      data: {
        direction: 'sent',
        target: ISLA,
        viewers: 86,
        nextAt: Date.UTC(2026, 9, 4, 12, 1, 50, 250),
      },
      at: Date.UTC(2026, 9, 4, 11, 59, 50, 250),
    });
  });

  it('is received from another channel', () => {
    expect(parse(shoutoutReceived)).toMatchObject({
      id: `shouted:3000021:${Date.UTC(2026, 9, 4, 11, 59, 50, 250)}`,
      author: ISLA,
      data: { direction: 'received', target: ISLA, viewers: 86 },
    });
  });
});

describe('moderation', () => {
  const BANNED = Date.UTC(2026, 9, 4, 11, 59, 55, 1);

  it('bans for good', () => {
    expect(parse(ban)).toMatchObject({
      id: `ban:2000013:${BANNED}`,
      kind: 'ban',
      author: { ...MO, level: 'moderator' },
      data: { target: SAL, reason: 'spam links' },
      text: '',
      at: BANNED,
    });
  });

  it('times out until a time', () => {
    expect(parse(timeout)).toMatchObject({
      kind: 'timeout',
      data: { target: SAL, reason: '', until: Date.UTC(2026, 9, 4, 12, 9, 55, 1) },
    });
  });

  it('takes a ban back', () => {
    expect(parse(unban)).toMatchObject({ id: 'delivery-1', kind: 'unban', author: MO, data: { target: SAL } });
  });

  it('is the owner’s where the broadcaster does it, and nobody’s where it is not told', () => {
    const byOwner = withEvent(unban, { moderator_user_id: '1000001' });
    expect(parse(byOwner)?.author).toMatchObject({ account: '1000001', level: 'owner' });
    expect(parse(withEvent(unban, { moderator_user_id: null }))?.author).toEqual(NOBODY);
  });

  it('deletes a message, which is known by its id', () => {
    expect(parse(messageDelete)).toMatchObject({
      id: 'deleted:b7a1c0de-0000-4000-8000-000000000091',
      kind: 'message.deleted',
      author: NOBODY,
      data: { messageId: 'b7a1c0de-0000-4000-8000-000000000091', target: SAL },
    });
  });
});

describe('a notification that is none of ours', () => {
  it.each([
    ['of an unknown type', { ...online, subscription: { type: 'channel.hype_train.begin' } }],
    ['named like what every object has', { ...online, subscription: { type: 'constructor' } }],
    ['without an event', { ...online, event: undefined }],
    ['whose event is text', { ...online, event: 'live' }],
    ['about no channel', withEvent(online, { broadcaster_user_id: null })],
    ['about a channel with an endless id', withEvent(online, { broadcaster_user_id: '1'.repeat(101) })],
    ['of a stream without an id', withEvent(online, { id: '' })],
    ['of a raid nobody leads', withEvent(raid, { from_broadcaster_user_id: null })],
    ['of a raid without a count', withEvent(raid, { viewers: 'many' })],
    ['of a ban of nobody', withEvent(ban, { user_id: undefined })],
    ['of a shoutout to nobody', withEvent(shoutoutSent, { to_broadcaster_user_id: undefined })],
    ['of a deletion of nothing', withEvent(messageDelete, { message_id: undefined })],
  ])('is nothing: one %s', (_, sample) => {
    expect(parse(sample)).toBeNull();
  });
});

it('takes the header’s time, and the delivery’s id, where the payload’s own time is none', () => {
  for (const [sample, field] of [
    [ban, 'banned_at'],
    [shoutoutSent, 'started_at'],
  ] as const) {
    for (const time of [undefined, null, '', 'soon', 0])
      expect(parse(withEvent(sample, { [field]: time })), `${field} ${time}`).toMatchObject({
        id: 'delivery-1',
        at: SENT,
      });
  }
});

it('names people by what is known of them', () => {
  const author = (more: object) => parse(withEvent(raid, more))?.author;
  expect(author({ from_broadcaster_user_name: '' })).toMatchObject({ login: 'isla_ice', displayName: 'isla_ice' });
  expect(author({ from_broadcaster_user_name: null, from_broadcaster_user_login: null })).toMatchObject({
    login: '3000021',
    displayName: '3000021',
  });
});

it('keeps an id short, however long the delivery’s is', () => {
  expect(parse(offline, { messageId: 'x'.repeat(500) })?.id).toHaveLength(200);
});

it('reads who took the rights away, and which shard was given up', () => {
  expect(parseAuthorizationRevoke(authorizationRevoke.event)).toBe('1000001');
  expect(parseShardDisabled(shardDisabled.event)).toEqual({ shardId: '1', status: 'notification_failures_exceeded' });
  for (const nothing of [undefined, null, {}, { user_id: '', shard_id: 1 }]) {
    expect(parseAuthorizationRevoke(nothing)).toBeNull();
    expect(parseShardDisabled(nothing)).toBeNull();
  }
});

it('reads what is around an event, too', () => {
  expect(verification.parse(challenge)).toMatchObject({ challenge: 'waddle-challenge-5h8Tq2' });
  // Twitch asks for a conduit's shard without a subscription.
  const ofShard = { challenge: 'shard', conduit_shard: { conduit_id: 'c', shard: { id: '0' } } };
  expect(verification.safeParse(ofShard).success).toBe(true);
  expect(eventsubBody.parse(revocation).subscription).toMatchObject({
    status: 'authorization_revoked',
    condition: { broadcaster_user_id: '1000001' },
  });
  expect(eventsubBody.safeParse({ event: {} }).success).toBe(false);
});
