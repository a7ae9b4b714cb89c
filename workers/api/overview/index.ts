import { Hono } from 'hono';
import type { ChannelOverview } from '../../../durable-objects/channel.ts';
import { channelStates } from '../../connect/health.ts';
import { type ApiEnv, inCommunity, route, valid } from '../../core/api.ts';
import { laterOf } from '../../core/pulse.ts';
import type { Services } from '../../router/services.ts';
import type { Call } from '../context.ts';
import { askChannels } from './ask.ts';
import { attentionTo, waitingIn } from './attention.ts';
import { findingsOf, type KnownChannel, worstOf } from './findings.ts';
import { seriesOf } from './series.ts';
import { overview } from './shapes.ts';

/** A call for each: what is beyond is told as left out. */
const MOST_CHANNELS = 100;

/** `/communities/:communityId/overview`: all that the hub's home shows. */
export function overviewRoutes(services: Services) {
  return new Hono<ApiEnv>().get(
    '/',
    route({
      operationId: 'getOverview',
      summary: 'Tells how a community does: its channels, what happened in the last 24 h, and what needs attention.',
      access: 'communities:read',
      tag: 'Communities',
      answers: {
        200: {
          description: 'What the caller may see of it. Of channels a key learns with the scope channels:read.',
          schema: overview,
        },
      },
    }),
    valid('param', inCommunity),
    async (c) => {
      const call = c.get('api') as Call;
      const { community } = await call.in(c.req.valid('param').communityId);
      const { platforms } = call.reach;
      const sight = {
        channels: call.allows(community.id, 'channels:read'),
        links: call.allows(community.id, 'channels:read', 'integrations'),
        requests: call.allows(community.id, 'members:read'),
        quotes: call.allows(community.id, 'memories:write'),
        reminders: call.allows(community.id, 'memories:write'),
        letters: call.may('operator') || call.allows(community.id, 'operations'),
        platforms,
      };
      const now = services.clock();
      const [states, waiting] = await Promise.all([
        sight.channels ? channelStates(services, community.id) : [],
        waitingIn(services, community.id, sight),
      ]);
      const shown = states.filter(({ platform }) => platforms?.includes(platform) ?? true).slice(0, MOST_CHANNELS);
      const known = await askChannels(services, shown, sight.links);
      const found = known.map((each) => ({ ...each, findings: findingsOf(each, now) }));
      const pulses = known.flatMap(({ told }) => (told ? [told.pulse] : []));
      return c.json({
        channels: found.map(shownChannel),
        leftOut: sight.channels ? Math.max(0, waiting.channels - shown.length) : 0,
        silent: known.length - pulses.length,
        series: seriesOf(pulses, now),
        attention: attentionTo(
          waiting,
          found.map(({ state, findings }) => ({ channel: state.key, name: state.login, findings })),
        ),
      });
    },
  );
}

function shownChannel({
  state,
  told,
  budget,
  gateway,
  findings,
}: KnownChannel & { readonly findings: ReturnType<typeof findingsOf> }) {
  const { key, platform, login, since, token, leaseUntil } = state;
  return {
    channel: key,
    platform,
    login,
    since,
    level: worstOf(findings),
    findings,
    health: told ? healthOf(told) : null,
    countsMessages: told?.pulse.counts ?? null,
    token,
    leaseUntil,
    budget,
    gateway,
  };
}

/** Objects are told of sends now and then, and of answers to commands with the next command: the later one counts. */
function healthOf({ health, pulse }: ChannelOverview) {
  const { lastEvent, lag, lastSend, lastFailure, refusals } = health;
  return { lastEvent, lag, lastSend: laterOf(lastSend, pulse.lastAnswer), lastFailure, refusals };
}
