import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';

/** What is wrong with ID tokens from now on; nothing unless said. */
export type SpoiledIdToken =
  | 'nonce'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'signature'
  | 'algorithm'
  | 'subject'
  | 'missing';

export interface IdTokenClaims {
  readonly subject: string;
  readonly nonce: string | undefined;
  readonly claims?: Readonly<Record<string, unknown>>;
}

interface Key {
  readonly id: string;
  readonly private: KeyObject;
  readonly jwk: object;
}

function makeKey(): Key {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const id = randomUUID();
  return {
    id,
    private: privateKey,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid: id, alg: 'RS256', use: 'sig' },
  };
}

/** Made with the first token: most tests sign nobody in, and a key takes its time. One a process, as no test tells them apart. */
let made: { readonly shown: Key; readonly foreign: Key } | undefined;
const keys = () => (made ??= { shown: makeKey(), foreign: makeKey() });

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** How long an ID token is good for, s. */
const GOOD_FOR_S = 3_600;

/** A platform's OpenID Connect side: ID tokens signed by RS256 (Core §2), and the keys to check them by. */
export class OpenId {
  spoiled: SpoiledIdToken | null = null;
  readonly #issuer: () => string;
  readonly #audience: string;
  readonly #now: () => number;

  constructor(given: { readonly issuer: () => string; readonly audience: string; readonly now: () => number }) {
    this.#issuer = given.issuer;
    this.#audience = given.audience;
    this.#now = given.now;
  }

  /** `jwks_uri`. */
  jwks(): object {
    return { keys: [keys().shown.jwk] };
  }

  /** Undefined where it is spoiled to be missing. */
  idToken({ subject, nonce, claims = {} }: IdTokenClaims, accessToken: string): string | undefined {
    const { spoiled } = this;
    if (spoiled === 'missing') return undefined;
    const now = Math.floor(this.#now() / 1_000);
    const { shown, foreign } = keys();
    const payload = {
      iss: spoiled === 'issuer' ? 'https://evil.example' : this.#issuer(),
      aud: spoiled === 'audience' ? 'another-client' : this.#audience,
      sub: spoiled === 'subject' ? `${subject}1` : subject,
      iat: now,
      exp: spoiled === 'expired' ? now - GOOD_FOR_S : now + GOOD_FOR_S,
      nonce: spoiled === 'nonce' ? 'another' : nonce,
      // Core §3.1.3.6: the left half of the access token's hash.
      at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
      ...claims,
    };
    const alg = spoiled === 'algorithm' ? 'none' : 'RS256';
    const signed = `${encoded({ alg, typ: 'JWT', kid: shown.id })}.${encoded(payload)}`;
    if (alg === 'none') return `${signed}.`;
    const key = spoiled === 'signature' ? foreign.private : shown.private;
    return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
  }
}

/** Whether a verifier proves a code challenge (RFC 7636 §4.6); `plain` is nobody's any more. */
export const provesChallenge = (challenge: string, verifier: string | null): boolean =>
  /^[\w.~-]{43,128}$/.test(verifier ?? '') &&
  createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url') === challenge;
