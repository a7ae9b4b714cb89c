import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { concat, equalSecret, fromHex, toHex, utf8, verifyHmac } from './bytes.ts';

describe('hex', () => {
  it('comes back as the bytes it was made of, in either case', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
        expect(fromHex(toHex(bytes).toUpperCase())).toEqual(bytes);
      }),
      { numRuns: cases(1_000) },
    );
    expect(toHex(new Uint8Array([0, 10, 255]).buffer)).toBe('000aff');
  });

  it.each(['abc', '0g', 'zz', ' 00', '0x00', '00\n', '٠٠'])('is not %j', (text) => {
    expect(fromHex(text)).toBeNull();
  });
});

it('joins bytes in their order', () => {
  expect(concat(utf8('a'), utf8(''), utf8('ü'))).toEqual(utf8('aü'));
});

it('knows an HMAC-SHA256 from any other bytes (RFC 4231, test case 2)', async () => {
  const digest = fromHex('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843') as Uint8Array;
  expect(await verifyHmac('Jefe', utf8('what do ya want for nothing?'), digest)).toBe(true);
  expect(await verifyHmac('Jefe', utf8('what do ya want for nothing!'), digest)).toBe(false);
  expect(await verifyHmac('jefe', utf8('what do ya want for nothing?'), digest)).toBe(false);
});

it('knows an HMAC-SHA1 when it is asked for one, and then no other (RFC 2202, test case 2)', async () => {
  const digest = fromHex('effcdf6ae5eb2fa2d27416d5f184df9c259a7c79') as Uint8Array;
  const message = utf8('what do ya want for nothing?');
  expect(await verifyHmac('Jefe', message, digest, 'SHA-1')).toBe(true);
  expect(await verifyHmac('Jefe', utf8('what do ya want for nothing!'), digest, 'SHA-1')).toBe(false);
  expect(await verifyHmac('Jefe', message, digest)).toBe(false);
});

it('compares secrets by all of their characters', async () => {
  expect(await equalSecret('waddle', 'waddle')).toBe(true);
  for (const other of ['waddlE', 'waddl', 'waddlee', '']) expect(await equalSecret('waddle', other)).toBe(false);
});
