import type { Platform } from '../../../workers/core/ids.ts';
import type { Place } from '../../support/places.ts';

/** One line of `cooldowns.md`, and the journey that shows it on each of its platforms. */
export interface Behaviour {
  readonly number: number;
  /** As the list has it. */
  readonly sentence: string;
  readonly on: readonly [Platform, Platform, ...Platform[]];
  /** It ends the Worker, arms a crash or sets what others rely on, so that no other journey may run beside it. */
  readonly isAlone?: true;
  readonly journey: (place: Place) => Promise<void>;
}
