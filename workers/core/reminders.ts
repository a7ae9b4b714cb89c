import type { ChannelKey } from './ids.ts';

/** Where a reminder is said, and to whom. */
export interface ReminderTarget {
  readonly channel: ChannelKey;
  readonly room: string;
  /** Who is mentioned: the one who set it, somebody else, or nobody in particular (`here`). */
  readonly mentions: { readonly account: string; readonly displayName: string } | null;
}
