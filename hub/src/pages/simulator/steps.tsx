import { type ReactNode, useId } from 'react';
import { Badge } from '../../design/badge.tsx';
import { Card } from '../../design/card.tsx';
import { cn } from '../../design/cn.ts';
import { Code } from '../../design/code.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { Duration, durationText } from '../../design/time.tsx';
import { kit } from '../../words/kit.ts';
import { simulator } from '../../words/simulator.ts';
import { useWords } from '../../words/use-words.ts';
import { Effects } from './effects.tsx';
import type { Command, Simulation, Step } from './queries.ts';
import type { Run } from './runs.ts';
import { StepFacts } from './step-facts.tsx';

export interface StepsProps {
  run: Run;
  prefix: string;
  commands: readonly Command[];
}

const STATES = { admitted: 'ok', refused: 'warning', ignored: 'idle' } as const;

/** The way of one run, step by step, with what it came to. */
export function Steps({ run, prefix, commands }: StepsProps) {
  const w = useWords(simulator);
  const k = useWords(kit);
  const { came } = run;
  const span = spanOf(came);
  return (
    <Card
      title={w.steps}
      description={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-0.5">
          <StatusDot state={STATES[came.decision]}>{w[came.decision]}</StatusDot>
          <span>{w.inAll(durationText(span.length, k))}</span>
        </span>
      }
      actions={
        came.decision === 'admitted' && (
          <Badge tone={came.kept ? 'warning' : 'neutral'} className="mt-1">
            {came.kept ? w.keptHere : w.notKept}
          </Badge>
        )
      }
    >
      <ol className="space-y-4">
        {came.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a run never changes
          <OneStep key={index} step={step} span={span} isLast={index === came.steps.length - 1}>
            <StepFacts step={step} run={run} prefix={prefix} commands={commands} />
          </OneStep>
        ))}
      </ol>
      <Effects came={came} />
      <Raw came={came} />
    </Card>
  );
}

interface Span {
  readonly from: number;
  readonly length: number;
}

function spanOf({ steps }: Simulation): Span {
  const from = Math.min(...steps.map(({ at }) => Date.parse(at)));
  const to = Math.max(...steps.map(({ at, tookMs }) => Date.parse(at) + tookMs));
  return { from, length: to - from };
}

/** Seen even where it took less than the clock can tell, %. */
const THINNEST = 1.5;

function OneStep({ step, span, isLast, children }: { step: Step; span: Span; isLast: boolean; children: ReactNode }) {
  const title = useStepTitle(step);
  const id = useId();
  const share = (ms: number) => (span.length === 0 ? 0 : (ms / span.length) * 100);
  const width = Math.max(share(step.tookMs), THINNEST);
  const left = Math.min(share(Date.parse(step.at) - span.from), 100 - width);
  return (
    <li aria-labelledby={id} className="relative pl-5">
      <span aria-hidden className="absolute top-1.5 left-0 size-2 rounded-full border-2 border-accent-ink" />
      {!isLast && <span aria-hidden className="absolute top-4.5 -bottom-4.5 left-[3px] w-px bg-line" />}
      <div className="flex items-baseline justify-between gap-3">
        <h3 id={id} className="min-w-0 truncate font-medium">
          <bdi>{title}</bdi>
        </h3>
        <Duration ms={step.tookMs} className="shrink-0 text-ink-faint text-sm" />
      </div>
      <div aria-hidden className="mt-1.5 h-1 overflow-hidden rounded-full bg-hover">
        <div
          className={cn('h-full rounded-full', BARS[step.step])}
          style={{ marginLeft: `${left}%`, width: `${width}%` }}
        />
      </div>
      <div className="mt-2">{children}</div>
    </li>
  );
}

const BARS: Readonly<Record<Step['step'], string>> = {
  parsed: 'bg-data-7',
  admitted: 'bg-data-1',
  executed: 'bg-data-3',
  answered: 'bg-data-8',
};

function useStepTitle(step: Step): string {
  const w = useWords(simulator);
  switch (step.step) {
    case 'parsed':
      return w.parsed;
    case 'admitted':
      return w.decided;
    case 'executed':
      return w.ran(step.name);
    case 'answered':
      return w.answered(step.name);
  }
}

const Raw = ({ came }: { came: Simulation }) => {
  const w = useWords(simulator);
  return (
    <details className="mt-4 border-line border-t pt-3">
      <summary className="w-fit cursor-pointer rounded-sm text-ink-soft text-sm hover:text-ink">{w.raw}</summary>
      <div className="mt-2 max-h-96 overflow-y-auto">
        <Code block copy>
          {JSON.stringify(came, null, 2)}
        </Code>
      </div>
    </details>
  );
};
