import type { Scope } from './api.ts';
import type { VerbCtx } from './modules.ts';
import type { Area } from './rights.ts';

/** A line of the audit log that somebody wants taken back. `before`, `after`: null where the thing was not there. */
export interface UndoLine {
  readonly id: string;
  readonly action: string;
  /** The thing, as `command:<id>`. */
  readonly target: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What taking a line back came to. `overtaken`: the thing was changed since, or there is nothing to go back to; `exists`:
 * something else has its name now; `full`: there is no room for it any more.
 */
export type UndoResult = 'done' | 'overtaken' | 'exists' | 'full' | 'forbidden';

/** How lines of one action are taken back. */
export interface Undo {
  /** What whoever takes it back has to be allowed, and where in the hub that is. */
  readonly access: Scope;
  readonly area?: Area;
  /** Puts the thing back as it was before the line, where that is still the last that was changed of it. */
  readonly run: (line: UndoLine, ctx: VerbCtx) => Promise<UndoResult>;
}

/** By action. */
export type Undos = Readonly<Record<string, Undo>>;

type Known = Readonly<Record<string, unknown>>;

/** What the line says the thing is, or was where it is not there any more. */
export const lastOf = ({ before, after }: UndoLine): Known => (after ?? before ?? {}) as Known;

/** What comes after the first colon of the line's target. */
export const targetOf = ({ target }: UndoLine): string => target.slice(target.indexOf(':') + 1);

/** Outcomes of modules' own undo, as the audit log tells them. */
export const resultOf = (result: string): UndoResult =>
  result === 'done' || result === 'exists' || result === 'full' || result === 'forbidden' ? result : 'overtaken';

/** The same for several actions. */
export const undoing = (actions: readonly string[], undo: Undo): Undos =>
  Object.fromEntries(actions.map((action) => [action, undo]));
