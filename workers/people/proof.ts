import { equalSecret, hmacSha256, utf8 } from '../core/bytes.ts';
import type { PersonId } from '../core/ids.ts';
import { toBase64Url } from '../core/random.ts';

/** How long a proof counts, ms. */
const PROOF_FOR_MS = 10 * 60_000;

export interface BothSides {
  readonly person: PersonId;
  readonly other: PersonId;
}

const signed = async (secret: string, { person, other }: BothSides, at: string): Promise<string> =>
  toBase64Url(new Uint8Array(await hmacSha256(secret, utf8(`merge-proof\n${person}\n${other}\n${at}`))));

/**
 * What whoever is signed in as `person` is given when they have just signed in as `other`, too: with it they may merge the two, within ten
 * minutes. It is of no use to anybody else.
 */
export async function mergeProof(sessionSecret: string, both: BothSides, now: number): Promise<string> {
  const at = now.toString(36);
  return `${both.other}.${at}.${await signed(sessionSecret, both, at)}`;
}

/** The other person that such a proof is about; null for what is none of this person's, or not any more. */
export async function readMergeProof(
  sessionSecret: string,
  person: PersonId,
  proof: string,
  now: number,
): Promise<PersonId | null> {
  const [, other, at, signature] = /^([0-9a-f-]{36})\.([0-9a-z]{1,12})\.([A-Za-z0-9_-]{43})$/.exec(proof) ?? [];
  if (other === undefined || at === undefined || signature === undefined) return null;
  const expected = await signed(sessionSecret, { person, other: other as PersonId }, at);
  const age = now - Number.parseInt(at, 36);
  return (await equalSecret(signature, expected)) && age >= 0 && age <= PROOF_FOR_MS ? (other as PersonId) : null;
}
