import { describe, expect, it } from 'vitest';
import { aRoad, knock, NOW, type SeenRoad } from '../../../tests/fuzz/doors.ts';
import ping from '../../../tests/samples/generic/github.ping.json';
import push from '../../../tests/samples/generic/github.push.json';
import paid from '../../../tests/samples/generic/standard.invoice_paid.json';
import { hmacHex } from '../../../tests/support/signed.ts';
import type { Brought } from '../../core/invocation.ts';
import { genericWebhook, type InboundWebhook } from './webhook.ts';

const TOKEN = 'T'.repeat(43);
const HOOK: InboundWebhook = {
  id: '01999999-0000-7000-8000-000000000001',
  name: 'Deploys',
  communityId: '01999999-0000-7000-8000-00000000000c',
  platform: 'twitch',
  channel: '1000001',
  room: '1000001',
  verifier: 'bearer',
  secret: null,
  template: null,
};
const JSON_HEADERS = { 'content-type': 'application/json' };
const ID = /^[0-9a-f]{32}$/;

interface Knock {
  readonly hook?: Partial<InboundWebhook>;
  readonly headers?: Record<string, string>;
  readonly token?: string;
  readonly road?: SeenRoad;
  readonly find?: () => Promise<never>;
}

const queued = (): SeenRoad => aRoad({ bring: async () => ({ decision: 'queued', id: 'i' }) as Brought });

async function send(body: unknown, { hook, headers, token = TOKEN, road = queued(), find }: Knock = {}) {
  const hooks = { find: find ?? (async (asked: string) => (asked === TOKEN ? { ...HOOK, ...hook } : null)) };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await knock(
    genericWebhook({ road, hooks }),
    `/${token}`,
    new Headers({ ...JSON_HEADERS, ...headers }),
    text,
  );
  return { ...answer, road, event: road.brought[0] };
}

const idIn = (text: string): string => (JSON.parse(text) as { id: string }).id;

describe('a payload with a text', () => {
  it('is said as it is, in the room the webhook is made for', async () => {
    const { status, text, event } = await send({ text: 'Release 2.4.0 $(event) is out' });
    expect(status).toBe(202);
    expect(JSON.parse(text)).toEqual({ id: event?.correlationId });
    expect(event).toMatchObject({
      id: expect.stringMatching(new RegExp(`^in:${HOOK.id}:[0-9a-f-]{36}$`)),
      kind: 'webhook',
      platform: 'twitch',
      channel: '1000001',
      room: '1000001',
      author: { account: '', level: 'everyone' },
      text: '',
      data: { webhookId: HOOK.id, name: 'Deploys', say: 'Release 2.4.0 $(event) is out' },
      at: NOW,
      answer: { by: 'api' },
      correlationId: expect.stringMatching(ID),
    });
  });

  it('is said even where there is a template', async () => {
    const { event } = await send({ text: 'hello' }, { hook: { template: 'template' } });
    expect(event?.data).toMatchObject({ say: 'hello' });
  });

  it('is cut where it is longer than anybody would read', async () => {
    const { event } = await send({ text: 'a word '.repeat(20_000) });
    expect(event?.data).toMatchObject({
      say: expect.toSatisfy((say: string) => say.length <= 4_000 && say.endsWith('…')),
    });
  });

  it('loses what a database could not keep', async () => {
    const { event } = await send('{"text":"a\\u0000b\\ud800c"}');
    expect(event?.data).toMatchObject({ say: 'ab\uFFFDc' });
  });
});

describe('a payload without one', () => {
  it('is said by the webhook’s template', async () => {
    const template = '$(data.data.customer.name) paid $(data.data.amount) $(data.data.currency) ($(event))';
    const { status, event } = await send(paid, { hook: { template } });
    expect(status).toBe(202);
    expect(event?.data).toMatchObject({ say: 'Pia Pinguin paid 12.5 EUR (invoice.paid)' });
  });

  it.each([
    ['no template', {}, null],
    ['a template that prints nothing', {}, ' $(data.nothing) '],
    ['a text that is empty', { text: '' }, null],
    ['a text that is no text', { text: { text: 'x' } }, null],
    ['a text nobody could see', { text: ' \u200B\n\u2800\u0007' }, null],
    ['a list', [{ text: 'x' }], null],
    ['null', null, null],
  ])('is answered 422 with what to do: %s', async (_, payload, template) => {
    const { status, text, road } = await send(payload, { hook: { template } });
    expect(status).toBe(422);
    expect(text).toContain('{"text": "…"}');
    expect(road.calls).toEqual([]);
  });
});

describe('GitHub', () => {
  const SECRET = 'a secret of these tests';
  const github = { verifier: 'github', secret: SECRET, template: '$(event): $(data.commits.0.message)' } as const;
  const headersOf = async (body: unknown, event: string) => ({
    'x-hub-signature-256': `sha256=${await hmacHex(SECRET, JSON.stringify(body))}`,
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'x-github-event': event,
  });

  it('is heard, and its event named', async () => {
    const { status, event } = await send(push, { hook: github, headers: await headersOf(push, 'push') });
    expect(status).toBe(202);
    expect(event?.id).toBe(`in:${HOOK.id}:72d3162e-cc78-11e3-81ab-4c9367dc0958`);
    expect(event?.data).toMatchObject({ say: 'push: Thaw the pond\n\nIt was $(event) too cold.' });
  });

  it('may ping without anybody hearing', async () => {
    const { status, text, road } = await send(ping, { hook: github, headers: await headersOf(ping, 'ping') });
    expect(status).toBe(202);
    expect(idIn(text)).toMatch(ID);
    expect(road.calls).toEqual([]);
  });

  it('has to sign its pings, too', async () => {
    const headers = { ...(await headersOf(ping, 'ping')), 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` };
    expect((await send(ping, { hook: github, headers })).status).toBe(401);
  });
});

describe('the id that is given back', () => {
  const headers = { 'idempotency-key': 'build-7' };

  it('is the same for a copy, which is answered 200', async () => {
    const first = await send({ text: 'x' }, { headers });
    const copy = await send(
      { text: 'x' },
      { headers, road: aRoad({ bring: async () => ({ decision: 'duplicate' }) }) },
    );
    expect([first.status, copy.status]).toEqual([202, 200]);
    expect(idIn(copy.text)).toBe(idIn(first.text));
    expect(copy.event?.id).toBe(first.event?.id);
  });

  it('is another one for another delivery, and for another webhook', async () => {
    const ids = await Promise.all([
      send({ text: 'x' }, { headers }),
      send({ text: 'x' }, { headers: { 'idempotency-key': 'build-8' } }),
      send({ text: 'x' }, { headers, hook: { id: '01999999-0000-7000-8000-000000000002' } }),
      send({ text: 'x' }),
      send({ text: 'x' }),
    ]);
    expect(new Set(ids.map(({ text }) => idIn(text))).size).toBe(5);
  });

  it.each(['x'.repeat(5_000), 'with spaces and : colons'])('is bounded, whatever the delivery’s is', async (key) => {
    const { event } = await send({ text: 'x' }, { headers: { 'idempotency-key': key } });
    expect(event?.id).toMatch(/^in:[0-9a-f-]{36}:[0-9a-f]{64}$/);
  });
});

describe('the door', () => {
  it.each(['x', 'X'.repeat(43), `${TOKEN}T`, '%00', '..%2f'])(
    'knows no webhook %j and says what to do',
    async (token) => {
      const { status, text, road } = await send({ text: 'x' }, { token });
      expect(status).toBe(404);
      expect(text).toContain('npm run webhook');
      expect(road.calls).toEqual([]);
    },
  );

  it('does not look up what cannot be a token', async () => {
    const find = async () => Promise.reject(new Error('asked'));
    expect((await send({ text: 'x' }, { token: 'short', find })).status).toBe(404);
  });

  it.each([
    ['application/json', 202],
    ['Application/JSON; charset=utf-8', 202],
    ['application/cloudevents+json', 202],
    ['application/x-www-form-urlencoded', 415],
    ['text/plain', 415],
    ['application/jsonp', 415],
    ['', 415],
  ])('takes %j with %d', async (type, status) => {
    expect((await send({ text: 'x' }, { headers: { 'content-type': type } })).status).toBe(status);
  });

  it('takes a quarter of a mebibyte and no byte more', async () => {
    const body = (bytes: number) => `{"text":"${'x'.repeat(bytes - 11)}"}`;
    expect((await send(body(262_144))).status).toBe(202);
    const { status, road } = await send(body(262_145));
    expect(status).toBe(413);
    expect(road.calls).toEqual([]);
    expect((await send('{}', { headers: { 'content-length': String(2 ** 40) } })).status).toBe(413);
  });

  it.each(['', '{', 'text', '{"text":"x"} x'])('answers 400 to %j, which is no JSON', async (body) => {
    expect((await send(body)).status).toBe(400);
  });

  it('checks token, size, content type, signature, JSON and text in this order', async () => {
    const big = 'x'.repeat(300_000);
    const form = { 'content-type': 'text/plain' };
    const signed = { verifier: 'github', secret: 's' } as const;
    expect((await send(big, { token: 'unknown', headers: form, hook: signed })).status).toBe(404);
    expect((await send(big, { headers: form, hook: signed })).status).toBe(413);
    expect((await send('{', { headers: form, hook: signed })).status).toBe(415);
    expect((await send('{', { hook: signed })).status).toBe(401);
    expect((await send('{')).status).toBe(400);
    expect((await send('{}')).status).toBe(422);
  });

  it('says when to come back to a webhook that has said too much', async () => {
    const road = aRoad({
      bring: async () => ({ decision: 'refused', reason: 'webhook-limit', retryAfterMs: 41_200 }),
    });
    const { status, headers, text } = await send({ text: 'x' }, { road });
    expect([status, headers.get('retry-after')]).toEqual([429, '42']);
    expect(text).toContain('42 s');
  });

  it('does not claim to have taken what nothing listens to', async () => {
    expect((await send({ text: 'x' }, { road: aRoad() })).status).toBe(409);
  });

  it.each([
    ['the road', { road: () => aRoad({ bring: async () => Promise.reject(new Error('queue overloaded')) }) }],
    ['the look-up', { road: queued, find: async () => Promise.reject(new Error('database away')) }],
    ['the channel', { road: () => aRoad({ bring: async () => ({ decision: 'unconfigured' }) }) }],
  ])('asks to send again where %s fails, and keeps the token out of the report', async (_, { road: make, ...more }) => {
    const road = make();
    const fields: unknown[] = [];
    const seen = { ...road, report: (event: string, values: unknown) => void fields.push(event, values) };
    const { status, headers, text } = await send({ text: 'x' }, { road: seen, ...more });
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    expect(text).not.toMatch(/queue|database/);
    expect(fields).toEqual(['webhook.undecided', { path: '/webhooks/in/TTTTTT…', error: 'Error' }]);
  });
});
