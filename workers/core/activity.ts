import type { ChannelKey, CommunityId } from './ids.ts';

/** By day (UTC, `2026-11-26`) and command (its id, with the subcommand): uses. */
export type UsageDays = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What the `activity` queue carries: counts of a Channel, each stretch under a number that it gives once. */
export interface UsageFlushes {
  readonly v: 1;
  readonly kind: 'usage';
  readonly channel: ChannelKey;
  readonly community: CommunityId;
  readonly flushes: readonly { readonly number: number; readonly days: UsageDays }[];
}
