import * as oauth from 'oauth4webapi';
import type { Settings } from '../../env.ts';
import { boundedFetch, endToken, reader } from './answers.ts';
import { type FailureReason, SignInFailure } from './failure.ts';
import type { Identity, Provider } from './provider.ts';

/** What goes with a consent, and has to be there again when it comes back. */
export interface Consent {
  readonly state: string;
  /** Null where the platform has none. */
  readonly verifier: string | null;
  readonly nonce: string | null;
}

/** Where a platform sends people back to: what is registered with it. */
const redirectUriOf = ({ platform }: Provider, publicUrl: string): string =>
  new URL(`/auth/callback/${platform}`, publicUrl).href;

export const newConsent = ({ pkce, openId }: Provider): Consent => ({
  state: oauth.generateRandomState(),
  verifier: pkce ? oauth.generateRandomCodeVerifier() : null,
  nonce: openId ? oauth.generateRandomNonce() : null,
});

/** The platform's page on which people agree (RFC 6749 §4.1.1). */
export async function consentUrl(
  provider: Provider,
  settings: Settings,
  { state, verifier, nonce }: Consent,
  anew: boolean,
): Promise<string> {
  const url = new URL(provider.server(settings).authorization_endpoint as string);
  const parameters = {
    ...(anew ? provider.anew : {}),
    response_type: 'code',
    client_id: provider.client(settings).id as string,
    redirect_uri: redirectUriOf(provider, settings.PUBLIC_URL),
    scope: provider.scopes.join(' '),
    state,
    ...(nonce === null ? {} : { nonce }),
    ...(verifier === null
      ? {}
      : { code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

export interface Proven {
  readonly identity: Identity;
  /** Gives the token back, where the platform has a way. Never throws. */
  readonly giveBack: () => Promise<void>;
}

/**
 * Who came back from a consent: exchanges the code, checks what the platform signed, and asks it who they are.
 * @param parameters the callback's query
 * @throws SignInFailure, with nothing in it of what the platform said
 */
export async function whoCameBack(
  provider: Provider,
  settings: Settings,
  consent: Consent,
  parameters: URLSearchParams,
): Promise<Proven> {
  const { platform, openId } = provider;
  const as = provider.server(settings);
  const { id = '', secret = '' } = provider.client(settings);
  const client: oauth.Client = { client_id: id };
  const options = {
    [oauth.customFetch]: boundedFetch(provider, as),
    // Stand-ins answer on loopback; in production every address is https (workers/env.ts).
    [oauth.allowInsecureRequests]: settings.ENVIRONMENT !== 'production',
  };
  try {
    const back = readWayBack(provider, as, client, parameters, consent.state);
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      oauth.ClientSecretPost(secret),
      back,
      redirectUriOf(provider, settings.PUBLIC_URL),
      consent.verifier ?? oauth.nopkce,
      options,
    );
    const given = await oauth.processAuthorizationCodeResponse(
      as,
      client,
      response,
      openId ? { requireIdToken: true, expectedNonce: consent.nonce ?? '' } : {},
    );
    if (openId) await requireSignature(as, response, options, provider);
    requireScopes(provider, given.scope);
    const claims = openId ? oauth.getValidatedIdTokenClaims(given) : undefined;
    const read = reader(provider, given.access_token);
    const identity = await provider.identify({ settings, clientId: id, claims, read });
    const revoked = async (): Promise<unknown> =>
      provider.revokeAt
        ? endToken(platform, provider.revokeAt(settings), given.access_token)
        : oauth.revocationRequest(as, client, oauth.ClientSecretPost(secret), given.access_token, options);
    return {
      identity,
      giveBack: () =>
        revoked().then(
          () => undefined,
          () => undefined,
        ),
    };
  } catch (error) {
    throw error instanceof SignInFailure ? error : new SignInFailure(reasonOf(error), platform);
  }
}

/** What came along in the address: once each, from the issuer that was asked (RFC 9207), with a code. */
function readWayBack(
  { platform }: Provider,
  as: oauth.AuthorizationServer,
  client: oauth.Client,
  parameters: URLSearchParams,
  state: string,
): URLSearchParams {
  try {
    const back = oauth.validateAuthResponse(as, client, parameters, state);
    if (parameters.getAll('code').length === 1) return back;
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) throw error;
  }
  throw new SignInFailure('proof', platform);
}

/** OpenID Connect Core §3.1.3.7 lets it be where TLS speaks for the token; a key of theirs says more. */
async function requireSignature(
  as: oauth.AuthorizationServer,
  response: Response,
  options: oauth.HttpRequestOptions<'GET'>,
  { platform }: Provider,
): Promise<void> {
  try {
    await oauth.validateApplicationLevelSignature(as, response, options);
  } catch (error) {
    throw error instanceof SignInFailure ? error : new SignInFailure('proof', platform);
  }
}

/** People may untick a scope. What a platform does not list it has given as asked (RFC 6749 §5.1). */
function requireScopes({ platform, scopes }: Provider, given: string | undefined): void {
  if (given === undefined) return;
  const held = given.split(/[ ,]+/);
  if (!scopes.every((scope) => held.includes(scope))) throw new SignInFailure('scope', platform);
}

/** Which failure of the library means what. Its causes hold answers and tokens: nothing of them goes any further. */
function reasonOf(error: unknown): FailureReason {
  if (error instanceof oauth.AuthorizationResponseError) return error.error === 'access_denied' ? 'denied' : 'refused';
  if (error instanceof oauth.ResponseBodyError) return error.error === 'invalid_grant' ? 'code' : 'refused';
  if (error instanceof oauth.WWWAuthenticateChallengeError) return 'refused';
  const { code } = error as { readonly code?: unknown };
  return code === oauth.JWT_CLAIM_COMPARISON || code === oauth.JWT_TIMESTAMP_CHECK ? 'proof' : 'garbage';
}
