import type { Standing } from '../../durable-objects/rate-limiter.ts';
import { type Access, type Reach, SCOPE_NAMES, type Scope } from '../core/api.ts';
import { equalSecret } from '../core/bytes.ts';
import { WaddleError } from '../core/errors.ts';
import { type CommunityId, PLATFORMS, type Platform } from '../core/ids.ts';
import { type Role, strongest } from '../core/levels.ts';
import { type Area, hasRight, neededFor } from '../core/rights.ts';
import type { SignedIn } from '../core/signed-in.ts';
import type { ListedKey } from '../router/keys.ts';
import { type ApiLimits, networkOf, tightest } from './limits.ts';

/** Who calls the admin API, as its credentials prove. */
export type Caller =
  | { readonly kind: 'service' }
  | { readonly kind: 'key'; readonly key: ListedKey }
  | { readonly kind: 'session'; readonly session: SignedIn };

/** The account a caller speaks for; whether it exists is looked up later. */
export interface SpokenFor {
  readonly platform: Platform;
  readonly account: string;
}

export interface Authenticated {
  readonly caller: Caller;
  readonly spokenFor: SpokenFor | null;
  /** How the tightest of its limits stands; null where no limiter answered. */
  readonly standing: Standing | null;
}

export interface AuthOptions {
  /** SERVICE_API_KEY; without one nobody is the service. */
  readonly serviceKey: string | undefined;
  readonly limits: ApiLimits;
  readonly clock: () => number;
  /** The row of a scoped key, whether or not it still opens anything. */
  readonly findKey: (key: string) => Promise<ListedKey | null>;
  readonly noteUse: (key: ListedKey) => Promise<void>;
  /** The token of a browser's session; undefined where it sent none. */
  readonly sessionIn: (headers: Headers) => string | undefined;
  readonly findSession: (token: string) => Promise<SignedIn | null>;
  /** Lets a session's call through where it came from a page of ours. @throws FORBIDDEN */
  readonly requireOwnPage: (request: Request, session: SignedIn) => Promise<void>;
  /** Told of a wrong key of this deployment. */
  readonly onServiceKeyRefused: () => Promise<void>;
}

type Credential = { readonly kind: 'service' | 'key' | 'session'; readonly secret: string };

/**
 * Says who calls. The address is asked about first, so that who guesses costs no look-up, and the key's own limit last,
 * so that a wrong key makes no object.
 * @throws UNAUTHENTICATED, FORBIDDEN (speaks for somebody without leave), INVALID (a header that is none), LIMITED
 */
export async function authenticate(options: AuthOptions, request: Request): Promise<Authenticated> {
  const { headers } = request;
  const credential = credentialOf(headers, options);
  const spokenFor = spokenForIn(headers);
  const address = networkOf(headers.get('cf-connecting-ip'));
  const fromAddress = await options.limits.callFrom(address);
  const identified = await identify(options, credential);
  if ('refused' in identified) {
    await options.limits.badCredentialFrom(address);
    throw new WaddleError('UNAUTHENTICATED', identified.refused);
  }
  const [byKey] = await Promise.all([
    options.limits.callBy(idOf(identified)),
    identified.kind === 'key' ? options.noteUse(identified.key) : undefined,
  ]);
  if (spokenFor) requireSpeaking(identified, spokenFor);
  if (identified.kind === 'session') await options.requireOwnPage(request, identified.session);
  return { caller: identified, spokenFor, standing: tightest(fromAddress, byKey) };
}

/** What a caller is counted and remembered by. */
export function idOf(caller: Caller): string {
  switch (caller.kind) {
    case 'service':
      return 'service';
    case 'key':
      return caller.key.id;
    case 'session':
      return `person:${caller.session.person}`;
  }
}

function credentialOf(headers: Headers, { sessionIn }: AuthOptions): Credential {
  const service = headers.get('x-service-key');
  const authorization = headers.get('authorization');
  if (service !== null && authorization !== null)
    throw new WaddleError('INVALID', 'Send either X-Service-Key or Authorization, not both.');
  if (service !== null) return { kind: 'service', secret: service };
  if (authorization === null && service === null) {
    const session = sessionIn(headers);
    if (session !== undefined) return { kind: 'session', secret: session };
  }
  if (authorization === null)
    throw new WaddleError(
      'UNAUTHENTICATED',
      'Sign in at /auth/sign-in, or send a key: Authorization: Bearer wbk_… (npm run key makes one), or the deployment’s own in X-Service-Key.',
    );
  // RFC 6750 §2.1; the scheme's name is in any case.
  const [, token] = /^bearer +(\S+)$/i.exec(authorization) ?? [];
  return { kind: 'key', secret: token ?? '' };
}

async function identify(options: AuthOptions, credential: Credential): Promise<Caller | { readonly refused: string }> {
  if (credential.kind === 'service') {
    const { serviceKey } = options;
    if (!serviceKey) await options.onServiceKeyRefused();
    if (!serviceKey)
      return { refused: 'This deployment has no SERVICE_API_KEY, so nobody is let in by one. Set one first.' };
    const matches = await equalSecret(credential.secret, serviceKey);
    if (!matches) await options.onServiceKeyRefused();
    return matches ? { kind: 'service' } : { refused: 'That is not this deployment’s key in X-Service-Key.' };
  }
  if (credential.kind === 'session') {
    const session = await options.findSession(credential.secret);
    return session
      ? { kind: 'session', session }
      : { refused: 'Your session has ended. Sign in again at /auth/sign-in.' };
  }
  const key = await options.findKey(credential.secret);
  if (!key) return { refused: 'That key is none of ours. Send it as Authorization: Bearer wbk_…' };
  if (key.revokedAt) return { refused: `The key "${key.name}" was revoked. Ask for a new one.` };
  if (key.expiresAt && key.expiresAt.getTime() <= options.clock())
    return { refused: `The key "${key.name}" expired at ${key.expiresAt.toISOString()}. Ask for a new one.` };
  return { kind: 'key', key };
}

/** `X-On-Behalf-Of: <platform>:<userId>`. Ids end up in paths of platforms' APIs: no platform's has other signs than these. */
function spokenForIn(headers: Headers): SpokenFor | null {
  const header = headers.get('x-on-behalf-of');
  if (header === null) return null;
  const [, name, account] = /^([a-z]+):([A-Za-z0-9_-]{1,100})$/.exec(header) ?? [];
  const platform = PLATFORMS.find((known) => known === name);
  if (!platform || !account)
    throw new WaddleError(
      'INVALID',
      `X-On-Behalf-Of is <platform>:<user id>, with one of ${PLATFORMS.join(', ')}; as twitch:12345.`,
    );
  return { platform, account };
}

function requireSpeaking(caller: Caller, { platform }: SpokenFor): void {
  requireAccess(caller, 'events:actor');
  requirePlatform(caller, platform);
}

/** Whether a caller may do this somewhere; a session's role in the community is looked at once that is known. */
export function mayAccess(caller: Caller, access: Access, area?: Area): boolean {
  switch (caller.kind) {
    case 'service':
      return access !== 'person';
    case 'key':
      return (SCOPE_NAMES as readonly string[]).includes(access) && caller.key.scopes.includes(access as Scope);
    case 'session':
      if (access === 'operator') return caller.session.isOperator;
      return access === 'person' || neededFor(access, area) !== null;
  }
}

/** @throws FORBIDDEN */
export function requireAccess(caller: Caller, access: Access, area?: Area): void {
  if (!mayAccess(caller, access, area)) throw new WaddleError('FORBIDDEN', whyNot(caller, access));
}

/** What a role in a community opens, and no scope does. */
const OF_ROLES: readonly Access[] = ['ownership', 'keys', 'operations', 'letters'];

function whyNot({ kind }: Caller, access: Access): string {
  if (access === 'operator')
    return kind === 'session'
      ? 'This is for who runs this installation. Ask an operator.'
      : 'This is for who runs this installation: send its key in X-Service-Key.';
  if (access === 'person') return 'This is a person’s own. Sign in at /auth/sign-in; no key is enough.';
  if (kind === 'session') return 'This is for programs: make a key for it, and send that instead of signing in.';
  if (OF_ROLES.includes(access)) return 'No scoped key is enough for this. Sign in as somebody whose role allows it.';
  return `This key may not: it lacks the scope ${access}. Keys cannot be changed; make another one that has it.`;
}

/** A person's role in a community. @throws NOT_FOUND where they have none there, FORBIDDEN where it does not allow this */
export function requireRole(
  session: SignedIn,
  community: CommunityId | null,
  named: string,
  needed: ReturnType<typeof neededFor>,
): Role {
  const role = roleIn(session, community);
  if (role === null) throw noCommunity(named);
  if (needed && !hasRight(role, needed))
    throw new WaddleError(
      'FORBIDDEN',
      `As ${role} of this community you may not ${needed.right === 'read' ? 'see' : 'change'} this (${needed.area}). Ask one of its owners or admins.`,
    );
  return role;
}

export const roleIn = ({ roles }: SignedIn, community: CommunityId | null): Role | null =>
  strongest(roles.filter((held) => held.community === community).map(({ role }) => role));

export const noCommunity = (named: string): WaddleError =>
  new WaddleError('NOT_FOUND', `There is no community "${named}" that you may reach.`);

/** @throws FORBIDDEN */
export function requirePlatform(caller: Caller, platform: Platform): void {
  const { platforms } = reachOf(caller);
  if (platforms === null || platforms.includes(platform)) return;
  throw new WaddleError('FORBIDDEN', `This key is bound to ${platforms.join(', ')} and may do nothing on ${platform}.`);
}

/** @param needed what is asked for: a person reaches the communities where their role allows it */
export function reachOf(caller: Caller, needed: ReturnType<typeof neededFor> = null): Reach {
  if (caller.kind === 'service') return { communities: null, platforms: null };
  if (caller.kind === 'key') return { communities: caller.key.communities, platforms: caller.key.platforms };
  const held = new Set(caller.session.roles.map(({ community }) => community));
  const communities = [...held].filter((community) => {
    const role = roleIn(caller.session, community);
    return role !== null && (needed === null || hasRight(role, needed));
  });
  return { communities, platforms: null };
}
