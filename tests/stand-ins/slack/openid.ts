import { randomBytes } from 'node:crypto';
import { consentPage, decide, redirectBack } from '../consent.ts';
import type { OpenId } from '../openid.ts';
import type { Answer, Route, StandInRequest } from '../routes.ts';
import { slackError } from './args.ts';
import type { SlackConsent } from './authorize.ts';
import type { SlackTeam } from './oauth.ts';

export interface SlackOpenIdRules {
  clientId: string;
  clientSecret: string;
  redirectUris: readonly string[];
  team: SlackTeam;
  /** Who is in front of the page. */
  visitor: string;
  nameOf(user: string): string | undefined;
  consent(): SlackConsent;
  openId: OpenId;
  now(): number;
}

interface Agreed {
  user: string;
  team: SlackTeam;
  scopes: readonly string[];
  redirectUri: string;
  nonce: string | undefined;
}

// Slack: installing with OAuth: a code lives ten minutes.
const CODE_LIFE_MS = 10 * 60 * 1_000;
const SCOPES = ['openid', 'profile', 'email'];

/** Sign in with Slack (OpenID Connect): consent, codes, user tokens, userInfo and keys. */
export class SlackOpenId {
  #codes = new Map<string, Agreed & { expiresAt: number; used: boolean }>();
  #tokens = new Map<string, Agreed>();
  #rules: SlackOpenIdRules;

  constructor(rules: SlackOpenIdRules) {
    this.#rules = rules;
  }

  routes(): Route[] {
    const { openId } = this.#rules;
    return [
      {
        method: 'GET',
        path: '/openid/connect/authorize',
        op: 'openid.authorize',
        handle: (request) => this.#authorize(request),
      },
      { method: 'GET', path: '/openid/connect/keys', op: 'keys', handle: () => ({ json: openId.jwks() }) },
      {
        method: 'POST',
        path: '/api/openid.connect.token',
        op: 'openid.connect.token',
        handle: (request) => this.#token(new URLSearchParams(request.body)),
      },
      {
        method: 'GET',
        path: '/api/openid.connect.userInfo',
        op: 'openid.connect.userInfo',
        handle: (request) => this.#userInfo(request),
      },
      { method: 'POST', path: '/api/auth.revoke', op: 'auth.revoke', handle: (request) => this.#revoke(request) },
    ];
  }

  #authorize(request: StandInRequest): Answer {
    const { query } = request;
    const { clientId, redirectUris, team, visitor, now } = this.#rules;
    const redirectUri = query.get('redirect_uri') ?? '';
    const scopes = (query.get('scope') ?? '').split(/[\s,]+/).filter(Boolean);
    if (query.get('client_id') !== clientId) return { status: 400, text: 'Invalid client_id parameter' };
    const registered = redirectUris.length === 0 || redirectUris.includes(redirectUri);
    if (!registered || !URL.canParse(redirectUri))
      return { status: 400, text: `redirect_uri did not match any configured URIs. Passed URI: ${redirectUri}` };
    const asks = query.get('response_type') === 'code' && scopes.includes('openid');
    if (!asks || !scopes.every((scope) => SCOPES.includes(scope)))
      return { status: 400, text: 'Invalid permissions requested' };
    const consent = this.#rules.consent();
    const decision = decide(consent, request);
    if (!decision) return consentPage('Slack', `${visitor} of ${team.name ?? team.id}`, scopes, request);
    const state = query.get('state') ?? '';
    if (!decision.allowed) return redirectBack(redirectUri, { error: 'access_denied', state });
    const code = randomBytes(24).toString('hex');
    this.#codes.set(code, {
      user: decision.account ?? visitor,
      team: (typeof consent === 'object' && consent.team) || team,
      scopes: scopes.filter((scope) => decision.scopes?.includes(scope) ?? true),
      redirectUri,
      nonce: query.get('nonce') ?? undefined,
      expiresAt: now() + (decision.expired ? 0 : CODE_LIFE_MS),
      used: false,
    });
    return redirectBack(redirectUri, { code, state });
  }

  #token(given: URLSearchParams): Answer {
    const { clientId, clientSecret, openId, now } = this.#rules;
    if (given.get('client_id') !== clientId) return slackError('invalid_client_id');
    if (given.get('client_secret') !== clientSecret) return slackError('bad_client_secret');
    if (given.get('grant_type') !== 'authorization_code') return slackError('invalid_grant_type');
    const code = this.#codes.get(given.get('code') ?? '');
    if (!code || now() >= code.expiresAt) return slackError('invalid_code');
    if (code.used) return slackError('code_already_used');
    if (given.get('redirect_uri') !== code.redirectUri) return slackError('bad_redirect_uri');
    code.used = true;
    const access_token = `xoxp-${randomBytes(18).toString('hex')}`;
    this.#tokens.set(access_token, code);
    const claims = { 'https://slack.com/team_id': code.team.id, 'https://slack.com/user_id': code.user };
    const id_token = openId.idToken({ subject: code.user, nonce: code.nonce, claims }, access_token);
    return { json: { ok: true, access_token, token_type: 'Bearer', id_token } };
  }

  #held({ headers }: StandInRequest): [string, Agreed] | undefined {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    const held = this.#tokens.get(token);
    return held && [token, held];
  }

  #userInfo(request: StandInRequest): Answer {
    const held = this.#held(request);
    if (!held) return slackError('invalid_auth');
    const [, { user, team, scopes }] = held;
    return {
      json: {
        ok: true,
        sub: user,
        'https://slack.com/user_id': user,
        'https://slack.com/team_id': team.id,
        ...(scopes.includes('profile') ? { name: this.#rules.nameOf(user) ?? user } : {}),
      },
    };
  }

  #revoke(request: StandInRequest): Answer {
    const held = this.#held(request);
    if (!held) return slackError('invalid_auth');
    this.#tokens.delete(held[0]);
    return { json: { ok: true, revoked: true } };
  }
}
