import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { Duration } from '../../design/time.tsx';
import { httpModules } from '../../words/http-modules.ts';
import { useWords } from '../../words/use-words.ts';
import { callsQuery } from './queries.ts';
import { StandingInFull } from './standing.tsx';

/** Whether its server is called, and a try by hand with what chat would show. */
export function TryIt({ name }: { readonly name: string }) {
  const w = useWords(httpModules);
  const { slug, may } = useCommunity();
  const client = useQueryClient();
  const { data } = useQuery(callsQuery(slug, name));
  const attempt = useMutation({
    mutationFn: () => read(api.modules[':communityId'][':name'].test.$post({ param: { communityId: slug, name } })),
    onSettled: () => client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'http-modules'] }),
  });
  return (
    <Card title={w.tryTitle} description={w.tryWhy}>
      <div className="space-y-4">
        {data && <StandingInFull breaker={data.breaker} retryAt={data.retryAt} />}
        {may('integrations', 'write') && (
          <Button icon={<Play />} loading={attempt.isPending} onClick={() => attempt.mutate()}>
            {w.tryNow}
          </Button>
        )}
        <div aria-live="polite">{attempt.data && <Trial trial={attempt.data} />}</div>
      </div>
    </Card>
  );
}

interface TrialProps {
  readonly status: number | null;
  readonly tookMs: number;
  readonly shows: string | null;
  readonly promised: boolean;
  readonly problem: string | null;
}

function Trial({ trial: { status, tookMs, shows, promised, problem } }: { readonly trial: TrialProps }) {
  const w = useWords(httpModules);
  return (
    <div className="space-y-2">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <StatusDot state={problem === null ? 'ok' : 'danger'}>
          {status === null ? w.noAnswer : w.answered(status)}
        </StatusDot>
        <Duration ms={tookMs} className="text-ink-faint text-sm" />
      </p>
      <p className="text-ink-faint text-sm">{problem === null ? w.chatShows : w.chatTells}</p>
      {shows !== null || problem !== null ? (
        <blockquote className="rounded-lg border border-line bg-sunken p-3">
          <bdi className="block max-h-40 overflow-y-auto whitespace-pre-line [overflow-wrap:anywhere]">
            {shows ?? problem}
          </bdi>
        </blockquote>
      ) : (
        <p className="text-ink-soft">{promised ? w.chatShowsLater : w.chatShowsNothing}</p>
      )}
    </div>
  );
}
