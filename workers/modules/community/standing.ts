import { type SQL, sql } from 'drizzle-orm';
import { accountsBeside } from '../../../db/members.ts';
import { accounts, communityBans, memberRoles, members } from '../../../db/schema/index.ts';
import type { Actor } from '../../core/actors.ts';
import { WaddleError } from '../../core/errors.ts';
import type { CommunityId } from '../../core/ids.ts';
import { ROLES, type Role } from '../../core/levels.ts';

/** How far a role is from the top, as SQL: an owner's is 1, nobody's is 10. */
export const distanceOf = (role: SQL): SQL =>
  sql`coalesce(array_position(${`{${ROLES.join(',')}}`}::text[], ${role}), 10)`;

/** A query for the ids of the members that a person is in a community: one for each account that was seen there. */
export const membersOfPerson = (community: CommunityId, person: SQL): SQL =>
  sql`select m.id from ${accounts} a join ${members} m on m.account_id = a.id and m.community_id = ${community}::uuid
    where a.person_id = ${person}`;

/** A query for the ids of the members that whoever is this member is in its community. */
export const membersBeside = (community: CommunityId, member: string): SQL =>
  sql`select distinct mm.id from ${members} t join ${accounts} own on own.id = t.account_id
    cross join lateral (${accountsBeside(sql`own`)}) mine
    join ${members} mm on mm.account_id = mine.id and mm.community_id = t.community_id
    where t.id = ${member}::uuid and t.community_id = ${community}::uuid`;

/** Whether one of the members that a query tells is banned. */
export const isBanned = (theirs: SQL): SQL =>
  sql`exists (select from ${communityBans} b where b.member_id in (${theirs}))`;

/** The distance of the strongest role of the members that a query tells; what is banned has none. */
export const nearest = (theirs: SQL): SQL =>
  sql`coalesce((select min(${distanceOf(sql`r.role`)}) from ${memberRoles} r where r.member_id in (${theirs})
    and not exists (select from ${communityBans} b where b.member_id = r.member_id)), 10)`;

/** Whether somebody else than the members that a query tells owns a community. */
export const isOwnedBesides = (community: CommunityId, theirs: SQL): SQL =>
  sql`exists (select from ${memberRoles} r join ${members} m on m.id = r.member_id
    where m.community_id = ${community}::uuid and r.role = 'owner' and m.id not in (${theirs})
      and not exists (select from ${communityBans} b where b.member_id = m.id))`;

/**
 * How far whoever acts is from the top, as the database has it now: a session's rights were looked up before the statement.
 * @param keys for what keys stand: a scope says nothing of ranks
 */
export function distanceOfActor(community: CommunityId, actor: Actor, keys: Role): SQL {
  switch (actor.kind) {
    case 'session':
      return nearest(membersOfPerson(community, sql`${actor.person}::uuid`));
    case 'key':
      return distanceOf(sql`${keys}::text`);
    case 'service':
    case 'system':
      return sql`0`;
    case 'account':
      return sql`10`;
  }
}

/** What a verb on somebody's standing comes to. */
export type Verdict = 'ok' | 'unchanged' | 'missing' | 'banned' | 'rank' | 'last-owner' | 'no-person' | 'not-owner';

const WORDS: Readonly<
  Record<Exclude<Verdict, 'ok' | 'unchanged'>, readonly ['NOT_FOUND' | 'FORBIDDEN' | 'CONFLICT', string]>
> = {
  missing: ['NOT_FOUND', 'There is no such member in this community.'],
  banned: ['CONFLICT', 'They are banned from this community. Lift the ban first.'],
  rank: [
    'FORBIDDEN',
    'That is for somebody above them: nobody gives, takes or bans a role as high as their own, but owners. Ask an owner.',
  ],
  'last-owner': [
    'CONFLICT',
    'A community has an owner: make somebody else one first, or transfer it, and then try again.',
  ],
  'no-person': [
    'CONFLICT',
    'Nobody has signed in with that account yet, so they could not take it over. Ask them to sign in once.',
  ],
  'not-owner': ['FORBIDDEN', 'You do not own this community any more.'],
};

/** @throws what a verdict says, but for the good ones */
export function requireVerdict(verdict: Verdict): void {
  if (verdict === 'ok' || verdict === 'unchanged') return;
  const [code, words] = WORDS[verdict];
  throw new WaddleError(code, words);
}
