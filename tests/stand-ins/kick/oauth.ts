import { createHash, randomBytes } from 'node:crypto';
import { type Consent, consentPage, decide, isRegistered, redirectBack } from '../consent.ts';
import type { Answer, Route, StandInRequest } from '../routes.ts';
import { type KickTokens, SCOPES } from './tokens.ts';

export interface KickOAuthRules {
  clientId: string;
  clientSecret: string;
  /** The redirect addresses of the app; any address when left out. */
  redirectUris?: readonly string[];
  tokens: KickTokens;
  consent(): Consent;
  /** The account that is signed in when nobody chooses another. */
  account: string;
  now(): number;
}

interface Code {
  userId: string;
  scopes: readonly string[];
  redirectUri: string;
  challenge: string;
  expiresAt: number;
}

const CODE_LIFE_MS = 60_000;
// RFC 7636 §4.1: 43 to 128 unreserved characters.
const VERIFIER = /^[\w.~-]{43,128}$/;

const invalidRequest: Answer = { status: 400, json: { error: 'Invalid request' } };
// Worded as in KickDevDocs#239.
const invalidGrant: Answer = {
  status: 400,
  json: {
    error: 'invalid_grant',
    error_description:
      'The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client',
  },
};
const invalidClient: Answer = {
  status: 401,
  json: {
    error: 'invalid_client',
    error_description:
      'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method)',
  },
};

/** id.kick.com: OAuth 2.1 with PKCE, rotating refresh tokens and client credentials. */
export class KickOAuth {
  #codes = new Map<string, Code>();
  #rules: KickOAuthRules;

  constructor(rules: KickOAuthRules) {
    this.#rules = rules;
  }

  routes(): Route[] {
    const { tokens, clientId } = this.#rules;
    const introspect = (request: StandInRequest) => tokens.introspect(request, clientId);
    return [
      { method: 'GET', path: '/oauth/authorize', op: 'authorize', handle: (request) => this.#authorize(request) },
      {
        method: 'POST',
        path: '/oauth/token',
        op: 'token',
        handle: ({ body }) => this.#token(new URLSearchParams(body)),
      },
      { method: 'POST', path: '/oauth/revoke', op: 'revoke', handle: (request) => this.#revoke(request) },
      { method: 'POST', path: '/oauth/token/introspect', op: 'introspect', handle: introspect },
      { method: 'POST', path: '/public/v1/token/introspect', op: 'introspect', handle: introspect },
    ];
  }

  #authorize(request: StandInRequest): Answer {
    const { query } = request;
    const { clientId, redirectUris } = this.#rules;
    const [redirectUri = '', state, challenge] = ['redirect_uri', 'state', 'code_challenge'].map(
      (name) => query.get(name) ?? '',
    );
    const scopes = (query.get('scope') ?? '').split(' ').filter(Boolean);
    const complete =
      query.get('client_id') === clientId &&
      query.get('response_type') === 'code' &&
      query.get('code_challenge_method') === 'S256' &&
      URL.canParse(redirectUri) &&
      (redirectUris === undefined || isRegistered(redirectUri, redirectUris)) &&
      scopes.length > 0 &&
      scopes.every((scope) => SCOPES.includes(scope));
    if (!complete || !state || !challenge) return invalidRequest;
    const decision = decide(this.#rules.consent(), request);
    if (!decision) return consentPage('Kick', this.#rules.account, scopes, request);
    if (!decision.allowed) {
      const error_description = 'The resource owner denied the request';
      return redirectBack(redirectUri, { error: 'access_denied', error_description, state });
    }
    const code = randomBytes(24).toString('hex').toUpperCase();
    this.#codes.set(code, {
      userId: decision.account ?? this.#rules.account,
      scopes: scopes.filter((scope) => decision.scopes?.includes(scope) ?? true),
      redirectUri,
      challenge,
      expiresAt: this.#rules.now() + (decision.expired ? 0 : CODE_LIFE_MS),
    });
    return redirectBack(redirectUri, { code, state });
  }

  #token(given: URLSearchParams): Answer {
    const { clientId, clientSecret, tokens } = this.#rules;
    if (given.get('client_id') !== clientId || given.get('client_secret') !== clientSecret) return invalidClient;
    switch (given.get('grant_type')) {
      case 'client_credentials':
        return answered({ access_token: tokens.issueApp() }, tokens.appExpiresIn);
      case 'authorization_code':
        return this.#exchange(given);
      case 'refresh_token': {
        const rotated = tokens.rotate(given.get('refresh_token') ?? '');
        if (!rotated) return invalidGrant;
        const { accessToken: access_token, refreshToken: refresh_token, scopes } = rotated;
        return answered({ access_token, refresh_token, scope: scopes.join(' ') }, tokens.expiresIn);
      }
      default:
        return invalidRequest;
    }
  }

  #exchange(given: URLSearchParams): Answer {
    const verifier = given.get('code_verifier') ?? '';
    if (!VERIFIER.test(verifier)) return invalidRequest;
    const name = given.get('code') ?? '';
    const code = this.#codes.get(name);
    // A code is spent by the first try, whatever comes of it.
    this.#codes.delete(name);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const good =
      code &&
      code.expiresAt > this.#rules.now() &&
      code.challenge === challenge &&
      code.redirectUri === given.get('redirect_uri');
    if (!good) return invalidGrant;
    const { tokens } = this.#rules;
    const { accessToken: access_token, refreshToken: refresh_token } = tokens.grant(code.userId, code.scopes);
    return answered({ access_token, refresh_token, scope: code.scopes.join(' ') }, tokens.expiresIn);
  }

  /** Always 200, as RFC 7009 asks (KickDevDocs#94). */
  #revoke({ query, body }: StandInRequest): Answer {
    this.#rules.tokens.revoke(query.get('token') ?? new URLSearchParams(body).get('token') ?? '');
    return { text: 'OK' };
  }
}

// The documentation shows `expires_in` as a string.
const answered = (fields: Record<string, string>, seconds: number): Answer => ({
  json: { ...fields, token_type: 'Bearer', expires_in: String(seconds) },
});
