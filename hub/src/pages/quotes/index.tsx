import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download, Plus, Upload } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { type Keys, useKeys } from '../../app/keys.ts';
import { useCommunity } from '../../app/use-community.ts';
import { useSearchState } from '../../app/use-search-state.ts';
import { useTitle } from '../../app/use-title.ts';
import { Button, LinkButton } from '../../design/button.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { quotes } from '../../words/quotes.ts';
import { useWords } from '../../words/use-words.ts';
import { quoteCounts } from './queries.ts';
import { QuoteList } from './quote-list.tsx';
import { NEW, readState, type Tab } from './state.ts';

/** What was said here, what waits to be shown, and the way in and out of it. */
export default function QuotesPage() {
  const w = useWords(quotes);
  useTitle(w.title);
  const { slug, may } = useCommunity();
  const mayWrite = may('memories', 'write');
  const [state, change] = useSearchState(readState);
  const { data: counts } = useQuery(quoteCounts(slug));
  const waiting = counts?.pending ?? 0;
  const open = useCallback(
    (tab: Tab) =>
      change(
        {
          tab: tab === 'quotes' ? undefined : tab,
          quote: undefined,
          q: undefined,
          category: undefined,
          author: undefined,
        },
        { push: true },
      ),
    [change],
  );
  const add = useCallback(() => change({ quote: NEW }, { push: true }), [change]);
  useKeys(useMemo((): Keys => (mayWrite ? { n: add } : {}), [mayWrite, add]));
  return (
    <>
      <PageHeader
        title={w.title}
        description={w.description}
        actions={
          <>
            {mayWrite && (
              <LinkButton asChild>
                <Link to={'/c/$slug/move' as '/c/$slug'} params={{ slug }}>
                  <Upload aria-hidden />
                  {w.import}
                </Link>
              </LinkButton>
            )}
            <LinkButton
              href={`/api/v1/quotes/${encodeURIComponent(slug)}/csv`}
              download
              icon={<Download aria-hidden />}
            >
              {w.export}
            </LinkButton>
            {mayWrite && (
              <Button variant="primary" icon={<Plus aria-hidden />} onClick={add}>
                {w.new}
              </Button>
            )}
          </>
        }
      />
      <Tabs
        label={w.tabs}
        value={state.tab ?? 'quotes'}
        onChange={(id) => open(id === 'waiting' ? 'waiting' : 'quotes')}
        tabs={[
          { id: 'quotes', label: w.shown, content: <QuoteList status="approved" state={state} onChange={change} /> },
          {
            id: 'waiting',
            label: w.waiting,
            ...(waiting > 0 ? { count: waiting } : {}),
            content: <QuoteList status="pending" state={state} onChange={change} />,
          },
        ]}
      />
    </>
  );
}
