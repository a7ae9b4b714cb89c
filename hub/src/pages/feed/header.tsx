import { Pause, Play, X } from 'lucide-react';
import { memo } from 'react';
import { PressedKeys } from '../../app/pressed-keys.tsx';
import { Button } from '../../design/button.tsx';
import { Filters } from '../../design/filters.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { PlatformMark, platformLabel } from '../../design/platform-mark.tsx';
import { type State, StatusDot } from '../../design/status-dot.tsx';
import { feed } from '../../words/feed.ts';
import { useWords } from '../../words/use-words.ts';
import { type FeedFilter, KINDS } from './rows.ts';

const PAUSE_KEY = ['.'];

export interface FeedHeaderProps {
  readonly state: State;
  readonly isPaused: boolean;
  readonly onPause: (isPaused: boolean) => void;
}

/** What the page is, whether it goes on, and what stops it. Drawn apart from the rows, as rarely as it changes. */
export const FeedHeader = memo(function FeedHeader({ state, isPaused, onPause }: FeedHeaderProps) {
  const w = useWords(feed);
  return (
    <PageHeader
      title={w.title}
      description={<span className="hidden sm:inline">{w.description}</span>}
      mark={<StatusDot state={state}>{isPaused ? w.paused : w.live}</StatusDot>}
      actions={
        <Button icon={isPaused ? <Play aria-hidden /> : <Pause aria-hidden />} onClick={() => onPause(!isPaused)}>
          {isPaused ? w.resume : w.pause}
          <span className="pointer-coarse:hidden">
            <PressedKeys keys={PAUSE_KEY} />
          </span>
        </Button>
      }
      className="pb-4"
    />
  );
});

/** What of a filter the address says, as it says it. */
export interface FilterChange {
  readonly platform?: string | undefined;
  readonly kind?: string | undefined;
  readonly person?: string | undefined;
}

export interface FeedFiltersProps {
  /** Those that are linked. */
  readonly platforms: readonly string[];
  readonly filter: FeedFilter;
  /** What whom it is narrowed to is called. */
  readonly named: string | undefined;
  readonly onSearch: (text: string) => void;
  readonly onChange: (change: FilterChange) => void;
}

/** What the feed is narrowed to. */
export const FeedFilters = memo(function FeedFilters({
  platforms,
  filter,
  named,
  onSearch,
  onChange,
}: FeedFiltersProps) {
  const w = useWords(feed);
  return (
    <Filters
      searchLabel={w.search}
      search={filter.text}
      onSearch={onSearch}
      facets={[
        {
          id: 'platform',
          label: w.platform,
          value: filter.platforms,
          onChange: (value) => onChange({ platform: value.join() || undefined }),
          options: platforms.map((value) => ({
            value,
            label: platformLabel(value),
            mark: <PlatformMark platform={value} />,
          })),
        },
        {
          id: 'kind',
          label: w.kind,
          value: filter.kinds,
          onChange: (value) => onChange({ kind: value.join() || undefined }),
          options: KINDS.map((value) => ({ value, label: w[value] })),
        },
      ]}
      end={
        named !== undefined && (
          <Button
            icon={<X aria-hidden />}
            onClick={() => onChange({ person: undefined })}
            className="max-w-60 border-accent bg-accent-soft"
          >
            <span className="hidden-visually">{w.clearPerson(named)}</span>
            <bdi aria-hidden className="truncate">
              {named}
            </bdi>
          </Button>
        )
      }
      className="mb-3"
    />
  );
});
