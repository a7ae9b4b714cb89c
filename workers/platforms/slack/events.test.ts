import { describe, expect, it } from 'vitest';
import mention from '../../../tests/samples/slack/event.app_mention.json';
import botMessage from '../../../tests/samples/slack/event.message.bot_message.json';
import file from '../../../tests/samples/slack/event.message.file_share.json';
import said from '../../../tests/samples/slack/event.message.json';
import edited from '../../../tests/samples/slack/event.message.message_changed.json';
import ofMention from '../../../tests/samples/slack/event.message.of-mention.json';
import thread from '../../../tests/samples/slack/event.message.thread.json';
import slashForm from '../../../tests/samples/slack/slash_command.form.txt?raw';
import { eventCallback, parseMessage, parseSlash, slackRoom, splitRoom, unescapeSlack } from './events.ts';

const delivery = { receivedAt: 1_791_100_001_900, correlationId: 'Ev1', redelivered: false };

const parse = (sample: object) => parseMessage(eventCallback.parse(sample), delivery);
const withEvent = (sample: { readonly event: object }, more: object) => ({
  ...sample,
  event: { ...sample.event, ...more },
});

describe('a message of Slack', () => {
  it('becomes an event with everything the road needs', () => {
    expect(parse(said)).toEqual({
      id: 'U0PIA:5a3d1e00-0000-4000-8000-100001000100',
      platform: 'slack',
      channel: 'T0DEMO',
      room: 'C0DEMO',
      kind: 'message',
      author: { account: 'U0PIA', login: 'U0PIA', displayName: '<@U0PIA>', level: 'everyone', badges: [] },
      text: '!remind me to feed fish & chips in 5m',
      attachments: [],
      mentions: [],
      data: {},
      at: expect.closeTo(1_791_100_001_000.1, 1),
      ...delivery,
      answer: { by: 'api' },
    });
  });

  it('has one id as a message and as a mention, whatever the delivery is called', () => {
    const asMention = parse(mention);
    const asMessage = parse(ofMention);
    expect(asMention?.id).toBe(asMessage?.id);
    const withoutClientId = [mention, ofMention].map((sample) =>
      parse(withEvent(sample, { client_msg_id: undefined })),
    );
    expect(withoutClientId.map((event) => event?.id)).toEqual(['C0DEMO:1791100002.000200', 'C0DEMO:1791100002.000200']);
  });

  it('has another id when somebody else says that it is the same', () => {
    expect(parse(withEvent(said, { user: 'U0EVE' }))?.id).not.toBe(parse(said)?.id);
  });

  it('is addressed when it begins with a mention of the bot, which is then no part of it', () => {
    for (const sample of [mention, ofMention]) {
      expect(parse(sample)).toMatchObject({ text: 'ping', data: { addressed: true }, mentions: ['U0WADDLE'] });
    }
    expect(parse(withEvent(ofMention, { text: ' <@U0WADDLE|waddle>  help me' }))).toMatchObject({
      text: 'help me',
      data: { addressed: true },
    });
  });

  it('is not addressed when it mentions somebody else first, or the bot later', () => {
    expect(parse(withEvent(ofMention, { text: '<@U0PIA> ping' }))).toMatchObject({ text: '<@U0PIA> ping', data: {} });
    expect(parse(withEvent(mention, { text: 'ask <@U0WADDLE> ping' }))).toMatchObject({
      text: 'ask <@U0WADDLE> ping',
      data: {},
      mentions: ['U0WADDLE'],
    });
  });

  it('takes a mention for ours where Slack does not say who we are', () => {
    expect(parse({ ...mention, authorizations: undefined })).toMatchObject({ text: 'ping', data: { addressed: true } });
    expect(parse({ ...ofMention, authorizations: undefined })).toMatchObject({ data: {} });
  });

  it('is answered in its thread', () => {
    expect(parse(thread)).toMatchObject({
      room: 'C0DEMO/1791100001.000100',
      replyTo: '1791100001.000100',
      text: '!quote',
    });
  });

  it('may carry files', () => {
    expect(parse(file)).toMatchObject({ text: 'our new nest', attachments: ['F0NEST'] });
  });

  it.each(['file_share', 'thread_broadcast', 'me_message'])('counts as said with subtype %s', (subtype) => {
    expect(parse(withEvent(said, { subtype }))).not.toBeNull();
  });

  it.each([
    ['of another bot', botMessage],
    ['that is an edit', edited],
    ['of the bot itself', withEvent(said, { user: 'U0WADDLE' })],
    ['of a bot that writes as a person', withEvent(said, { bot_id: 'B0CI' })],
    ['of an app', withEvent(said, { app_id: 'A0CI' })],
    ['that is a deletion', withEvent(said, { subtype: 'message_deleted' })],
    ['that says somebody joined', withEvent(said, { subtype: 'channel_join' })],
    ['of a subtype nobody knows', withEvent(said, { subtype: 'huddle_thread' })],
    ['without its time', withEvent(said, { ts: undefined })],
    ['with a time that is none', withEvent(said, { ts: 'soon' })],
    ['without an author', withEvent(said, { user: undefined })],
    ['that is a reaction', withEvent(said, { type: 'reaction_added' })],
  ])('is no event when it is one %s', (_, sample) => {
    expect(parse(sample)).toBeNull();
  });
});

describe('what Slack escapes', () => {
  it.each([
    ['a &amp; b &lt;3 &gt;', 'a & b <3 >'],
    ['&amp;lt;', '&lt;'],
    ['<https://ice.example/a?b=1&amp;c=2>', 'https://ice.example/a?b=1&c=2'],
    ['<https://ice.example|ice>', 'https://ice.example'],
    ['<mailto:pia@ice.example|pia@ice.example>', 'pia@ice.example'],
    ['in <#C0DEMO|general>', 'in #general'],
    ['to <@U0PIA>', 'to <@U0PIA>'],
    ['a\u00A0b', 'a b'],
  ])('%s reads %s', (escaped, read) => {
    expect(unescapeSlack(escaped)).toBe(read);
  });
});

describe('a slash command', () => {
  const parsed = (change: Record<string, string | undefined> = {}) => {
    const form = new URLSearchParams(slashForm.trim());
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined) form.delete(name);
      else form.set(name, value);
    }
    return parseSlash(form, delivery);
  };

  it('is what follows the bot’s own command', () => {
    expect(parsed()).toEqual({
      id: '100.200.sampletrigger',
      platform: 'slack',
      channel: 'T0DEMO',
      room: 'C0DEMO',
      kind: 'command',
      author: { account: 'U0PIA', login: 'pia', displayName: '<@U0PIA>', level: 'everyone', badges: [] },
      text: 'quote add “never slide downhill twice” - ann & bo',
      attachments: [],
      mentions: [],
      data: { trigger: '/waddle' },
      at: delivery.receivedAt,
      ...delivery,
      answer: { by: 'slack-response-url', url: 'https://hooks.slack.example/commands/T0DEMO/100200300/sampleResponse' },
    });
    expect(parsed({ command: '/waddlebot', text: '  ' })?.text).toBe('');
  });

  it('is itself the command where it has another name', () => {
    expect(parsed({ command: '/quote', text: '17' })?.text).toBe('quote 17');
    expect(parsed({ command: '/ping', text: undefined })?.text).toBe('ping');
  });

  it.each(['team_id', 'channel_id', 'user_id', 'command', 'response_url', 'trigger_id'])(
    'is none without %s',
    (name) => {
      expect(parsed({ [name]: undefined })).toBeNull();
      expect(parsed({ [name]: '' })).toBeNull();
    },
  );

  it('may leave out the name of who typed it', () => {
    expect(parsed({ user_name: undefined })?.author.login).toBe('U0PIA');
  });
});

it('names a thread as a room of its own, and finds the way back', () => {
  expect(slackRoom('C1', undefined)).toBe('C1');
  expect(splitRoom('C1')).toEqual({ channel: 'C1', threadTs: undefined });
  expect(splitRoom(slackRoom('C1', '1.2'))).toEqual({ channel: 'C1', threadTs: '1.2' });
});
