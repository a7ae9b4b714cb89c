import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export interface TableProps extends ComponentProps<'table'> {
  /** What the table holds; read aloud, not seen. */
  label: string;
}

/** A small table whose rows are all there; long lists, sorting and selection are DataTable's. */
export const Table = ({ label, className, children, ...rest }: TableProps) => (
  // A region that scrolls must be reached by keys, or what is cut off cannot be read without a mouse.
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
  <section aria-label={label} tabIndex={0} className="focus-inset relative w-full overflow-x-auto rounded-[inherit]">
    <table {...rest} className={cn('tabular w-full border-collapse text-left', className)}>
      <caption className="hidden-visually">{label}</caption>
      {children}
    </table>
  </section>
);

export const TableHead = ({ className, ...rest }: ComponentProps<'thead'>) => (
  <thead {...rest} className={cn('border-line border-b', className)} />
);

export const TableBody = ({ className, ...rest }: ComponentProps<'tbody'>) => (
  <tbody {...rest} className={cn('divide-y divide-line', className)} />
);

export const TableRow = ({ className, ...rest }: ComponentProps<'tr'>) => (
  <tr {...rest} className={cn('transition-colors [tbody>&]:hover:bg-hover', className)} />
);

export interface TableCellProps extends ComponentProps<'td'> {
  /** Numbers stand at the right, so that their digits line up. */
  numeric?: boolean;
}

/** A column's name. */
export const TableHeader = ({ numeric, className, ...rest }: TableCellProps) => (
  <th
    scope="col"
    {...rest}
    className={cn(
      'h-9 whitespace-nowrap px-3 font-medium text-ink-faint text-sm first:pl-4 last:pr-4',
      numeric && 'text-right',
      className,
    )}
  />
);

export const TableCell = ({ numeric, className, ...rest }: TableCellProps) => (
  <td {...rest} className={cn('h-10 px-3 py-1.5 text-ink first:pl-4 last:pr-4', numeric && 'text-right', className)} />
);
