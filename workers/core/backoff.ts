/** Tries in the first minutes, while a chat answer is still worth something: none waits longer than this, s. */
const EARLY_TRIES = 20;
const EARLY_MAX_SECONDS = 15;
const MAX_SECONDS = 3600;

/**
 * Seconds to wait before try `attempt + 1` (attempts count from 1): full jitter under an exponential ceiling that stays
 * at 15 s for the first 20 tries and then grows to an hour. At least 1, so that a retry is never a busy loop.
 */
export function backoffSeconds(attempt: number, random: () => number): number {
  const ceiling =
    attempt <= EARLY_TRIES
      ? Math.min(EARLY_MAX_SECONDS, 2 ** (attempt - 1))
      : Math.min(MAX_SECONDS, EARLY_MAX_SECONDS * 2 ** (attempt - EARLY_TRIES));
  return Math.max(1, Math.ceil(random() * ceiling));
}
