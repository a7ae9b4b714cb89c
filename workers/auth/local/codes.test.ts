import { Secret } from 'otpauth';
import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../core/ids.ts';
import { newRecoveryCodes, newTotpSecret, recoveryHash, stepOf, totpUri, typedCode } from './codes.ts';

/** RFC 6238, appendix B: the secret of its SHA-1 vectors; six digits are the last six of its eight. */
const SECRET = Secret.fromUTF8('12345678901234567890').base32;

describe('a code of an authenticator app', () => {
  it.each([
    [59, '287082', 1],
    [1_111_111_109, '081804', 37_037_036],
    [1_234_567_890, '005924', 41_152_263],
    [2_000_000_000, '279037', 66_666_666],
  ])('is that of RFC 6238 at %d s', (seconds, code, step) => {
    expect(stepOf(SECRET, code, seconds * 1000)).toBe(step);
  });

  it('counts a step early and a step late, and is told by its own step', () => {
    const now = 1_234_567_890_000;
    for (const off of [-30_000, 0, 30_000]) expect(stepOf(SECRET, '005924', now + off)).toBe(41_152_263);
    for (const off of [-60_000, 60_000]) expect(stepOf(SECRET, '005924', now + off)).toBeNull();
    for (const wrong of ['005925', '', 'abcdef', '5924', '0059240']) expect(stepOf(SECRET, wrong, now)).toBeNull();
  });

  it('has a secret of 160 bits, in an address that apps read', () => {
    const secret = newTotpSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(secret);
    const uri = new URL(totpUri(secret, 'Анна', 'WaddleBot (bot.example.org)'));
    expect([uri.protocol, uri.host, uri.searchParams.get('secret')]).toEqual(['otpauth:', 'totp', secret]);
    expect([uri.searchParams.get('digits'), uri.searchParams.get('period')]).toEqual(['6', '30']);
  });
});

describe('a recovery code', () => {
  it('is one of ten, and no two are alike', () => {
    const codes = newRecoveryCodes();
    expect(codes).toHaveLength(10);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(new Set(codes).size).toBe(10);
  });

  it('is read however it is typed', () => {
    expect(typedCode(' 4h7kq 9xw2m ')).toEqual({ kind: 'recovery', code: '4H7KQ-9XW2M' });
    expect(typedCode('oil00-00000')).toEqual({ kind: 'recovery', code: '01100-00000' });
    expect(typedCode('123 456')).toEqual({ kind: 'app', code: '123456' });
    for (const neither of ['', '12345', 'UUUUU-UUUUU', '4H7KQ-9XW2M-1']) expect(typedCode(neither)).toBeNull();
  });

  it('is another person’s nothing', async () => {
    const [ann, bob] = ['a', 'b'] as PersonId[];
    expect(await recoveryHash('secret', ann as PersonId, 'X')).not.toBe(
      await recoveryHash('secret', bob as PersonId, 'X'),
    );
  });
});
