import { Eye, RefreshCw } from 'lucide-react';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { cn } from '../../design/cn.ts';
import { CopyButton } from '../../design/code.tsx';
import { Heading } from '../../design/heading.tsx';
import { Spinner } from '../../design/spinner.tsx';
import { bookmarks } from '../../words/bookmarks.ts';
import { useWords } from '../../words/use-words.ts';
import { BookmarkImage } from './bookmark-image.tsx';
import type { Bookmark } from './queries.ts';

/** What it is called: as somebody or its page called it, else by its address. */
export const nameOf = ({ title, url }: Pick<Bookmark, 'title' | 'url'>): string => title || (url ?? '');

export interface BookmarkCardProps {
  readonly bookmark: Bookmark;
  readonly index: number;
  readonly isOpen?: boolean;
  readonly onOpen?: () => void;
  readonly onTag?: (tag: string) => void;
  /** Has its page read again; left out for who may not. */
  readonly onRefresh?: (() => void) | undefined;
  readonly isRefreshing?: boolean;
}

/** A page or a note, with all there is to say of it at a glance. */
export function BookmarkCard({ bookmark, index, isOpen, onOpen, onTag, onRefresh, isRefreshing }: BookmarkCardProps) {
  const w = useWords(bookmarks);
  const { number, url, path, description, site, tags, metadata, visits } = bookmark;
  return (
    <article
      aria-current={isOpen || undefined}
      className={cn(
        'relative flex h-full min-w-0 flex-col gap-2 rounded-lg border border-line bg-surface p-4 transition-colors',
        onOpen && 'hover:bg-hover',
        isOpen && 'border-accent bg-selected hover:bg-selected',
      )}
    >
      <div className="flex min-w-0 gap-3">
        <BookmarkImage of={bookmark} />
        <div className="min-w-0 flex-1">
          <Heading className="font-medium text-ink">
            <button
              type="button"
              data-card={index}
              aria-expanded={isOpen ?? false}
              onClick={onOpen}
              className="block w-full rounded-sm text-left after:absolute after:inset-0 after:rounded-lg"
            >
              <bdi className="line-clamp-2 overflow-hidden [overflow-wrap:anywhere]">{nameOf(bookmark)}</bdi>
            </button>
          </Heading>
          <p className="flex min-w-0 gap-1.5 text-ink-faint text-sm">
            <span className="tabular shrink-0">#{number}</span>
            <bdi className="truncate overflow-hidden">{url === null ? w.note : (site ?? hostOf(url))}</bdi>
          </p>
        </div>
      </div>
      {description && (
        <bdi className="line-clamp-2 overflow-hidden text-ink-soft [overflow-wrap:anywhere]">{description}</bdi>
      )}
      {metadata === 'pending' && (
        <p role="status" className="flex items-center gap-2 text-ink-faint text-sm">
          <Spinner /> {w.reading}
        </p>
      )}
      {metadata === 'failed' && (
        <p className="flex flex-wrap items-center gap-2 text-sm text-warning">
          {w.failed}
          {onRefresh && (
            <Button
              size="sm"
              icon={<RefreshCw />}
              aria-label={w.readAgainOf(number)}
              loading={isRefreshing}
              onClick={onRefresh}
              className="relative"
            >
              {w.readAgain}
            </Button>
          )}
        </p>
      )}
      {tags.length > 0 && (
        <ul aria-label={w.tags} className="flex min-w-0 flex-wrap gap-1">
          {tags.map((tag) => (
            <li key={tag} className="relative min-w-0 max-w-full">
              {onTag ? (
                <button type="button" onClick={() => onTag(tag)} className="touch-target block max-w-full rounded-md">
                  <span className="hidden-visually">{w.only} </span>
                  <Badge tone="outline">
                    <bdi>{tag}</bdi>
                  </Badge>
                </button>
              ) : (
                <Badge tone="outline">{tag}</Badge>
              )}
            </li>
          ))}
        </ul>
      )}
      {url !== null && (
        <p className="mt-auto flex min-w-0 items-center gap-2 pt-1 text-ink-faint text-sm">
          <span className="relative flex min-w-0 items-center gap-0.5">
            <code className="truncate font-mono">{path}</code>
            <CopyButton text={`${location.origin}${path}`} label={w.copyLink(path)} />
          </span>
          <span className="ml-auto flex shrink-0 items-center gap-1.5 [&_svg]:size-3.5">
            <Eye aria-hidden />
            {w.visits(visits)}
          </span>
        </p>
      )}
    </article>
  );
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname.replace(/^www\./, '');
  } catch {
    return url;
  }
}
