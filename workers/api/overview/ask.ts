import type { ChannelOverview } from '../../../durable-objects/channel.ts';
import type { ChannelState } from '../../connect/health.ts';
import { within } from '../../core/within.ts';
import type { Services } from '../../router/services.ts';
import { channelStub } from '../../router/services.ts';
import { type Budget, budgetsOf } from './budgets.ts';
import type { KnownChannel } from './findings.ts';

/** An object that takes longer gives no part of the answer, ms. */
const ASKED_WITHIN_MS = 2_000;

/**
 * Asks the objects of some channels how they do, all at once: a call for each, and one for each account and gateway that they
 * share. What does not answer in time is missing, and nothing else.
 * @param links whether who asks may see tokens and budgets
 */
export async function askChannels(
  services: Services,
  states: readonly ChannelState[],
  links: boolean,
  withinMs = ASKED_WITHIN_MS,
): Promise<readonly KnownChannel[]> {
  const now = services.clock();
  const inTime = <T>(asked: Promise<T>): Promise<T | null> => within(withinMs, 'an object', asked).catch(() => null);
  const [told, budgets, gateway] = await Promise.all([
    Promise.all(states.map(({ key, since }) => inTime(channelStub(services, key).overview(since, now)))),
    links ? budgetsOf(services, states, withinMs) : new Map<ChannelState, Budget>(),
    states.some(isOnDiscord) ? inTime(services.bindings.DISCORD_GATEWAY.getByName('shard-0-of-1').status()) : null,
  ]);
  return states.map((state, i) => ({
    state: links ? state : { ...state, token: null, leaseUntil: null },
    told: (told[i] ?? null) as unknown as ChannelOverview | null,
    budget: budgets.get(state) ?? null,
    gateway: isOnDiscord(state) && gateway ? { state: gateway.state, reason: gateway.reason } : null,
  }));
}

const isOnDiscord = ({ platform, problems }: ChannelState): boolean =>
  platform === 'discord' && problems.every(({ is }) => is !== 'off');
