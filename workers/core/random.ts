import { toHex, utf8 } from './bytes.ts';

/** base64url without padding (RFC 4648 §5). */
export const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

/** @throws DOMException for what is no base64url */
export const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));

/** A secret of so many random bytes, as base64url. */
export const randomToken = (bytes = 32): string => toBase64Url(crypto.getRandomValues(new Uint8Array(bytes)));

/** Under what a secret of 256 random bits is kept and looked up: its SHA-256, hex. */
export const hashOfToken = async (token: string): Promise<string> =>
  toHex(await crypto.subtle.digest('SHA-256', utf8(token)));
