import type { ReactNode } from 'react';
import { Badge } from '../../design/badge.tsx';
import { type Column, DataTable, type DataTableProps } from '../../design/data-table.tsx';
import { Time } from '../../design/time.tsx';
import { quotes } from '../../words/quotes.ts';
import { useWords } from '../../words/use-words.ts';
import type { Quote } from './queries.ts';
import { Votes } from './votes.tsx';

const idOf = ({ number }: Quote): string => String(number);

export interface QuoteTableProps
  extends Pick<
    DataTableProps<Quote>,
    'rows' | 'selected' | 'onSelect' | 'bulk' | 'onOpen' | 'openId' | 'loading' | 'empty' | 'end'
  > {
  /** Buttons at the end of each row. */
  readonly decide?: ((quote: Quote) => ReactNode) | undefined;
  readonly label: string;
}

/** Quotes, one in a row. */
export function QuoteTable({ decide, ...table }: QuoteTableProps) {
  const w = useWords(quotes);
  const columns: readonly Column<Quote>[] = [
    {
      id: 'text',
      header: w.quote,
      cell: ({ number, text }) => (
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="tabular shrink-0 text-ink-faint">#{number}</span>
          <bdi className="min-w-0 truncate overflow-hidden text-ink">{text}</bdi>
        </span>
      ),
    },
    {
      id: 'author',
      header: w.author,
      priority: 2,
      width: '9rem',
      cell: ({ author }) =>
        author === '' ? null : <bdi className="block max-w-full truncate overflow-hidden">{author}</bdi>,
    },
    {
      id: 'category',
      header: w.category,
      priority: 3,
      width: '8rem',
      cell: ({ category }) =>
        category && (
          <Badge tone="outline">
            <bdi>{category}</bdi>
          </Badge>
        ),
    },
    { id: 'said', header: w.said, priority: 3, width: '8rem', cell: ({ saidAt }) => <Time at={saidAt} as="date" /> },
    decide
      ? {
          id: 'decide',
          header: w.actions,
          priority: 2,
          width: '13rem',
          cell: (quote) => <span className="flex flex-wrap justify-end gap-2">{decide(quote)}</span>,
        }
      : { id: 'votes', header: w.votes, priority: 2, width: '6.5rem', cell: (quote) => <Votes of={quote} /> },
  ];
  return <DataTable {...table} columns={columns} rowId={idOf} rowName={({ number }) => `#${number}`} />;
}
