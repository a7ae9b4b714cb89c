import { Eraser, ListTree, Zap } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { cn } from '../../design/cn.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { PlatformMark } from '../../design/platform-mark.tsx';
import { Spinner } from '../../design/spinner.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { simulator } from '../../words/simulator.ts';
import { eventKinds } from '../../words/simulator-events.ts';
import { useWords } from '../../words/use-words.ts';
import { useRefusal } from './refusal.ts';
import type { Asked, Run } from './runs.ts';
import { Mark, Said, SaidText } from './said.tsx';

export interface TranscriptProps {
  runs: readonly Run[];
  pending: Asked | null;
  prefix: string;
  /** Leaves room for a form below. */
  isShort: boolean;
  /** Whose steps are shown. */
  chosen: string | undefined;
  onChoose: (id: string) => void;
  onExample: (line: string) => void;
  onClear: () => void;
}

/** What was said and what came back; whoever listens to the page hears it as it comes. */
export function Transcript({ runs, pending, prefix, isShort, chosen, onChoose, onExample, onClear }: TranscriptProps) {
  const w = useWords(simulator);
  const box = useRef<HTMLDivElement>(null);
  const isEmpty = runs.length === 0 && !pending;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new is at the end.
  useEffect(() => {
    box.current?.scrollTo({ top: isEmpty ? 0 : box.current.scrollHeight });
  }, [runs.length, pending]);
  return (
    <div className="rounded-lg border border-line bg-surface">
      <div className="flex min-h-11 items-center justify-between gap-2 border-line border-b py-1.5 pr-2 pl-4">
        <h2 className="font-semibold">{w.conversation}</h2>
        {runs.length > 0 && (
          <Button variant="ghost" size="sm" icon={<Eraser />} onClick={onClear}>
            {w.clear}
          </Button>
        )}
      </div>
      <div
        ref={box}
        className={cn(
          'max-h-[60dvh] overflow-y-auto overscroll-contain lg:max-h-none',
          isShort ? 'lg:h-64' : 'lg:h-[max(18rem,calc(100dvh-35rem))]',
        )}
      >
        {isEmpty && <Examples prefix={prefix} onExample={onExample} />}
        <div role="log" aria-label={w.conversation} className={cn('space-y-1', !isEmpty && 'p-2')}>
          {runs.map((run) => (
            <Exchange key={run.came.id} run={run} isChosen={run.came.id === chosen} onChoose={onChoose} />
          ))}
          {pending && (
            <div className="space-y-1.5 px-2 py-2">
              <AskedLine asked={pending} />
              <p className="flex items-center gap-2 text-ink-faint">
                <Spinner /> {w.waiting}
              </p>
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

function Examples({ prefix, onExample }: { prefix: string; onExample: (line: string) => void }) {
  const w = useWords(simulator);
  const examples = [
    [`${prefix}ping`, w.exampleAnswered],
    [prefix + w.addsHello, w.exampleRefused],
    [w.smallTalk, w.exampleIgnored],
  ] as const;
  return (
    <EmptyState
      compact
      title={w.emptyTitle}
      action={
        <ul className="w-full max-w-sm space-y-2">
          {examples.map(([line, what]) => (
            <li key={line}>
              <Button
                onClick={() => onExample(line)}
                className="h-auto w-full justify-start whitespace-normal py-2 text-left"
              >
                <span className="min-w-0 flex-1">
                  <bdi className="wrap-anywhere block font-mono">{line}</bdi>
                  <span className="block font-normal text-ink-faint text-sm">{what}</span>
                </span>
              </Button>
            </li>
          ))}
        </ul>
      }
    >
      {w.empty}
    </EmptyState>
  );
}

/** Of what was typed as much as is looked at. */
const LONGEST_ASKED = 600;
const shortened = (text: string) => (text.length > LONGEST_ASKED ? `${text.slice(0, LONGEST_ASKED)}…` : text);

function AskedLine({ asked: { platform, level, displayName, text, event } }: { asked: Asked }) {
  const w = useWords(simulator);
  const kinds = useWords(eventKinds);
  const name = displayName || w.somebody;
  const marks = <Mark>{w[level]}</Mark>;
  if (event === null)
    return (
      <Said platform={platform} name={name} marks={marks}>
        <SaidText platform="twitch" text={shortened(text)} />
      </Said>
    );
  return (
    <div className="space-y-1">
      <p className="flex items-center gap-1.5 text-ink-soft">
        <Zap aria-hidden className="size-4 shrink-0 text-ink-faint" />
        {w.happened(kinds[event])}
      </p>
      {text !== '' && (
        <Said platform={platform} name={name} marks={marks}>
          <SaidText platform="twitch" text={shortened(text)} />
        </Said>
      )}
    </div>
  );
}

interface ExchangeProps {
  run: Run;
  isChosen: boolean;
  onChoose: (id: string) => void;
}

function Exchange({ run: { asked, came }, isChosen, onChoose }: ExchangeProps) {
  const w = useWords(simulator);
  const kinds = useWords(eventKinds);
  return (
    <div
      className={cn(
        'space-y-1.5 rounded-md border-transparent border-l-2 px-2 py-2',
        isChosen && 'border-accent-ink bg-sunken',
      )}
    >
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <AskedLine asked={asked} />
        </div>
        <PlatformMark platform={asked.platform} className="h-7 shrink-0 text-ink-soft text-sm max-sm:hidden" />
        <Button
          variant="ghost"
          size="sm"
          icon={<ListTree />}
          aria-label={w.showStepsOf((asked.event ? kinds[asked.event] : asked.text).slice(0, 60))}
          aria-pressed={isChosen}
          onClick={() => onChoose(came.id)}
        >
          {w.showSteps}
        </Button>
      </div>
      {came.replies.map((reply, index) => (
        <Said
          // biome-ignore lint/suspicious/noArrayIndexKey: a run never changes
          key={index}
          platform={asked.platform}
          name={w.bot}
          isBot
          isPrivate={reply.isPrivate}
          marks={
            <>
              <Mark bot>{w.appMark}</Mark>
              <Badge tone="outline">{w.simulated}</Badge>
              {reply.isSecret && <Badge tone="warning">{w.secret}</Badge>}
            </>
          }
        >
          <SaidText platform={asked.platform} text={reply.text} />
          {reply.isPrivate && <span className="block text-ink-faint text-sm">{w.onlyYou}</span>}
        </Said>
      ))}
      {came.replies.length === 0 && <Silence run={{ asked, came }} />}
    </div>
  );
}

/** Why nothing is said. */
function Silence({ run }: { run: Run }) {
  const w = useWords(simulator);
  const { came } = run;
  const refusal = useRefusal(run);
  const line = (state: 'warning' | 'idle', words: ReactNode) => (
    <p>
      <StatusDot state={state} className="text-ink-soft [&>span]:whitespace-normal">
        {words}
      </StatusDot>
    </p>
  );
  if (came.decision === 'refused') return line('warning', `${w.refused}: ${refusal?.why ?? ''}`);
  if (came.decision === 'ignored') return line('idle', refusal?.why ?? w.ignored);
  const problem = came.steps.find((step) => step.step === 'executed' && step.problem !== undefined);
  if (problem?.step === 'executed') return line('warning', `${w.problem}: ${problem.problem}`);
  return line('idle', w.nothingSaid);
}
