import type { ReactNode } from 'react';
import { Card } from '../../design/card.tsx';

/** Rows of one card, parted by hairlines. */
export const List = ({ children }: { readonly children: ReactNode }) => (
  <Card flush>
    <ul className="divide-y divide-line">{children}</ul>
  </Card>
);

export interface RowProps {
  readonly title: ReactNode;
  readonly more?: ReactNode;
  readonly mark?: ReactNode;
  readonly actions?: ReactNode;
  readonly before?: ReactNode;
}

/** One of them: what it is, more of it, and what can be done. */
export const Row = ({ title, more, mark, actions, before }: RowProps) => (
  <li className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
    {before}
    <div className="min-w-0 flex-1 basis-40">
      <div className="flex min-w-0 items-center gap-2">
        <span className="min-w-0 truncate font-medium">{title}</span>
        {mark}
      </div>
      {more && <div className="mt-0.5 text-ink-faint text-sm">{more}</div>}
    </div>
    {actions && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
  </li>
);
