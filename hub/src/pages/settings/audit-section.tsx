import { useInfiniteQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useCommunity } from '../../app/use-community.ts';
import { type RawSearch, textIn, useSearchState } from '../../app/use-search-state.ts';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { Combobox } from '../../design/combobox.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { LoadMore } from '../../design/pagination.tsx';
import { platformLabel } from '../../design/platform-mark.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';
import { actionText } from '../../words/actions.ts';
import { settings } from '../../words/settings.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { accountOfActor, actorName } from './actor.ts';
import { AuditDiff } from './audit-diff.tsx';
import { NotLoaded } from './not-loaded.tsx';
import { type AuditLine, auditPages } from './queries.ts';
import { SectionFrame } from './section-frame.tsx';

const readState = (raw: RawSearch) => ({ action: textIn(raw, 'action'), actor: textIn(raw, 'actor') });
const ALL = '';

/** Who changed what. */
export function AuditSection() {
  const w = useWords(settings);
  const { slug } = useCommunity();
  const [{ action, actor }, change] = useSearchState(readState);
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    auditPages(slug, { action, actor }),
  );
  const lines = data?.pages.flatMap((page) => page.data) ?? [];
  const isNarrowed = action !== undefined || actor !== undefined;
  return (
    <SectionFrame title={w.audit} description={w.auditWhy}>
      <div>
        {(lines.length > 0 || isNarrowed) && (
          <AuditFilters lines={lines} action={action} actor={actor} onChange={change} />
        )}
        <div className="mt-4">
          {error && !data && <NotLoaded error={error} onRetry={() => void refetch()} />}
          {!data && !error && (
            <Card flush>
              <Skeleton shape="table" lines={8} />
            </Card>
          )}
          {data && lines.length === 0 && (
            <EmptyState
              compact
              title={isNarrowed ? w.auditNone : w.auditEmpty}
              example={
                !isNarrowed && (
                  <ul>
                    <Line line={EXAMPLE} />
                  </ul>
                )
              }
              action={
                isNarrowed && (
                  <Button onClick={() => change({ action: undefined, actor: undefined })}>{w.clearFilters}</Button>
                )
              }
            >
              {isNarrowed ? w.auditNoneWhy : w.auditEmptyWhy}
            </EmptyState>
          )}
          {lines.length > 0 && (
            <Card flush>
              <ul aria-label={w.audit} className="divide-y divide-line">
                {lines.map((line) => (
                  <Line key={line.id} line={line} />
                ))}
              </ul>
              <LoadMore
                className="border-line border-t py-2"
                shown={lines.length}
                hasMore={hasNextPage}
                loading={isFetchingNextPage}
                onMore={() => void fetchNextPage()}
              />
            </Card>
          )}
        </div>
      </div>
    </SectionFrame>
  );
}

/** What can be chosen is what is in sight: an action or a person that never was would find nothing. */
function AuditFilters({
  lines,
  action,
  actor,
  onChange,
}: {
  readonly lines: readonly AuditLine[];
  readonly action: string | undefined;
  readonly actor: string | undefined;
  readonly onChange: (change: { action?: string | undefined; actor?: string | undefined }) => void;
}) {
  const w = useWords(settings);
  const language = useLanguage();
  const actions = [...new Set([...(action ? [action] : []), ...lines.map((line) => line.action)])].toSorted();
  const people = new Map<string, string>(actor ? [[actor, actor]] : []);
  for (const line of lines) {
    const account = accountOfActor(line.actor);
    if (account) people.set(`${account.platform}:${account.account}`, account.displayName);
  }
  return (
    <search aria-label={w.audit} className="flex flex-wrap gap-2">
      <Combobox
        label={w.action}
        className="w-full sm:w-64"
        value={action ?? ALL}
        options={[
          { value: ALL, label: w.anyAction },
          ...actions.map((one) => ({ value: one, label: actionText(one, language), hint: one })),
        ]}
        onChange={(chosen) => onChange({ action: chosen === ALL ? undefined : chosen })}
      />
      <Combobox
        label={w.who}
        className="w-full sm:w-64"
        value={actor ?? ALL}
        options={[
          { value: ALL, label: w.anybody },
          ...[...people].map(([key, name]) => ({
            value: key,
            label: name,
            hint: platformLabel(key.slice(0, key.indexOf(':'))),
            keywords: [name],
          })),
        ]}
        onChange={(chosen) => onChange({ actor: chosen === ALL ? undefined : chosen })}
      />
    </search>
  );
}

const EXAMPLE: AuditLine = {
  id: 'example',
  at: '2026-01-02T12:00:00Z',
  actor: {
    kind: 'account',
    platform: 'twitch',
    account: '1',
    login: 'robin',
    displayName: 'Robin',
    level: 'moderator',
  },
  action: 'command.add',
  target: 'command:1',
  before: null,
  after: null,
};

function Line({ line }: { readonly line: AuditLine }) {
  const w = useWords(settings);
  const language = useLanguage();
  return (
    <li>
      <details className="group">
        <summary className="focus-inset flex min-h-11 list-none flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2 hover:bg-hover [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-4 shrink-0 text-ink-faint transition-transform group-open:rotate-90"
          />
          <bdi className="max-w-56 truncate font-medium text-ink">{actorName(line.actor, w)}</bdi>
          <span className="min-w-0 flex-1 basis-40 truncate text-ink-soft">{actionText(line.action, language)}</span>
          <Time at={line.at} className="text-ink-faint text-sm" />
        </summary>
        <div className="px-4 pt-1 pb-4 sm:pl-11">
          <AuditDiff line={line} />
        </div>
      </details>
    </li>
  );
}
