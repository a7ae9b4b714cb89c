import { eq } from 'drizzle-orm';
import { channels } from '../../db/schema/index.ts';
import { type CommunityId, channelKey, type Platform } from '../core/ids.ts';
import type { AccountRef } from '../core/modules.ts';
import type { Services } from './services.ts';
import { channelStub } from './services.ts';

/**
 * Has a community's objects forget what these accounts wrote: the feed, and what its channels remember.
 * @throws where one of them is away: it is to be asked again
 */
export async function forgetAuthors(
  services: Pick<Services, 'bindings' | 'db' | 'clock'>,
  community: CommunityId,
  accounts: readonly AccountRef[],
): Promise<void> {
  const linked = await services.db.run('community.channels', (d) =>
    d
      .select({ platform: channels.platform, platformId: channels.platformId })
      .from(channels)
      .where(eq(channels.communityId, community)),
  );
  const keys = accounts.map(({ platform, account }) => `${platform}:${account}`);
  await Promise.all([
    services.bindings.COMMUNITY.getByName(community).forgetAuthors(keys),
    ...linked.map(async ({ platform, platformId }) => {
      const own = accounts.filter((account) => account.platform === platform).map(({ account }) => account);
      if (own.length > 0)
        await channelStub(services, channelKey(platform as Platform, platformId)).forgetAuthors(own, services.clock());
    }),
  ]);
}
