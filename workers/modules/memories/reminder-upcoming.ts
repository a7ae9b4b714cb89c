import type { VerbCtx } from '../../core/modules.ts';
import { listReminders } from './reminder-reads.ts';
import { upcoming } from './reminder-schedule.ts';
import type { Reminder } from './reminder-state.ts';

/** Reminders that are looked at: those that are due first. */
const LOOKED_AT = 200;
/** Times of one series that are told: a reminder that comes every minute leaves room for the others. */
const MOST_OF_ONE = 5;

export interface Upcoming {
  /** ms since epoch. */
  readonly at: number;
  readonly reminder: Reminder;
}

/** What is due until a moment (ms since epoch), the next one first. */
export async function upcomingReminders(
  ctx: VerbCtx,
  { until, limit }: { readonly until: number; readonly limit: number },
): Promise<{ readonly times: readonly Upcoming[]; readonly more: boolean }> {
  const open = await listReminders(ctx, { status: 'open', order: 'next', limit: LOOKED_AT });
  const times = open.flatMap((reminder) => timesOf(reminder, until)).sort((a, b) => a.at - b.at);
  return { times: times.slice(0, limit), more: times.length > limit || open.length === LOOKED_AT };
}

function timesOf(reminder: Reminder, until: number): readonly Upcoming[] {
  const { nextAt: at, recurrence, zone } = reminder;
  if (at === null || at > until) return [];
  return upcoming({ at, recurrence, zone }, MOST_OF_ONE)
    .filter((each) => each <= until)
    .map((each) => ({ at: each, reminder }));
}
