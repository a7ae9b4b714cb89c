import { describe, expect, it } from 'vitest';
import homeOpened from '../../../tests/samples/slack/event.app_home_opened.json';
import uninstalled from '../../../tests/samples/slack/event.app_uninstalled.json';
import joinedBot from '../../../tests/samples/slack/event.member_joined_channel.bot.json';
import joined from '../../../tests/samples/slack/event.member_joined_channel.json';
import left from '../../../tests/samples/slack/event.member_left_channel.json';
import said from '../../../tests/samples/slack/event.message.json';
import deleted from '../../../tests/samples/slack/event.message.message_deleted.json';
import reacted from '../../../tests/samples/slack/event.reaction_added.json';
import unreacted from '../../../tests/samples/slack/event.reaction_removed.json';
import revoked from '../../../tests/samples/slack/event.tokens_revoked.json';
import revokedOfUser from '../../../tests/samples/slack/event.tokens_revoked.user.json';
import { NOBODY } from '../../core/events.ts';
import { eventCallback, parseMessage } from './events.ts';
import { parseRevocation, parseWorkspaceEvent } from './workspace.ts';

const delivery = { receivedAt: 1_791_100_029_000, correlationId: 'Ev1', redelivered: false };
const parse = (sample: object) => parseWorkspaceEvent(eventCallback.parse(sample), delivery);
const revocationOf = (sample: object) => parseRevocation(eventCallback.parse(sample), delivery);
const withEvent = (sample: { readonly event: object }, more: object) => ({
  ...sample,
  event: { ...sample.event, ...more },
});
const PIA = { account: 'U0PIA', login: 'U0PIA', displayName: '<@U0PIA>' };

describe('somebody who joins or leaves', () => {
  it('does so in a room, at a time', () => {
    expect(parse(joined)).toEqual({
      id: 'member.join:U0PIA:1791100020.002000',
      platform: 'slack',
      channel: 'T0DEMO',
      room: 'C0DEMO',
      kind: 'member.join',
      author: { ...PIA, level: 'everyone', badges: [] },
      text: '',
      attachments: [],
      mentions: [],
      data: {},
      at: expect.closeTo(1_791_100_020_002, 1),
      ...delivery,
      answer: { by: 'api' },
    });
    expect(parse(left)).toMatchObject({ kind: 'member.leave', room: 'C0DEMO', author: PIA });
  });

  it('is not the bot', () => {
    expect(parse(joinedBot)).toBeNull();
    expect(parse(withEvent(left, { user: 'U0WADDLE' }))).toBeNull();
    // Where Slack does not say who the bot is, nobody can tell.
    expect(parse({ ...joinedBot, authorizations: undefined })).not.toBeNull();
  });
});

describe('a reaction', () => {
  it('is added to a message, or taken from it', () => {
    const data = { messageId: '1791100001.000100', emoji: 'penguin' };
    expect(parse(reacted)).toMatchObject({
      id: 'reaction:U0PIA:1791100023.002300',
      kind: 'reaction',
      room: 'C0DEMO',
      author: PIA,
      data: { ...data, added: true },
    });
    expect(parse(unreacted)).toMatchObject({ kind: 'reaction', data: { ...data, added: false } });
  });

  it('is not the bot’s own, nor one to a file', () => {
    expect(parse(withEvent(reacted, { user: 'U0WADDLE' }))).toBeNull();
    expect(parse(withEvent(reacted, { item: { ...reacted.event.item, type: 'file', file: 'F0NEST' } }))).toBeNull();
  });
});

describe('a deleted message', () => {
  it('is known by its time, and by who wrote it', () => {
    expect(parse(deleted)).toMatchObject({
      id: 'deleted:C0DEMO:1791100001.000100',
      kind: 'message.deleted',
      room: 'C0DEMO',
      author: NOBODY,
      text: '',
      data: { messageId: '1791100001.000100', target: PIA },
      at: expect.closeTo(1_791_100_025_002.5, 1),
    });
    const unknown = parse(withEvent(deleted, { previous_message: undefined, event_ts: undefined }));
    expect(unknown).toMatchObject({ data: { messageId: '1791100001.000100' }, at: delivery.receivedAt });
    expect(unknown?.data).not.toHaveProperty('target');
  });

  it('stood in a thread, unless it began it', () => {
    const inThread = (thread_ts: string) =>
      parse(withEvent(deleted, { previous_message: { ...deleted.event.previous_message, thread_ts } }))?.room;
    expect(inThread('1791100000.000050')).toBe('C0DEMO/1791100000.000050');
    expect(inThread('1791100001.000100')).toBe('C0DEMO');
  });
});

describe('a workspace that took the bot away', () => {
  it.each([
    [uninstalled, 'app_uninstalled'],
    [revoked, 'tokens_revoked'],
  ])('is told apart from everything else', (sample, reason) => {
    expect(revocationOf(sample)).toMatchObject({
      id: sample.event_id,
      channel: 'T0DEMO',
      kind: 'installation.revoked',
      author: NOBODY,
      data: { reason },
      twin: { key: 'revoked', source: reason },
      answer: { by: 'none' },
    });
    expect(parseMessage(eventCallback.parse(sample), delivery)).toBeNull();
    expect(parse(sample)).toBeNull();
  });

  it('left when Slack says, or when it was heard of', () => {
    expect(revocationOf(uninstalled)?.at).toBe(uninstalled.event_time * 1000);
    for (const event_time of [undefined, -1, 1e308, 'soon'])
      expect(revocationOf({ ...uninstalled, event_time })?.at, String(event_time)).toBe(delivery.receivedAt);
  });

  it('is not the one where a person took back a token of their own', () => {
    expect(revocationOf(revokedOfUser)).toBeNull();
    expect(revocationOf(withEvent(revoked, { tokens: undefined }))).toBeNull();
  });
});

it.each([
  ['a line', said],
  ['a look at the home tab', homeOpened],
  ['an event named like what every object has', withEvent(joined, { type: 'constructor' })],
  ['a join without a time', withEvent(joined, { event_ts: undefined })],
  ['a join of nobody', withEvent(joined, { user: null })],
  ['a reaction with nothing', withEvent(reacted, { reaction: '' })],
  ['a deletion of nothing', withEvent(deleted, { deleted_ts: undefined })],
])('leaves %s alone', (_, sample) => {
  expect(parse(sample)).toBeNull();
  expect(revocationOf(sample)).toBeNull();
});
