import { type SQL, sql } from 'drizzle-orm';
import type { AccountPlatform, CommunityId } from '../workers/core/ids.ts';
import { accounts, members } from './schema/index.ts';

/** A query for the ids of an account and of all others of the same person; `own` names a row with `id` and `person_id`. */
export const accountsBeside = (own: SQL): SQL =>
  sql`select ${own}.id as id union select o.id from ${accounts} o where o.person_id = ${own}.person_id`;

/** A query for the ids of the members that whoever has this account is in a community: one, unless two are being joined. */
export const membersBy = (community: CommunityId, platform: AccountPlatform | '', account: string): SQL =>
  sql`select mm.id from ${accounts} own cross join lateral (${accountsBeside(sql`own`)}) mine
    join ${members} mm on mm.account_id = mine.id and mm.community_id = ${community}::uuid
    where own.platform = ${platform} and own.platform_id = ${account}`;
