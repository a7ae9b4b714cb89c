import { oneOf, type RawSearch } from '../../app/use-search-state.ts';
import type { PlatformName } from '../../channels/queries.ts';

/** In their order. */
export const STEPS = ['community', 'connect', 'hello'] as const;
export type Step = (typeof STEPS)[number];

/** Where the first command is said: a chat that is connected, or the page itself. */
export const PLACES = ['chat', 'test'] as const;

/** What the address holds of the first run. */
export type StepState = {
  readonly step?: Step | 'join' | 'archive' | undefined;
  /** Its slug, once it is there. */
  readonly community?: string | undefined;
  readonly platform?: PlatformName | undefined;
  readonly via?: (typeof PLACES)[number] | undefined;
  /** An archive that was brought, while it is looked at. */
  readonly archive?: string | undefined;
};

export const readStep = (raw: RawSearch): StepState['step'] =>
  oneOf(raw, 'step', [...STEPS, 'join', 'archive'] as const);

export type Go = (next: StepState) => void;
