import { eq, sum } from 'drizzle-orm';
import { channels, commandUsage } from '../../db/schema/index.ts';
import { describeError } from '../core/errors.ts';
import type { CommunityId, Platform } from '../core/ids.ts';
import { channelKey } from '../core/ids.ts';
import type { Services } from './services.ts';
import { channelStub } from './services.ts';

/**
 * How often each command of a community was used, by its id (with its subcommand): what Postgres was told, and what the
 * Channels are still to tell. A Channel that is away just now counts with what it told before.
 */
export async function usesOf(services: Services, community: CommunityId): Promise<ReadonlyMap<string, number>> {
  const [told, linked] = await services.db.run('usage.of-community', (db) =>
    db.batch([
      db
        .select({ command: commandUsage.command, uses: sum(commandUsage.uses).mapWith(Number) })
        .from(commandUsage)
        .where(eq(commandUsage.communityId, community))
        .groupBy(commandUsage.command),
      db
        .select({ platform: channels.platform, platformId: channels.platformId })
        .from(channels)
        .where(eq(channels.communityId, community)),
    ]),
  );
  const uses = new Map(told.map((row) => [row.command, row.uses]));
  const untold = await Promise.all(
    linked.map(({ platform, platformId }) => untoldIn(services, platform as Platform, platformId)),
  );
  for (const [command, count] of untold.flat()) uses.set(command, (uses.get(command) ?? 0) + count);
  return uses;
}

async function untoldIn(services: Services, platform: Platform, platformId: string): Promise<[string, number][]> {
  try {
    const days = await channelStub(services, channelKey(platform, platformId)).untoldUses();
    return Object.values(days).flatMap((counts) => Object.entries(counts));
  } catch (error) {
    services.log('warn', 'usage.channel-away', { platform, error: describeError(error) });
    return [];
  }
}
