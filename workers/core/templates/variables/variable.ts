import type { Dialect } from '../nodes.ts';
import type { Scope, Sources } from '../scope.ts';
import type { Segment } from '../segments.ts';
import type { Spent } from '../words.ts';

/** Whose documents describe a variable. Our own dialect is all of theirs together. */
export type Peer = Exclude<Dialect, 'native'>;

export type Status =
  | { readonly is: 'works' }
  /** It works where the broadcaster has connected their own account. */
  | { readonly is: 'needs a linked account'; readonly why: string }
  /** What it tells comes with a step of the roadmap. */
  | { readonly is: 'joins with step'; readonly step: number; readonly why: string }
  | { readonly is: 'not offered'; readonly why: string };

export const WORKS: Status = { is: 'works' };
export const linked = (why: string): Status => ({ is: 'needs a linked account', why });
export const joins = (step: number, why: string): Status => ({ is: 'joins with step', step, why });
export const notOffered = (why: string): Status => ({ is: 'not offered', why });

/** A variable that is being worked out, with all it may use. */
export interface Call {
  readonly dialect: Dialect;
  readonly scope: Scope;
  /** Within the rendering's budget; what throws is null. */
  readonly sources: Sources;
  /** Members behind the variable's own name, as typed. */
  readonly members: readonly string[];
  readonly args: readonly Segment[];
  /** Name of the variable whose arguments it stands in. */
  readonly inside: string | null;
  /** Whether another command refers to the text it stands in. */
  readonly isBrought: boolean;
  /** Tells previews of something, at this place. */
  warn(message: string): void;
  /** Takes one of a budget; the sentence to print where there is none left, else null. */
  spend(what: Spent): string | null;
  /** Tells of a change to the stream that was asked for. */
  changes(change: StreamChange): void;
  /** Has the whole command say nothing. */
  silence(): void;
  /** Renders another command's text in this one's place. */
  render(text: string, dialect: Dialect): Promise<string>;
}

export interface StreamChange {
  readonly is: 'game' | 'title';
  readonly to: string;
}

/** Null: it stays as it was typed. Text with `json` is data for code. */
export type Printed = string | null | { readonly text: string; readonly json: unknown };

export interface Variable {
  /** In lower case, with members: `user.points`. The first is what lists call it. */
  readonly names: readonly string[];
  readonly of: readonly Peer[];
  readonly status: Status;
  /** What it prints, in a few words. */
  readonly says: string;
  /** Ours leaves it to them: there it means something else, or nothing. */
  readonly notOurs?: true;
  /** Further members are arguments: `random.1-6`. */
  readonly open?: true;
  /** What it changes or reads besides printing. A counter prints what it came to before. */
  readonly effect?: 'counts' | 'reads-counter' | 'changes-stream';
  /** Absent for counters, and where nothing is known to print: then the dialect's words for that. */
  readonly print?: (call: Call) => Printed | Promise<Printed>;
}

export const NIGHTBOT: readonly Peer[] = ['nightbot'];
export const STREAMELEMENTS: readonly Peer[] = ['streamelements'];
export const FOSSABOT: readonly Peer[] = ['fossabot'];
export const ALL: readonly Peer[] = ['nightbot', 'streamelements', 'fossabot'];
