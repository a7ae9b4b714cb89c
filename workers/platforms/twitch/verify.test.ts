import { describe, expect, it } from 'vitest';
import { twitchSigned } from '../../../tests/support/signed.ts';
import { utf8 } from '../../core/bytes.ts';
import { verifyTwitch } from './verify.ts';

const SECRET = 'a secret of these tests';
const NOW = Date.UTC(2026, 9, 4, 12);
const BODY = '{"event":"wäddle"}';
const TEN_MINUTES = 600_000;

const verify = (headers: Record<string, string>, body = BODY, now = NOW) =>
  verifyTwitch(new Headers(headers), utf8(body), SECRET, now);

describe('an EventSub message', () => {
  it('is authentic when id, timestamp and body carry our secret', async () => {
    const headers = await twitchSigned(SECRET, BODY, { id: 'id-1', timestamp: '2026-10-04T12:00:00.123456789Z' });
    expect(await verify({ ...headers, 'twitch-eventsub-message-retry': '2' })).toEqual({
      messageId: 'id-1',
      type: 'notification',
      retry: 2,
      sentAt: NOW + 123,
    });
  });

  it('matches a signature made elsewhere', async () => {
    // printf '%s' 'id-12026-10-04T12:00:00.000000000Z{}' | openssl dgst -sha256 -hmac 's3cre77890'
    const headers = {
      'twitch-eventsub-message-id': 'id-1',
      'twitch-eventsub-message-timestamp': '2026-10-04T12:00:00.000000000Z',
      'twitch-eventsub-message-type': 'notification',
      'twitch-eventsub-message-signature': 'sha256=449e582020a1821eb9e661366d29254a00d27ffad42f3a84481890c6ea2dbe9b',
    };
    expect(await verifyTwitch(new Headers(headers), utf8('{}'), 's3cre77890', NOW)).not.toBeNull();
  });

  it.each([
    ['ten minutes ago', -TEN_MINUTES, true],
    ['a moment more than that', -TEN_MINUTES - 1, false],
    ['ten minutes ahead', TEN_MINUTES, true],
    ['a moment more ahead', TEN_MINUTES + 1, false],
  ])('sent %s is %s', async (_, offset, fresh) => {
    const headers = await twitchSigned(SECRET, BODY, { timestamp: new Date(NOW + offset).toISOString() });
    expect((await verify(headers)) !== null).toBe(fresh);
  });

  it('is nobody’s with another secret, id, timestamp or body', async () => {
    const headers = await twitchSigned(SECRET, BODY, { at: NOW });
    expect(await verify(headers)).not.toBeNull();
    expect(await verify(await twitchSigned('another secret', BODY, { at: NOW }))).toBeNull();
    expect(await verify({ ...headers, 'twitch-eventsub-message-id': 'message-2' })).toBeNull();
    // The same instant, written another way: what is signed is the text.
    const sameTime = (headers['twitch-eventsub-message-timestamp'] as string).replace('123456Z', 'Z');
    expect(await verify({ ...headers, 'twitch-eventsub-message-timestamp': sameTime })).toBeNull();
    expect(await verify(headers, `${BODY} `)).toBeNull();
  });

  it('is nobody’s when any of its headers is missing or twice there', async () => {
    const headers = await twitchSigned(SECRET, BODY, { at: NOW });
    for (const name of Object.keys(headers)) {
      const { [name]: value = '', ...others } = headers;
      expect(await verify(others), `without ${name}`).toBeNull();
      expect(await verify({ ...others, [name]: '' }), `empty ${name}`).toBeNull();
      if (!name.endsWith('-type'))
        expect(await verify({ ...others, [name]: `${value}, ${value}` }), `two of ${name}`).toBeNull();
    }
  });

  it.each([
    ['another algorithm', (hex: string) => `sha1=${hex}`],
    ['no algorithm', (hex: string) => hex],
    ['a byte too few', (hex: string) => `sha256=${hex.slice(2)}`],
    ['a byte too many', (hex: string) => `sha256=${hex}00`],
    ['half a byte too few', (hex: string) => `sha256=${hex.slice(1)}`],
    ['no hex', (hex: string) => `sha256=${hex.slice(2)}zz`],
    ['nothing', () => 'sha256='],
  ])('is nobody’s with %s in its signature', async (_, change) => {
    const headers = await twitchSigned(SECRET, BODY, { at: NOW });
    const hex = (headers['twitch-eventsub-message-signature'] as string).slice('sha256='.length);
    expect(await verify({ ...headers, 'twitch-eventsub-message-signature': change(hex) })).toBeNull();
  });

  it.each(['', 'soon', '0', '-1', 'NaN', '2026-13-45T99:00:00Z', '9'.repeat(400)])(
    'is nobody’s at %j, however well signed',
    async (timestamp) => {
      expect(await verify(await twitchSigned(SECRET, BODY, { timestamp }))).toBeNull();
    },
  );

  it('counts a retry that is no number as none', async () => {
    const headers = await twitchSigned(SECRET, BODY, { at: NOW });
    expect(await verify({ ...headers, 'twitch-eventsub-message-retry': 'once' })).toMatchObject({ retry: 0 });
  });
});
