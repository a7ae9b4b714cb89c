import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { ApiError } from '../../api/errors.ts';
import { useLive } from '../../api/use-live.ts';
import { type CommunityHere, useCommunity } from '../../app/use-community.ts';
import { useTitle } from '../../app/use-title.ts';
import { ErrorState } from '../../design/error-state.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { Time } from '../../design/time.tsx';
import { home } from '../../words/home.ts';
import { useWords } from '../../words/use-words.ts';
import { AttentionList } from './attention-list.tsx';
import { ChannelList } from './channel-list.tsx';
import { Charts } from './charts.tsx';
import { FirstVisit } from './first-visit.tsx';
import { Meters } from './meters.tsx';
import { type Overview, overviewQuery, POLL_MS } from './overview.ts';

/** Rows of the feed are much of it, and come after the rest. */
const Latest = lazy(() => import('./latest.tsx'));

/** How a community does, at a glance. */
export default function HomePage() {
  const w = useWords(home);
  useTitle(w.title);
  const community = useCommunity();
  const { status } = useLive(community.slug);
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    ...overviewQuery(community.slug),
    // Who cannot be reached is not asked; that is said elsewhere.
    refetchInterval: status === 'lost' ? false : POLL_MS,
  });
  if (!data && error)
    return (
      <ErrorState
        title={w.failedTitle}
        requestId={error instanceof ApiError ? error.requestId : null}
        onRetry={() => void refetch()}
      >
        {error instanceof ApiError && error.status > 0 ? error.message : w.offline}
      </ErrorState>
    );
  if (!data) return <Loading />;
  const isFirst = data.channels.length === 0 && data.leftOut === 0;
  return (
    <>
      <PageHeader
        title={community.name}
        mark={!isFirst && <Glance attention={data.attention} />}
        actions={
          !isFirst && (
            <p className="text-ink-faint text-sm">
              {w.checked} <Time at={dataUpdatedAt} as="clock" />
            </p>
          )
        }
      />
      {isFirst ? <FirstVisit /> : <Dashboard data={data} community={community} />}
    </>
  );
}

/** That all is well, or how much is not. */
function Glance({ attention }: Pick<Overview, 'attention'>) {
  const w = useWords(home);
  const urgent = attention.filter(({ level }) => level !== 'info');
  const state = urgent.length === 0 ? 'ok' : urgent.some(({ level }) => level === 'broken') ? 'danger' : 'warning';
  return <StatusDot state={state}>{urgent.length === 0 ? w.allWell : w.needsYou(urgent.length)}</StatusDot>;
}

function Dashboard({ data, community }: { readonly data: Overview; readonly community: CommunityHere }) {
  const { channels, attention, series } = data;
  return (
    <div className="flex flex-col gap-4">
      <AttentionList attention={attention} channels={channels.length} />
      <Meters series={series} channels={channels} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,3fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Charts series={series} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {community.may('moderation') && (
            <Suspense fallback={<Skeleton shape="card" lines={8} />}>
              <Latest slug={community.slug} channels={channels} />
            </Suspense>
          )}
          <ChannelList {...data} />
        </div>
      </div>
    </div>
  );
}

const Loading = () => (
  <div className="flex flex-col gap-4">
    <Skeleton lines={1} className="w-64 pb-4" />
    <Skeleton shape="card" lines={1} />
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <Skeleton shape="card" lines={1} />
      <Skeleton shape="card" lines={1} />
      <Skeleton shape="card" lines={1} />
      <Skeleton shape="card" lines={1} />
    </div>
    <Skeleton shape="card" lines={6} />
  </div>
);
