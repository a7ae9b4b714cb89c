import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotEndpoint, startBotEndpoint } from '../bot.ts';
import { type SlackStandIn, signSlack, startSlack } from '../slack.ts';

const C = 'C0DEMO';
const clock = Date.UTC(2026, 9, 4, 12, 0, 30);

let bot: BotEndpoint;
let slack: SlackStandIn;

beforeEach(async () => {
  bot = await startBotEndpoint();
  slack = await startSlack({
    signingSecret: 'signing secret',
    clientId: 'client',
    clientSecret: 'shh',
    botToken: 'bot-token-of-the-demo',
    team: { id: 'T0DEMO', name: 'Waddle Demo' },
    botUserId: 'U0WADDLE',
    appId: 'A0WADDLE',
    channels: [{ id: C, name: 'general' }],
    users: [{ id: 'U0PIA', name: 'pia', isOwner: true }],
    eventsUrl: `${bot.url}/events`,
    commandsUrl: `${bot.url}/commands`,
    interactivityUrl: `${bot.url}/interactivity`,
    retryDelaysMs: [1],
    timeoutMs: 500,
    now: () => clock,
  });
});

afterEach(async () => {
  await slack.stop();
  await bot.stop();
});

const said = () => slack.message({ channel: C, user: 'U0PIA', text: 'fish & chips' });
const last = () => JSON.parse(bot.received.at(-1)!.body);
const TS = expect.stringMatching(/^\d{10}\.\d{6}$/);

describe('events', () => {
  test('somebody joins and leaves', async () => {
    await slack.emit.memberJoined({ channel: C, user: 'U0MO', inviter: 'U0PIA' });
    expect(last()).toMatchObject({ type: 'event_callback', team_id: 'T0DEMO' });
    const joined = { type: 'member_joined_channel', user: 'U0MO', channel: C, channel_type: 'C', team: 'T0DEMO' };
    expect(last().event).toEqual({ ...joined, inviter: 'U0PIA', event_ts: TS });
    await slack.emit.memberLeft({ channel: C, user: 'U0MO' });
    expect(last().event).toEqual({ ...joined, type: 'member_left_channel', event_ts: TS });
  });

  test('a reaction comes and goes, with whose message it is on', async () => {
    const { ts } = await said();
    const given = { channel: C, ts, user: 'U0MO', reaction: 'penguin' };
    await slack.emit.reactionAdded(given);
    const event = { user: 'U0MO', reaction: 'penguin', item_user: 'U0PIA', item: { type: 'message', channel: C, ts } };
    expect(last().event).toEqual({ type: 'reaction_added', ...event, event_ts: TS });
    await slack.emit.reactionRemoved(given);
    expect(last().event).toEqual({ type: 'reaction_removed', ...event, event_ts: TS });
  });

  test('a deleted message is told of and gone', async () => {
    const { ts } = await said();
    await slack.emit.messageDeleted({ channel: C, ts });
    expect(last().event).toMatchObject({
      subtype: 'message_deleted',
      hidden: true,
      deleted_ts: ts,
      previous_message: { user: 'U0PIA', text: 'fish &amp; chips', ts },
    });
    expect(() => slack.emit.messageDeleted({ channel: C, ts })).toThrow(`No Slack message ${ts}`);
  });

  test('the app’s home is opened', async () => {
    await slack.emit.appHomeOpened({ user: 'U0PIA' });
    expect(last().event).toEqual({
      type: 'app_home_opened',
      user: 'U0PIA',
      channel: 'D0PIA',
      tab: 'home',
      event_ts: TS,
    });
  });

  test('tokens of people are revoked without the bot’s', async () => {
    await slack.emit.tokensRevoked({ bot: [], oauth: ['U0PIA'] });
    expect(last().event.tokens).toEqual({ oauth: ['U0PIA'], bot: [] });
  });

  test('a limit is told outside of an event_callback, for the minute it began', async () => {
    await slack.emit.appRateLimited();
    expect(last()).toEqual({
      token: expect.any(String),
      type: 'app_rate_limited',
      team_id: 'T0DEMO',
      minute_rate_limited: clock / 1_000 - 30,
      api_app_id: 'A0WADDLE',
    });
  });
});

describe('interactions', () => {
  const payload = () => {
    const { headers, body, path } = bot.received.at(-1)!;
    expect(path).toBe('/interactivity');
    const timestamp = String(headers['x-slack-request-timestamp']);
    expect(headers['x-slack-signature']).toBe(signSlack('signing secret', timestamp, body));
    return JSON.parse(new URLSearchParams(body).get('payload')!);
  };
  const from = {
    team: { id: 'T0DEMO', domain: 'waddle-demo' },
    user: { id: 'U0PIA', username: 'pia', name: 'pia', team_id: 'T0DEMO' },
    api_app_id: 'A0WADDLE',
    trigger_id: expect.any(String),
  };

  test('a click carries its message, and is answered by response_url', async () => {
    const { ts } = await said();
    const actions = [{ actionId: 'vote', value: 'yes', blockId: 'poll' }];
    const { responseUrl } = await slack.interact.blockActions({ channel: C, user: 'U0PIA', ts, actions });
    expect(payload()).toMatchObject({
      ...from,
      type: 'block_actions',
      container: { type: 'message', message_ts: ts, channel_id: C },
      channel: { id: C, name: 'general' },
      message: { ts, text: 'fish &amp; chips' },
      response_url: responseUrl,
      actions: [{ type: 'button', action_id: 'vote', block_id: 'poll', value: 'yes', action_ts: TS }],
    });
    await fetch(responseUrl, { method: 'POST', body: JSON.stringify({ text: 'thanks' }) });
    expect(slack.posted).toMatchObject([{ via: 'response_url', channel: C, user: 'U0PIA', text: 'thanks' }]);
  });

  test('a choice has the fields of its element', async () => {
    const actions = [{ actionId: 'who', type: 'users_select', fields: { selected_user: 'U0MO' } }];
    await slack.interact.blockActions({ channel: C, user: 'U0PIA', actions });
    const [action] = payload().actions;
    expect(action).toEqual({
      type: 'users_select',
      action_id: 'who',
      block_id: 'block',
      selected_user: 'U0MO',
      action_ts: TS,
    });
  });

  test('a modal is submitted without a channel or a response_url, and answered in the response', async () => {
    bot.answer = () => ({ body: JSON.stringify({ response_action: 'errors', errors: { what: 'too short' } }) });
    const values = { what: { text: { type: 'plain_text_input', value: 'feed the fish' } } };
    const answer = await slack.interact.viewSubmission({ user: 'U0PIA', callbackId: 'remind', values });
    expect(answer).toMatchObject({ status: 200, body: { response_action: 'errors' }, responseUrl: '' });
    const sent = payload();
    expect(sent).toMatchObject({
      ...from,
      type: 'view_submission',
      view: { type: 'modal', callback_id: 'remind', state: { values }, private_metadata: '' },
      response_urls: [],
    });
    expect([sent.channel, sent.response_url]).toEqual([undefined, undefined]);
  });

  test('a global shortcut belongs to no channel, a message’s has the message', async () => {
    await slack.interact.shortcut({ user: 'U0PIA', callbackId: 'quote' });
    expect(payload()).toMatchObject({ ...from, type: 'shortcut', callback_id: 'quote', action_ts: TS });
    expect(payload().response_url).toBeUndefined();
    const { ts } = await said();
    const shortcut = { user: 'U0PIA', callbackId: 'quote', channel: C, ts };
    const { responseUrl } = await slack.interact.messageShortcut(shortcut);
    expect(payload()).toMatchObject({ ...from, type: 'message_action', message_ts: ts, response_url: responseUrl });
    expect(payload().message.text).toBe('fish &amp; chips');
  });

  test('what is typed into a select is answered with options', async () => {
    const options = [{ text: { type: 'plain_text', text: 'Herring' }, value: 'herring' }];
    bot.answer = () => ({ body: JSON.stringify({ options }) });
    const asked = { user: 'U0PIA', channel: C, actionId: 'fish', value: 'her' };
    expect((await slack.interact.blockSuggestion(asked)).body).toEqual({ options });
    expect(payload()).toMatchObject({ type: 'block_suggestion', action_id: 'fish', value: 'her' });
  });
});

describe('from another process', () => {
  const emit = async (body: unknown) => {
    const answer = await fetch(`${slack.url}/_stand-in/emit`, { method: 'POST', body: JSON.stringify(body) });
    return { status: answer.status, json: JSON.parse(await answer.text()) };
  };

  test('every kind of event happens', async () => {
    const { ts } = await said();
    const kinds = [
      { type: 'member_joined', channel: C, user: 'U0MO' },
      { type: 'member_left', channel: C, user: 'U0MO' },
      { type: 'reaction_added', channel: C, user: 'U0MO', ts, reaction: 'penguin' },
      { type: 'reaction_removed', channel: C, user: 'U0MO', ts, reaction: 'penguin' },
      { type: 'message_deleted', channel: C, ts },
      { type: 'app_home_opened', user: 'U0MO' },
      { type: 'app_rate_limited' },
      { type: 'block_actions', channel: C, user: 'U0MO', actions: [{ actionId: 'vote' }] },
    ];
    for (const kind of kinds) expect(await emit(kind)).toMatchObject({ status: 200, json: { status: 200 } });
    expect(bot.received).toHaveLength(kinds.length + 1);
    expect((await emit({ type: 'app_uninstalled' })).json.deliveries).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  test('the person on the consent page changes their mind', async () => {
    expect((await emit({ type: 'consent', consent: { team: { id: 'T0ELSE' } } })).json).toEqual({ ok: true });
    expect(slack.consent).toEqual({ team: { id: 'T0ELSE' } });
    expect((await emit({ type: 'consent', consent: 'perhaps' })).status).toBe(400);
  });
});
