declare global {
  /**
   * True only in builds made for fault journeys (`--define FAULTS:true`). It is replaced by a literal wherever it stands,
   * so that production builds hold nothing of what is behind it.
   */
  const FAULTS: boolean;
}

export type FaultName =
  | 'admit:before-queue'
  | 'admit:after-queue'
  | 'admit:after-row'
  | 'execute:before-effect'
  | 'execute:after-commit'
  | 'execute:before-ack'
  | 'deliver:after-claim'
  | 'deliver:after-send'
  | 'queue:refuse'
  | 'api:after-commit'
  | 'lines:before-queue'
  | 'lines:after-queue'
  | 'archive:after-part'
  | 'archive:after-commit';

const armed = new Map<FaultName, number>();

/** Arms a crash: the next `times` passes through `fault(name)` fail. */
export const armFault = (name: FaultName, times = 1): void => void armed.set(name, times);
export const disarmFaults = (): void => armed.clear();

class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
}

let aheadMs = 0;

/** Puts the clock of this isolate ahead of the real one, ms: fault journeys have no time to wait. */
export function putClockAhead(ms: number): void {
  aheadMs = ms;
}
/** The time of a build made for fault journeys, ms since epoch. */
export const clockAhead = (): number => Date.now() + aheadMs;

/**
 * A named point at which a fault journey may crash. `crash` is called first, so that a Durable Object can cut itself
 * down (`ctx.abort()`) instead of failing politely.
 */
export async function fault(name: FaultName, crash?: () => void): Promise<void> {
  if (!FAULTS) return;
  const left = armed.get(name) ?? 0;
  if (left <= 0) return;
  armed.set(name, left - 1);
  crash?.();
  throw new InjectedFault(name);
}
