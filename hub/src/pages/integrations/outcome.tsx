import type { Problem } from '../../channels/queries.ts';
import { Alert } from '../../design/alert.tsx';
import { Code } from '../../design/code.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { integrationWords } from '../../words/integrations.ts';
import { kit } from '../../words/kit.ts';
import { useWords } from '../../words/use-words.ts';

interface Step {
  readonly is: 'done' | 'warning' | 'refused' | 'next';
  readonly text: string;
  readonly copy?: string | undefined;
}

export interface RepairOutcome {
  readonly steps: readonly Step[];
  readonly problems?: readonly Problem[];
  /** What was in the way. */
  readonly failure?: { readonly message: string; readonly requestId: string | null };
}

const STATE = { done: 'ok', warning: 'warning', refused: 'danger', next: 'info' } as const;
const LABEL = { done: 'stepDone', warning: 'stepWarning', refused: 'stepRefused', next: 'stepNext' } as const;

/** What a repair did, step by step, and what is left. Steps are the server's own words, in English. */
export function Outcome({ outcome: { steps, problems, failure } }: { readonly outcome: RepairOutcome }) {
  const w = useWords(integrationWords);
  const k = useWords(kit);
  if (failure) {
    return (
      <Alert tone="danger" title={w.outcomeFailed}>
        <p lang="en" className="whitespace-pre-line">
          {failure.message}
        </p>
        {failure.requestId && (
          <p className="mt-2 text-sm">
            {k.reference} <Code copy>{failure.requestId}</Code>
          </p>
        )}
      </Alert>
    );
  }
  const isWell = (problems?.length ?? 0) === 0;
  return (
    <section className="space-y-3 rounded-lg border border-line p-3">
      <h3 className="font-medium text-ink">{isWell ? w.outcomeWell : w.outcomeLeft}</h3>
      <ul className="space-y-2.5">
        {steps.map(({ is, text, copy }) => (
          <li key={text} className="flex items-start gap-2">
            <StatusDot state={STATE[is]} quiet className="h-5">
              {w[LABEL[is]]}
            </StatusDot>
            <div className="min-w-0 flex-1 space-y-1.5">
              <p lang="en" className="break-words text-ink">
                {text}
              </p>
              {copy && (
                <Code block copy>
                  {copy}
                </Code>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
