import { toHex, utf8 } from '../core/bytes.ts';
import { TtlCache } from '../core/cache.ts';
import { Limited } from '../core/errors.ts';

/** A page as it is sent, under the tag of its bytes. */
export interface View {
  readonly body: string;
  /** Without the `W/` in front. */
  readonly tag: string;
}

/** What an isolate keeps of pages: at most some ten megabytes, as a page has 100 kB at the very most. */
const VIEWS_KEPT = 150;
/** A page that nobody asks for any more goes after this, ms; how old one may be is said by its version. */
const KEPT_FOR_MS = 10 * 60_000;
/** So many times a second an isolate looks for what was typed, be it an address or a search: who asks for thousands waits. */
const TYPED_IN_A_SECOND = 40;

/** Pages that were made, by address and version: a crowd that asks for one gets it made once. */
export class Views {
  readonly #kept: TtlCache<string, View | null>;
  readonly #clock: () => number;
  #second = 0;
  #typed = 0;

  constructor(clock: () => number) {
    this.#clock = clock;
    this.#kept = new TtlCache({ ttlMs: KEPT_FOR_MS, maxEntries: VIEWS_KEPT, clock });
  }

  /**
   * @param key address and version
   * @param isTyped whether anybody can make up as many such pages as they like: there are only so many of the others
   * @throws LIMITED where too many of those are being made
   */
  get(key: string, isTyped: boolean, make: () => Promise<string | null>): Promise<View | null> {
    return this.#kept.get(key, async () => {
      if (isTyped) this.count();
      const body = await make();
      if (body === null) return null;
      return { body, tag: toHex(await crypto.subtle.digest('SHA-256', utf8(body))).slice(0, 32) };
    });
  }

  /** Counts something typed that asks the database. @throws LIMITED where that were too many in this second */
  count(): void {
    const second = Math.floor(this.#clock() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#typed = 0;
    }
    if (++this.#typed > TYPED_IN_A_SECOND)
      throw new Limited('Too much is asked for at once. Try again in a moment.', 2_000);
  }
}
