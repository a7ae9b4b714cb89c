import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { IconButton } from './button.tsx';
import { cn } from './cn.ts';
import { useFloatContainer } from './theme.tsx';

export interface DialogProps {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** What opens it, where it opens itself: one button. */
  trigger?: ReactNode;
  title: ReactNode;
  /** One sentence; read with the title. */
  description?: ReactNode;
  /** Buttons, the one that goes on last. */
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
  children?: ReactNode;
}

const WIDTHS = { sm: 'sm:max-w-sm', md: 'sm:max-w-lg', lg: 'sm:max-w-3xl' } as const;

/** Holds everything else until it is answered: seldom the right thing. Escape and a click beside it close it; the focus goes back to where it was. */
export function Dialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  footer,
  size = 'md',
  children,
}: DialogProps) {
  const w = useWords(kit);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal container={useFloatContainer()}>
        <Radix.Overlay className="fixed inset-0 z-(--layer-dialog) grid animate-appear items-end justify-items-center overflow-y-auto bg-overlay sm:items-center sm:p-6">
          <Radix.Content
            {...(description ? {} : { 'aria-describedby': undefined })}
            className={cn(
              'relative w-full animate-rise rounded-t-lg border border-line bg-raised text-ink shadow-float outline-none sm:rounded-lg',
              'pb-[env(safe-area-inset-bottom)]',
              WIDTHS[size],
            )}
          >
            <header className="pt-4 pr-14 pl-5">
              <div className="min-w-0">
                <Radix.Title className="wrap-anywhere font-semibold text-ink text-lg">{title}</Radix.Title>
                {description && <Radix.Description className="mt-1 text-ink-soft">{description}</Radix.Description>}
              </div>
            </header>
            {children && <div className="px-5 pt-4">{children}</div>}
            {footer ? (
              <footer className="mt-5 flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">{footer}</footer>
            ) : (
              <div className="h-5" />
            )}
            {/* Last, so that the focus begins at what is asked for. */}
            <Radix.Close asChild>
              <IconButton label={w.close} icon={<X />} className="absolute top-3 right-3" />
            </Radix.Close>
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Closes the dialog it is in: wraps one button. */
export const DialogClose = ({ children }: { children: ReactNode }) => <Radix.Close asChild>{children}</Radix.Close>;
