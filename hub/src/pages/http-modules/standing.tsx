import { type State, StatusDot } from '../../design/status-dot.tsx';
import { Time } from '../../design/time.tsx';
import { httpModules } from '../../words/http-modules.ts';
import { useWords } from '../../words/use-words.ts';
import type { Calls } from './queries.ts';

type Breaker = Calls['breaker'];

const DOTS: Readonly<Record<Breaker, State>> = { closed: 'ok', open: 'danger', 'half-open': 'warning' };
const WORDS = { closed: 'closed', open: 'open', 'half-open': 'halfOpen' } as const;

/** Whether a module's server is called, in a word. */
export function Standing({ breaker }: { readonly breaker: Breaker | null }) {
  const w = useWords(httpModules);
  if (breaker === null) return <StatusDot state="idle">{w.notKnown}</StatusDot>;
  return <StatusDot state={DOTS[breaker]}>{w[WORDS[breaker]]}</StatusDot>;
}

/** The same with why, and when it is asked again. */
export function StandingInFull({ breaker, retryAt }: { readonly breaker: Breaker; readonly retryAt: string | null }) {
  const w = useWords(httpModules);
  return (
    <div className="space-y-1">
      <Standing breaker={breaker} />
      <p className="text-ink-soft text-sm">{w[`${WORDS[breaker]}Why`]}</p>
      {retryAt !== null && (
        <p className="text-ink-soft text-sm">
          {w.askedAgain} <Time at={retryAt} as="seconds" /> (<Time at={retryAt} />)
        </p>
      )}
    </div>
  );
}
