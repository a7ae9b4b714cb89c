import type { Standing } from '../../durable-objects/rate-limiter.ts';
import type { Access, Reach } from '../core/api.ts';
import { equalSecret } from '../core/bytes.ts';
import { WaddleError } from '../core/errors.ts';
import { PLATFORMS, type Platform } from '../core/ids.ts';
import type { ListedKey } from '../router/keys.ts';
import { type ApiLimits, networkOf, tightest } from './limits.ts';

/** Who calls the admin API, as its credentials prove. */
export type Caller = { readonly kind: 'service' } | { readonly kind: 'key'; readonly key: ListedKey };

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
}

type Credential = { readonly kind: 'service' | 'key'; readonly secret: string };

/**
 * Says who calls. The address is asked about first, so that who guesses costs no look-up, and the key's own limit last,
 * so that a wrong key makes no object.
 * @throws UNAUTHENTICATED, FORBIDDEN (speaks for somebody without leave), INVALID (a header that is none), LIMITED
 */
export async function authenticate(options: AuthOptions, headers: Headers): Promise<Authenticated> {
  const credential = credentialOf(headers);
  const spokenFor = spokenForIn(headers);
  const address = networkOf(headers.get('cf-connecting-ip'));
  const fromAddress = await options.limits.callFrom(address);
  const identified = await identify(options, credential);
  if ('refused' in identified) {
    await options.limits.badCredentialFrom(address);
    throw new WaddleError('UNAUTHENTICATED', identified.refused);
  }
  const [byKey] = await Promise.all([
    options.limits.callBy(identified.kind === 'service' ? 'service' : identified.key.id),
    identified.kind === 'key' ? options.noteUse(identified.key) : undefined,
  ]);
  if (spokenFor) requireSpeaking(identified, spokenFor);
  return { caller: identified, spokenFor, standing: tightest(fromAddress, byKey) };
}

function credentialOf(headers: Headers): Credential {
  const service = headers.get('x-service-key');
  const authorization = headers.get('authorization');
  if (service !== null && authorization !== null)
    throw new WaddleError('INVALID', 'Send either X-Service-Key or Authorization, not both.');
  if (service !== null) return { kind: 'service', secret: service };
  if (authorization === null)
    throw new WaddleError(
      'UNAUTHENTICATED',
      'Send a key: Authorization: Bearer wbk_… (npm run key makes one), or the deployment’s own in X-Service-Key.',
    );
  // RFC 6750 §2.1; the scheme's name is in any case.
  const [, token] = /^bearer +(\S+)$/i.exec(authorization) ?? [];
  return { kind: 'key', secret: token ?? '' };
}

async function identify(options: AuthOptions, credential: Credential): Promise<Caller | { readonly refused: string }> {
  if (credential.kind === 'service') {
    const { serviceKey } = options;
    if (!serviceKey)
      return { refused: 'This deployment has no SERVICE_API_KEY, so nobody is let in by one. Set one first.' };
    const matches = await equalSecret(credential.secret, serviceKey);
    return matches ? { kind: 'service' } : { refused: 'That is not this deployment’s key in X-Service-Key.' };
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

export const mayAccess = (caller: Caller, access: Access): boolean =>
  caller.kind === 'service' || (access !== 'operator' && caller.key.scopes.includes(access));

/** @throws FORBIDDEN */
export function requireAccess(caller: Caller, access: Access): void {
  if (mayAccess(caller, access)) return;
  throw new WaddleError(
    'FORBIDDEN',
    access === 'operator'
      ? 'This is for who runs this installation: send its key in X-Service-Key.'
      : `This key may not: it lacks the scope ${access}. Keys cannot be changed; make another one that has it.`,
  );
}

/** @throws FORBIDDEN */
export function requirePlatform(caller: Caller, platform: Platform): void {
  const { platforms } = reachOf(caller);
  if (platforms === null || platforms.includes(platform)) return;
  throw new WaddleError('FORBIDDEN', `This key is bound to ${platforms.join(', ')} and may do nothing on ${platform}.`);
}

export const reachOf = (caller: Caller): Reach =>
  caller.kind === 'service'
    ? { communities: null, platforms: null }
    : { communities: caller.key.communities, platforms: caller.key.platforms };
