import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ofCommunity } from '../../api/use-live.ts';
import { useCommunity } from '../../app/use-community.ts';
import { type RawSearch, textIn, useSearchState } from '../../app/use-search-state.ts';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { Code } from '../../design/code.tsx';
import { Combobox } from '../../design/combobox.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { LoadMore } from '../../design/pagination.tsx';
import { platformLabel } from '../../design/platform-mark.tsx';
import { Select } from '../../design/select.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { toast } from '../../design/toast.tsx';
import { HistoryList } from '../../history/history-list.tsx';
import { actionText } from '../../words/actions.ts';
import { settings } from '../../words/settings.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { NotLoaded } from './not-loaded.tsx';
import { type AuditLine, auditFacets, auditPages, undoLine } from './queries.ts';
import { SectionFrame } from './section-frame.tsx';

const readState = (raw: RawSearch) => {
  const span = textIn(raw, 'span');
  return { action: textIn(raw, 'action'), actor: textIn(raw, 'actor'), span: isSpan(span) ? span : undefined };
};
const ALL = '';
const ANY_TIME = 'any';

/** Who changed what. */
export function AuditSection() {
  const w = useWords(settings);
  const { slug } = useCommunity();
  const [{ action, actor, span }, change] = useSearchState(readState);
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    auditPages(slug, { action, actor, since: sinceOf(span) }),
  );
  const lines = data?.pages.flatMap((page) => page.data) ?? [];
  const isNarrowed = action !== undefined || actor !== undefined || span !== undefined;
  const undo = useUndo();
  return (
    <SectionFrame title={w.audit} description={w.auditWhy}>
      <div>
        {(lines.length > 0 || isNarrowed) && (
          <AuditFilters action={action} actor={actor} span={span} onChange={change} />
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
              example={!isNarrowed && <HistoryList label={w.audit} changes={[EXAMPLE]} />}
              action={
                isNarrowed && (
                  <Button onClick={() => change({ action: undefined, actor: undefined, span: undefined })}>
                    {w.clearFilters}
                  </Button>
                )
              }
            >
              {isNarrowed ? w.auditNoneWhy : w.auditEmptyWhy}
            </EmptyState>
          )}
          {lines.length > 0 && (
            <Card flush>
              <HistoryList
                label={w.audit}
                changes={lines}
                nameOf={nameOfThing}
                above={aboveLine}
                canUndo={isPossible}
                undoing={undo.isPending ? undo.variables.id : null}
                onUndo={undo.mutate}
              />
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

/** How far back, h. */
const TIMES = { day: 24, week: 7 * 24, month: 30 * 24 } as const;
type Span = keyof typeof TIMES;
const isSpan = (text: string | undefined): text is Span => text !== undefined && Object.hasOwn(TIMES, text);

/** To the hour, so that what is asked for stays the same for a while. */
const sinceOf = (span: Span | undefined): string | undefined =>
  span && new Date((Math.floor(Date.now() / 3600_000) - TIMES[span]) * 3600_000).toISOString();

/** What can be chosen is what the log has. */
function AuditFilters({
  action,
  actor,
  span,
  onChange,
}: {
  readonly action: string | undefined;
  readonly actor: string | undefined;
  readonly span: Span | undefined;
  readonly onChange: (change: {
    action?: string | undefined;
    actor?: string | undefined;
    span?: Span | undefined;
  }) => void;
}) {
  const w = useWords(settings);
  const language = useLanguage();
  const { slug } = useCommunity();
  const { data = { actions: [], people: [] } } = useQuery(auditFacets(slug));
  const actions = [...new Set([...(action ? [action] : []), ...data.actions])].toSorted();
  const people = new Map(data.people.map(({ account, displayName }) => [account, displayName]));
  if (actor && !people.has(actor)) people.set(actor, actor);
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
      <Select
        aria-label={w.when}
        className="w-full sm:w-44"
        value={span ?? ANY_TIME}
        options={[
          { value: ANY_TIME, label: w.anyTime },
          { value: 'day', label: w.lastDay },
          { value: 'week', label: w.lastWeek },
          { value: 'month', label: w.lastMonth },
        ]}
        onChange={(chosen) => onChange({ span: isSpan(chosen) ? chosen : undefined })}
      />
    </search>
  );
}

/** What the thing of a line is called: as people name it, or not at all. */
function nameOfThing({ before, after, target }: AuditLine): string | null {
  const { name, number } = { ...asObject(before), ...asObject(after) };
  if (typeof name === 'string' && !target.startsWith('community:')) return name;
  if (typeof number === 'number') return `#${number}`;
  return /^(?:sentence|module):/.test(target) ? target.slice(target.indexOf(':') + 1) : null;
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

const isPossible = ({ undo }: AuditLine): boolean => undo === 'possible';

/** Takes a line back, and can take that back, too. */
function useUndo() {
  const w = useWords(settings);
  const language = useLanguage();
  const client = useQueryClient();
  const { slug } = useCommunity();
  const undo = useMutation({
    mutationFn: (line: AuditLine) => undoLine(slug, line.id),
    onSuccess: (_, line) => toast({ title: w.undone(actionText(line.action, language)), key: 'audit-undo' }),
    onSettled: () => client.invalidateQueries({ queryKey: ofCommunity(slug) }),
  });
  return undo;
}

const aboveLine = (line: AuditLine) => <AboveLine line={line} />;

function AboveLine({ line: { action, target, undo } }: { readonly line: AuditLine }) {
  const w = useWords(settings);
  return (
    <>
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-ink-faint text-sm">
        <Code>{action}</Code>
        <Code>{target}</Code>
      </p>
      {undo === 'overtaken' && <p className="text-ink-soft text-sm">{w.overtaken}</p>}
    </>
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
  undo: null,
};
