import type { ChannelKey } from './ids.ts';
import type { Recurrence } from './time/recurrence.ts';

/** Where a reminder is said, and to whom. */
export interface ReminderTarget {
  readonly channel: ChannelKey;
  readonly room: string;
  /** Who is mentioned: the one who set it, somebody else, or nobody in particular (`here`). */
  readonly mentions: { readonly account: string; readonly displayName: string } | null;
}

/** What of a reminder people change, as it was before they did. */
export interface ReminderBefore {
  readonly text: string;
  /** Left out by what was kept before places could be changed. */
  readonly target?: ReminderTarget;
  readonly status: 'open' | 'done' | 'cancelled' | 'missed';
  readonly recurrence: Recurrence | null;
  readonly zone: string;
  /** ms since epoch; null where it was over. */
  readonly nextAt: number | null;
}
