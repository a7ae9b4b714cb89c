import { argon2id } from '@noble/hashes/argon2.js';
import { utf8 } from '../../core/bytes.ts';

/** What a hash costs: `memory` in KiB (RFC 9106 §3.1). */
export interface Argon2Cost {
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
}

/** OWASP's password storage cheat sheet: the least that is good, as an isolate has 128 MB for everything. */
export const COST: Argon2Cost = { memory: 19 * 1024, passes: 2, lanes: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** More than this is nothing of ours: a row must not be able to take an isolate down. */
const MOST: Argon2Cost = { memory: 64 * 1024, passes: 10, lanes: 4 };

export interface Phc {
  readonly cost: Argon2Cost;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** base64 without padding, as the PHC string format has it. */
const toB64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replace(/=+$/, '');
const fromB64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

/** `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>` (PHC string format). */
const printPhc = ({ cost: { memory, passes, lanes }, salt, hash }: Phc): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${lanes}$${toB64(salt)}$${toB64(hash)}`;

/** Null for what is no argon2id hash of version 1.3 that we would compute. */
export function parsePhc(text: string): Phc | null {
  const [, m, t, p, salt, hash] =
    /^\$argon2id\$v=19\$m=([1-9]\d{0,6}),t=([1-9]\d?),p=([1-9]\d?)\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/.exec(
      text,
    ) ?? [];
  if (!salt || !hash) return null;
  const cost = { memory: Number(m), passes: Number(t), lanes: Number(p) };
  if (cost.memory > MOST.memory || cost.passes > MOST.passes || cost.lanes > MOST.lanes) return null;
  if (cost.memory < 8 * cost.lanes) return null;
  try {
    return { cost, salt: fromB64(salt), hash: fromB64(hash) };
  } catch {
    return null;
  }
}

/** Whether a hash was made at another cost than is asked for now. */
export const isOutdated = ({ cost }: Phc, now: Argon2Cost = COST): boolean =>
  cost.memory !== now.memory || cost.passes !== now.passes || cost.lanes !== now.lanes;

const compute = (
  password: string,
  salt: Uint8Array,
  { memory, passes, lanes }: Argon2Cost,
  length: number,
): Uint8Array => argon2id(utf8(password), salt, { m: memory, t: passes, p: lanes, dkLen: length });

/** A new hash of a password, as it is kept. Takes the whole isolate for some 100 ms. */
export function computeHash(password: string, cost: Argon2Cost = COST): string {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  return printPhc({ cost, salt, hash: compute(password, salt, cost, HASH_BYTES) });
}

/** Whether a password is the one that was hashed, in time that does not depend on where they differ. */
export function matchesHash(password: string, { cost, salt, hash }: Phc): boolean {
  const computed = compute(password, salt, cost, hash.length);
  let difference = computed.length ^ hash.length;
  for (let i = 0; i < computed.length; i++) difference |= (computed[i] as number) ^ (hash[i] as number);
  return difference === 0;
}
