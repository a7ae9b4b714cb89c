const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The day that a zone's clocks show at a moment, as a date field has it: `2026-11-26`. */
export const dayIn = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

/** The same time of day on another day of a zone's; null for what is no day. */
export function movedToDay(at: number, day: string, zone: string): number | null {
  const days = (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${dayIn(at, zone)}T00:00:00Z`)) / DAY;
  if (!Number.isFinite(days)) return null;
  const moved = at + days * DAY;
  // Summer time may have begun or ended in between.
  return [moved, moved + HOUR, moved - HOUR].find((one) => dayIn(one, zone) === day) ?? moved;
}
