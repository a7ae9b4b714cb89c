import { Check } from 'lucide-react';
import type { OwnCommunity } from '../../api/session.ts';
import { cn } from '../../design/cn.ts';
import { startWords } from '../../words/start.ts';
import { useWords } from '../../words/use-words.ts';
import { STEPS, type Step } from './steps.ts';

export interface StepperProps {
  readonly step: Step;
  /** Once it is there, the steps after it can be gone to. */
  readonly community: OwnCommunity | undefined;
  readonly onGo: (step: Step) => void;
}

const TITLES = { community: 'stepCommunity', connect: 'stepConnect', hello: 'stepHello' } as const;

/** How far the first run is. */
export function Stepper({ step, community, onGo }: StepperProps) {
  const w = useWords(startWords);
  const at = STEPS.indexOf(step);
  return (
    <nav aria-label={w.progress} className="mb-8">
      <ol className="grid grid-cols-3 gap-2">
        {STEPS.map((one, index) => {
          const isDone = index < at;
          const mayGo = community !== undefined && one !== 'community' && one !== step;
          const words = (
            <>
              <span
                className={cn(
                  'grid size-5 shrink-0 place-items-center rounded-full border font-medium text-sm tabular',
                  isDone && 'border-transparent bg-accent text-on-accent',
                  one === step && 'border-accent text-accent-ink',
                  !isDone && one !== step && 'border-edge text-ink-faint',
                )}
              >
                {isDone ? <Check aria-hidden className="size-3" /> : index + 1}
              </span>
              <span className="truncate">{w[TITLES[one]]}</span>
              {isDone && <span className="hidden-visually">{w.done}</span>}
            </>
          );
          const look = cn(
            'flex min-h-9 w-full min-w-0 items-center gap-1.5 border-t-2 pt-2 text-left text-sm sm:gap-2 sm:text-base',
            index <= at ? 'border-accent text-ink' : 'border-line text-ink-faint',
            one === step && 'font-semibold',
          );
          return (
            <li key={one} className="min-w-0" aria-current={one === step ? 'step' : undefined}>
              {mayGo ? (
                <button type="button" onClick={() => onGo(one)} className={cn(look, 'hover:text-ink focus-inset')}>
                  {words}
                </button>
              ) : (
                <span className={look}>{words}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
