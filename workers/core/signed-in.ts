import type { AccountPlatform, CommunityId, PersonId } from './ids.ts';
import type { Role } from './levels.ts';

/** What wants to be proved anew takes a proof of so long ago, ms. */
const PROVED_FOR_MS = 10 * 60_000;

/** One of a person's accounts. */
export interface OwnAccount {
  readonly id: string;
  readonly platform: AccountPlatform;
  /** The platform's own id. */
  readonly account: string;
  readonly login: string;
  readonly displayName: string;
  readonly isPrimary: boolean;
}

/** Somebody who is signed in, as it is now. Times are ms since epoch. */
export interface SignedIn {
  readonly sessionId: string;
  readonly person: PersonId;
  readonly displayName: string;
  readonly method: string;
  readonly provedAt: number;
  readonly expiresAt: number;
  readonly isOperator: boolean;
  /** The one they go by first. Never empty: who has no account of a platform has one of this installation. */
  readonly accounts: readonly OwnAccount[];
  /** By account: a community may be there twice. */
  readonly roles: readonly { readonly community: CommunityId; readonly role: Role }[];
}

/** Whether they proved who they are a moment ago, as exports, erasure and second factors want. */
export const isFresh = ({ provedAt }: Pick<SignedIn, 'provedAt'>, now: number): boolean =>
  now - provedAt <= PROVED_FOR_MS;
