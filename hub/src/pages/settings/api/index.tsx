import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ExternalLink, KeyRound } from 'lucide-react';
import { useDeferredValue } from 'react';
import { request } from '../../../api/client.ts';
import { useCommunity } from '../../../app/use-community.ts';
import { type RawSearch, textIn, useSearchState } from '../../../app/use-search-state.ts';
import { LinkButton } from '../../../design/button.tsx';
import { Card } from '../../../design/card.tsx';
import { EmptyState } from '../../../design/empty-state.tsx';
import { Filters } from '../../../design/filters.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { apiDocs } from '../../../words/api-docs.ts';
import { settings } from '../../../words/settings.ts';
import { useWords } from '../../../words/use-words.ts';
import { NotLoaded } from '../not-loaded.tsx';
import { SectionFrame } from '../section-frame.tsx';
import { type ApiDocument, findOperations, operationsOf } from './document.ts';
import { OperationRow } from './operation-row.tsx';

const readState = (raw: RawSearch) => ({ q: textIn(raw, 'q'), open: textIn(raw, 'open') });

/** It changes with a deployment, and with nothing else. */
const documentQuery = {
  queryKey: ['openapi'],
  queryFn: async () => {
    const document = (await (await request('/openapi.json')).json()) as ApiDocument;
    return { document, operations: operationsOf(document) };
  },
  staleTime: Number.POSITIVE_INFINITY,
};

/** What the API takes and answers, from what this installation says of itself. */
export default function ApiSection() {
  const w = useWords(apiDocs);
  const s = useWords(settings);
  const { slug, may } = useCommunity();
  const { data, error, refetch } = useQuery(documentQuery);
  return (
    <SectionFrame title={s.api} description={w.why}>
      <div className="space-y-5">
        <div className="flex flex-wrap gap-2">
          {may('keys') && (
            <LinkButton asChild>
              <Link to="/c/$slug/settings/$section" params={{ slug, section: 'keys' }}>
                <KeyRound aria-hidden />
                {w.keys}
              </Link>
            </LinkButton>
          )}
          <LinkButton href="/docs" target="_blank" rel="noopener" icon={<ExternalLink aria-hidden />}>
            {w.whole}
          </LinkButton>
          <LinkButton href="/openapi.json" target="_blank" rel="noopener" icon={<ExternalLink aria-hidden />}>
            {w.file}
          </LinkButton>
        </div>
        {error && !data && <NotLoaded error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton shape="table" lines={8} />}
        {data && <Operations {...data} />}
      </div>
    </SectionFrame>
  );
}

function Operations({ document, operations }: Awaited<ReturnType<typeof documentQuery.queryFn>>) {
  const w = useWords(apiDocs);
  const [{ q = '', open }, change] = useSearchState(readState);
  const found = findOperations(operations, useDeferredValue(q));
  const groups = Map.groupBy(found, ({ tag }) => tag);
  return (
    <div className="space-y-5">
      <Filters
        searchLabel={w.search}
        search={q}
        onSearch={(text) => change({ q: text })}
        end={
          <span role="status" className="text-ink-faint text-sm">
            {w.found(found.length)}
          </span>
        }
      />
      {found.length === 0 && (
        <EmptyState mood="sleepy" title={w.none}>
          {w.noneWhy}
        </EmptyState>
      )}
      {Array.from(groups, ([tag, inGroup]) => (
        <Card key={tag} flush title={<span lang="en">{tag}</span>}>
          <ul className="divide-y divide-line">
            {inGroup.map((operation) => (
              <OperationRow
                key={operation.id}
                operation={operation}
                document={document}
                isOpen={open === operation.id}
                onToggle={() => change({ open: open === operation.id ? undefined : operation.id }, { push: true })}
              />
            ))}
          </ul>
        </Card>
      ))}
    </div>
  );
}
