import { describeError } from '../core/errors.ts';
import type { CommunityId } from '../core/ids.ts';
import { within } from '../core/within.ts';
import type { Services } from './services.ts';

/** How old what is known may be, ms. */
const ASKED_EVERY_MS = 2_000;
/** A message waits for the answer so long at most, ms; then it goes by what was known. */
const ASKED_WITHIN_MS = 500;
/** What a message adds to the calls that may be made, and how many can be saved up: a call is half the price of a message. */
const EARNED_BY_MESSAGE = 0.1;
const SAVED_AT_MOST = 30;

/**
 * Which communities' feeds are open, as far as this isolate knows. A Channel says so itself whenever it is asked; this is for
 * the 30 seconds in which nobody asks it: one object knows of all feeds, so that one call in two seconds serves all channels.
 * Where an isolate hears little, that would be a call for every message, so calls are paid out of the messages before.
 */
export class OpenFeeds {
  readonly #services: Pick<Services, 'bindings' | 'clock' | 'log'>;
  #open: ReadonlySet<CommunityId> = new Set();
  #askedAt = 0;
  #credit = SAVED_AT_MOST;

  constructor(services: Pick<Services, 'bindings' | 'clock' | 'log'>) {
    this.#services = services;
  }

  has(community: CommunityId): boolean {
    return this.#open.has(community);
  }

  /** Notes a message that would be passed over by what is held. @returns whether it is time to ask */
  isTimeToAsk(): boolean {
    this.#credit = Math.min(SAVED_AT_MOST, this.#credit + EARNED_BY_MESSAGE);
    return this.#credit >= 1 && this.#services.clock() - this.#askedAt >= ASKED_EVERY_MS;
  }

  /** Asks. Nothing is held up by an object that does not answer. @param withinMs longer where nobody waits */
  async ask(withinMs = ASKED_WITHIN_MS): Promise<void> {
    this.#askedAt = this.#services.clock();
    this.#credit--;
    try {
      const asked = this.#services.bindings.FEEDS.getByName('feeds').current(this.#askedAt);
      this.#open = new Set(await within(withinMs, 'the open feeds', asked as Promise<readonly CommunityId[]>));
    } catch (error) {
      this.#services.log('warn', 'feeds.not-asked', { error: describeError(error) });
    }
  }
}
