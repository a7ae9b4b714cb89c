import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, ChevronsUpDown, X } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { IconButton } from './button.tsx';
import { Checkbox } from './checkbox.tsx';
import { cn } from './cn.ts';
import { Select } from './select.tsx';
import { Skeleton } from './skeleton.tsx';
import { useWidth } from './use-width.ts';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly sortable?: boolean;
  /** At the right, with digits of one width. */
  readonly numeric?: boolean;
  /** A CSS width; columns without one share what is left. */
  readonly width?: string;
  /** 1 (as it is left out) is always shown, 2 leaves below 720 px of table, 3 below 960 px. On cards 1 and 2 are shown. */
  readonly priority?: 1 | 2 | 3;
}

export interface Sort {
  readonly by: string;
  readonly order: 'asc' | 'desc';
}

export interface DataTableProps<Row> {
  /** What the table holds, read aloud: "Quotes". */
  label: string;
  rows: readonly Row[];
  /** The first one names the row, and is the title of its card. */
  columns: readonly Column<Row>[];
  rowId: (row: Row) => string;
  /** The row in a word or two, for those who hear it. */
  rowName: (row: Row) => string;
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  /** Ids of what is selected; given with `onSelect`, rows can be. */
  selected?: ReadonlySet<string>;
  onSelect?: (selected: ReadonlySet<string>) => void;
  /** Buttons for what is selected. */
  bulk?: ReactNode;
  /** Enter or a click on the row. */
  onOpen?: (row: Row) => void;
  /** The row whose detail is open beside the table. */
  openId?: string | null;
  loading?: boolean;
  /** Stands there while there are no rows. */
  empty?: ReactNode;
  /** Under the last row: LoadMore. */
  end?: ReactNode;
  /** How high it grows before it scrolls within itself. */
  maxHeight?: string;
  className?: string;
}

/** Narrower than this it is a list of cards. */
const CARDS_BELOW = 560;
const LEAVES_BELOW = { 1: 0, 2: 720, 3: 960 } as const;
const ROW_HEIGHT = 41;
const CARD_HEIGHT = 96;

/** Where each key leads from a row. */
const STEPS = new Map<string, (at: { index: number; page: number; last: number }) => number>([
  ['ArrowDown', ({ index }) => index + 1],
  ['ArrowUp', ({ index }) => index - 1],
  ['PageDown', ({ index, page }) => index + page],
  ['PageUp', ({ index, page }) => index - page],
  ['Home', () => 0],
  ['End', ({ last }) => last],
]);

const NONE: ReadonlySet<string> = new Set();

const USED_ITSELF = 'a, button, input, select, textarea, label, summary, [role="checkbox"], [role="switch"]';

/**
 * Long lists: only the rows in sight exist. Sorting, filters, selection and what is open are given from outside, for they live in
 * the URL. Keys: arrows, Home and End move; Space selects, with Shift all in between; Enter opens; Escape clears the selection.
 */
export function DataTable<Row>({
  label,
  rows,
  columns,
  rowId,
  rowName,
  sort,
  onSort,
  selected = NONE,
  onSelect,
  bulk,
  onOpen,
  openId,
  loading,
  empty,
  end,
  maxHeight = 'max(20rem, calc(100dvh - 16rem))',
  className,
}: DataTableProps<Row>) {
  const w = useWords(kit);
  const keysId = useId();
  const frame = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const cards = width > 0 && width < CARDS_BELOW;
  const [active, setActive] = useState(0);
  const moved = useRef(false);
  const anchor = useRef(0);
  const current = Math.min(active, Math.max(0, rows.length - 1));

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (cards ? CARD_HEIGHT : ROW_HEIGHT),
    overscan: 8,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowId(row);
    },
    scrollPaddingStart: cards ? 0 : 36,
    // The row with the focus stays, however far one scrolls: else the focus would fall to the page.
    rangeExtractor: (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), ...(rows.length > 0 ? [current] : [])])].sort((a, b) => a - b),
  });

  useLayoutEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-index="${current}"]`)?.focus({ preventScroll: true });
  });

  const shownColumns = columns.filter((column) => cards || width >= LEAVES_BELOW[column.priority ?? 1]);
  const canSelect = onSelect !== undefined;
  const allSelected = rows.length > 0 && rows.every((row) => selected.has(rowId(row)));

  const moveTo = (index: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, index));
    virtual.scrollToIndex(next);
    moved.current = true;
    setActive(next);
  };
  const select = (index: number, withShift: boolean) => {
    if (!onSelect) return;
    const [from, to] = withShift ? [anchor.current, index].sort((a, b) => a - b) : [index, index];
    const ids = rows.slice(from, (to ?? index) + 1).map(rowId);
    const row = rows[index];
    const on = row !== undefined && (withShift || !selected.has(rowId(row)));
    const next = new Set(selected);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    anchor.current = index;
    onSelect(next);
  };
  const selectAll = () => onSelect?.(allSelected ? NONE : new Set(rows.map(rowId)));

  const onKey = (event: KeyboardEvent<HTMLTableRowElement>, index: number) => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(
      1,
      Math.floor((scroller.current?.clientHeight ?? 400) / (cards ? CARD_HEIGHT : ROW_HEIGHT)) - 1,
    );
    const row = rows[index];
    const step = STEPS.get(event.key);
    if (step) moveTo(step({ index, page, last: rows.length - 1 }));
    else if (event.key === ' ' && onSelect) select(index, event.shiftKey);
    else if (event.key === 'Enter' && onOpen && row !== undefined) onOpen(row);
    else if (event.key === 'Escape' && onSelect && selected.size > 0) onSelect(NONE);
    else if (event.key === 'a' && onSelect && (event.ctrlKey || event.metaKey)) onSelect(new Set(rows.map(rowId)));
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent<HTMLTableRowElement>, row: Row, index: number) => {
    if (event.target instanceof Element && event.target.closest(USED_ITSELF)) return;
    setActive(index);
    onOpen?.(row);
  };

  const items = virtual.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  const span = (cards ? 1 : shownColumns.length) + (canSelect ? 1 : 0);

  return (
    <div
      ref={frame}
      className={cn(
        'isolate flex min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-surface',
        className,
      )}
    >
      {cards && onSort && rows.length > 0 && <CardSort columns={columns} sort={sort ?? null} onSort={onSort} />}
      <div ref={scroller} className="relative min-w-0 overflow-auto overscroll-contain" style={{ maxHeight }}>
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is the role of a table whose rows are moved in by keys
          role="grid"
          aria-label={label}
          aria-describedby={keysId}
          aria-rowcount={rows.length + 1}
          aria-multiselectable={canSelect || undefined}
          aria-busy={loading || undefined}
          className="tabular w-full table-fixed border-separate border-spacing-0 text-left"
        >
          <colgroup>
            {canSelect && <col style={{ width: '2.5rem' }} />}
            {cards ? <col /> : shownColumns.map((column) => <col key={column.id} style={{ width: column.width }} />)}
          </colgroup>
          <thead className={cn(cards && 'hidden-visually')}>
            <tr aria-rowindex={1}>
              {canSelect && (
                <th scope="col" className={cn(HEAD, 'pr-0 pl-4')}>
                  <Checkbox
                    aria-label={w.selectAll}
                    checked={allSelected || (selected.size > 0 && 'indeterminate')}
                    onChange={selectAll}
                  />
                </th>
              )}
              {cards ? (
                <th scope="col">{label}</th>
              ) : (
                shownColumns.map((column) => (
                  <HeaderCell key={column.id} column={column} sort={sort ?? null} onSort={onSort} />
                ))
              )}
            </tr>
          </thead>
          <tbody>
            {first && first.start > 0 && <Gap height={first.start} span={span} />}
            {items.flatMap((item, place) => {
              const row = rows[item.index];
              if (row === undefined) return [];
              const id = rowId(row);
              const isSelected = selected.has(id);
              const before = items[place - 1];
              // The row with the focus may stand far from those in sight.
              const gap = before ? item.start - before.end : 0;
              return [
                gap > 0 && <Gap key={`gap ${item.key}`} height={gap} span={span} />,
                <tr
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  aria-rowindex={item.index + 2}
                  aria-selected={canSelect ? isSelected : undefined}
                  aria-current={openId === id || undefined}
                  tabIndex={item.index === current ? 0 : -1}
                  onFocus={() => setActive(item.index)}
                  onKeyDown={(event) => onKey(event, item.index)}
                  onClick={(event) => onClick(event, row, item.index)}
                  className={cn(
                    'focus-inset group transition-colors hover:bg-hover',
                    onOpen && 'cursor-pointer',
                    (isSelected || openId === id) && 'bg-selected hover:bg-selected',
                  )}
                >
                  {canSelect && (
                    <td className={cn('border-line border-b pr-0 pl-4', cards ? 'pt-3.5 align-top' : 'align-middle')}>
                      <Checkbox
                        tabIndex={-1}
                        aria-label={w.selectRow(rowName(row))}
                        checked={isSelected}
                        onClick={(event) => {
                          if (!event.shiftKey) return;
                          event.preventDefault();
                          select(item.index, true);
                        }}
                        onChange={() => select(item.index, false)}
                      />
                    </td>
                  )}
                  {cards ? (
                    <CardCell columns={columns} row={row} />
                  ) : (
                    shownColumns.map((column) => (
                      <td
                        key={column.id}
                        className={cn(
                          'h-10 truncate border-line border-b px-3 py-1.5 text-ink-soft first:pl-4 first:text-ink last:pr-4',
                          canSelect && 'nth-2:text-ink',
                          column.numeric && 'text-right',
                        )}
                      >
                        {column.cell(row)}
                      </td>
                    ))
                  )}
                </tr>,
              ];
            })}
            {last && virtual.getTotalSize() > last.end && (
              <Gap height={virtual.getTotalSize() - last.end} span={span} />
            )}
          </tbody>
        </table>
        {rows.length === 0 && (loading ? <Skeleton shape="table" lines={6} /> : empty)}
      </div>
      {end && rows.length > 0 && <div className="border-line border-t px-4 py-2">{end}</div>}
      {canSelect && selected.size > 0 && (
        <div className="flex flex-wrap items-center gap-2 border-line border-t bg-selected py-1.5 pr-2 pl-4">
          <span role="status" className="tabular mr-2 font-medium">
            {w.selected(selected.size)}
          </span>
          {bulk}
          <IconButton
            size="sm"
            label={w.clearSelection}
            icon={<X />}
            onClick={() => onSelect(NONE)}
            className="ml-auto"
          />
        </div>
      )}
      <p id={keysId} className="hidden-visually">
        {w.tableKeys}
      </p>
    </div>
  );
}

const HEAD =
  'sticky top-0 z-(--layer-sticky) h-9 whitespace-nowrap border-line border-b bg-surface px-3 font-medium text-ink-faint text-sm first:pl-4 last:pr-4';

const Gap = ({ height, span }: { height: number; span: number }) => (
  <tr aria-hidden>
    <td colSpan={span} style={{ height }} className="p-0" />
  </tr>
);

interface SortProps {
  sort: Sort | null;
  onSort?: ((sort: Sort) => void) | undefined;
}

function HeaderCell<Row>({ column, sort, onSort }: SortProps & { column: Column<Row> }) {
  const order = sort?.by === column.id ? sort.order : null;
  const Arrow = order === 'asc' ? ArrowUp : order === 'desc' ? ArrowDown : ChevronsUpDown;
  const canSort = column.sortable && onSort;
  return (
    <th
      scope="col"
      aria-sort={order ? (order === 'asc' ? 'ascending' : 'descending') : undefined}
      className={cn(HEAD, column.numeric && 'text-right')}
    >
      {canSort ? (
        <button
          type="button"
          onClick={() => onSort({ by: column.id, order: order === 'asc' ? 'desc' : 'asc' })}
          className={cn(
            '-mx-1 inline-flex h-6 max-w-full items-center gap-1 rounded-sm px-1 transition-colors hover:text-ink',
            order && 'text-ink',
            column.numeric && 'flex-row-reverse',
          )}
        >
          <span className="truncate">{column.header}</span>
          <Arrow aria-hidden className={cn('size-3.5 shrink-0', !order && 'opacity-60')} />
        </button>
      ) : (
        <span className="block truncate">{column.header}</span>
      )}
    </th>
  );
}

function CardCell<Row>({ columns, row }: { columns: readonly Column<Row>[]; row: Row }) {
  const [title, ...rest] = columns.filter((column) => (column.priority ?? 1) < 3);
  return (
    <td className="border-line border-b px-4 py-3">
      <div className="min-w-0 wrap-anywhere font-medium text-ink">{title?.cell(row)}</div>
      <dl className="mt-1.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        {rest.map((column) => (
          <div key={column.id} className="contents has-[dd:empty]:hidden">
            <dt className="text-ink-faint text-sm leading-5">{column.header}</dt>
            <dd className="min-w-0 truncate text-ink-soft">{column.cell(row)}</dd>
          </div>
        ))}
      </dl>
    </td>
  );
}

function CardSort<Row>({
  columns,
  sort,
  onSort,
}: {
  columns: readonly Column<Row>[];
  sort: Sort | null;
  onSort: (sort: Sort) => void;
}) {
  const w = useWords(kit);
  const sortable = columns.filter((column) => column.sortable);
  if (sortable.length === 0) return null;
  const order = sort?.order ?? 'asc';
  return (
    <div className="flex items-center gap-2 border-line border-b px-4 py-2">
      <Select
        size="sm"
        aria-label={w.sortBy}
        placeholder={w.sortBy}
        value={sort?.by ?? ''}
        options={sortable.map((column) => ({ value: column.id, label: column.header }))}
        onChange={(by) => onSort({ by, order })}
      />
      <IconButton
        size="sm"
        label={order === 'asc' ? w.ascending : w.descending}
        icon={order === 'asc' ? <ArrowUp /> : <ArrowDown />}
        disabled={!sort}
        onClick={() => sort && onSort({ by: sort.by, order: order === 'asc' ? 'desc' : 'asc' })}
      />
    </div>
  );
}
