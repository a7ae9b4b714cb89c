import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { type KeyboardEvent, type Ref, useCallback, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { PressedKeys } from '../../app/pressed-keys.tsx';
import { Button } from '../../design/button.tsx';
import { useWidth } from '../../design/use-width.ts';
import { feed } from '../../words/feed.ts';
import { useWords } from '../../words/use-words.ts';
import { type ChannelNames, heightOf, Row } from './row.tsx';
import type { FeedRow } from './rows.ts';

/** So near to the end is at the end, px. */
const END = 24;
const END_KEY = ['End'];
/** Rows beyond the edges that are drawn, too. */
const BEYOND = 6;

/** What keys of the page do with the list. */
export interface FeedListHandle {
  /** Moves the focus to the next or the last row; from nowhere, to the newest that is in sight. */
  move(by: 1 | -1): void;
  /** Gives the focus back to a row. */
  focus(key: string): void;
}

export interface FeedListProps {
  readonly rows: readonly FeedRow[];
  readonly fresh: number;
  readonly isPaused: boolean;
  readonly onPause: (isPaused: boolean) => void;
  /** Whether new rows are read aloud. */
  readonly isAloud: boolean;
  readonly channels: ChannelNames;
  readonly open: string | undefined;
  readonly onOpen: (key: string) => void;
  readonly ref: Ref<FeedListHandle>;
}

/** The rows, of which those in sight are drawn. It stays at the end until somebody scrolls up, and goes on there. */
export function FeedList({ rows, fresh, isPaused, onPause, isAloud, channels, open, onOpen, ref }: FeedListProps) {
  const w = useWords(feed);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const active = useRef(-1);
  const top = useRef(0);

  // Another function with other rows or another width: what was measured for the last ones is forgotten.
  const keyAt = useCallback((index: number) => rows[index]?.key ?? index, [rows]);
  const heightAt = useCallback(
    (index: number) => {
      const row = rows[index];
      return row ? heightOf(row, width) : 0;
    },
    [rows, width],
  );
  const list = useVirtualizer({
    count: width > 0 ? rows.length : 0,
    getScrollElement: () => box.current,
    getItemKey: keyAt,
    estimateSize: heightAt,
    overscan: BEYOND,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another width have other heights.
  useLayoutEffect(() => list.measure(), [list, width]);
  const height = list.getTotalSize();

  // What opens beside takes room, so that rows above become higher: what was opened stays in sight.
  const openAt = isPaused && open !== undefined ? rows.findIndex(({ key }) => key === open) : -1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each that is opened, and each width.
  useLayoutEffect(() => {
    if (openAt >= 0) list.scrollToIndex(openAt);
  }, [open, width]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever there is more, and where it goes on.
  useLayoutEffect(() => {
    if (!isPaused && box.current) box.current.scrollTop = height;
  }, [height, rows, isPaused]);

  const scrolled = () => {
    const element = box.current;
    if (!element) return;
    const isUp = element.scrollTop < top.current - 1;
    top.current = element.scrollTop;
    const isAtEnd = element.scrollTop + element.clientHeight >= height - END;
    if (isUp && !isAtEnd && !isPaused) onPause(true);
  };

  const focusRow = (index: number) => {
    const row = rows[index];
    if (!row) return;
    active.current = index;
    onPause(true);
    list.scrollToIndex(index);
    // It may have to be drawn first.
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.key)}"]`)?.focus({ preventScroll: true }),
    );
  };

  const move = (by: 1 | -1) => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row;
    const at = rows.findIndex(({ key }) => key === focused);
    const from = at >= 0 ? at : (list.range?.endIndex ?? rows.length - 1) + 1;
    // A gap is read past: there is nothing to open.
    let next = at >= 0 ? at + by : from - 1;
    while (rows[next]?.is === 'gap') next += by;
    if (rows[next]) focusRow(next);
  };

  useImperativeHandle(ref, () => ({
    move,
    focus: (key) => focusRow(rows.findIndex((row) => row.key === key)),
  }));

  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 } as const;
    const step = by[event.key as keyof typeof by];
    if (step) move(step);
    else if (event.key === 'Home') focusRow(rows.findIndex(({ is }) => is !== 'gap'));
    else if (event.key === 'End') onPause(false);
    else return;
    event.preventDefault();
  };

  return (
    <div className="relative flex min-h-0 flex-1 flex-col overflow-hidden rounded-lg border border-line bg-surface">
      <div
        ref={box}
        role="log"
        aria-label={w.list}
        aria-live={isAloud && !isPaused ? 'polite' : 'off'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys move in it.
        tabIndex={0}
        onKeyDown={press}
        onScroll={scrolled}
        className="focus-inset min-h-0 flex-1 overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: rows of a log are no fields. */}
        <div role="group" aria-label={w.keys} className="relative w-full" style={{ height }}>
          {list.getVirtualItems().map(({ key, index, start, size }) => {
            const row = rows[index];
            return (
              row && (
                <div
                  key={key}
                  className="absolute top-0 left-0 w-full border-line border-b"
                  style={{ height: size, transform: `translateY(${start}px)` }}
                >
                  <Row row={row} channels={channels} width={width} isOpen={row.key === open} onOpen={onOpen} />
                </div>
              )
            );
          })}
        </div>
      </div>
      {isPaused && (
        <Button
          variant="primary"
          icon={<ArrowDown aria-hidden />}
          onClick={() => onPause(false)}
          className="absolute bottom-3 left-1/2 -translate-x-1/2 animate-rise rounded-full shadow-float"
        >
          {fresh > 0 ? w.fresh(fresh) : w.toNewest}
          <PressedKeys keys={END_KEY} />
        </Button>
      )}
    </div>
  );
}
