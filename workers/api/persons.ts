import { and, asc, eq, sql } from 'drizzle-orm';
import * as z from 'zod';
import { membersBy } from '../../db/members.ts';
import { accounts, channels, communityBans, memberRoles } from '../../db/schema/index.ts';
import type { AccountActor } from '../core/actors.ts';
import { WaddleError } from '../core/errors.ts';
import type { CommunityId } from '../core/ids.ts';
import type { Level } from '../core/levels.ts';
import { highest, levelOfRole } from '../core/levels.ts';
import { within } from '../core/within.ts';
import type { Services } from '../router/services.ts';
import type { SpokenFor } from './auth.ts';

/** Channels of the community whose platform is asked about a person; most have one or two on a platform. */
const MOST_CHANNELS = 3;
const ANSWERS_WITHIN_MS = 3_000;

/** An account as WaddleBot has seen it, without any level; null where it never has. */
export async function knownAccount(
  { db }: Pick<Services, 'db'>,
  { platform, account }: SpokenFor,
): Promise<AccountActor | null> {
  const [found] = await db.run('api.account', (d) =>
    d
      .select({ login: accounts.login, displayName: accounts.displayName })
      .from(accounts)
      .where(and(eq(accounts.platform, platform), eq(accounts.platformId, account))),
  );
  return found ? { kind: 'account', platform, account, ...found, level: 'everyone' } : null;
}

/**
 * The person that a caller speaks for in a community, at the level that their role and their platform give them there.
 * @param known the account as WaddleBot has seen it; null: then the platform has to know it
 * @throws INVALID where nobody knows such an account
 */
export async function personIn(
  services: Services,
  community: CommunityId,
  { platform, account }: SpokenFor,
  known: AccountActor | null,
): Promise<AccountActor> {
  const [roles, linked] = await services.db.run('api.person', (d) =>
    d.batch([
      d
        .select({ role: memberRoles.role })
        .from(memberRoles)
        .where(
          and(
            sql`${memberRoles.memberId} in (${membersBy(community, platform, account)})`,
            sql`not exists (select from ${communityBans} b where b.member_id = ${memberRoles.memberId})`,
          ),
        ),
      d
        .select({ id: channels.platformId })
        .from(channels)
        .where(and(eq(channels.communityId, community), eq(channels.platform, platform)))
        .orderBy(asc(channels.createdAt))
        .limit(MOST_CHANNELS),
    ]),
  );
  const client = services.platforms[platform]?.client;
  const levels = await Promise.all(
    linked.map(
      ({ id }): Promise<Level | null> =>
        // Not told in time counts as the lower level, as everywhere.
        client
          ? within(ANSWERS_WITHIN_MS, 'a look-up', client.lookUpLevel(id, account)).catch(() => null)
          : Promise.resolve(null),
    ),
  );
  const confirmed = levels.filter((level) => level !== null);
  if (!known && confirmed.length === 0) throw unknownPerson({ platform, account });
  return {
    kind: 'account',
    platform,
    account,
    login: known?.login ?? account,
    displayName: known?.displayName ?? account,
    level: highest(...confirmed, ...roles.map(({ role }) => levelOfRole(role))),
  };
}

export const unknownPerson = ({ platform, account }: SpokenFor): WaddleError =>
  new WaddleError(
    'INVALID',
    `X-On-Behalf-Of names ${platform}:${account}, whom neither WaddleBot nor ${platform} knows here. It is the platform’s own user id, no login.`,
  );

/** An id, or a name as people sign in with here; long enough for look-alike forms that are folded. */
export const namedPerson = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'A name has no control characters.')
  .describe('A person’s id, or the name they sign in with here.');
