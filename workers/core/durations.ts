const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
/** Ten years: longer than that nobody means. */
const MOST_SECONDS = 10 * 365 * 86_400;

/**
 * A length of time as people type it, in seconds: `90`, `90s`, `5m`, `1h30m`, `2d`, `3w`. A bare number counts in `unit`.
 * Null for anything else.
 */
export function parseDuration(typed: string, unit: keyof typeof UNITS = 's'): number | null {
  const text = typed.trim().toLowerCase();
  if (/^\d{1,9}$/.test(text)) return within(Number(text) * (UNITS[unit] as number));
  if (!/^(?:\d{1,9}[smhdw])+$/.test(text)) return null;
  const parts = text.match(/\d+[smhdw]/g) ?? [];
  return within(
    parts.reduce((sum, part) => sum + Number(part.slice(0, -1)) * (UNITS[part.at(-1) as string] as number), 0),
  );
}

const within = (seconds: number): number | null => (seconds <= MOST_SECONDS ? seconds : null);

/** `1 h 30 min` for people; the two largest units. */
export function printDuration(seconds: number): string {
  const names: readonly (readonly [number, string])[] = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [size, name] of names) {
    const n = Math.floor(left / size);
    left -= n * size;
    if (n > 0) parts.push(`${n} ${name}`);
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}
