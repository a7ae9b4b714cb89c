import { describe, expect, it } from 'vitest';
import { answering } from '../../../tests/support/calls.ts';
import type { CallResult } from '../call.ts';
import { createSlackClient, isSlackUnauthorised } from './client.ts';

const message = {
  deliveryId: 'slack:T0DEMO:x:0#0',
  channel: 'T0DEMO',
  privileged: false,
  room: 'C0DEMO',
  text: 'Pong!',
};
const neverFetched: typeof fetch = () => Promise.reject(new Error('not meant to be called'));

function clientFor(answer: Response | CallResult, fetcher: typeof fetch = neverFetched) {
  const { call, seen } = answering(answer);
  const teams: string[] = [];
  const client = createSlackClient({
    apiUrl: 'https://slack.example/api',
    fetch: fetcher,
    clock: () => 0,
    callFor: (team) => {
      teams.push(team);
      return call;
    },
  });
  return { client, seen, teams };
}
const sendWith = (answer: Response | CallResult) => clientFor(answer).client.send(message);
const posted = () => Response.json({ ok: true, channel: 'C0DEMO', ts: '17.5' });

describe('sending to Slack', () => {
  it('posts into the room with the workspace’s token, and leaves a trace to find it by', async () => {
    const { client, seen, teams } = clientFor(posted());
    expect(await client.send(message)).toEqual({ outcome: 'sent', messageId: '17.5' });
    expect(teams).toEqual(['T0DEMO']);
    expect(seen[0]?.url).toBe('https://slack.example/api/chat.postMessage');
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer token-1');
    expect(seen[0]?.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      channel: 'C0DEMO',
      text: 'Pong!',
      metadata: { event_type: 'waddlebot_delivery', event_payload: { delivery: message.deliveryId } },
      unfurl_links: false,
    });
  });

  it('answers a thread in the thread', async () => {
    const { client, seen } = clientFor(posted());
    await client.send({ ...message, room: 'C0DEMO/17.1' });
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ channel: 'C0DEMO', thread_ts: '17.1' });
  });

  it('shows to one person what is for one person', async () => {
    const { client, seen } = clientFor(Response.json({ ok: true, message_ts: '17.5' }));
    expect(await client.send({ ...message, onlyFor: 'U0PIA' })).toEqual({ outcome: 'sent', messageId: '' });
    expect(seen[0]?.url).toBe('https://slack.example/api/chat.postEphemeral');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      channel: 'C0DEMO',
      user: 'U0PIA',
      text: 'Pong!',
      unfurl_links: false,
    });
  });

  it.each([
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'msg_too_long',
    'no_text',
    'restricted_action',
    'missing_scope',
    'invalid_auth',
  ])('takes %s for a final no, HTTP 200 or not', async (error) => {
    expect(await sendWith(Response.json({ ok: false, error }))).toEqual({ outcome: 'refused', reason: error });
  });

  it.each(['ratelimited', 'rate_limited'])('tries %s again', async (error) => {
    expect(await sendWith(Response.json({ ok: false, error }, { headers: { 'retry-after': '3' } }))).toEqual({
      outcome: 'refused',
      reason: error,
      retryAfterMs: 3_000,
    });
  });

  it.each(['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable'])(
    'does not know what became of it after %s',
    async (error) => {
      expect(await sendWith(Response.json({ ok: false, error }))).toEqual({ outcome: 'unclear', reason: error });
    },
  );

  it('waits as long as Slack says, if that makes sense', async () => {
    const limited = (after: string) =>
      sendWith(new Response('{"ok":false,"error":"ratelimited"}', { status: 429, headers: { 'retry-after': after } }));
    expect(await limited('30')).toEqual({ outcome: 'refused', reason: 'rate limited', retryAfterMs: 30_000 });
    for (const after of ['', 'soon', '0', '-5', '99999', 'Infinity'])
      expect(await limited(after), after).toMatchObject({ retryAfterMs: 1_000 });
  });

  it.each([
    ['a server error', new Response('{}', { status: 502 })],
    ['an answer that is none', Response.json({ hello: 1 })],
    ['an empty answer', new Response('')],
  ])('does not know what became of it after %s', async (_, answer) => {
    expect(await sendWith(answer)).toMatchObject({ outcome: 'unclear' });
  });

  it('knows the words that mean 401', () => {
    const said = (json: unknown) => isSlackUnauthorised(new Response(), json);
    for (const error of ['invalid_auth', 'token_expired', 'token_revoked', 'not_authed', 'account_inactive'])
      expect(said({ ok: false, error }), error).toBe(true);
    for (const json of [{ ok: true }, { ok: false, error: 'not_in_channel' }, { ok: false }, null, 'x'])
      expect(said(json)).toBe(false);
  });

  it('has one message a second and channel, threads included', () => {
    const { client } = clientFor(posted());
    expect(client.budget({ ...message, room: 'C0DEMO/17.1' })).toEqual({
      upstream: 'slack:T0DEMO',
      limits: [{ key: 'channel:C0DEMO', count: 1, windowMs: 1_000 }],
    });
  });
});

describe('looking for an unclear message', () => {
  const SINCE = 1_791_100_000_000;
  const page = (...deliveries: readonly (string | undefined)[]) =>
    Response.json({
      ok: true,
      messages: deliveries.map((delivery, i) => ({
        ts: `17.${i}`,
        ...(delivery ? { metadata: { event_type: 'x', event_payload: { delivery } } } : {}),
      })),
    });
  const lookWith = (answer: Response | CallResult, more: object = {}) =>
    clientFor(answer).client.readBack({ ...message, ...more }, SINCE);

  it('finds it in the channel’s history by its trace', async () => {
    const { client, seen } = clientFor(page(undefined, 'another#0', message.deliveryId));
    expect(await client.readBack(message, SINCE)).toBe('posted');
    expect(seen[0]?.url).toBe('https://slack.example/api/conversations.history');
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toMatchObject({
      channel: 'C0DEMO',
      oldest: String(SINCE / 1000 - 30),
      include_all_metadata: 'true',
    });
  });

  it('looks into the thread where it was meant for one', async () => {
    const { client, seen } = clientFor(page(message.deliveryId));
    expect(await client.readBack({ ...message, room: 'C0DEMO/17.1' }, SINCE)).toBe('posted');
    expect(seen[0]?.url).toBe('https://slack.example/api/conversations.replies');
    expect(new URLSearchParams(seen[0]?.body).get('ts')).toBe('17.1');
  });

  it('says that it is not there when it is not', async () => {
    expect(await lookWith(page('another#0', undefined))).toBe('not-posted');
  });

  it('says nothing when Slack does not say', async () => {
    expect(await lookWith(Response.json({ ok: false, error: 'missing_scope' }))).toBe('unclear');
    expect(await lookWith(new Response('{}', { status: 503 }))).toBe('unclear');
    expect(await lookWith({ ok: false, outcome: { outcome: 'unclear', reason: 'TimeoutError' } })).toBe('unclear');
  });

  it('does not look for what no history holds', async () => {
    const { client, seen } = clientFor(page());
    expect(await client.readBack({ ...message, onlyFor: 'U0PIA' }, SINCE)).toBe('unclear');
    expect(seen).toEqual([]);
  });
});

describe('answering an interaction afterwards', () => {
  const respondWith = async (answer: Response | Error, more: object = {}) => {
    const posts: unknown[] = [];
    const fetcher: typeof fetch = async (url, init) => {
      posts.push({ url, ...(JSON.parse(String(init?.body)) as object) });
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const outcome = await clientFor(posted(), fetcher).client.respond({
      answer: { by: 'slack-response-url', url: 'https://hooks.slack.example/1' },
      message: { ...message, ...more },
      part: 0,
      deferredAs: 'public',
    });
    return { outcome, posts };
  };

  it('is for all, or for one, and leaves the message with the button alone', async () => {
    const post = { url: 'https://hooks.slack.example/1', replace_original: false, text: 'Pong!' };
    expect(await respondWith(new Response('ok'))).toEqual({
      outcome: { outcome: 'sent', messageId: '' },
      posts: [{ ...post, response_type: 'in_channel' }],
    });
    expect((await respondWith(new Response('ok'), { onlyFor: 'U0PIA' })).posts).toEqual([
      { ...post, response_type: 'ephemeral' },
    ]);
  });

  it('is no business of Slack’s where the interaction was not Slack’s', async () => {
    const { client } = clientFor(posted());
    const late = { answer: { by: 'api' }, message, part: 0, deferredAs: null } as const;
    expect(await client.respond(late)).toMatchObject({ outcome: 'refused' });
  });

  it('is refused, limited or unclear like any other', async () => {
    expect((await respondWith(new Response('expired_url', { status: 404 }))).outcome).toEqual({
      outcome: 'refused',
      reason: 'HTTP 404',
    });
    expect(
      (await respondWith(new Response('', { status: 429, headers: { 'retry-after': '2' } }))).outcome,
    ).toMatchObject({ retryAfterMs: 2_000 });
    expect((await respondWith(new Response('', { status: 500 }))).outcome).toMatchObject({ outcome: 'unclear' });
    expect((await respondWith(new TypeError('cut'))).outcome).toEqual({ outcome: 'unclear', reason: 'TypeError' });
  });
});

describe('the level of a person in a workspace', () => {
  const levelOf = (user: object) =>
    clientFor(Response.json({ ok: true, user: { id: 'U0PIA', ...user } })).client.lookUpLevel('T0DEMO', 'U0PIA');

  it('follows from what Slack says of them', async () => {
    expect(await levelOf({ is_primary_owner: true, is_owner: true, is_admin: true })).toBe('owner');
    expect(await levelOf({ is_owner: true, is_admin: true })).toBe('owner');
    expect(await levelOf({ is_admin: true })).toBe('admin');
    expect(await levelOf({ is_admin: false, is_owner: false })).toBe('everyone');
  });

  it('is not known when Slack does not say', async () => {
    expect(
      await clientFor(Response.json({ ok: false, error: 'user_not_found' })).client.lookUpLevel('T0DEMO', 'U1'),
    ).toBeNull();
    expect(await clientFor(new Response('{}', { status: 500 })).client.lookUpLevel('T0DEMO', 'U1')).toBeNull();
  });
});

it('knows nobody by name and no streams, and asks Slack for neither', async () => {
  const { client, seen } = clientFor(Response.json({ ok: true }));
  expect(await client.findAccount('T0DEMO', '@pia')).toBeNull();
  expect(await client.lookUpLive('T0DEMO')).toBeNull();
  expect(seen).toEqual([]);
});
