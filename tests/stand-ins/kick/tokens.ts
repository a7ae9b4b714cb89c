import { randomBytes } from 'node:crypto';
import type { Answer, StandInRequest } from '../routes.ts';
import { kickError, ok } from './api.ts';

/** `userId` undefined: an app token, which has no scopes. `expiresAt` in milliseconds since the epoch. */
export interface KickToken {
  userId?: string;
  scopes: readonly string[];
  expiresAt: number;
}

export interface KickTokenPair {
  accessToken: string;
  refreshToken: string;
}

interface Grant {
  userId: string;
  scopes: readonly string[];
  accessToken: string;
  expiresAt: number;
}

/** Kick: scopes. */
export const SCOPES: readonly string[] = [
  'user:read',
  'channel:read',
  'channel:write',
  'channel:rewards:read',
  'channel:rewards:write',
  'chat:write',
  'streamkey:read',
  'events:subscribe',
  'moderation:ban',
  'moderation:chat_message:manage',
  'kicks:read',
];

const DAY_SECONDS = 86_400;

/** Access and refresh tokens of one app, user tokens and app tokens alike. */
export class KickTokens {
  /** Seconds that user tokens issued from now on live. */
  expiresIn = 7_200;
  /** Seconds that app tokens live (KickDevDocs#239). */
  appExpiresIn = 60 * DAY_SECONDS;
  /** Seconds that refresh tokens live, used or not (KickDevDocs#397). */
  refreshExpiresIn = 30 * DAY_SECONDS;
  /** How many access tokens were issued. */
  issued = 0;
  #access = new Map<string, KickToken>();
  #refresh = new Map<string, Grant>();
  #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A user's token pair, as after a consent; `given` fixes the tokens themselves. */
  grant(userId: string, scopes: readonly string[] = SCOPES, given: Partial<KickTokenPair> = {}): KickTokenPair {
    const pair = { accessToken: given.accessToken ?? opaque(), refreshToken: given.refreshToken ?? opaque() };
    this.issued += 1;
    this.#access.set(pair.accessToken, { userId, scopes, expiresAt: this.#in(this.expiresIn) });
    const expiresAt = this.#in(this.refreshExpiresIn);
    this.#refresh.set(pair.refreshToken, { userId, scopes, accessToken: pair.accessToken, expiresAt });
    return pair;
  }

  issueApp(): string {
    const token = opaque();
    this.issued += 1;
    this.#access.set(token, { scopes: [], expiresAt: this.#in(this.appExpiresIn) });
    return token;
  }

  /** A new pair for a refresh token, which dies with its access token; undefined when it is not good any more. */
  rotate(refreshToken: string): (KickTokenPair & { scopes: readonly string[] }) | undefined {
    const grant = this.#refresh.get(refreshToken);
    if (!grant || grant.expiresAt <= this.#now()) return undefined;
    this.revoke(refreshToken);
    return { ...this.grant(grant.userId, grant.scopes), scopes: grant.scopes };
  }

  /** Ends a token; a refresh token takes its access token along. */
  revoke(token: string): void {
    this.#access.delete(token);
    const grant = this.#refresh.get(token);
    if (grant) this.#access.delete(grant.accessToken);
    this.#refresh.delete(token);
  }

  /** Ends every token at once: calls answer 401, refreshes `invalid_grant`. */
  revokeAll(): void {
    this.#access.clear();
    this.#refresh.clear();
  }

  /** Ends the access tokens only, as time does: refresh tokens stay good. */
  expireAll(): void {
    this.#access.clear();
  }

  find(token: string): KickToken | undefined {
    const found = this.#access.get(token);
    return found && found.expiresAt > this.#now() ? found : undefined;
  }

  /** The request's token, or the answer that refuses it. App tokens pass where `app` says so, user tokens by `scope`. */
  check(request: StandInRequest, scope: string | undefined, app: boolean): KickToken | Answer {
    const token = this.find(bearer(request) ?? '');
    if (!token || (token.userId === undefined && !app)) return kickError(401);
    if (token.userId !== undefined && scope !== undefined && !token.scopes.includes(scope)) return kickError(403);
    return token;
  }

  /** `POST /oauth/token/introspect`: about the bearer token itself. */
  introspect(request: StandInRequest, clientId: string): Answer {
    const token = this.find(bearer(request) ?? '');
    if (!token) return ok({ active: false });
    return ok({
      active: true,
      client_id: clientId,
      exp: Math.floor(token.expiresAt / 1_000),
      scope: token.scopes.join(' '),
      token_type: token.userId === undefined ? 'app' : 'user',
    });
  }

  #in(seconds: number): number {
    return this.#now() + seconds * 1_000;
  }
}

export const isToken = (checked: KickToken | Answer): checked is KickToken => 'scopes' in checked;

const bearer = ({ headers }: StandInRequest) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];

// Kick's tokens are 48 characters long.
const opaque = () => randomBytes(24).toString('hex').toUpperCase();
