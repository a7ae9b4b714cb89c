import type { EventKind } from '@waddlebot/core/events.ts';
import type { Platform } from '@waddlebot/core/ids.ts';
import type { Level } from '@waddlebot/core/levels.ts';
import { useEffect, useState } from 'react';
import type { Reply, Simulation } from './queries.ts';

/** What was tried out, as whom and where. */
export interface Asked {
  readonly platform: Platform;
  readonly level: Level;
  readonly displayName: string;
  readonly text: string;
  /** null: a line of chat. */
  readonly event: EventKind | null;
}

export interface Run {
  readonly asked: Asked;
  readonly came: Simulation;
}

/** What a tab remembers. */
const MOST_RUNS = 40;

/** What an older page left behind may look otherwise. */
const isRun = (kept: { readonly asked?: Partial<Asked>; readonly came?: Partial<Simulation> } | null): kept is Run =>
  typeof kept?.asked?.text === 'string' && Array.isArray(kept.came?.steps) && kept.came.effects !== undefined;

function stored(key: string): readonly Run[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) && kept.every(isRun) ? kept : [];
  } catch {
    return [];
  }
}

const hidden = (reply: Reply): Reply => (reply.isSecret ? { ...reply, text: '…' } : reply);

/** What is for nobody's eyes ever stays out of the browser's storage, too. */
const withoutSecrets = ({ asked, came }: Run): Run => ({
  asked,
  came: {
    ...came,
    replies: came.replies.map(hidden),
    steps: came.steps.map((step) => (step.step === 'answered' ? { ...step, replies: step.replies.map(hidden) } : step)),
  },
});

export interface Runs {
  readonly runs: readonly Run[];
  readonly add: (run: Run) => void;
  readonly clear: () => readonly Run[];
  readonly restore: (runs: readonly Run[]) => void;
}

/**
 * What this tab tried out, oldest first: the server keeps none of it, so that the tab does until it is closed.
 * @param owner of these runs: a community, and who is signed in
 */
export function useRuns(owner: string): Runs {
  const key = `waddlebot.simulator.${owner}`;
  const [runs, setRuns] = useState(() => stored(key));
  useEffect(() => {
    try {
      sessionStorage.setItem(key, JSON.stringify(runs.map(withoutSecrets)));
    } catch {
      // A browser that keeps nothing forgets them with the page.
    }
  }, [key, runs]);
  return {
    runs,
    add: (run) => setRuns((before) => [...before, run].slice(-MOST_RUNS)),
    clear: () => {
      setRuns([]);
      return runs;
    },
    restore: (cleared) => setRuns((since) => [...cleared, ...since].slice(-MOST_RUNS)),
  };
}
