import { describe, expect, it } from 'vitest';
import button from '../../../tests/samples/slack/interactivity.block_actions.form.txt?raw';
import home from '../../../tests/samples/slack/interactivity.block_actions.home.form.txt?raw';
import selects from '../../../tests/samples/slack/interactivity.block_actions.selects.form.txt?raw';
import suggestion from '../../../tests/samples/slack/interactivity.block_suggestion.form.txt?raw';
import messageAction from '../../../tests/samples/slack/interactivity.message_action.form.txt?raw';
import shortcut from '../../../tests/samples/slack/interactivity.shortcut.form.txt?raw';
import closed from '../../../tests/samples/slack/interactivity.view_closed.form.txt?raw';
import submission from '../../../tests/samples/slack/interactivity.view_submission.form.txt?raw';
import submissionInChannel from '../../../tests/samples/slack/interactivity.view_submission.in-channel.form.txt?raw';
import { parseInteraction, parseSuggestion } from './interactivity.ts';

const delivery = { receivedAt: 1_791_100_040_000, correlationId: 'c-1', redelivered: false };
type Payload = Readonly<Record<string, unknown>>;
const payloadOf = (form: string): Payload =>
  JSON.parse(new URLSearchParams(form.trim()).get('payload') ?? '') as Payload;
const parse = (form: string, more: Payload = {}) => parseInteraction({ ...payloadOf(form), ...more }, delivery);

describe('a click on a button', () => {
  it('is a component with its id, value and message, answered at its own address', () => {
    expect(parse(button)).toEqual([
      {
        id: '100.201.sampletrigger:0',
        platform: 'slack',
        channel: 'T0DEMO',
        room: 'C0DEMO',
        kind: 'component',
        author: { account: 'U0PIA', login: 'pia', displayName: '<@U0PIA>', level: 'everyone', badges: [] },
        text: '',
        attachments: [],
        mentions: [],
        data: { customId: 'remind.again', values: ['10m'], messageId: '1791100010.001000' },
        at: expect.closeTo(1_791_100_011_001, 0),
        ...delivery,
        answer: { by: 'slack-response-url', url: 'https://hooks.slack.example/actions/T0DEMO/100200301/sampleAction' },
      },
    ]);
  });

  it('in the home tab is answered to the person, for it has no room', () => {
    const [event] = parse(home);
    expect(event).toMatchObject({
      room: 'U0PIA',
      data: { customId: 'home.refresh', values: [] },
      answer: { by: 'api' },
    });
    expect(event?.data).not.toHaveProperty('messageId');
  });

  it('belongs to the organisation where no team is meant', () => {
    const user = { id: 'U0PIA' };
    expect(parse(button, { team: null, user: { ...user, team_id: 'T0HOME' } })[0]?.channel).toBe('T0HOME');
    expect(parse(button, { team: null, user, enterprise: { id: 'E0DEMO' } })[0]?.channel).toBe('E0DEMO');
    expect(parse(button, { team: null, user })).toEqual([]);
  });
});

describe('menus', () => {
  it('are an event each, with whatever was chosen, in the thread they stand in', () => {
    const events = parse(selects);
    expect(events.map(({ id, room, data }) => ({ id, room, data }))).toEqual([
      {
        id: '100.202.sampletrigger:0',
        room: 'C0DEMO/1791100001.000100',
        data: { customId: 'poll.vote', values: ['ice', 'snow'], messageId: '1791100010.001000' },
      },
      {
        id: '100.202.sampletrigger:1',
        room: 'C0DEMO/1791100001.000100',
        data: { customId: 'poll.when', values: [], messageId: '1791100010.001000' },
      },
      {
        id: '100.202.sampletrigger:2',
        room: 'C0DEMO/1791100001.000100',
        data: { customId: 'poll.who', values: ['U0MO'], messageId: '1791100010.001000' },
      },
    ]);
  });

  it.each([
    ['a date', { selected_date: '2026-10-05' }, ['2026-10-05']],
    ['a time', { selected_time: '12:30' }, ['12:30']],
    ['a moment', { selected_date_time: 1_791_100_000 }, ['1791100000']],
    ['a channel', { selected_channel: 'C0DEMO' }, ['C0DEMO']],
    ['channels', { selected_channels: ['C0DEMO', 'C0ICE'] }, ['C0DEMO', 'C0ICE']],
    ['a conversation', { selected_conversation: 'D0PIA' }, ['D0PIA']],
    ['conversations', { selected_conversations: ['D0PIA'] }, ['D0PIA']],
    ['people', { selected_users: ['U0PIA', 'U0MO'] }, ['U0PIA', 'U0MO']],
    ['one of a few', { selected_option: { value: 'yes' } }, ['yes']],
  ])('may choose %s', (_, choice, values) => {
    expect(parse(button, { actions: [{ action_id: 'a', ...choice }] })[0]?.data).toMatchObject({ values });
  });
});

describe('a form', () => {
  const fields = {
    'what/text': 'feed the fish & chips',
    'when/day': '2026-10-05',
    'who/users': 'U0PIA,U0MO',
    'note/text': '',
  };

  it('is a modal with its fields by block and action, known by its view', () => {
    expect(parse(submission)).toMatchObject([
      {
        id: 'view:V0SAMPLE',
        kind: 'modal',
        room: 'U0PIA',
        author: { account: 'U0PIA' },
        data: { customId: 'remind.form', fields },
        at: delivery.receivedAt,
        answer: { by: 'api' },
      },
    ]);
  });

  it('is answered where the person chose, if they were asked', () => {
    expect(parse(submissionInChannel)).toMatchObject([
      {
        room: 'C0DEMO',
        answer: { by: 'slack-response-url', url: 'https://hooks.slack.example/app/T0DEMO/100200305/sampleView' },
      },
    ]);
  });

  it('may have names that every object has', () => {
    const values = JSON.parse('{"__proto__":{"__proto__":{"value":"x"}},"constructor":{"toString":{"value":"y"}}}');
    const [event] = parse(submission, { view: { id: 'V1', callback_id: 'f', state: { values } } });
    expect(event?.data).toMatchObject({ fields: { 'constructor/toString': 'y' } });
  });

  it('that was closed asks nothing', () => {
    expect(parse(closed)).toEqual([]);
  });
});

describe('a menu entry', () => {
  it('of the whole workspace is a command, answered to the person', () => {
    expect(parse(shortcut)).toMatchObject([
      {
        id: '100.206.sampletrigger',
        kind: 'command',
        room: 'U0PIA',
        text: 'quote',
        data: { trigger: 'quote' },
        at: expect.closeTo(1_791_100_033_001, 0),
        answer: { by: 'api' },
      },
    ]);
  });

  it('of a message is a command with that message as its target', () => {
    expect(parse(messageAction)).toMatchObject([
      {
        id: '100.207.sampletrigger',
        kind: 'command',
        room: 'C0DEMO',
        text: 'quote',
        data: {
          trigger: 'quote',
          target: { type: 'message', id: '1791100001.000100', text: 'never slide <downhill> twice' },
        },
        answer: { by: 'slack-response-url', url: 'https://hooks.slack.example/app/T0DEMO/100200307/sampleMessage' },
      },
    ]);
  });
});

describe('a menu that is typed into', () => {
  it('asks for options, each time anew', () => {
    expect(parseSuggestion(payloadOf(suggestion), delivery)).toMatchObject({
      id: 'c-1',
      kind: 'autocomplete',
      channel: 'T0DEMO',
      room: 'C0DEMO',
      author: { account: 'U0PIA' },
      data: { command: 'help', option: 'name', typed: 'quo' },
      answer: { by: 'none' },
    });
    expect(parse(suggestion)).toEqual([]);
  });

  it('is nothing else', () => {
    for (const form of [button, submission, shortcut]) expect(parseSuggestion(payloadOf(form), delivery)).toBeNull();
    for (const change of [{ action_id: 1 }, { type: 'interactive_message' }])
      expect(parseSuggestion({ ...payloadOf(suggestion), ...change }, delivery)).toBeNull();
  });
});

it.each([
  ['null', null],
  ['text', 'block_actions'],
  ['an unknown type', { ...payloadOf(button), type: 'dialog_cancellation' }],
  ['a type that every object has', { ...payloadOf(button), type: 'constructor' }],
  ['a click by nobody', { ...payloadOf(button), user: null }],
  ['a click without a trigger', { ...payloadOf(button), trigger_id: undefined }],
  ['a click without actions', { ...payloadOf(button), actions: null }],
  ['a click answered nowhere', { ...payloadOf(button), response_url: 'nowhere' }],
  ['a form without a view', { ...payloadOf(submission), view: null }],
  ['a menu entry without a name', { ...payloadOf(shortcut), callback_id: '' }],
  ['a menu entry of no message', { ...payloadOf(messageAction), message: null }],
])('is nothing where there is %s', (_, payload) => {
  expect(parseInteraction(payload, delivery)).toEqual([]);
});
