import type { ChatEvent } from './events.ts';
import type { Admission, Invocation } from './invocation.ts';
import type { TimerVerdict } from './timers.ts';

/**
 * The room in which everything is said that is tried out. It stays with whatever a test community keeps of it, so that a
 * reminder set there reaches no platform when it is due.
 */
export const SIMULATED_ROOM = 'simulated';

/** How made-up accounts and channels begin, so that what is kept of them can be told from people. */
export const SIMULATED_PREFIX = 'simulated-';

/** Whether something was tried out, or comes of what was. */
export const isSimulated = ({ room }: Pick<ChatEvent, 'room'>): boolean => room === SIMULATED_ROOM;

/** A wait that would have begun. */
export interface SimulatedCooldown {
  /** The command's id, with its subcommand. */
  readonly command: string;
  /** Whom it keeps waiting: who asked, everybody in the channel, or everybody for the whole group of commands. */
  readonly of: 'user' | 'channel' | 'group' | 'keyword';
  readonly seconds: number;
}

/** What a Channel decided on what is tried out, of which it took nothing. */
export interface SimulatedAdmission {
  readonly admission: Admission;
  /** What would have gone on the queue. */
  readonly invocations: readonly Invocation[];
  /** Names of the aliases that led to it. */
  readonly aliases: readonly string[];
  readonly cooldowns: readonly SimulatedCooldown[];
}

export interface SimulatedTimer {
  readonly verdict: TimerVerdict;
  readonly invocations: readonly Invocation[];
}
