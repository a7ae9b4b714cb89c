import { useQuery } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';
import { Alert } from '../../design/alert.tsx';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { archive } from '../../words/archive.ts';
import { startWords } from '../../words/start.ts';
import { useWords } from '../../words/use-words.ts';
import { CommunityForm } from './community-form.tsx';
import type { Go } from './steps.ts';
import { useUnconnected } from './use-unconnected.ts';

export interface NameStepProps {
  /** Whether they belong to no community yet. */
  readonly isFirst: boolean;
  readonly onGo: Go;
}

/** The first step: naming the community; or why it cannot be made, and the way on. */
export function NameStep({ isFirst, onGo }: NameStepProps) {
  const w = useWords(startWords);
  const a = useWords(archive);
  const { data, error, refetch } = useQuery({
    queryKey: ['communities', 'may-add'],
    queryFn: async () => (await read(api.communities.mine.$get())).mayAdd,
  });
  const unconnected = useUnconnected();
  const join = (
    <Button variant="ghost" onClick={() => onGo({ step: 'join' })}>
      {w.orJoin}
    </Button>
  );
  if (error && !data) return <ErrorState title={error.message} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton shape="card" lines={6} />;
  if (data !== 'ok') {
    return (
      <EmptyState
        mood="alert"
        title={data === 'closed' ? w.closedTitle : w.manyTitle}
        action={
          <Button variant="primary" onClick={() => onGo({ step: 'join' })}>
            {w.orJoin}
          </Button>
        }
      >
        {data === 'closed' ? w.closed : w.many}
      </EmptyState>
    );
  }
  return (
    <>
      <PageHeader title={isFirst ? w.welcome : w.title} description={w.welcomeWhy} />
      <div className="space-y-6">
        {unconnected && (
          <Alert
            title={<bdi>{w.resumeTitle(unconnected.name)}</bdi>}
            action={<Button onClick={() => onGo({ step: 'connect', community: unconnected.slug })}>{w.goOn}</Button>}
          >
            {w.resume}
          </Alert>
        )}
        <CommunityForm onMade={(slug) => onGo({ step: 'connect', community: slug })} />
        <div className="-ml-3 flex flex-wrap gap-x-2">
          {join}
          <Button variant="ghost" onClick={() => onGo({ step: 'archive' })}>
            {a.inGo}
          </Button>
        </div>
      </div>
    </>
  );
}
