import { WaddleError } from '../../core/errors.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Local } from './local.ts';
import { keepRehashed, type LocalLogin, loginOf, loginOfName } from './logins.ts';
import { keyOf } from './names.ts';
import { asHashed } from './passwords.ts';

const wrong = (): WaddleError =>
  new WaddleError('UNAUTHENTICATED', 'That name and password do not belong together. Look at both and try again.');

/**
 * Who a name and a password are. A name that nobody has costs the same statements and the same hash, and is told in the same
 * words.
 * @throws UNAUTHENTICATED, LIMITED, UNAVAILABLE
 */
export async function loginBy(
  local: Local,
  network: string,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<LocalLogin> {
  const { db, throttle, hashing, failed } = local;
  // What is no name is looked up like one, as nobody's.
  const typed = name.trim();
  const key = /^[\p{L}\p{M}0-9_-]{1,64}$/u.test(typed.normalize('NFKC')) ? keyOf(typed) : '';
  const fromNetwork = await throttle.take('sign-in from', network);
  const asName = await throttle.take('sign-in as', key);
  const login = await loginOfName(db, key);
  const kept = login?.passwordHash ?? null;
  const { matches, rehashed } = await hashing.check(asHashed(password), kept);
  if (!login || !matches) {
    await failed();
    throw wrong();
  }
  await Promise.all([
    fromNetwork(),
    asName(),
    rehashed && kept ? keepRehashed(db, login.person, kept, rehashed) : undefined,
  ]);
  return login;
}

/** Whether a password is that of somebody who is signed in: no more tries than at the door. @throws UNAUTHENTICATED, LIMITED */
export async function requirePassword(
  local: Local,
  network: string,
  person: PersonId,
  password: string,
): Promise<LocalLogin> {
  const login = await loginOf(local.db, person);
  if (!login?.passwordHash)
    throw new WaddleError('CONFLICT', 'You have no password here. Prove who you are another way.');
  return loginBy(local, network, { name: login.name, password });
}

/** A new password's hash, counted where it costs somebody else's turn. @throws LIMITED, UNAVAILABLE */
export async function hashFor(local: Local, network: string, password: string): Promise<string> {
  await local.throttle.take('sign-up from', network);
  return local.hashing.hash(password);
}
