import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { sql } from 'drizzle-orm';
import { passkeyChallenges, passkeys } from '../../../db/schema/index.ts';
import { utf8 } from '../../core/bytes.ts';
import { WaddleError } from '../../core/errors.ts';
import type { PersonId } from '../../core/ids.ts';
import { fromBase64Url, hashOfToken, randomToken, toBase64Url } from '../../core/random.ts';
import type { SignedIn } from '../../core/signed-in.ts';
import { loadWebAuthn } from '../../lazy/load.ts';
import type { Local } from './local.ts';
import { at } from './logins.ts';
import { readCreated, readGot } from './passkey-responses.ts';
import { type RelyingParty, relyingPartyOf } from './relying-party.ts';

const ANSWERED_WITHIN_MS = 5 * 60_000;
/** EdDSA, ES256, RS256 (COSE): what authenticators have and workerd verifies. */
const ALGORITHMS = [-8, -7, -257];
/** Of one person: devices, and a spare or two. */
const MOST = 20;

const partyOf = ({ publicUrl }: Local): RelyingParty => {
  const party = relyingPartyOf(publicUrl);
  if (party) return party;
  throw new WaddleError(
    'INVALID',
    'Passkeys need a name and https: they cannot be made for this address. Use a password here.',
  );
};

/** Gives out a challenge, for this browser's next answer alone. @param person whose it is to be; null: nobody is signed in */
async function challengeFor({ db, now }: Local, browser: string, person: PersonId | null): Promise<string> {
  const challenge = randomToken();
  const hash = await hashOfToken(browser);
  await db.run('passkey.challenge', (d) =>
    d.execute(sql`
      insert into ${passkeyChallenges} (browser_hash, challenge, person_id, expires_at)
      values (${hash}, ${challenge}, ${person}::uuid, ${at(now() + ANSWERED_WITHIN_MS)})
      on conflict (browser_hash) do update set challenge = excluded.challenge, person_id = excluded.person_id,
        expires_at = excluded.expires_at`),
  );
  return challenge;
}

/** Takes this browser's challenge: whatever comes of the answer, there is no second one. @throws UNAUTHENTICATED */
async function takeChallenge({ db, now }: Local, browser: string, person: PersonId | null): Promise<string> {
  const hash = await hashOfToken(browser);
  const { rows } = await db.run('passkey.answer', (d) =>
    d.execute<{ challenge: string; person: PersonId | null; good: boolean }>(sql`
      delete from ${passkeyChallenges} where browser_hash = ${hash}
      returning challenge, person_id as person, expires_at > ${at(now())} as good`),
  );
  const [row] = rows;
  if (!row?.good || row.person !== person)
    throw new WaddleError('UNAUTHENTICATED', 'That took too long, or it was used already. Try again.');
  return row.challenge;
}

/** What the browser makes a passkey by. */
export async function creationOptions(
  local: Local,
  { person, displayName }: SignedIn,
  browser: string,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { id } = partyOf(local);
  const { rows } = await local.db.run('passkey.of', (d) =>
    d.execute<{ id: string; transports: string[] }>(
      sql`select id, transports from ${passkeys} where person_id = ${person}::uuid`,
    ),
  );
  const { generateRegistrationOptions } = await loadWebAuthn();
  return generateRegistrationOptions({
    rpName: 'WaddleBot',
    rpID: id,
    userName: displayName,
    userDisplayName: displayName,
    userID: utf8(person),
    challenge: fromBase64Url(await challengeFor(local, browser, person)),
    attestationType: 'none',
    excludeCredentials: rows,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
    timeout: ANSWERED_WITHIN_MS,
  });
}

/** What the browser proves a passkey by. @param person whose passkey it has to be; null: whoever's, to sign in */
export async function requestOptions(
  local: Local,
  person: PersonId | null,
  browser: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { id } = partyOf(local);
  const { generateAuthenticationOptions } = await loadWebAuthn();
  return generateAuthenticationOptions({
    rpID: id,
    challenge: fromBase64Url(await challengeFor(local, browser, person)),
    userVerification: 'required',
    timeout: ANSWERED_WITHIN_MS,
  });
}

/** Keeps a passkey that was made just now. @throws UNAUTHENTICATED, INVALID, CONFLICT */
export async function addPasskey(
  local: Local,
  { person }: SignedIn,
  browser: string,
  { sent, name }: { readonly sent: string; readonly name: string },
): Promise<void> {
  const { id: expectedRPID, origin: expectedOrigin } = partyOf(local);
  const response = await readCreated(sent);
  const expectedChallenge = await takeChallenge(local, browser, person);
  const { verifyRegistrationResponse } = await loadWebAuthn();
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge,
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => null);
  if (!verified?.verified)
    throw new WaddleError(
      'INVALID',
      'That passkey was not made for this page. Try again, or with another authenticator.',
    );
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  const transports = JSON.stringify(response.response.transports ?? []);
  const { rows } = await local.db.run('passkey.add', (d) =>
    d.execute(sql`
      insert into ${passkeys} (id, person_id, name, public_key, counter, transports, created_at)
      select ${id}, ${person}::uuid, ${name}, ${toBase64Url(publicKey)}, ${counter},
        array(select jsonb_array_elements_text(${transports}::jsonb)), ${at(local.now())}
      where (select count(*) from ${passkeys} where person_id = ${person}::uuid) < ${MOST}
      on conflict (id) do nothing returning id`),
  );
  if (rows.length === 0)
    throw new WaddleError('CONFLICT', `That passkey is here already, or you have ${MOST} of them. Remove one first.`);
}

const refused = (): WaddleError =>
  new WaddleError('UNAUTHENTICATED', 'That passkey opens nothing here. Try another way to sign in.');

/**
 * Whose passkey this browser has just proved to hold; that counts as both factors, as the authenticator asked for a PIN or a
 * finger.
 * @param person whose it has to be; null: whoever's
 * @throws UNAUTHENTICATED, INVALID
 */
export async function personByPasskey(
  local: Local,
  browser: string,
  sent: string,
  person: PersonId | null,
): Promise<PersonId> {
  const { db, now } = local;
  const { id: expectedRPID, origin: expectedOrigin } = partyOf(local);
  const response = readGot(sent);
  const expectedChallenge = await takeChallenge(local, browser, person);
  const { rows } = await db.run('passkey.find', (d) =>
    d.execute<{ person: PersonId; public_key: string; counter: number }>(
      sql`select person_id as person, public_key, counter from ${passkeys} where id = ${response.id}`,
    ),
  );
  const [held] = rows;
  if (!held || (person !== null && held.person !== person)) throw refused();
  // Absent where the browser was told which passkey to use; where it is there, it says whose it is (WebAuthn §7.2).
  const { userHandle } = response.response;
  if (userHandle && userHandle !== toBase64Url(utf8(held.person))) throw refused();
  const { verifyAuthenticationResponse } = await loadWebAuthn();
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge,
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
    credential: { id: response.id, publicKey: fromBase64Url(held.public_key), counter: held.counter },
  }).catch(() => null);
  if (!verified?.verified) throw refused();
  const { newCounter } = verified.authenticationInfo;
  const { rows: used } = await db.run('passkey.used', (d) =>
    d.execute(sql`
      update ${passkeys} set counter = ${newCounter}, last_used_at = ${at(now())}
      where id = ${response.id} and (counter < ${newCounter} or (counter = 0 and ${newCounter}::integer = 0)) returning id`),
  );
  if (used.length === 0) throw refused();
  return held.person;
}

/** @throws NOT_FOUND for a passkey that is not theirs */
export async function renamePasskey({ db }: Local, person: PersonId, id: string, name: string): Promise<void> {
  const { rows } = await db.run('passkey.rename', (d) =>
    d.execute(sql`update ${passkeys} set name = ${name} where id = ${id} and person_id = ${person}::uuid returning id`),
  );
  if (rows.length === 0) throw new WaddleError('NOT_FOUND', 'You have no such passkey. Reload the page.');
}

/** @throws NOT_FOUND for a passkey that is not theirs */
export async function removePasskey({ db }: Local, person: PersonId, id: string): Promise<void> {
  const { rows } = await db.run('passkey.remove', (d) =>
    d.execute(sql`delete from ${passkeys} where id = ${id} and person_id = ${person}::uuid returning id`),
  );
  if (rows.length === 0) throw new WaddleError('NOT_FOUND', 'You have no such passkey. Reload the page.');
}
