import { randomBytes } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Answer, Route, StandInRequest } from '../routes.ts';

// Twitch Authentication: app access tokens live about 60 days and have no refresh token.
const APP_TOKEN_SECONDS = 5_184_000;

/** An error of the Helix API: `{error, status, message}`. */
export function helixError(status: number, message: string, headers?: Record<string, string>): Answer {
  return { status, headers, json: { error: STATUS_CODES[status] ?? 'Error', status, message } };
}

const authError = (status: number, message: string): Answer => ({ status, json: { status, message } });

/** The app access tokens of one client: issued, validated, expired and revoked. */
export class AppTokens {
  /** Seconds that tokens issued from now on live. */
  expiresIn = APP_TOKEN_SECONDS;
  /** How many tokens were issued. */
  issued = 0;
  #expiry = new Map<string, number>();
  #client: { id: string; secret: string };
  #now: () => number;

  constructor(client: { id: string; secret: string }, now: () => number) {
    this.#client = client;
    this.#now = now;
  }

  /** Ends every token at once: the next call with one answers 401. */
  revokeAll(): void {
    this.#expiry.clear();
  }

  /** The answer that refuses a Helix request, or undefined when its token and client id are good. */
  refusal(request: StandInRequest): Answer | undefined {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return helixError(401, 'OAuth token is missing');
    if (!this.#live(token)) return helixError(401, 'Invalid OAuth token');
    const clientId = request.headers['client-id'];
    if (clientId === undefined) return helixError(401, 'Client ID is missing');
    if (clientId !== this.#client.id) return helixError(401, 'Client ID and OAuth token do not match');
    return undefined;
  }

  routes(): Route[] {
    return [
      { method: 'POST', path: '/oauth2/token', op: 'token', handle: (request) => this.#issue(parameters(request)) },
      { method: 'GET', path: '/oauth2/validate', op: 'validate', handle: (request) => this.#validate(request) },
      { method: 'POST', path: '/oauth2/revoke', op: 'revoke', handle: (request) => this.#revoke(parameters(request)) },
    ];
  }

  #live(token: string): boolean {
    return (this.#expiry.get(token) ?? 0) > this.#now();
  }

  #issue(given: URLSearchParams): Answer {
    if (!given.get('client_id')) return authError(400, 'missing client id');
    if (!given.get('client_secret')) return authError(400, 'missing client secret');
    if (!given.get('grant_type')) return authError(400, 'missing grant type');
    if (given.get('grant_type') !== 'client_credentials') return authError(400, 'invalid grant type');
    if (given.get('client_id') !== this.#client.id) return authError(400, 'invalid client');
    if (given.get('client_secret') !== this.#client.secret) return authError(403, 'invalid client secret');
    const token = randomBytes(15).toString('hex');
    this.issued += 1;
    this.#expiry.set(token, this.#now() + this.expiresIn * 1_000);
    return { json: { access_token: token, expires_in: this.expiresIn, token_type: 'bearer' } };
  }

  #validate(request: StandInRequest): Answer {
    const token = /^(?:OAuth|Bearer) (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return authError(401, 'missing authorization token');
    if (!this.#live(token)) return authError(401, 'invalid access token');
    const left = Math.floor(((this.#expiry.get(token) ?? 0) - this.#now()) / 1_000);
    return { json: { client_id: this.#client.id, scopes: null, expires_in: left } };
  }

  #revoke(given: URLSearchParams): Answer {
    if (given.get('client_id') !== this.#client.id) return authError(404, 'client does not exist');
    const known = this.#expiry.delete(given.get('token') ?? '');
    return known ? {} : authError(400, 'Invalid token');
  }
}

/** OAuth parameters from the query or a form body: Twitch takes both. */
function parameters(request: StandInRequest): URLSearchParams {
  return new URLSearchParams([...request.query, ...new URLSearchParams(request.body)]);
}
