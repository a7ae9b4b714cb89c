import { randomBytes } from 'node:crypto';
import type { OpenId } from '../openid.ts';
import type { Answer, Route, StandInRequest } from '../routes.ts';
import { type Authorized, authError, type Caller, helixError, parameters } from './auth.ts';
import type { TwitchUser } from './events.ts';
import { type Grant, type Grants, newRefreshToken } from './grants.ts';

// Twitch Authentication: app access tokens live about 60 days and have no refresh token, user access tokens about 4 hours.
const APP_TOKEN_SECONDS = 5_184_000;
const USER_TOKEN_SECONDS = 14_400;
// Twitch names no figure; RFC 6749 §4.1.2 recommends ten minutes at most.
const CODE_LIFE_MS = 10 * 60 * 1_000;

export interface TokenRules {
  client: { id: string; secret: string };
  grants: Grants;
  openId: OpenId;
  user(id: string): TwitchUser | undefined;
  /** A user's consent has become a token. */
  granted(userId: string): void;
  /** The app has given a user's grant back. */
  revoked(userId: string): void;
  now(): number;
}

interface Code {
  userId: string;
  scopes: readonly string[];
  redirectUri: string;
  nonce?: string | undefined;
  expiresAt: number;
}

/** `grant` is missing on tokens of the app itself. */
interface Held {
  expiresAt: number;
  grant?: Grant;
}

/** The access tokens of one client: issued, refreshed, validated, expired and revoked. */
export class Tokens {
  /** Seconds that app tokens issued from now on live. */
  expiresIn = APP_TOKEN_SECONDS;
  /** Seconds that user tokens issued from now on live. */
  userExpiresIn = USER_TOKEN_SECONDS;
  /** Whether a refresh ends the refresh token it used and gives the next one, which Twitch reserves the right to. */
  rotates = false;
  /** How many access tokens were issued. */
  issued = 0;
  #held = new Map<string, Held>();
  #codes = new Map<string, Code>();
  #rules: TokenRules;

  constructor(rules: TokenRules) {
    this.#rules = rules;
  }

  /** Ends every access token at once: the next call with one answers 401. Refresh tokens go on working. */
  revokeAll(): void {
    this.#held.clear();
  }

  /** A code as the redirect carries it after a consent. */
  issueCode(given: Omit<Code, 'expiresAt'>, expired = false): string {
    const code = randomBytes(15).toString('hex');
    const expiresAt = expired ? 0 : this.#rules.now() + CODE_LIFE_MS;
    this.#codes.set(code, { ...given, expiresAt });
    return code;
  }

  /** Puts a check of token and client id before a Helix handler. */
  guard = (handle: Authorized): Route['handle'] => {
    return (request) => {
      const caller = this.#caller(request);
      return 'is' in caller ? handle(request, caller) : caller;
    };
  };

  routes(): Route[] {
    return [
      { method: 'POST', path: '/oauth2/token', op: 'token', handle: (request) => this.#token(parameters(request)) },
      { method: 'GET', path: '/oauth2/validate', op: 'validate', handle: (request) => this.#validate(request) },
      { method: 'GET', path: '/oauth2/keys', op: 'keys', handle: () => ({ json: this.#rules.openId.jwks() }) },
      { method: 'POST', path: '/oauth2/revoke', op: 'revoke', handle: (request) => this.#revoke(parameters(request)) },
    ];
  }

  #live(token: string): Held | undefined {
    const held = this.#held.get(token);
    if (!held || held.expiresAt <= this.#rules.now()) return undefined;
    return held.grant && !this.#rules.grants.isLive(held.grant) ? undefined : held;
  }

  /** Who calls a Helix method, or the answer that refuses the token or client id. */
  #caller(request: StandInRequest): Caller | Answer {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return helixError(401, 'OAuth token is missing');
    const held = this.#live(token);
    if (!held) return helixError(401, 'Invalid OAuth token');
    const clientId = request.headers['client-id'];
    if (clientId === undefined) return helixError(401, 'Client ID is missing');
    if (clientId !== this.#rules.client.id) return helixError(401, 'Client ID and OAuth token do not match');
    return held.grant ? { is: 'user', userId: held.grant.userId, scopes: held.grant.scopes } : { is: 'app' };
  }

  #token(given: URLSearchParams): Answer {
    const { client } = this.#rules;
    const type = given.get('grant_type');
    if (!given.get('client_id')) return authError(400, 'missing client id');
    if (!given.get('client_secret')) return authError(400, 'missing client secret');
    if (!type) return authError(400, 'missing grant type');
    const grants = ['client_credentials', 'authorization_code', 'refresh_token'];
    if (!grants.includes(type)) return authError(400, 'invalid grant type');
    if (given.get('client_id') !== client.id) return authError(400, 'invalid client');
    if (given.get('client_secret') !== client.secret) return authError(403, 'invalid client secret');
    if (type === 'authorization_code') return this.#exchange(given);
    if (type === 'refresh_token') return this.#refresh(given);
    const access_token = this.#hold({ expiresAt: this.#rules.now() + this.expiresIn * 1_000 });
    return { json: { access_token, expires_in: this.expiresIn, token_type: 'bearer' } };
  }

  #exchange(given: URLSearchParams): Answer {
    if (!given.get('code')) return authError(400, 'missing code');
    if (!given.get('redirect_uri')) return authError(400, 'missing redirect uri');
    const key = given.get('code') ?? '';
    const code = this.#codes.get(key);
    if (!code || code.expiresAt <= this.#rules.now()) return authError(400, 'Invalid authorization code');
    if (given.get('redirect_uri') !== code.redirectUri) {
      return authError(400, 'Parameter redirect_uri does not match registered URI');
    }
    this.#codes.delete(key);
    this.#rules.granted(code.userId);
    return this.#issue(this.#rules.grants.add(code.userId, code.scopes), code);
  }

  #refresh(given: URLSearchParams): Answer {
    if (!given.get('refresh_token')) return authError(400, 'missing refresh token');
    const grant = this.#rules.grants.renewedBy(given.get('refresh_token') ?? '');
    // Twitch Authentication: refreshing access tokens: this one body has Helix's form.
    if (!grant) return helixError(400, 'Invalid refresh token');
    if (this.rotates) grant.refreshToken = newRefreshToken();
    return this.#issue(grant);
  }

  /** @param code of a consent that came by it: with the scope `openid` it is given an ID token */
  #issue(grant: Grant, code?: Code): Answer {
    const access_token = this.#hold({ expiresAt: this.#rules.now() + this.userExpiresIn * 1_000, grant });
    const idToken = code?.scopes.includes('openid')
      ? this.#rules.openId.idToken({ subject: code.userId, nonce: code.nonce }, access_token)
      : undefined;
    return {
      json: {
        access_token,
        expires_in: this.userExpiresIn,
        id_token: idToken,
        refresh_token: grant.refreshToken,
        // A list, where RFC 6749 §5.1 has a string.
        scope: grant.scopes,
        token_type: 'bearer',
      },
    };
  }

  #hold(held: Held): string {
    const token = randomBytes(15).toString('hex');
    this.issued += 1;
    this.#held.set(token, held);
    return token;
  }

  #validate(request: StandInRequest): Answer {
    const token = /^(?:OAuth|Bearer) (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return authError(401, 'missing authorization token');
    const held = this.#live(token);
    if (!held) return authError(401, 'invalid access token');
    const { client, user, now } = this.#rules;
    const expires_in = Math.floor((held.expiresAt - now()) / 1_000);
    if (!held.grant) return { json: { client_id: client.id, scopes: null, expires_in } };
    const { userId, scopes } = held.grant;
    return { json: { client_id: client.id, login: user(userId)?.login, scopes, user_id: userId, expires_in } };
  }

  /** Takes an access token back; a user's consent ends with it. */
  #revoke(given: URLSearchParams): Answer {
    if (given.get('client_id') !== this.#rules.client.id) return authError(404, 'client does not exist');
    const token = given.get('token') ?? '';
    const held = this.#live(token);
    this.#held.delete(token);
    if (!held) return authError(400, 'Invalid token');
    if (held.grant) {
      this.#rules.grants.end(held.grant);
      this.#rules.revoked(held.grant.userId);
    }
    return {};
  }
}
