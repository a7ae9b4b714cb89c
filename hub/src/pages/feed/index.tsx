import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { WifiOff } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { linkedQuery } from '../../api/channels.ts';
import { useLive } from '../../api/use-live.ts';
import { useKeyHelp } from '../../app/key-help.ts';
import { type Keys, useKeys } from '../../app/keys.ts';
import { useCommunity } from '../../app/use-community.ts';
import { type RawSearch, textIn, useSearchState } from '../../app/use-search-state.ts';
import { useTitle } from '../../app/use-title.ts';
import { Alert } from '../../design/alert.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { feed as words } from '../../words/feed.ts';
import { useWords } from '../../words/use-words.ts';
import { FeedDetail } from './detail.tsx';
import { FeedList, type FeedListHandle } from './feed-list.tsx';
import { FeedFilters, FeedHeader } from './header.tsx';
import { entryOf, type FeedFilter, isNarrowing, KINDS, personIn, type RowKind } from './rows.ts';
import { useClockText } from './use-clock-text.ts';
import { useCalm, useFeedRows } from './use-feed-rows.ts';
import { useTypedText } from './use-typed-text.ts';

const readState = (raw: RawSearch) => ({
  platform: textIn(raw, 'platform'),
  kind: textIn(raw, 'kind'),
  q: textIn(raw, 'q'),
  person: textIn(raw, 'person'),
  entry: textIn(raw, 'entry'),
});

const listed = (text: string | undefined): readonly string[] => text?.split(',').filter((one) => one !== '') ?? [];
const isKind = (word: string): word is RowKind => KINDS.some((kind) => kind === word);

/** What happens in all channels of a community, as it happens. */
export default function FeedPage() {
  const w = useWords(words);
  useTitle(w.title);
  const { slug, may } = useCommunity();
  const { feed, ...live } = useLive(slug);
  const [{ platform, kind, q, person, entry }, change] = useSearchState(readState);
  const search = useTypedText(q ?? '', (text) => change({ q: text || undefined }));
  const filter = useMemo<FeedFilter>(
    () => ({ platforms: listed(platform), kinds: listed(kind).filter(isKind), text: search.text, person }),
    [platform, kind, search.text, person],
  );
  const { rows, fresh, isEmpty, isPaused, setPaused, find } = useFeedRows(live, filter);
  const isCalm = useCalm(feed);
  const { data: linked = [] } = useQuery(linkedQuery(slug));
  const channels = useMemo(() => new Map(linked.map(({ channel, login }) => [channel, login])), [linked]);
  const platforms = useMemo(() => [...new Set(linked.map((one) => one.platform))], [linked]);
  const clock = useClockText();
  const list = useRef<FeedListHandle>(null);
  const page = useRef<HTMLDivElement>(null);

  const open = (key: string) => {
    setPaused(true);
    change({ entry: key }, { push: entry === undefined });
  };
  const close = () => {
    if (entry !== undefined) list.current?.focus(entry);
    change({ entry: undefined });
  };
  const clear = () => {
    search.set('');
    change({ platform: undefined, kind: undefined, q: undefined, person: undefined });
  };

  const toNewest = () => setPaused(false);
  const keys = useRef<Keys>({});
  keys.current = {
    j: () => list.current?.move(1),
    k: () => list.current?.move(-1),
    '.': () => setPaused(!isPaused),
    End: toNewest,
    '/': () => page.current?.querySelector<HTMLElement>('input[type="search"]')?.focus(),
    Escape: close,
  };
  useKeys(useMemo(() => keysOf(entry === undefined ? KEYS : [...KEYS, 'Escape'], keys), [entry]));

  useKeyHelp(
    useMemo(
      () => [
        { press: ['J'], does: w.keyNext },
        { press: ['K'], does: w.keyLast },
        { press: ['Enter'], does: w.keyOpen },
        { press: ['/'], does: w.keySearch },
        { press: ['.'], does: w.keyPause },
        { press: ['End'], does: w.toNewest },
      ],
      [w],
    ),
  );

  const opened = entry === undefined ? undefined : find(entry);
  // What is open stays readable when the feed has gone on beyond it.
  const kept = useRef(opened);
  useEffect(() => {
    if (opened || entry === undefined) kept.current = opened;
  }, [opened, entry]);
  const shown = opened ?? (kept.current?.key === entry ? kept.current : undefined);

  if (live.status === 'refused') return <ErrorState title={w.refusedTitle}>{w.refused}</ErrorState>;

  const named = person === undefined ? undefined : (nameOf(person, rows) ?? person);
  const state = live.status === 'connecting' ? 'loading' : isPaused || live.status === 'lost' ? 'idle' : 'ok';
  return (
    <div ref={page} className="flex h-[calc(100dvh-6rem)] min-h-96 flex-col lg:h-[calc(100dvh-3rem)]">
      <FeedHeader state={state} isPaused={isPaused} onPause={setPaused} />
      <FeedFilters platforms={platforms} filter={filter} named={named} onSearch={search.set} onChange={change} />
      {live.status === 'lost' && (
        <Alert
          tone="danger"
          title={w.lostTitle}
          action={
            <Button icon={<WifiOff aria-hidden />} onClick={feed.retry}>
              {w.tryNow}
            </Button>
          }
          className="mb-3"
        >
          {w.lostSince(clock(live.lostAt ?? Date.now()))}
        </Alert>
      )}
      <div className="flex min-h-0 flex-1 gap-4">
        {rows.length > 0 ? (
          <FeedList
            ref={list}
            rows={rows}
            fresh={fresh}
            isPaused={isPaused}
            onPause={setPaused}
            isAloud={isCalm}
            channels={channels}
            open={entry}
            onOpen={open}
          />
        ) : live.status === 'connecting' ? (
          <Skeleton shape="table" lines={12} />
        ) : isEmpty || !isNarrowing(filter) ? (
          <EmptyState
            mood="sleepy"
            title={w.emptyTitle}
            action={
              may('commands', 'write') && (
                <LinkButton asChild variant="primary">
                  <Link to="/c/$slug/simulator" params={{ slug }}>
                    {w.toSimulator}
                  </Link>
                </LinkButton>
              )
            }
          >
            {w.empty}
          </EmptyState>
        ) : (
          <EmptyState mood="sleepy" title={w.noMatchTitle} action={<Button onClick={clear}>{w.clearFilters}</Button>}>
            {w.noMatch}
          </EmptyState>
        )}
        {entry !== undefined && (
          <FeedDetail
            row={shown}
            channels={channels}
            onClose={close}
            onPerson={(key) => change({ person: key, entry: undefined })}
          />
        )}
      </div>
    </div>
  );
}

/** What somebody is called, by what they did last. */
function nameOf(person: string, rows: ReturnType<typeof useFeedRows>['rows']): string | undefined {
  for (const row of rows.toReversed()) {
    const found = row.is === 'gap' ? null : personIn(entryOf(row));
    if (found?.key === person) return found.name;
  }
  return undefined;
}

const KEYS = ['j', 'k', '.', 'End', '/'];

/** Keys that do what they do now, without being listened for anew with every entry. */
const keysOf = (pressed: readonly string[], now: { readonly current: Keys }): Keys =>
  Object.fromEntries(pressed.map((key) => [key, () => now.current[key]?.()]));
