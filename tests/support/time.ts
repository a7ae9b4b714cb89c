import type { World } from './world.ts';

interface Waiting {
  /** ms since epoch. */
  readonly until: number;
  readonly goOn: PromiseWithResolvers<void>;
}

/** What passes before a journey begins, ms: the platforms' budgets that others used up are free again. */
const REST_MS = 60_000;
/** Who waits so much longer than the first, ms, goes on with them. */
const TOGETHER_MS = 10_000;

/**
 * Time for journeys that run beside each other. It passes when all of them wait for it, as far as the first of them waits and
 * at most ten seconds more: nobody's minute is an hour, and nothing that is said travels through a jump.
 */
export class SharedTime {
  readonly #world: Pick<World, 'now' | 'advance'>;
  readonly #waiting = new Set<Waiting>();
  #journeys = 0;
  #isAsked = false;
  /** Under way; who begins meanwhile, begins after it. */
  #jump: Promise<void> | undefined;

  constructor(world: Pick<World, 'now' | 'advance'>) {
    this.#world = world;
  }

  /** Runs a journey in this time. */
  async run<T>(journey: () => Promise<T>): Promise<T> {
    while (this.#jump) await this.#jump;
    this.#journeys++;
    try {
      await this.passes(REST_MS);
      return await journey();
    } finally {
      this.#journeys--;
      this.#ask();
    }
  }

  /** Resolves when so much time has passed, ms. For journeys that `run` runs, one of each at a time. */
  passes(ms: number): Promise<void> {
    const goOn = Promise.withResolvers<void>();
    this.#waiting.add({ until: this.#world.now() + ms, goOn });
    this.#ask();
    return goOn.promise;
  }

  /** Asks whether all wait, when everybody who begins or goes on at this moment has done so. */
  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    setImmediate(() => {
      this.#isAsked = false;
      if (this.#jump || this.#waiting.size === 0 || this.#waiting.size < this.#journeys) return;
      this.#jump = this.#jumpToFirst().finally(() => {
        this.#jump = undefined;
        this.#ask();
      });
    });
  }

  async #jumpToFirst(): Promise<void> {
    const ends = Array.from(this.#waiting, ({ until }) => until);
    const first = Math.min(...ends);
    const together = Math.max(...ends.filter((end) => end <= first + TOGETHER_MS));
    try {
      await this.#world.advance(Math.max(0, together - this.#world.now()));
    } catch (error) {
      for (const { goOn } of this.#waiting) goOn.reject(error);
      this.#waiting.clear();
    }
    for (const waiting of this.#waiting) {
      if (waiting.until > this.#world.now()) continue;
      this.#waiting.delete(waiting);
      waiting.goOn.resolve();
    }
  }
}
