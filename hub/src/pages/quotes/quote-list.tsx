import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check, Trash2, X } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { communityQuery } from '../../api/community.ts';
import { useKeyHelp } from '../../app/key-help.ts';
import { type Keys, useKeys } from '../../app/keys.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Button, LinkButton } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { type Facet, Filters } from '../../design/filters.tsx';
import { LoadMore } from '../../design/pagination.tsx';
import { ListWithDetail } from '../../design/side-panel.tsx';
import { useKeptFocus } from '../../memories/use-kept-focus.ts';
import { memories } from '../../words/memories.ts';
import { quotes } from '../../words/quotes.ts';
import { useWords } from '../../words/use-words.ts';
import { NotLoaded } from '../members/list-frame.tsx';
import { useSettled } from '../members/use-settled.ts';
import { NewQuotePanel } from './new-quote-panel.tsx';
import { type Quote, type QuoteStatus, quoteCategories, quoteCounts, quotePages, quoteSeries } from './queries.ts';
import { QuotePanel } from './quote-panel.tsx';
import { QuoteTable } from './quote-table.tsx';
import { type ChangeState, NEW, type QuotesState } from './state.ts';
import { useQuoteActions } from './use-quote-actions.ts';

const NONE: ReadonlySet<string> = new Set();

/** Quotes that are shown, or those that wait: to look through, and one of them beside. */
export function QuoteList({
  status,
  state,
  onChange,
}: {
  readonly status: QuoteStatus;
  readonly state: QuotesState;
  readonly onChange: ChangeState;
}) {
  const w = useWords(quotes);
  const m = useWords(memories);
  const { slug, may } = useCommunity();
  const mayWrite = may('memories', 'write');
  const [typed, setTyped] = useState(state.q ?? '');
  // Back and a link change what is searched, too.
  const told = useRef(state.q);
  if (told.current !== state.q) {
    told.current = state.q;
    if ((state.q ?? '') !== typed.trim()) setTyped(state.q ?? '');
  }
  const q = useSettled(typed.trim());
  const { category, author } = state;
  const query = useInfiniteQuery({
    ...quotePages(slug, { status, q, category, author }),
    placeholderData: keepPreviousData,
  });
  const [selected, setSelected] = useState(NONE);
  const list = useRef<HTMLDivElement>(null);
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const chosen = rows.filter(({ number }) => selected.has(String(number)));
  useKeptFocus(list, rows);
  const act = useQuoteActions();
  const isWaiting = status === 'pending';

  /** What a key is meant for: what is selected, else the row with the focus, else what is open. */
  const marked = (): readonly Quote[] => {
    if (chosen.length > 0) return chosen;
    const index = list.current?.querySelector('[data-index]:focus')?.getAttribute('data-index');
    const row = index ? rows[Number(index)] : rows.find(({ number }) => String(number) === state.quote);
    return row ? [row] : [];
  };
  const decide = (how: 'approve' | 'decline' | 'delete', of: readonly Quote[]) => {
    if (of.length === 0) return;
    setSelected(NONE);
    if (of.some(({ number }) => String(number) === state.quote)) onChange({ quote: undefined });
    act.mutate({ act: how, of });
  };
  const latest = useRef({ marked, decide });
  latest.current = { marked, decide };
  useKeys(
    useMemo((): Keys => {
      const press = (how: 'approve' | 'decline') => () => latest.current.decide(how, latest.current.marked());
      return isWaiting && mayWrite ? { a: press('approve'), d: press('decline') } : {};
    }, [isWaiting, mayWrite]),
  );
  useKeyHelp(
    useMemo(
      () => [
        ...(mayWrite ? [{ press: ['N'], does: m.keyNew }] : []),
        ...(isWaiting && mayWrite
          ? [
              { press: ['A'], does: w.keyApprove },
              { press: ['D'], does: w.keyDecline },
            ]
          : []),
      ],
      [isWaiting, mayWrite, w, m],
    ),
  );

  const isNarrowed = q !== '' || category !== undefined || author !== undefined;
  const clear = () => {
    setTyped('');
    onChange({ q: undefined, category: undefined, author: undefined });
  };
  const close = () => {
    onChange({ quote: undefined });
    const row = list.current?.querySelector<HTMLElement>('[data-index][aria-current="true"]');
    (row ?? list.current?.querySelector<HTMLElement>('[data-index][tabindex="0"]'))?.focus();
  };
  const facets = useFacets(state, onChange);
  const example: Quote = {
    id: '',
    state: '',
    number: 12,
    text: w.exampleText,
    author: w.exampleAuthor,
    category: w.exampleCategory,
    game: null,
    title: null,
    saidAt: '2026-01-02T12:00:00Z',
    status,
    up: 3,
    down: 0,
    addedBy: null,
  };
  const empty = isNarrowed ? (
    <EmptyState compact title={w.noneTitle} action={<Button onClick={clear}>{m.clear}</Button>}>
      {w.none}
    </EmptyState>
  ) : isWaiting ? (
    <NoneWaiting />
  ) : (
    <FirstQuote
      example={<QuoteTable label={w.title} rows={[example]} />}
      action={
        mayWrite && (
          <Button variant="primary" onClick={() => onChange({ quote: NEW }, { push: true })}>
            {w.new}
          </Button>
        )
      }
    />
  );

  const isFirst = !isNarrowed && !isWaiting && query.data !== undefined && rows.length === 0;
  const beside = <Beside state={state} onChange={onChange} onClose={close} onDecide={decide} />;
  return (
    <>
      {!isFirst && (
        <Filters
          className="mb-4"
          searchLabel={w.search}
          search={typed}
          onSearch={(text) => {
            setTyped(text);
            onChange({ q: text.trim() === '' ? undefined : text.trim() });
          }}
          facets={facets}
        />
      )}
      {query.error && !query.data ? (
        <NotLoaded error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <ListWithDetail
          list={
            isFirst ? (
              empty
            ) : (
              <div ref={list}>
                <QuoteTable
                  label={isWaiting ? w.waiting : w.title}
                  rows={rows}
                  {...(mayWrite ? { selected, onSelect: setSelected } : {})}
                  bulk={
                    isWaiting ? (
                      <>
                        <Button size="sm" icon={<X />} onClick={() => decide('decline', chosen)}>
                          {w.decline}
                        </Button>
                        <Button size="sm" variant="primary" icon={<Check />} onClick={() => decide('approve', chosen)}>
                          {w.approve}
                        </Button>
                      </>
                    ) : (
                      <Button size="sm" icon={<Trash2 />} onClick={() => decide('delete', chosen)}>
                        {m.delete}
                      </Button>
                    )
                  }
                  decide={
                    isWaiting && mayWrite
                      ? (quote) => (
                          <>
                            <Button
                              size="sm"
                              aria-label={w.declineOf(quote.number)}
                              onClick={() => decide('decline', [quote])}
                            >
                              {w.decline}
                            </Button>
                            <Button
                              size="sm"
                              aria-label={w.approveOf(quote.number)}
                              onClick={() => decide('approve', [quote])}
                            >
                              {w.approve}
                            </Button>
                          </>
                        )
                      : undefined
                  }
                  onOpen={({ number }) => onChange({ quote: String(number) }, { push: state.quote === undefined })}
                  openId={state.quote ?? null}
                  loading={query.isPending}
                  empty={empty}
                  end={
                    <LoadMore
                      shown={rows.length}
                      hasMore={query.hasNextPage}
                      loading={query.isFetchingNextPage}
                      onMore={() => void query.fetchNextPage()}
                    />
                  }
                />
              </div>
            )
          }
          detail={beside}
        />
      )}
    </>
  );
}

/** What is open beside the list. */
function Beside({
  state: { quote },
  onChange,
  onClose,
  onDecide,
}: {
  readonly state: QuotesState;
  readonly onChange: ChangeState;
  readonly onClose: () => void;
  readonly onDecide: (how: 'approve' | 'decline' | 'delete', of: readonly Quote[]) => void;
}) {
  const { may } = useCommunity();
  if (quote === undefined) return null;
  if (quote === NEW)
    return may('memories', 'write') ? (
      <NewQuotePanel
        onClose={onClose}
        onAdded={({ number, status }) =>
          onChange({ quote: String(number), tab: status === 'pending' ? 'waiting' : undefined })
        }
      />
    ) : null;
  return (
    <QuotePanel
      key={quote}
      number={quote}
      onClose={onClose}
      onDecide={(how, one) => {
        onClose();
        onDecide(how, [one]);
      }}
    />
  );
}

/** The categories and the names that quotes here have. One that stands in the address alone is one of them, too. */
function useFacets({ category, author }: QuotesState, onChange: ChangeState): readonly Facet[] {
  const w = useWords(quotes);
  const { slug } = useCommunity();
  const { data: categories = [] } = useQuery(quoteCategories(slug));
  const { data: series } = useQuery(quoteSeries(slug));
  const withChosen = (options: Facet['options'], chosen: string | undefined): Facet['options'] =>
    chosen === undefined || options.some(({ value }) => value.toLowerCase() === chosen.toLowerCase())
      ? options
      : [{ value: chosen, label: chosen }, ...options];
  const options = {
    category: categories.map(({ category: value, quotes: count }) => ({ value, label: value, count })),
    author: (series?.authors ?? []).map(({ author: value, quotes: count }) => ({ value, label: value, count })),
  };
  const facet = (id: 'category' | 'author', label: string, chosen: string | undefined): Facet => ({
    id,
    label,
    options: withChosen(options[id], chosen),
    value: chosen === undefined ? [] : [chosen],
    onChange: (next) => onChange({ [id]: next.at(-1) }),
  });
  return [facet('category', w.category, category), facet('author', w.author, author)].filter(
    (one) => one.options.length > 0,
  );
}

function FirstQuote({ example, action }: { readonly example: ReactNode; readonly action: ReactNode }) {
  const w = useWords(quotes);
  const { slug } = useCommunity();
  const { data } = useQuery(communityQuery(slug));
  return (
    <EmptyState title={w.emptyTitle} action={action} example={example}>
      {w.empty(data?.prefix ?? '!')}
    </EmptyState>
  );
}

/** Nothing waits: because it was looked through, or because nothing is approved here. */
function NoneWaiting() {
  const w = useWords(quotes);
  const { slug, may } = useCommunity();
  const { data } = useQuery(quoteCounts(slug));
  return (
    <EmptyState
      compact
      title={w.noneWaitingTitle}
      action={
        may('settings', 'write') &&
        data && (
          <LinkButton asChild>
            <Link to="/c/$slug/settings/$section" params={{ slug, section: 'memories' }}>
              {w.toSettings}
            </Link>
          </LinkButton>
        )
      }
    >
      {w.noneWaiting}
    </EmptyState>
  );
}
