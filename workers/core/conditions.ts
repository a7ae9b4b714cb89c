import type { Permit } from './channel-settings.ts';
import type { CommandConditions } from './commands.ts';
import type { Level } from './levels.ts';
import { atLeast } from './levels.ts';
import type { FoundCommand } from './registry.ts';

/** Who asks, where, and when. */
export interface Asking {
  readonly account: string;
  /** With everything that raises it. */
  readonly level: Level;
  /** ms since epoch. */
  readonly now: number;
  /** Null: not known. */
  readonly isLive: boolean | null;
  readonly permits: readonly Permit[];
}

export type Unmet = 'disabled' | 'expired' | 'live' | 'denied' | 'level';

/** A command and its part: both have their conditions, and all have to hold. */
const conditionsOf = ({ entry, rule }: FoundCommand): readonly CommandConditions[] =>
  rule === entry ? [entry] : [entry, rule];

/** Whether a condition on being live holds; what is not known counts as not live. */
const holdsLive = ({ live }: CommandConditions, isLive: boolean | null): boolean =>
  live === undefined || live === (isLive ? 'live' : 'offline');

/** Whether a command asks for being live or not, so that it has to be known. */
export const asksForLive = (found: FoundCommand): boolean => conditionsOf(found).some(({ live }) => live !== undefined);

/** The first thing that keeps somebody from a command, or null. Being listed or permitted stands in for the level, and for nothing else. */
export function unmetCondition(found: FoundCommand, { account, level, now, isLive, permits }: Asking): Unmet | null {
  const conditions = conditionsOf(found);
  if (conditions.some(({ enabled }) => enabled === false)) return 'disabled';
  if (conditions.some(({ expiresAt }) => expiresAt !== undefined && expiresAt <= now)) return 'expired';
  if (!conditions.every((condition) => holdsLive(condition, isLive))) return 'live';
  if (conditions.some(({ deny }) => deny?.includes(account))) return 'denied';
  if (atLeast(level, found.rule.level)) return null;
  if (conditions.some(({ allow }) => allow?.includes(account))) return null;
  const isPermitted = permits.some(
    (permit) => permit.account === account && permit.command === found.entry.id && permit.until > now,
  );
  return isPermitted ? null : 'level';
}
