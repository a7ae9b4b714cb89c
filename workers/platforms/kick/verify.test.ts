import { beforeAll, describe, expect, it } from 'vitest';
import { kickSigned, makeSigningKey, ringOf, type SigningKey } from '../../../tests/support/kick.ts';
import { utf8 } from '../../core/bytes.ts';
import type { KickKeys } from './keys.ts';
import { verifyKick } from './verify.ts';

const NOW = Date.UTC(2026, 9, 4, 12);
const BODY = '{"content":"wäddle"}';
const HOUR = 3_600_000;
const TEN_MINUTES = 600_000;

let key: SigningKey;
let keys: KickKeys;
beforeAll(async () => {
  key = await makeSigningKey();
  keys = ringOf(key);
});

const verify = (headers: Record<string, string>, body = BODY, now = NOW) =>
  verifyKick(new Headers(headers), utf8(body), keys, now);
const signed = (more: Parameters<typeof kickSigned>[2] = { at: NOW }) => kickSigned(key, BODY, more);

describe('a webhook of Kick', () => {
  it('is authentic when Kick’s key signed its id, timestamp and body', async () => {
    expect(await verify(await signed({ id: 'id-1', timestamp: '2026-10-04T23:00:00.123456789+11:00' }))).toEqual({
      messageId: 'id-1',
      subscriptionId: '01K6QZS0000000000000000001',
      type: 'chat.message.sent',
      sentAt: NOW + 123,
    });
  });

  it('matches a signature made elsewhere', async () => {
    // printf '%s' '01K6QZK0000000000000000001.2026-10-04T12:00:00Z.{"content":"wäddle"}' | openssl dgst -sha256 -sign key.pem
    const publicPem = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsCOiT3/L4eHl4uus2DZM
kcTVt+3kGR8b/DPazcDqEGFs5JWI92yyxli33mWBEfL4+MmbXgnuRgb3kjo+pomX
Fcgd9j8FBW10YiIEgLRCIUNcdO0kjyFgN2omEvQAaOoeUgDxX41F9NY8Hk8LO+2A
RH7Kt0KJWUnnhETCO7d4UsYdFAgC1g4hEB90UtAfXeH5nUGj0zjizSr4qiTp4CwF
6wrnKOb17KbVU86056YTmJOwc5uJ+baoR3iBOXt6rcoed/5nyyYptempjHPnmJ2F
XuMT4SwGrbJC9kQwKSk/b37gZU39OTwKOmsLC1sn8X9k4OYFZyxeGoX4VcWtc/oc
kQIDAQAB
-----END PUBLIC KEY-----`;
    const headers = {
      'kick-event-message-id': '01K6QZK0000000000000000001',
      'kick-event-message-timestamp': '2026-10-04T12:00:00Z',
      'kick-event-type': 'chat.message.sent',
      'kick-event-signature':
        'Z/Zl2EDMR1pMkg9v/voF5UigyMJfG7VSNOOeKSPcx2iN8KXAtiB5KNoCV+OmV2+C4hU8VaZOJ2rQm72Wk2OQQMmG91aQMnmcWzcYl7HT5kJ49OOPsOXomQlgy/F3hVblleKzNVpwfcpR4jec+NuvExw3uEGZyqEY20MhSo02uHJalVkPwwdM5MTdJymuC3dCsYP5A1+epRZeAyVz1+8hMyznKzdgEJ96r/xBeT3dS+F0bhHljjS98IUo0ZUv5K29T5tTyVWVVpqc+XgE6rbx+nu8ZnCOhg58e+M3anSI4yMYkOtIwbY9mEiAsuNbAfl0AskIkOX0Mj7pFJ7gS+J4Vg==',
    };
    const ring = ringOf({ ...key, publicPem });
    expect(await verifyKick(new Headers(headers), utf8(BODY), ring, NOW)).toMatchObject({ subscriptionId: null });
  });

  it.each([
    ['an hour ago', -HOUR, true],
    ['a moment more than that', -HOUR - 1, false],
    ['ten minutes ahead', TEN_MINUTES, true],
    ['a moment more ahead', TEN_MINUTES + 1, false],
  ])('sent %s is %s', async (_, offset, fresh) => {
    expect((await verify(await signed({ at: NOW + offset }))) !== null).toBe(fresh);
  });

  it('is nobody’s with another key, id, timestamp or body', async () => {
    const headers = await signed();
    expect(await verify(headers)).not.toBeNull();
    expect(await verify(await kickSigned(await makeSigningKey(), BODY, { at: NOW }))).toBeNull();
    expect(await verify({ ...headers, 'kick-event-message-id': '01K6QZK0000000000000000002' })).toBeNull();
    // The same instant, written another way: what is signed is the text.
    const sameTime = (headers['kick-event-message-timestamp'] as string).replace('.000Z', 'Z');
    expect(await verify({ ...headers, 'kick-event-message-timestamp': sameTime })).toBeNull();
    expect(await verify(headers, `${BODY} `)).toBeNull();
  });

  it('is nobody’s when what it needs is missing or twice there', async () => {
    const headers = await signed();
    for (const name of ['message-id', 'message-timestamp', 'type', 'signature'].map((part) => `kick-event-${part}`)) {
      const { [name]: value = '', ...others } = headers;
      expect(await verify(others), `without ${name}`).toBeNull();
      expect(await verify({ ...others, [name]: '' }), `empty ${name}`).toBeNull();
      if (!name.endsWith('-type'))
        expect(await verify({ ...others, [name]: `${value}, ${value}` }), `two of ${name}`).toBeNull();
    }
  });

  it('may come without a subscription, as before Kick named it', async () => {
    const { 'kick-event-subscription-id': _, ...headers } = await signed();
    expect(await verify(headers)).toMatchObject({ subscriptionId: null });
  });

  it('has ids of at most a hundred characters', async () => {
    expect(await verify(await signed({ at: NOW, id: 'x'.repeat(100) }))).not.toBeNull();
    expect(await verify(await signed({ at: NOW, id: 'x'.repeat(101) }))).toBeNull();
    expect(await verify(await signed({ at: NOW, subscription: 'x'.repeat(101) }))).toBeNull();
    expect(await verify(await signed({ at: NOW, type: 'x'.repeat(101) }))).toBeNull();
  });

  it.each([
    ['a byte too few', (base64: string) => btoa(atob(base64).slice(1))],
    ['a byte too many', (base64: string) => btoa(`${atob(base64)}x`)],
    ['no padding', (base64: string) => base64.replace(/=+$/, '')],
    ['a space', (base64: string) => `${base64.slice(0, 9)} ${base64.slice(10)}`],
    ['the alphabet of URLs', (base64: string) => base64.replace(/.$/, '-')],
    ['a prefix', (base64: string) => `sha256=${base64}`],
    ['no end', (base64: string) => base64.repeat(50)],
  ])('is nobody’s with %s in its signature', async (_, change) => {
    const headers = await signed();
    const given = headers['kick-event-signature'] as string;
    expect(await verify({ ...headers, 'kick-event-signature': change(given) })).toBeNull();
  });

  it.each(['', 'soon', '0', '-1', 'NaN', '2026-13-45T99:00:00Z', '9'.repeat(90)])(
    'is nobody’s at %j, however well signed',
    async (timestamp) => {
      expect(await verify(await signed({ timestamp }))).toBeNull();
    },
  );
});
