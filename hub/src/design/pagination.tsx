import { ChevronLeft, ChevronRight } from 'lucide-react';
import { kit } from '../words/kit.ts';
import { useLanguage, useWords } from '../words/use-words.ts';
import { Button, IconButton } from './button.tsx';
import { cn } from './cn.ts';
import { localeOf } from './time.tsx';

export interface LoadMoreProps {
  onMore: () => void;
  /** Whether there is more; without it the end is told. */
  hasMore: boolean;
  loading?: boolean;
  /** How many are in sight, and of how many where that is known. */
  shown?: number;
  total?: number;
  className?: string;
}

/** The end of a list that goes on by cursor. */
export function LoadMore({ onMore, hasMore, loading, shown, total, className }: LoadMoreProps) {
  const w = useWords(kit);
  const locale = localeOf(useLanguage());
  const told = (count: number) => count.toLocaleString(locale);
  return (
    <div className={cn('flex min-h-8 items-center justify-center gap-4 text-ink-faint text-sm', className)}>
      {shown !== undefined && (
        <span className="tabular">{total === undefined ? w.rows(shown) : w.shownOf(told(shown), told(total))}</span>
      )}
      {hasMore ? (
        <Button size="sm" onClick={onMore} loading={loading}>
          {w.loadMore}
        </Button>
      ) : (
        <span>{w.allShown}</span>
      )}
    </div>
  );
}

export interface PaginationProps {
  /** From 1. */
  page: number;
  pages: number;
  onChange: (page: number) => void;
  className?: string;
}

/** Steps through pages that are counted. */
export function Pagination({ page, pages, onChange, className }: PaginationProps) {
  const w = useWords(kit);
  const near = [1, page - 1, page, page + 1, pages].filter((n) => n >= 1 && n <= pages);
  const numbers = [...new Set(near)].sort((a, b) => a - b);
  return (
    <nav aria-label={w.pages} className={cn('flex items-center gap-1', className)}>
      <IconButton label={w.previous} icon={<ChevronLeft />} disabled={page <= 1} onClick={() => onChange(page - 1)} />
      {numbers.map((n, index) => (
        <span key={n} className="flex items-center gap-1">
          {index > 0 && n - (numbers[index - 1] ?? 0) > 1 && (
            <span aria-hidden className="px-1 text-ink-faint">
              …
            </span>
          )}
          <Button
            variant={n === page ? 'secondary' : 'ghost'}
            aria-label={w.page(n)}
            aria-current={n === page ? 'page' : undefined}
            onClick={() => onChange(n)}
            className="tabular min-w-8 px-2"
          >
            {n}
          </Button>
        </span>
      ))}
      <IconButton label={w.next} icon={<ChevronRight />} disabled={page >= pages} onClick={() => onChange(page + 1)} />
    </nav>
  );
}
