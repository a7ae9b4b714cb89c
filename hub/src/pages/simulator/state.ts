import { EVENT_KINDS } from '@waddlebot/core/events.ts';
import { PLATFORMS } from '@waddlebot/core/ids.ts';
import { atLeast, LEVELS, type Level, levelOfRole, type Role } from '@waddlebot/core/levels.ts';
import { oneOf, type RawSearch, textIn } from '../../app/use-search-state.ts';

/** What of the page stands in its address. */
export const readState = (raw: RawSearch) => ({
  platform: oneOf(raw, 'platform', PLATFORMS),
  as: oneOf(raw, 'as', LEVELS),
  name: textIn(raw, 'name')?.slice(0, 50),
  channel: textIn(raw, 'channel'),
  live: oneOf(raw, 'live', ['yes', 'no']),
  tab: oneOf(raw, 'tab', ['event']),
  event: oneOf(raw, 'event', EVENT_KINDS),
  run: textIn(raw, 'run'),
});
export type SimulatorState = ReturnType<typeof readState>;
export type ChangeState = (change: Partial<SimulatorState>) => void;

/** As whom somebody may speak here: up to themselves, as the server has it. */
export const levelsFor = (role: Role): readonly Level[] => LEVELS.filter((level) => atLeast(levelOfRole(role), level));

/** The level of the address, or their own where that is above it. */
export function cappedLevel(role: Role, wanted: Level = 'everyone'): Level {
  const own = levelOfRole(role);
  return atLeast(own, wanted) ? wanted : own;
}
