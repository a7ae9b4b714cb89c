import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { Hono } from 'hono';
import * as z from 'zod';
import { channels, communities } from '../../db/schema/index.ts';
import { groundOf, isOn } from '../connect/ground.ts';
import { channelStates, PROBLEMS } from '../connect/health.ts';
import { mendChannel } from '../connect/mend.ts';
import { NotConnected, type Step } from '../connect/steps.ts';
import { unlinkChannel } from '../connect/unlink.ts';
import { type ApiCall, type ApiEnv, decodeCursor, page, pageOf, paging, route, valid } from '../core/api.ts';
import { WaddleError } from '../core/errors.ts';
import { EVENT_KINDS } from '../core/events.ts';
import type { ChannelKey, CommunityId, Platform } from '../core/ids.ts';
import { channelKey, PLATFORMS } from '../core/ids.ts';
import { SILENCES } from '../core/rooms.ts';
import { onlyRoomOf } from '../core/timers.ts';
import type { Services } from '../router/services.ts';
import { channelStub } from '../router/services.ts';
import type { Call } from './context.ts';
import { runOnce } from './once.ts';

const linked = {
  channel: z.string().describe('`platform:id`, as `twitch:1000001`.'),
  login: z.string(),
  brokenReason: z.string().nullable().describe('Why the platform sends nothing any more; null while all is well.'),
  community: z.string().describe('The community’s slug.'),
};

const since1970 = z.int().describe('ms since 1970');
const ms = z.number().describe('ms');
const problems = z
  .array(
    z.object({
      is: z.enum(PROBLEMS),
      text: z.string().describe('For people: what is wrong, and what helps.'),
      what: z.string(),
      why: z.string().nullable(),
      next: z.string(),
      params: z.record(z.string(), z.string()).describe('What is not the same everywhere.'),
    }),
  )
  .describe('What keeps it from working as it should; empty while all is well.');

const listed = z.object({
  ...linked,
  platform: z.enum(PLATFORMS),
  botIsModerator: z.boolean(),
  createdAt: z.iso.datetime(),
  problems: problems.optional(),
  steers: z
    .boolean()
    .nullable()
    .optional()
    .describe('Whether its stream can be steered; null where there are no streams.'),
});

const health = z.object({
  ...linked,
  problems,
  lastEvent: z.object({ at: since1970, kind: z.enum(EVENT_KINDS), lagMs: ms }).nullable(),
  lag: z.object({ samples: z.int(), medianMs: ms, worstMs: ms }),
  lastSend: z.object({ at: since1970, tookMs: ms }).nullable(),
  sends: z.record(z.string(), z.int()).describe('How many answers ended how.'),
  lastFailure: z.object({ at: since1970, status: z.string(), reason: z.string() }).nullable(),
  refusals: z.record(z.string(), z.int()).describe('Of the last 200 refused commands, by reason.'),
  gateway: z
    .looseObject({ state: z.string() })
    .optional()
    .describe('On Discord: how the connection to its Gateway does.'),
});

const mended = z.object({
  channel: linked.channel,
  steps: z.array(
    z.object({
      is: z.enum(['done', 'warning', 'refused', 'next']).describe('`next`: what somebody does now.'),
      text: z.string(),
      copy: z.string().optional().describe('A line to copy, or an address to go to.'),
    }),
  ),
  problems,
});

const refusal = z.object({
  at: since1970,
  reason: z.string(),
  account: z.string().describe('Whose command it was: the platform’s own user id.'),
  command: z.string(),
});

const heard = z.object({
  id: z.string().describe('The platform’s own id of the message.'),
  at: since1970,
  room: z.string(),
  account: z.string().describe('Who wrote it: the platform’s own user id.'),
  displayName: z.string(),
  text: z.string(),
});

const rooms = z.object({
  data: z.array(
    z.object({
      room: z.string().describe('The platform’s own id: what a target takes.'),
      name: z.string(),
      group: z.string().nullable().describe('What it stands under there: Discord’s category.'),
      isPrivate: z.boolean().describe('Not everybody there sees it.'),
      silence: z
        .object({ is: z.enum(SILENCES), text: z.string().describe('For people: what is wrong, and what helps.') })
        .nullable()
        .describe('Why the bot cannot speak there; null: it can.'),
    }),
  ),
  unseen: z.int().describe('How many there are besides that the bot may not see.'),
  isWhole: z.boolean().describe('False where there are more than are listed.'),
});

const ofChannel = z.object({ id: z.string().min(1).max(200).describe('`platform:id`, as `twitch:1000001`.') });

/** `/api/v1/channels`: what is linked, how it does, and what was refused there. */
export function channelRoutes(services: Services) {
  const { db, bindings } = services;
  return new Hono<ApiEnv>()
    .get(
      '/',
      route({
        operationId: 'listChannels',
        summary: 'Lists linked channels, by platform and id; those of one community with what is wrong with each.',
        access: 'channels:read',
        tag: 'Channels',
        answers: { 200: { description: 'A page of channels.', schema: pageOf(listed) } },
      }),
      valid(
        'query',
        z.strictObject({
          ...paging,
          platform: z.enum(PLATFORMS).optional(),
          community: z.string().min(1).max(100).optional().describe('Id or slug.'),
        }),
      ),
      async (c) => {
        const { cursor, limit, platform, community } = c.req.valid('query');
        const call = c.get('api');
        if (platform) call.requirePlatform(platform);
        const only = community === undefined ? null : (await call.in(community)).community.id;
        const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.string(), z.string()]));
        const rows = await db.run('channel.list', (d) =>
          d
            .select({
              platform: channels.platform,
              platformId: channels.platformId,
              login: channels.login,
              community: communities.slug,
              brokenReason: channels.brokenReason,
              botIsModerator: channels.botIsModerator,
              createdAt: channels.createdAt,
            })
            .from(channels)
            .innerJoin(communities, eq(communities.id, channels.communityId))
            .where(
              and(
                inReach(call),
                isNull(communities.deletedAt),
                only === null ? undefined : eq(channels.communityId, only),
                platform === undefined ? undefined : eq(channels.platform, platform),
                after === null
                  ? undefined
                  : sql`(${channels.platform}, ${channels.platformId}) > (${after[0]}, ${after[1]})`,
              ),
            )
            .orderBy(asc(channels.platform), asc(channels.platformId))
            .limit(limit + 1),
        );
        const states = new Map(
          (only === null ? [] : await channelStates(services, only)).map((state) => [state.key, state]),
        );
        const shown = rows.map(({ platformId, createdAt, ...row }) => {
          const channel = channelKey(row.platform as Platform, platformId);
          const state = states.get(channel);
          return {
            channel,
            ...row,
            createdAt: createdAt.toISOString(),
            ...(state ? { problems: [...state.problems], steers: state.steers } : {}),
          };
        });
        return c.json(page(shown, limit, ({ platform, channel }) => [platform, channel.slice(platform.length + 1)]));
      },
    )
    .get(
      '/:id/health',
      route({
        operationId: 'getChannelHealth',
        summary: 'Tells when something was last heard and said in a channel, how late, and what went wrong.',
        access: 'channels:read',
        tag: 'Channels',
        answers: { 200: { description: 'How the channel does.', schema: health } },
      }),
      valid('param', ofChannel),
      async (c) => {
        const { key, platform, platformId, communityId, ...row } = await findChannel(
          services,
          c.get('api'),
          c.req.valid('param').id,
        );
        const [told, [state], gateway] = await Promise.all([
          channelStub(services, key).health(),
          channelStates(services, communityId, { platform, id: platformId }),
          platform === 'discord' ? bindings.DISCORD_GATEWAY.getByName('shard-0-of-1').status() : undefined,
        ]);
        return c.json({
          channel: key,
          ...row,
          problems: [...(state?.problems ?? [])],
          ...told,
          ...(gateway ? { gateway } : {}),
        });
      },
    )
    .post(
      '/:id/repair',
      route({
        operationId: 'repairChannel',
        summary: 'Repairs a link with the tokens that are kept: subscribes anew and looks what the bot may do there.',
        access: 'channels:write',
        tag: 'Channels',
        answers: { 200: { description: 'What was done, and what is left to do.', schema: mended } },
        errors: ['CONFLICT', 'UPSTREAM'],
      }),
      valid('param', ofChannel),
      async (c) => {
        const { key, platform, ...found } = await findChannel(services, c.get('api'), c.req.valid('param').id);
        const { actor } = await c.get('api').in(found.communityId);
        if (!isOn(services, platform))
          throw new WaddleError('CONFLICT', `The platform ${platform} is switched off here. Switch it on first.`);
        const steps: Step[] = [];
        const ground = groundOf(services, { community: found.communityId, actor, steps });
        const named = { id: found.platformId, name: found.login };
        await told(() => mendChannel(services, ground, platform, named));
        const [state] = await channelStates(services, found.communityId, { platform, id: found.platformId });
        return c.json({ channel: key, steps, problems: [...(state?.problems ?? [])] });
      },
    )
    .delete(
      '/:id',
      route({
        operationId: 'unlinkChannel',
        summary: 'Unlinks a channel: it falls silent, and its tokens are deleted and taken back at the platform.',
        access: 'channels:write',
        tag: 'Channels',
        answers: { 204: { description: 'It is linked no more.' } },
      }),
      valid('param', ofChannel),
      async (c) => {
        const call = c.get('api') as Call;
        const { platform, ...found } = await findChannel(services, call, c.req.valid('param').id);
        const { actor } = await call.in(found.communityId);
        const ground = groundOf(services, { community: found.communityId, actor, steps: [] });
        const named = { id: found.platformId, name: found.login };
        await unlinkChannel(services, ground, platform, named, async (statement) => {
          const asking = await call.asking(found.communityId);
          const ran = await runOnce(services, 'connect.unlink', asking, found.communityId, [], statement);
          if (ran.replayed) call.markReplayed();
          return { ...ran, settingsChanged: !ran.replayed && ran.settingsChanged };
        });
        return c.body(null, 204);
      },
    )
    .get(
      '/:id/rooms',
      route({
        operationId: 'listChannelRooms',
        summary:
          'Lists the rooms of a Discord server or Slack workspace that timers and reminders can speak in, as they were within the last minute.',
        // Whoever joins an open community is a viewer: how a guild's rooms are called is not for them.
        access: 'commands:write',
        tag: 'Channels',
        answers: { 200: { description: 'Its rooms, in the platform’s own order.', schema: rooms } },
        errors: ['CONFLICT', 'UPSTREAM'],
      }),
      valid('param', ofChannel),
      async (c) => {
        const { key, login } = await findChannel(services, c.get('api'), c.req.valid('param').id);
        const only = onlyRoomOf(key);
        if (only !== null) {
          const data = [{ room: only, name: login, group: null, isPrivate: false, silence: null }];
          return c.json({ data, unseen: 0, isWhole: true });
        }
        const { rooms, unseen, isWhole } = await services.rooms.list(key);
        return c.json({ data: rooms.map(({ id: room, ...more }) => ({ room, ...more })), unseen, isWhole });
      },
    )
    .get(
      '/:id/refusals',
      route({
        operationId: 'listChannelRefusals',
        summary: 'Lists the last 200 commands and events that were refused in a channel, newest first, with why.',
        access: 'channels:read',
        area: 'moderation',
        tag: 'Channels',
        answers: { 200: { description: 'What was refused.', schema: z.object({ data: z.array(refusal) }) } },
      }),
      valid('param', ofChannel),
      async (c) => {
        const { key } = await findChannel(services, c.get('api'), c.req.valid('param').id);
        const refusals = await channelStub(services, key).refusals();
        const data = refusals.map(({ at, reason, account, command }) => ({ at, reason, account, command }));
        return c.json({ data: data.toReversed() });
      },
    )
    .get(
      '/:id/lines',
      route({
        operationId: 'listChannelLines',
        summary:
          'Lists the last 200 lines of chat, newest first, of a day at most, where the community has them remembered.',
        access: 'feed:read',
        tag: 'Channels',
        answers: { 200: { description: 'What was written.', schema: z.object({ data: z.array(heard) }) } },
      }),
      valid('param', ofChannel),
      async (c) => {
        const { key, communityId } = await findChannel(services, c.get('api'), c.req.valid('param').id);
        const lines = await channelStub(services, key).recentLines(communityId, services.clock());
        return c.json({ data: lines.toReversed() });
      },
    );
}

/** What linking says no to, as the API says it. */
async function told(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof NotConnected) throw new WaddleError('CONFLICT', error.message);
    throw error;
  }
}

/** A condition on channels: only those that the caller may know of. */
function inReach({ reach: { communities, platforms } }: ApiCall) {
  return and(
    communities === null ? undefined : inArray(channels.communityId, [...communities]),
    platforms === null ? undefined : inArray(channels.platform, [...platforms]),
  );
}

interface FoundChannel {
  readonly key: ChannelKey;
  readonly platform: Platform;
  readonly platformId: string;
  readonly login: string;
  readonly brokenReason: string | null;
  readonly community: string;
  readonly communityId: CommunityId;
}

/**
 * @param id `platform:id`
 * @throws INVALID, FORBIDDEN where their role does not allow it, NOT_FOUND also for one of a community that the caller may not reach
 */
async function findChannel({ db }: Services, call: ApiCall, id: string): Promise<FoundChannel> {
  const { platform, platformId } = parseChannel(id);
  call.requirePlatform(platform);
  const [row] = await db.run('channel.of-id', (d) =>
    d
      .select({
        login: channels.login,
        brokenReason: channels.brokenReason,
        community: communities.slug,
        communityId: channels.communityId,
      })
      .from(channels)
      .innerJoin(communities, eq(communities.id, channels.communityId))
      .where(and(eq(channels.platform, platform), eq(channels.platformId, platformId), isNull(communities.deletedAt))),
  );
  if (!row || !call.reaches(row.communityId as CommunityId))
    throw new WaddleError(
      'NOT_FOUND',
      `No community that this key may reach has the channel ${platform}:${platformId}.`,
    );
  const { login, brokenReason, community, communityId } = row;
  const key = channelKey(platform, platformId);
  return { key, platform, platformId, login, brokenReason, community, communityId: communityId as CommunityId };
}

function parseChannel(id: string): { readonly platform: Platform; readonly platformId: string } {
  const colon = id.indexOf(':');
  const platform = PLATFORMS.find((name) => name === id.slice(0, colon));
  const platformId = id.slice(colon + 1);
  if (!platform || platformId === '' || platformId.length > 100)
    throw new WaddleError('INVALID', `"${id.slice(0, 120)}" is no channel. Use platform:id, as twitch:1000001.`);
  return { platform, platformId };
}
