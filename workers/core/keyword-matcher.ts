import type { Platform } from './ids.ts';
import { needlesOf } from './keyword-matcher-needles.ts';
import { newSearch, RegexAutomaton, type Search } from './keyword-matcher-regex.ts';
import { foldedForm, Line, plainForm } from './keyword-matcher-text.ts';
import { WordSearch } from './keyword-matcher-words.ts';
import type { KeywordEntry } from './keywords.ts';

/**
 * Steps that all regexes of a community may take for one line, each of them its share: some 2 ms where `npm run bench keywords`
 * was measured. Fifty that have met lines like it take 250,000 for the longest.
 */
const STEPS_PER_LINE = 600_000;
/** A share below this decides nothing. */
const LEAST_SHARE = 100;
/** Memory for the states of all regexes of a community, and of one, bytes. */
const MOST_BYTES = 524_288;
const MOST_BYTES_EACH = 65_536;

/** What a line comes to under all rules. */
export interface KeywordTrial {
  /** Every rule that matches it; the first is the one that acts. */
  readonly matched: readonly KeywordEntry[];
  /** Rules whose regex is so ambiguous that they cannot be told for this line in the time there is: they do not act. */
  readonly undecided: readonly KeywordEntry[];
}

/** The rules of a community, ready to be asked about every line. Nothing it is given makes it throw. */
export interface KeywordMatcher {
  /** The rule that acts on a line: of those it matches the one of the highest priority, of equals the first given. */
  match(text: string, platform: Platform): KeywordEntry | null;
  matchAll(text: string, platform: Platform): KeywordTrial;
}

/** Rules in the order in which they are tried. A pattern that does not compile is left out when it is first needed. */
export const compileKeywords = (entries: readonly KeywordEntry[]): KeywordMatcher => new Matcher(entries);

class Matcher implements KeywordMatcher {
  readonly #rules: readonly Rule[];

  constructor(entries: readonly KeywordEntry[]) {
    const regexes = entries.filter(({ match }) => match === 'regex').length;
    const bytes = Math.min(MOST_BYTES_EACH, Math.floor(MOST_BYTES / Math.max(1, regexes)));
    this.#rules = entries.toSorted((a, b) => b.priority - a.priority).map((entry) => ruleOf(entry, bytes));
  }

  match(text: string, platform: Platform): KeywordEntry | null {
    return this.#try(text, platform, true).matched[0] ?? null;
  }

  matchAll(text: string, platform: Platform): KeywordTrial {
    return this.#try(text, platform, false);
  }

  /** Literal patterns first, as they cost least: no regex behind one that matches is looked at where only the first counts. */
  #try(text: string, platform: Platform, isFirstEnough: boolean): KeywordTrial {
    if (this.#rules.length === 0) return { matched: [], undecided: [] };
    const line = new Line(text);
    const matched = new Set<Rule>();
    const searches: Searching[] = [];
    for (const rule of this.#rules) {
      if (!(rule.entry.platforms?.includes(platform) ?? true)) continue;
      const search = rule.look(line);
      if (search === true) matched.add(rule);
      else if (search !== false) searches.push({ rule, search });
      if (isFirstEnough && matched.size > 0) break;
    }
    const undecided = runAll(searches, matched, isFirstEnough);
    const inOrder = (some: ReadonlySet<Rule>) => this.#rules.filter((rule) => some.has(rule)).map(({ entry }) => entry);
    return { matched: inOrder(matched), undecided: inOrder(undecided) };
  }
}

interface Searching {
  readonly rule: Rule;
  readonly search: RegexSearch;
}

/**
 * Goes on with searches until they are decided or the line's steps are used up. Each has its share of what is left, so that
 * none can take what another needs, and what one leaves is shared by those that need more.
 */
function runAll(searches: readonly Searching[], matched: Set<Rule>, isFirstEnough: boolean): ReadonlySet<Rule> {
  let left = STEPS_PER_LINE;
  let open = searches;
  while (open.length > 0 && left >= LEAST_SHARE * open.length) {
    const undecided: Searching[] = [];
    for (const [i, searching] of open.entries()) {
      const { rule, search } = searching;
      const share = Math.floor(left / (open.length - i));
      left -= share - search.run(share);
      if (search.found === null) undecided.push(searching);
      else if (search.found) {
        matched.add(rule);
        if (isFirstEnough) break;
      }
    }
    open = undecided;
  }
  return new Set(open.map(({ rule }) => rule));
}

interface RegexSearch {
  readonly found: boolean | null;
  /** @returns the steps that are left */
  run(steps: number): number;
}

interface Rule {
  readonly entry: KeywordEntry;
  /** Whether it matches a line, or the search that will tell. */
  look(line: Line): boolean | RegexSearch;
}

function ruleOf(entry: KeywordEntry, mostBytes: number): Rule {
  const { match, pattern, caseSensitive } = entry;
  if (match === 'regex') return new RegexRule(entry, mostBytes);
  const form = caseSensitive ? 'plain' : 'folded';
  const wanted = caseSensitive ? plainForm(pattern) : foldedForm(pattern);
  // What shows nothing is in every line, and is meant for none.
  if (wanted === '') return { entry, look: () => false };
  switch (match) {
    case 'exact':
      return { entry, look: (line) => line[form] === wanted };
    case 'word': {
      const search = new WordSearch(wanted);
      return { entry, look: (line) => search.isIn(line[form], () => line.boundariesOf(form)) };
    }
    case 'contains':
      return { entry, look: (line) => line[form].includes(wanted) };
  }
}

class RegexRule implements Rule {
  readonly entry: KeywordEntry;
  readonly #needles: readonly string[] | null;
  readonly #mostBytes: number;
  /** Made for the first line that needs it; null where the pattern does not compile. */
  #automaton: RegexAutomaton | null | undefined;

  constructor(entry: KeywordEntry, mostBytes: number) {
    this.entry = entry;
    this.#needles = needlesOf(entry.pattern);
    this.#mostBytes = mostBytes;
  }

  look(line: Line): boolean | RegexSearch {
    if (this.#needles && !this.#needles.some((needle) => line.lowered.includes(needle))) return false;
    if (this.#automaton === undefined) this.#automaton = this.#compile();
    return this.#automaton === null ? false : searchWith(this.#automaton, newSearch(line.text));
  }

  #compile(): RegexAutomaton | null {
    try {
      return new RegexAutomaton(this.entry.pattern, this.entry.caseSensitive, this.#mostBytes);
    } catch {
      return null;
    }
  }
}

const searchWith = (automaton: RegexAutomaton, search: Search): RegexSearch => ({
  get found() {
    return search.found;
  },
  run: (steps) => automaton.run(search, steps),
});
