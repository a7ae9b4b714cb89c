import type { SQL } from 'drizzle-orm';
import type { AccountPlatform, PersonId } from './ids.ts';
import type { Role } from './levels.ts';

/** Whose rows are meant: queries, to be used as `(${of.members}) m`. Nothing in them is by name; ids alone count. */
export interface PersonScope {
  readonly person: PersonId;
  /** Rows of `accounts`, with `key` (`platform:id`) besides. */
  readonly accounts: SQL;
  /** Rows of `members`. */
  readonly members: SQL;
  /** Ids (`id`) of the communities they are a member of. */
  readonly communities: SQL;
}

/** A statement that moves rows from members (or persons) that go to those that stay, and tells what it moved. */
export interface Moving {
  /** Data-modifying ctes over `pairs (community uuid, gone uuid, kept uuid)` (`community` null for persons); `kept` has what is `gone`’s once they ran. */
  readonly ctes: readonly SQL[];
  /** A query for `gone uuid` and `item jsonb`: a row for each thing that a split has to know. */
  readonly moved: SQL;
}

/**
 * What one table holds of people, and what becomes of it. All of it is SQL, so that a join, a split or an erasure of all modules
 * is one transaction. `merge` runs while both members are there; the one that is gone is deleted after all tables were asked, so what
 * is left behind goes with it. `split` runs when it is there again, under the id it had.
 */
export interface PersonTable {
  /** As the database calls it. One table may be declared twice, where it is keyed twice. */
  readonly table: string;
  /** The columns that hold people’s ids, names or words: what a test compares with the database. */
  readonly columns: readonly string[];
  /** By what the rows are a person’s; `merge` and `split` are told of such pairs. `account` rows stay their account’s: there is nothing to merge. */
  readonly by: 'member' | 'account' | 'person';
  /** A query for one column `row` (jsonb): what the person gets to read. Absent: it is a secret, or is shown with another table. */
  readonly export?: (of: PersonScope) => SQL;
  /**
   * Statements that delete the person’s rows, or leave them without anything of theirs. Absent: the rows go with the account, member or
   * person they refer to (`on delete cascade`).
   * @param tombstone what stands where an id has to stand: the same in all tables, and nobody’s
   */
  readonly erase?: (of: PersonScope, tombstone: string) => readonly SQL[];
  readonly merge?: Moving;
  /**
   * Statements that give back what is still as `merge` left it.
   * @param back a query for `gone uuid`, `kept uuid`, `item jsonb` and `merged_at`: what this table’s `merge` told
   */
  readonly split?: (back: SQL) => readonly SQL[];
}

/** What of a person lives in a module. A test fails when a table that is keyed by people is declared by none. */
export type PersonHooks = readonly PersonTable[];

/** An account as people know it. */
export interface NamedAccount {
  readonly platform: AccountPlatform;
  readonly login: string;
  readonly displayName: string;
}

/** Who somebody is here, whichever of their accounts they ask with. */
export interface WhoAmI {
  readonly accounts: readonly NamedAccount[];
  readonly role: Role | null;
}

export type LinkAsked = { readonly result: 'given'; readonly code: string } | { readonly result: 'limited' };

export type LinkTyped =
  /** By whom it was asked for: where they confirm. */
  | { readonly result: 'typed'; readonly askedIn: AccountPlatform | 'hub' }
  /** `own`: by who asked for it, or another account of theirs already. */
  | { readonly result: 'unknown' | 'own' | 'limited' };

export type LinkDecided =
  | { readonly result: 'joined'; readonly accounts: readonly NamedAccount[] }
  | { readonly result: 'refused'; readonly typedBy: NamedAccount }
  /** `unseen`: they have not looked yet who typed it. `hub`: somebody with a second factor, or who runs this installation, confirms in the hub alone. */
  | { readonly result: 'nothing' | 'unseen' | 'hub' | 'changed' };

export interface LinkWaiting {
  /** What would become one: who asked, and who typed. */
  readonly askedBy: NamedAccount;
  readonly typedBy: NamedAccount;
  /** Their other accounts, where they are somebody here already. */
  readonly others: readonly NamedAccount[];
}

/** What commands may ask about the person who uses them; the actor is who the invocation says. */
export interface PeopleDoor {
  /** A code, for where nobody else reads the answer. */
  ask(): Promise<LinkAsked>;
  /** What was typed as a code, by the actor. */
  type(code: string): Promise<LinkTyped>;
  /** Who typed the actor’s code; null where nobody has. */
  waiting(): Promise<LinkWaiting | null>;
  decide(confirms: boolean): Promise<LinkDecided>;
  whoAmI(): Promise<WhoAmI>;
}
