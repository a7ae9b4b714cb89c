import { eq } from 'drizzle-orm';
import { communities } from '../../../db/schema/index.ts';
import { channelStates } from '../../connect/health.ts';
import {
  type CommunityLimits,
  DEFAULT_CHANNEL_LIMIT,
  DEFAULT_COMMAND_LIMIT,
  DEFAULT_COMMUNITY_LIMIT,
  DEFAULT_REPLY_LIMIT,
} from '../../core/channel-settings.ts';
import type { CommunityId } from '../../core/ids.ts';
import { GRIDS, REFUSAL_GROUPS, type RefusalGroup } from '../../core/pulse.ts';
import type { Limit } from '../../core/windows.ts';
import { within } from '../../core/within.ts';
import type { Services } from '../../router/services.ts';
import { askChannels } from '../overview/ask.ts';

/** A call for each. */
const MOST_CHANNELS = 100;
const ASKED_WITHIN_MS = 2_000;

const USUAL = {
  command: DEFAULT_COMMAND_LIMIT,
  channel: DEFAULT_CHANNEL_LIMIT,
  community: DEFAULT_COMMUNITY_LIMIT,
  reply: DEFAULT_REPLY_LIMIT,
} as const satisfies Record<keyof CommunityLimits, Limit>;
export const LIMIT_NAMES = Object.keys(USUAL) as (keyof CommunityLimits)[];

/** The community's limits, how close it is to them, and what its channels refused in the last 24 h. */
export async function limitsOf(services: Services, community: CommunityId) {
  const now = services.clock();
  const [rows, states] = await Promise.all([
    services.db.run('operations.limits', (d) =>
      d.select({ limits: communities.limits }).from(communities).where(eq(communities.id, community)),
    ),
    channelStates(services, community),
  ]);
  const own: CommunityLimits = rows[0]?.limits ?? {};
  const limits = LIMIT_NAMES.map((name) => ({ name, ...(own[name] ?? USUAL[name]), isUsual: own[name] === undefined }));
  const shared = own.community ?? USUAL.community;
  const asked = services.bindings.COMMUNITY.getByName(community).placesLeft(shared, now);
  const [left, known] = await Promise.all([
    // One channel alone has no limit besides its own.
    states.length > 1 ? within(ASKED_WITHIN_MS, 'the community', asked).catch(() => null) : null,
    askChannels(services, states.slice(0, MOST_CHANNELS), true, ASKED_WITHIN_MS),
  ]);
  return {
    limits,
    community: left === null ? null : { left, of: shared.count, perMs: shared.windowMs },
    leftOut: Math.max(0, states.length - MOST_CHANNELS),
    channels: known.map(({ state, told, budget }) => ({
      channel: state.key,
      login: state.login,
      budget: budget && { window: budget.window, quota: budget.quota },
      refused: told && {
        startsAt: startOfDay(now),
        stepMs: GRIDS.hours.widthMs,
        byHour: told.pulse.hours.map((hour) => (hour === null ? null : countsOf(hour.refused))),
        byReason: told.health.refusals,
      },
    })),
  };
}

/** When the first of the hours begins that are told. */
const startOfDay = (now: number): number =>
  (Math.floor(now / GRIDS.hours.widthMs) - GRIDS.hours.size + 1) * GRIDS.hours.widthMs;

const countsOf = (refused: Readonly<Partial<Record<RefusalGroup, number>>>): Record<RefusalGroup, number> =>
  Object.fromEntries(REFUSAL_GROUPS.map((group) => [group, refused[group] ?? 0])) as Record<RefusalGroup, number>;
