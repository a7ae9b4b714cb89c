import { X } from 'lucide-react';
import { cn } from '../../design/cn.ts';
import { Num } from '../../design/num.tsx';
import { bookmarks } from '../../words/bookmarks.ts';
import { useWords } from '../../words/use-words.ts';

/** Tags to narrow the list by: those in use, and those that are chosen, each pressed or not. */
export function TagChips({
  tags,
  chosen,
  onChange,
}: {
  readonly tags: readonly { readonly tag: string; readonly count: number }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}) {
  const w = useWords(bookmarks);
  const others = chosen.filter((tag) => !tags.some((one) => one.tag === tag));
  const all = [...others.map((tag) => ({ tag, count: null })), ...tags];
  if (all.length === 0) return null;
  return (
    <ul aria-label={w.tags} className="mb-4 flex flex-wrap gap-2">
      {all.map(({ tag, count }) => {
        const isChosen = chosen.includes(tag);
        return (
          <li key={tag} className="min-w-0 max-w-full">
            <button
              type="button"
              aria-pressed={isChosen}
              onClick={() => onChange(isChosen ? chosen.filter((one) => one !== tag) : [...chosen, tag])}
              className={cn(
                'touch-target flex h-7 max-w-full items-center gap-1.5 rounded-full border border-line px-2.5 text-ink-soft text-sm transition-colors hover:bg-hover hover:text-ink',
                isChosen && 'border-accent bg-accent-soft text-ink',
              )}
            >
              <bdi className="truncate overflow-hidden">{tag}</bdi>
              {count !== null && (
                <span className="text-ink-faint">
                  {' '}
                  <Num value={count} /> <span className="hidden-visually">{w.haveTag(count)}</span>
                </span>
              )}
              {isChosen && <X aria-hidden className="size-3.5 shrink-0" />}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
