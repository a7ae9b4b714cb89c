import { describe, expect, it } from 'vitest';
import { KICK_EVENTS } from './events.ts';
import { createSubscriptions, deleteSubscriptions, listSubscriptions } from './subscriptions.ts';

const subscriber = { apiUrl: 'https://api.example', token: 'A', broadcaster: '3000001' };

const held = (id: string, event: string, more: object = {}) => ({
  id,
  event,
  app_id: 'client-1',
  broadcaster_user_id: 3_000_001,
  method: 'webhook',
  version: 1,
  created_at: '2026-10-04T12:00:00Z',
  updated_at: '2026-10-04T12:00:00Z',
  ...more,
});

/** Answers GET with what is held, and POST with a new id per event. */
function kick(options: {
  readonly list?: unknown;
  readonly create?: (name: string) => object;
  readonly status?: number;
}) {
  const seen: { readonly method: string; readonly url: URL; readonly json: unknown }[] = [];
  const fetcher: typeof fetch = async (input, init) => {
    const request = new Request(input as string, init);
    const text = await request.text();
    const json = text === '' ? null : (JSON.parse(text) as { readonly events: readonly { readonly name: string }[] });
    seen.push({ method: request.method, url: new URL(request.url), json });
    if (options.status) return Response.json({ data: {}, message: 'No' }, { status: options.status });
    if (request.method === 'DELETE') return new Response(null, { status: 204 });
    if (!json) return Response.json({ data: options.list ?? [], message: 'OK' });
    const made = options.create ?? ((name) => ({ subscription_id: `new-${name}` }));
    return Response.json({ data: json.events.map(({ name }) => ({ name, version: 1, ...made(name) })), message: 'OK' });
  };
  return { seen, fetcher };
}

describe('the subscriptions of a channel', () => {
  it('are listed without those of others', async () => {
    const { fetcher, seen } = kick({
      list: [
        held('1', 'channel.followed'),
        held('2', 'channel.followed', { broadcaster_user_id: 3_000_009 }),
        held('3', 'channel.followed', { method: 'websocket' }),
        held('4', 'channel.followed', { version: 2 }),
      ],
    });
    expect(await listSubscriptions(subscriber, fetcher)).toEqual({
      ok: true,
      value: [{ id: '1', event: 'channel.followed' }],
    });
    expect(seen[0]?.url.href).toBe('https://api.example/public/v1/events/subscriptions?broadcaster_user_id=3000001');
  });

  it('are asked for all at once where there are none', async () => {
    const { fetcher, seen } = kick({});
    const made = KICK_EVENTS.map((event) => ({ id: `new-${event}`, event }));
    expect(await createSubscriptions(subscriber, fetcher)).toEqual({
      ok: true,
      value: { held: made, created: KICK_EVENTS.length, duplicates: [], refused: [] },
    });
    expect(seen.map(({ method }) => method)).toEqual(['GET', 'POST']);
    expect(seen[1]?.json).toEqual({
      broadcaster_user_id: 3_000_001,
      method: 'webhook',
      events: KICK_EVENTS.map((name) => ({ name, version: 1 })),
    });
  });

  it('are asked for only where one is missing', async () => {
    const list = KICK_EVENTS.slice(1).map((event, i) => held(String(i), event));
    const { fetcher, seen } = kick({ list });
    expect(await createSubscriptions(subscriber, fetcher)).toMatchObject({ ok: true, value: { created: 1 } });
    expect(seen[1]?.json).toMatchObject({ events: [{ name: KICK_EVENTS[0], version: 1 }] });
  });

  it('are not asked for when all are there', async () => {
    const list = KICK_EVENTS.map((event, i) => held(String(i), event));
    const { fetcher, seen } = kick({ list });
    expect(await createSubscriptions(subscriber, fetcher)).toMatchObject({ ok: true, value: { created: 0 } });
    expect(seen).toHaveLength(1);
  });

  it('are never asked for twice, and those that are there twice are named', async () => {
    const { fetcher, seen } = kick({ list: [held('1', 'kicks.gifted'), held('2', 'kicks.gifted')] });
    const events = ['kicks.gifted', 'channel.followed', 'channel.followed'];
    expect(await createSubscriptions(subscriber, fetcher, events)).toEqual({
      ok: true,
      value: {
        held: [
          { id: '1', event: 'kicks.gifted' },
          { id: 'new-channel.followed', event: 'channel.followed' },
        ],
        created: 1,
        duplicates: [{ id: '2', event: 'kicks.gifted' }],
        refused: [],
      },
    });
    expect(seen[1]?.json).toMatchObject({ events: [{ name: 'channel.followed' }] });
  });

  it('may be refused one by one', async () => {
    const { fetcher } = kick({
      create: (name) =>
        name === 'kicks.gifted' ? { error: 'limit reached' } : name === 'x' ? {} : { subscription_id: 's' },
    });
    expect(await createSubscriptions(subscriber, fetcher, ['kicks.gifted', 'x', 'channel.followed'])).toMatchObject({
      value: {
        created: 1,
        refused: [
          { event: 'kicks.gifted', detail: 'limit reached' },
          { event: 'x', detail: 'Kick did not say why' },
        ],
      },
    });
  });

  it('are not made blindly when they could not be listed', async () => {
    const { fetcher, seen } = kick({ status: 500 });
    expect(await createSubscriptions(subscriber, fetcher)).toMatchObject({ ok: false, reason: 'upstream' });
    expect(seen).toHaveLength(1);
    expect(await createSubscriptions(subscriber, kick({ list: 'none' }).fetcher)).toMatchObject({ ok: false });
  });

  it('are ended by their ids', async () => {
    const { fetcher, seen } = kick({});
    expect(await deleteSubscriptions(subscriber, ['1', 'a&b'], fetcher)).toEqual({ ok: true, value: null });
    expect(seen[0]).toMatchObject({ method: 'DELETE' });
    expect(seen[0]?.url.searchParams.getAll('id')).toEqual(['1', 'a&b']);
    expect(await deleteSubscriptions(subscriber, [], fetcher)).toEqual({ ok: true, value: null });
    expect(seen).toHaveLength(1);
    expect(await deleteSubscriptions(subscriber, ['1'], kick({ status: 403 }).fetcher)).toMatchObject({
      reason: 'scope',
    });
  });
});
