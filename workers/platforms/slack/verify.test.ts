import { describe, expect, it } from 'vitest';
import { slackSigned } from '../../../tests/support/signed.ts';
import { utf8 } from '../../core/bytes.ts';
import { verifySlack } from './verify.ts';

const SECRET = 'a signing secret of these tests';
const SECONDS = 1_791_100_000;
const NOW = SECONDS * 1000;
const BODY = 'command=%2Fwaddle&text=&user=w%C3%A4ddle';

const verify = (headers: Record<string, string>, body = BODY, now = NOW) =>
  verifySlack(new Headers(headers), utf8(body), SECRET, now);

describe('a Slack request', () => {
  it('is authentic when version, timestamp and body carry our secret', async () => {
    expect(await verify(await slackSigned(SECRET, BODY, SECONDS))).toBe(true);
  });

  it('matches a signature made elsewhere', async () => {
    // printf '%s' 'v0:1531420618:text=&command=%2Fwaddle' | openssl dgst -sha256 -hmac 8f742231b10e8888abcd99yyyzzz85a5
    const headers = {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=f648ea5b80b7e9aadc2cbd72377ce432f8831926bfa7d81e71ea1823857a17a0',
    };
    const body = utf8('text=&command=%2Fwaddle');
    expect(await verifySlack(new Headers(headers), body, '8f742231b10e8888abcd99yyyzzz85a5', 1_531_420_618_000)).toBe(
      true,
    );
  });

  it('is signed over its bytes as they came: the same form written another way is another', async () => {
    const headers = await slackSigned(SECRET, BODY, SECONDS);
    expect(await verify(headers, new URLSearchParams(`${BODY}&a=~`).toString())).toBe(false);
    expect(await verify(headers, `${BODY}&`)).toBe(false);
  });

  it.each([
    ['five minutes ago', -300, true],
    ['a second more than that', -301, false],
    ['five minutes ahead', 300, true],
    ['a second more ahead', 301, false],
  ])('sent %s is %s', async (_, offset, fresh) => {
    expect(await verify(await slackSigned(SECRET, BODY, SECONDS + offset))).toBe(fresh);
  });

  it('is nobody’s with another secret or another timestamp', async () => {
    expect(await verify(await slackSigned('another secret', BODY, SECONDS))).toBe(false);
    const headers = await slackSigned(SECRET, BODY, SECONDS);
    expect(await verify({ ...headers, 'x-slack-request-timestamp': String(SECONDS + 1) })).toBe(false);
  });

  it('is nobody’s when a header is missing, empty or twice there', async () => {
    const headers = await slackSigned(SECRET, BODY, SECONDS);
    for (const name of Object.keys(headers)) {
      const { [name]: value = '', ...others } = headers;
      for (const changed of [others, { ...others, [name]: '' }, { ...others, [name]: `${value}, ${value}` }]) {
        expect(await verify(changed), name).toBe(false);
      }
    }
  });

  it.each(['', 'now', 'NaN', '-1', '1e9', '0x6ac1', `${SECONDS}.5`, ` ${SECONDS}x`, '9'.repeat(400)])(
    'is nobody’s at %j, however well signed',
    async (timestamp) => {
      expect(await verify(await slackSigned(SECRET, BODY, timestamp))).toBe(false);
    },
  );

  it.each([
    ['another version', (hex: string) => `v1=${hex}`],
    ['no version', (hex: string) => hex],
    ['a byte too few', (hex: string) => `v0=${hex.slice(2)}`],
    ['a byte too many', (hex: string) => `v0=${hex}00`],
    ['no hex', (hex: string) => `v0=${hex.slice(2)}zz`],
    ['nothing', () => 'v0='],
  ])('is nobody’s with %s in its signature', async (_, change) => {
    const headers = await slackSigned(SECRET, BODY, SECONDS);
    const hex = (headers['x-slack-signature'] as string).slice('v0='.length);
    expect(await verify({ ...headers, 'x-slack-signature': change(hex) })).toBe(false);
  });
});
