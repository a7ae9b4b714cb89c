import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { utf8 } from './bytes.ts';
import { freshWebhookSecret, signWebhook, verifyWebhook } from './standard-webhooks.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const SECRET = freshWebhookSecret();

const verified = (headers: Record<string, string> | object, body: string, secret = SECRET, now = NOW) =>
  verifyWebhook(secret, new Headers(headers as Record<string, string>), utf8(body), now);

describe('a fresh secret', () => {
  it('is whsec_ and base64 of 32 bytes, another one each time', () => {
    expect(SECRET).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(freshWebhookSecret()).not.toBe(SECRET);
  });
});

describe('a signed request', () => {
  it('is signed as the specification’s own example is', async () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const signed = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: 1_614_265_330_999 };
    expect(await signWebhook(secret, signed, '{"test": 2432232314}')).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is known by who has the secret, whatever the body, and by nobody when a bit of it is another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ minLength: 1 }), async (body, more) => {
        const headers = await signWebhook(SECRET, { id: 'inv_1', at: NOW }, body);
        expect(await verified(headers, body)).toBe('inv_1');
        expect(await verified(headers, body + more)).toBeNull();
        expect(await verified({ ...headers, 'webhook-id': 'inv_2' }, body)).toBeNull();
        expect(await verified(headers, body, freshWebhookSecret())).toBeNull();
      }),
      { numRuns: cases(200) },
    );
  });

  it.each([
    [-300, true],
    [-301, false],
    [300, true],
    [301, false],
  ])('counts for five minutes either way: sent %d s from now', async (offset, fresh) => {
    const headers = await signWebhook(SECRET, { id: 'inv_1', at: NOW + offset * 1000 }, 'x');
    expect((await verified(headers, 'x')) !== null).toBe(fresh);
  });

  it('may carry the signature of the secret before it', async () => {
    const headers = await signWebhook(SECRET, { id: 'inv_1', at: NOW }, 'x');
    const other = await signWebhook(freshWebhookSecret(), { id: 'inv_1', at: NOW }, 'x');
    const both = `v1a,none ${other['webhook-signature']} ${headers['webhook-signature']}`;
    expect(await verified({ ...headers, 'webhook-signature': both }, 'x')).toBe('inv_1');
    expect(await verified(other, 'x')).toBeNull();
  });
});

describe('a secret', () => {
  it.each([
    ['16 bytes', `whsec_${btoa('x'.repeat(16))}`],
    ['23 bytes', `whsec_${btoa('x'.repeat(23))}`],
    ['65 bytes', `whsec_${btoa('x'.repeat(65))}`],
    ['no base64', 'whsec_???'],
    ['nothing', ''],
  ])('of %s signs nothing and opens nothing', async (_, secret) => {
    await expect(signWebhook(secret, { id: 'inv_1', at: NOW }, 'x')).rejects.toThrow(RangeError);
    const headers = { 'webhook-id': 'i', 'webhook-timestamp': String(NOW / 1000), 'webhook-signature': 'v1,x' };
    expect(await verified(headers, 'x', secret)).toBeNull();
  });

  it.each([24, 64])('of %d bytes is one', async (bytes) => {
    const secret = `whsec_${btoa('x'.repeat(bytes))}`;
    const headers = await signWebhook(secret, { id: 'inv_1', at: NOW }, 'x');
    expect(await verified(headers, 'x', secret)).toBe('inv_1');
  });
});
