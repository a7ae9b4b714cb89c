import * as z from 'zod';
import { consentPage, type Decision, decide, isRegistered, redirectBack } from '../consent.ts';
import type { Answer, Route, StandInRequest } from '../routes.ts';
import type { SlackTeam, Tokens } from './oauth.ts';

/**
 * What the person on the consent page does: reads it (`ask`), or decides at once. An object allows, with fewer scopes,
 * as another user id, for another workspace, or with a code that has already expired.
 */
export const SlackConsent = z.union([
  z.enum(['ask', 'allow', 'deny']),
  z.object({
    scopes: z.array(z.string()).optional(),
    account: z.string().optional(),
    team: z.object({ id: z.string(), name: z.string().optional() }).optional(),
    expired: z.boolean().optional(),
  }),
]);

export type SlackConsent = z.output<typeof SlackConsent>;

export interface AuthorizeRules {
  clientId: string;
  /** The addresses configured for the app; any is taken when there are none. */
  redirectUris: readonly string[];
  team: SlackTeam;
  /** Who is in front of the page. */
  visitor: string;
  consent(): SlackConsent;
  tokens: Tokens;
}

/** `GET /oauth/v2/authorize`: where a workspace installs the app (Slack: installing with OAuth). */
export function authorizeRoute(rules: AuthorizeRules): Route {
  return {
    method: 'GET',
    path: '/oauth/v2/authorize',
    op: 'authorize',
    handle: (request) => authorize(rules, request),
  };
}

function authorize(rules: AuthorizeRules, request: StandInRequest): Answer {
  const { query } = request;
  const scopes = list(query.get('scope'));
  const redirectUri = query.get('redirect_uri') ?? rules.redirectUris[0] ?? '';
  const refused = refusal(rules, query, redirectUri, scopes);
  if (refused) return { status: 400, text: refused };
  const consent = rules.consent();
  const decision = decide(consent, request);
  if (!decision)
    return consentPage('Slack', `${rules.visitor} of ${rules.team.name ?? rules.team.id}`, scopes, request);
  const team = (typeof consent === 'object' && consent.team) || rules.team;
  const given: Record<string, string> = decision.allowed
    ? { code: codeOf(rules, decision, team, scopes, query) }
    : { error: 'access_denied' };
  return redirectBack(redirectUri, { ...given, state: query.get('state') ?? '' });
}

/** What Slack's error page says instead of asking. */
function refusal(
  rules: AuthorizeRules,
  query: URLSearchParams,
  redirectUri: string,
  scopes: readonly string[],
): string | undefined {
  if (query.get('client_id') !== rules.clientId) return 'Invalid client_id parameter';
  const registered = rules.redirectUris.length === 0 || isRegistered(redirectUri, rules.redirectUris);
  if (!registered || !URL.canParse(redirectUri)) {
    return `redirect_uri did not match any configured URIs. Passed URI: ${redirectUri}`;
  }
  const nothing = scopes.length === 0 && list(query.get('user_scope')).length === 0;
  return nothing ? 'Invalid permissions requested' : undefined;
}

function codeOf(
  rules: AuthorizeRules,
  { account, scopes: kept, expired }: Decision,
  team: SlackTeam,
  asked: string[],
  query: URLSearchParams,
): string {
  const scopes = kept ? asked.filter((scope) => kept.includes(scope)) : asked;
  const redirectUri = query.get('redirect_uri') ?? undefined;
  return rules.tokens.issueCode({ user: account ?? rules.visitor, team, scopes, redirectUri }, expired);
}

/** Slack takes commas; OAuth libraries send spaces. */
const list = (text: string | null): string[] => (text ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
