import type { EventKind } from '../core/events.ts';
import type { ChannelKey } from '../core/ids.ts';
import type { RefusalReason } from '../core/invocation.ts';
import type { Level } from '../core/levels.ts';
import type { SimulatedCooldown } from '../core/simulation.ts';
import type { TimerVerdict } from '../core/timers.ts';
import type { WouldCall } from './rehearsal-services.ts';

/** When a step began, ms since epoch, and how long it took. */
interface Timed {
  readonly at: number;
  readonly tookMs: number;
}

/** The event as it was put together. */
export interface ParsedStep extends Timed {
  readonly step: 'parsed';
  readonly kind: EventKind;
  readonly channel: ChannelKey;
  readonly isMadeUp: boolean;
  readonly level: Level;
  readonly displayName: string;
}

/** Something that runs by what was decided. */
export interface Run {
  /** `!quote add`, `greetings on follow`. */
  readonly name: string;
  readonly by: 'command' | 'handler' | 'keyword' | 'timer' | 'notice';
  /** What was typed after the command. */
  readonly args: string;
}

/** What the Channel decided. */
export interface AdmittedStep extends Timed {
  readonly step: 'admitted';
  readonly decision: 'admitted' | 'ignored' | 'refused';
  readonly runs: readonly Run[];
  /** Aliases that led there. */
  readonly aliases: readonly string[];
  /** The keyword rule that matched. */
  readonly keyword: string | null;
  /** Waits that would have begun. */
  readonly cooldowns: readonly SimulatedCooldown[];
  /** What would have been looked up first. */
  readonly calls: readonly WouldCall[];
  readonly reason?: RefusalReason | TimerVerdict;
  /** Why nothing comes of it, for people. */
  readonly words?: string;
  readonly retryAfterMs?: number;
}

/** What one run did. */
export interface ExecutedStep extends Timed {
  readonly step: 'executed';
  readonly name: string;
  /** Whether it may change the database. */
  readonly effect: 'none' | 'database';
  /** For callbacks: how long after the event it would have run, s. */
  readonly afterSeconds: number;
  /** What it would have called outside. */
  readonly calls: readonly WouldCall[];
  /** Why it came to nothing. */
  readonly problem?: string;
}

/** A message as its platform would show it. */
export interface SimulatedReply {
  readonly text: string;
  /** Whether only who asked would see it. */
  readonly isPrivate: boolean;
  /** Whether it is for nobody else's eyes ever, and kept nowhere. */
  readonly isSecret: boolean;
}

export interface AnsweredStep extends Timed {
  readonly step: 'answered';
  readonly name: string;
  readonly replies: readonly SimulatedReply[];
}

/** What a run is shown as. */
export type RunStep = ExecutedStep | AnsweredStep;

/** A line that the audit log would have, or has. */
export interface AuditedChange {
  readonly action: string;
  readonly target: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Rows of a table that would be, or are, other than before. */
export interface ChangedRows {
  readonly table: string;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** What became of something that was tried out. */
export interface Simulation {
  readonly id: string;
  /** Whether what it did to the database is kept, as in a test community. */
  readonly kept: boolean;
  readonly decision: AdmittedStep['decision'];
  readonly steps: readonly [ParsedStep, AdmittedStep, ...RunStep[]];
  readonly replies: readonly SimulatedReply[];
  readonly effects: { readonly audited: readonly AuditedChange[]; readonly rows: readonly ChangedRows[] };
}
