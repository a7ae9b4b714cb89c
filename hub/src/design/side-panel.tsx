import { ArrowLeft, X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { IconButton } from './button.tsx';
import { cn } from './cn.ts';
import { useFloatContainer } from './theme.tsx';
import { useMedia } from './use-media.ts';

export interface SidePanelProps {
  /** Open or not: from the URL, so that Back closes it. */
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  /** Stays in sight at the bottom. */
  footer?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** The detail of a row: beside the list where there is room, over the whole screen on a phone. Escape closes it. */
export function SidePanel({ open, onClose, className, ...content }: SidePanelProps) {
  const beside = useMedia('(min-width: 64rem)');
  const container = useFloatContainer();
  const id = useId();
  if (!open) return null;
  if (beside) {
    return (
      <aside
        aria-labelledby={id}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.defaultPrevented) onClose();
        }}
        className={cn(
          'sticky top-4 flex max-h-[calc(100dvh-2rem)] w-104 shrink-0 animate-slide-in flex-col self-start overflow-hidden rounded-lg border border-line bg-surface',
          className,
        )}
      >
        <Inside
          {...content}
          onClose={onClose}
          heading={(text) => (
            <h2 id={id} className={TITLE}>
              {text}
            </h2>
          )}
        />
      </aside>
    );
  }
  return (
    <Radix.Root open onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal container={container}>
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-0 z-(--layer-panel) flex animate-slide-in flex-col bg-surface text-ink outline-none"
        >
          <Inside
            {...content}
            onClose={onClose}
            full
            heading={(text) => <Radix.Title className={TITLE}>{text}</Radix.Title>}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const TITLE = 'wrap-anywhere font-semibold text-ink text-lg';

interface InsideProps extends Omit<SidePanelProps, 'open' | 'className'> {
  full?: boolean;
  heading: (text: ReactNode) => ReactNode;
}

function Inside({ title, description, actions, footer, onClose, children, full, heading }: InsideProps) {
  const w = useWords(kit);
  return (
    <>
      <header className="flex items-start gap-2 border-line border-b py-3 pr-2 pl-4">
        {full && <IconButton label={w.back} icon={<ArrowLeft />} onClick={onClose} className="-ml-2" />}
        <div className="min-w-0 flex-1 py-0.5">
          {heading(title)}
          {description && <div className="mt-0.5 text-ink-faint">{description}</div>}
        </div>
        <div className="flex shrink-0 items-center gap-1">
          {actions}
          {!full && <IconButton label={w.close} icon={<X />} onClick={onClose} />}
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-4">{children}</div>
      {footer && (
        <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-4 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
          {footer}
        </footer>
      )}
    </>
  );
}

/** A list with its detail beside it: `<ListWithDetail list={…} detail={<SidePanel …/>} />`. The list keeps its place when the detail opens. */
export const ListWithDetail = ({ list, detail }: { list: ReactNode; detail: ReactNode }) => (
  <div className="flex min-w-0 items-start gap-4">
    <div className="min-w-0 flex-1">{list}</div>
    {detail}
  </div>
);
