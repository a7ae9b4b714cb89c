import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { accounts } from '../../db/schema/index.ts';
import { WaddleError } from '../core/errors.ts';
import type { CommunityId, PersonId } from '../core/ids.ts';
import { communitiesOf } from './communities-of.ts';
import { joinStatements } from './join.ts';
import { inOneGo, type PeopleServices, tellChannels } from './run.ts';

export interface Claimed {
  /** `other-person`: it is theirs already, and nothing changed. */
  readonly result: 'joined' | 'own-already' | 'other-person';
  readonly other?: PersonId;
}

/**
 * Makes an account (by its row's id) a person's, which they have to have proved to be theirs: what its members did in communities where
 * the person is a member, too, becomes that member's. Of two that claim it at once one gets it.
 * @param provided what else has to be so in the same transaction, as `joinStatements` has it
 * @throws NOT_FOUND where there is no such account or person, or `provided` does not hold
 */
export async function claimAccount(
  services: PeopleServices,
  { person, accountId }: { readonly person: PersonId; readonly accountId: string },
  provided?: { readonly ctes: readonly SQL[]; readonly holds: SQL },
): Promise<Claimed> {
  const merge = uuidv7();
  const statements = joinStatements({
    merge,
    kept: person,
    from: { account: accountId },
    now: services.clock(),
    ...(provided ? { provided } : {}),
  });
  const rows = await inOneGo(services, 'person.claim', [
    ...statements,
    sql`select exists (select from person_merges p where p.id = ${merge}::uuid) as joined,
      (select a.person_id from ${accounts} a where a.id = ${accountId}::uuid) as owner, ${communitiesOf(person)} as communities`,
  ]);
  const { joined, owner, communities } = rows[0] as {
    readonly joined: boolean;
    readonly owner: PersonId | null;
    readonly communities: readonly CommunityId[];
  };
  if (joined) {
    await tellChannels(services, communities);
    return { result: 'joined' };
  }
  if (owner === person) return { result: 'own-already' };
  if (owner !== null) return { result: 'other-person', other: owner };
  throw new WaddleError(
    'NOT_FOUND',
    'That account or person is not there any more, or something else changed in between.',
  );
}
