import type { Limit } from '../workers/core/windows.ts';

/**
 * How often this shard may identify. Discord allows 1,000 in a day over all shards of a bot and resets its token beyond
 * (Discord: Gateway, Session Start Limit), so even a server that refuses every session must never bring us near that.
 */
const IDENTIFY_LIMITS: readonly Limit[] = [
  { count: 1, windowMs: 5_000 },
  { count: 3, windowMs: 5 * 60_000 },
  { count: 10, windowMs: 3_600_000 },
  { count: 100, windowMs: 24 * 3_600_000 },
];
/** Identifies that are left for the operator's own tries. */
export const IDENTIFIES_KEPT_BACK = 20;

/** When the next identify is allowed, given the times of the earlier ones (ms since epoch, oldest first). */
export function nextIdentifyAt(times: readonly number[], now: number): number {
  return IDENTIFY_LIMITS.reduce((at, { count, windowMs }) => {
    const nth = times[times.length - count];
    return nth === undefined ? at : Math.max(at, nth + windowMs);
  }, now);
}

/** The times that still count. */
export const recentIdentifies = (times: readonly number[], now: number): number[] =>
  times.filter((at) => at > now - 24 * 3_600_000);

/**
 * What a close code asks for (Discord: Gateway Close Event Codes). `stop`: coming back with the same token and intents would
 * only be closed again; `identify`: the session is over; everything else is resumed.
 */
export function afterClose(code: number): 'stop' | 'identify' | 'resume' {
  if (code === 4004 || (code >= 4010 && code <= 4014)) return 'stop';
  return code === 4007 || code === 4009 ? 'identify' : 'resume';
}

/** What the codes that stop mean, and what to do. */
export const STOP_REASONS: Readonly<Record<number, string>> = {
  4004: 'Discord does not know this bot token. Reset it in the Developer Portal and set DISCORD_BOT_TOKEN again.',
  4010: 'Discord refused the shard number. Report this: WaddleBot runs one shard.',
  4011: 'The bot is in too many servers for one shard.',
  4012: 'Discord no longer speaks this version of the Gateway. Update WaddleBot.',
  4013: 'Discord refused the intents. Report this.',
  4014: 'The bot may not have the intents it asked for. Switch on "Message Content" and "Server Members" in the Developer Portal.',
};

/** Wait before try `failures + 1` to connect, ms: full jitter under a ceiling that doubles from 1 s to 60 s. */
export const reconnectDelayMs = (failures: number, random: () => number): number =>
  failures === 0 ? 0 : Math.ceil(random() * Math.min(60_000, 1_000 * 2 ** (failures - 1)));
