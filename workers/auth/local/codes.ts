import { Secret, TOTP } from 'otpauth';
import { hmacSha256, toHex, utf8 } from '../../core/bytes.ts';
import type { PersonId } from '../../core/ids.ts';

/** What authenticator apps can all do (Google's key URI format): SHA-1, six digits, half a minute. */
const SHAPE = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Steps before and after the present one that count, as clocks differ (RFC 6238 §5.2). */
const STEPS_OFF = 1;
const SECRET_BYTES = 20;

/** A new secret for an authenticator app, in base32. */
export const newTotpSecret = (): string =>
  new Secret({ buffer: crypto.getRandomValues(new Uint8Array(SECRET_BYTES)).buffer }).base32;

/** What the app reads from the picture. @param account the name it shows the secret under */
export const totpUri = (secret: string, account: string, issuer: string): string =>
  new TOTP({ ...SHAPE, secret: Secret.fromBase32(secret), label: account, issuer }).toString();

/** The time step that a code of six digits is of, around now (ms); null where it is none. */
export function stepOf(secret: string, code: string, now: number): number | null {
  const off = TOTP.validate({
    ...SHAPE,
    token: code,
    secret: Secret.fromBase32(secret),
    timestamp: now,
    window: STEPS_OFF,
  });
  return off === null ? null : TOTP.counter({ period: SHAPE.period, timestamp: now }) + off;
}

/** Crockford's base32: no letter that could be read as another. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 10;
const RECOVERY_CODES = 10;

/** Codes for who has lost the app, of 50 random bits each: `4H7KQ-9XW2M`. */
export const newRecoveryCodes = (): readonly string[] =>
  Array.from({ length: RECOVERY_CODES }, () => {
    const letters = [...crypto.getRandomValues(new Uint8Array(CODE_LENGTH))]
      .map((byte) => ALPHABET[byte % 32])
      .join('');
    return `${letters.slice(0, 5)}-${letters.slice(5)}`;
  });

/** Under what a recovery code is kept: it is too short for a hash without a secret. */
export const recoveryHash = async (secret: string, person: PersonId, code: string): Promise<string> =>
  toHex(await hmacSha256(secret, utf8(`recovery\n${person}\n${code}`)));

/** A code as somebody typed it: of the app, of the list, or neither. */
export type TypedCode =
  | { readonly kind: 'app'; readonly code: string }
  | { readonly kind: 'recovery'; readonly code: string };

export function typedCode(typed: string): TypedCode | null {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '');
  if (/^\d{6}$/.test(plain)) return { kind: 'app', code: plain };
  const read = plain.replaceAll('O', '0').replace(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{10}$/.test(read)) return null;
  return { kind: 'recovery', code: `${read.slice(0, 5)}-${read.slice(5)}` };
}
