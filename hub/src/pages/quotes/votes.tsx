import { ThumbsDown, ThumbsUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Num } from '../../design/num.tsx';
import { quotes } from '../../words/quotes.ts';
import { useWords } from '../../words/use-words.ts';
import type { Quote } from './queries.ts';

/** How people voted on a quote; nothing where nobody did. */
export function Votes({ of: { up, down } }: { readonly of: Pick<Quote, 'up' | 'down'> }) {
  const w = useWords(quotes);
  if (up === 0 && down === 0) return null;
  return (
    <span className="inline-flex items-center gap-2.5">
      <span className="hidden-visually">{w.votesOf(up, down)}</span>
      <Part icon={<ThumbsUp />} value={up} />
      <Part icon={<ThumbsDown />} value={down} />
    </span>
  );
}

const Part = ({ icon, value }: { readonly icon: ReactNode; readonly value: number }) => (
  <span aria-hidden className="inline-flex items-center gap-1 [&_svg]:size-3.5 [&_svg]:text-ink-faint">
    {icon}
    <Num value={value} />
  </span>
);
