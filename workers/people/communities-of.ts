import { type SQL, sql } from 'drizzle-orm';
import { accounts, memberRoles, members } from '../../db/schema/index.ts';
import type { PersonId } from '../core/ids.ts';

/** jsonb: the ids of the communities where a person has a role, whose Channels know their accounts by it. */
export const communitiesOf = (person: PersonId): SQL => sql`(
  select coalesce(jsonb_agg(distinct m.community_id), '[]') from ${accounts} a join ${members} m on m.account_id = a.id
    join ${memberRoles} r on r.member_id = m.id where a.person_id = ${person}::uuid)`;
