import { sql } from 'drizzle-orm';
import { oauthStates } from '../../../db/schema/index.ts';
import type { PersonId, Platform } from '../../core/ids.ts';
import { hashOfToken } from '../../core/random.ts';
import { seal, unseal } from '../../core/sealed.ts';
import { keysOf } from '../../ports/base.ts';
import type { Services } from '../../router/services.ts';
import type { Consent } from './exchange.ts';

/** How long somebody may take at the platform, ms. */
const STATE_FOR_MS = 10 * 60_000;

/** What somebody is sent away for; linking channels keeps its own beside these. */
export type Purpose = 'sign-in' | 'link-account' | 'prove';

export interface Away {
  readonly purpose: Purpose;
  readonly platform: Platform;
  /** What the browser's cookie holds. */
  readonly browser: string;
  /** Who asks; null where nobody is signed in yet. */
  readonly person: PersonId | null;
  /** A path of ours. */
  readonly returnTo: string;
}

type Parts = Pick<Services, 'db' | 'settings' | 'clock'>;

const at = (ms: number) => sql`${new Date(ms).toISOString()}::timestamptz`;
const contextOf = (stateHash: string): string => `oauth_states:verifier:${stateHash}`;

/** Notes a consent that somebody is sent away for, and forgets those that nobody came back from. One round trip. */
export async function keepState(services: Parts, away: Away, { state, verifier, nonce }: Consent): Promise<void> {
  const now = services.clock();
  const [stateHash, browserHash] = await Promise.all([hashOfToken(state), hashOfToken(away.browser)]);
  const sealed = verifier === null ? null : await seal(keysOf(services), contextOf(stateHash), verifier);
  await services.db.run('sign-in.keep-state', (d) =>
    d.execute(sql`
      with gone as (delete from ${oauthStates} where expires_at <= ${at(now)})
      insert into ${oauthStates} (state_hash, purpose, platform, browser_hash, sealed_verifier, nonce, person_id, return_to,
        created_at, expires_at)
      values (${stateHash}, ${away.purpose}, ${away.platform}, ${browserHash}, ${sealed}, ${nonce}, ${away.person}::uuid,
        ${away.returnTo}, ${at(now)}, ${at(now + STATE_FOR_MS)})`),
  );
}

/** What a state was kept for, once what comes back with it is known to come from there. */
export interface CameBack {
  readonly purpose: Purpose;
  readonly person: PersonId | null;
  readonly returnTo: string;
  readonly consent: Consent;
}

interface Row extends Record<string, unknown> {
  readonly purpose: Purpose;
  readonly person_id: PersonId | null;
  readonly return_to: string;
  readonly sealed_verifier: string | null;
  readonly nonce: string | null;
}

/**
 * Takes a state out: it counts once, for ten minutes, for the platform it was made for, in the browser it was made in, and,
 * where somebody signed in had asked, for them alone.
 * @param person who is signed in now
 * @returns null for any other
 */
export async function takeState(
  services: Parts,
  state: string,
  {
    platform,
    browser,
    person,
  }: { readonly platform: Platform; readonly browser: string; readonly person: PersonId | null },
): Promise<CameBack | null> {
  // RFC 6749 §10.12's value as oauth4webapi makes it: 256 bits, base64url.
  if (!/^[A-Za-z0-9_-]{43}$/.test(state)) return null;
  const [stateHash, browserHash] = await Promise.all([hashOfToken(state), hashOfToken(browser)]);
  const { rows } = await services.db.run('sign-in.take-state', (d) =>
    d.execute<Row>(sql`
      delete from ${oauthStates}
      where state_hash = ${stateHash} and platform = ${platform} and browser_hash = ${browserHash}
        and expires_at > ${at(services.clock())} and purpose in ('sign-in', 'link-account', 'prove')
        and (person_id is null or person_id = ${person}::uuid)
      returning purpose, person_id, return_to, sealed_verifier, nonce`),
  );
  const [row] = rows;
  if (!row) return null;
  const { sealed_verifier: sealed, nonce } = row;
  // What was sealed by a key that is gone since cannot be gone on with: they start again.
  const verifier =
    sealed === null ? null : await unseal(keysOf(services), contextOf(stateHash), sealed).catch(() => '');
  if (verifier === '') return null;
  return { purpose: row.purpose, person: row.person_id, returnTo: row.return_to, consent: { state, verifier, nonce } };
}
