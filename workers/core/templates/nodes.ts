/** Whose rules a command's text follows, where they differ. */
export const DIALECTS = ['native', 'nightbot', 'streamelements', 'fossabot'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** A place in the source, in UTF-16 units, from `start` up to `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface TextNode extends Span {
  readonly kind: 'text';
  readonly text: string;
}

/** `$(name.member args)` or `${…}`. */
export interface VariableNode extends Span {
  readonly kind: 'variable';
  readonly typed: string;
  /** At least one; what stands behind a `|` counts where all before it print nothing. */
  readonly alternatives: readonly Alternative[];
}

export type Node = TextNode | VariableNode;

/** One side of a `|`. The first is always a reference. */
export interface Alternative {
  readonly ref: Ref | null;
  /** What follows the reference: text with variables in it, without the blanks at its ends. */
  readonly args: readonly Node[];
  /** What it says where it is no reference after all: `nobody` in `$(1|nobody)`. */
  readonly words: readonly Node[];
}

export type Ref =
  /** Words of what was typed, counted from 1: `2`, `2:`, `1:3`; `to` is null for a single one. */
  | { readonly is: 'range'; readonly from: number; readonly to: number | 'end' | null; readonly member: string | null }
  /** `user.points`: the name in lower case, members as typed. */
  | { readonly is: 'name'; readonly name: string; readonly members: readonly string[] };

/** What stays as typed, and why. */
export interface Problem extends Span {
  readonly problem: 'unclosed' | 'no-name' | 'too-deep';
}

export interface Template {
  readonly source: string;
  readonly dialect: Dialect;
  readonly nodes: readonly Node[];
  /** In the order of their places. */
  readonly problems: readonly Problem[];
  /** How much work it was: characters looked at, in all passes together. */
  readonly steps: number;
}
