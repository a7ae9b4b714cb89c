import { ChevronRight, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { Time } from '../design/time.tsx';
import { actionText } from '../words/actions.ts';
import { history } from '../words/history.ts';
import { useLanguage, useWords } from '../words/use-words.ts';
import { actorName } from './actor.ts';
import { Diff } from './diff.tsx';

/** A change, as the API's routes of changes and the audit log have it. `before`, `after`: null where it was not there. */
export interface HistoryLine {
  readonly id: string;
  readonly at: string;
  readonly actor: Readonly<Record<string, unknown>>;
  readonly action: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface HistoryListProps<Line extends HistoryLine> {
  readonly label: string;
  readonly changes: readonly Line[];
  /** Takes the newest change back; left out where whoever looks may not. */
  readonly onUndo?: (change: Line) => void;
  /** Whether a line can be taken back; the newest alone, where nothing is said. */
  readonly canUndo?: (change: Line, index: number) => boolean;
  /** The id of the line that is being taken back. */
  readonly undoing?: string | null;
  /** Which thing a line is about, where the list has several. */
  readonly nameOf?: (change: Line) => string | null;
  /** What stands over the fields of an open line. */
  readonly above?: (change: Line) => ReactNode;
}

const isNewest = (_: unknown, index: number): boolean => index === 0;

/** Who changed something, when, and field by field how; the newest first. */
export function HistoryList<Line extends HistoryLine>({
  label,
  changes,
  onUndo,
  canUndo = isNewest,
  undoing = null,
  nameOf,
  above,
}: HistoryListProps<Line>) {
  const w = useWords(history);
  const language = useLanguage();
  if (changes.length === 0) return <p className="text-ink-faint">{w.noChanges}</p>;
  return (
    <ul aria-label={label} className="divide-y divide-line">
      {changes.map((change, index) => (
        <li key={change.id}>
          <details className="group">
            <summary className="focus-inset flex min-h-11 list-none flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2 hover:bg-hover [&::-webkit-details-marker]:hidden">
              <ChevronRight
                aria-hidden
                className="size-4 shrink-0 text-ink-faint transition-transform group-open:rotate-90"
              />
              <bdi className="max-w-56 truncate font-medium text-ink">{actorName(change.actor, w)}</bdi>
              <span className="min-w-0 flex-1 basis-40 truncate text-ink-soft">
                {actionText(change.action, language)}
                {nameOf?.(change) && <bdi className="ml-2 font-mono text-sm">{nameOf(change)}</bdi>}
              </span>
              <Time at={change.at} className="text-ink-faint text-sm" />
            </summary>
            <div className="space-y-3 px-4 pt-1 pb-4 sm:pl-11">
              {above?.(change)}
              <Diff before={change.before} after={change.after} />
              {onUndo && canUndo(change, index) && (
                <Button
                  size="sm"
                  icon={<Undo2 />}
                  aria-label={w.undoOf(actionText(change.action, language))}
                  loading={undoing === change.id}
                  onClick={() => onUndo(change)}
                >
                  {w.undo}
                </Button>
              )}
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}
