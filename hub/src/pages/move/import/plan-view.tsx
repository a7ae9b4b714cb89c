import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ofCommunity } from '../../../api/use-live.ts';
import { useCommunity } from '../../../app/use-community.ts';
import { Button } from '../../../design/button.tsx';
import { type Column, DataTable } from '../../../design/data-table.tsx';
import { EmptyState } from '../../../design/empty-state.tsx';
import { Filters } from '../../../design/filters.tsx';
import { ListWithDetail } from '../../../design/side-panel.tsx';
import { StatusDot } from '../../../design/status-dot.tsx';
import { toast } from '../../../design/toast.tsx';
import { moveIn } from '../../../words/move-in.ts';
import { useLanguage, useWords } from '../../../words/use-words.ts';
import { type Choice, canCome, firstChoice, lacksName, wantedOf } from './choice.ts';
import type { ImportState } from './index.tsx';
import { LinePanel } from './line-panel.tsx';
import { type Applied, applyFile, type Line, type OpenFile, type Plan } from './queries.ts';
import { mainReason, reasonText } from './reason-text.ts';
import { KINDS, LOOKS, STATUSES } from './statuses.ts';
import { useUndo } from './use-undo.ts';

/** Each line of a file, what becomes of it and why; and the button that brings those that are chosen. */
export function PlanView({
  file,
  plan,
  state,
  onChange,
  onAgain,
  onDone,
}: {
  readonly file: OpenFile;
  readonly plan: Plan;
  readonly state: ImportState;
  readonly onChange: (change: Partial<ImportState>, how?: { readonly push?: boolean }) => void;
  readonly onAgain: () => void;
  readonly onDone: (applied: Applied) => void;
}) {
  const w = useWords(moveIn);
  const language = useLanguage();
  const { slug } = useCommunity();
  const client = useQueryClient();
  const undo = useUndo();
  const [choice, setChoice] = useState<Choice>(() => firstChoice(plan.lines));
  const table = useRef<HTMLDivElement>(null);
  const { status, kind, q = '' } = state;
  const rows = plan.lines.filter((line) => holds(line, { status, kind, q }));
  const opened = plan.lines.find(({ id }) => id === state.line);
  const wanted = wantedOf(plan.lines, choice);
  const unnamed = plan.lines.filter((line) => choice.chosen.has(line.id) && lacksName(line, choice)).length;
  const apply = useMutation({
    mutationFn: () => applyFile(slug, file, wanted),
    onSuccess: (applied) => {
      const { id, made } = applied;
      if (id !== null)
        toast({ key: 'import', title: w.moved(made.length), undo: () => undo.mutateAsync(id).then(() => {}) });
      onDone(applied);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ofCommunity(slug) }),
  });
  const select = (next: ReadonlySet<string>) => {
    const shown = new Set(rows.map(({ id }) => id));
    const elsewhere = [...choice.chosen].filter((id) => !shown.has(id));
    const here = rows.filter((line) => next.has(line.id) && canCome(line)).map(({ id }) => id);
    setChoice({ ...choice, chosen: new Set([...elsewhere, ...here]) });
  };
  const close = () => {
    const row = table.current?.querySelector<HTMLElement>('[data-index][aria-current="true"]');
    onChange({ line: undefined });
    (row ?? table.current?.querySelector<HTMLElement>('[data-index][tabindex="0"]'))?.focus();
  };
  const columns: readonly Column<Line>[] = [
    {
      id: 'name',
      header: w.name,
      cell: (line) => (
        <bdi className="line-clamp-1 overflow-hidden font-mono [overflow-wrap:anywhere]">
          {choice.names.get(line.id) || line.name || line.typed || line.place}
        </bdi>
      ),
    },
    { id: 'kind', header: w.kind, width: '6.5rem', cell: ({ kind: of }) => w[of] },
    {
      id: 'status',
      header: w.status,
      width: '10.5rem',
      cell: (line) => (
        <StatusDot state={LOOKS[line.status]}>
          {choice.chosen.has(line.id) && lacksName(line, choice) ? w.needsName : w[line.status]}
        </StatusDot>
      ),
    },
    {
      id: 'why',
      header: w.why,
      priority: 3,
      cell: (line) => <bdi className="block truncate">{reasonText(mainReason(line), language)}</bdi>,
    },
  ];
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 basis-60 truncate text-ink-soft">
          <bdi>{w.fileOf(file.name, w[file.source])}</bdi>
        </p>
        <p role="status" className="text-ink-soft">
          {apply.isPending ? w.applying : unnamed > 0 ? w.notNamed(unnamed) : ''}
        </p>
        <Button variant="ghost" onClick={onAgain}>
          {w.another}
        </Button>
        <Button
          variant="primary"
          disabled={wanted.length === 0}
          loading={apply.isPending}
          onClick={() => apply.mutate()}
        >
          {w.apply(wanted.length)}
        </Button>
      </div>
      <Filters
        searchLabel={w.search}
        search={q}
        onSearch={(typed) => onChange({ q: typed === '' ? undefined : typed })}
        facets={[
          {
            id: 'status',
            label: w.status,
            options: STATUSES.map((one) => ({ value: one, label: w[one], count: plan.counts[one] })),
            value: status ? [status] : [],
            onChange: (next) => onChange({ status: STATUSES.find((one) => one === next.at(-1)) }),
          },
          {
            id: 'kind',
            label: w.kind,
            options: KINDS.filter((one) => plan.lines.some((line) => line.kind === one)).map((one) => ({
              value: one,
              label: w[one],
              count: plan.lines.filter((line) => line.kind === one).length,
            })),
            value: kind ? [kind] : [],
            onChange: (next) => onChange({ kind: KINDS.find((one) => one === next.at(-1)) }),
          },
        ]}
      />
      <Counts plan={plan} />
      <ListWithDetail
        list={
          <div ref={table}>
            <DataTable
              label={w.planLabel}
              rows={rows}
              columns={columns}
              rowId={({ id }) => id}
              rowName={({ name, typed, place }) => name || typed || place}
              selected={choice.chosen}
              onSelect={select}
              onOpen={({ id }) => onChange({ line: id }, { push: state.line === undefined })}
              openId={opened?.id ?? null}
              maxHeight="max(20rem, calc(100dvh - 24rem))"
              empty={
                <EmptyState
                  compact
                  title={w.noneTitle}
                  action={
                    <Button onClick={() => onChange({ q: undefined, status: undefined, kind: undefined })}>
                      {w.showAll}
                    </Button>
                  }
                >
                  {w.none}
                </EmptyState>
              }
            />
          </div>
        }
        detail={
          opened && (
            <LinePanel
              key={opened.id}
              line={opened}
              choice={choice}
              onChoose={(is) =>
                setChoice(({ chosen, names }) => ({
                  names,
                  chosen: new Set(is ? [...chosen, opened.id] : [...chosen].filter((id) => id !== opened.id)),
                }))
              }
              onName={(name) =>
                setChoice(({ chosen, names }) => ({
                  chosen: new Set([...chosen, opened.id]),
                  names: new Map([...names, [opened.id, name]]),
                }))
              }
              onClose={close}
            />
          )
        }
      />
    </div>
  );
}

function holds(
  line: Line,
  {
    status,
    kind,
    q,
  }: { readonly status: Line['status'] | undefined; readonly kind: Line['kind'] | undefined; readonly q: string },
): boolean {
  const words = [line.name, line.typed, line.place, line.becomes && 'text' in line.becomes ? line.becomes.text : ''];
  return (
    (status === undefined || line.status === status) &&
    (kind === undefined || line.kind === kind) &&
    words.some((word) => word.toLowerCase().includes(q.trim().toLowerCase()))
  );
}

/** How many lines there are of each status. */
function Counts({ plan }: { readonly plan: Plan }) {
  const w = useWords(moveIn);
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-ink-soft">
      {STATUSES.map((status) => (
        <li key={status} className="flex items-center gap-1.5">
          <StatusDot state={LOOKS[status]}>{w[status]}</StatusDot>
          <span className="tabular text-ink">{plan.counts[status] ?? 0}</span>
        </li>
      ))}
    </ul>
  );
}
