import { useQuery } from '@tanstack/react-query';
import { useCommunity } from '../../app/use-community.ts';
import { Badge } from '../../design/badge.tsx';
import { Card } from '../../design/card.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { Duration, Time } from '../../design/time.tsx';
import { httpModules } from '../../words/http-modules.ts';
import { useWords } from '../../words/use-words.ts';
import { outcomeIn, stateOf } from './outcome.ts';
import { type Call, callsQuery } from './queries.ts';

/** The last calls of a module, the last one first; nothing of what was said. */
export function LastCalls({ name }: { readonly name: string }) {
  const w = useWords(httpModules);
  const { slug } = useCommunity();
  const { data, error, refetch } = useQuery(callsQuery(slug, name));
  return (
    <Card title={w.calls} description={w.callsWhy}>
      {error && !data ? (
        <ErrorState compact title={w.callsAway} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={4} />
      ) : data.data.length === 0 ? (
        <p className="text-ink-faint">{w.noCalls}</p>
      ) : (
        <ol aria-label={w.calls} className="divide-y divide-line">
          {data.data.map((call) => (
            <OneCall key={`${call.at} ${call.command}`} call={call} />
          ))}
        </ol>
      )}
    </Card>
  );
}

function OneCall({ call: { at, command, status, tookMs, outcome, test } }: { readonly call: Call }) {
  const w = useWords(httpModules);
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-1.5">
      <span className="min-w-0 flex-1 basis-40">
        <StatusDot state={stateOf(outcome)}>{outcomeIn(w, outcome)}</StatusDot>
      </span>
      <span className="tabular flex flex-wrap items-baseline gap-x-3 text-ink-faint text-sm">
        {test ? <Badge tone="outline">{w.test}</Badge> : <bdi className="font-mono">{command}</bdi>}
        {status !== null && <span>{status}</span>}
        {tookMs !== null && <Duration ms={tookMs} />}
        <Time at={at} />
      </span>
    </li>
  );
}
