import { useQuery } from '@tanstack/react-query';
import { useCommunity } from '../../app/use-community.ts';
import { useNow } from '../../design/clock.ts';
import { cn } from '../../design/cn.ts';
import { Section } from '../../design/section.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';
import { reminders } from '../../words/reminders.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { NotLoaded } from './not-loaded.tsx';
import { Place } from './place.tsx';
import { type Upcoming, upcomingQuery } from './queries.ts';
import { dayOf } from './told.ts';
import { clockIn } from './when.ts';

/** What fires next: when, where and for whom, in the community's zone and in one's own. */
export function Strip({ onOpen }: { readonly onOpen: (number: string) => void }) {
  const w = useWords(reminders);
  const language = useLanguage();
  const { slug } = useCommunity();
  const query = useQuery(upcomingQuery(slug, language));
  const { data } = query;
  if (query.error && !data)
    return <NotLoaded title={w.notLoaded} error={query.error} onRetry={() => void query.refetch()} />;
  const isElsewhere = data?.ownZone != null && data.ownZone !== data.zone;
  return (
    <Section
      title={w.comesNext}
      description={data && `${w.inZone(data.zone)}${isElsewhere ? ` ${w.ownZone(data.ownZone ?? '')}` : ''}`}
      className="mb-6"
    >
      {data ? <Times of={data} onOpen={onOpen} /> : <Skeleton shape="table" lines={2} />}
    </Section>
  );
}

function Times({ of: data, onOpen }: { readonly of: Upcoming; readonly onOpen: (number: string) => void }) {
  const w = useWords(reminders);
  if (data.data.length === 0) return <p className="text-ink-faint">{w.nothingNext}</p>;
  return (
    <>
      <ol
        aria-label={w.comesNext}
        className="relative -mx-1 flex snap-x scroll-px-1 gap-3 overflow-x-auto px-1 pt-1 pb-2"
      >
        {data.data.map((time, index) => (
          <li key={`${time.reminder.number} ${time.at}`} className="w-56 shrink-0 snap-start">
            <OneTime time={time} zone={data.zone} ownZone={data.ownZone} isNext={index === 0} onOpen={onOpen} />
          </li>
        ))}
      </ol>
      {data.more && <p className="mt-1 text-ink-faint text-sm">{w.moreNext}</p>}
    </>
  );
}

function OneTime({
  time: { at, reminder },
  zone,
  ownZone,
  isNext,
  onOpen,
}: {
  readonly time: Upcoming['data'][number];
  readonly zone: string;
  readonly ownZone: string | null;
  readonly isNext: boolean;
  readonly onOpen: (number: string) => void;
}) {
  const w = useWords(reminders);
  const language = useLanguage();
  const now = useNow();
  const moment = Date.parse(at);
  const clock = clockIn(zone, moment).time;
  const own = ownZone !== null && ownZone !== zone ? clockIn(ownZone, moment).time : null;
  const { number, text, target } = reminder;
  return (
    <button
      type="button"
      onClick={() => onOpen(String(number))}
      className={cn(
        'focus-inset flex h-full w-full min-w-0 flex-col gap-1 overflow-hidden rounded-lg border bg-surface p-3 text-left transition-colors hover:bg-hover',
        isNext ? 'border-accent' : 'border-line',
      )}
    >
      <span className="flex w-full items-baseline justify-between gap-2">
        <span className="tabular whitespace-nowrap font-semibold text-ink text-lg">{clock}</span>
        <Time at={at} className="truncate text-ink-faint text-sm" />
      </span>
      <span className="flex w-full flex-wrap items-baseline justify-between gap-x-2 text-ink-soft text-sm">
        <span>{dayOf(moment, now, zone, language, w)}</span>
        {own && <span className="tabular">{w.forYou(own)}</span>}
      </span>
      <bdi className="line-clamp-2 w-full overflow-hidden font-medium text-ink [overflow-wrap:anywhere]">{text}</bdi>
      <span className="mt-auto flex w-full min-w-0 flex-col pt-1 text-ink-faint text-sm">
        <Place target={target} />
        <span className="truncate overflow-hidden">
          {w.forWhom}: <bdi>{target.mentionName ?? w.everybody}</bdi>
        </span>
      </span>
    </button>
  );
}
