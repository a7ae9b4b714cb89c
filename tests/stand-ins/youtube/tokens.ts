import { randomBytes } from 'node:crypto';
import type { Answer, StandInRequest } from '../routes.ts';
import { googleError, insufficientPermissions, invalidCredentials } from './api.ts';

/** `userId`: the YouTube channel that speaks. `expiresAt` in milliseconds since the epoch. */
export interface GoogleToken {
  userId: string;
  scopes: readonly string[];
  expiresAt: number;
  offline: boolean;
}

export interface GoogleTokenPair {
  accessToken: string;
  refreshToken: string;
}

interface Grant {
  userId: string;
  scopes: readonly string[];
  grantedAt: number;
  usedAt: number;
}

/** Who calls: somebody with a token, or anybody with the project's API key. */
export type Caller = GoogleToken | 'key';

const AUTH = 'https://www.googleapis.com/auth/';

/** OAuth 2.0 scopes for Google APIs: YouTube. */
export const YOUTUBE_SCOPES = {
  manage: `${AUTH}youtube`,
  forceSsl: `${AUTH}youtube.force-ssl`,
  readonly: `${AUTH}youtube.readonly`,
} as const;

const READ: readonly string[] = Object.values(YOUTUBE_SCOPES);
const WRITE: readonly string[] = [YOUTUBE_SCOPES.manage, YOUTUBE_SCOPES.forceSsl];

const DAY_MS = 86_400_000;
// Google identity: refresh token expiration: 7 days in testing, 6 months unused, 100 for one account and client.
const TESTING_MS = 7 * DAY_MS;
const IDLE_MS = 180 * DAY_MS;
const MAX_REFRESH_TOKENS = 100;

/** The access and refresh tokens of one OAuth client. */
export class GoogleTokens {
  /** Seconds that access tokens issued from now on live. */
  expiresIn = 3_599;
  /** Whether the consent screen is in testing, where refresh tokens die after 7 days. */
  testing: boolean;
  /** How many access tokens were issued. */
  issued = 0;
  #access = new Map<string, GoogleToken & { refreshToken?: string }>();
  #refresh = new Map<string, Grant>();
  #now: () => number;

  constructor(testing: boolean, now: () => number) {
    this.testing = testing;
    this.#now = now;
  }

  /** A token pair, as after an offline consent; `given` fixes the tokens themselves. */
  grant(
    userId: string,
    scopes: readonly string[] = [YOUTUBE_SCOPES.forceSsl],
    given: Partial<GoogleTokenPair> = {},
  ): GoogleTokenPair {
    const refreshToken = given.refreshToken ?? `1//${randomBytes(48).toString('base64url')}`;
    const now = this.#now();
    this.#refresh.set(refreshToken, { userId, scopes, grantedAt: now, usedAt: now });
    const own = [...this.#refresh].filter(([, grant]) => grant.userId === userId);
    for (const [oldest] of own.slice(0, Math.max(0, own.length - MAX_REFRESH_TOKENS))) this.#refresh.delete(oldest);
    return { accessToken: this.issue(userId, scopes, refreshToken, given.accessToken), refreshToken };
  }

  /** An access token; without `refreshToken` it was granted online and ends for good. */
  issue(userId: string, scopes: readonly string[], refreshToken?: string, given?: string): string {
    const token = given ?? `ya29.${randomBytes(96).toString('base64url')}`;
    const expiresAt = this.#now() + this.expiresIn * 1_000;
    this.issued += 1;
    this.#access.set(token, { userId, scopes, expiresAt, offline: refreshToken !== undefined, refreshToken });
    return token;
  }

  /** A new access token for a refresh token, which stays; undefined when that one is not good any more. */
  refresh(refreshToken: string): { accessToken: string; scopes: readonly string[] } | undefined {
    const grant = this.#refresh.get(refreshToken);
    const now = this.#now();
    const dead = !grant || now - grant.usedAt >= IDLE_MS || (this.testing && now - grant.grantedAt >= TESTING_MS);
    if (dead) return undefined;
    grant.usedAt = now;
    return { accessToken: this.issue(grant.userId, grant.scopes, refreshToken), scopes: grant.scopes };
  }

  /** Ends a token and those that belong to it; whether there was one. */
  revoke(token: string): boolean {
    const refreshToken = this.#refresh.has(token) ? token : this.#access.get(token)?.refreshToken;
    const known = this.#access.delete(token) || refreshToken !== undefined;
    if (refreshToken !== undefined) {
      this.#refresh.delete(refreshToken);
      for (const [access, { refreshToken: of }] of this.#access) if (of === refreshToken) this.#access.delete(access);
    }
    return known;
  }

  /** Ends every token, as people do in their account: calls answer 401, refreshes `invalid_grant`. */
  revokeAll(): void {
    this.#access.clear();
    this.#refresh.clear();
  }

  /** Ends the access tokens only, as time does: refresh tokens stay good. */
  expireAll(): void {
    this.#access.clear();
  }

  find(token: string): GoogleToken | undefined {
    const found = this.#access.get(token);
    return found && found.expiresAt > this.#now() ? found : undefined;
  }

  /** Who calls, or the answer that refuses them. */
  caller({ headers, query }: StandInRequest, apiKeys: readonly string[], need: 'read' | 'write'): Caller | Answer {
    const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? query.get('access_token');
    const key = query.get('key') ?? String(headers['x-goog-api-key'] ?? '');
    if (bearer === null) {
      if (key === '') return missingKey();
      if (!apiKeys.includes(key)) return badKey();
      return need === 'read' ? 'key' : insufficientPermissions();
    }
    const token = this.find(bearer);
    if (!token) return invalidCredentials();
    const enough = need === 'read' ? READ : WRITE;
    return token.scopes.some((scope) => enough.includes(scope)) ? token : insufficientPermissions();
  }
}

export const isCaller = (checked: Caller | Answer): checked is Caller => checked === 'key' || 'scopes' in checked;

const missingKey = (): Answer =>
  googleError(403, 'forbidden', 'The request is missing a valid API key.', { status: 'PERMISSION_DENIED' });

const badKey = (): Answer =>
  googleError(400, 'badRequest', 'API key not valid. Please pass a valid API key.', { status: 'INVALID_ARGUMENT' });
