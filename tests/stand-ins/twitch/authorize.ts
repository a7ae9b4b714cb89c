import { type Consent, consentPage, type Decision, decide, isRegistered, redirectBack } from '../consent.ts';
import type { Answer, Route, StandInRequest } from '../routes.ts';
import { authError } from './auth.ts';
import type { TwitchUser } from './events.ts';
import { SCOPES } from './scopes.ts';
import type { Tokens } from './tokens.ts';

export interface AuthorizeRules {
  clientId: string;
  /** The addresses registered for the app; any is taken when there are none. */
  redirectUris: readonly string[];
  consent(): Consent;
  tokens: Tokens;
  /** The person in front of the page when they ask for these scopes. */
  visitor(scopes: readonly string[]): TwitchUser;
  /** A person by id or login. */
  person(idOrLogin: string): TwitchUser | undefined;
}

/** `GET /oauth2/authorize`: the consent page of the authorization code flow (Twitch: getting OAuth access tokens). */
export function authorizeRoute(rules: AuthorizeRules): Route {
  return { method: 'GET', path: '/oauth2/authorize', op: 'authorize', handle: (request) => authorize(rules, request) };
}

function authorize(rules: AuthorizeRules, request: StandInRequest): Answer {
  const { query } = request;
  const redirectUri = query.get('redirect_uri') ?? '';
  const scopes = (query.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '');
  const refused = refusal(rules, query, scopes);
  if (refused) return refused;
  const decision = decide(rules.consent(), request);
  if (!decision) return consentPage('Twitch', rules.visitor(scopes).login, scopes, request);
  const given = decision.allowed
    ? allowed(rules, decision, scopes, redirectUri, query.get('nonce') ?? undefined)
    : DENIED;
  const state = query.get('state');
  return redirectBack(redirectUri, { ...given, ...(state === null ? {} : { state }) });
}

const DENIED = { error: 'access_denied', error_description: 'The user denied you access' };

function refusal(rules: AuthorizeRules, query: URLSearchParams, scopes: readonly string[]): Answer | undefined {
  if (!query.get('client_id')) return authError(400, 'missing client id');
  if (query.get('client_id') !== rules.clientId) return authError(400, 'invalid client');
  if (!URL.canParse(query.get('redirect_uri') ?? '')) return authError(400, 'missing redirect uri');
  const [registered] = rules.redirectUris;
  if (registered && !isRegistered(query.get('redirect_uri') ?? '', rules.redirectUris)) {
    const error_description = 'Parameter redirect_uri does not match registered URI';
    return redirectBack(registered, { error: 'redirect_mismatch', error_description });
  }
  if (query.get('response_type') !== 'code') return authError(400, 'missing response type');
  const unknown = scopes.find((scope) => !SCOPES.includes(scope));
  return unknown === undefined ? undefined : authError(400, `invalid scope requested: '${unknown}'`);
}

/** The parameters of the redirect after "Allow". */
function allowed(
  rules: AuthorizeRules,
  { account, scopes: kept, expired }: Decision,
  asked: readonly string[],
  redirectUri: string,
  nonce: string | undefined,
): Record<string, string> {
  const user = account === undefined ? rules.visitor(asked) : rules.person(account);
  if (!user) throw new Error(`No Twitch user ${account}`);
  const scopes = kept ? asked.filter((scope) => kept.includes(scope)) : asked;
  return {
    code: rules.tokens.issueCode({ userId: user.id, scopes, redirectUri, nonce }, expired),
    scope: scopes.join(' '),
  };
}
