import { utf8 } from '../core/bytes.ts';
import { randomToken, toBase64Url } from '../core/random.ts';

export interface Pkce {
  /** To be kept until the code is exchanged. */
  readonly verifier: string;
  readonly challenge: string;
}

/** A fresh verifier of 43 characters and its S256 challenge (RFC 7636 §4). */
export async function createPkce(): Promise<Pkce> {
  const verifier = randomToken();
  const digest = await crypto.subtle.digest('SHA-256', utf8(verifier));
  return { verifier, challenge: toBase64Url(new Uint8Array(digest)) };
}
