import type { Answer } from '../routes.ts';
import { googleError } from './api.ts';

/** Units that a call costs, by operation; every other call costs one (YouTube Data API: quota calculator). */
const QUOTA_COSTS: Readonly<Record<string, number>> = {
  'liveBroadcasts.update': 50,
  'liveChatMessages.list': 5,
  'liveChatMessages.insert': 50,
  'liveChatMessages.delete': 50,
  'liveChatBans.insert': 50,
  'liveChatBans.delete': 50,
};

const PACIFIC = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles', dateStyle: 'short' });

/** The units of one Google project and day; the day ends at midnight Pacific time. */
export class Quota {
  /** Units a day. */
  limit: number;
  #costs: Readonly<Record<string, number>>;
  #day = '';
  #used = 0;
  #now: () => number;

  constructor(limit: number, costs: Readonly<Record<string, number>>, now: () => number) {
    this.limit = limit;
    this.#costs = { ...QUOTA_COSTS, ...costs };
    this.#now = now;
  }

  /** Units used today. */
  get used(): number {
    this.#turn();
    return this.#used;
  }

  set used(units: number) {
    this.#turn();
    this.#used = units;
  }

  /** Charges a call; the answer that refuses it when the units are not there. */
  charge(op: string): Answer | undefined {
    const cost = this.#costs[op] ?? 1;
    if (this.used + cost > this.limit) {
      const message =
        'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.';
      return googleError(403, 'quotaExceeded', message, { domain: 'youtube.quota' });
    }
    this.#used += cost;
    return undefined;
  }

  #turn(): void {
    const day = PACIFIC.format(this.#now());
    if (day !== this.#day) this.#used = 0;
    this.#day = day;
  }
}
