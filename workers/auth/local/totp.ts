import { sql } from 'drizzle-orm';
import { recoveryCodes, totps } from '../../../db/schema/index.ts';
import { WaddleError } from '../../core/errors.ts';
import type { PersonId } from '../../core/ids.ts';
import { seal, unseal } from '../../core/sealed.ts';
import { totpContext } from '../../router/reseal.ts';
import { newRecoveryCodes, newTotpSecret, recoveryHash, stepOf, typedCode } from './codes.ts';
import type { Local } from './local.ts';
import { at } from './logins.ts';

/** Begins a second factor: a secret that asks nobody for anything before its first code was typed. @throws CONFLICT where there is one */
export async function beginTotp({ db, keys, now }: Local, person: PersonId): Promise<string> {
  const secret = newTotpSecret();
  const sealed = await seal(keys, totpContext(person), secret);
  const { rows } = await db.run('local.totp-begin', (d) =>
    d.execute(sql`
      insert into ${totps} (person_id, sealed_secret, created_at) values (${person}::uuid, ${sealed}, ${at(now())})
      on conflict (person_id) do update set sealed_secret = excluded.sealed_secret, created_at = excluded.created_at
        where ${totps.confirmedAt} is null
      returning person_id`),
  );
  if (rows.length === 0)
    throw new WaddleError('CONFLICT', 'An authenticator app is set up already. Turn it off first to set up another.');
  return secret;
}

/** The secret that was begun and waits for its first code; null where there is none. */
export async function begunTotp(
  { db, keys }: Local,
  person: PersonId,
): Promise<{ readonly secret: string; readonly sealed: string } | null> {
  const { rows } = await db.run('local.totp-begun', (d) =>
    d.execute<{ sealed: string }>(
      sql`select sealed_secret as sealed from ${totps} where person_id = ${person}::uuid and confirmed_at is null`,
    ),
  );
  if (!rows[0]) return null;
  const { sealed } = rows[0];
  return { sealed, secret: await unseal(keys, totpContext(person), sealed) };
}

const hashesOf = async (secret: string, person: PersonId, codes: readonly string[]): Promise<string> =>
  JSON.stringify(await Promise.all(codes.map((code) => recoveryHash(secret, person, code))));

/**
 * Turns the second factor on by its first code.
 * @returns recovery codes, to be shown this once
 * @throws INVALID where the code is not right, CONFLICT where there is nothing to turn on, LIMITED
 */
export async function confirmTotp(local: Local, person: PersonId, typed: string): Promise<readonly string[]> {
  const { db, secret: hmacSecret, throttle, now } = local;
  const giveBack = await throttle.take('code of', person);
  const begun = await begunTotp(local, person);
  if (!begun) throw new WaddleError('CONFLICT', 'There is no authenticator app to confirm. Begin again.');
  const code = typedCode(typed);
  const step = code?.kind === 'app' ? stepOf(begun.secret, code.code, now()) : null;
  if (step === null)
    throw new WaddleError(
      'INVALID',
      'That code is not right. Type the six digits that the app shows now, and look whether its clock is right.',
    );
  const codes = newRecoveryCodes();
  const hashes = await hashesOf(hmacSecret, person, codes);
  const { rows } = await db.run('local.totp-confirm', (d) =>
    d.execute(sql`
      with confirmed as (
          update ${totps} set confirmed_at = ${at(now())}, last_step = ${step}
          where person_id = ${person}::uuid and confirmed_at is null and sealed_secret = ${begun.sealed} returning person_id),
        gone as (delete from ${recoveryCodes} r using confirmed where r.person_id = confirmed.person_id),
        made as (
          insert into ${recoveryCodes} (person_id, code_hash)
          select person_id, jsonb_array_elements_text(${hashes}::jsonb) from confirmed)
      select person_id from confirmed`),
  );
  if (rows.length === 0) throw new WaddleError('CONFLICT', 'There is no authenticator app to confirm. Begin again.');
  await giveBack();
  return codes;
}

/** New recovery codes instead of those there are. @throws CONFLICT where there is no second factor */
export async function renewRecoveryCodes({ db, secret }: Local, person: PersonId): Promise<readonly string[]> {
  const codes = newRecoveryCodes();
  const hashes = await hashesOf(secret, person, codes);
  const { rows } = await db.run('local.codes-renew', (d) =>
    d.execute(sql`
      with asked as (
          select person_id from ${totps} where person_id = ${person}::uuid and confirmed_at is not null for update),
        gone as (delete from ${recoveryCodes} r using asked where r.person_id = asked.person_id),
        made as (
          insert into ${recoveryCodes} (person_id, code_hash)
          select person_id, jsonb_array_elements_text(${hashes}::jsonb) from asked)
      select person_id from asked`),
  );
  if (rows.length === 0)
    throw new WaddleError('CONFLICT', 'Recovery codes belong to an authenticator app. Set one up first.');
  return codes;
}
