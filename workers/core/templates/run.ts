import { askedOnce } from './asked.ts';
import type { Alternative, Dialect, Node, Ref, Span, VariableNode } from './nodes.ts';
import { parse } from './parse.ts';
import type { Scope, Sources } from './scope.ts';
import { NO_SOURCES } from './scope.ts';
import type { Segment } from './segments.ts';
import { literal, textOf, value } from './segments.ts';
import { cut, styleOf } from './shown.ts';
import { wordsOfRange } from './variables/arguments.ts';
import { countingOf } from './variables/counting.ts';
import type { Known } from './variables/index.ts';
import { variableNamed } from './variables/index.ts';
import type { Call, Peer, Printed, StreamChange } from './variables/variable.ts';
import { holdsCounter, isCounter } from './walk.ts';
import type { Spent } from './words.ts';
import { BUDGET, error, unavailable, usedUp } from './words.ts';

/** Something to tell whoever writes the text, and where in it. */
export interface Warning extends Span {
  readonly message: string;
}

/** Where in a rendering something is worked out. */
export interface Place {
  readonly dialect: Dialect;
  /** How many variables it stands in. */
  readonly depth: number;
  /** The name of the one whose arguments it is in. */
  readonly inside: string | null;
  /** Set in a fallback, which may not count: whether it is needed shows only later. */
  readonly isFallback?: boolean;
  /** The variable that brought this text in; its own places mean nothing to the reader. */
  readonly broughtBy?: Span;
}

export interface RunOptions {
  readonly scope: Scope;
  readonly sources: Sources;
  /** What counters came to, by the place of their variables. */
  readonly counts?: ReadonlyMap<number, number>;
  /** People may be asked for, but nothing fetched, run or changed. */
  readonly onlyAsks?: boolean;
}

type Range = Extract<Ref, { readonly is: 'range' }>;

const PEERS: readonly Peer[] = ['nightbot', 'streamelements', 'fossabot'];
const TITLES: Readonly<Record<Peer, string>> = {
  nightbot: 'Nightbot’s',
  streamelements: 'StreamElements’',
  fossabot: 'Fossabot’s',
};

/** More warnings than this nobody reads. */
const MOST_WARNINGS = 50;

/** One rendering: what it has used of its budgets, and what it has to tell besides the text. */
export class Run {
  readonly warnings: Warning[] = [];
  readonly changes: StreamChange[] = [];
  isSilent = false;
  readonly #scope: Scope;
  readonly #sources: Sources;
  readonly #counts: ReadonlyMap<number, number>;
  readonly #used: Record<Spent, number> = { variables: 0, depth: 0, fetches: 0, scripts: 0, lookUps: 0, repeats: 0 };
  readonly #told = new Set<Spent>();
  /** Where a source that fails was asked for. */
  #at: Span = { start: 0, end: 0 };

  constructor({ scope, sources, counts = new Map(), onlyAsks = false }: RunOptions) {
    const { fetchText, evaluate, setGame, setTitle } = NO_SOURCES;
    this.#scope = scope;
    this.#counts = counts;
    this.#sources = {
      ...askedOnce(sources, {
        mayAsk: () => this.#spend('lookUps', this.#at, 'native') === null,
        failed: (what) => this.warn(`${what} could not be asked for.`, this.#at),
      }),
      ...(onlyAsks ? { fetchText, evaluate, setGame, setTitle } : {}),
    };
  }

  warn(message: string, { start, end }: Span): void {
    if (this.warnings.length < MOST_WARNINGS) this.warnings.push({ start, end, message });
  }

  /** What a text comes to: typed pieces and values, in order. */
  async nodes(nodes: readonly Node[], place: Place): Promise<Segment[]> {
    const segments: Segment[] = [];
    for (const node of nodes) {
      segments.push(node.kind === 'text' ? literal(node.text) : await this.#variable(node, place));
    }
    return segments;
  }

  async #variable(node: VariableNode, outer: Place): Promise<Segment> {
    const span = outer.broughtBy ?? node;
    const tooMuch =
      outer.depth >= BUDGET.depth
        ? this.#over('depth', span, outer.dialect)
        : this.#spend('variables', span, outer.dialect);
    if (tooMuch !== null) return value(tooMuch);
    const place = { ...outer, depth: outer.depth + 1 };
    const [first, ...others] = node.alternatives as [Alternative, ...Alternative[]];
    let printed = await this.#first(node, first, place);
    // The author's own text, in code and in quotes too.
    if (printed === null) return literal(node.typed);
    for (const other of others) {
      if (textOfPrinted(printed) !== '') break;
      printed = await this.#fallback(node, other, { ...place, isFallback: true });
    }
    return typeof printed === 'string' ? value(cut(printed)) : value(printed.text, printed.json);
  }

  /** Null: it stays as typed. */
  async #first(node: VariableNode, { ref, args }: Alternative, place: Place): Promise<Printed> {
    if (ref?.is === 'range') return this.#range(node, ref, args, place);
    const known = ref && variableNamed(place.dialect, ref.name, ref.members);
    if (known) return this.#named(node, known, args, place);
    if (!ref) return null;
    const peers = PEERS.filter((peer) => variableNamed(peer, ref.name, ref.members)).map((peer) => TITLES[peer]);
    return this.#unknown(node, [ref.name, ...ref.members].join('.'), place, peers);
  }

  async #fallback(
    node: VariableNode,
    { ref, args, words }: Alternative,
    place: Place,
  ): Promise<Exclude<Printed, null>> {
    const known = ref?.is === 'name' ? variableNamed(place.dialect, ref.name, ref.members) : null;
    const printed =
      ref?.is === 'range'
        ? await this.#range(node, ref, args, place)
        : known && (await this.#named(node, known, args, place));
    return printed ?? textOf(await this.nodes(words, { ...place, inside: null }));
  }

  /** Fossabot prints an error, all others what was typed. */
  #unknown(
    node: VariableNode,
    name: string,
    { dialect, broughtBy }: Place,
    peers: readonly string[] = [],
  ): string | null {
    const hint = peers.length > 0 ? ` It is ${peers.join(' and ')}.` : '';
    this.warn(`There is no $(${name}) in this dialect.${hint}`, broughtBy ?? node);
    return dialect === 'fossabot' ? error(dialect, `Unknown variable ${name}.`) : null;
  }

  async #range(node: VariableNode, ref: Range, args: readonly Node[], place: Place): Promise<Printed> {
    const { dialect } = place;
    const [only, ...more] = args;
    // StreamElements writes a check as `$(1 emote)` too.
    const isCheck = dialect === 'streamelements' && only?.kind === 'text' && more.length === 0;
    const found = wordsOfRange(isCheck ? { ...ref, member: only.text.toLowerCase() } : ref, dialect, this.#scope);
    if (found === null) return this.#unknown(node, node.typed.slice(2, -1), place);
    if (found.is === 'printed') return found.text;
    // Fossabot's fallback is what follows the number, worked out only where it is needed.
    const hasFallback = args.length > 0 && (dialect === 'fossabot' || dialect === 'native');
    return hasFallback ? textOf(await this.nodes(args, { ...place, inside: null, isFallback: true })) : found.instead;
  }

  async #named(node: VariableNode, known: Known, args: readonly Node[], place: Place): Promise<Printed> {
    const { variable } = known;
    const span = place.broughtBy ?? node;
    const name = variable.names[0] as string;
    const { status } = variable;
    if (status.is === 'joins with step') this.warn(`$(${name}) joins with step ${status.step}: ${status.why}.`, span);
    if (status.is === 'not offered') this.warn(`$(${name}) is not offered: ${status.why}.`, span);
    if (isCounter(known)) return this.#counted(node, known, args, place);
    if (!variable.print) return unavailable(place.dialect, name);
    // A command that everybody may use can refer to one that moderators keep to themselves.
    if (variable.effect === 'changes-stream' && place.broughtBy)
      return error(place.dialect, `$(${name}) changes nothing in a command that another one refers to.`);
    const call: Call = {
      dialect: place.dialect,
      scope: this.#scope,
      sources: this.#sources,
      members: known.members,
      args: await this.nodes(args, { ...place, inside: name }),
      inside: place.inside,
      isBrought: place.broughtBy !== undefined,
      warn: (message) => this.warn(message, span),
      spend: (what) => this.#spend(what, span, place.dialect),
      changes: (change) => this.changes.push(change),
      silence: () => {
        this.isSilent = true;
      },
      render: (text, dialect) => this.#brought(text, { ...place, dialect, broughtBy: span }),
    };
    this.#at = span;
    return variable.print(call);
  }

  /** The value that was handed in for this place, or why there is none. */
  async #counted(node: VariableNode, known: Known, args: readonly Node[], place: Place): Promise<string> {
    const { dialect, broughtBy, isFallback } = place;
    const count = broughtBy || isFallback ? undefined : this.#counts.get(node.start);
    if (count !== undefined) return String(count);
    const words = await this.#whyNotCounted(known, args, place);
    this.warn(words, broughtBy ?? node);
    return error(dialect, words);
  }

  async #whyNotCounted(known: Known, args: readonly Node[], place: Place): Promise<string> {
    const { dialect, broughtBy, isFallback } = place;
    if (broughtBy) return 'A counter does not count in a command that another one refers to.';
    if (isFallback) return 'A counter cannot stand in a fallback.';
    if (holdsCounter(args, dialect)) return 'A counter cannot stand inside of another.';
    const segments = await this.nodes(args, { ...place, inside: known.variable.names[0] as string });
    const counting = countingOf(dialect, known, segments, this.#scope.command);
    if ('refusal' in counting) return counting.refusal;
    return 'Nothing was counted here.';
  }

  /** Another command's text in the place of a variable. */
  async #brought(text: string, place: Place): Promise<string> {
    const { nodes } = styleOf(parse(text, place.dialect).nodes);
    return textOf(await this.nodes(nodes, { ...place, inside: null }));
  }

  /** Takes one of a budget; what to print where there is none left, else null. */
  #spend(what: Spent, span: Span, dialect: Dialect): string | null {
    return ++this.#used[what] <= BUDGET[what] ? null : this.#over(what, span, dialect);
  }

  /** The sentence stands once in an answer; after that there is nothing where it would be. */
  #over(what: Spent, span: Span, dialect: Dialect): string {
    if (this.#told.has(what)) return '';
    this.#told.add(what);
    this.warn(usedUp(what), span);
    return error(dialect, usedUp(what));
  }
}

const textOfPrinted = (printed: Exclude<Printed, null>): string =>
  typeof printed === 'string' ? printed : printed.text;
