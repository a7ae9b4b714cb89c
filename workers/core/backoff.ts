/**
 * Seconds to wait before try `attempt + 1`: full jitter over an exponential ceiling (1 s, 2 s, 4 s … `maxSeconds`).
 * At least 1, so that a retry is never a busy loop.
 */
export function backoffSeconds(attempt: number, random: () => number, maxSeconds = 3600): number {
  const ceiling = Math.min(maxSeconds, 2 ** Math.min(attempt, 20));
  return Math.max(1, Math.ceil(random() * ceiling));
}
