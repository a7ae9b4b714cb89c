import { describe, expect, it } from 'vitest';
import { hmacHex } from '../../../tests/support/signed.ts';
import { fromHex, utf8 } from '../../core/bytes.ts';
import { type VerifiedBy, verifyDelivery } from './verify.ts';

const NOW = Date.UTC(2026, 9, 4, 12);
const SECONDS = NOW / 1000;
const BODY = '{"text":"wäddle"}';
const KEY = 'thirty-two bytes of a test secret';
const STANDARD: VerifiedBy = { verifier: 'standard', secret: `whsec_${btoa(KEY)}` };
const GITHUB: VerifiedBy = { verifier: 'github', secret: KEY };
const BEARER: VerifiedBy = { verifier: 'bearer', secret: null };
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

const verify = (by: VerifiedBy, headers: Record<string, string>, body = BODY, now = NOW) =>
  verifyDelivery(by, new Headers(headers), utf8(body), now);

async function standard({ id = 'msg_1', at = SECONDS as number | string, body = BODY, key = KEY } = {}) {
  const hex = await hmacHex(key, `${id}.${at}.`, body);
  const signature = btoa(String.fromCharCode(...(fromHex(hex) as Uint8Array)));
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` };
}

const github = async (body = BODY, key = KEY) => ({
  'x-hub-signature-256': `sha256=${await hmacHex(key, body)}`,
  'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
  'x-github-event': 'push',
});

describe('a delivery signed by Standard Webhooks', () => {
  it('is authentic when id, timestamp and body carry our secret', async () => {
    expect(await verify(STANDARD, await standard())).toEqual({ id: 'msg_1', event: '' });
  });

  it('matches the example of the specification’s own libraries', async () => {
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    const by = { verifier: 'standard', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' } as const;
    expect(await verify(by, headers, '{"test": 2432232314}', 1_614_265_330_000)).not.toBeNull();
    expect(await verify(by, headers, '{"test": 2432232315}', 1_614_265_330_000)).toBeNull();
  });

  it('may carry several signatures while a secret is being changed', async () => {
    const headers = await standard();
    const { 'webhook-signature': other } = await standard({ key: 'another secret' });
    const list = (...signatures: string[]) =>
      verify(STANDARD, { ...headers, 'webhook-signature': signatures.join(' ') });
    expect(await list('v1a,b64', other, headers['webhook-signature'])).not.toBeNull();
    expect(await list(other, other)).toBeNull();
    expect(await list(headers['webhook-signature'].replace('v1,', 'v2,'))).toBeNull();
    expect(await list(headers['webhook-signature'].replace('v1,', ''))).toBeNull();
  });

  it.each([
    ['five minutes ago', -300, true],
    ['a second more than that', -301, false],
    ['five minutes ahead', 300, true],
    ['a second more ahead', 301, false],
  ])('sent %s is %s', async (_, offset, fresh) => {
    expect((await verify(STANDARD, await standard({ at: SECONDS + offset }))) !== null).toBe(fresh);
  });

  it.each(['', 'soon', '-1', '1e9', `${SECONDS}.0`, ` ${SECONDS}x`, '9'.repeat(400)])(
    'is nobody’s at %j, however well signed',
    async (at) => expect(await verify(STANDARD, await standard({ at }))).toBeNull(),
  );

  it('is nobody’s with another secret, id, timestamp or body', async () => {
    const headers = await standard();
    expect(await verify({ ...STANDARD, secret: `whsec_${btoa('another')}` }, headers)).toBeNull();
    expect(await verify(STANDARD, { ...headers, 'webhook-id': 'msg_2' })).toBeNull();
    expect(await verify(STANDARD, { ...headers, 'webhook-timestamp': String(SECONDS + 1) })).toBeNull();
    expect(await verify(STANDARD, headers, `${BODY} `)).toBeNull();
  });

  it('is nobody’s when any of its headers is missing', async () => {
    const headers: Record<string, string> = await standard();
    for (const name of Object.keys(headers)) {
      const { [name]: _, ...others } = headers;
      expect(await verify(STANDARD, others), `without ${name}`).toBeNull();
      expect(await verify(STANDARD, { ...others, [name]: '' }), `empty ${name}`).toBeNull();
    }
  });
});

describe('a delivery signed as GitHub does', () => {
  it('is authentic when its body carries our secret, and tells id and event', async () => {
    expect(await verify(GITHUB, await github())).toEqual({ id: '72d3162e-cc78-11e3-81ab-4c9367dc0958', event: 'push' });
  });

  it('matches the example of GitHub’s documentation', async () => {
    const headers = {
      'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    };
    const by = { verifier: 'github', secret: "It's a Secret to Everybody" } as const;
    expect(await verify(by, headers, 'Hello, World!')).not.toBeNull();
    expect(await verify(by, headers, 'Hello, World?')).toBeNull();
  });

  it('goes by an id of its own where the sender gives none', async () => {
    const { 'x-hub-signature-256': signature } = await github();
    const only = { 'x-hub-signature-256': signature };
    expect(await verify(GITHUB, only)).toEqual({ id: expect.stringMatching(UUID), event: '' });
    expect(await verify(GITHUB, { ...only, 'idempotency-key': 'build-7' })).toEqual({ id: 'build-7', event: '' });
  });

  it('is nobody’s with another secret or body, or an older kind of signature', async () => {
    const headers = await github();
    const hex = headers['x-hub-signature-256'].slice('sha256='.length);
    expect(await verify({ ...GITHUB, secret: 'another' }, headers)).toBeNull();
    expect(await verify(GITHUB, headers, `${BODY} `)).toBeNull();
    for (const wrong of ['', hex, `sha1=${hex}`, `sha256=${hex.slice(2)}`, `sha256=${hex}00`, 'sha256=']) {
      expect(await verify(GITHUB, { ...headers, 'x-hub-signature-256': wrong }), wrong).toBeNull();
    }
    expect(await verify(GITHUB, { 'x-hub-signature': `sha256=${hex}` })).toBeNull();
  });
});

describe('a delivery to an address that is its own secret', () => {
  it('needs nothing else, and may bring an id', async () => {
    expect(await verify(BEARER, {})).toEqual({ id: expect.stringMatching(UUID), event: '' });
    expect(await verify(BEARER, { 'idempotency-key': 'build-7' })).toEqual({ id: 'build-7', event: '' });
    expect((await verify(BEARER, {}))?.id).not.toBe((await verify(BEARER, {}))?.id);
  });
});

describe('a webhook', () => {
  it('takes only what is signed the way it was made for', async () => {
    expect(await verify(STANDARD, await github())).toBeNull();
    expect(await verify(GITHUB, await standard())).toBeNull();
    expect(await verify(STANDARD, {})).toBeNull();
    expect(await verify(GITHUB, {})).toBeNull();
  });

  it('without the secret it needs takes nothing', async () => {
    for (const secret of [null, '']) {
      expect(await verify({ verifier: 'standard', secret }, await standard())).toBeNull();
      expect(await verify({ verifier: 'github', secret }, await github())).toBeNull();
    }
  });
});
