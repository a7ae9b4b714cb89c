import { useState } from 'react';
import { useCommunity } from '../../../app/use-community.ts';
import { oneOf, type RawSearch, textIn, useSearchState } from '../../../app/use-search-state.ts';
import { FileStep } from './file-step.tsx';
import { PastImports } from './past-imports.tsx';
import { PlanView } from './plan-view.tsx';
import type { Applied, OpenFile, Plan } from './queries.ts';
import { Result } from './result.tsx';
import { SOURCES } from './sources.ts';
import { KINDS, STATUSES } from './statuses.ts';

const readState = (raw: RawSearch) => ({
  source: oneOf(raw, 'source', SOURCES),
  status: oneOf(raw, 'status', STATUSES),
  kind: oneOf(raw, 'kind', KINDS),
  q: textIn(raw, 'q'),
  line: textIn(raw, 'line'),
});
export type ImportState = ReturnType<typeof readState>;

const AS_IT_BEGINS = { status: undefined, kind: undefined, q: undefined, line: undefined } as const;

/** What another bot has: looked at line by line, then taken over. */
export function ImportTab() {
  const { may } = useCommunity();
  const [state, change] = useSearchState(readState);
  const [open, setOpen] = useState<{ readonly file: OpenFile; readonly plan: Plan } | null>(null);
  const [done, setDone] = useState<{ readonly applied: Applied; readonly plan: Plan } | null>(null);
  const sources = SOURCES.filter((one) => may(one === 'quotes' ? 'memories' : 'commands', 'write'));
  const again = () => {
    setOpen(null);
    change(AS_IT_BEGINS);
  };
  return (
    <div className="space-y-8">
      {done && <Result {...done} onDismiss={() => setDone(null)} />}
      {open ? (
        <PlanView
          {...open}
          state={state}
          onChange={change}
          onAgain={again}
          onDone={(applied) => {
            setDone({ applied, plan: open.plan });
            again();
          }}
        />
      ) : (
        <FileStep
          sources={sources}
          source={sources.find((one) => one === state.source) ?? sources[0] ?? 'nightbot'}
          onSource={(source) => change({ source })}
          onRead={(file, plan) => {
            setDone(null);
            setOpen({ file, plan });
          }}
        />
      )}
      <PastImports />
    </div>
  );
}
