import { type SQL, sql } from 'drizzle-orm';
import { oauthStates, recoveryCodes, totps } from '../../../db/schema/index.ts';
import { WaddleError } from '../../core/errors.ts';
import type { PersonId } from '../../core/ids.ts';
import { hashOfToken, randomToken } from '../../core/random.ts';
import { unseal } from '../../core/sealed.ts';
import { totpContext } from '../../router/reseal.ts';
import { recoveryHash, stepOf, typedCode } from './codes.ts';
import type { Local } from './local.ts';
import { at } from './logins.ts';

/** How long somebody whose password was right may take over the code, ms. */
const HALF_IN_FOR_MS = 5 * 60_000;

/** Somebody whose password was right, and who is asked for a code: no session, and good for nothing else. */
export interface HalfIn {
  readonly person: PersonId;
  readonly returnTo: string;
}

/** A code that was right when it was looked at; it counts where nobody else has used it since. */
type Proof = { readonly step: number } | { readonly codeHash: string };

/** Notes that a password was right. @returns a token for the form that asks for the code; it is of use in this browser alone */
export async function beginHalf({ db, now }: Local, { person, returnTo }: HalfIn, browser: string): Promise<string> {
  const token = randomToken();
  const [hash, browserHash] = await Promise.all([hashOfToken(token), hashOfToken(browser)]);
  await db.run('local.half-in', (d) =>
    d.execute(sql`
      insert into ${oauthStates} (state_hash, purpose, platform, browser_hash, person_id, return_to, created_at, expires_at)
      values (${hash}, 'second-factor', 'local', ${browserHash}, ${person}::uuid, ${returnTo}, ${at(now())},
        ${at(now() + HALF_IN_FOR_MS)})`),
  );
  return token;
}

const halfWhere = async (token: string, browser: string, now: number): Promise<SQL> => {
  const [hash, browserHash] = await Promise.all([hashOfToken(token), hashOfToken(browser)]);
  return sql`state_hash = ${hash} and browser_hash = ${browserHash} and purpose = 'second-factor' and expires_at > ${at(now)}`;
};

const over = (): WaddleError =>
  new WaddleError('UNAUTHENTICATED', 'That took too long, or it was used already. Sign in with your password again.');
const wrong = (): WaddleError =>
  new WaddleError(
    'UNAUTHENTICATED',
    'That code is not right, or it was used already. Type the one that the app shows now.',
  );

/** Who a form that asks for a code is for. @throws UNAUTHENTICATED */
export async function findHalf({ db, now }: Local, token: string, browser: string): Promise<HalfIn> {
  const where = await halfWhere(token, browser, now());
  const { rows } = await db.run('local.half-find', (d) =>
    d.execute<{ person: PersonId; return_to: string }>(
      sql`select person_id as person, return_to from ${oauthStates} where ${where}`,
    ),
  );
  if (!rows[0]) throw over();
  return { person: rows[0].person, returnTo: rows[0].return_to };
}

/**
 * Whether a code is a person's, as it is now.
 * @throws UNAUTHENTICATED where it is not, LIMITED where too many were tried
 */
async function proofOf(local: Local, person: PersonId, typed: string): Promise<Proof> {
  const { db, keys, secret, throttle, now, failed } = local;
  const giveBack = await throttle.take('code of', person);
  const code = typedCode(typed);
  const codeHash = await recoveryHash(secret, person, code?.kind === 'recovery' ? code.code : '');
  const { rows } = await db.run('local.proof', (d) =>
    d.execute<{ sealed: string; last_step: number; has_code: boolean }>(sql`
      select t.sealed_secret as sealed, t.last_step, exists (
        select from ${recoveryCodes} r where r.person_id = t.person_id and r.code_hash = ${codeHash} and r.used_at is null) as has_code
      from ${totps} t where t.person_id = ${person}::uuid and t.confirmed_at is not null`),
  );
  const [row] = rows;
  const step =
    row && code?.kind === 'app' ? stepOf(await unseal(keys, totpContext(person), row.sealed), code.code, now()) : null;
  const proof = step !== null && row && step > row.last_step ? { step } : row?.has_code ? { codeHash } : null;
  if (proof) {
    await giveBack();
    return proof;
  }
  await failed();
  throw wrong();
}

/** The cte `proof`: who has used up a proof now, of those that the cte `asked (person_id)` holds. */
const proofCte = (proof: Proof, now: number): SQL =>
  'step' in proof
    ? sql`proof as (
        update ${totps} t set last_step = ${proof.step} from asked
        where t.person_id = asked.person_id and t.confirmed_at is not null and t.last_step < ${proof.step} returning t.person_id)`
    : sql`proof as (
        update ${recoveryCodes} r set used_at = ${at(now)} from asked
        where r.person_id = asked.person_id and r.code_hash = ${proof.codeHash} and r.used_at is null returning r.person_id)`;

/** Uses a code up for somebody who is signed in. @throws UNAUTHENTICATED, LIMITED */
export async function requireCode(local: Local, person: PersonId, typed: string): Promise<void> {
  const proof = await proofOf(local, person, typed);
  const { rows } = await local.db.run('local.use-proof', (d) =>
    d.execute(sql`
      with asked as (select ${person}::uuid as person_id), ${proofCte(proof, local.now())} select person_id from proof`),
  );
  if (rows.length === 0) throw wrong();
}

/** Uses up both the half that the password was and the code. @throws UNAUTHENTICATED, LIMITED */
export async function finishHalf(local: Local, token: string, browser: string, typed: string): Promise<HalfIn> {
  const { db, now } = local;
  const { person, returnTo } = await findHalf(local, token, browser);
  const proof = await proofOf(local, person, typed);
  const where = await halfWhere(token, browser, now());
  const { rows } = await db.run('local.half-finish', (d) =>
    d.execute(sql`
      with asked as (delete from ${oauthStates} where ${where} returning person_id), ${proofCte(proof, now())}
      select person_id from proof`),
  );
  if (rows.length === 0) throw over();
  return { person, returnTo };
}

/** Ends the second factor, by a code of its own. @throws UNAUTHENTICATED, LIMITED */
export async function endSecondFactor(local: Local, person: PersonId, typed: string): Promise<void> {
  const proof = await proofOf(local, person, typed);
  const holds =
    'step' in proof
      ? sql`t.last_step < ${proof.step}`
      : sql`exists (select from ${recoveryCodes} r where r.person_id = t.person_id and r.code_hash = ${proof.codeHash} and r.used_at is null)`;
  const { rows } = await local.db.run('local.totp-off', (d) =>
    d.execute(sql`
      with ended as (
          delete from ${totps} t where t.person_id = ${person}::uuid and t.confirmed_at is not null and ${holds} returning person_id),
        codes as (delete from ${recoveryCodes} r using ended where r.person_id = ended.person_id)
      select person_id from ended`),
  );
  if (rows.length === 0) throw wrong();
}
