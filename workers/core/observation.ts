/** One line of chat by a person, as a Channel observes it: counted, and remembered for a while where the community likes. */
export interface ObservedLine {
  /** The platform's own id of the message: the same line told twice counts once. */
  readonly id: string;
  readonly account: string;
  readonly displayName: string;
  readonly room: string;
  readonly text: string;
  /** The platform's time, ms since epoch. */
  readonly at: number;
}

/** Lines of a Channel that are remembered, at most, and for how long, ms. */
export const RECENT_LINES = 200;
export const RECENT_FOR_MS = 24 * 3600_000;
/** A longer line is remembered up to here, in UTF-16 units. */
export const RECENT_TEXT = 500;

/** Lines by day (UTC, `2026-11-26`) and account. */
export type LineDays = Readonly<Record<string, Readonly<Record<string, number>>>>;
