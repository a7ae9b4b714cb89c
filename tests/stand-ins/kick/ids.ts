import { randomBytes } from 'node:crypto';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID (github.com/ulid/spec): 48 bits of milliseconds and 80 random ones, in 26 characters that sort by time. */
export function ulid(ms: number): string {
  const random = randomBytes(10).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const number = (BigInt(Math.floor(ms)) << 80n) + random;
  return Array.from({ length: 26 }, (_, place) => CROCKFORD[Number((number >> BigInt(5 * (25 - place))) & 31n)]).join(
    '',
  );
}
