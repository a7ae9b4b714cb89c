import { useMutation } from '@tanstack/react-query';
import type { EventKind } from '@waddlebot/core/events.ts';
import { useState } from 'react';
import { tryOut } from './queries.ts';
import type { Asked, Runs } from './runs.ts';
import type { Setup } from './setup.tsx';

/** What is to be tried out: a line, or an event. */
export interface What {
  readonly text: string;
  readonly event?: { readonly kind: EventKind; readonly data: Readonly<Record<string, unknown>> };
}

export interface Trials {
  /** What is on its way. */
  readonly pending: Asked | null;
  readonly failure: unknown;
  /** Whether it was tried out: else it says why in `failure`. */
  readonly run: (what: What) => Promise<boolean>;
  readonly forgetFailure: () => void;
}

const trialOf = ({ platform, level, displayName, channel, live }: Setup, { text, event }: What) => ({
  platform,
  as: { level, ...(displayName === '' ? {} : { displayName }) },
  ...(channel === null ? {} : { channel }),
  ...(live === null ? {} : { live }),
  ...(event ? { event: { ...event, ...(text === '' ? {} : { text }) } } : { text }),
});

/** Tries things out, one after the other, as the chooser says. */
export function useTrials(slug: string, setup: Setup, runs: Runs, onRan: (id: string) => void): Trials {
  const [pending, setPending] = useState<Asked | null>(null);
  const trial = useMutation({
    mutationFn: (what: What) => tryOut(slug, trialOf(setup, what)),
    // Told where it happened.
    onError: () => undefined,
  });
  const run = async (what: What): Promise<boolean> => {
    if (pending) return false;
    const { platform, level, displayName } = setup;
    const asked: Asked = { platform, level, displayName, text: what.text, event: what.event?.kind ?? null };
    setPending(asked);
    try {
      const came = await trial.mutateAsync(what);
      const [parsed] = came.steps;
      runs.add({ asked: parsed?.step === 'parsed' ? { ...asked, displayName: parsed.displayName } : asked, came });
      onRan(came.id);
      return true;
    } catch {
      return false;
    } finally {
      setPending(null);
    }
  };
  return { pending, failure: trial.error, run, forgetFailure: trial.reset };
}
