/** Longer strings find no less, and looking for more of them costs more than the pattern itself. */
const MOST_LENGTH = 32;
const MOST_NEEDLES = 16;
const MOST_DEPTH = 50;

/** Strings of which each match has one; null where nothing is known. */
type Needles = readonly string[] | null;

const ESCAPED_CLASS = /\\(?:[dDwWsSbBAzafnrtv]|[pP](?:\{[^}]*\}|[A-Za-z])|x(?:\{[0-9A-Fa-f]*\}|[0-9A-Fa-f]{2}))/y;
const ESCAPED_SIGN = /\\[!-/:-@[-`{-~]/y;
const REPEAT = /(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/y;
const GROUP = /\((?:\?(?:[imsU-]*:|P?<\w+>))?/y;
/** What is repeated behind flags is what stands before them. */
const FLAGS = /\(\?[imsU-]+\)(?![*+?{])/y;
const CLASS = /\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\\\]])*\]/y;
/** Printable ASCII that stands for itself. */
const LITERAL = /(?![\\.[\](){}*+?^$|])[ -~]/y;
/** What stands for something, a line's beginning or end, or a character that case folding may change. */
const ANYTHING = /[.^$]|[^ -~]/y;

/**
 * Strings of which any line that a pattern matches has at least one, in lower case; null where there are none, or where it
 * is not sure. A `Line.lowered` without all of them need not be looked at, and the pattern not be compiled.
 */
export function needlesOf(pattern: string): Needles {
  return new Scan(pattern).needles();
}

/** The more telling of two: that whose shortest string is longer. */
function better(one: Needles, other: Needles): Needles {
  if (one === null || other === null) return one ?? other;
  const shortest = (needles: readonly string[]): number => Math.min(...needles.map(({ length }) => length));
  return shortest(other) > shortest(one) ? other : one;
}

/** One pass over a pattern. It understands less than the engine does, and gives up where it is not sure. */
class Scan {
  readonly #pattern: string;
  #at = 0;
  #isLost = false;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  needles(): Needles {
    const found = this.#alternatives(0);
    return this.#isLost || this.#at < this.#pattern.length ? null : found;
  }

  get #next(): string {
    return this.#pattern.charAt(this.#at);
  }

  /** `a|b|c`, up to the end or the bracket that closes it. */
  #alternatives(depth: number): Needles {
    let all: Needles = [];
    for (;;) {
      const one = this.#sequence(depth);
      all = all && one && all.length + one.length <= MOST_NEEDLES ? [...all, ...one] : null;
      if (this.#isLost || this.#next !== '|') return all;
      this.#at++;
    }
  }

  #sequence(depth: number): Needles {
    let best: Needles = null;
    let run = '';
    const endRun = (): void => {
      if (run !== '') best = better(best, [run.slice(0, MOST_LENGTH)]);
      run = '';
    };
    while (!this.#isLost && !['', '|', ')'].includes(this.#next)) {
      const literal = this.#literal();
      if (literal === null) endRun();
      const inside = literal === null ? this.#other(depth) : null;
      const repeat = this.#take(REPEAT);
      const isNeeded = repeat === null || repeat[0].startsWith('+') || Number(repeat[1]) > 0;
      if (literal !== null && isNeeded) run += literal.toLowerCase();
      if (repeat !== null) endRun();
      if (isNeeded) best = better(best, inside);
    }
    endRun();
    return best;
  }

  #literal(): string | null {
    const [sign] = this.#take(ESCAPED_SIGN) ?? [];
    if (sign !== undefined) return sign.slice(1);
    return this.#take(LITERAL)?.[0] ?? null;
  }

  /** What is no literal. @returns what is known of a group */
  #other(depth: number): Needles {
    if (this.#take(ANYTHING) ?? this.#take(ESCAPED_CLASS) ?? this.#take(CLASS) ?? this.#take(FLAGS)) return null;
    if (depth < MOST_DEPTH && this.#take(GROUP) && this.#next !== '?') {
      const inside = this.#alternatives(depth + 1);
      if (this.#next === ')') {
        this.#at++;
        return inside;
      }
    }
    this.#isLost = true;
    return null;
  }

  #take(what: RegExp): RegExpExecArray | null {
    what.lastIndex = this.#at;
    const found = what.exec(this.#pattern);
    if (found) this.#at += found[0].length;
    return found;
  }
}
