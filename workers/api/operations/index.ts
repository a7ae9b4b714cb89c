import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiEnv, decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { WaddleError } from '../../core/errors.ts';
import { channelIn } from '../../router/queued-work.ts';
import type { Services } from '../../router/services.ts';
import { line } from '../shapes.ts';
import { sayAgainByHand } from './again.ts';
import { hostsOfModules } from './hosts.ts';
import { type Execution, executions, type KeptDelivery, position, UNSEEN, unseenDeliveries } from './kept.ts';
import { limitsOf } from './limits.ts';
import { execution, host, keptDelivery, limits, openedExecution, saidAgain } from './shapes.ts';

const tag = 'Operations';
const access = 'operations';

const one = inCommunity.extend({ id: line(1_000) });
const narrowing = {
  channel: line(200).optional().describe('`platform:id`'),
  command: line(100).optional().describe('A part of its name.'),
};

/** `/communities/:communityId/operations`: what became of what was done here, for who owns the community. */
export function operationsRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/deliveries',
      route({
        operationId: 'listUnseenDeliveries',
        summary: 'Lists answers that nobody saw, or of which nobody knows, newest first; of the last 30 days.',
        access,
        tag,
        answers: { 200: { description: 'A page of deliveries.', schema: pageOf(keptDelivery) } },
      }),
      valid('param', inCommunity),
      valid('query', z.strictObject({ status: z.enum(UNSEEN).optional(), ...narrowing, ...paging })),
      async (c) => {
        const { community } = await c.get('api').in(c.req.valid('param').communityId);
        const { cursor, limit, ...filter } = c.req.valid('query');
        const before = cursor === undefined ? undefined : decodeCursor(cursor, position);
        const found = await unseenDeliveries(services, community.id, { ...filter, before, limit });
        const { data, next } = page(found, limit, ({ position: at }) => at);
        return c.json({ data: data.map(shownDelivery), next });
      },
    )
    .post(
      '/deliveries/:id/again',
      route({
        operationId: 'sayDeliveryAgain',
        summary:
          'Has an answer said again, once. Of one whose fate is unknown it may be the second time, and it says so.',
        access,
        tag,
        errors: ['CONFLICT'],
        answers: { 200: { description: 'It is queued.', schema: saidAgain } },
      }),
      valid('param', one),
      async (c) => {
        const { communityId, id } = c.req.valid('param');
        const ctx = await c.get('api').in(communityId);
        const [found] = await unseenDeliveries(services, ctx.community.id, { id, limit: 1 });
        if (!found) throw new WaddleError('NOT_FOUND', 'There is no such delivery that nobody saw.');
        return c.json({ id: await sayAgainByHand(services, ctx, found) });
      },
    )
    .get(
      '/executions',
      route({
        operationId: 'listExecutions',
        summary:
          'Lists commands and events that had an effect, newest first, with the times of their way; of the last 30 days.',
        access,
        tag,
        answers: { 200: { description: 'A page of executions.', schema: pageOf(execution) } },
      }),
      valid('param', inCommunity),
      valid('query', z.strictObject({ ...narrowing, ...paging })),
      async (c) => {
        const { community } = await c.get('api').in(c.req.valid('param').communityId);
        const { cursor, limit, ...filter } = c.req.valid('query');
        const before = cursor === undefined ? undefined : decodeCursor(cursor, position);
        const found = await executions(services, community.id, { ...filter, before, limit });
        const { data, next } = page(found, limit, ({ position: at }) => at);
        return c.json({ data: data.map(shownExecution), next });
      },
    )
    .get(
      '/executions/:id',
      route({
        operationId: 'getExecution',
        summary: 'Shows one, with what was written and answered.',
        access,
        tag,
        answers: { 200: { description: 'The execution.', schema: openedExecution } },
      }),
      valid('param', one),
      async (c) => {
        const { communityId, id } = c.req.valid('param');
        const { community } = await c.get('api').in(communityId);
        const [found] = await executions(services, community.id, { id, limit: 1 });
        if (!found)
          throw new WaddleError(
            'NOT_FOUND',
            'Nothing is kept of that. Only what had an effect is, or was not seen, and for 30 days.',
          );
        return c.json({ ...shownExecution(found), said: found.said, again: found.again });
      },
    )
    .get(
      '/hosts',
      route({
        operationId: 'listModuleHosts',
        summary: 'Lists the hosts of the community’s HTTP modules, and whether each is left alone because it fails.',
        access,
        tag,
        answers: { 200: { description: 'At most 100 hosts.', schema: z.object({ data: z.array(host) }) } },
      }),
      valid('param', inCommunity),
      async (c) => {
        const { community } = await c.get('api').in(c.req.valid('param').communityId);
        return c.json({ data: await hostsOfModules(services, community.id) });
      },
    )
    .get(
      '/limits',
      route({
        operationId: 'getCommunityLimits',
        summary: 'Tells the community’s limits, how close it is to them, and what was refused in the last 24 h.',
        access,
        tag,
        answers: { 200: { description: 'Its limits and refusals.', schema: limits } },
      }),
      valid('param', inCommunity),
      async (c) => {
        const { community } = await c.get('api').in(c.req.valid('param').communityId);
        return c.json(await limitsOf(services, community.id));
      },
    );
}

const shownDelivery = ({
  id,
  status,
  reason,
  attempts,
  at,
  settledAt,
  command,
  said,
  isBegun,
  notAgain,
}: KeptDelivery) => ({
  id,
  status,
  reason,
  attempts,
  at,
  settledAt,
  command,
  channel: channelIn(id),
  said,
  isBegun,
  notAgain,
});

const shownExecution = ({ id, command, kind, at, trace, status, reason, attempts, settledAt }: Execution) => ({
  id,
  command,
  channel: channelIn(id),
  kind,
  at,
  trace,
  status,
  reason,
  attempts,
  settledAt,
});
