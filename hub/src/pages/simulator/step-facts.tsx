import type { Level } from '@waddlebot/core/levels.ts';
import type { ReactNode } from 'react';
import { platformLabel } from '../../design/platform-mark.tsx';
import { Duration, durationText } from '../../design/time.tsx';
import { kit } from '../../words/kit.ts';
import { simulator } from '../../words/simulator.ts';
import { eventKinds } from '../../words/simulator-events.ts';
import { useWords } from '../../words/use-words.ts';
import { type Fact, Facts } from './facts.tsx';
import type { Command, Step, StepOf } from './queries.ts';
import { useRefusal } from './refusal.ts';
import type { Run } from './runs.ts';
import { commandIn } from './suggestions.ts';

export interface StepFactsProps {
  step: Step;
  run: Run;
  prefix: string;
  commands: readonly Command[];
}

/** What a step decided or did, in words. */
export function StepFacts({ step, ...of }: StepFactsProps) {
  switch (step.step) {
    case 'parsed':
      return <Parsed step={step} run={of.run} />;
    case 'admitted':
      return <Admitted step={step} {...of} />;
    case 'executed':
      return <Executed step={step} />;
    case 'answered':
      return <Answered step={step} />;
  }
}

function Parsed({ step, run }: { step: StepOf<'parsed'>; run: Run }) {
  const w = useWords(simulator);
  const kinds = useWords(eventKinds);
  const channel = step.isMadeUp
    ? `${w.madeUpChannel} (${platformLabel(run.asked.platform)})`
    : step.channel.replace(/^[a-z]+:/, `${platformLabel(run.asked.platform)} `);
  return (
    <p className="wrap-anywhere text-ink-soft">
      <bdi>
        {step.displayName === ''
          ? w.parsedByNobody(kinds[step.kind], channel)
          : w.parsedBy(kinds[step.kind], channel, step.displayName, w[step.level])}
      </bdi>
    </p>
  );
}

type AdmittedProps = Omit<StepFactsProps, 'step'> & { step: StepOf<'admitted'> };

function Admitted({ step, run, prefix, commands }: AdmittedProps) {
  const w = useWords(simulator);
  const k = useWords(kit);
  const refusal = useRefusal(run, prefix);
  const asked = run.asked.event === null ? commandIn(run.asked.text, prefix, commands) : null;
  const by = { command: w.byCommand, handler: w.byHandler, keyword: w.byKeyword, timer: w.byTimer, notice: w.byNotice };
  const waits = { user: w.waitUser, channel: w.waitChannel, group: w.waitGroup, keyword: w.waitKeyword };
  const facts: (Fact | false)[] = [
    step.runs.length > 0 && [
      w.matched,
      <List key="runs">
        {step.runs.map((each) => (
          <bdi key={`${each.name} ${each.args}`}>
            <span className="font-mono text-sm">{each.name}</span>{' '}
            <span className="text-ink-faint">
              {by[each.by]}
              {each.args !== '' && ` ${w.withArgs(each.args.slice(0, 200))}`}
            </span>
          </bdi>
        ))}
      </List>,
    ],
    step.aliases.length > 0 && [
      w.byAlias,
      <bdi key="aliases">{step.aliases.map((name) => prefix + name).join(' → ')}</bdi>,
    ],
    step.keyword !== null && [w.keywordRule, <bdi key="keyword">{step.keyword}</bdi>],
    asked !== null && [w.level, w.levelIs(w[asked.part.level], w[levelOf(run)])],
    refusal !== null && [w.why, <bdi key="why">{refusal.why}</bdi>],
    step.retryAfterMs !== undefined && [w.left, <Duration key="left" ms={step.retryAfterMs} />],
    refusal?.advice != null && [
      w.whatToDo,
      <span key="do" className="text-ink">
        {refusal.advice}
      </span>,
    ],
    step.cooldowns.length > 0 && [
      w.cooldowns,
      <List key="cooldowns">
        {step.cooldowns.map(({ command, of, seconds }) => (
          <bdi key={`${command} ${of}`}>
            {waits[of](durationText(seconds * 1000, k), calledNow(command, prefix, commands))}
          </bdi>
        ))}
      </List>,
    ],
    step.calls.length > 0 && [w.wouldLookUp, <Calls key="calls" calls={step.calls} />],
  ];
  return <Facts facts={facts} />;
}

const levelOf = ({ came, asked }: Run): Level => {
  const [parsed] = came.steps;
  return parsed?.step === 'parsed' ? parsed.level : asked.level;
};

/** A command by its id, with its subcommand, as it is typed. */
function calledNow(id: string, prefix: string, commands: readonly Command[]): string {
  const [first = '', ...rest] = id.split(' ');
  const name = commands.find((command) => command.id === first)?.name ?? first;
  return prefix + [name, ...rest].join(' ');
}

function Executed({ step }: { step: StepOf<'executed'> }) {
  const w = useWords(simulator);
  return (
    <Facts
      facts={[
        [w.touches, step.effect === 'database' ? w.mayChange : w.onlyReads],
        step.afterSeconds > 0 && [w.after, <Duration key="after" ms={step.afterSeconds * 1000} />],
        step.calls.length > 0 && [w.wouldCall, <Calls key="calls" calls={step.calls} />],
        step.problem !== undefined && [
          w.problem,
          <bdi key="problem" className="text-warning">
            {step.problem}
          </bdi>,
        ],
      ]}
    />
  );
}

function Answered({ step: { replies } }: { step: StepOf<'answered'> }) {
  const w = useWords(simulator);
  const isPrivate = replies.every((reply) => reply.isPrivate);
  return <p className="text-ink-soft">{isPrivate ? w.messagesPrivate(replies.length) : w.messages(replies.length)}</p>;
}

const Calls = ({ calls }: { calls: StepOf<'executed'>['calls'] }) => (
  <List>
    {calls.map(({ to, what }, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a run never changes, and may call the same twice
      <bdi key={index}>
        <span className="text-ink-faint">{platformLabel(to)}:</span> {what}
      </bdi>
    ))}
  </List>
);

const List = ({ children }: { children: readonly ReactNode[] }) => (
  <span className="flex flex-col gap-0.5">{children}</span>
);
