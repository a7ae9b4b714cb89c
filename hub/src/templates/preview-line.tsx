import { Dices } from 'lucide-react';
import { Badge } from '../design/badge.tsx';
import { IconButton } from '../design/button.tsx';
import { cn } from '../design/cn.ts';
import { templates } from '../words/templates.ts';
import { useWords } from '../words/use-words.ts';
import type { Preview } from './queries.ts';

export interface PreviewLineProps {
  /** Null while there is no text. */
  readonly preview: Preview | null;
  readonly failed: boolean;
  /** Whether it is of the text as it stands now. */
  readonly isOf: boolean;
  /** Has chance decide anew. */
  readonly onAgain?: () => void;
}

/** What chat would see of a text. */
export function PreviewLine({ preview, failed, isOf, onAgain }: PreviewLineProps) {
  const w = useWords(templates);
  return (
    <section className="rounded-lg border border-line bg-sunken">
      <div className="flex items-center justify-between gap-2 py-1 pr-1 pl-3">
        <p className="text-ink-faint text-sm">{w.preview}</p>
        {onAgain && <IconButton size="sm" label={w.again} icon={<Dices />} onClick={onAgain} />}
      </div>
      <div
        aria-live="polite"
        aria-busy={!isOf}
        data-state={isOf ? 'settled' : 'waiting'}
        className={cn('min-h-8 overflow-hidden px-3 pb-2.5 transition-opacity', !isOf && preview && 'opacity-60')}
      >
        {failed ? <p className="text-ink-soft">{w.previewFailed}</p> : <Said preview={preview} />}
      </div>
    </section>
  );
}

function Said({ preview }: { readonly preview: Preview | null }) {
  const w = useWords(templates);
  if (!preview) return <p className="text-ink-faint">{w.previewEmpty}</p>;
  const { text, as, effects } = preview;
  return (
    <>
      {text === '' ? (
        <p className="text-ink-soft">{w.previewSilent}</p>
      ) : (
        <p className={cn('wrap-anywhere line-clamp-12 text-ink', as === 'me' && 'italic')}>
          <bdi>{text}</bdi>
        </p>
      )}
      {(as !== null || effects.length > 0) && (
        <p className="mt-1.5 flex flex-wrap gap-1.5">
          {as !== null && <Badge tone="info">{as === 'me' ? w.asMe : w.asAnnouncement}</Badge>}
          {effects.map(({ is, to }) => (
            <Badge key={`${String(is)} ${String(to)}`} tone="warning">
              {is === 'title' ? w.setsTitle(String(to)) : w.setsGame(String(to))}
            </Badge>
          ))}
        </p>
      )}
    </>
  );
}
