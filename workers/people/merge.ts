import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { personMerges } from '../../db/schema/index.ts';
import type { CommunityId, PersonId } from '../core/ids.ts';
import { communitiesOf } from './communities-of.ts';
import { joinStatements } from './join.ts';
import { inOneGo, type PeopleServices, tellChannels } from './run.ts';

/**
 * Makes two persons one: all that is `other`’s becomes `person`’s, sessions of the other end. Both have to have proved who they are.
 * @param provided what else has to be so in the same transaction, as `joinStatements` has it
 * @returns the merge, by which they are parted again; null where one of them is gone, or `provided` does not hold
 */
export async function mergePersons(
  services: PeopleServices,
  { person, other }: { readonly person: PersonId; readonly other: PersonId },
  provided?: { readonly ctes: readonly SQL[]; readonly holds: SQL },
): Promise<string | null> {
  const merge = uuidv7();
  const statements = joinStatements({
    merge,
    kept: person,
    from: { person: other },
    now: services.clock(),
    ...(provided ? { provided } : {}),
  });
  const rows = await inOneGo(services, 'person.merge', [
    ...statements,
    sql`select exists (select from ${personMerges} p where p.id = ${merge}::uuid) as joined, ${communitiesOf(person)} as communities`,
  ]);
  const { joined, communities } = rows[0] as { readonly joined: boolean; readonly communities: readonly CommunityId[] };
  if (!joined) return null;
  await tellChannels(services, communities);
  return merge;
}
