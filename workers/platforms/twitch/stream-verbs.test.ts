import { describe, expect, it } from 'vitest';
import { answering } from '../../../tests/support/calls.ts';
import type { CallResult } from '../call.ts';
import { twitchStream } from './stream-port.ts';

const NOW = 1_791_100_000_000;
const CHANNEL = '1000001';

function streamWith(answer: Response | CallResult | ((url: string) => Response | CallResult)) {
  const { call, seen } = answering(answer);
  const stream = twitchStream({
    apiUrl: 'https://api.example/helix',
    clientId: 'client-1',
    call,
    asOwner: async () => call,
    clock: () => NOW,
    findAccount: async () => ({ account: '1000003', login: 'mod_home', displayName: 'Mod_Home' }),
  });
  return { stream, seen };
}
const done = () => new Response(null, { status: 204 });

describe('what Helix is asked', () => {
  it('is a change of the channel, by its broadcaster', async () => {
    const { stream, seen } = streamWith(done());
    await stream.setTitle(CHANNEL, 'Climbing');
    await stream.setCategory(CHANNEL, { id: '743', name: 'Chess' });
    expect(seen.map(({ url, body }) => [url, body])).toEqual([
      ['https://api.example/helix/channels?broadcaster_id=1000001', '{"title":"Climbing"}'],
      ['https://api.example/helix/channels?broadcaster_id=1000001', '{"game_id":"743"}'],
    ]);
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer token-1');
    expect(seen[0]?.headers.get('client-id')).toBe('client-1');
    expect(seen[0]?.headers.get('content-type')).toBe('application/json');
  });

  it('is a marker by the id in its body, and everything else by parameters', async () => {
    const { stream, seen } = streamWith(done());
    await stream.createMarker(CHANNEL, 'here');
    await stream.createClip(CHANNEL);
    await stream.raid(CHANNEL, 'mod_home');
    await stream.cancelRaid(CHANNEL);
    await stream.addVip(CHANNEL, '11&12');
    await stream.addModerator(CHANNEL, '11');
    expect(seen.map(({ url, body }) => [url.slice('https://api.example/helix'.length), body])).toEqual([
      ['/streams/markers', '{"user_id":"1000001","description":"here"}'],
      ['/clips?broadcaster_id=1000001', 'undefined'],
      ['/raids?from_broadcaster_id=1000001&to_broadcaster_id=1000003', 'undefined'],
      ['/raids?broadcaster_id=1000001', 'undefined'],
      ['/channels/vips?broadcaster_id=1000001&user_id=11%2612', 'undefined'],
      ['/moderation/moderators?broadcaster_id=1000001&user_id=11', 'undefined'],
    ]);
  });
});

describe('what Helix answers', () => {
  it.each([202, 200])('is no clip or marker without an id or a place: HTTP %d', async (status) => {
    for (const body of [{}, { data: [] }, { data: [{ id: '' }] }]) {
      const { stream } = streamWith(Response.json(body, { status }));
      expect(await stream.createClip(CHANNEL)).toMatchObject({ ok: false, reason: 'upstream' });
      expect(await stream.createMarker(CHANNEL)).toMatchObject({ ok: false, reason: 'upstream' });
    }
  });

  it('is told in its own words where it has some, in one line of no more than 200 characters', async () => {
    const refused = (status: number, body: object) =>
      streamWith(Response.json(body, { status })).stream.setTitle(CHANNEL, 'x');
    expect(await refused(400, { message: 'Status contains\nbanned words.' })).toEqual({
      ok: false,
      reason: 'refused',
      message: 'Twitch says no: Status contains banned words.',
    });
    expect(await refused(403, { message: 'x'.repeat(500) })).toEqual({
      ok: false,
      reason: 'forbidden',
      message: `Twitch says no: ${'x'.repeat(199)}…`,
    });
    expect(await refused(418, { error: 'teapot' })).toMatchObject({ message: 'Twitch says no: HTTP 418' });
  });

  it('waits a second where the time to wait makes no sense', async () => {
    for (const reset of ['', 'soon', String(NOW / 1000 - 5), String(NOW / 1000 + 3_600)]) {
      const answer = Response.json({}, { status: 429, headers: { 'ratelimit-reset': reset } });
      expect(await streamWith(answer).stream.cancelRaid(CHANNEL)).toMatchObject({
        reason: 'limited',
        retryAfterMs: 1_000,
      });
    }
  });

  it('is not there when nobody has a token to ask with', async () => {
    const none = { outcome: 'refused', reason: 'no token', retryAfterMs: 5_000 } as const;
    expect(await streamWith({ ok: false, outcome: none }).stream.createClip(CHANNEL)).toMatchObject({
      reason: 'upstream',
      retryAfterMs: 5_000,
      message: expect.stringContaining('nothing was done'),
    });
  });

  it('tells a stream that has just begun by its channel, though Get Streams does not list it yet', async () => {
    const shown = { broadcaster_id: CHANNEL, title: 'Hi', game_id: '', game_name: '', broadcaster_language: 'en' };
    const { stream } = streamWith((url) => Response.json({ data: url.includes('/channels?') ? [shown] : [] }));
    expect(await stream.streamOf(CHANNEL)).toEqual({ live: false, title: 'Hi', category: '', language: 'en' });
  });
});
