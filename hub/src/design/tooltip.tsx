import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Kbd } from './kbd.tsx';
import { useFloatContainer } from './theme.tsx';

export interface TooltipProps {
  text: ReactNode;
  /** The key that does the same. */
  keys?: readonly string[];
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that can hold the focus. */
  children: ReactNode;
}

/** A few words about what is pointed at or focused; never the only place where they stand. */
export function Tooltip({ text, keys = [], side = 'top', children }: TooltipProps) {
  const container = useFloatContainer();
  return (
    <Radix.Provider delayDuration={400}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal container={container}>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-(--layer-popover) flex max-w-72 animate-appear items-center gap-2 rounded-md border border-line bg-raised px-2 py-1 text-ink text-sm shadow-float"
          >
            {text}
            {keys.length > 0 && (
              <span className="flex gap-0.5">
                {keys.map((key) => (
                  <Kbd key={key} className="h-4 min-w-4 text-[0.6875rem]">
                    {key}
                  </Kbd>
                ))}
              </span>
            )}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
