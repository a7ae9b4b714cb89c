import { and, eq } from 'drizzle-orm';
import { Hono } from 'hono';
import { channels, communities } from '../../db/schema/index.ts';
import { equalSecret } from '../core/bytes.ts';
import { WaddleError } from '../core/errors.ts';
import type { Platform } from '../core/ids.ts';
import { channelKey, PLATFORMS } from '../core/ids.ts';
import type { Services } from '../router/services.ts';
import { channelStub } from '../router/services.ts';

/**
 * `GET /api/v1/channels/:id/health`: when something was last heard and said in a channel, how late, and what went wrong.
 * `:id` is `platform:id`, as `twitch:1000001`.
 */
export function channelHealth(services: Services): Hono {
  return new Hono().get('/:id/health', async (c) => {
    const expected = services.settings.SERVICE_API_KEY;
    const given = c.req.header('x-service-key');
    if (!expected) throw new WaddleError('UNAUTHENTICATED', 'This deployment has no SERVICE_API_KEY: set one first.');
    if (!given || !(await equalSecret(given, expected)))
      throw new WaddleError('UNAUTHENTICATED', 'Send the deployment’s key in the header X-Service-Key.');
    const { platform, platformId } = parseChannel(c.req.param('id'));
    const [row] = await services.db.run('channel.of-id', (db) =>
      db
        .select({ login: channels.login, brokenReason: channels.brokenReason, community: communities.slug })
        .from(channels)
        .innerJoin(communities, eq(communities.id, channels.communityId))
        .where(and(eq(channels.platform, platform), eq(channels.platformId, platformId))),
    );
    if (!row) throw new WaddleError('NOT_FOUND', `No community has the channel ${platform}:${platformId}.`);
    const key = channelKey(platform, platformId);
    const health = await channelStub(services, key).health();
    const gateway =
      platform === 'discord' ? await services.bindings.DISCORD_GATEWAY.getByName('shard-0-of-1').status() : undefined;
    return c.json({ channel: key, ...row, ...health, ...(gateway ? { gateway } : {}) });
  });
}

function parseChannel(id: string): { readonly platform: Platform; readonly platformId: string } {
  const colon = id.indexOf(':');
  const platform = PLATFORMS.find((name) => name === id.slice(0, colon));
  const platformId = id.slice(colon + 1);
  if (!platform || platformId === '' || platformId.length > 100)
    throw new WaddleError('INVALID', `"${id.slice(0, 120)}" is no channel. Use platform:id, as twitch:1000001.`);
  return { platform, platformId };
}
