import type { ChannelKey, CommunityId } from './ids.ts';
import type { LineDays } from './observation.ts';

/** By day (UTC, `2026-11-26`) and command (its id, with the subcommand): uses. */
export type UsageDays = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Counts of a Channel, each stretch under a number that it gives once. */
interface Flushes<Kind extends string, Days> {
  readonly v: 1;
  readonly kind: Kind;
  readonly channel: ChannelKey;
  readonly community: CommunityId;
  readonly flushes: readonly { readonly number: number; readonly days: Days }[];
}

/** Uses of commands. */
export type UsageFlushes = Flushes<'usage', UsageDays>;
/** Lines that people wrote. */
export type LineFlushes = Flushes<'lines', LineDays>;

/** What the `activity` queue carries. */
export type Activity = UsageFlushes | LineFlushes;
