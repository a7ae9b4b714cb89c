import { createHash, randomBytes } from 'node:crypto';
import { type Consent, consentPage, decide, isRegistered, redirectBack } from '../consent.ts';
import type { OpenId } from '../openid.ts';
import type { Answer, Route, StandInRequest } from '../routes.ts';
import type { GoogleTokens } from './tokens.ts';

export interface GoogleOAuthRules {
  clientId: string;
  clientSecret: string;
  /** The client's redirect addresses; any address when left out. */
  redirectUris?: readonly string[];
  tokens: GoogleTokens;
  openId: OpenId;
  consent(): Consent;
  /** The account that is signed in when nobody chooses another: a YouTube channel's id. */
  account: string;
  now(): number;
}

interface Code {
  userId: string;
  scopes: readonly string[];
  redirectUri: string;
  offline: boolean;
  challenge?: { value: string; method: string };
  nonce?: string | undefined;
  expiresAt: number;
}

export const AUTH_PATH = '/o/oauth2/v2/auth';

const CODE_LIFE_MS = 10 * 60_000;

const oauthError = (status: number, error: string, error_description?: string): Answer => ({
  status,
  json: { error, ...(error_description ? { error_description } : {}) },
});

const invalidGrant = (reason: string): Answer => oauthError(400, 'invalid_grant', reason);

// Google shows people a page where an app would expect a redirect.
const errorPage = (error: string): Answer => ({
  status: 400,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  text: `<!doctype html><title>Error 400: ${error}</title><h1>Access blocked</h1><p>Error 400: ${error}</p>\n`,
});

/** accounts.google.com and oauth2.googleapis.com: consent, codes, refresh tokens, revocation, token information. */
export class GoogleOAuth {
  #codes = new Map<string, Code>();
  #consented = new Set<string>();
  #rules: GoogleOAuthRules;

  constructor(rules: GoogleOAuthRules) {
    this.#rules = rules;
  }

  routes(): Route[] {
    return [
      { method: 'GET', path: AUTH_PATH, op: 'authorize', handle: (request) => this.#authorize(request) },
      { method: 'POST', path: '/token', op: 'token', handle: (request) => this.#token(request) },
      { method: 'POST', path: '/revoke', op: 'revoke', handle: (request) => this.#revoke(request) },
      { method: 'GET', path: '/oauth2/v3/certs', op: 'keys', handle: () => ({ json: this.#rules.openId.jwks() }) },
      { method: 'GET', path: '/tokeninfo', op: 'tokeninfo', handle: ({ query }) => this.#tokenInfo(query) },
    ];
  }

  #authorize(request: StandInRequest): Answer {
    const { query } = request;
    const { clientId, redirectUris, account, now } = this.#rules;
    const redirectUri = query.get('redirect_uri') ?? '';
    const scopes = (query.get('scope') ?? '').split(' ').filter(Boolean);
    if (query.get('client_id') !== clientId) return errorPage('invalid_client');
    if (!URL.canParse(redirectUri) || (redirectUris && !isRegistered(redirectUri, redirectUris))) {
      return errorPage('redirect_uri_mismatch');
    }
    if (query.get('response_type') !== 'code' || scopes.length === 0) return errorPage('invalid_request');
    const state: Record<string, string> = query.has('state') ? { state: query.get('state') ?? '' } : {};
    const decision = decide(this.#rules.consent(), request);
    if (!decision) return consentPage('Google', account, scopes, request);
    if (!decision.allowed) return redirectBack(redirectUri, { error: 'access_denied', ...state });
    const userId = decision.account ?? account;
    const granted = scopes.filter((scope) => decision.scopes?.includes(scope) ?? true);
    const value = query.get('code_challenge');
    const code = `4/0A${randomBytes(48).toString('base64url')}`;
    this.#codes.set(code, {
      userId,
      scopes: granted,
      redirectUri,
      offline: query.get('access_type') === 'offline' && this.#asksAnew(userId, granted, query.get('prompt')),
      challenge: value === null ? undefined : { value, method: query.get('code_challenge_method') ?? 'plain' },
      nonce: query.get('nonce') ?? undefined,
      expiresAt: now() + (decision.expired ? 0 : CODE_LIFE_MS),
    });
    return redirectBack(redirectUri, { ...state, code, scope: granted.join(' ') });
  }

  /** Only the first consent gives a refresh token, unless `prompt=consent` asks for another. */
  #asksAnew(userId: string, scopes: readonly string[], prompt: string | null): boolean {
    const consent = `${userId} ${[...scopes].sort().join(' ')}`;
    const known = this.#consented.has(consent);
    this.#consented.add(consent);
    return !known || (prompt ?? '').split(' ').includes('consent');
  }

  #token({ body, headers }: StandInRequest): Answer {
    const { clientId, clientSecret, tokens } = this.#rules;
    const given = new URLSearchParams(body);
    const basic = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1];
    const [id, secret] = basic ? Buffer.from(basic, 'base64').toString('utf8').split(':') : [];
    if ((id ?? given.get('client_id')) !== clientId) {
      return oauthError(401, 'invalid_client', 'The OAuth client was not found.');
    }
    if ((secret ?? given.get('client_secret')) !== clientSecret) {
      return oauthError(401, 'invalid_client', 'Unauthorized');
    }
    const type = given.get('grant_type');
    if (type === 'authorization_code') return this.#exchange(given);
    if (type !== 'refresh_token') return oauthError(400, 'unsupported_grant_type', `Invalid grant_type: ${type ?? ''}`);
    const refreshed = tokens.refresh(given.get('refresh_token') ?? '');
    if (!refreshed) return invalidGrant('Token has been expired or revoked.');
    return this.#answered(refreshed.accessToken, refreshed.scopes);
  }

  #exchange(given: URLSearchParams): Answer {
    const name = given.get('code') ?? '';
    const code = this.#codes.get(name);
    // A code is spent by the first try, whatever comes of it.
    this.#codes.delete(name);
    if (!code || code.expiresAt <= this.#rules.now()) return invalidGrant('Malformed auth code.');
    if (code.redirectUri !== given.get('redirect_uri')) return oauthError(400, 'redirect_uri_mismatch', 'Bad Request');
    const verifier = given.get('code_verifier');
    if (code.challenge && verifier === null) return invalidGrant('Missing code verifier.');
    if (code.challenge && !proves(code.challenge, verifier ?? '')) return invalidGrant('Invalid code verifier.');
    const { tokens } = this.#rules;
    if (!code.offline) return this.#answered(tokens.issue(code.userId, code.scopes), code.scopes, { code });
    const { accessToken, refreshToken } = tokens.grant(code.userId, code.scopes);
    return this.#answered(accessToken, code.scopes, { refreshToken, code });
  }

  #answered(
    accessToken: string,
    scopes: readonly string[],
    { refreshToken, code }: { refreshToken?: string; code?: Code } = {},
  ): Answer {
    const { expiresIn, testing } = this.#rules.tokens;
    const lasting = testing ? { refresh_token_expires_in: 604_799 } : {};
    const idToken = code?.scopes.includes('openid')
      ? this.#rules.openId.idToken({ subject: subjectOf(code.userId), nonce: code.nonce }, accessToken)
      : undefined;
    return {
      json: {
        access_token: accessToken,
        id_token: idToken,
        expires_in: expiresIn,
        ...(refreshToken === undefined ? {} : { refresh_token: refreshToken, ...lasting }),
        scope: scopes.join(' '),
        token_type: 'Bearer',
      },
    };
  }

  #revoke({ query, body }: StandInRequest): Answer {
    const token = query.get('token') ?? new URLSearchParams(body).get('token') ?? '';
    const known = this.#rules.tokens.revoke(token);
    return known ? { json: {} } : oauthError(400, 'invalid_token', 'Token expired or revoked');
  }

  #tokenInfo(query: URLSearchParams): Answer {
    const { tokens, clientId, now } = this.#rules;
    const token = tokens.find(query.get('access_token') ?? '');
    if (!token) return oauthError(400, 'invalid_token', 'Invalid Value');
    return {
      json: {
        azp: clientId,
        aud: clientId,
        scope: token.scopes.join(' '),
        exp: String(Math.floor(token.expiresAt / 1_000)),
        expires_in: String(Math.floor((token.expiresAt - now()) / 1_000)),
        access_type: token.offline ? 'offline' : 'online',
      },
    };
  }
}

function proves({ value, method }: { value: string; method: string }, verifier: string): boolean {
  const proof = method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  return proof === value;
}

/** A Google account's own number, which is none of its channel's. */
const subjectOf = (channel: string): string =>
  BigInt(`0x${createHash('sha256').update(channel).digest('hex').slice(0, 16)}`)
    .toString()
    .padStart(21, '1');
