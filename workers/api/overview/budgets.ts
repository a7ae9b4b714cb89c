import type { BudgetLeft } from '../../../durable-objects/upstream.ts';
import type { ChannelState } from '../../connect/health.ts';
import type { SendBudget } from '../../core/platforms.ts';
import { within } from '../../core/within.ts';
import type { Services } from '../../router/services.ts';

/** What is left of what the bot may send to a channel. */
export interface Budget {
  /** Of its windows, the one with least room. */
  readonly window: {
    readonly left: number;
    readonly of: number;
    readonly perMs: number;
    /** Until when the platform itself has closed it, ms since epoch. */
    readonly heldUntil: number | null;
  } | null;
  /** Units of the platform's day, where it counts such. */
  readonly quota: {
    readonly used: number;
    readonly perDay: number;
    /** How many more messages they are good for. */
    readonly left: number;
    readonly resetAt: number;
  } | null;
  readonly breaker: BudgetLeft['breaker']['state'];
}

/**
 * What is left of the budgets of bot accounts that speak in many channels: one call for each account. One that speaks in one
 * channel alone (Slack, Kick: a message a second) is free again before anybody could read that it was not.
 */
export async function budgetsOf(
  services: Services,
  states: readonly ChannelState[],
  withinMs: number,
): Promise<ReadonlyMap<ChannelState, Budget>> {
  const now = services.clock();
  const asked = states.flatMap((state) => {
    const { id, platform, botIsModerator } = state;
    const message = { deliveryId: '', channel: id, room: id, privileged: botIsModerator, text: '' };
    const budget = services.platforms[platform]?.client.budget(message);
    return budget && budget.upstream !== `${platform}:${id}` ? [{ state, budget }] : [];
  });
  const accounts = Map.groupBy(asked, ({ budget }) => budget.upstream);
  const found = await Promise.all(
    Array.from(accounts, async ([upstream, ofAccount]) => {
      const limits = new Map(ofAccount.flatMap(({ budget }) => budget.limits.map((limit) => [limit.key, limit])));
      const asking = services.bindings.UPSTREAM.getByName(upstream).left([...limits.values()], now);
      const left = await within(withinMs, 'a bot account’s budget', asking as unknown as Promise<BudgetLeft>).catch(
        () => null,
      );
      return left === null ? [] : ofAccount.map(({ state, budget }) => [state, budgetOf(budget, left)] as const);
    }),
  );
  return new Map(found.flat());
}

function budgetOf({ limits, units }: SendBudget, { windows, unitsUsed, breaker }: BudgetLeft): Budget {
  const [window = null] = limits
    .map(({ key, count, windowMs }) => {
      const { left, heldUntil } = windows[key] ?? { left: count, heldUntil: null };
      return { left: heldUntil === null ? left : 0, of: count, perMs: windowMs, heldUntil };
    })
    .toSorted((one, other) => one.left / one.of - other.left / other.of);
  const quota = units && {
    used: unitsUsed,
    perDay: units.perDay,
    left: Math.floor(Math.max(0, units.perDay - unitsUsed) / units.cost),
    resetAt: units.resetAt,
  };
  return { window, quota: quota ?? null, breaker: breaker.state };
}
