import { describe, expect, it } from 'vitest';
import { hubSigned } from '../../../tests/support/hub-signed.ts';
import { utf8 } from '../../core/bytes.ts';
import { hubSignature, verifyHub } from './verify.ts';

const BODY = utf8('<feed/>');
const SECRET = 'the secret of this lease';
const given = (value: string) => hubSignature(new Headers({ 'x-hub-signature': value }));

describe('the hub’s signature', () => {
  it('is right over exactly these bytes with exactly this secret', async () => {
    const signature = hubSignature(new Headers(await hubSigned(SECRET, BODY))) as Uint8Array;
    expect(await verifyHub(SECRET, BODY, signature)).toBe(true);
    expect(await verifyHub(SECRET, utf8('<feed />'), signature)).toBe(false);
    expect(await verifyHub(`${SECRET}.`, BODY, signature)).toBe(false);
    expect(
      await verifyHub(
        SECRET,
        BODY,
        signature.map((byte, i) => (i === 19 ? byte ^ 1 : byte)),
      ),
    ).toBe(false);
  });

  it('may be written in capitals', () => {
    expect(given(`sha1=${'AB'.repeat(20)}`)).toEqual(given(`sha1=${'ab'.repeat(20)}`));
  });

  it.each([
    '',
    'sha1=',
    '0'.repeat(40),
    `sha1=${'0'.repeat(38)}`,
    `sha1=${'0'.repeat(42)}`,
    `sha1=${'g'.repeat(40)}`,
    `sha256=${'0'.repeat(64)}`,
    `SHA1=${'0'.repeat(40)}`,
  ])('is not %j', (value) => {
    expect(given(value)).toBeNull();
  });

  it('is missing where there is none', () => {
    expect(hubSignature(new Headers())).toBeNull();
  });
});
