import { hmacSha256, toHex, utf8 } from '../core/bytes.ts';

/** Without 0, O, 1 and I, which people read for each other. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 8;

/** How long a code may be typed, and what was typed may be confirmed, ms. */
export const CODE_FOR_MS = 10 * 60_000;

/**
 * The code that is given where `asked` names the asking: asked again, it is the same. 40 bits that nobody can work out without the
 * deployment's secret.
 */
export async function codeFor(sessionSecret: string, asked: string): Promise<string> {
  const bytes = new Uint8Array(await hmacSha256(sessionSecret, utf8(`link-code for\n${asked}`)));
  // 256 is a multiple of the alphabet's 32: every letter is as likely as any other.
  return Array.from(bytes.subarray(0, LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** What people type as a code, as it was given: in any case, with blanks or a hyphen; null for what is none. */
export function readCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s-]/g, '');
  return code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter)) ? code : null;
}

/** Under what a code is kept and looked up: an HMAC, as its 40 bits alone could be guessed from a hash. */
export const hashOfCode = async (sessionSecret: string, code: string): Promise<string> =>
  toHex(await hmacSha256(sessionSecret, utf8(`link-code\n${code}`)));
