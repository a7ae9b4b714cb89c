import { sql } from 'drizzle-orm';
import { accountsBeside, membersBy } from '../../db/members.ts';
import { accounts, communityBans, memberRoles } from '../../db/schema/index.ts';
import type { CommunityId, Platform } from '../core/ids.ts';
import { type Role, strongest } from '../core/levels.ts';
import type { NamedAccount, WhoAmI } from '../core/people.ts';
import type { Services } from '../router/services.ts';

/** Who an account's person is in a community: the same whichever of their accounts is asked about. */
export async function whoIs(
  { db }: Pick<Services, 'db'>,
  community: CommunityId,
  { platform, account }: { readonly platform: Platform; readonly account: string },
): Promise<WhoAmI> {
  const { rows } = await db.run('person.who', (d) =>
    d.execute<{ accounts: readonly NamedAccount[]; roles: readonly Role[] }>(sql`
      select (
        select coalesce(jsonb_agg(jsonb_build_object('platform', a.platform, 'login', a.login, 'displayName', a.display_name)
          order by a.is_primary desc, a.id), '[]')
        from ${accounts} own cross join lateral (${accountsBeside(sql`own`)}) mine join ${accounts} a on a.id = mine.id
        where own.platform = ${platform} and own.platform_id = ${account}) as accounts, (
        select coalesce(jsonb_agg(r.role), '[]') from ${memberRoles} r
        where r.member_id in (${membersBy(community, platform, account)})
          and not exists (select from ${communityBans} b where b.member_id = r.member_id)) as roles`),
  );
  const { accounts: found = [], roles = [] } = rows[0] ?? {};
  return { accounts: found, role: strongest(roles) };
}
